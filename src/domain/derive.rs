//! What follows from what was typed: ranks, search keys, the principal motive, the fratrie, the deadline.

use std::collections::BTreeSet;

use super::dossier::{self, Fiches as _};
use super::fiche::OUI;
use super::{Dossier, Parametres, Table, adulte, echeance, enfant, motif, nom, traitement};

/// Fills what follows from the rest: ranks, search keys, one principal motive, the fratrie, the deadline.
pub fn derive(dossier: &mut Dossier, parametres: &Parametres) {
    for (table, rang) in
        [(Table::EnfantConcerne, enfant::RANG), (Table::Adulte, adulte::RANG), (Table::Traitement, traitement::RANG)]
    {
        for (at, fiche) in dossier.fiches.iter_mut().filter(|fiche| fiche.table == table).enumerate() {
            fiche.set(rang, (at + 1).to_string());
        }
    }
    let mut children_with_principal = BTreeSet::new();
    for fiche in dossier.fiches.iter().filter(|fiche| fiche.table == Table::MotifEnfant && fiche.oui(motif::PRINCIPAL))
    {
        children_with_principal.insert(fiche.get(motif::ENFANT_CONCERNE_ID).to_owned());
    }
    let mut seen_principal = BTreeSet::new();
    for fiche in &mut dossier.fiches {
        match fiche.table {
            Table::Enfant => enfant::set_search_keys(fiche),
            Table::Adulte => adulte::set_search_keys(fiche),
            Table::EnfantConcerne => {
                let cle = nom::street(fiche.get(enfant::VOIE));
                fiche.set(enfant::CLE_VOIE, cle);
            }
            Table::MotifEnfant => {
                let child = fiche.get(motif::ENFANT_CONCERNE_ID).to_owned();
                let wants = fiche.oui(motif::PRINCIPAL) || !children_with_principal.contains(&child);
                let principal = wants && seen_principal.insert(child);
                fiche.set(motif::PRINCIPAL, if principal { OUI } else { "" });
            }
            _ => {}
        }
    }
    let fratrie = dossier::fratrie(dossier);
    let cle_fratrie = dossier::cle_fratrie(dossier);
    let children = dossier.of(Table::EnfantConcerne).count();
    let due = echeance::evaluation(dossier, &parametres.delais).map(|echeance| echeance.due.to_string());
    if let Some(entete) = dossier.fiches.iter_mut().find(|fiche| fiche.table == Table::Dossier) {
        entete.set(dossier::FRATRIE, fratrie);
        entete.set(dossier::CLE_FRATRIE, cle_fratrie);
        entete.set(dossier::NOMBRE_ENFANTS, children.to_string());
        entete.set(dossier::ECHEANCE_LE, due.unwrap_or_default());
        for (cle, initial) in
            [(dossier::ETAT, dossier::ETAT_INITIAL), (dossier::TERRITOIRE, dossier::TERRITOIRE_INITIAL)]
        {
            if entete.get(cle).is_empty() {
                entete.set(cle, initial);
            }
        }
    }
}
