//! `vigie tableau population`: how many minors live in each territory, which rates are reckoned on.

use std::fs;

use serde_json::json;

use crate::domain::fait::Population;
use crate::domain::population::lire;
use crate::storage::{Base, Cible};

use super::error::{CliError, Result};
use super::output::{self, count, table};
use super::passphrase;

/// Shows what is known, or takes the lines of a file.
pub fn run(cible: &Cible, fichier: Option<&str>, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let parametres = base.parametres(chrono::Local::now().date_naive())?;
    let Some(fichier) = fichier else {
        let rows = base.populations()?;
        let of = |row: &Population| json!({ "annee": row.annee, "territoire": row.territoire, "mineurs": row.mineurs });
        let name = |id: &str| {
            let choix = parametres.territoires.iter().find(|choix| choix.id == id);
            choix.map_or_else(|| id.to_owned(), |choix| choix.libelle.clone())
        };
        let all: Vec<_> = rows.iter().map(of).collect();
        return output::print(json, &json!({ "populations": all }), || {
            if rows.is_empty() {
                return "Aucune population n’est connue\u{a0}: «\u{a0}vigie tableau population F.csv\u{a0}» prend un fichier année;territoire;mineurs\n".to_owned();
            }
            let cells: Vec<_> = rows
                .iter()
                .map(|row| [row.annee.to_string(), name(&row.territoire), row.mineurs.to_string()])
                .collect();
            table(["Année", "Territoire", "Mineurs"], &cells)
        });
    };
    let bytes = fs::read(fichier).map_err(CliError::from)?;
    let texte = String::from_utf8(bytes).map_err(|_| {
        CliError::Refused(format!(
            "«\u{a0}{}\u{a0}» n’est pas en UTF-8\u{a0}; enregistrez-le ainsi, rien n’a été lu",
            output::one_line(fichier)
        ))
    })?;
    let rows = lire(&texte, &parametres.territoires).map_err(CliError::Refused)?;
    base.save_populations(&rows)?;
    output::print(json, &json!({ "lignes": rows.len() }), || {
        format!("{} dans la base\n", count(rows.len(), "population"))
    })
}
