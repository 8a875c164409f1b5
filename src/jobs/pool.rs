//! Threads that run the work in turn, and the answers they give back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// The number of a piece of work; later work has a greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

type Work = Box<dyn FnOnce() + Send>;

/// Threads that run the work, and the answers that came back. `T` is the application's answer.
pub struct Jobs<T> {
    work: Option<Sender<Work>>,
    answers: Receiver<(Ticket, T)>,
    answer: Sender<(Ticket, T)>,
    /// Wakes the screen when an answer is there.
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Makes an answer of a panic's message.
    on_panic: fn(String) -> T,
    next: AtomicU64,
    running: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<()>>,
}

impl<T: Send + 'static> Jobs<T> {
    pub fn new(threads: usize, wake: impl Fn() + Send + Sync + 'static, on_panic: fn(String) -> T) -> Self {
        let (work, inbox) = mpsc::channel::<Work>();
        let inbox = Arc::new(Mutex::new(inbox));
        let (answer, answers) = mpsc::channel();
        let threads = (0..threads)
            .filter_map(|n| {
                let inbox = Arc::clone(&inbox);
                std::thread::Builder::new().name(format!("travail-{n}")).spawn(move || run_all(&inbox)).ok()
            })
            .collect();
        Self {
            work: Some(work),
            answers,
            answer,
            wake: Arc::new(wake),
            on_panic,
            next: AtomicU64::new(1),
            running: Arc::default(),
            threads,
        }
    }

    /// Runs `work` on a thread; its answer comes by [`Jobs::answers`].
    pub fn submit(&self, work: impl FnOnce() -> T + Send + 'static) -> Ticket {
        let (ticket, told, wake) = self.told(work);
        let running = Arc::clone(&self.running);
        running.fetch_add(1, Ordering::SeqCst);
        let task = Box::new(move || {
            told();
            running.fetch_sub(1, Ordering::SeqCst);
            wake();
        });
        if let Some(work) = &self.work {
            let _ = work.send(task);
        }
        ticket
    }

    /// The same on a thread of its own, which nothing waits for, not even the end of all: for a dialog, that
    /// lasts as long as a person likes. It is no work that runs.
    pub fn apart(&self, work: impl FnOnce() -> T + Send + 'static) -> Ticket {
        let (ticket, told, wake) = self.told(work);
        let task = move || {
            told();
            wake();
        };
        // Without a thread the dialog does not open, and everything else works.
        let _ = std::thread::Builder::new().name("dialogue".to_owned()).spawn(task);
        ticket
    }

    /// The work, whose answer is sent whatever happens, and what wakes the screen for it.
    fn told(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> (Ticket, impl FnOnce() + Send + 'static, Arc<dyn Fn() + Send + Sync>) {
        let ticket = Ticket(self.next.fetch_add(1, Ordering::Relaxed));
        let (answer, on_panic) = (self.answer.clone(), self.on_panic);
        let told = move || {
            let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| on_panic(message(panic.as_ref())));
            // Nobody left to answer: the application is closing.
            let _ = answer.send((ticket, result));
        };
        (ticket, told, Arc::clone(&self.wake))
    }

    /// The answers that came since the last call, in the order in which they came.
    pub fn answers(&self) -> impl Iterator<Item = (Ticket, T)> + '_ {
        self.answers.try_iter()
    }

    /// How many pieces of work were asked for since the beginning.
    pub fn asked(&self) -> u64 {
        self.next.load(Ordering::Relaxed) - 1
    }

    /// How many pieces of work are waiting or running.
    pub fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }
}

impl<T> Drop for Jobs<T> {
    /// Work already asked for is finished: a save is never cut by closing the window.
    fn drop(&mut self) {
        self.work = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn run_all(inbox: &Mutex<Receiver<Work>>) {
    loop {
        let next = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(work) => work(),
            Err(_) => return,
        }
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "cause inconnue".to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use std::time::{Duration, Instant};

    fn jobs() -> Jobs<String> {
        Jobs::new(2, || {}, |panic| format!("panique : {panic}"))
    }

    fn wait(jobs: &Jobs<String>, count: usize) -> Vec<(Ticket, String)> {
        let start = Instant::now();
        let mut answers = Vec::new();
        while answers.len() < count && start.elapsed() < Duration::from_secs(10) {
            answers.extend(jobs.answers());
            std::thread::yield_now();
        }
        answers.sort();
        answers
    }

    #[test]
    fn answers_carry_their_ticket_and_a_panic_is_told() {
        let jobs = jobs();
        let first = jobs.submit(|| "un".to_owned());
        let second = jobs.submit(|| panic!("le disque a brûlé"));
        assert_eq!(wait(&jobs, 2), [(first, "un".to_owned()), (second, "panique : le disque a brûlé".to_owned())]);
        let third = jobs.submit(|| "encore".to_owned());
        assert_eq!(wait(&jobs, 1), [(third, "encore".to_owned())], "the threads survived");
        assert!(first < second && second < third);
    }

    #[test]
    fn closing_waits_for_work_already_asked_for() {
        let saved = Arc::new(AtomicBool::new(false));
        let jobs = jobs();
        let flag = Arc::clone(&saved);
        jobs.submit(move || {
            std::thread::sleep(Duration::from_millis(50));
            flag.store(true, Ordering::SeqCst);
            String::new()
        });
        drop(jobs);
        assert!(saved.load(Ordering::SeqCst));
    }

    #[test]
    fn what_runs_apart_takes_no_thread_is_told_and_is_not_waited_for_at_the_end() {
        let jobs = jobs();
        let (close, open) = mpsc::channel::<()>();
        let open = Arc::new(Mutex::new(open));
        for _ in 0..3 {
            let open = Arc::clone(&open);
            jobs.apart(move || open.lock().unwrap().recv().map_or_else(|_| String::new(), |()| "choisi".to_owned()));
        }
        assert_eq!(jobs.running(), 0);
        let save = jobs.submit(|| "enregistré".to_owned());
        assert_eq!(wait(&jobs, 1), [(save, "enregistré".to_owned())]);
        close.send(()).unwrap();
        assert_eq!(wait(&jobs, 1)[0].1, "choisi");
        // Two dialogs are still open.
        drop(jobs);
        drop(close);
    }
}
