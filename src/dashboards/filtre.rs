//! What is looked at: a period, and what was chosen of each dimension.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::dimension::Dimension;

/// One value chosen of a dimension: the code that the base knows it by; `2025-03` for a month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Critere {
    pub dimension: Dimension,
    pub valeur: String,
}

impl Critere {
    pub fn new(dimension: Dimension, valeur: impl Into<String>) -> Self {
        Self { dimension, valeur: valeur.into() }
    }
}

/// Values of one dimension add up, dimensions narrow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filtre {
    /// Of the date that decides, which each indicator names. Both days are in.
    pub du: Option<NaiveDate>,
    pub au: Option<NaiveDate>,
    /// The period that this one is compared with.
    pub comparaison: Option<(NaiveDate, NaiveDate)>,
    /// In the order they were chosen.
    pub criteres: Vec<Critere>,
}

impl Filtre {
    pub fn annee(annee: i32) -> Self {
        Self { du: NaiveDate::from_ymd_opt(annee, 1, 1), au: NaiveDate::from_ymd_opt(annee, 12, 31), ..Self::default() }
    }

    #[must_use]
    pub fn with(&self, critere: &Critere) -> Self {
        let mut filtre = self.clone();
        if !filtre.criteres.contains(critere) {
            filtre.criteres.push(critere.clone());
        }
        filtre
    }

    #[must_use]
    pub fn without(&self, critere: &Critere) -> Self {
        let mut filtre = self.clone();
        filtre.criteres.retain(|held| held != critere);
        filtre
    }

    /// Without the criterion chosen last.
    #[must_use]
    pub fn pop(&self) -> Self {
        let mut filtre = self.clone();
        filtre.criteres.pop();
        filtre
    }

    /// Without what was chosen of these dimensions.
    #[must_use]
    pub fn sans(&self, dimensions: &[Dimension]) -> Self {
        let mut filtre = self.clone();
        filtre.criteres.retain(|held| !dimensions.contains(&held.dimension));
        filtre
    }

    /// Beside the same days of the year before: N against N-1.
    #[must_use]
    pub fn compare_annee_precedente(&self) -> Self {
        let before = |day: NaiveDate| day.checked_sub_months(Months::new(12));
        let mut filtre = self.clone();
        filtre.comparaison = self.du.and_then(before).zip(self.au.and_then(before));
        // The year that ends on 28 February is compared with one that ends on the month's last day too.
        if let (Some(au), Some((_, end))) = (self.au, &mut filtre.comparaison)
            && au.checked_add_days(Days::new(1)).is_some_and(|next| chrono::Datelike::day(&next) == 1)
            && let Some(next) = au.checked_add_days(Days::new(1)).and_then(before)
            && let Some(last) = next.pred_opt()
        {
            *end = last;
        }
        filtre
    }

    /// The same, over the other period.
    pub(super) fn compare(&self) -> Option<Self> {
        let (du, au) = self.comparaison?;
        Some(Self {
            du: Some(du),
            au: Some(au),
            comparaison: None,
            criteres: self.sans(&[Dimension::Mois, Dimension::Annee]).criteres,
        })
    }

    /// The dimensions of which something was chosen, each once.
    pub fn dimensions(&self) -> Vec<Dimension> {
        let mut seen = Vec::new();
        for critere in &self.criteres {
            if !seen.contains(&critere.dimension) {
                seen.push(critere.dimension);
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn the_year_before_keeps_whole_months() {
        let filtre = Filtre::annee(2025).compare_annee_precedente();
        assert_eq!(filtre.comparaison, Some((day(2024, 1, 1), day(2024, 12, 31))));
        let filtre = Filtre { du: Some(day(2025, 2, 1)), au: Some(day(2025, 2, 28)), ..Filtre::default() };
        assert_eq!(filtre.compare_annee_precedente().comparaison, Some((day(2024, 2, 1), day(2024, 2, 29))));
    }

    #[test]
    fn what_was_chosen_is_taken_back_in_the_other_order() {
        let fugue = Critere::new(Dimension::Motif, "motif/fugue");
        let nord = Critere::new(Dimension::Territoire, "nord");
        let filtre = Filtre::default().with(&fugue).with(&nord).with(&fugue);
        assert_eq!(filtre.criteres, [fugue.clone(), nord.clone()]);
        assert_eq!(filtre.pop().criteres, [fugue]);
        assert_eq!(filtre.sans(&[Dimension::Motif]).criteres, [nord]);
    }
}
