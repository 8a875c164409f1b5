//! The rules: what is heard of the letters that stand here, and how many of them it takes.
//!
//! Sounds: `A` an, `I` in, `N` on, `w` ou, `x` eu, `C` ch, `h` gn; the other vowels and consonants
//! stand for themselves, `s` also for z, `k` for every hard c.

#![expect(clippy::match_same_arms, clippy::unnested_or_patterns, reason = "one spelling a line, as they are tried")]

/// A sound, and how many letters it took.
type Son = (&'static str, usize);

const fn voyelle(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'É' | 'i' | 'o' | 'u' | 'y' | 'Œ')
}

/// `avant` is the letter before, `rest` the letters from here to the end of the word.
pub(super) fn son(avant: Option<char>, rest: &[char]) -> Son {
    silent_end(avant, rest)
        .or_else(|| nasal(avant, rest))
        .or_else(|| voyelles(avant, rest))
        .unwrap_or_else(|| consonnes(avant, rest))
}

/// What the end of a French word does not let hear.
fn silent_end(avant: Option<char>, rest: &[char]) -> Option<Son> {
    let avant = avant?;
    match rest {
        ['e'] if matches!(avant, 'o' | 'a') => Some(("e", 1)),
        // « Gomes » as « Gomez », not « Georges »
        ['e', 's'] if matches!(avant, 'm' | 'n' | 'p' | 'd') => Some(("e", 9)),
        ['e'] | ['e', 's'] => Some(("", 9)),
        ['É', 'e'] | ['É', 'e', 's'] | ['É', 's'] => Some(("e", 9)),
        ['e', 'r' | 't' | 'z'] | ['e', 'r', 's'] | ['e', 't', 's' | 't']
            if !voyelle(avant) || avant == 'i' || avant == 'y' =>
        {
            Some(("e", 9))
        }
        ['t', 's' | 't'] | ['d', 's'] | ['s'] | ['z'] => Some(("", 9)),
        ['t'] if !matches!(avant, 's' | 'c' | 'p' | 'f') => Some(("", 9)),
        ['t', 'z'] | ['t', 'h'] if avant == 'l' => Some(("", 9)),
        ['d'] if matches!(avant, 'r' | 'n' | 'o') => Some(("", 9)),
        ['x'] if matches!(avant, 'u' | 'i') => Some(("", 9)),
        ['p'] | ['p', 's'] if matches!(avant, 'm' | 'u') => Some(("", 9)),
        ['c' | 'g'] | ['c' | 'g', 's'] if avant == 'n' => Some(("", 9)),
        ['g'] if avant == 'r' => Some(("", 9)),
        _ => None,
    }
}

/// A vowel that an n closes, or an m before b or p: not before another vowel, nor doubled.
fn nasal(avant: Option<char>, rest: &[char]) -> Option<Son> {
    let closed = |after: &[char]| match after {
        ['n'] | ['n', 'n'] | ['m', 'b' | 'p', ..] => true,
        ['n', next, ..] => !voyelle(*next) && !matches!(next, 'n' | 'h'),
        _ => false,
    };
    let (sound, vowels) = match rest {
        ['o', 'u', 'i', after @ ..] if closed(after) => ("wI", 3),
        ['o', 'i', after @ ..] if closed(after) => ("wI", 2),
        ['e', 'a', after @ ..] if closed(after) && matches!(avant, Some('g' | 'j')) => ("A", 2),
        ['a' | 'e', 'i' | 'y', after @ ..] if closed(after) => ("I", 2),
        ['e', after @ ..] if closed(after) && matches!(avant, Some('i' | 'y' | 'É')) => ("I", 1),
        ['a' | 'e', after @ ..] if closed(after) => ("A", 1),
        ['i' | 'y' | 'u', after @ ..] if closed(after) && !matches!(avant, Some('o' | 'a' | 'e')) => ("I", 1),
        ['o', after @ ..] if closed(after) => ("N", 1),
        _ => return None,
    };
    // « Colomb », « Champs »: the consonant that only closes the word is not heard either.
    let end = match rest.get(vowels + 1..) {
        Some(['b'] | ['b', 's'] | ['p'] | ['p', 's'] | ['n']) => 9,
        _ => vowels + 1,
    };
    Some((sound, end))
}

