//! Columns: a small code a fact, several codes a fact, and what the codes stand for.

use std::collections::HashMap;

/// What a code of a dimension stands for. The code 0 is « nothing is known ».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sens {
    /// As the base has it; empty for « nothing is known ».
    pub valeur: String,
    pub libelle: String,
}

/// The values of a dimension, in the order in which they are shown.
#[derive(Clone, Debug, Default)]
pub struct Dictionnaire {
    sens: Vec<Sens>,
    codes: HashMap<String, u16>,
}

impl Dictionnaire {
    pub fn new(inconnu: &str) -> Self {
        let mut dictionnaire = Self::default();
        dictionnaire.ajouter("", inconnu);
        dictionnaire
    }

    pub fn ajouter(&mut self, valeur: &str, libelle: &str) {
        if !self.codes.contains_key(valeur)
            && let Ok(code) = u16::try_from(self.sens.len())
        {
            self.codes.insert(valeur.to_owned(), code);
            self.sens.push(Sens { valeur: valeur.to_owned(), libelle: libelle.to_owned() });
        }
    }

    /// The code of a value. One that no list names stands for itself; beyond 65,535 of them, for nothing known.
    pub fn coder(&mut self, valeur: &str) -> u16 {
        if let Some(code) = self.codes.get(valeur) {
            return *code;
        }
        self.ajouter(valeur, valeur);
        self.code(valeur).unwrap_or_default()
    }

    pub fn code(&self, valeur: &str) -> Option<u16> {
        self.codes.get(valeur).copied()
    }

    pub fn sens(&self) -> &[Sens] {
        &self.sens
    }

    pub fn libelle(&self, code: usize) -> &str {
        self.sens.get(code).map_or("", |sens| &sens.libelle)
    }
}

/// One code a fact: a byte as long as that is enough.
#[derive(Clone, Debug)]
pub enum Codes {
    U8(Vec<u8>),
    U16(Vec<u16>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::U8(Vec::new())
    }
}

impl Codes {
    pub fn push(&mut self, code: u16) {
        match self {
            Self::U16(codes) => codes.push(code),
            Self::U8(codes) => {
                if let Ok(code) = u8::try_from(code) {
                    return codes.push(code);
                }
                let mut wide: Vec<u16> = codes.iter().map(|code| u16::from(*code)).collect();
                wide.push(code);
                *self = Self::U16(wide);
            }
        }
    }

    pub fn get(&self, at: usize) -> usize {
        match self {
            Self::U8(codes) => codes.get(at).copied().map_or(0, usize::from),
            Self::U16(codes) => codes.get(at).copied().map_or(0, usize::from),
        }
    }

    /// The facts in another order, or fewer of them.
    #[must_use]
    pub fn choisir(&self, places: &[u32]) -> Self {
        match self {
            Self::U8(codes) => Self::U8(choisir(codes, places)),
            Self::U16(codes) => Self::U16(choisir(codes, places)),
        }
    }

    /// Gives back the room that was kept to grow.
    pub fn serrer(&mut self) {
        match self {
            Self::U8(codes) => codes.shrink_to_fit(),
            Self::U16(codes) => codes.shrink_to_fit(),
        }
    }

    pub fn octets(&self) -> usize {
        match self {
            Self::U8(codes) => codes.capacity(),
            Self::U16(codes) => 2 * codes.capacity(),
        }
    }
}

pub fn choisir<T: Copy>(colonne: &[T], places: &[u32]) -> Vec<T> {
    places.iter().filter_map(|place| colonne.get(*place as usize).copied()).collect()
}

/// Several codes a fact, end to end; `fins` says where those of each fact end.
#[derive(Clone, Debug, Default)]
pub struct Multiple {
    fins: Vec<u32>,
    codes: Vec<u16>,
}

impl Multiple {
    /// The codes of the next fact; each once.
    pub fn push(&mut self, codes: impl Iterator<Item = u16>) {
        let start = self.codes.len();
        for code in codes {
            if !self.codes.get(start..).unwrap_or_default().contains(&code) {
                self.codes.push(code);
            }
        }
        self.fins.push(u32::try_from(self.codes.len()).unwrap_or(u32::MAX));
    }

    pub fn get(&self, at: usize) -> &[u16] {
        let start = at.checked_sub(1).and_then(|before| self.fins.get(before)).map_or(0, |end| *end as usize);
        let end = self.fins.get(at).map_or(0, |end| *end as usize);
        self.codes.get(start..end).unwrap_or_default()
    }

    #[must_use]
    pub fn choisir(&self, places: &[u32]) -> Self {
        let mut chosen = Self { fins: Vec::with_capacity(places.len()), codes: Vec::with_capacity(self.codes.len()) };
        for place in places {
            chosen.push(self.get(*place as usize).iter().copied());
        }
        chosen
    }

    pub fn serrer(&mut self) {
        self.fins.shrink_to_fit();
        self.codes.shrink_to_fit();
    }

    pub fn octets(&self) -> usize {
        4 * self.fins.capacity() + 2 * self.codes.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_widens_when_a_byte_is_no_longer_enough() {
        let mut codes = Codes::default();
        for code in [1, 255, 256, 2] {
            codes.push(code);
        }
        assert!(matches!(codes, Codes::U16(_)));
        assert_eq!((0..4).map(|at| codes.get(at)).collect::<Vec<_>>(), [1, 255, 256, 2]);
    }

    #[test]
    fn several_codes_stay_with_their_fact_when_the_order_changes() {
        let mut motifs = Multiple::default();
        motifs.push([3, 4, 3].into_iter());
        motifs.push([].into_iter());
        motifs.push([9].into_iter());
        let turned = motifs.choisir(&[2, 1, 0]);
        assert_eq!((turned.get(0), turned.get(1), turned.get(2)), (&[9][..], &[][..], &[3, 4][..]));
    }

    #[test]
    fn an_unlisted_value_stands_for_itself() {
        let mut dictionnaire = Dictionnaire::new("Non renseigné");
        dictionnaire.ajouter("motif/fugue", "Fugue");
        assert_eq!(
            (dictionnaire.coder(""), dictionnaire.coder("motif/fugue"), dictionnaire.coder("motif/x")),
            (0, 1, 2)
        );
        assert_eq!(dictionnaire.libelle(2), "motif/x");
    }
}
