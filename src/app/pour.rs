//! Whose letters these will be, told before they are made.

use std::collections::{BTreeMap, HashSet};

use super::App;
use crate::domain::Dossier;
use crate::domain::dossier::{self, Fiches as _};
use crate::letters::{self, Commande as Ordre};
use crate::ui::dossiers::thousands;

/// What was last told of: numbers, template, addressee as they are in the screen, and how many templates were read.
pub(super) type Annonce = (String, String, String, usize);

impl App {
    /// The dossiers asked for, each once.
    pub(super) fn numeros_asked(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        self.atelier
            .ecran
            .numeros
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
            .filter(|word| !word.is_empty())
            .map(dossier::full_numero)
            .filter(|numero| seen.insert(numero.clone()))
            .collect()
    }

    /// Found again only when what is asked has changed; a dossier that is not open here is known by its number alone,
    /// for reading one is an act that the journal keeps.
    pub(super) fn tell_whose_letters(&mut self) {
        let ecran = &self.atelier.ecran;
        let (numeros, modele, contact, read) = &self.atelier.annonce;
        if (numeros, modele, contact, *read)
            == (&ecran.numeros, &ecran.modele, &ecran.contact, self.atelier.modeles.len())
        {
            return;
        }
        let annonce = (ecran.numeros.clone(), ecran.modele.clone(), ecran.contact.clone(), self.atelier.modeles.len());
        let numeros = self.numeros_asked();
        let open: Vec<&Dossier> = numeros.iter().filter_map(|numero| self.open_as_saved(numero)).collect();
        let pour = match (numeros.as_slice(), open.as_slice()) {
            ([], _) => String::new(),
            ([numero], [dossier]) => format!("Dossier {numero} — {}", dossier::fratrie(*dossier)),
            ([numero], _) => format!("Dossier {numero}"),
            (many, _) => format!("{} dossiers", thousands(many.len() as u64)),
        };
        let all = !open.is_empty() && open.len() == numeros.len();
        let a_venir = if all { self.letters_to_come(&open) } else { String::new() };
        self.atelier.annonce = annonce;
        (self.atelier.ecran.pour, self.atelier.ecran.a_venir) = (pour, a_venir);
    }

    fn open_as_saved(&self, numero: &str) -> Option<&Dossier> {
        let mut views = self.dossiers.iter().map(|view| &view.loaded);
        views.find(|loaded| loaded.entete().is_some_and(|entete| entete.get(dossier::NUMERO) == numero))
    }

    /// How many, or why there is none.
    fn letters_to_come(&self, dossiers: &[&Dossier]) -> String {
        let Some(garde) = self.atelier.garde() else { return String::new() };
        let contact = Some(self.atelier.ecran.contact.as_str()).filter(|contact| !contact.is_empty());
        let complements = BTreeMap::new();
        let ordre = Ordre {
            modele: &garde.modele,
            revision: garde.revision,
            parametres: &self.parametres,
            carnet: &self.atelier.carnet,
            jour: self.today(),
            complements: &complements,
            contact,
            seul: dossiers.len() == 1,
        };
        let counts: Result<Vec<usize>, String> =
            dossiers.iter().map(|dossier| letters::expected(&ordre, dossier)).collect();
        match counts.map(|counts| counts.iter().sum::<usize>()) {
            Ok(1) => "1 courrier à venir".to_owned(),
            Ok(count) => format!("{} courriers à venir", thousands(count as u64)),
            Err(message) => message,
        }
    }
}
