//! The house rules that the compiler does not hold: who may lean on whom, how long a file may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import of ours. A room that is not here may not exist.
const ROOMS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("storage", &["domain"]),
    ("demo", &["domain"]),
    ("jobs", &[]),
    ("letters", &["domain"]),
    ("dashboards", &["domain"]),
    ("exchange", &["domain", "storage", "letters", "dashboards"]),
    ("commands", &["domain"]),
    ("ui", &["domain", "dashboards", "commands"]),
    ("app", &["domain", "storage", "demo", "jobs", "letters", "dashboards", "exchange", "commands", "ui"]),
    ("cli", &["domain", "storage", "demo", "letters", "dashboards", "exchange"]),
];

/// The rooms that may know a library.
const LIBRARIES: [(&str, &[&str]); 24] = [
    ("diesel", &["storage"]),
    ("r2d2", &["storage"]),
    ("genpdf", &["letters"]),
    ("lopdf", &["letters"]),
    ("printpdf", &["letters"]),
    ("pdf_writer", &["letters"]),
    ("subsetter", &["letters"]),
    ("minijinja", &["letters"]),
    ("zune_jpeg", &["letters"]),
    ("rust_xlsxwriter", &["exchange", "dashboards"]),
    ("csv", &["exchange"]),
    ("zip", &["exchange", "letters"]),
    ("plotters", &["dashboards"]),
    ("resvg", &["dashboards"]),
    ("krilla", &["dashboards"]),
    ("krilla_svg", &["dashboards"]),
    ("png", &["dashboards"]),
    ("egui", &["commands", "ui", "app"]),
    ("egui_extras", &["ui"]),
    ("eframe", &["app"]),
    ("rfd", &["app"]),
    ("log", &["app"]),
    ("jetdb", &["exchange"]),
    ("toml", &["exchange"]),
];

/// A file is one noun or one widget.
const LONGEST: usize = 400;

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// `src/ui/champ/liste.rs` → `ui`; none for main.rs and lib.rs.
fn room(path: &Path) -> Option<String> {
    let first = path.strip_prefix("src").ok()?.components().next()?.as_os_str().to_string_lossy().into_owned();
    let first = first.trim_end_matches(".rs").to_owned();
    (!["main", "lib"].contains(&first.as_str())).then_some(first)
}

/// What is in the binary: not the tests at the end of a file, nor a file that is all tests.
fn shipped(text: &str) -> &str {
    if text.contains("#![cfg(test)]") { "" } else { text.split("#[cfg(test)]").next().unwrap() }
}

