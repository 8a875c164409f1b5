//! The minors of each territory, as a spreadsheet gives them: a year, a territory, a number.

use super::fait::Population;
use super::nom::fold;
use super::parametres::Choix;

/// The lines of a copied table or of a CSV; a first line that names the columns is passed over. Zero, or nothing,
/// takes a number away.
///
/// # Errors
/// The first line that cannot be understood, named with what is wrong with it: nothing is taken then.
pub fn lire(texte: &str, territoires: &[Choix]) -> Result<Vec<Population>, String> {
    let mut rows: Vec<Population> = Vec::new();
    let lines = texte.trim_start_matches('\u{feff}').lines().enumerate();
    for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let tab = if line.contains('\t') { '\t' } else { ';' };
        let cells: Vec<&str> = line.split(tab).map(|cell| cell.trim().trim_matches('"')).collect();
        let refused = |why: String| Err(format!("Ligne {}\u{a0}: {why}\u{a0}; rien n’a été enregistré", at + 1));
        let [year, place, number, ..] = cells[..] else {
            return refused("il faut une année, un territoire et un nombre de mineurs".to_owned());
        };
        let Some(annee) = year.parse().ok().filter(|annee| (1950..=2200).contains(annee)) else {
            if at == 0 && !year.chars().any(|c| c.is_ascii_digit()) {
                continue;
            }
            return refused(format!("«\u{a0}{year}\u{a0}» n’est pas une année"));
        };
        let named = territoires.iter().find(|choix| choix.id == place || fold(&choix.libelle) == fold(place));
        let Some(territoire) = named else {
            return refused(format!("«\u{a0}{place}\u{a0}» n’est pas un territoire"));
        };
        let mineurs = match nombre(number) {
            Ok(mineurs) => mineurs,
            Err(why) => return refused(why),
        };
        if rows.iter().any(|row| row.annee == annee && row.territoire == territoire.id) {
            return refused(format!("{} a déjà un nombre pour {annee} plus haut", territoire.libelle));
        }
        rows.push(Population { annee, territoire: territoire.id.clone(), mineurs });
    }
    Ok(rows)
}

/// How many minors a cell says; nothing is zero.
///
/// # Errors
/// That it is no number.
pub fn nombre(texte: &str) -> Result<u32, String> {
    let digits: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
    let read = if digits.is_empty() { Ok(0) } else { digits.parse::<i32>() };
    read.ok()
        .and_then(|mineurs| u32::try_from(mineurs).ok())
        .ok_or_else(|| format!("«\u{a0}{}\u{a0}» n’est pas un nombre de mineurs", texte.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_a_spreadsheet_is_read_and_a_wrong_line_is_named() {
        let territoires = [Choix::new("nord", "Nord"), Choix::new("saint-amand", "Saint-Amand")];
        let read = |texte: &str| lire(texte, &territoires);
        let row = |annee, territoire: &str, mineurs| Population { annee, territoire: territoire.to_owned(), mineurs };
        assert_eq!(
            read("Année\tTerritoire\tMineurs\n2024\tNORD\t12\u{202f}345\n\n2024\tsaint-amand\t\n"),
            Ok(vec![row(2024, "nord", 12345), row(2024, "saint-amand", 0)])
        );
        assert_eq!(read("\u{feff}2025;\"Saint-Amand\";8 000;Insee"), Ok(vec![row(2025, "saint-amand", 8000)]));
        for (texte, named) in [
            ("2024;nord", "il faut une année"),
            ("2024;ouest;12", "«\u{a0}ouest\u{a0}» n’est pas un territoire"),
            ("2024;nord;12\n20x4;nord;12", "Ligne 2\u{a0}: «\u{a0}20x4\u{a0}» n’est pas une année"),
            ("2024;nord;-12", "«\u{a0}-12\u{a0}» n’est pas un nombre"),
            ("2024;nord;12\n2024;Nord;13", "Nord a déjà un nombre pour 2024"),
        ] {
            let refused = read(texte).unwrap_err();
            assert!(refused.contains(named) && refused.contains("rien n’a été enregistré"), "{refused}");
        }
    }
}
