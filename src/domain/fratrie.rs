//! What is typed once and copied to brothers and sisters.

use uuid::Uuid;

use super::dossier::Fiches as _;
use super::edit::Edit;
use super::{Cle, DossierDraft, Fiche, Table, adulte, conclusion, enfant, motif};

/// Fields that make one address: copied together.
const ADRESSE: [Cle; 5] = [enfant::COMMUNE, enfant::CODE_POSTAL, enfant::NUMERO_VOIE, enfant::VOIE, enfant::AILLEURS];

/// What a new brother or sister takes from the one beside.
const FAMILLE: [Cle; 9] = [
    enfant::COMMUNE,
    enfant::CODE_POSTAL,
    enfant::NUMERO_VOIE,
    enfant::VOIE,
    enfant::AILLEURS,
    enfant::CSP_PERE,
    enfant::CSP_MERE,
    enfant::LIEU_VIE,
    enfant::AUTORITE_PARENTALE,
];

/// A new child after `like`: the family's names, address, situation and adults. Gives the edits and
/// the id of the child in the dossier.
pub fn new_child(draft: &DossierDraft, like: Uuid) -> (Vec<Edit>, Uuid) {
    let mut personne = Fiche::new(Table::Enfant);
    let mut concerne = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, personne.id.to_string());
    let id = concerne.id;
    let mut ties = Vec::new();
    if let Some(like) = draft.fiche(like) {
        for cle in FAMILLE {
            concerne.set(cle, like.get(cle));
        }
        if let Some(other) = draft.personne(like) {
            for cle in [enfant::personne::NOM_USAGE, enfant::personne::NOM_NAISSANCE, enfant::personne::NOM_MERE] {
                personne.set(cle, other.get(cle));
            }
        }
        for tie in draft.linked(adulte::lien::ENFANT_CONCERNE_ID, like.id) {
            let mut copy = copy_row(tie, adulte::lien::ENFANT_CONCERNE_ID, id);
            // Who is presumed the author is said child by child.
            copy.set(adulte::lien::AUTEUR_PRESUME, "");
            ties.push(copy);
        }
    }
    let rows = [personne, concerne].into_iter().chain(ties);
    (rows.enumerate().map(|(at, fiche)| Edit::Add { at: draft.fiches.len() + at, fiche }).collect(), id)
}

fn copy_row(row: &Fiche, parent: Cle, id: Uuid) -> Fiche {
    let mut copy = Fiche::new(row.table);
    for (cle, text) in row.valeurs() {
        copy.set(cle, text);
    }
    copy.set(parent, id.to_string());
    copy
}

/// What would be copied from this field, in words; none for what is not a child's.
pub fn what(draft: &DossierDraft, fiche: Uuid, cle: Cle) -> Option<String> {
    let text = match cle.table {
        Table::EnfantConcerne if ADRESSE.contains(&cle) => "L’adresse de l’enfant".to_owned(),
        Table::Enfant | Table::EnfantConcerne => format!("Le champ « {} »", cle.champ().libelle),
        Table::AdulteEnfant => "Ce que l’adulte est à l’enfant".to_owned(),
        Table::Adulte => "L’adulte, avec ce qu’il est à l’enfant".to_owned(),
        Table::MotifEnfant => "Le motif de la ligne".to_owned(),
        Table::ConclusionEnfant => "La conclusion de la ligne".to_owned(),
        Table::Dossier | Table::Traitement => return None,
    };
    draft.fiche(fiche).map(|_| text)
}

/// Copies a field, an address, a tie, a motive or a conclusion of `from` to the `children` (ids of
/// `enfant_concerne`). What they have already is not doubled.
pub fn apply_to(draft: &DossierDraft, from: Uuid, fiche: Uuid, cle: Cle, children: &[Uuid]) -> Vec<Edit> {
    let Some(row) = draft.fiche(fiche) else { return Vec::new() };
    let mut edits = Vec::new();
    let mut added = 0;
    let mut add = |edits: &mut Vec<Edit>, fiche: Fiche| {
        edits.push(Edit::Add { at: draft.fiches.len() + added, fiche });
        added += 1;
    };
    for child in children.iter().copied().filter(|child| *child != from) {
        match cle.table {
            Table::EnfantConcerne => {
                let cles = if ADRESSE.contains(&cle) { ADRESSE.to_vec() } else { vec![cle] };
                edits.extend(cles.into_iter().filter_map(|cle| draft.edit_champ(child, cle, row.get(cle))));
            }
            Table::Enfant => {
                let personne = draft.fiche(child).and_then(|concerne| concerne.reference(enfant::ENFANT_ID));
                edits.extend(personne.and_then(|personne| draft.edit_champ(personne, cle, row.get(cle))));
            }
            Table::Adulte | Table::AdulteEnfant => {
                let adult =
                    if cle.table == Table::Adulte { Some(fiche) } else { row.reference(adulte::lien::ADULTE_ID) };
                let tie_to = |child: Uuid| {
                    let of_child = draft.linked(adulte::lien::ENFANT_CONCERNE_ID, child);
                    of_child.into_iter().find(|tie| tie.reference(adulte::lien::ADULTE_ID) == adult).cloned()
                };
                let Some(tie) = tie_to(from) else { continue };
                match tie_to(child) {
                    None => add(&mut edits, copy_row(&tie, adulte::lien::ENFANT_CONCERNE_ID, child)),
                    Some(theirs) => {
                        for cle in [adulte::lien::LIEN, adulte::lien::AUTEUR_PRESUME, adulte::lien::TITULAIRE] {
                            edits.extend(draft.edit_champ(theirs.id, cle, tie.get(cle)));
                        }
                    }
                }
            }
            Table::MotifEnfant | Table::ConclusionEnfant => {
                let (parent, value) = if cle.table == Table::MotifEnfant {
                    (motif::ENFANT_CONCERNE_ID, motif::MOTIF)
                } else {
                    (conclusion::ENFANT_CONCERNE_ID, conclusion::CONCLUSION)
                };
                let has = draft.linked(parent, child).any(|other| other.get(value) == row.get(value));
                if !has && !row.get(value).is_empty() {
                    add(&mut edits, copy_row(row, parent, child));
                }
            }
            Table::Dossier | Table::Traitement => {}
        }
    }
    edits
}

