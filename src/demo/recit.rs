//! What is told: sentences of the file, joined in the order in which such notes are written.

use super::hasard::Hasard;
use super::parcours::Parcours;
use super::situation::Situation;
use super::suites::Groupe;
use super::theme::Theme;

/// Of a synthèse.
const PHRASES_MIN: usize = 3;
const PHRASES_MAX: usize = 9;
const PHRASES: &str = include_str!("../../assets/demo/phrases.txt");

#[derive(Clone, Copy)]
enum Morceau {
    Texte(&'static str),
    Prenom,
    Ecole,
    Commune,
    Age,
}

/// When a sentence may be said, beyond what its placeholders ask.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reserve {
    Toujours,
    Snated,
    Oral,
    Judiciaire,
    Classement,
    Administratif,
    Isole,
    /// Of a small child only.
    Petit,
    /// Of one who may not be left alone.
    Enfant,
    Jamais,
}

/// Known by a few words; the first that fits decides.
const RESERVES: [(&str, Reserve); 17] = [
    ("par le 119", Reserve::Snated),
    ("appel", Reserve::Oral),
    ("représentant légal", Reserve::Isole),
    ("autorité judiciaire a été", Reserve::Judiciaire),
    ("transmission au parquet", Reserve::Judiciaire),
    ("puéricultrice", Reserve::Petit),
    ("maternelle et infantile", Reserve::Petit),
    ("sans la présence d'un adulte", Reserve::Enfant),
    ("pourra être repris", Reserve::Classement),
    ("proposition de clôture", Reserve::Classement),
    ("autre département", Reserve::Jamais),
    ("identifier l'enfant", Reserve::Jamais),
    ("bénéficiant déjà d'un", Reserve::Classement),
    ("aucun élément nouveau ne", Reserve::Classement),
    ("paraissent s'être atténuées", Reserve::Classement),
    ("proposition d'accompagnement", Reserve::Administratif),
    ("mesure d'aide éducative", Reserve::Administratif),
];

/// Who or what must be there for a sentence to be said.
#[derive(Clone, Copy)]
enum Besoin {
    Pere,
    Parents,
    Fratrie,
    Ecole,
}

/// Known by their words too.
const BESOINS: [(Besoin, &[&str]); 4] = [
    (Besoin::Pere, &["e père", "hacun des parents", "entre les parents", "ses parents"]),
    (Besoin::Parents, &["mère", "parent", "Parent", "famille", "foyer", "domicile"]),
    (Besoin::Fratrie, &["fratrie", "ses enfants", "les enfants"]),
    (Besoin::Ecole, &["établissement", "scolaire"]),
];

struct Phrase {
    morceaux: Vec<Morceau>,
    reserve: Reserve,
    besoins: Vec<Besoin>,
}

/// The child that the sentences are about, and what is known of it.
#[derive(Default)]
pub struct Temoin<'t> {
    pub prenom: &'t str,
    pub ecole: &'t str,
    pub commune: &'t str,
    pub age: &'t str,
    pub years: u32,
    /// Is there a father, any parent at all, a brother or sister?
    pub pere: bool,
    pub parents: bool,
    pub fratrie: bool,
}

/// One note being written.
struct Note<'n> {
    temoin: &'n Temoin<'n>,
    situation: &'n Situation<'n>,
    groupe: Option<Groupe>,
    texte: String,
    /// The sentences in it, by their place in the file's theme.
    dites: Vec<(Theme, usize)>,
    /// Does the next sentence begin a line?
    alinea: bool,
}

pub struct Recits {
    themes: Vec<(Theme, Vec<Phrase>)>,
}

fn phrase(theme: Theme, texte: &'static str) -> Phrase {
    let mut morceaux = Vec::new();
    let mut rest = texte;
    while let Some((before, after)) = rest.split_once('{') {
        let (nom, after) = after.split_once('}').unwrap_or(("", after));
        morceaux.push(Morceau::Texte(before));
        match nom {
            "prenom" => morceaux.push(Morceau::Prenom),
            "ecole" => morceaux.push(Morceau::Ecole),
            "commune" => morceaux.push(Morceau::Commune),
            "age" => morceaux.push(Morceau::Age),
            _ => {}
        }
        rest = after;
    }
    morceaux.push(Morceau::Texte(rest));
    let reserve =
        RESERVES.into_iter().find(|(words, _)| texte.contains(words)).map_or(Reserve::Toujours, |(_, reserve)| reserve);
    let mut besoins: Vec<Besoin> = BESOINS
        .into_iter()
        .filter(|(_, words)| words.iter().any(|word| texte.contains(word)))
        .map(|(besoin, _)| besoin)
        .collect();
    if theme == Theme::Ecole {
        besoins.push(Besoin::Ecole);
    }
    Phrase { morceaux, reserve, besoins }
}

impl Recits {
    pub fn new() -> Self {
        let mut themes: Vec<(Theme, Vec<Phrase>)> = Theme::TOUS.map(|(theme, _)| (theme, Vec::new())).into();
        for line in PHRASES.lines() {
            let Some((nom, texte)) = line.split_once('\t') else { continue };
            if let Some((theme, phrases)) =
                Theme::named(nom.trim()).and_then(|theme| themes.iter_mut().find(|(each, _)| *each == theme))
            {
                phrases.push(phrase(*theme, texte.trim()));
            }
        }
        Self { themes }
    }

