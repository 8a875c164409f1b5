//! Adults, whom the old base repeats for each child: one row a dossier, and a tie a child.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::fiche::OUI;
use crate::domain::reprise::Origine;
use crate::domain::{Cle, Fiche, Table, adulte, nom};

use super::atelier::{Atelier, TableLue};
use super::bilan::Lieu;
use super::construction::{EnfantDe, Ouvrage, dans_l_ordre};
use super::correspondance::But;
use super::enfants::parent;
use super::regles::Regle;
use super::texte::count;

/// What a comment holds; a fuller one is left to a row of its own rather than cut.
const COMMENTAIRE_MAX: usize = 500;

/// What two rows of one adult may say differently.
const REPETES: [Cle; 3] = [adulte::DATE_NAISSANCE, adulte::TELEPHONE, adulte::COMMENTAIRE];

pub fn lire<'a>(
    atelier: &mut Atelier<'a>,
    table: &TableLue<'a>,
    ouvrage: &mut Ouvrage,
    enfants: &HashMap<String, EnfantDe>,
) {
    let mut connus: HashMap<(usize, String), usize> = HashMap::new();
    let mut liens: HashMap<(Uuid, Uuid), (usize, usize)> = HashMap::new();
    for rang in dans_l_ordre(table) {
        let Some((child, dossier)) = parent(atelier, table, rang, ouvrage, enfants) else { continue };
        let Some(en_cours) = ouvrage.dossiers.get_mut(child.dossier) else { continue };
        let cle = table.cle(rang);
        let lieu = table.lieu(rang, Some(dossier));
        let mut fiche = Fiche::with_id(Table::Adulte, atelier.id(&table.nom, "", &cle));
        let mut lien = Fiche::with_id(Table::AdulteEnfant, atelier.id(&table.nom, "lien", &cle));
        atelier.remplir(table, rang, &lieu, en_cours.jour, &mut [&mut fiche, &mut lien]);
        atelier.garder(table, rang, Some(dossier), true);
        let who = format!(
            "{}|{}|{}",
            nom::fold(fiche.get(adulte::NOM)),
            nom::fold(fiche.get(adulte::PRENOM)),
            lien.get(adulte::lien::LIEN)
        );
        let known = connus.get(&(child.dossier, who.clone())).copied();
        let held = known.and_then(|at| en_cours.fiches.get_mut(at)).and_then(|held| {
            let joined = joindre(held, &fiche)?;
            Some((held, joined))
        });
        let adulte_id = if let Some((held, commentaire)) = held {
            reunir(atelier, table, &lieu, held, &fiche, commentaire);
            let id = held.id;
            en_cours.origines.push(Origine { ligne: id, table: Arc::clone(&table.nom), cle: cle.clone() });
            id
        } else {
            let id = fiche.id;
            connus.insert((child.dossier, who), en_cours.fiches.len());
            en_cours.ajouter(fiche, &table.nom, &cle);
            id
        };
        if let Some(&(dossier, at)) = liens.get(&(adulte_id, child.concerne)) {
            if let Some(held) = ouvrage.dossiers.get_mut(dossier).and_then(|en_cours| en_cours.fiches.get_mut(at)) {
                let ligne = held.id;
                reunir_liens(atelier, table, held, &lien);
                if let Some(en_cours) = ouvrage.dossiers.get_mut(dossier) {
                    en_cours.origines.push(Origine { ligne, table: Arc::clone(&table.nom), cle });
                }
            }
            continue;
        }
        lien.set(adulte::lien::ADULTE_ID, adulte_id.to_string());
        lien.set(adulte::lien::ENFANT_CONCERNE_ID, child.concerne.to_string());
        if let Some(en_cours) = ouvrage.dossiers.get_mut(child.dossier) {
            liens.insert((adulte_id, child.concerne), (child.dossier, en_cours.fiches.len()));
            en_cours.ajouter(lien, &table.nom, &cle);
        }
    }
}