/// The text of the same field in the child or the row before this one.
pub fn previous_value(draft: &DossierDraft, fiche: Uuid, cle: Cle) -> Option<String> {
    let row = draft.fiche(fiche)?;
    let parent = match cle.table {
        Table::MotifEnfant => Some(motif::ENFANT_CONCERNE_ID),
        Table::ConclusionEnfant => Some(conclusion::ENFANT_CONCERNE_ID),
        Table::AdulteEnfant => Some(adulte::lien::ENFANT_CONCERNE_ID),
        _ => None,
    };
    let beside = |other: &&Fiche| parent.is_none_or(|parent| other.get(parent) == row.get(parent));
    let rows: Vec<&Fiche> = match cle.table {
        // Persons stand in the order of the children.
        Table::Enfant => draft.of(Table::EnfantConcerne).filter_map(|concerne| draft.personne(concerne)).collect(),
        table => draft.of(table).filter(beside).collect(),
    };
    let at = rows.iter().position(|other| other.id == fiche)?;
    rows.get(at.checked_sub(1)?).map(|other| other.get(cle).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fiche::OUI;

    fn family() -> (DossierDraft, Uuid, Uuid, Uuid) {
        let personne =
            Fiche::new(Table::Enfant).with(enfant::personne::NOM_USAGE, "Petit").with(enfant::personne::PRENOM, "Léa");
        let concerne = Fiche::new(Table::EnfantConcerne)
            .with(enfant::ENFANT_ID, personne.id.to_string())
            .with(enfant::VOIE, "rue des Prés");
        let adult = Fiche::new(Table::Adulte).with(adulte::NOM, "Petit");
        let tie = Fiche::new(Table::AdulteEnfant)
            .with(adulte::lien::ADULTE_ID, adult.id.to_string())
            .with(adulte::lien::ENFANT_CONCERNE_ID, concerne.id.to_string())
            .with(adulte::lien::LIEN, "lien/mere")
            .with(adulte::lien::AUTEUR_PRESUME, OUI);
        let (first, adult_id) = (concerne.id, adult.id);
        let mut draft = DossierDraft { fiches: vec![Fiche::new(Table::Dossier), personne, concerne, adult, tie] };
        let (edits, second) = new_child(&draft, first);
        edits.iter().for_each(|edit| draft.apply(edit));
        (draft, first, second, adult_id)
    }

    #[test]
    fn a_new_sibling_takes_the_family_but_not_the_accusation() {
        let (draft, _, second, _) = family();
        let concerne = draft.fiche(second).unwrap();
        let personne = draft.personne(concerne).unwrap();
        assert_eq!((personne.get(enfant::personne::NOM_USAGE), personne.get(enfant::personne::PRENOM)), ("Petit", ""));
        assert_eq!(concerne.get(enfant::VOIE), "rue des Prés");
        let tie = draft.linked(adulte::lien::ENFANT_CONCERNE_ID, second).next().unwrap();
        assert_eq!((tie.get(adulte::lien::LIEN), tie.oui(adulte::lien::AUTEUR_PRESUME)), ("lien/mere", false));
    }

    #[test]
    fn a_motive_goes_to_the_siblings_once() {
        let (mut draft, first, second, _) = family();
        let row = Fiche::new(Table::MotifEnfant)
            .with(motif::ENFANT_CONCERNE_ID, first.to_string())
            .with(motif::MOTIF, "motif/sante");
        let id = row.id;
        draft.fiches.push(row);
        for expected in [1, 0] {
            let edits = apply_to(&draft, first, id, motif::MOTIF, &[first, second]);
            assert_eq!(edits.len(), expected);
            edits.iter().for_each(|edit| draft.apply(edit));
        }
        assert_eq!(draft.linked(motif::ENFANT_CONCERNE_ID, second).count(), 1);
    }

    #[test]
    fn an_address_goes_whole_and_a_tie_is_updated() {
        let (mut draft, first, second, adult) = family();
        draft.apply(&draft.edit_champ(first, enfant::NUMERO_VOIE, "12 bis").unwrap());
        draft.apply(&draft.edit_champ(first, enfant::VOIE, "").unwrap());
        for edit in apply_to(&draft, first, first, enfant::COMMUNE, &[second]) {
            draft.apply(&edit);
        }
        let theirs = draft.fiche(second).unwrap();
        assert_eq!((theirs.get(enfant::NUMERO_VOIE), theirs.get(enfant::VOIE)), ("12 bis", ""));
        for edit in apply_to(&draft, first, adult, adulte::NOM, &[second]) {
            draft.apply(&edit);
        }
        assert!(
            draft.linked(adulte::lien::ENFANT_CONCERNE_ID, second).next().unwrap().oui(adulte::lien::AUTEUR_PRESUME)
        );
    }

    #[test]
    fn the_value_before_is_the_one_of_the_child_before() {
        let (draft, first, second, _) = family();
        let person = |child: Uuid| draft.fiche(child).unwrap().reference(enfant::ENFANT_ID).unwrap();
        assert_eq!(previous_value(&draft, person(second), enfant::personne::PRENOM).as_deref(), Some("Léa"));
        assert_eq!(previous_value(&draft, person(first), enfant::personne::PRENOM), None);
    }
}
