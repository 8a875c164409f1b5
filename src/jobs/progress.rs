//! How far a long job is, and its cancelling.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What a job tells while it runs, and whether it should stop.
#[derive(Clone, Default, Debug)]
pub struct Progress(Arc<(AtomicUsize, AtomicBool)>);

impl Progress {
    pub fn set(&self, done: usize) {
        self.0.0.store(done, Ordering::Relaxed);
    }

    pub fn done(&self) -> usize {
        self.0.0.load(Ordering::Relaxed)
    }

    pub fn cancel(&self) {
        self.0.1.store(true, Ordering::Relaxed);
    }

    pub fn cancelled(&self) -> bool {
        self.0.1.load(Ordering::Relaxed)
    }
}
