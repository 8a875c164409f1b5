//! The figures of the dashboards: counted by hand on a small base, and beside SQL on a large one.

#[path = "../common/mod.rs"]
mod common;

mod lecture;
mod main_a_main;
mod requetes;
mod secret;
mod sql;
