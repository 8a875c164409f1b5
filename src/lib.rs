//! Vigie records *informations préoccupantes* about children in danger, and follows them up.
//!
//! The rooms, in the order in which they lean on each other; `tests/architecture.rs` holds who may
//! lean on whom.

pub mod app;
pub mod cli;
pub mod commands;
pub mod dashboards;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod jobs;
pub mod letters;
pub mod storage;
pub mod ui;
