//! Counting: the loops that run over every fact, one kind of unit at a time.

use super::axe::{Groupes, Places};
use super::bits::Bits;
use super::faits::Faits;
use super::indicateur::Unite;
use super::jours::ABSENT;

/// One number a cell, the cells of a place of the axis together; the whole by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Comptes {
    pub cellules: Vec<f64>,
    pub total: f64,
}

/// What is told of each fact of a cell.
trait Compteur {
    fn voir(&mut self, cellule: usize, at: usize);
}

struct Lignes {
    comptes: Vec<u32>,
}

impl Compteur for Lignes {
    fn voir(&mut self, cellule: usize, _at: usize) {
        if let Some(compte) = self.comptes.get_mut(cellule) {
            *compte += 1;
        }
    }
}

/// The rows of one stand together: it is enough to remember the last one of each cell.
struct Suivis<'a> {
    codes: &'a [u32],
    comptes: Vec<(u32, u32)>,
}

impl Compteur for Suivis<'_> {
    fn voir(&mut self, cellule: usize, at: usize) {
        if let (Some((last, compte)), Some(code)) = (self.comptes.get_mut(cellule), self.codes.get(at)) {
            *compte += u32::from(*last != *code);
            *last = *code;
        }
    }
}

/// They may come back anywhere: one bit each, a cell.
struct Epars<'a> {
    codes: &'a [u32],
    mots: usize,
    vus: Vec<u64>,
    comptes: Vec<u32>,
}

impl Compteur for Epars<'_> {
    fn voir(&mut self, cellule: usize, at: usize) {
        let Some(code) = self.codes.get(at) else { return };
        let bit = 1_u64 << (code % 64);
        if let (Some(mot), Some(compte)) =
            (self.vus.get_mut(cellule * self.mots + *code as usize / 64), self.comptes.get_mut(cellule))
        {
            *compte += u32::from(*mot & bit == 0);
            *mot |= bit;
        }
    }
}

/// How many of a unit in each cell. `total` may be left to the sum when each stands in one cell.
pub fn compter(faits: &Faits, bits: &Bits, unite: Unite, par: &Places, et: &Places, additive: bool) -> Comptes {
    let cells = par.len() * et.len();
    let whole = if additive { None } else { Some(cells) };
    let comptes: Vec<f64> = match unite {
        Unite::Enfant => {
            let mut compteur = Lignes { comptes: vec![0; cells + 1] };
            parcourir(bits, par, et, whole, &mut compteur);
            compteur.comptes.into_iter().map(f64::from).collect()
        }
        Unite::Information => {
            let mut compteur = Suivis { codes: &faits.dossier, comptes: vec![(u32::MAX, 0); cells + 1] };
            parcourir(bits, par, et, whole, &mut compteur);
            compteur.comptes.into_iter().map(|(_, compte)| f64::from(compte)).collect()
        }
        Unite::EnfantDistinct | Unite::Fratrie => {
            let (codes, n) = if unite == Unite::Fratrie {
                (&faits.fratrie, faits.fratries as usize)
            } else {
                (&faits.enfant, faits.enfants.len())
            };
            let mots = n.div_ceil(64);
            let mut compteur = Epars { codes, mots, vus: vec![0; (cells + 1) * mots], comptes: vec![0; cells + 1] };
            parcourir(bits, par, et, whole, &mut compteur);
            compteur.comptes.into_iter().map(f64::from).collect()
        }
    };
    let mut cellules = comptes;
    let last = cellules.pop().unwrap_or_default();
    let total = if additive { cellules.iter().sum() } else { last };
    Comptes { cellules, total }
}

