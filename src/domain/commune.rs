//! The communes of France. Thirty-five thousand of them stay in memory while Vigie is open: they are one text.

use super::nom;

/// Sorted by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Communes {
    /// All that each of them says, end to end.
    texte: String,
    lignes: Vec<Ligne>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Ligne {
    debut: u32,
    /// Where code, name, postal code, key and territory end, from there.
    fins: [u16; 5],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commune<'a> {
    texte: &'a str,
    fins: [u16; 5],
}

impl Communes {
    /// `codes_postaux` are separated by commas; `territoire` is none, or empty, away from the département.
    pub fn push(&mut self, code: &str, nom: &str, codes_postaux: &str, territoire: Option<&str>) {
        // A hundred times what there is in France; more would be left out, never wrong.
        let Ok(debut) = u32::try_from(self.texte.len()) else { return };
        let at = self.lignes.partition_point(|ligne| self.lire(ligne).code() <= code);
        let code_postal = codes_postaux.split(',').next().unwrap_or_default();
        let cle = nom::fold(&format!("{nom} {codes_postaux}"));
        let mut length = 0;
        let fins = [code, nom, code_postal, &cle, territoire.unwrap_or_default()].map(|part| {
            self.texte.push_str(part);
            length += part.len();
            // No commune has a tenth of that; one that had would be cut in reading, never wrong in memory.
            u16::try_from(length).unwrap_or(u16::MAX)
        });
        self.lignes.insert(at, Ligne { debut, fins });
    }

    /// Room for those of France: a text that grows leaves behind as much as it holds.
    pub fn of_france() -> Self {
        Self { texte: String::with_capacity(1_700_000), lignes: Vec::with_capacity(36_000) }
    }

    /// Nothing will be added.
    pub fn shrink_to_fit(&mut self) {
        self.texte.shrink_to_fit();
        self.lignes.shrink_to_fit();
    }

    pub fn len(&self) -> usize {
        self.lignes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lignes.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Commune<'_>> {
        self.lignes.iter().map(|ligne| self.lire(ligne))
    }

    /// The one of this rank.
    pub fn get(&self, rank: usize) -> Option<Commune<'_>> {
        self.lignes.get(rank).map(|ligne| self.lire(ligne))
    }

    pub fn find(&self, code: &str) -> Option<Commune<'_>> {
        self.get(self.lignes.binary_search_by(|ligne| self.lire(ligne).code().cmp(code)).ok()?)
    }

    fn lire(&self, ligne: &Ligne) -> Commune<'_> {
        let debut = usize::try_from(ligne.debut).unwrap_or(usize::MAX);
        let texte = debut.checked_add(usize::from(ligne.fins[4])).and_then(|fin| self.texte.get(debut..fin));
        Commune { texte: texte.unwrap_or_default(), fins: ligne.fins }
    }
}

impl<'a> Commune<'a> {
    /// INSEE code.
    pub fn code(self) -> &'a str {
        self.part(0, self.fins[0])
    }

    pub fn nom(self) -> &'a str {
        self.part(self.fins[0], self.fins[1])
    }

    /// The first postal code; all of them are in [`Self::cle`].
    pub fn code_postal(self) -> &'a str {
        self.part(self.fins[1], self.fins[2])
    }

    /// Folded name and postal codes.
    pub fn cle(self) -> &'a str {
        self.part(self.fins[2], self.fins[3])
    }

    /// Of the département's own communes.
    pub fn territoire(self) -> Option<&'a str> {
        Some(self.part(self.fins[3], self.fins[4])).filter(|territoire| !territoire.is_empty())
    }

    fn part(self, from: u16, to: u16) -> &'a str {
        self.texte.get(usize::from(from)..usize::from(to)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commune_gives_back_what_it_was_made_of() {
        let mut communes = Communes::default();
        communes.push("60048", "Baugy", "60113,60190", None);
        communes.push("18110", "Héry-ès-Œuf", "", Some("nord"));
        communes.push("1", "A", "2", Some(""));
        communes.shrink_to_fit();
        let baugy = communes.find("60048").unwrap();
        assert_eq!((baugy.code(), baugy.nom(), baugy.code_postal()), ("60048", "Baugy", "60113"));
        assert_eq!((baugy.cle(), baugy.territoire()), ("baugy 60113 60190", None));
        let herry = communes.find("18110").unwrap();
        assert_eq!((herry.nom(), herry.code_postal(), herry.territoire()), ("Héry-ès-Œuf", "", Some("nord")));
        assert_eq!(communes.find("1").unwrap().territoire(), None);
        assert_eq!(communes.find("18111"), None);
    }

    #[test]
    fn communes_are_sorted_by_code_in_whatever_order_they_come() {
        let mut communes = Communes::default();
        for code in ["2A004", "18033", "97411", "01001", "18015"] {
            communes.push(code, "Là", "1", None);
        }
        let codes: Vec<&str> = communes.iter().map(Commune::code).collect();
        assert_eq!(codes, ["01001", "18015", "18033", "2A004", "97411"]);
        assert_eq!((communes.len(), communes.get(1)), (5, communes.find("18015")));
    }
}
