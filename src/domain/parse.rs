//! From what was typed to what is meant, and back.
//!
//! [`parse`] gives a dossier fit to be saved, or every error with the field it stands beside.

use std::collections::BTreeSet;

use chrono::{Local, NaiveDate};
use uuid::Uuid;

use super::champ::{Nature, Table};
use super::dossier::{DATE_TRAITEMENT, Fiches as _};
use super::fiche::OUI;
use super::format::format_champ;
use super::regles::{check_past, check_rows};
use super::{Cle, Dossier, DossierDraft, Fiche, Parametres, adulte, date, enfant, texte};

pub use super::derive::derive;
pub use super::format::{format, show, tidy_champ};

/// What is wrong with one field, in a sentence for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erreur {
    pub fiche: Uuid,
    pub cle: Cle,
    pub message: String,
}

/// Checks one typed value by its nature alone; gives its stored form.
fn parse_champ(cle: Cle, typed: &str, parametres: &Parametres, today: NaiveDate) -> Result<String, String> {
    let nature = cle.champ().nature;
    let cleaned = texte::clean(typed, nature == Nature::TexteLong);
    let line = cleaned.trim();
    if line.is_empty() {
        return Ok(String::new());
    }
    match nature {
        Nature::TexteLong => {
            let text = cleaned.trim_end();
            texte::check_length(text, texte::LONG_MAX).map(|()| text.to_owned())
        }
        Nature::Texte(max) => texte::check_length(line, max).map(|()| line.to_owned()),
        Nature::Nom => texte::check_length(line, 120).map(|()| line.split_whitespace().collect::<Vec<_>>().join(" ")),
        Nature::Entier => {
            line.parse::<i32>().map(|number| number.to_string()).map_err(|_| format!("« {line} » n’est pas un nombre"))
        }
        Nature::Oui => Ok(if typed == OUI { OUI.to_owned() } else { String::new() }),
        Nature::Date => {
            let day = date::parse(line, today)?;
            check_past(cle, day, today).map(|()| day.to_string())
        }
        // Fills two fields: read by `parse_fiche`.
        Nature::Naissance => Err("Date non comprise".to_owned()),
        Nature::Instant => {
            let instant = date::parse_instant(line, today)?;
            let day = date::read_instant(&instant).map(|instant| instant.with_timezone(&Local).date_naive());
            check_past(cle, day.unwrap_or(today), today).map(|()| instant)
        }
        Nature::Commune => parametres
            .commune(line)
            .map(|commune| commune.code().to_owned())
            .ok_or_else(|| format!("« {line} » n’est pas une commune connue ; choisissez-la dans la liste (F4)")),
        Nature::Liste(_) | Nature::Service | Nature::Territoire => match parametres.find(nature, line) {
            Some(choix) if choix.actif => Ok(choix.id.clone()),
            Some(choix) => Err(format!("« {} » n’est plus proposé ; choisissez une autre valeur (F4)", choix.libelle)),
            None => Err(format!("« {line} » n’est pas dans la liste ; choisissez une valeur (F4)")),
        },
        Nature::Reference(_) | Nature::Auto(_) => Ok(typed.to_owned()),
    }
}

/// Does this text, typed in this field, stand on its own? For the mark beside the field while
/// the person is still typing elsewhere.
///
/// # Errors
/// The sentence to show.
pub fn check_champ(cle: Cle, typed: &str, parametres: &Parametres, today: NaiveDate) -> Result<(), String> {
    if cle.champ().nature == Nature::Naissance {
        return if typed.trim().is_empty() { Ok(()) } else { date::parse_naissance(typed, today).map(|_| ()) };
    }
    parse_champ(cle, typed, parametres, today).map(|_| ())
}

