//! A dossier offered by one territory to another, and the answer.

use uuid::Uuid;

use super::date;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passation {
    pub id: Uuid,
    pub dossier: Uuid,
    pub numero: String,
    pub fratrie: String,
    pub de: String,
    pub vers: String,
    pub motif: String,
    /// `demandee`, `acceptee`, `refusee`, `retiree`.
    pub etat: String,
    pub reponse: String,
    pub demandee_le: String,
    pub demandee_par: String,
    pub repondue_le: String,
    pub repondue_par: String,
    /// May this person answer in the name of the territory that is asked?
    pub a_repondre: bool,
}

impl Passation {
    /// Has nobody answered yet?
    pub fn waits(&self) -> bool {
        self.etat == "demandee"
    }

    /// « Vierzon → Baugy, attend une réponse, demandée le… », the names of territories being given.
    pub fn phrase(&self, place: impl Fn(&str) -> String) -> String {
        let words = |text: &str, before: &str, after: &str| {
            if text.is_empty() { String::new() } else { format!("{before}{text}{after}") }
        };
        let le = date::format_instant(&self.repondue_le);
        let answered = if self.etat == "retiree" { "\u{a0}; retirée par " } else { "\u{a0}; réponse de " };
        format!(
            "{} → {}, {}, demandée le {} par {}{}{}{}",
            place(&self.de),
            place(&self.vers),
            self.libelle(),
            date::format_instant(&self.demandee_le),
            self.demandee_par,
            words(&self.motif, " (", ")"),
            words(&self.repondue_par, answered, &format!(" le {le}")),
            words(&self.reponse, "\u{a0}: ", ""),
        )
    }

    pub fn libelle(&self) -> &'static str {
        match self.etat.as_str() {
            "demandee" => "attend une réponse",
            "acceptee" => "acceptée",
            "refusee" => "refusée",
            _ => "retirée",
        }
    }
}
