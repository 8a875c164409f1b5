//! What each thing in common is worth. Set on the tuning half of `tests/rapprochement/cas.tsv`.

use super::Motif;
use crate::domain::identite::Ressemblance;

/// From here a person is asked to look.
pub(super) const POSSIBLE: i32 = 52;
/// From here one would be surprised that it is another child.
pub(super) const PROBABLE: i32 = 72;
/// What is left of a name found in the other's place.
pub(super) const INTERVERTI: i32 = -4;
/// The most that two children of clearly different first names may have: twins share all else.
pub(super) const AUTRE_PRENOM_AU_PLUS: i32 = 40;
/// The most for two who share a name and nothing that tells them from a namesake.
pub(super) const HOMONYME_AU_PLUS: i32 = 48;

#[expect(clippy::match_same_arms, reason = "one thing a line: each is set apart")]
pub(super) const fn nom(ressemblance: Ressemblance) -> i32 {
    match ressemblance {
        Ressemblance::Identique => 34,
        Ressemblance::MemeSon => 30,
        Ressemblance::Partie => 26,
        Ressemblance::UneFaute => 26,
        Ressemblance::DeuxFautes => 20,
        Ressemblance::Debut => 14,
        Ressemblance::Autre => -12,
        Ressemblance::Inconnue => 0,
    }
}

pub(super) const fn prenom(ressemblance: Ressemblance) -> i32 {
    match ressemblance {
        Ressemblance::Identique => 26,
        Ressemblance::MemeSon => 23,
        Ressemblance::Partie => 17,
        Ressemblance::UneFaute => 18,
        Ressemblance::DeuxFautes => 12,
        Ressemblance::Debut => 8,
        Ressemblance::Autre => -26,
        Ressemblance::Inconnue => 0,
    }
}

/// The rest: birth, mother, address, siblings, sex.
#[expect(clippy::match_same_arms, reason = "one thing a line: each is set apart")]
pub(super) const fn autre(motif: Motif) -> i32 {
    match motif {
        Motif::NaissanceExacte => 32,
        Motif::NaissanceJourMois => 24,
        Motif::NaissanceUnChiffre => 18,
        Motif::NaissanceMois => 20,
        Motif::NaissanceAnnee => 12,
        Motif::NaissanceVoisine => 6,
        Motif::NaissanceAutre => -24,
        Motif::Mere(Ressemblance::Identique | Ressemblance::MemeSon) => 12,
        Motif::Mere(Ressemblance::Partie | Ressemblance::UneFaute | Ressemblance::DeuxFautes) => 8,
        Motif::Mere(_) => -8,
        Motif::AdresseMeme => 14,
        Motif::AdresseCommune => 3,
        Motif::Fratrie(1) => 10,
        Motif::Fratrie(_) => 16,
        Motif::SexeAutre => -12,
        Motif::Nom(_) | Motif::Prenom(_) | Motif::Interverti | Motif::AutrePrenom | Motif::Homonyme => 0,
    }
}
