//! Which of a child's names were written down.

use super::hasard::Hasard;

/// How the cell wrote the names of a fratrie down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ecriture {
    Deux,
    UsageSeul,
    NaissanceSeul,
    /// The name in use joins the mother's.
    Double,
}

impl Ecriture {
    pub fn draw(hasard: &mut Hasard) -> Self {
        match hasard.between(0, 99) {
            0..=54 => Self::Deux,
            55..=74 => Self::UsageSeul,
            75..=88 => Self::NaissanceSeul,
            _ => Self::Double,
        }
    }

    /// The name at birth and the name in use, as written down.
    pub fn apply(self, base: &str, nom_mere: &str) -> (String, String) {
        match self {
            Self::UsageSeul => (String::new(), base.to_owned()),
            Self::NaissanceSeul => (base.to_owned(), String::new()),
            Self::Double if base != nom_mere && base.len() + nom_mere.len() < 50 => {
                (base.to_owned(), [base, "-", nom_mere].concat())
            }
            Self::Deux | Self::Double => (base.to_owned(), base.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_name_joins_two_that_differ() {
        let shown = |ecriture: Ecriture, mere| ecriture.apply("Petit", mere);
        let pair = |naissance: &str, usage: &str| (naissance.to_owned(), usage.to_owned());
        assert_eq!(shown(Ecriture::Double, "Le Goff"), pair("Petit", "Petit-Le Goff"));
        assert_eq!(shown(Ecriture::Double, "Petit"), pair("Petit", "Petit"));
        assert_eq!(shown(Ecriture::UsageSeul, "Le Goff"), pair("", "Petit"));
        assert_eq!(shown(Ecriture::NaissanceSeul, "Le Goff"), pair("Petit", ""));
    }
}
