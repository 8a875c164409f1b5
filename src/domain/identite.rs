//! What is known of who a child is, made ready to be compared with others.

use chrono::NaiveDate;

use super::dossier::Fiches;
use super::{DossierDraft, Fiche, date, distance, enfant, nom, phonetique};

/// A name with the forms that it is compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NomCompare {
    /// Folded: no accents, no case, one space between words.
    pub mots: String,
    /// The same without the spaces.
    pub plein: String,
    /// Its phonetic key.
    pub son: String,
}

impl NomCompare {
    pub fn new(texte: &str) -> Self {
        let mots = nom::fold(texte);
        let plein = if mots.contains(' ') { mots.replace(' ', "") } else { mots.clone() };
        Self { plein, mots, son: phonetique::cle(texte) }
    }

    pub const fn is_empty(&self) -> bool {
        self.plein.is_empty()
    }
}

/// How alike two names are, the most alike first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ressemblance {
    Identique,
    /// Another spelling of one sound.
    MemeSon,
    /// One is a part of the other: « Martin » of « Martin-Duval ».
    Partie,
    /// One typing error away.
    UneFaute,
    /// Two, on a long name.
    DeuxFautes,
    /// What is typed begins the other.
    Debut,
    Autre,
    /// One of them is not known.
    Inconnue,
}

/// What is typed, and a name of the base.
pub fn compare(tape: &NomCompare, connu: &NomCompare) -> Ressemblance {
    use Ressemblance::*;
    if tape.is_empty() || connu.is_empty() {
        return Inconnue;
    }
    if tape.plein == connu.plein {
        return Identique;
    }
    if !tape.son.is_empty() && tape.son == connu.son {
        return MemeSon;
    }
    if part_of(tape, connu) || part_of(connu, tape) {
        return Partie;
    }
    let shortest = tape.plein.len().min(connu.plein.len());
    if shortest >= 4 {
        match distance::distance(&tape.plein, &connu.plein, if shortest >= 7 { 2 } else { 1 }) {
            Some(1) => return UneFaute,
            Some(_) => return DeuxFautes,
            None => {}
        }
        // A misspelling of a sound: one error to the ear, several on paper.
        if tape.son.len().min(connu.son.len()) >= 4 && distance::distance(&tape.son, &connu.son, 1).is_some() {
            return DeuxFautes;
        }
    }
    if connu.plein.starts_with(&tape.plein) { Debut } else { Autre }
}

/// Does each word of the one stand in the other, which has more?
fn part_of(few: &NomCompare, many: &NomCompare) -> bool {
    let count = |name: &NomCompare| name.mots.split(' ').count();
    few.plein.len() >= 3
        && count(few) < count(many)
        && few.mots.split(' ').all(|word| many.mots.split(' ').any(|other| other == word))
}

/// How much of a birth date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    #[default]
    Jour,
    Mois,
    Annee,
    Estimee,
}

impl Precision {
    /// Of the stored word; a child to be born has an expected date.
    pub fn of(stored: &str) -> Self {
        match stored {
            "mois" => Self::Mois,
            "annee" => Self::Annee,
            "estimee" | "a_naitre" => Self::Estimee,
            _ => Self::Jour,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identite {
    /// In use and at birth; one of them when they are the same.
    pub noms: Vec<NomCompare>,
    pub prenom: NomCompare,
    pub naissance: Option<NaiveDate>,
    pub precision: Precision,
    /// `sexe/feminin`, empty when not known.
    pub sexe: String,
    pub nom_mere: NomCompare,
    /// INSEE code.
    pub commune: String,
    /// Number and street, folded.
    pub voie: String,
    /// First names of brothers and sisters.
    pub fratrie: Vec<NomCompare>,
}

impl Identite {
    /// The person alone, from the stored form.
    pub fn of_person(personne: &Fiche) -> Self {
        use enfant::personne::*;
        let sexe = personne.get(SEXE);
        let mut identite = Self {
            prenom: NomCompare::new(personne.get(PRENOM)),
            naissance: personne.date(DATE_NAISSANCE),
            precision: Precision::of(personne.get(PRECISION_NAISSANCE)),
            sexe: if sexe == "sexe/inconnu" { String::new() } else { sexe.to_owned() },
            nom_mere: NomCompare::new(personne.get(NOM_MERE)),
            ..Self::default()
        };
        for cle in [NOM_USAGE, NOM_NAISSANCE] {
            identite.add_name(personne.get(cle));
        }
        identite
    }

    /// A child of this dossier, with the address, and the brothers and sisters who are in it.
    pub fn of_child(dossier: &impl Fiches, concerne: &Fiche) -> Option<Self> {
        let personne = dossier.personne(concerne)?;
        let mut identite = Self::of_person(personne);
        identite.set_address(
            concerne.get(enfant::COMMUNE),
            concerne.get(enfant::NUMERO_VOIE),
            concerne.get(enfant::VOIE),
        );
        let others = dossier.of(super::Table::EnfantConcerne).filter(|other| other.id != concerne.id);
        identite.fratrie = others
            .filter_map(|other| dossier.personne(other))
            .map(|other| NomCompare::new(other.get(enfant::personne::PRENOM)))
            .filter(|name| !name.is_empty())
            .collect();
        Some(identite)
    }

    pub fn add_name(&mut self, texte: &str) {
        let name = NomCompare::new(texte);
        if !name.is_empty() && !self.noms.contains(&name) {
            self.noms.push(name);
        }
    }

    pub fn set_address(&mut self, commune: &str, numero: &str, voie: &str) {
        commune.clone_into(&mut self.commune);
        self.voie = nom::fold(&format!("{numero} {voie}"));
    }
}

/// A child of this dossier as it is being typed: the birth is read as it was written.
pub fn of_draft(draft: &DossierDraft, concerne: &Fiche, today: NaiveDate) -> Option<Identite> {
    let mut identite = Identite::of_child(draft, concerne)?;
    let typed = draft.personne(concerne)?.get(enfant::personne::DATE_NAISSANCE);
    (identite.naissance, identite.precision) = match date::parse_naissance(typed, today) {
        Ok((birth, precision)) => (birth, Precision::of(precision)),
        Err(_) => (None, Precision::Jour),
    };
    Some(identite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_in_a_known_order() {
        use Ressemblance::*;
        for (tape, connu, expected) in [
            ("Dupont", "DUPONT", Identique),
            ("El Amrani", "Elamrani", Identique),
            ("Gotier", "Gauthier", MemeSon),
            ("Martin", "Martin-Duval", Partie),
            ("Jean-Baptiste", "Jean", Partie),
            ("Dupnot", "Dupont", UneFaute),
            ("Cahrpentire", "Charpentier", DeuxFautes),
            ("Dup", "Dupont", Debut),
            ("Léa", "Léo", Autre),
            ("Bouchard", "Legrand", Autre),
            ("", "Legrand", Inconnue),
        ] {
            assert_eq!(compare(&NomCompare::new(tape), &NomCompare::new(connu)), expected, "{tape} {connu}");
        }
    }
}
