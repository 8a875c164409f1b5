//! A text brought to plain letters, word by word. What an accent says of the sound stays, as a
//! capital: `É` is a final e that is heard, `Œ` the vowel of « cœur », `Ñ` that of « gn ».

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longer names are cut here: nobody mistakes one by its hundredth letter.
const LONGEST: usize = 96;

/// Words without a sound of their own: they are heard with the next one, whatever stands between.
const PARTICULES: [&str; 36] = [
    "a", "abd", "abdel", "abdoul", "abdul", "abou", "abu", "ait", "al", "ben", "bin", "bou", "d", "da", "de", "del",
    "della", "des", "di", "do", "dos", "du", "el", "en", "ibn", "l", "la", "le", "les", "m", "mac", "mc", "n", "o",
    "ould", "t",
];

/// One word, or a word with the particles before it.
#[derive(Default)]
pub(super) struct Mot {
    pub lettres: Vec<char>,
}

/// Gives each word of the text to `each`, particles joined to the word that they introduce.
pub(super) fn mots(texte: &str, mut each: impl FnMut(&[char])) {
    let mut mot = Mot::default();
    // Where the word being read begins, behind its particles.
    let mut start = 0;
    let mut end = |mot: &mut Mot, start: &mut usize, last: bool| {
        let word = mot.lettres.get(*start..).unwrap_or_default();
        if word.iter().copied().eq("st".chars()) {
            mot.lettres.truncate(*start);
            mot.lettres.extend("saint".chars());
        } else if word.iter().copied().eq("ste".chars()) {
            mot.lettres.truncate(*start);
            mot.lettres.extend("sainte".chars());
        }
        let word = mot.lettres.get(*start..).unwrap_or_default();
        if !last && PARTICULES.iter().any(|particule| particule.chars().eq(word.iter().copied())) {
            *start = mot.lettres.len();
            return;
        }
        if !mot.lettres.is_empty() {
            each(&mot.lettres);
        }
        mot.lettres.clear();
        *start = 0;
    };
    for c in texte.nfc().take(LONGEST) {
        for c in c.to_lowercase() {
            match c {
                'é' => mot.lettres.push('É'),
                'œ' => mot.lettres.push('Œ'),
                'ñ' => mot.lettres.push('Ñ'),
                'æ' => mot.lettres.push('e'),
                'ç' => mot.lettres.push('s'),
                'ß' => mot.lettres.extend(['s', 's']),
                'ø' => mot.lettres.push('o'),
                'ł' => mot.lettres.push('l'),
                'đ' | 'ð' => mot.lettres.push('d'),
                'þ' => mot.lettres.push('t'),
                'ı' => mot.lettres.push('i'),
                c if c.is_ascii_alphanumeric() => mot.lettres.push(c),
                c if is_combining_mark(c) => {}
                c if c.is_alphanumeric() && !matches!(c, 'ʻ' | 'ʼ') => {
                    mot.lettres.extend(std::iter::once(c).nfd().next());
                }
                _ => end(&mut mot, &mut start, false),
            }
        }
    }
    end(&mut mot, &mut start, true);
}