/// What is added to the comment of `held` so that nothing that `other` says is lost; none when it does not fit.
fn joindre(held: &Fiche, other: &Fiche) -> Option<Vec<String>> {
    let mut added = Vec::new();
    let mut length = held.get(adulte::COMMENTAIRE).chars().count();
    for cle in REPETES {
        let (old, new) = (held.get(cle), other.get(cle));
        if new.is_empty() || old == new {
            continue;
        }
        let text = match (old.is_empty(), cle == adulte::COMMENTAIRE) {
            (true, false) => continue,
            (_, true) if old.split("\u{a0}; ").any(|part| part == new) => continue,
            (_, true) => new.to_owned(),
            (false, false) if cle == adulte::TELEPHONE => format!("autre téléphone {new}"),
            (false, false) => format!("autre date de naissance {}", crate::domain::format::format_champ(other, cle)),
        };
        if old_says(held, &text) {
            continue;
        }
        length += text.chars().count() + 3;
        added.push(text);
    }
    (length <= COMMENTAIRE_MAX).then_some(added)
}

fn old_says(held: &Fiche, text: &str) -> bool {
    held.get(adulte::COMMENTAIRE).split("\u{a0}; ").any(|part| part == text)
}

fn reunir(
    atelier: &mut Atelier<'_>,
    table: &TableLue<'_>,
    lieu: &Lieu,
    held: &mut Fiche,
    other: &Fiche,
    added: Vec<String>,
) {
    let none: Arc<str> = "".into();
    atelier.bilan.noter(
        Regle::AdulteRegroupe,
        lieu,
        &none,
        None,
        (&adulte::titre(other), &adulte::titre(held)),
        (0, 0),
    );
    for colonne in &table.colonnes {
        let But::Champ(cle) = colonne.but else { continue };
        if cle.table != Table::Adulte || other.get(cle).is_empty() {
            continue;
        }
        let moved = held.get(cle).is_empty() && cle != adulte::COMMENTAIRE;
        if moved {
            held.set(cle, other.get(cle));
            if cle == adulte::DATE_NAISSANCE {
                held.set(adulte::PRECISION_NAISSANCE, other.get(adulte::PRECISION_NAISSANCE));
            }
        } else {
            atelier.bilan.effet(Regle::AdulteRegroupe, &table.nom, colonne.but, -1, -count(other.get(cle)));
        }
    }
    for text in added {
        let before = held.get(adulte::COMMENTAIRE).to_owned();
        let after = if before.is_empty() { text.clone() } else { format!("{before}\u{a0}; {text}") };
        let gained = (i64::from(before.is_empty()), count(&after) - count(&before));
        let but = But::Champ(adulte::COMMENTAIRE);
        atelier.bilan.noter(Regle::AdulteEcart, lieu, &none, Some(but), (&text, &after), gained);
        held.set(adulte::COMMENTAIRE, after);
    }
}

/// The same adult twice for one child: what either says is said.
fn reunir_liens(atelier: &mut Atelier<'_>, table: &TableLue<'_>, held: &mut Fiche, other: &Fiche) {
    use adulte::lien::{AUTEUR_PRESUME, LIEN, TITULAIRE};
    for cle in [AUTEUR_PRESUME, TITULAIRE, LIEN] {
        if other.get(cle).is_empty() {
            continue;
        }
        if held.get(cle).is_empty() {
            held.set(cle, if cle == LIEN { other.get(LIEN) } else { OUI });
        } else {
            atelier.bilan.effet(Regle::AdulteRegroupe, &table.nom, But::Champ(cle), -1, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adult(telephone: &str, commentaire: &str) -> Fiche {
        Fiche::new(Table::Adulte).with(adulte::TELEPHONE, telephone).with(adulte::COMMENTAIRE, commentaire)
    }

    #[test]
    fn what_two_rows_say_differently_is_kept_or_they_stay_two() {
        assert_eq!(joindre(&adult("01", "a"), &adult("01", "a")).unwrap(), Vec::<String>::new());
        assert_eq!(joindre(&adult("01", "a"), &adult("02", "b")).unwrap(), ["autre téléphone 02", "b"]);
        assert_eq!(joindre(&adult("", ""), &adult("02", "")).unwrap(), Vec::<String>::new());
        assert_eq!(joindre(&adult("01", "a\u{a0}; b"), &adult("01", "b")).unwrap(), Vec::<String>::new());
        let long = "x".repeat(COMMENTAIRE_MAX - 2);
        assert_eq!(joindre(&adult("01", &long), &adult("01", "b")), None);
    }
}
