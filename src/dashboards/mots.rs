//! A filter in words, for a chip and for the line under a chart.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::axe::libelle_temps;
use super::dimension::Dimension;
use super::faits::Faits;
use super::filtre::{Critere, Filtre};

pub fn jour(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// « 2025 », or « 01/02/2025 – 28/02/2025 »: what a series is called beside that of another period.
pub fn periode_courte(du: NaiveDate, au: NaiveDate) -> String {
    let whole = Filtre::annee(chrono::Datelike::year(&du));
    if (whole.du, whole.au) == (Some(du), Some(au)) {
        du.format("%Y").to_string()
    } else {
        format!("{} – {}", jour(du), jour(au))
    }
}

/// « du 01/01/2025 au 31/12/2025 »
pub fn periode(du: Option<NaiveDate>, au: Option<NaiveDate>) -> String {
    match (du, au) {
        (Some(du), Some(au)) => format!("du {} au {}", jour(du), jour(au)),
        (Some(du), None) => format!("depuis le {}", jour(du)),
        (None, Some(au)) => format!("jusqu’au {}", jour(au)),
        (None, None) => "toutes les dates".to_owned(),
    }
}

impl Faits {
    /// The value chosen, in words.
    pub fn valeur(&self, critere: &Critere) -> String {
        libelle_temps(critere).unwrap_or_else(|| {
            let dictionnaire = self.dictionnaire(critere.dimension);
            let code = dictionnaire.and_then(|dictionnaire| dictionnaire.code(&critere.valeur));
            match (dictionnaire, code) {
                (Some(dictionnaire), Some(code)) => dictionnaire.libelle(usize::from(code)).to_owned(),
                _ => critere.valeur.clone(),
            }
        })
    }

    /// « Territoire : Vierzon »
    pub fn mots(&self, critere: &Critere) -> String {
        format!("{}\u{a0}: {}", critere.dimension.libelle(), self.valeur(critere))
    }

    /// What may be chosen of a dimension, with its words.
    pub fn choix(&self, dimension: Dimension) -> Vec<(Critere, String)> {
        let critere = |valeur: &str| Critere::new(dimension, valeur);
        match dimension {
            Dimension::Annee => {
                self.annees().iter().map(|annee| (critere(&annee.to_string()), annee.to_string())).collect()
            }
            Dimension::MoisDeLAnnee => (1..=12)
                .map(|month| critere(&format!("{month:02}")))
                .map(|critere| (critere.clone(), self.valeur(&critere)))
                .collect(),
            Dimension::Mois => self
                .annees()
                .iter()
                .flat_map(|annee| (1..=12).map(move |month| format!("{annee}-{month:02}")))
                .map(|month| critere(&month))
                .map(|critere| (critere.clone(), self.valeur(&critere)))
                .collect(),
            _ => self.valeurs(dimension).iter().map(|sens| (critere(&sens.valeur), sens.libelle.clone())).collect(),
        }
    }

    /// The line under a chart: the period, and each dimension with what was chosen of it.
    pub fn filtre_en_mots(&self, filtre: &Filtre) -> String {
        let mut words = format!("Période\u{a0}: {}", periode(filtre.du, filtre.au));
        for dimension in filtre.dimensions() {
            let chosen: Vec<String> =
                filtre.criteres.iter().filter(|c| c.dimension == dimension).map(|c| self.valeur(c)).collect();
            let _ = write!(words, "\u{a0}; {}\u{a0}: {}", dimension.libelle().to_lowercase(), chosen.join(" ou "));
        }
        if let Some((du, au)) = filtre.comparaison {
            let _ = write!(words, "\u{a0}; comparée à la période {}", periode(Some(du), Some(au)));
        }
        words
    }
}
