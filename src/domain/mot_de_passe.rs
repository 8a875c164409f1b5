//! Is a password strong enough? The rule of the CNIL (deliberation 2022-100), common ones refused; never changed by
//! force.

use super::nom;

/// Why a password is refused, in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refus {
    #[error(
        "Ce mot de passe est trop simple\u{a0}; prenez 12 caractères mêlant majuscules, minuscules, chiffres et autres signes, ou 14 sans autres signes, ou une phrase de 7 mots"
    )]
    Simple,
    #[error(
        "Ce mot de passe est trop courant ou se devine\u{a0}; prenez-en un qui ne suive ni votre nom, ni le clavier, ni une suite"
    )]
    Courant,
    #[error("Ce mot de passe a des caractères invisibles ou plus de 200 caractères\u{a0}; retapez-le")]
    Illisible,
}

/// Words and runs that passwords are made of when one has no idea, without accents nor capitals.
const COURANTS: [&str; 44] = [
    "motdepasse",
    "password",
    "passe",
    "azerty",
    "qwerty",
    "qsdfgh",
    "wxcvbn",
    "asdfgh",
    "zxcvbn",
    "admin",
    "bonjour",
    "soleil",
    "bienvenue",
    "welcome",
    "secret",
    "vigie",
    "departement",
    "enfance",
    "protection",
    "service",
    "utilisateur",
    "user",
    "test",
    "changezmoi",
    "changeme",
    "letmein",
    "iloveyou",
    "jetaime",
    "doudou",
    "chouchou",
    "loulou",
    "marseille",
    "france",
    "paris",
    "janvier",
    "fevrier",
    "printemps",
    "automne",
    "hiver",
    "ete",
    "abcdef",
    "dossier",
    "crip",
    "sesame",
];

/// # Errors
/// The first reason to refuse it.
pub fn juger(mot_de_passe: &str, login: &str) -> Result<(), Refus> {
    if mot_de_passe.chars().count() > 200 || mot_de_passe.chars().any(char::is_control) {
        return Err(Refus::Illisible);
    }
    if !criteres(mot_de_passe, login).iter().take(3).any(|(_, met)| *met) {
        return Err(Refus::Simple);
    }
    if courant(mot_de_passe, login) { Err(Refus::Courant) } else { Ok(()) }
}

/// The passphrase of a new file. Who copied the file tries phrases as fast as their machine goes, with nobody to close
/// the account: the same rule as for passwords, in the words of a phrase.
///
/// # Errors
/// The first reason to refuse it, without what was done: who asks knows that.
pub fn juger_phrase(phrase: &str) -> Result<(), &'static str> {
    juger(phrase, "").map_err(|refus| match refus {
        Refus::Simple => {
            "Cette phrase secrète est trop courte pour un fichier qui se copie\u{a0}: prenez 7 mots différents, ou 14 caractères mêlant majuscules, minuscules et chiffres"
        }
        Refus::Courant => {
            "Cette phrase secrète est trop courante ou se devine\u{a0}: prenez des mots sans lien entre eux"
        }
        Refus::Illisible => "Cette phrase secrète a des caractères invisibles ou plus de 200 caractères",
    })
}

/// What can be shown as one types: one of the first three, and the last.
pub fn criteres(mot_de_passe: &str, login: &str) -> [(&'static str, bool); 4] {
    let classes = Classes::of(mot_de_passe);
    let long = mot_de_passe.chars().count();
    [
        (
            "12 caractères\u{a0}: majuscules, minuscules, chiffres et autres signes",
            long >= 12 && classes.majuscule && classes.minuscule && classes.chiffre && classes.autre,
        ),
        (
            "ou 14 caractères\u{a0}: majuscules, minuscules et chiffres",
            long >= 14 && classes.majuscule && classes.minuscule && classes.chiffre,
        ),
        ("ou une phrase de 7 mots différents", phrase(mot_de_passe)),
        ("ni courant, ni une suite, ni votre nom", long > 0 && !courant(mot_de_passe, login)),
    ]
}

struct Classes {
    majuscule: bool,
    minuscule: bool,
    chiffre: bool,
    autre: bool,
}

impl Classes {
    fn of(text: &str) -> Self {
        Self {
            majuscule: text.chars().any(char::is_uppercase),
            minuscule: text.chars().any(char::is_lowercase),
            chiffre: text.chars().any(|c| c.is_ascii_digit()),
            autre: text.chars().any(|c| !c.is_alphanumeric()),
        }
    }
}

/// Seven words of at least two letters, no two the same.
fn phrase(text: &str) -> bool {
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 2).map(nom::fold).collect();
    words.sort();
    words.dedup();
    words.len() >= 7
}

