//! A set of facts, one bit each: filters are joined by the word.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    mots: Vec<u64>,
}

impl Bits {
    pub fn pleins(longueur: usize) -> Self {
        Self::tels_que(longueur, |_| true)
    }

    /// Those for which `keep` says yes.
    pub fn tels_que(longueur: usize, mut keep: impl FnMut(usize) -> bool) -> Self {
        let mut mots = Vec::with_capacity(longueur.div_ceil(64));
        let mut at = 0;
        while at < longueur {
            let here = 64.min(longueur - at);
            let mut mot = 0_u64;
            for bit in 0..here {
                mot |= u64::from(keep(at + bit)) << bit;
            }
            mots.push(mot);
            at += here;
        }
        Self { mots }
    }

    pub fn et(&mut self, other: &Self) {
        for (mot, other) in self.mots.iter_mut().zip(&other.mots) {
            *mot &= other;
        }
    }

    /// Each fact of the set, in order.
    pub fn pour_chacun(&self, mut work: impl FnMut(usize)) {
        for (index, mot) in self.mots.iter().enumerate() {
            let start = index * 64;
            if *mot == u64::MAX {
                for at in start..start + 64 {
                    work(at);
                }
            } else {
                let mut rest = *mot;
                while rest != 0 {
                    work(start + rest.trailing_zeros() as usize);
                    rest &= rest - 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_not_overrun() {
        for longueur in [0, 1, 63, 64, 65, 200] {
            let bits = Bits::pleins(longueur);
            let mut seen = Vec::new();
            bits.pour_chacun(|at| seen.push(at));
            assert_eq!(seen, (0..longueur).collect::<Vec<_>>());
        }
    }

    #[test]
    fn joined_sets_hold_what_both_hold() {
        let mut pairs = Bits::tels_que(130, |at| at % 2 == 0);
        let thirds = Bits::tels_que(130, |at| at % 3 == 0);
        let mut seen = Vec::new();
        pairs.et(&thirds);
        pairs.pour_chacun(|at| seen.push(at));
        assert_eq!(seen, (0..130).step_by(6).collect::<Vec<_>>());
    }
}
