//! The rows behind a figure, and a dossier beside the old rows that it comes from.

use std::sync::Arc;

use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::{told, vues};
use crate::app::App;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::reprise::{ConstatVu, LigneVue};
use crate::domain::{Dossier, Fiche, Nature, Parametres, format, parse};
use crate::exchange::access::bilan::Suivi;
use crate::exchange::access::correspondance::Role;
use crate::exchange::access::prise::{self, Echec, Lue};
use crate::storage::{FiltreConstats, Result};
use crate::ui::reprise::{Constats, Cote};

/// Rows behind a figure that the screen shows.
const LIGNES: usize = 2000;

impl App {
    pub(super) fn read_constats(&mut self, regle: String, table: String, colonne: String) {
        let (Some(base), Some(report)) = (self.base.clone(), self.chantier.report.clone()) else { return };
        let titre =
            report.regles.iter().find(|one| one.code == regle).map_or_else(String::new, |one| one.libelle.clone());
        if report.ecriture.is_none() {
            let kept = |wanted: &str, one: &str| wanted.is_empty() || wanted == one;
            let mut lignes: Vec<ConstatVu> = self
                .chantier
                .essai
                .iter()
                .filter(|one| kept(&regle, &one.regle) && kept(&table, &one.table))
                .filter(|one| one.colonne.is_empty() || kept(&colonne, &one.colonne))
                .cloned()
                .collect();
            let total = i64::try_from(lignes.len()).unwrap_or(i64::MAX);
            lignes.truncate(LIGNES);
            self.chantier.ecran.constats = Some(Constats { titre, total, lignes });
            return;
        }
        let filtre = FiltreConstats { source: report.source.clone(), regle, table, colonne };
        self.task(
            move || base.constats_reprise(&filtre, LIGNES),
            move |app, found| {
                if let Some((total, lignes)) = app.take(found) {
                    app.chantier.ecran.constats = Some(Constats { titre, total, lignes });
                }
            },
        );
    }

    /// The rows behind a figure of the lists; the base keeps rows and rules, so these are read from the file again.
    pub(super) fn read_values(&mut self, at: usize) {
        let (Some(base), Some(report)) = (self.base.clone(), self.chantier.report.clone()) else { return };
        let Some(value) = report.valeurs.get(at).cloned() else { return };
        let same = |lue: &Arc<Lue>| lue.source.sha256 == report.sha256;
        let Some(lue) = self.chantier.lue.clone().filter(same) else {
            self.toasts
                .alert("Relisez d’abord le même fichier (étape 1)\u{a0}: ces lignes se retrouvent dans le fichier");
            return;
        };
        let today = self.today();
        let ecrite = report.ecriture.is_some();
        let titre = format!("{}, {}\u{a0}: {} → {}", value.table, value.colonne, value.avant, value.libelle);
        let suivi = Suivi { table: value.table, colonne: value.colonne, avant: value.avant, apres: value.apres };
        let (done, of) = self.begin("Lecture des lignes…");
        self.long_task(
            move || {
                let parametres = prise::parametres(&base, today)?;
                let reprise = prise::suivre(&lue, &parametres, suivi, |_, at, end| told(&done, &of, at, end))?;
                Ok(vues::suivies(&reprise, ecrite))
            },
            move |app, found: std::result::Result<_, Echec>| {
                app.chantier.ecran.busy.clear();
                match found {
                    Ok(lignes) if lignes.len() != value.fois => app.toasts.alert(
                        "La correspondance a changé depuis\u{a0}: refaites l’essai ou la reprise pour retrouver ces lignes",
                    ),
                    Ok(mut lignes) => {
                        let total = i64::try_from(lignes.len()).unwrap_or(i64::MAX);
                        lignes.truncate(LIGNES);
                        app.chantier.ecran.constats = Some(Constats { titre, total, lignes });
                    }
                    Err(error) => app.chantier.ecran.erreur = error.to_string(),
                }
            },
        );
    }

    /// The rows of a table that are kept as they were, beside the dossiers.
    pub(super) fn read_kept(&self, table: String) {
        let (Some(base), Some(report)) = (self.base.clone(), self.chantier.report.clone()) else { return };
        let total = report.tables.iter().find(|one| one.nom == table).map_or(0, |one| one.gardees);
        let titre = format!("{table}\u{a0}: lignes gardées à côté");
        self.task(
            move || base.lignes_gardees(&report.source, &table, LIGNES),
            move |app, found| {
                if let Some(lignes) = app.take(found) {
                    let lignes = lignes.into_iter().map(vues::gardee).collect();
                    let total = i64::try_from(total).unwrap_or(i64::MAX);
                    app.chantier.ecran.constats = Some(Constats { titre, total, lignes });
                }
            },
        );
    }

    pub(super) fn read_side(&mut self, id: Uuid) {
        let Some(base) = self.base.clone() else { return };
        self.task(
            move || -> Result<_> { Ok((base.lignes_reprises(id)?, base.dossier(id)?)) },
            move |app, found| {
                let Some((mut anciennes, Some(lu))) = app.take(found) else { return };
                // The dossier first, then in the order of its parts, as at the right.
                let tables = app.chantier.report.as_ref().map(|report| report.tables.as_slice()).unwrap_or_default();
                anciennes.sort_by_key(|ligne: &LigneVue| {
                    let devient = tables.iter().find(|table| table.nom == ligne.table).map(|table| &table.devient);
                    devient.and_then(|devient| Role::iter().position(|role| role.libelle() == devient))
                });
                app.chantier.ecran.cote = Some(side(id, anciennes, &lu.dossier, &app.parametres));
            },
        );
    }
}

fn side(id: Uuid, anciennes: Vec<LigneVue>, lu: &Dossier, parametres: &Parametres) -> Cote {
    let titre = lu
        .entete()
        .map(|entete| format!("Dossier {}\u{a0}: {}", entete.get(dossier::NUMERO), dossier::fratrie(lu)))
        .unwrap_or_default();
    let shown = |fiche: &Fiche| {
        let fields = fiche.valeurs().filter(|(cle, value)| {
            !value.is_empty()
                && !matches!(cle.champ().nature, Nature::Reference(_))
                && !cle.champ().colonne.starts_with("cle_")
                && !cle.champ().colonne.starts_with("son_")
        });
        let fields = fields.map(|(cle, value)| {
            let text = match cle.champ().nature {
                Nature::Naissance => format::format_champ(fiche, cle),
                _ => parse::show(cle, value, parametres),
            };
            (cle.champ().libelle.to_owned(), text)
        });
        (fiche.table.libelle().to_owned(), fields.collect())
    };
    Cote { dossier: id, titre, anciennes, nouveau: lu.fiches.iter().map(shown).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Table;
    use crate::domain::fiche::OUI;

    #[test]
    fn a_box_that_is_ticked_is_read_as_a_person_says_it() {
        let entete = Fiche::new(Table::Dossier).with(dossier::SIP, OUI).with(dossier::NUMERO, "2018-000408");
        let cote = side(entete.id, Vec::new(), &Dossier { fiches: vec![entete] }, &Parametres::default());
        let said: Vec<&str> = cote.nouveau[0].1.iter().map(|(_, value)| value.as_str()).collect();
        assert!(said.contains(&"oui") && !said.contains(&OUI), "{said:?}");
    }
}
