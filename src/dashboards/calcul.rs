//! From facts and a filter to a figure.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::assemblage::{self, Reste, Tableau};
use super::axe::Places;
use super::bits::Bits;
use super::compte::{Delais, compter};
use super::dimension::{DateCle, Dimension, Place};
use super::faits::Faits;
use super::figure::{Figure, Forme, Repere, Valeur};
use super::filtre::{Critere, Filtre};
use super::indicateur::{Indicateur, Mesure, Moment, Unite};
use super::masque::SEUIL;
use super::selection::{Memoire, choisis, condition, jour_du_stock, preparer};
use super::taux;
use super::vocabulaire::DELAIS;

/// The figure of an indicator, every criterion applied: what an export shows.
pub fn calculer(faits: &Faits, indicateur: &Indicateur, filtre: &Filtre) -> Figure {
    Page::default().figure(faits, indicateur, filtre)
}

/// The figures of a page, each without the criteria on its own axes, so that its other bars can still be chosen.
pub fn calculer_page(faits: &Faits, indicateurs: &[Indicateur], filtre: &Filtre) -> Vec<Figure> {
    Page::default().figures(faits, indicateurs, filtre)
}

/// What a page keeps from one click to the next. It goes with the facts that it was used with.
#[derive(Default)]
pub struct Page {
    memoire: Memoire,
    figures: Mutex<HashMap<(Indicateur, Filtre), Arc<Figure>>>,
}

/// Figures kept before all are forgotten.
const KEPT: usize = 600;

/// From so many facts on, two threads are sooner done than one; tests share whatever they count.
const SHARED: usize = if cfg!(test) { 1 } else { 100_000 };

