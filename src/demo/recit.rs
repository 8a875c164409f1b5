//! What is told: sentences of the file, joined in the order in which such notes are written.

use super::hasard::Hasard;
use super::parcours::Parcours;
use super::situation::Situation;
use super::suites::Groupe;
use super::theme::Theme;

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
    Jamais,
}

/// Known by a few words; the first that fits decides.
const RESERVES: [(&str, Reserve); 12] = [
    ("par le 119", Reserve::Snated),
    ("appel", Reserve::Oral),
    ("représentant légal", Reserve::Isole),
    ("autorité judiciaire a été", Reserve::Judiciaire),
    ("transmission au parquet", Reserve::Judiciaire),
    ("autre département", Reserve::Jamais),
    ("identifier l'enfant", Reserve::Jamais),
    ("bénéficiant déjà d'un", Reserve::Classement),
    ("aucun élément nouveau ne", Reserve::Classement),
    ("paraissent s'être atténuées", Reserve::Classement),
    ("proposition d'accompagnement", Reserve::Administratif),
    ("mesure d'aide éducative", Reserve::Administratif),
];

struct Phrase {
    morceaux: Vec<Morceau>,
    reserve: Reserve,
}

/// The child that the sentences are about, and what is known of it.
#[derive(Default)]
pub struct Temoin<'t> {
    pub prenom: &'t str,
    pub ecole: &'t str,
    pub commune: &'t str,
    pub age: &'t str,
}

/// One note being written.
struct Note<'n> {
    temoin: &'n Temoin<'n>,
    situation: &'n Situation<'n>,
    groupe: Option<Groupe>,
    texte: String,
}

pub struct Recits {
    themes: Vec<(Theme, Vec<Phrase>)>,
}

fn phrase(texte: &'static str) -> Phrase {
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
    let reserve = RESERVES.into_iter().find(|(words, _)| texte.contains(words)).map_or(Reserve::Toujours, |(_, reserve)| reserve);
    Phrase { morceaux, reserve }
}

impl Recits {
    pub fn new() -> Self {
        let mut themes: Vec<(Theme, Vec<Phrase>)> = Theme::TOUS.map(|(theme, _)| (theme, Vec::new())).into();
        for line in PHRASES.lines() {
            let Some((nom, texte)) = line.split_once('\t') else { continue };
            if let Some((_, phrases)) = Theme::named(nom.trim()).and_then(|theme| themes.iter_mut().find(|(each, _)| *each == theme)) {
                phrases.push(phrase(texte.trim()));
            }
        }
        Self { themes }
    }

    pub fn synthese(&self, situation: &Situation<'_>, parcours: &Parcours<'_>, temoin: &Temoin<'_>, hasard: &mut Hasard) -> String {
        let mut note = Note { temoin, situation, groupe: parcours.groupe, texte: String::with_capacity(900) };
        self.add(Theme::Appel, hasard.between(0, 2), &mut note, hasard);
        if situation.transmetteur.contains("enseignement") && situation.theme != Theme::Ecole {
            self.add(Theme::Ecole, 1, &mut note, hasard);
        }
        self.add(situation.theme, hasard.between(2, 3), &mut note, hasard);
        if let Some(second) = situation.second {
            note.paragraph(hasard);
            self.add(second, hasard.between(1, 2), &mut note, hasard);
        }
        if hasard.chance(62) {
            note.paragraph(hasard);
            self.add(Theme::Suivi, hasard.between(1, 2), &mut note, hasard);
        }
        note.texte
    }

    /// The cell's own; often none.
    pub fn observation(&self, situation: &Situation<'_>, parcours: &Parcours<'_>, temoin: &Temoin<'_>, hasard: &mut Hasard) -> String {
        let mut note = Note { temoin, situation, groupe: parcours.groupe, texte: String::new() };
        if hasard.chance(38) {
            self.add(Theme::Suivi, 1, &mut note, hasard);
            if !parcours.conclusions.is_empty() {
                self.add(Theme::Cloture, hasard.between(1, 2), &mut note, hasard);
            }
        }
        note.texte
    }

    /// One sentence, for a row.
    pub fn remark(&self, theme: Theme, situation: &Situation<'_>, parcours: &Parcours<'_>, temoin: &Temoin<'_>, hasard: &mut Hasard) -> String {
        let mut note = Note { temoin, situation, groupe: parcours.groupe, texte: String::new() };
        self.add(theme, 1, &mut note, hasard);
        note.texte
    }

    /// That many sentences of a theme, fewer if not so many can be said; none twice.
    fn add(&self, theme: Theme, count: i64, note: &mut Note<'_>, hasard: &mut Hasard) {
        let Some((_, phrases)) = self.themes.iter().find(|(each, _)| *each == theme) else { return };
        let last = i64::try_from(phrases.len()).unwrap_or(0) - 1;
        let mut said: Vec<i64> = Vec::with_capacity(4);
        let mut tries = 0;
        while i64::try_from(said.len()).is_ok_and(|said| said < count) && tries < 16 {
            tries += 1;
            let rang = hasard.between(0, last);
            if said.contains(&rang) {
                continue;
            }
            if let Some(phrase) = usize::try_from(rang).ok().and_then(|rang| phrases.get(rang))
                && note.push(phrase)
            {
                said.push(rang);
            }
        }
    }
}

impl Note<'_> {
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
            Reserve::Jamais => false,
        };
        let known = |morceau: &Morceau| !self.word(*morceau).is_empty() || matches!(morceau, Morceau::Texte(_));
        if !allowed || !phrase.morceaux.iter().all(known) {
            return false;
        }
        if !self.texte.is_empty() && !self.texte.ends_with('\n') {
            self.texte.push(' ');
        }
        for morceau in &phrase.morceaux {
            let word = self.word(*morceau).to_owned();
            self.texte.push_str(&word);
        }
        true
    }

    fn word(&self, morceau: Morceau) -> &str {
        match morceau {
            Morceau::Texte(texte) => texte,
            Morceau::Prenom => self.temoin.prenom,
            Morceau::Ecole => self.temoin.ecole,
            Morceau::Commune => self.temoin.commune,
            Morceau::Age => self.temoin.age,
        }
    }

    fn paragraph(&mut self, hasard: &mut Hasard) {
        if !self.texte.is_empty() && hasard.chance(45) {
            self.texte.push('\n');
        }
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
