//! From what is stored to what a person types, and to what a person reads.

use chrono::NaiveDate;

use super::champ::{Forme, Nature};
use super::fiche::OUI;
use super::{Cle, Dossier, DossierDraft, Fiche, Parametres, date};

/// The typed form of one stored value of `fiche`.
pub fn format_champ(fiche: &Fiche, cle: Cle) -> String {
    let stored = fiche.get(cle);
    match cle.champ().nature {
        Nature::Date if !stored.is_empty() => fiche.date(cle).map_or_else(|| stored.to_owned(), date::format),
        Nature::Naissance => {
            let precision = fiche.get(Cle { rang: cle.rang + 1, ..cle });
            date::format_naissance(fiche.date(cle), precision)
        }
        Nature::Instant if !stored.is_empty() => date::format_instant(stored),
        _ => stored.to_owned(),
    }
}

pub(super) fn format_fiche(fiche: &Fiche) -> Fiche {
    let mut typed = fiche.clone();
    for cle in Cle::all(fiche.table) {
        typed.set(cle, format_champ(fiche, cle));
    }
    typed
}

/// The draft of a stored dossier.
pub fn format(dossier: &Dossier) -> DossierDraft {
    DossierDraft { fiches: dossier.fiches.iter().map(format_fiche).collect() }
}

/// What a person reads for a stored value: labels for codes, French dates, « oui ».
pub fn show(cle: Cle, stored: &str, parametres: &Parametres) -> String {
    match cle.champ().nature {
        Nature::Oui => if stored == OUI { "oui" } else { "non" }.to_owned(),
        Nature::Date | Nature::Naissance | Nature::Auto(Forme::Date) => {
            stored.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| stored.to_owned(), date::format)
        }
        Nature::Instant | Nature::Auto(Forme::Instant) => date::format_instant(stored),
        nature => parametres.libelle(nature, stored).to_owned(),
    }
}

/// The text to leave in a field once the person has moved on: a date in full, a name without
/// stray spaces; text that cannot be read stays as it is.
pub fn tidy_champ(cle: Cle, typed: &str, today: NaiveDate) -> String {
    let tidied = match cle.champ().nature {
        _ if typed.trim().is_empty() => Some(String::new()),
        Nature::Date => date::parse(typed, today).ok().map(date::format),
        Nature::Naissance => {
            date::parse_naissance(typed, today).ok().map(|(date, precision)| date::format_naissance(date, precision))
        }
        Nature::Instant => date::parse_instant(typed, today).ok().map(|stored| date::format_instant(&stored)),
        _ => None,
    };
    tidied.unwrap_or_else(|| typed.to_owned())
}
