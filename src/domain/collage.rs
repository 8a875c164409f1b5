//! Cells that come from a spreadsheet through the clipboard, and what a field makes of one.

use super::fiche::OUI;
use super::{Nature, Parametres, nom};

/// The cells of a text copied from a spreadsheet: tabs and lines, a quoted cell may hold both.
pub fn cells(texte: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = vec![String::new()];
    let mut quoted = false;
    let mut chars = texte.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(cell) = row.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => row.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(std::mem::replace(&mut row, vec![String::new()])),
            c => cell.push(c),
        }
    }
    if row.iter().any(|cell| !cell.is_empty()) {
        rows.push(row);
    }
    rows
}

/// Is it cells rather than a text?
pub fn is_cells(texte: &str) -> bool {
    texte.contains('\t') || texte.trim_end().contains('\n')
}

/// What a field holds for a cell: the value of that label in a list, yes for a tick. Whatever is not
/// known stays as it came, to be explained beside its field.
pub fn typed(parametres: &Parametres, nature: Nature, cell: &str) -> String {
    let cell = cell.trim();
    let folded = nom::fold(cell);
    match nature {
        Nature::Oui if ["oui", "x", "vrai", "true", "1"].contains(&folded.as_str()) => OUI.to_owned(),
        Nature::Oui => String::new(),
        nature if nature.is_list() && !folded.is_empty() => {
            let same = |choix: &&super::parametres::Choix| choix.id == cell || nom::fold(&choix.libelle) == folded;
            let open = parametres.choix(nature).iter().find(|choix| choix.actif && same(choix));
            open.map_or_else(|| cell.to_owned(), |choix| choix.id.clone())
        }
        Nature::TexteLong => super::texte::clean(cell, true),
        _ => super::texte::clean(cell, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_copies_is_cells() {
        assert_eq!(cells("a\tb\r\nc\t\r\n"), [vec!["a", "b"], vec!["c", ""]]);
        assert_eq!(cells("\"une\nligne\"\t\"dit \"\"oui\"\"\""), [vec!["une\nligne", "dit \"oui\""]]);
        assert_eq!(cells(""), Vec::<Vec<String>>::new());
        assert!(is_cells("a\tb") && is_cells("a\nb") && !is_cells("a b\n"));
    }

    #[test]
    fn no_letter_of_a_pasted_text_is_lost() {
        proptest::proptest!(|(texte in "[a-zé\t\n ]{0,60}")| {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            assert_eq!(letters(&cells(&texte).concat().concat()), letters(&texte));
        });
    }
}
