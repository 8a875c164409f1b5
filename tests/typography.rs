//! French typography in what a person reads: a space that does not break before « : ; ! ? », and
//! inside « » — else a sign may stand alone at the start of a line.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir)
        .unwrap()
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { sources(&path) } else { vec![path] }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The string literals of a source file, each with its line; comments and characters are passed over.
fn literals(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let line = |rest: &str| code[..code.len() - rest.len()].lines().count().max(1);
        let hashes = rest.bytes().skip(1).take_while(|byte| *byte == b'#').count();
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if c == 'r' && rest[1 + hashes..].starts_with('"') {
            let inside = &rest[2 + hashes..];
            let end = inside.find(&format!("\"{}", "#".repeat(hashes))).unwrap();
            found.push((line(rest), inside[..end].to_owned()));
            rest = &inside[end + 1 + hashes..];
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..]
                .find(|c| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                })
                .unwrap();
            found.push((line(rest), rest[1..=end].to_owned()));
            rest = &rest[end + 2..];
        } else if let Some(after) = rest.strip_prefix('\'') {
            // A character, or a lifetime.
            let close = if after.starts_with('\\') { after[2..].find('\'').map(|at| at + 2) } else { None };
            let plain = after.chars().next().map_or(0, char::len_utf8);
            let close = close.or_else(|| after[plain..].starts_with('\'').then_some(plain));
            rest = close.map_or(after, |close| &after[close + 1..]);
        } else if c.is_alphanumeric() || c == '_' {
            // A whole word, so that the « r » that ends one does not begin a raw string.
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            rest = &rest[if c == 'r' && word == 1 { 1 } else { word }..];
        } else {
            rest = &rest[c.len_utf8()..];
        }
    }
    found
}

/// English puts no space there, so whatever has one is French; SQL has its own ways.
fn is_wrong(literal: &str) -> bool {
    let sql = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WHERE ", "VALUES ", "PRAGMA ", "CREATE "];
    let marks = [" :", " ;", " !", " ?", " »", "« "];
    marks.iter().any(|mark| literal.contains(mark)) && !sql.iter().any(|word| literal.contains(word))
}

#[test]
fn signs_never_stand_alone_at_the_start_of_a_line() {
    let (mut read, mut right, mut wrong) = (0, 0, Vec::new());
    for path in sources(Path::new("src")) {
        for (line, literal) in literals(&fs::read_to_string(&path).unwrap()) {
            read += 1;
            right += usize::from(["\u{a0}:", "\u{a0};", "\u{a0}»"].iter().any(|mark| literal.contains(mark)));
            if is_wrong(&literal) {
                wrong.push(format!("{}:{line}: {literal:?}", path.display()));
            }
        }
    }
    assert!(read > 2_000 && right > 100, "{read} literals, {right} with a sign: this test looks at nothing");
    assert!(wrong.is_empty(), "a space that does not break (U+00A0) is wanted in\n{}", wrong.join("\n"));
}

#[test]
fn literals_are_found_and_nothing_else() {
    let code = r##"
        // « a comment » : passed over ; really
        let lifetime: &'static str = "un \"mot\" : deux"; // "not this one"
        let (quote, raw) = ('"', r#"brut "ici" ?"#);
        let (escape, other) = ('\'', "trois");
        fn for_each<'a>(car: &'a str) -> char { '\u{a0}' }
    "##;
    let found: Vec<_> = literals(code).into_iter().map(|(_, literal)| literal).collect();
    assert_eq!(found, [r#"un \"mot\" : deux"#, r#"brut "ici" ?"#, "trois"]);
    assert!(is_wrong(&found[0]) && is_wrong(&found[1]) && !is_wrong(&found[2]));
    assert!(!is_wrong("deux\u{a0}: trois") && !is_wrong("« quatre »".replace(' ', "\u{a0}").as_str()));
    assert!(!is_wrong("SELECT a FROM b WHERE c = ?") && !is_wrong("std::fs") && !is_wrong("why?"));
}
