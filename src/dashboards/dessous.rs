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

/// One table of counts, the cells of a place of the axis together.
pub struct Dessous {
    /// What is counted, the same for the same counts of another figure.
    pub cle: String,
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
                cle: cle(indicateur, unite, filtre, also),
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
                        cle: cle(indicateur, indicateur.unite, filtre, &[]),
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

fn cle(indicateur: &Indicateur, unite: Unite, filtre: &Filtre, also: &[Condition]) -> String {
    let mut conditions: Vec<String> = indicateur.conditions.iter().chain(also).map(|one| format!("{one:?}")).collect();
    conditions.sort();
    let mut criteres: Vec<String> = filtre.criteres.iter().map(|one| format!("{one:?}")).collect();
    criteres.sort();
    format!("{unite:?} {:?} {:?} {:?} {criteres:?} {conditions:?}", indicateur.moment, filtre.du, filtre.au)
}
