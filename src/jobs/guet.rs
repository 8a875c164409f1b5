//! A thread that keeps watch: the same short round over and over, and what each round saw.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Watches until it is dropped. A round that panics ends the watch, and nothing else.
pub struct Guet<T> {
    seen: Receiver<T>,
    going: Arc<AtomicBool>,
}

impl<T: Send + 'static> Guet<T> {
    /// `round` may wait for a while; between two rounds there is `pause`. `wake` is called when
    /// something was seen.
    pub fn new(
        pause: Duration,
        wake: impl Fn() + Send + 'static,
        mut round: impl FnMut() -> Vec<T> + Send + 'static,
    ) -> Self {
        let (tell, seen) = mpsc::channel();
        let going = Arc::new(AtomicBool::new(true));
        let still = Arc::clone(&going);
        // Without a thread nothing is seen, and everything else works.
        let _ = std::thread::Builder::new().name("guet".to_owned()).spawn(move || {
            while still.load(Ordering::SeqCst) {
                let Ok(news) = catch_unwind(AssertUnwindSafe(&mut round)) else { return };
                let any = !news.is_empty();
                if news.into_iter().any(|one| tell.send(one).is_err()) {
                    return;
                }
                if any {
                    wake();
                }
                std::thread::sleep(pause);
            }
        });
        Self { seen, going }
    }

    /// What was seen since the last call.
    pub fn news(&self) -> impl Iterator<Item = T> + '_ {
        self.seen.try_iter()
    }
}

impl<T> Drop for Guet<T> {
    /// Not waited for: a round may be trying to reach a server that is away.
    fn drop(&mut self) {
        self.going.store(false, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use std::time::Instant;

    #[test]
    fn rounds_go_on_until_the_watch_is_dropped() {
        let rounds = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&rounds);
        let guet = Guet::new(Duration::from_millis(1), || {}, move || vec![counted.fetch_add(1, Ordering::SeqCst)]);
        let start = Instant::now();
        let mut seen = Vec::new();
        while seen.len() < 3 && start.elapsed() < Duration::from_secs(10) {
            seen.extend(guet.news());
        }
        assert_eq!(seen[..3], [0, 1, 2]);
        drop(guet);
        std::thread::sleep(Duration::from_millis(50));
        let last = rounds.load(Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(rounds.load(Ordering::SeqCst), last);
    }
}
