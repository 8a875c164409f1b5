//! What a chart shows, as plain data: every word is French and ready to print, nothing is drawn here.

use super::filtre::Critere;

/// How the figures are best seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Forme {
    Barres,
    BarresEmpilees,
    Courbe,
    /// Ages up the middle; two series, boys on the left, girls on the right.
    Pyramide,
    /// Bars along, the greatest first.
    Classement,
    /// The axis is of months, a series a territory.
    Chaleur,
    /// The axis is of bands of days; the marks are the median and the ninetieth percentile.
    Delais,
    /// The axis is of origins, a series an outcome.
    Flux,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Valeur {
    Nombre(f64),
    /// Too few to be told.
    Masquee,
    /// There is nothing to reckon from: a median of no delay, a rate without a population.
    Absente,
}

impl Valeur {
    pub const fn nombre(self) -> Option<f64> {
        match self {
            Self::Nombre(nombre) => Some(nombre),
            Self::Masquee | Self::Absente => None,
        }
    }
}

/// One bar, one point, one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poste {
    pub libelle: String,
    /// When there is little room.
    pub court: String,
    /// What choosing it adds to the filter.
    pub critere: Option<Critere>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axe {
    pub libelle: String,
    pub postes: Vec<Poste>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Courante,
    /// The same over the period that this one is compared with.
    Comparaison,
    /// Over twelve months, each ending at its point.
    MoyenneMobile,
}

/// As many values as the axis has places.
#[derive(Clone, Debug, PartialEq)]
pub struct Serie {
    pub libelle: String,
    pub role: Role,
    pub valeurs: Vec<Valeur>,
    pub critere: Option<Critere>,
}

/// A mark on the axis of a distribution; `place` counts in places of the axis: 2.5 is the middle of the third.
#[derive(Clone, Debug, PartialEq)]
pub struct Repere {
    pub libelle: String,
    pub place: f64,
}

/// Of what the values are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UniteMesure {
    /// « informations », « enfants », « part des informations ».
    pub libelle: String,
    /// After the number, with its space: « % », « j », or nothing.
    pub suffixe: String,
    pub decimales: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub code: String,
    pub titre: String,
    /// The family of the indicator: a chapter of the report.
    pub famille: String,
    pub definition: String,
    pub forme: Forme,
    pub axe: Axe,
    pub unite: UniteMesure,
    pub series: Vec<Serie>,
    pub reperes: Vec<Repere>,
    /// Of the whole, each unit once: where one has several values, less than the sum of the bars.
    pub total: Valeur,
    pub total_comparaison: Option<Valeur>,
    /// The bars share out the total: their sum is the total, and one of them follows from the others.
    pub additive: bool,
    pub source: String,
    /// In words.
    pub filtre: String,
    pub notes: Vec<String>,
    /// How many values are hidden.
    pub masques: usize,
}

impl Figure {
    /// Nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|serie| serie.valeurs.iter().all(|v| !matches!(v, Valeur::Nombre(n) if *n != 0.0)))
            && self.masques == 0
    }
}
