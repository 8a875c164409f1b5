//! A dossier offered by one territory to another, and the answer.

use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passation {
    pub id: Uuid,
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
}

impl Passation {
    /// Has nobody answered yet?
    pub fn waits(&self) -> bool {
        self.etat == "demandee"
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
