//! Work off the screen's thread. The one place where threads are made.
//!
//! Work is numbered by tickets; whoever asked compares the ticket of an answer with the last one
//! asked for, and drops what is stale. A panic in a job is caught and told as an answer. A [`Guet`] is
//! a thread that keeps watch and says what it saw.

mod guet;
mod pool;
mod progress;

pub use guet::Guet;
pub use pool::{Jobs, Ticket};
pub use progress::Progress;