/// Each fact of the set in each of its cells; and in the cell of the whole, if one is given.
fn parcourir<C: Compteur>(bits: &Bits, par: &Places, et: &Places, whole: Option<usize>, compteur: &mut C) {
    let series = et.len();
    let tell = |compteur: &mut C, cellule: usize, at: usize| {
        compteur.voir(cellule, at);
        if let Some(whole) = whole {
            compteur.voir(whole, at);
        }
    };
    match (&par.groupes, &et.groupes) {
        (Groupes::U8(codes), Groupes::Un) => bits.pour_chacun(|at| {
            if let Some(code) = codes.get(at) {
                tell(compteur, usize::from(*code), at);
            }
        }),
        (Groupes::U16(codes), Groupes::Un) => bits.pour_chacun(|at| {
            if let Some(code) = codes.get(at) {
                tell(compteur, usize::from(*code), at);
            }
        }),
        (Groupes::Temps { dates, places, first }, Groupes::Un) => {
            let count = par.len();
            bits.pour_chacun(|at| {
                let day = dates.get(at).copied().unwrap_or(ABSENT);
                // A day that is not known is before the first place.
                if let Some(place) =
                    usize::try_from(places.get(day).saturating_sub(*first)).ok().filter(|at| *at < count)
                {
                    tell(compteur, place, at);
                }
            });
        }
        (Groupes::Un, Groupes::Un) => bits.pour_chacun(|at| tell(compteur, 0, at)),
        (par_groupes, et_groupes) => {
            let places = par.len();
            bits.pour_chacun(|at| {
                // A fact of several cells is once in the whole.
                let mut seen = false;
                par_groupes.pour(at, |place| {
                    if place < places {
                        et_groupes.pour(at, |serie| {
                            if serie < series {
                                compteur.voir(place * series + serie, at);
                                seen = true;
                            }
                        });
                    }
                });
                if let Some(whole) = whole.filter(|_| seen) {
                    compteur.voir(whole, at);
                }
            });
        }
    }
}

/// Days counted one by one up to this many; longer delays are kept as they are.
const LONG: usize = 2048;

/// The delays of each cell, ready to be asked any percentile.
pub struct Delais {
    compte: Vec<u32>,
    longs: Vec<Vec<i32>>,
}

impl Delais {
    /// The last cell is of the whole.
    pub fn new(faits: &Faits, bits: &Bits, unite: Unite, de: &[i32], a: &[i32], par: &Places, et: &Places) -> Self {
        let cells = par.len() * et.len() + 1;
        let mut delais = Self { compte: vec![0; cells * LONG], longs: vec![Vec::new(); cells] };
        let mut last = vec![u32::MAX; cells];
        let (places, series) = (par.len(), et.len());
        bits.pour_chacun(|at| {
            let (Some(from), Some(to), Some(dossier)) = (de.get(at), a.get(at), faits.dossier.get(at)) else { return };
            if *from == ABSENT || *to == ABSENT || to < from {
                return;
            }
            let mut tell = |cellule: usize| {
                let Some(held) = last.get_mut(cellule) else { return };
                if unite == Unite::Information && held == dossier {
                    return;
                }
                *held = *dossier;
                delais.ajouter(cellule, to - from);
            };
            tell(cells - 1);
            par.groupes.pour(at, |place| {
                if place < places {
                    et.groupes.pour(at, |serie| {
                        if serie < series {
                            tell(place * series + serie);
                        }
                    });
                }
            });
        });
        for longs in &mut delais.longs {
            longs.sort_unstable();
        }
        delais
    }

    fn ajouter(&mut self, cellule: usize, jours: i32) {
        let short = usize::try_from(jours).ok().filter(|jours| *jours < LONG);
        match short.and_then(|jours| self.compte.get_mut(cellule * LONG + jours)) {
            Some(compte) => *compte += 1,
            None => {
                if let Some(longs) = self.longs.get_mut(cellule) {
                    longs.push(jours);
                }
            }
        }
    }

    /// Between the two nearest delays, as SQL's `percentile_cont`; none when there is no delay.
    pub fn centile(&self, cellule: usize, centile: u8) -> Option<f64> {
        let compte = self.compte.get(cellule * LONG..(cellule + 1) * LONG)?;
        let longs = self.longs.get(cellule)?;
        let n = compte.iter().map(|compte| *compte as usize).sum::<usize>() + longs.len();
        let place = f64::from(centile) / 100.0 * (n.checked_sub(1)? as f64);
        let low = Self::rang(compte, longs, place.floor() as usize)?;
        let high = Self::rang(compte, longs, place.ceil() as usize)?;
        Some(low + (high - low) * place.fract())
    }

    fn rang(compte: &[u32], longs: &[i32], rang: usize) -> Option<f64> {
        let mut before = 0;
        for (jours, compte) in compte.iter().enumerate() {
            before += *compte as usize;
            if rang < before {
                return Some(jours as f64);
            }
        }
        longs.get(rang - before).map(|jours| f64::from(*jours))
    }
}