fn parse_fiche(
    typed: &Fiche,
    loaded: Option<&Fiche>,
    parametres: &Parametres,
    today: NaiveDate,
    errors: &mut Vec<Erreur>,
) -> Fiche {
    let mut stored = Fiche::with_id(typed.table, typed.id);
    stored.version = typed.version;
    for (cle, text) in typed.valeurs() {
        // What was not touched is not judged again: a closed value stays on an old dossier, and an
        // instant keeps the seconds that its text does not show.
        if let Some(loaded) = loaded.filter(|loaded| format_champ(loaded, cle) == text) {
            stored.set(cle, loaded.get(cle));
            continue;
        }
        if cle.champ().nature == Nature::Naissance {
            continue;
        }
        match parse_champ(cle, text, parametres, today) {
            Ok(value) => stored.set(cle, value),
            Err(message) => errors.push(Erreur { fiche: typed.id, cle, message }),
        }
    }
    for cle in Cle::all(typed.table).filter(|cle| cle.champ().nature == Nature::Naissance) {
        let precision = Cle { rang: cle.rang + 1, ..cle };
        let text = typed.get(cle);
        if let Some(loaded) = loaded.filter(|loaded| format_champ(loaded, cle) == text) {
            stored.set(precision, loaded.get(precision));
            continue;
        }
        stored.set(precision, "");
        if text.trim().is_empty() {
            continue;
        }
        match date::parse_naissance(text, today) {
            Ok((date, how)) => {
                stored.set(cle, date.map(|date| date.to_string()).unwrap_or_default());
                stored.set(precision, how);
            }
            Err(message) => errors.push(Erreur { fiche: typed.id, cle, message }),
        }
    }
    stored
}