impl Page {
    /// Each without the criteria on its own axes; by two threads when there is much to count.
    pub fn figures(&self, faits: &Faits, indicateurs: &[Indicateur], filtre: &Filtre) -> Vec<Figure> {
        let of = |indicateur: &Indicateur| self.kept(faits, indicateur, &filtre.sans(&indicateur.axes()));
        if faits.len() < SHARED {
            return indicateurs.iter().map(of).collect();
        }
        // What the click chose is asked for by all: made before they part, or both would make it.
        preparer(faits, filtre, &self.memoire);
        let next = AtomicUsize::new(0);
        let work = || {
            let take = || {
                let at = next.fetch_add(1, Ordering::Relaxed);
                indicateurs.get(at).map(|indicateur| (at, of(indicateur)))
            };
            std::iter::from_fn(take).collect::<Vec<(usize, Figure)>>()
        };
        let mut done = std::thread::scope(|scope| {
            let other = scope.spawn(work);
            let mut done = work();
            match other.join() {
                Ok(others) => done.extend(others),
                Err(broken) => std::panic::resume_unwind(broken),
            }
            done
        });
        done.sort_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, figure)| figure).collect()
    }

    /// A chart whose own axis was clicked is the same as before, and so is a page whose last criterion is taken back.
    fn kept(&self, faits: &Faits, indicateur: &Indicateur, filtre: &Filtre) -> Figure {
        let figures = || self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (indicateur.clone(), filtre.clone());
        if let Some(figure) = figures().get(&key) {
            return (**figure).clone();
        }
        let figure = self.figure(faits, indicateur, filtre);
        let mut figures = figures();
        if figures.len() >= KEPT {
            figures.clear();
        }
        figures.insert(key, Arc::new(figure.clone()));
        figure
    }

    pub fn figure(&self, faits: &Faits, indicateur: &Indicateur, filtre: &Filtre) -> Figure {
        self.entiere(faits, indicateur, filtre).0
    }

    /// With what the figure leaves to its notes.
    pub(super) fn entiere(&self, faits: &Faits, indicateur: &Indicateur, filtre: &Filtre) -> (Figure, Vec<Reste>) {
        let mut tableau = self.tableau(faits, indicateur, filtre);
        let compare = filtre.compare().map(|filtre| self.tableau(faits, indicateur, &filtre));
        if let Some(rolling) = self.rolling(faits, indicateur, filtre, &tableau) {
            tableau.mobile = rolling;
        }
        let (mut figure, restes) = assemblage::figure(faits, indicateur, filtre, &tableau, compare.as_ref());
        if indicateur.forme == Forme::Delais {
            figure.reperes = self.reperes(faits, indicateur, filtre);
        }
        (figure, restes)
    }

    pub(super) fn choisis(&self, faits: &Faits, indicateur: &Indicateur, filtre: &Filtre) -> Bits {
        choisis(faits, indicateur, filtre, &self.memoire)
    }

    fn tableau(&self, faits: &Faits, indicateur: &Indicateur, filtre: &Filtre) -> Tableau {
        let bits = choisis(faits, indicateur, filtre, &self.memoire);
        if let Mesure::Manques(dimensions) = &indicateur.mesure {
            return self.manques(faits, indicateur.unite, &bits, dimensions, filtre);
        }
        let date = date(indicateur);
        let place = |dimension: Option<Dimension>| {
            dimension.map_or_else(Places::une, |dimension| Places::new(faits, dimension, date, filtre, &bits))
        };
        let (par, et) = (place(indicateur.par), place(indicateur.et));
        let additive = additive(indicateur);
        let count =
            |bits: &Bits, unite: Unite| compter(faits, bits, unite, &par, &et, additive && unite == indicateur.unite);
        let valeur = |part: f64, whole: f64, times: f64| {
            if whole == 0.0 { Valeur::Absente } else { Valeur::Nombre(part / whole * times) }
        };
        let (valeurs, total): (Vec<Valeur>, Valeur) = match &indicateur.mesure {
            Mesure::Compte => {
                let comptes = count(&bits, indicateur.unite);
                (comptes.cellules.into_iter().map(Valeur::Nombre).collect(), Valeur::Nombre(comptes.total))
            }
            Mesure::Part(also) => {
                let base = count(&bits, indicateur.unite);
                let kept = count(&self.part(faits, &bits, also, filtre), indicateur.unite);
                let pairs = kept.cellules.iter().zip(&base.cellules);
                (
                    pairs.map(|(part, whole)| valeur(*part, *whole, 100.0)).collect(),
                    valeur(kept.total, base.total, 100.0),
                )
            }
            Mesure::Moyenne(of) => {
                let (parts, wholes) = (count(&bits, *of), count(&bits, indicateur.unite));
                let pairs = parts.cellules.iter().zip(&wholes.cellules);
                (
                    pairs.map(|(part, whole)| valeur(*part, *whole, 1.0)).collect(),
                    valeur(parts.total, wholes.total, 1.0),
                )
            }
            Mesure::PourMille => {
                let comptes = count(&bits, indicateur.unite);
                let minors = taux::mineurs(faits, filtre);
                let of = |at: usize, compte: f64| {
                    let critere = par.postes.get(at / et.len().max(1)).and_then(|poste| poste.critere.as_ref());
                    critere.and_then(|c| minors.de(c)).map_or(Valeur::Absente, |minors| valeur(compte, minors, 1000.0))
                };
                let cells = comptes.cellules.iter().enumerate().map(|(at, compte)| of(at, *compte)).collect();
                let counted = comptes.cellules.chunks(et.len().max(1)).zip(&par.postes);
                let counted = counted.filter(|(cells, _)| cells.iter().any(|n| *n > 0.0));
                let all = minors.tous(counted.filter_map(|(_, poste)| poste.critere.as_ref()));
                (cells, all.map_or(Valeur::Absente, |minors| valeur(comptes.total, minors, 1000.0)))
            }
            Mesure::Delai { de, a, centile } => {
                let delais = Delais::new(faits, &bits, indicateur.unite, faits.dates(*de), faits.dates(*a), &par, &et);
                let cells = par.len() * et.len();
                let read = |cell: usize| delais.centile(cell, *centile).map_or(Valeur::Absente, Valeur::Nombre);
                ((0..cells).map(read).collect(), read(cells))
            }
            Mesure::Manques(_) => (Vec::new(), Valeur::Absente),
        };
        Tableau { par: par.postes, et: et.postes, valeurs, total, additive, mobile: Vec::new() }
    }

    pub(super) fn part(
        &self,
        faits: &Faits,
        bits: &Bits,
        also: &[super::indicateur::Condition],
        filtre: &Filtre,
    ) -> Bits {
        let day = jour_du_stock(faits, filtre);
        let mut kept = bits.clone();
        for one in also {
            kept.et(&condition(faits, one, day, &self.memoire));
        }
        kept
    }

    fn manques(&self, faits: &Faits, unite: Unite, bits: &Bits, dimensions: &[Dimension], filtre: &Filtre) -> Tableau {
        let (une, autre) = (Places::une(), Places::une());
        let whole = compter(faits, bits, unite, &une, &autre, false).total;
        let mut postes = Vec::new();
        let mut valeurs = Vec::new();
        for dimension in dimensions {
            let unknown = super::indicateur::Condition::Parmi(*dimension, assemblage::inconnues(faits, *dimension));
            let missing = self.part(faits, bits, std::slice::from_ref(&unknown), filtre);
            let compte = compter(faits, &missing, unite, &une, &autre, false).total;
            valeurs.push(if whole == 0.0 { Valeur::Absente } else { Valeur::Nombre(compte / whole * 100.0) });
            postes.push(super::figure::Poste {
                libelle: dimension.libelle().to_owned(),
                court: super::axe::court(dimension.libelle()),
                critere: Some(Critere::new(*dimension, "")),
            });
        }
        Tableau { par: postes, et: une.postes, valeurs, total: Valeur::Absente, additive: false, mobile: Vec::new() }
    }

    /// The mean of twelve months for each month of the axis, those before the period counted too.
    fn rolling(
        &self,
        faits: &Faits,
        indicateur: &Indicateur,
        filtre: &Filtre,
        tableau: &Tableau,
    ) -> Option<Vec<Valeur>> {
        let wanted =
            indicateur.par == Some(Dimension::Mois) && indicateur.et.is_none() && indicateur.mesure == Mesure::Compte;
        if !wanted || filtre.criteres.iter().any(|critere| critere.dimension.place() == Place::Temps) {
            return None;
        }
        let du = filtre.du.and_then(|du| du.checked_sub_months(chrono::Months::new(11)));
        let longer = match du {
            Some(du) => self.tableau(faits, indicateur, &Filtre { du: Some(du), ..filtre.clone() }).valeurs,
            None => tableau.valeurs.clone(),
        };
        let numbers: Vec<f64> = longer.iter().map(|valeur| valeur.nombre().unwrap_or_default()).collect();
        // Before the first fact there is nothing to make a mean of.
        let first = numbers.iter().position(|n| *n > 0.0).unwrap_or(numbers.len());
        let skipped = numbers.len().saturating_sub(tableau.par.len());
        let mean = |at: usize| {
            let start = (at + 1).checked_sub(12).filter(|start| *start >= first)?;
            Some(numbers.get(start..=at)?.iter().sum::<f64>() / 12.0)
        };
        let means: Vec<Valeur> =
            (skipped..numbers.len()).map(|at| mean(at).map_or(Valeur::Absente, Valeur::Nombre)).collect();
        means.iter().any(|mean| mean.nombre().is_some()).then_some(means)
    }

    /// Of each indicator: is a month of its rolling means, before the period too, a small count?
    pub(super) fn small_months(&self, faits: &Faits, indicateurs: &[Indicateur], filtre: &Filtre) -> Vec<bool> {
        let small = |indicateur: &Indicateur| {
            let du = filtre.du.and_then(|du| du.checked_sub_months(chrono::Months::new(11)));
            let rolls = indicateur.par == Some(Dimension::Mois) && indicateur.mesure == Mesure::Compte;
            rolls && {
                let longer = self.tableau(faits, indicateur, &Filtre { du, ..filtre.clone() });
                longer.valeurs.iter().filter_map(|valeur| valeur.nombre()).any(|n| n > 0.0 && n < SEUIL)
            }
        };
        indicateurs.iter().map(small).collect()
    }

    /// The median and the ninetieth percentile, on the axis of bands.
    fn reperes(&self, faits: &Faits, indicateur: &Indicateur, filtre: &Filtre) -> Vec<Repere> {
        let end = match indicateur.par {
            Some(Dimension::DelaiQualification) => DateCle::Qualification,
            Some(Dimension::DelaiRapport) => DateCle::Rapport,
            Some(Dimension::DelaiDecision) => DateCle::Decision,
            _ => return Vec::new(),
        };
        let bits = choisis(faits, indicateur, filtre, &self.memoire);
        let (une, autre) = (Places::une(), Places::une());
        let from = faits.dates(DateCle::Reception);
        let delais = Delais::new(faits, &bits, indicateur.unite, from, faits.dates(end), &une, &autre);
        [(50, "Médiane"), (90, "Neuf sur dix")]
            .into_iter()
            .filter_map(|(centile, name)| {
                let days = delais.centile(0, centile)?;
                let shown = assemblage::decimal(days, 1);
                Some(Repere { libelle: format!("{name}\u{a0}: {shown}\u{a0}j"), place: place_of(days) })
            })
            .collect()
    }

    /// The dossiers behind a figure, or behind one of its cells.
    pub fn dossiers(&self, faits: &Faits, indicateur: &Indicateur, filtre: &Filtre, cellule: &[Critere]) -> Vec<Uuid> {
        let filtre = cellule
            .iter()
            .fold(filtre.sans(&cellule.iter().map(|c| c.dimension).collect::<Vec<_>>()), |f, c| f.with(c));
        let mut bits = choisis(faits, indicateur, &filtre, &self.memoire);
        match &indicateur.mesure {
            Mesure::Part(also) => bits = self.part(faits, &bits, also, &filtre),
            Mesure::Delai { de, a, .. } => {
                let (de, a) = (faits.dates(*de), faits.dates(*a));
                let known = |at: usize| de.get(at).zip(a.get(at)).is_some_and(|(de, a)| *de != i32::MIN && a >= de);
                bits.et(&Bits::tels_que(faits.len(), known));
            }
            _ => {}
        }
        let mut last = u32::MAX;
        let mut ids = Vec::new();
        bits.pour_chacun(|at| {
            if let Some(dossier) = faits.dossier.get(at)
                && *dossier != last
            {
                last = *dossier;
                ids.extend(faits.dossiers.get(*dossier as usize));
            }
        });
        ids
    }
}