    pub fn synthese(
        &self,
        situation: &Situation<'_>,
        parcours: &Parcours<'_>,
        temoin: &Temoin<'_>,
        hasard: &mut Hasard,
    ) -> String {
        let mut note = Note::new(temoin, situation, parcours);
        note.texte.reserve(900);
        self.add(Theme::Appel, hasard.rank(3), &mut note, hasard);
        if situation.transmetteur.contains("enseignement") && situation.theme != Theme::Ecole {
            self.add(Theme::Ecole, 1, &mut note, hasard);
        }
        self.add(situation.theme, 2 + hasard.rank(2), &mut note, hasard);
        if let Some(second) = situation.second {
            note.paragraph(hasard);
            self.add(second, 1 + hasard.rank(2), &mut note, hasard);
        }
        if hasard.chance(62) {
            note.paragraph(hasard);
            self.add(Theme::Suivi, 1 + hasard.rank(2), &mut note, hasard);
        }
        self.add(Theme::Suivi, PHRASES_MIN.saturating_sub(note.dites.len()), &mut note, hasard);
        note.texte
    }

    /// The cell's own; often none.
    pub fn observation(
        &self,
        situation: &Situation<'_>,
        parcours: &Parcours<'_>,
        temoin: &Temoin<'_>,
        hasard: &mut Hasard,
    ) -> String {
        let mut note = Note::new(temoin, situation, parcours);
        if hasard.chance(38) {
            self.add(Theme::Suivi, 1, &mut note, hasard);
            if !parcours.conclusions.is_empty() {
                self.add(Theme::Cloture, 1 + hasard.rank(2), &mut note, hasard);
            }
        }
        note.texte
    }

    /// One sentence, for a row.
    pub fn remark(
        &self,
        theme: Theme,
        situation: &Situation<'_>,
        parcours: &Parcours<'_>,
        temoin: &Temoin<'_>,
        hasard: &mut Hasard,
    ) -> String {
        let mut note = Note::new(temoin, situation, parcours);
        self.add(theme, 1, &mut note, hasard);
        note.texte
    }

    /// That many sentences of a theme, fewer if not so many can be said; none twice.
    fn add(&self, theme: Theme, count: usize, note: &mut Note<'_>, hasard: &mut Hasard) {
        let Some((_, phrases)) = self.themes.iter().find(|(each, _)| *each == theme) else { return };
        let wanted = (note.dites.len() + count).min(PHRASES_MAX);
        for _ in 0..16 {
            if note.dites.len() >= wanted {
                return;
            }
            let rang = hasard.rank(phrases.len());
            if !note.dites.contains(&(theme, rang))
                && let Some(phrase) = phrases.get(rang)
                && note.push(phrase)
            {
                note.dites.push((theme, rang));
            }
        }
    }
}

impl<'n> Note<'n> {
    fn new(temoin: &'n Temoin<'n>, situation: &'n Situation<'n>, parcours: &Parcours<'_>) -> Self {
        Self { temoin, situation, groupe: parcours.groupe, texte: String::new(), dites: Vec::new(), alinea: false }
    }

    /// Adds the sentence if it can be said here.
    fn push(&mut self, phrase: &Phrase) -> bool {
        let allowed = match phrase.reserve {
            Reserve::Toujours => true,
            Reserve::Snated => self.situation.support == "support/fiche_119",
            Reserve::Oral => ["support/telephone", "support/numero_vert"].contains(&self.situation.support),
            Reserve::Judiciaire => self.groupe == Some(Groupe::Judiciaire),
            Reserve::Classement => matches!(self.groupe, Some(Groupe::Classement | Groupe::Ecarte)),
            Reserve::Administratif => self.groupe == Some(Groupe::Administratif),
            Reserve::Isole => self.situation.type_dossier == "type_dossier/mineur_non_accompagne",
            Reserve::Petit => self.temoin.years < 6,
            Reserve::Enfant => self.temoin.years < 12,
            Reserve::Jamais => false,
        };
        let there = |besoin: &Besoin| match besoin {
            Besoin::Pere => self.temoin.pere,
            Besoin::Parents => self.temoin.parents,
            Besoin::Fratrie => self.temoin.fratrie,
            Besoin::Ecole => !self.temoin.ecole.is_empty(),
        };
        let known = |morceau: &Morceau| !word(self.temoin, *morceau).is_empty() || matches!(morceau, Morceau::Texte(_));
        if !allowed || !phrase.besoins.iter().all(there) || !phrase.morceaux.iter().all(known) {
            return false;
        }
        let alinea = std::mem::take(&mut self.alinea);
        if !self.texte.is_empty() {
            self.texte.push(if alinea { '\n' } else { ' ' });
        }
        for morceau in &phrase.morceaux {
            self.texte.push_str(word(self.temoin, *morceau));
        }
        true
    }

    fn paragraph(&mut self, hasard: &mut Hasard) {
        self.alinea = hasard.chance(45);
    }
}

fn word<'t>(temoin: &Temoin<'t>, morceau: Morceau) -> &'t str {
    match morceau {
        Morceau::Texte(texte) => texte,
        Morceau::Prenom => temoin.prenom,
        Morceau::Ecole => temoin.ecole,
        Morceau::Commune => temoin.commune,
        Morceau::Age => temoin.age,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_of_a_known_theme_and_has_known_placeholders() {
        for line in PHRASES.lines().filter(|line| !line.trim().is_empty()) {
            let (theme, texte) = line.split_once('\t').unwrap();
            assert!(Theme::named(theme).is_some(), "{theme}");
            for word in texte.split('{').skip(1) {
                let nom = word.split_once('}').unwrap().0;
                assert!(["prenom", "ecole", "commune", "age"].contains(&nom), "{nom}");
            }
        }
        assert!(Recits::new().themes.iter().all(|(_, phrases)| phrases.len() > 3));
    }

    #[test]
    fn words_that_limit_a_sentence_are_still_in_the_file() {
        for (words, _) in RESERVES {
            assert!(PHRASES.contains(words), "{words}");
        }
    }
}
