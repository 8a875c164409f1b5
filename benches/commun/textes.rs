//! What people write while one measures.

use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Table, enfant};

pub fn with_comment(before: &Dossier, text: &str) -> Dossier {
    let mut after = before.clone();
    let child = after.fiches.iter_mut().find(|fiche| fiche.table == Table::EnfantConcerne).expect("a child");
    child.set(enfant::COMMENTAIRE, text);
    after
}

/// Where a word goes: the account of the situation, where people meet, or a child's comment.
pub fn text_of(dossier: &Dossier, hot: bool) -> String {
    let (table, cle) =
        if hot { (Table::Dossier, dossier::SYNTHESE) } else { (Table::EnfantConcerne, enfant::COMMENTAIRE) };
    dossier.of(table).next().expect("a row").get(cle).to_owned()
}

pub fn with_text(before: &Dossier, hot: bool, text: String) -> Dossier {
    if !hot {
        return with_comment(before, &text);
    }
    let mut after = before.clone();
    let entete = after.fiches.iter_mut().find(|fiche| fiche.table == Table::Dossier).expect("a header");
    entete.set(dossier::SYNTHESE, text);
    after
}
