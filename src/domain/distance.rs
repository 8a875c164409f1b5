//! How many typing errors lie between two words: a letter too many, missing, changed, or two exchanged.

/// Longer words are not compared letter by letter.
const LONGEST: usize = 64;

/// The number of errors, when it is at most `most`.
pub fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    if one == other {
        return Some(0);
    }
    let (one, other) = (Lettres::of(one)?, Lettres::of(other)?);
    let (a, b) = (one.as_slice(), other.as_slice());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    // Three rows of the table are enough: two exchanged letters look two rows back.
    let mut rows = [[0_u8; LONGEST + 1]; 3];
    if let Some(first) = rows.first_mut() {
        first.iter_mut().zip(0..).for_each(|(cell, at)| *cell = at);
    }
    let mut before: Option<char> = None;
    for (i, &ca) in a.iter().enumerate() {
        let [older, old, new] = rotated(&mut rows, i);
        if let Some(cell) = new.first_mut() {
            *cell = u8::try_from(i + 1).unwrap_or(u8::MAX);
        }
        let mut left = u8::try_from(i + 1).unwrap_or(u8::MAX);
        let mut least = left;
        let mut other_before: Option<char> = None;
        for (j, &cb) in b.iter().enumerate() {
            let get = |row: &[u8; LONGEST + 1], at: usize| row.get(at).copied().unwrap_or(u8::MAX);
            let mut best = (get(old, j) + u8::from(ca != cb)).min(get(old, j + 1) + 1).min(left + 1);
            if j > 0 && before == Some(cb) && other_before == Some(ca) {
                best = best.min(get(older, j - 1) + 1);
            }
            if let Some(cell) = new.get_mut(j + 1) {
                *cell = best;
            }
            least = least.min(best);
            left = best;
            other_before = Some(cb);
        }
        if usize::from(least) > most {
            return None;
        }
        before = Some(ca);
    }
    let [_, last, _] = rotated(&mut rows, a.len());
    let found = usize::from(last.get(b.len()).copied().unwrap_or(u8::MAX));
    (found <= most).then_some(found)
}

/// The rows before the last, the last and the one to fill, at step `i`.
fn rotated(rows: &mut [[u8; LONGEST + 1]; 3], i: usize) -> [&mut [u8; LONGEST + 1]; 3] {
    let [r0, r1, r2] = rows;
    match i % 3 {
        0 => [r2, r0, r1],
        1 => [r0, r1, r2],
        _ => [r1, r2, r0],
    }
}

/// The letters of a word, on the stack.
struct Lettres {
    lettres: [char; LONGEST],
    count: usize,
}

impl Lettres {
    fn of(mot: &str) -> Option<Self> {
        let mut all = Self { lettres: ['\0'; LONGEST], count: 0 };
        for c in mot.chars() {
            *all.lettres.get_mut(all.count)? = c;
            all.count += 1;
        }
        Some(all)
    }

    fn as_slice(&self) -> &[char] {
        self.lettres.get(..self.count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::distance;

    #[test]
    fn each_typing_error_counts_once() {
        for (one, other, expected) in [
            ("dupont", "dupont", Some(0)),
            ("dupont", "dupond", Some(1)),
            ("dupont", "duponts", Some(1)),
            ("dupont", "dupnot", Some(1)),
            ("dupont", "upont", Some(1)),
            ("dupont", "dumont", Some(1)),
            ("martin", "matrni", Some(2)),
            ("lea", "leo", Some(1)),
            ("léa", "léo", Some(1)),
            ("abc", "xyz", None),
            ("", "ab", Some(2)),
            ("a", "abcd", None),
        ] {
            assert_eq!(distance(one, other, 2), expected, "{one} {other}");
            assert_eq!(distance(other, one, 2), expected, "{other} {one}");
        }
    }

    #[test]
    fn words_too_long_are_not_compared() {
        let long = "a".repeat(200);
        assert_eq!(distance(&long, &long, 1), Some(0));
        assert_eq!(distance(&long, &"b".repeat(200), 9), None);
    }

    proptest! {
        #[test]
        fn one_error_is_at_distance_one(mot in "[a-z]{2,20}", at in 0_usize..20, letter in "[a-z]") {
            let at = at % mot.len();
            let mut missing = mot.clone();
            missing.remove(at);
            prop_assert!(distance(&mot, &missing, 1).is_some());
            let mut more = mot.clone();
            more.insert_str(at, &letter);
            prop_assert_eq!(distance(&mot, &more, 1), Some(1));
        }

        #[test]
        fn it_is_the_same_both_ways(one in "[a-d]{0,8}", other in "[a-d]{0,8}") {
            prop_assert_eq!(distance(&one, &other, 4), distance(&other, &one, 4));
        }
    }
}
