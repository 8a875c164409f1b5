//! What the accounts' part shows and what is typed there.

use crate::domain::compte::{Compte, Role};

#[derive(Debug, Default)]
pub struct EcranComptes {
    /// Why there are none here; empty on a central base.
    pub absents: String,
    pub comptes: Option<Vec<Compte>>,
    pub choisi: Option<CompteTape>,
    /// Only accounts in use.
    pub ouverts: bool,
    pub cherche: String,
}

/// One account being looked at or made.
#[derive(Clone, Debug, Default)]
pub struct CompteTape {
    pub compte: Compte,
    pub nouveau: bool,
    /// The password is that of the directory: none here.
    pub annuaire: bool,
    pub mot_de_passe: String,
    pub encore: String,
    pub erreur: String,
    /// Closing was asked for once.
    pub confirme: bool,
    pub take_focus: bool,
}

impl CompteTape {
    pub fn new() -> Self {
        let compte = Compte { actif: true, ..Compte::default() };
        Self { compte, nouveau: true, take_focus: true, ..Self::default() }
    }

    pub fn of(compte: Compte) -> Self {
        Self { compte, ..Self::default() }
    }

    pub fn has(&self, role: Role) -> bool {
        self.compte.roles.contains(&role)
    }
}
