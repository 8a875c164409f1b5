//! Starts Vigie: the window, or a command.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use vigie::app;
use vigie::cli::{self, Demande};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Demande::Fait(code) => code,
        Demande::Fenetre { base } => match app::run(app::Options::of_user(base)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                eprintln!("{sentence}");
                ExitCode::FAILURE
            }
        },
    }
}