/// Is too little left when common words, one's own name and runs are taken out, as typed or unmasked?
fn courant(text: &str, login: &str) -> bool {
    let unmasked: String = text.chars().map(unmask).collect();
    [text, unmasked.as_str()].into_iter().any(|text| poor(text, login))
}

fn poor(text: &str, login: &str) -> bool {
    let mut left: String = nom::fold(text).chars().filter(|c| *c != ' ').collect();
    let own = nom::fold(login);
    let own = own.split([' ', '.', '_', '-']).filter(|part| part.chars().count() >= 3);
    for word in own.chain(COURANTS) {
        left = left.replace(word, " ");
    }
    let left: Vec<char> = without_runs(&left);
    let mut distinct = left.clone();
    distinct.sort_unstable();
    distinct.dedup();
    left.len() < 7 || distinct.len() < 5
}

/// A sign put for a letter hides nothing.
const fn unmask(c: char) -> char {
    match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '$' | '5' => 's',
        '3' | '€' => 'e',
        '!' | '1' => 'i',
        '7' => 't',
        c => c,
    }
}

/// « 123 », « aaa », « cba »: only the first of a run counts.
fn without_runs(text: &str) -> Vec<char> {
    let mut kept = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let follows = before.is_some_and(|before| u32::from(c).abs_diff(u32::from(before)) <= 1);
        if !follows && c != ' ' {
            kept.push(c);
        }
        before = Some(c);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_the_cnil_is_kept_case_by_case() {
        for (typed, wanted) in [
            ("", Err(Refus::Simple)),
            ("Gz7!kQp2", Err(Refus::Simple)),
            ("Gz7!kQp2xW#", Err(Refus::Simple)),
            ("Gz7!kQp2xW#m", Ok(())),
            ("gz7!kqp2xw#m", Err(Refus::Simple)),
            ("GzTkQpRxWsMb", Err(Refus::Simple)),
            ("GzTkQpRxWsMbNd", Err(Refus::Simple)),
            ("Gz7kQp2xW9mBdH", Ok(())),
            ("Gz7kQp2xW9mBd", Err(Refus::Simple)),
            ("le petit chat boit du lait tiède", Ok(())),
            ("le petit chat boit du lait", Err(Refus::Simple)),
            ("bien bien bien bien bien bien bien", Err(Refus::Simple)),
            ("Œufs-brouillés_à_l’huile_de_noix 7 fois", Ok(())),
            ("Été!Très-Bon2x", Ok(())),
            ("Motdepasse123!", Err(Refus::Courant)),
            ("M0tDeP@sse2026!", Err(Refus::Courant)),
            ("Azerty123456!", Err(Refus::Courant)),
            ("AAAAaaaa1111!", Err(Refus::Courant)),
            ("Abcdefgh1234!", Err(Refus::Courant)),
            ("Vigie2026Vigie!", Err(Refus::Courant)),
            ("Lea.Martin2026", Err(Refus::Courant)),
            ("Gz7!kQp2xW#\u{7}m", Err(Refus::Illisible)),
        ] {
            assert_eq!(juger(typed, "lea.martin"), wanted, "{typed}");
        }
        assert_eq!(juger(&"Gz7!".repeat(60), "x"), Err(Refus::Illisible));
    }

    #[test]
    fn the_phrase_of_a_file_is_refused_in_its_own_words() {
        for (typed, wanted) in [
            ("", "trop courte"),
            ("a", "trop courte"),
            ("le chat dort", "trop courte"),
            ("Motdepasse123456", "trop courante"),
            ("sept mots\u{7} que rien ne relie du tout", "invisibles"),
        ] {
            let why = juger_phrase(typed).unwrap_err();
            assert!(why.contains(wanted) && why.contains("phrase secrète") && !why.contains("mot de passe"), "{why}");
        }
        assert_eq!(juger_phrase("le petit chat boit du lait tiède"), Ok(()));
        assert_eq!(juger_phrase("Gz7kQp2xW9mBdH"), Ok(()));
    }

    #[test]
    fn what_is_shown_while_typing_says_the_same_as_the_judgement() {
        for typed in ["", "Gz7!kQp2xW#m", "Motdepasse123!", "le petit chat boit du lait tiède"] {
            let shown = criteres(typed, "lea.martin");
            let good = shown[..3].iter().any(|(_, met)| *met) && shown[3].1;
            assert_eq!(good, juger(typed, "lea.martin").is_ok(), "{typed}");
        }
    }
}