/// What the draft means, complete with what is derived from it.
///
/// Rows in which nothing was typed are left out. `loaded` is the dossier as it was read
/// ([`Dossier::default`] for a new one).
///
/// # Errors
/// Every field that cannot be saved as it stands, in the order of the screen.
pub fn parse(
    draft: &DossierDraft,
    loaded: &Dossier,
    parametres: &Parametres,
    today: NaiveDate,
) -> Result<Dossier, Vec<Erreur>> {
    let mut errors = Vec::new();
    let kept = without_empty_rows(draft);
    let fiches =
        kept.iter().map(|typed| parse_fiche(typed, loaded.fiche(typed.id), parametres, today, &mut errors)).collect();
    let mut dossier = Dossier { fiches };
    check_rows(&dossier, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    derive_as_of(&mut dossier, parametres, today);
    Ok(dossier)
}

/// The base dates a new dossier as it saves it: what is derived from that day is reckoned with today.
fn derive_as_of(dossier: &mut Dossier, parametres: &Parametres, today: NaiveDate) {
    if dossier.entete().is_none_or(|entete| !entete.get(DATE_TRAITEMENT).is_empty()) {
        return derive(dossier, parametres);
    }
    let date = |dossier: &mut Dossier, day: &str| {
        let entete = dossier.fiches.iter_mut().find(|fiche| fiche.table == Table::Dossier);
        if let Some(entete) = entete {
            entete.set(DATE_TRAITEMENT, day);
        }
    };
    date(dossier, &today.to_string());
    derive(dossier, parametres);
    date(dossier, "");
}

/// The rows that say something beyond which rows they hang on: what a save writes.
pub fn without_empty_rows(draft: &DossierDraft) -> Vec<&Fiche> {
    let says_something = |fiche: &Fiche| {
        fiche.valeurs().any(|(cle, text)| {
            !text.trim().is_empty()
                && cle.champ().colonne != "rang"
                && !matches!(cle.champ().nature, Nature::Reference(_) | Nature::Auto(_))
        })
    };
    let child_says_something = |concerne: &Fiche| {
        says_something(concerne)
            || draft.personne(concerne).is_some_and(says_something)
            || draft.of_child(concerne.id).any(says_something)
    };
    let mut gone = BTreeSet::new();
    for concerne in draft.of(Table::EnfantConcerne).filter(|concerne| !child_says_something(concerne)) {
        gone.insert(concerne.id);
        gone.extend(concerne.reference(enfant::ENFANT_ID));
    }
    for adulte in draft.of(Table::Adulte) {
        if !says_something(adulte) && !draft.linked(adulte::lien::ADULTE_ID, adulte.id).any(says_something) {
            gone.insert(adulte.id);
        }
    }
    let hangs_on_gone = |fiche: &Fiche| {
        fiche.valeurs().any(|(cle, _)| {
            matches!(cle.champ().nature, Nature::Reference(_))
                && fiche.reference(cle).is_some_and(|id| gone.contains(&id))
        })
    };
    let keeps = |fiche: &&Fiche| match fiche.table {
        Table::Dossier => true,
        Table::Enfant | Table::EnfantConcerne | Table::Adulte => !gone.contains(&fiche.id),
        _ => says_something(fiche) && !hangs_on_gone(fiche),
    };
    draft.fiches.iter().filter(keeps).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::format::format_fiche;
    use crate::domain::parametres::{Choix, Liste};
    use crate::domain::{dossier, enfant, motif, traitement};

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn parametres() -> Parametres {
        let mut fermee = Choix::new("support/minitel", "Minitel");
        fermee.actif = false;
        let support = Liste {
            code: "support".into(),
            libelle: "Support".into(),
            niveaux: 1,
            valeurs: vec![Choix::new("support/telephone", "Téléphone"), fermee],
        };
        Parametres { listes: Arc::new(BTreeMap::from([("support".into(), support)])), ..Parametres::default() }
    }

    fn draft_with_child() -> (DossierDraft, Uuid, Uuid) {
        let personne = Fiche::new(Table::Enfant).with(enfant::personne::PRENOM, "Léa");
        let concerne = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, personne.id.to_string());
        let (personne_id, concerne_id) = (personne.id, concerne.id);
        (DossierDraft { fiches: vec![Fiche::new(Table::Dossier), personne, concerne] }, personne_id, concerne_id)
    }

    fn errors_of(draft: &DossierDraft) -> Vec<String> {
        parse(draft, &Dossier::default(), &parametres(), today())
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|error| error.message)
            .collect()
    }

    #[test]
    fn an_error_stands_beside_its_field_and_the_text_stays() {
        for (cle, typed, said) in [
            (dossier::DATE_RECEPTION, "31/02/2024", "n’existe pas"),
            (dossier::DATE_RECEPTION, "demain", "à venir"),
            (dossier::DANGER_SAISINE_LE, "7/2/34 14h30", "07/02/2034 est à venir"),
            (dossier::DANGER_SAISINE_LE, "auj", "manque l’heure"),
            (dossier::RENCONTRE_LE, "+3", "à venir"),
            (dossier::SUPPORT, "Pigeon", "n’est pas dans la liste"),
            (dossier::SUPPORT, "support/minitel", "n’est plus proposé"),
        ] {
            let (mut draft, ..) = draft_with_child();
            draft.fiches[0].set(cle, typed);
            let before = draft.clone();
            let errors = errors_of(&draft);
            assert!(errors.len() == 1 && errors[0].contains(said), "{typed}: {errors:?}");
            assert_eq!(draft, before);
        }
        let (mut draft, personne, _) = draft_with_child();
        let edit = draft.edit_champ(personne, enfant::personne::PRENOM, "x".repeat(10_000)).unwrap();
        draft.apply(&edit);
        assert!(errors_of(&draft)[0].contains("10000"));
    }

    #[test]
    fn a_closed_value_stays_on_an_old_dossier() {
        let (mut draft, ..) = draft_with_child();
        draft.fiches[0].set(dossier::SUPPORT, "support/minitel");
        let loaded = Dossier { fiches: draft.fiches.clone() };
        draft.fiches[0].set(dossier::NUMERO_SNATEM, "12");
        let parsed = parse(&draft, &loaded, &parametres(), today()).unwrap();
        assert_eq!(parsed.entete().unwrap().get(dossier::SUPPORT), "support/minitel");
    }

    #[test]
    fn only_an_awaited_day_may_lie_ahead_and_a_date_of_before_is_not_judged_again() {
        for table in crate::domain::TABLES {
            let dated = |cle: &Cle| matches!(cle.champ().nature, Nature::Date | Nature::Instant);
            for cle in Cle::all(table).filter(dated) {
                let hour = if cle.champ().nature == Nature::Instant { " 9h" } else { "" };
                let ahead = check_champ(cle, &format!("demain{hour}"), &parametres(), today());
                assert_eq!(ahead.is_ok(), cle == traitement::ECHEANCE_LE, "{}", cle.champ().libelle);
                assert_eq!(check_champ(cle, &format!("auj{hour}"), &parametres(), today()), Ok(()));
            }
        }
        let (mut draft, ..) = draft_with_child();
        draft.fiches[0].set(dossier::CLOS_LE, "2034-02-07");
        let loaded = Dossier { fiches: draft.fiches };
        assert!(parse(&format(&loaded), &loaded, &parametres(), today()).is_ok());
    }

    #[test]
    fn empty_rows_are_left_out_with_what_hangs_on_them() {
        let (mut draft, _, concerne) = draft_with_child();
        let empty_person = Fiche::new(Table::Enfant);
        let empty_child = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, empty_person.id.to_string());
        let adult = Fiche::new(Table::Adulte).with(adulte::NOM, "Petit");
        let tie = |child: Uuid| {
            Fiche::new(Table::AdulteEnfant)
                .with(adulte::lien::ADULTE_ID, adult.id.to_string())
                .with(adulte::lien::ENFANT_CONCERNE_ID, child.to_string())
        };
        let ties = [tie(concerne).with(adulte::lien::TITULAIRE, OUI), tie(concerne), tie(empty_child.id)];
        draft.fiches.extend([
            empty_person,
            empty_child,
            Fiche::new(Table::Traitement),
            Fiche::new(Table::Adulte),
            adult.clone(),
        ]);
        draft.fiches.extend(ties);
        let parsed = parse(&draft, &Dossier::default(), &parametres(), today()).unwrap();
        assert_eq!(parsed.of(Table::EnfantConcerne).count(), 1);
        assert_eq!(parsed.of(Table::Traitement).count(), 0);
        assert_eq!(parsed.of(Table::Adulte).count(), 1);
        assert_eq!(parsed.of(Table::AdulteEnfant).count(), 1, "the tie that says nothing, or to nobody, is left out");
    }

    #[test]
    fn one_motive_is_principal_and_twins_are_refused() {
        let (mut draft, _, concerne) = draft_with_child();
        let row = || {
            Fiche::new(Table::MotifEnfant)
                .with(motif::ENFANT_CONCERNE_ID, concerne.to_string())
                .with(motif::PRECISION, "x")
        };
        draft.fiches.extend([row(), row()]);
        let errors = errors_of(&draft);
        assert_eq!(errors.iter().filter(|error| error.contains("Choisissez un motif")).count(), 2, "{errors:?}");
        let mut dossier = Dossier { fiches: draft.fiches };
        derive(&mut dossier, &parametres());
        assert_eq!(dossier.of(Table::MotifEnfant).filter(|row| row.oui(motif::PRINCIPAL)).count(), 1);
    }

    #[test]
    fn the_fratrie_is_told_once_by_name() {
        let (mut draft, personne, _) = draft_with_child();
        draft.apply(&draft.edit_champ(personne, enfant::personne::NOM_USAGE, "Martin-Désiré").unwrap());
        let other = Fiche::new(Table::Enfant)
            .with(enfant::personne::NOM_USAGE, "martin-désiré")
            .with(enfant::personne::PRENOM, "Hugo");
        draft.fiches.push(Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, other.id.to_string()));
        draft.fiches.push(other);
        let parsed = parse(&draft, &Dossier::default(), &parametres(), today()).unwrap();
        let entete = parsed.entete().unwrap();
        assert_eq!(entete.get(dossier::FRATRIE), "MARTIN-DÉSIRÉ Léa, Hugo");
        assert_eq!(entete.get(dossier::CLE_FRATRIE), "martin desire lea hugo");
        assert_eq!(entete.get(dossier::NOMBRE_ENFANTS), "2");
    }

    proptest! {
        #[test]
        fn any_text_is_saved_or_refused_but_never_panics_nor_changes_when_read_back(text in "\\PC{0,40}|.{0,40}") {
            for table in crate::domain::TABLES {
                for cle in Cle::all(table) {
                    let fiche = Fiche::new(table).with(cle, text.clone());
                    let mut errors = Vec::new();
                    let stored = parse_fiche(&fiche, None, &parametres(), today(), &mut errors);
                    if errors.is_empty() {
                        let again = parse_fiche(&format_fiche(&stored), None, &parametres(), today(), &mut errors);
                        prop_assert!(errors.is_empty(), "{errors:?}");
                        prop_assert_eq!(again, stored);
                    }
                }
            }
        }
    }
}
