//! A commune of France. Thirty-five thousand of them stay in memory while Vigie is open: each is one text.

use super::nom;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commune {
    /// All that it says, end to end.
    texte: Box<str>,
    /// Where code, name, postal code and key end; the territory goes on to the end of the text.
    fins: [u16; 4],
}

impl Commune {
    /// `codes_postaux` are separated by commas; `territoire` is none, or empty, away from the département.
    pub fn new(code: &str, nom: &str, codes_postaux: &str, territoire: Option<&str>) -> Self {
        let code_postal = codes_postaux.split(',').next().unwrap_or_default();
        let cle = nom::fold(&format!("{nom} {codes_postaux}"));
        let mut texte = String::new();
        let fins = [code, nom, code_postal, &cle].map(|part| {
            texte.push_str(part);
            // No commune has a tenth of that; one that had would be cut in reading, never wrong in memory.
            u16::try_from(texte.len()).unwrap_or(u16::MAX)
        });
        texte.push_str(territoire.unwrap_or_default());
        Self { texte: texte.into(), fins }
    }

    /// INSEE code.
    pub fn code(&self) -> &str {
        self.part(0, self.fins[0])
    }

    pub fn nom(&self) -> &str {
        self.part(self.fins[0], self.fins[1])
    }

    /// The first postal code; all of them are in [`Self::cle`].
    pub fn code_postal(&self) -> &str {
        self.part(self.fins[1], self.fins[2])
    }

    /// Folded name and postal codes.
    pub fn cle(&self) -> &str {
        self.part(self.fins[2], self.fins[3])
    }

    /// Of the département's own communes.
    pub fn territoire(&self) -> Option<&str> {
        self.texte.get(usize::from(self.fins[3])..).filter(|territoire| !territoire.is_empty())
    }

    fn part(&self, from: u16, to: u16) -> &str {
        self.texte.get(usize::from(from)..usize::from(to)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commune_gives_back_what_it_was_made_of() {
        let baugy = Commune::new("60048", "Baugy", "60113,60190", None);
        assert_eq!((baugy.code(), baugy.nom(), baugy.code_postal()), ("60048", "Baugy", "60113"));
        assert_eq!((baugy.cle(), baugy.territoire()), ("baugy 60113 60190", None));
        let herry = Commune::new("18110", "Héry-ès-Œuf", "", Some("nord"));
        assert_eq!((herry.nom(), herry.code_postal(), herry.territoire()), ("Héry-ès-Œuf", "", Some("nord")));
        assert_eq!(Commune::new("1", "A", "2", Some("")).territoire(), None);
    }
}
