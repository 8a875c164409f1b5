//! The counts under a figure: what its values rest on, and what somebody could reckon back from them.

use super::axe::Places;
use super::bits::Bits;
use super::calcul::{Page, additive, date};
use super::compte::compter;
use super::dimension::Dimension;
use super::faits::Faits;
use super::figure::Poste;
use super::filtre::{Critere, Filtre};
use super::indicateur::{Condition, Indicateur, Mesure, Unite};
use super::jours::ABSENT;
use super::masque::Cle;

/// One table of counts, the cells of a place of the axis together.
pub struct Dessous {
    /// What is counted, the same for the same counts of another figure.
    pub cle: Cle,
    /// The figure has one bar, of what this says nothing of.
    pub manque: Option<Condition>,
    pub par: Vec<Poste>,
    pub et: Vec<Poste>,
    pub cellules: Vec<f64>,
    pub total: f64,
    pub additive: bool,
    /// The values of the figure tell the counts; a median tells none.
    pub montre: bool,
}

impl Page {
    pub(super) fn dessous(&self, faits: &Faits, indicateur: &Indicateur, filtre: &Filtre) -> Vec<Dessous> {
        let bits = self.choisis(faits, indicateur, filtre);
        let place = |dimension: Option<Dimension>| {
            dimension.map_or_else(Places::une, |one| Places::new(faits, one, date(indicateur), filtre, &bits))
        };
        let (par, et) = (place(indicateur.par), place(indicateur.et));
        let additive = additive(indicateur);
        let table = |bits: &Bits, unite: Unite, also: &[Condition], montre: bool| {
            let comptes = compter(faits, bits, unite, &par, &et, false);
            Dessous {
                cle: Cle::new(faits, indicateur, unite, filtre, also),
                manque: None,
                par: par.postes.clone(),
                et: et.postes.clone(),
                cellules: comptes.cellules,
                total: comptes.total,
                additive: additive && unite == indicateur.unite,
                montre,
            }
        };
        let whole = |montre: bool| table(&bits, indicateur.unite, &[], montre);
        match &indicateur.mesure {
            Mesure::Compte | Mesure::PourMille => vec![whole(true)],
            Mesure::Part(also) => {
                vec![whole(true), table(&self.part(faits, &bits, also, filtre), indicateur.unite, also, true)]
            }
            Mesure::Moyenne(of) => vec![whole(true), table(&bits, *of, &[], true)],
            Mesure::Delai { de, a, .. } => {
                let (from, to) = (faits.dates(*de), faits.dates(*a));
                let known = |at: usize| from.get(at).zip(to.get(at)).is_some_and(|(de, a)| *de != ABSENT && a >= de);
                let mut kept = bits.clone();
                kept.et(&Bits::tels_que(faits.len(), known));
                let also = [Condition::Connue(*de), Condition::Connue(*a), Condition::SousMois(*de, *a, u32::MAX)];
                vec![table(&kept, indicateur.unite, &also, false)]
            }
            Mesure::Manques(dimensions) => dimensions
                .iter()
                .map(|dimension| {
                    let unknown = Condition::Parmi(*dimension, super::assemblage::inconnues(faits, *dimension));
                    let also = std::slice::from_ref(&unknown);
                    let missing = self.part(faits, &bits, also, filtre);
                    let une = Places::une();
                    let compte = compter(faits, &missing, indicateur.unite, &une, &une, true).total;
                    let critere = Some(Critere::new(*dimension, ""));
                    Dessous {
                        cle: Cle::new(faits, indicateur, indicateur.unite, filtre, &[]),
                        manque: Some(unknown.clone()),
                        par: vec![Poste { libelle: String::new(), court: String::new(), critere }],
                        et: une.postes,
                        cellules: vec![compte],
                        total: whole(true).total,
                        additive: false,
                        montre: true,
                    }
                })
                .collect(),
        }
    }
}

impl Dessous {
    /// The count of one cell, of a row or of a column; of the whole without either. None when it is not of this table.
    pub fn nom(&self, faits: &Faits, criteres: [Option<&Critere>; 2]) -> Option<Cle> {
        let mut cle = self.cle.clone();
        for critere in criteres.into_iter().flatten() {
            match &self.manque {
                None => cle.critere(faits, critere),
                Some(Condition::Parmi(dimension, _)) if *dimension != critere.dimension => return None,
                Some(manque) => cle.condition(faits, manque),
            }
        }
        Some(cle)
    }

    /// How many stand in one cell, or in all.
    pub fn compte(&self, [par, et]: [Option<&Critere>; 2]) -> Option<f64> {
        if par.is_none() && et.is_none() {
            return Some(self.total);
        }
        let at = |postes: &[Poste], critere: Option<&Critere>| match critere {
            Some(_) => postes.iter().position(|poste| poste.critere.as_ref() == critere),
            None => Some(0),
        };
        self.cellules.get(at(&self.par, par)? * self.et.len() + at(&self.et, et)?).copied()
    }
}
