//! The two files: XML as the national server takes it, CSV to be merged with what other software knows.

use chrono::NaiveDate;

use super::variables::{Ligne, VARIABLES};

/// Elements in alphabetical order, empty ones left out.
pub fn xml(lignes: &[Ligne], jour: NaiveDate) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DECRET>\n<INTRO><VERSIONXSD>2.0</VERSIONXSD><DATEXPORT>{jour}</DATEXPORT></INTRO>\n"
    );
    for ligne in lignes {
        text.push_str("<DONNEE>");
        for (variable, value) in ligne {
            let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            text.extend(["<", variable, ">", &value, "</", variable, ">"]);
        }
        text.push_str("</DONNEE>\n");
    }
    text.push_str("</DECRET>\n");
    text
}

/// Every variable has its column, in alphabetical order, separated by semicolons.
pub fn csv(lignes: &[Ligne]) -> String {
    let join = |cells: Vec<&str>| cells.join(";") + "\r\n";
    let mut text = join(VARIABLES.iter().map(|variable| variable.nom).collect());
    for ligne in lignes {
        // Codes and dates only: nothing here needs quoting, nor can run as a formula.
        text.push_str(&join(VARIABLES.iter().map(|one| ligne.get(one.nom).map_or("", String::as_str)).collect()));
    }
    text
}