/// The code without comments, and without the tests at its end.
fn code(text: &str) -> String {
    shipped(text).lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The words that follow `prefix` in the code: `crate::storage::Base` → `storage` for `crate::`.
fn words_after(code: &str, prefix: &str) -> Vec<String> {
    code.match_indices(prefix)
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$'))
        .map(|(at, _)| code[at + prefix.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

/// The help sheet shows every key because no screen has one of its own.
#[test]
fn keys_of_screens_are_gestures() {
    let wrong: Vec<String> = sources(Path::new("src/ui"))
        .into_iter()
        .filter(|path| !path.ends_with("ui/geste.rs"))
        .filter(|path| fs::read_to_string(path).unwrap().contains("consume_key"))
        .map(|path| format!("{}: a key is a Geste (commands/geste.rs), asked for by ui/geste.rs", path.display()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_room_leans_only_on_those_below_it() {
    let rooms: BTreeMap<_, _> = ROOMS.into_iter().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in sources(Path::new("src")) {
        let Some(room) = room(&path) else { continue };
        let Some(allowed) = rooms.get(room.as_str()) else {
            wrong.push(format!(
                "{}: « {room} » is no room of the house; docs/architecture.md lists them",
                path.display()
            ));
            continue;
        };
        let code = code(&fs::read_to_string(&path).unwrap());
        for used in words_after(&code, "crate::") {
            seen += 1;
            if rooms.contains_key(used.as_str()) && used != room && !allowed.contains(&used.as_str()) {
                wrong.push(format!(
                    "{} imports {used}: {room} may lean on {allowed:?} only; hand the data in, or ask by an Intention",
                    path.display()
                ));
            }
        }
    }
    assert!(seen > 100, "the imports were not found: this test looks at nothing");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_library_stays_in_its_room() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in sources(Path::new("src")) {
        let Some(room) = room(&path) else { continue };
        let code = code(&fs::read_to_string(&path).unwrap());
        for (library, rooms) in LIBRARIES {
            let used = !words_after(&code, &format!("{library}::")).is_empty();
            seen += usize::from(used);
            if used && !rooms.contains(&room.as_str()) {
                wrong.push(format!("{} uses {library}: only {rooms:?} may know it", path.display()));
            }
        }
    }
    assert!(seen > 20, "no library was found: this test looks at nothing");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_is_one_noun_and_fits_in_the_head() {
    let long: Vec<String> = ["src", "tests", "benches"]
        .iter()
        .filter(|dir| Path::new(dir).exists())
        .flat_map(|dir| sources(Path::new(dir)))
        .filter_map(|path| {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            (lines > LONGEST).then(|| {
                format!("{}: {lines} lines; at {LONGEST} a file splits where there are two subjects", path.display())
            })
        })
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn a_mod_file_only_opens_the_doors() {
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")).into_iter().filter(|path| path.ends_with("mod.rs")) {
        let text = fs::read_to_string(&path).unwrap();
        if !text.starts_with("//!") {
            wrong.push(format!("{}: begins with a //! paragraph that says what lives here", path.display()));
        }
        let code = code(&text);
        let holds = ["fn ", "struct ", "enum ", "impl ", "const "]
            .iter()
            .find(|word| code.lines().any(|line| line.trim_start().trim_start_matches("pub ").starts_with(*word)));
        if let Some(word) = holds {
            wrong.push(format!(
                "{}: holds « {} »; give it a file of its own and `pub use` it",
                path.display(),
                word.trim()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["todo!(", "unimplemented!(", "#[ignore", ".unwrap()", concat!("TO", "DO"), concat!("FIX", "ME")];
    let wrong: Vec<String> = sources(Path::new("src"))
        .into_iter()
        .flat_map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let shipped = shipped(&text).to_owned();
            marks
                .into_iter()
                .filter(move |mark| shipped.contains(mark))
                .map(move |mark| format!("{}: {mark}", path.display()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A file cut half-way is worse than none: what goes out takes its name once it is whole.
#[test]
fn what_goes_out_is_written_beside_first() {
    let whole = ["src/exchange/fichier.rs", "src/exchange/archive/depot.rs"];
    let wrong: Vec<String> = ["src/app", "src/cli", "src/exchange"]
        .iter()
        .flat_map(|dir| sources(Path::new(dir)))
        .filter(|path| !whole.iter().any(|one| path.ends_with(one)))
        .filter(|path| code(&fs::read_to_string(path).unwrap()).contains("fs::write("))
        .map(|path| {
            format!("{}: exchange::fichier::write leaves the file before when the disk is full", path.display())
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every field of the catalogue and every word of the trade has its line.
/// Without it the window keeps a clipboard of its own: nothing comes from a word processor, nothing goes to a spreadsheet.
#[test]
fn the_window_shares_the_clipboard_of_the_system() {
    let manifest = fs::read_to_string("Cargo.toml").unwrap();
    let eframe = manifest.lines().find(|line| line.starts_with("eframe =")).unwrap();
    assert!(eframe.contains("\"clipboard\""), "{eframe}");
}

#[test]
fn the_glossary_knows_the_tables() {
    let glossary = fs::read_to_string("docs/glossaire.md").unwrap();
    let missing: Vec<&str> = vigie::domain::TABLES
        .iter()
        .map(|table| table.nom())
        .filter(|nom| !glossary.contains(&format!("`{nom}`")))
        .collect();
    assert!(missing.is_empty(), "docs/glossaire.md has no line for {missing:?}");
}