fn voyelles(avant: Option<char>, rest: &[char]) -> Option<Son> {
    let glide = |after: &[char]| after.first().copied().is_some_and(voyelle);
    Some(match rest {
        // « Thibault », « Renaud », « Michaux »
        ['e', 'a', 'u', 'l', 't' | 'd', after @ ..] => ("o", if glide(after) { 4 } else { 5 }),
        ['a', 'u', 'l', 't' | 'd', after @ ..] => ("o", if glide(after) { 3 } else { 4 }),
        // « Benoist », « Prévost »
        ['o', 'i', 's', 't'] => ("wa", 4),
        ['o', 's', 't'] => ("o", 3),
        ['e', 'a', 'u', 'd' | 't' | 'x'] => ("o", 4),
        ['a', 'u', 'd' | 't' | 'x'] | ['e', 'a', 'u', ..] => ("o", 3),
        ['a', 'o', 'u', ..] => ("aw", 3),
        ['a', 'u', ..] => ("o", 2),
        ['a' | 'e', 'i', 'l', 'l', ..] => ("ei", 4),
        ['a' | 'e', 'i', 'l'] => ("ei", 3),
        ['o', 'u', 'i', 'l', 'l', ..] => ("wi", 5),
        ['e', 'u', 'i', 'l', 'l', ..] => ("xi", 5),
        ['a' | 'e', 'i' | 'y', after @ ..] if glide(after) => ("ei", 2),
        ['a' | 'e', 'i' | 'y', ..] => ("e", 2),
        ['o', 'e', 'u', ..] => ("x", 3),
        ['e', 'u', ..] => ("x", 2),
        ['Œ', 'u', ..] => ("x", 2),
        ['Œ', ..] => ("x", 1),
        // « Ouattara » as « Wattara »
        ['o', 'u', after @ ..] if avant.is_none() && glide(after) => ("v", 2),
        ['o', 'u' | 'o', ..] => ("w", 2),
        ['o', 'i' | 'y', after @ ..] if glide(after) => ("wai", 2),
        ['o', 'i' | 'y', ..] => ("wa", 2),
        ['i' | 'y', 'e'] | ['i' | 'y', 'e', 's'] => ("i", 9),
        ['a', ..] => ("a", 1),
        ['e' | 'É', ..] => ("e", 1),
        ['i' | 'y', ..] => ("i", 1),
        ['o', ..] => ("o", 1),
        ['u', ..] => ("u", 1),
        _ => return None,
    })
}

fn consonnes(avant: Option<char>, rest: &[char]) -> Son {
    let soft = |next: Option<&char>| matches!(next, Some('e' | 'É' | 'i' | 'y' | 'Œ'));
    match rest {
        // « Deschamps » as « Déchamps »
        ['d', 'e', 's', next, ..] if avant.is_none() && !voyelle(*next) && !matches!(next, 's' | 't') => ("de", 3),
        ['s', 'c', 'h', ..] | ['t', 'c', 'h', ..] => ("C", 3),
        ['c', 'h', 'r' | 'l' | 'n' | 'm' | 't', ..] => ("k", 2),
        // « Michaël », « Zacharie »
        ['c', 'h', 'a', 'e' | 'r', 'l' | 'i' | 'y', ..] if matches!(avant, Some('i' | 'a')) => ("k", 2),
        ['c' | 's', 'h', ..] | ['c', 'z', ..] => ("C", 2),
        ['s', 'c', next, ..] if soft(Some(next)) => ("s", 2),
        ['c', 'q', 'u', ..] => ("k", 3),
        ['c', 'k' | 'c', ..] | ['q', 'u', ..] | ['k', 'h', ..] => ("k", 2),
        ['c', after @ ..] if soft(after.first()) => ("s", 1),
        ['c' | 'k' | 'q', ..] => ("k", 1),
        ['p', 'h', ..] => ("f", 2),
        ['b', 'v', ..] => ("v", 2),
        ['g', 'n', ..] => ("h", 2),
        ['n', 'h', ..] => ("h", 2),
        ['Ñ', ..] => ("h", 1),
        ['g', 'e', 'a' | 'o', ..] => ("j", 2),
        ['g', 'u', 'e' | 'É' | 'i' | 'y', ..] | ['g', 'h', ..] => ("g", 2),
        ['g', after @ ..] if soft(after.first()) => ("j", 1),
        ['d', 'j', ..] => ("j", 2),
        ['d' | 't', 'z', ..] => ("s", 2),
        ['t' | 'd' | 'r' | 'b' | 'l', 'h', ..] => (simple(rest), 2),
        ['x', ..] => ("ks", 1),
        _ => (simple(rest), 1),
    }
}

fn simple(rest: &[char]) -> &'static str {
    match rest.first() {
        Some('b') => "b",
        Some('d') => "d",
        Some('f') => "f",
        Some('g') => "g",
        Some('j') => "j",
        Some('l') => "l",
        Some('m') => "m",
        Some('n') => "n",
        Some('p') => "p",
        Some('r') => "r",
        Some('s' | 'z') => "s",
        Some('t') => "t",
        Some('v' | 'w') => "v",
        _ => "",
    }
}
