//! The merged text as blocks: paragraphs, lists, tables. Few signs, so that one can edit it by hand:
//! a line is a paragraph, `- ` an item, `| a | b |` a row, `**…**` bold, `# ` a title, `---` alone what is
//! cut off under the signature, `\` takes the next sign as it is.

/// A piece of text in one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub texte: String,
    pub gras: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bloc {
    Paragraphe(Vec<Passage>),
    Titre(Vec<Passage>),
    Puce(Vec<Passage>),
    /// The first row is its head.
    Tableau(Vec<Vec<Vec<Passage>>>),
    /// What follows is a coupon, to be cut off.
    Coupe,
}

/// A block, and whether blank space parts it from the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pose {
    pub bloc: Bloc,
    pub detache: bool,
}

/// The letter above the signature, and the coupon under it.
pub fn read_parts(corps: &str) -> (Vec<Pose>, Vec<Pose>) {
    let mut above = read(corps);
    let cut = above.iter().position(|pose| pose.bloc == Bloc::Coupe).unwrap_or(above.len());
    let mut under = above.split_off(cut);
    under.retain(|pose| pose.bloc != Bloc::Coupe);
    (above, under)
}

fn read(corps: &str) -> Vec<Pose> {
    let mut blocs: Vec<Pose> = Vec::new();
    let mut detache = false;
    for line in corps.lines() {
        let line = line.trim_end();
        if line.trim().is_empty() {
            detache = true;
            continue;
        }
        if let Some(row) = row(line) {
            if let (Some(Pose { bloc: Bloc::Tableau(rows), .. }), false) = (blocs.last_mut(), detache) {
                rows.push(row);
            } else {
                blocs.push(Pose { bloc: Bloc::Tableau(vec![row]), detache: true });
            }
            detache = false;
            continue;
        }
        let bloc = if line.trim() == "---" {
            Bloc::Coupe
        } else if let Some(item) = line.strip_prefix("- ") {
            Bloc::Puce(passages(item))
        } else if let Some(titre) = line.strip_prefix("# ") {
            Bloc::Titre(passages(titre).into_iter().map(|passage| Passage { gras: true, ..passage }).collect())
        } else {
            Bloc::Paragraphe(passages(line))
        };
        let after_table = blocs.last().is_some_and(|pose| matches!(pose.bloc, Bloc::Tableau(_)));
        blocs.push(Pose { bloc, detache: detache || after_table });
        detache = false;
    }
    blocs
}

/// The cells of a table's line; none for any other line.
fn row(line: &str) -> Option<Vec<Vec<Passage>>> {
    let inner = line.trim().strip_prefix('|')?;
    let mut cells: Vec<String> = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            '|' if !escaped => cells.push(String::new()),
            c => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(c);
                }
            }
        }
        escaped = c == '\\' && !escaped;
    }
    // What stands behind the last bar is no cell.
    if cells.last().is_some_and(|last| last.trim().is_empty()) {
        cells.pop();
    }
    (!cells.is_empty()).then(|| cells.iter().map(|cell| passages(cell.trim())).collect())
}

fn passages(texte: &str) -> Vec<Passage> {
    let mut passages = vec![Passage { texte: String::new(), gras: false }];
    let mut chars = texte.chars().peekable();
    while let Some(c) = chars.next() {
        let literal = match c {
            '\\' => chars.next().unwrap_or('\\'),
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                let gras = passages.last().is_some_and(|last| !last.gras);
                passages.push(Passage { texte: String::new(), gras });
                continue;
            }
            c => c,
        };
        if let Some(last) = passages.last_mut() {
            last.texte.push(literal);
        }
    }
    passages.retain(|passage| !passage.texte.is_empty());
    passages
}

/// The text without its layout signs, a block a line: what a reader reads.
pub fn plain(corps: &str) -> String {
    let text = |passages: &[Passage]| passages.iter().map(|passage| passage.texte.as_str()).collect::<String>();
    let mut lines: Vec<String> = Vec::new();
    for pose in read(corps) {
        match pose.bloc {
            Bloc::Paragraphe(passages) | Bloc::Titre(passages) => lines.push(text(&passages)),
            Bloc::Puce(passages) => lines.push(format!("–\u{a0}{}", text(&passages))),
            Bloc::Coupe => {}
            Bloc::Tableau(rows) => {
                lines.extend(rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect::<Vec<_>>().join("\t")));
            }
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_signs_make_the_layout() {
        let blocs = read(
            "Madame,\n\nVoici **deux** points\n- un\n- deux \\* et \\| trois\n\n| Nom | Âge |\n| Léa | 8 |\nFin.\n---\n# Titre",
        );
        let kinds: Vec<_> = blocs
            .iter()
            .map(|pose| match &pose.bloc {
                Bloc::Paragraphe(_) => 'p',
                Bloc::Titre(_) => 't',
                Bloc::Puce(_) => '-',
                Bloc::Coupe => 'c',
                Bloc::Tableau(rows) => {
                    if rows.len() == 2 {
                        '2'
                    } else {
                        '?'
                    }
                }
            })
            .collect();
        assert_eq!(kinds, ['p', 'p', '-', '-', '2', 'p', 'c', 't']);
        assert_eq!(
            plain("Voici **deux** points\n- deux \\* et \\| trois\n| a \\| b | c |"),
            "Voici deux points\n–\u{a0}deux * et | trois\na | b\tc"
        );
    }

    #[test]
    fn no_letter_of_a_text_is_lost() {
        proptest::proptest!(|(texte in "[a-zé|*\\\\# \n-]{0,80}")| {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            assert_eq!(letters(&plain(&texte)), letters(&texte));
        });
    }
}