impl Faits {
    /// The dossiers behind a figure, or behind one of its cells.
    pub fn dossiers(&self, indicateur: &Indicateur, filtre: &Filtre, cellule: &[Critere]) -> Vec<Uuid> {
        Page::default().dossiers(self, indicateur, filtre, cellule)
    }
}

/// By which an axis of time is read.
pub(super) fn date(indicateur: &Indicateur) -> DateCle {
    match indicateur.moment {
        Moment::Date(cle) => cle,
        Moment::Stock => DateCle::Reception,
    }
}

/// Does each unit stand in one cell only? Then the cells share out the total.
pub(super) fn additive(indicateur: &Indicateur) -> bool {
    indicateur.axes().into_iter().all(|dimension| match indicateur.unite {
        Unite::Enfant => !matches!(dimension.place(), Place::Multiple(_)),
        Unite::Information => dimension.du_dossier(date(indicateur)),
        Unite::EnfantDistinct | Unite::Fratrie => false,
    })
}

/// Where so many days stand among the bands.
fn place_of(days: f64) -> f64 {
    let mut low = -1.0;
    for (at, (_, _, last)) in DELAIS.iter().enumerate() {
        let high = f64::from(*last);
        if days <= high {
            let within = if *last == i32::MAX { 0.5 } else { ((days - low) / (high - low)).clamp(0.0, 1.0) };
            return at as f64 + within;
        }
        low = high;
    }
    DELAIS.len() as f64
}
