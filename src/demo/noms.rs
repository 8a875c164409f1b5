//! Names that go together: a family's surnames and first names come from the same parts of the files.

use super::hasard::{Hasard, Tirage};

const NOMS: &str = include_str!("../../assets/demo/noms.txt");
const PRENOMS_F: &str = include_str!("../../assets/demo/prenoms_f.txt");
const PRENOMS_M: &str = include_str!("../../assets/demo/prenoms_m.txt");
const PRENOMS_ADULTES_F: &str = include_str!("../../assets/demo/prenoms_adultes_f.txt");
const PRENOMS_ADULTES_M: &str = include_str!("../../assets/demo/prenoms_adultes_m.txt");
const FICHIERS: [&str; 5] = [NOMS, PRENOMS_F, PRENOMS_M, PRENOMS_ADULTES_F, PRENOMS_ADULTES_M];

/// The files have no marks: each part is known by its first line, in the order of [`FICHIERS`]. An
/// empty line takes the first part; one that is not found takes the whole file.
const PARTS: [(u32, [&str; 5]); 13] = [
    (770, ["Martin", "Emma", "Lucas", "Nathalie", "Philippe"]),
    (75, ["El Amrani", "Yasmine", "Ibrahim", "Fatima", "Mohamed"]),
    (45, ["N'Diaye", "Aminata", "Mamadou", "Aminata", "Mamadou"]),
    (14, ["Abdallah", "Zaïnaba", "Saïd", "Zaïnaba", "Soilihi"]),
    (14, ["Yıldız", "Elif", "Emre", "Fatma", "Mehmet"]),
    (26, ["Da Silva", "Beatriz", "João", "Maria da Graça", "João"]),
    (8, ["Kowalczyk", "Agnieszka", "Michał", "Bożena", "Krzysztof"]),
    (12, ["Popescu", "Ioana", "Ștefan", "Mihaela", "Gheorghe"]),
    (7, ["Nguyễn", "Linh", "Minh", "Thị Hoa", "Văn Hùng"]),
    (4, ["Teriierooiterai", "Hina", "Teva", "Vaea", "Teva"]),
    (10, ["Adolphe", "", "", "", ""]),
    (15, ["Reinhardt", "Esmeralda", "Django", "Samantha", "Steeve"]),
    (14, ["Ó Briain", "Mei", "Oleksandr", "Olena", "Serhiy"]),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sexe {
    Feminin,
    Masculin,
    /// Of a child to be born.
    Inconnu,
}

/// Where a family's names come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origine(usize);

impl Origine {
    /// What most families of the département bear.
    pub const COURANTE: Self = Self(0);
}

pub struct Noms {
    origines: Tirage<Origine>,
    parts: Vec<[Vec<&'static str>; 5]>,
}

impl Noms {
    pub fn new() -> Self {
        let fichiers =
            FICHIERS.map(|fichier| fichier.lines().map(str::trim).filter(|nom| !nom.is_empty()).collect::<Vec<_>>());
        let starts = |at: usize| PARTS.iter().filter_map(move |(_, first)| first.get(at).copied());
        let mut parts = Vec::new();
        for (_, first) in PARTS {
            let mut at = 0;
            parts.push(fichiers.each_ref().map(|lines| {
                let wanted = first
                    .get(at)
                    .copied()
                    .filter(|nom| !nom.is_empty())
                    .or_else(|| starts(at).next())
                    .unwrap_or_default();
                let part = part(lines, wanted, &starts(at).collect::<Vec<_>>());
                at += 1;
                part
            }));
        }
        let origines = Tirage::new(PARTS.iter().enumerate().map(|(at, (poids, _))| (Origine(at), *poids)));
        Self { origines, parts }
    }

    pub fn origine(&self, hasard: &mut Hasard) -> Origine {
        self.origines.draw(hasard).unwrap_or(Origine::COURANTE)
    }

    pub fn nom(&self, origine: Origine, hasard: &mut Hasard) -> &'static str {
        self.pick(origine, 0, hasard)
    }

    pub fn prenom(&self, origine: Origine, sexe: Sexe, hasard: &mut Hasard) -> &'static str {
        let rang = match sexe {
            Sexe::Feminin => 1,
            Sexe::Masculin => 2,
            Sexe::Inconnu => return "",
        };
        // Children bear the names of where they are born oftener than their parents do.
        let origine = if hasard.chance(25) { Origine::COURANTE } else { origine };
        self.pick(origine, rang, hasard)
    }

    pub fn prenom_adulte(&self, origine: Origine, sexe: Sexe, hasard: &mut Hasard) -> &'static str {
        self.pick(origine, if sexe == Sexe::Feminin { 3 } else { 4 }, hasard)
    }

    /// A professional's, « Claire MARTIN ».
    pub fn professionnel(&self, hasard: &mut Hasard) -> String {
        let origine = if hasard.chance(85) { Origine::COURANTE } else { self.origine(hasard) };
        let sexe = if hasard.chance(82) { Sexe::Feminin } else { Sexe::Masculin };
        let prenom = self.prenom_adulte(origine, sexe, hasard);
        let mut shown = String::from(prenom);
        shown.push(' ');
        shown.push_str(&self.nom(origine, hasard).to_uppercase());
        shown
    }

    fn pick(&self, origine: Origine, fichier: usize, hasard: &mut Hasard) -> &'static str {
        let part = self.parts.get(origine.0).and_then(|parts| parts.get(fichier));
        part.and_then(|part| hasard.pick_early(part)).copied().unwrap_or_default()
    }
}

/// The lines from `first` to the next that begins another part.
fn part(lines: &[&'static str], first: &str, starts: &[&str]) -> Vec<&'static str> {
    let Some(from) = lines.iter().position(|line| *line == first) else { return lines.to_vec() };
    let rest = lines.get(from..).unwrap_or_default();
    let length = rest.iter().skip(1).position(|line| starts.contains(line)).map_or(rest.len(), |at| at + 1);
    rest.get(..length).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_in_its_file_and_none_overlaps() {
        let noms = Noms::new();
        for (at, fichier) in FICHIERS.iter().enumerate() {
            let lines = fichier.lines().filter(|line| !line.trim().is_empty()).count();
            let covered: usize = PARTS
                .iter()
                .zip(&noms.parts)
                .filter(|((_, first), _)| !first[at].is_empty())
                .map(|(_, parts)| parts[at].len())
                .sum();
            assert_eq!(covered, lines, "file {at}: a first line of PARTS is no longer in it");
        }
        assert!(noms.parts[1][0].contains(&"Ben Saïd") && !noms.parts[0][0].contains(&"Ben Saïd"));
        assert!(noms.parts[10][1].contains(&"Emma"));
    }
}
