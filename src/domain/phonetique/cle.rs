//! The key of a name.

use super::{lettres, regles, translitterations};

/// « Gauthier » and « Gotier » give one key, « Bouchard » and « Boucher » two. Spaces, hyphens,
/// case and particles do not count; the script of a text that is not in Latin letters is kept.
pub fn cle(texte: &str) -> String {
    let mut cle = String::with_capacity(texte.len());
    lettres::mots(texte, |mot| push_mot(&mut cle, translitterations::usual(mot).as_deref().unwrap_or(mot)));
    cle
}

fn push_mot(cle: &mut String, mot: &[char]) {
    let start = cle.len();
    let mut at = 0;
    while let Some(rest) = mot.get(at..).filter(|rest| !rest.is_empty()) {
        let avant = at.checked_sub(1).and_then(|before| mot.get(before)).copied();
        match rest.first() {
            // Never heard alone.
            Some('h') => at += 1,
            Some(c) if c.is_ascii_digit() || !c.is_ascii() && !matches!(c, 'É' | 'Œ' | 'Ñ') => {
                cle.push(*c);
                at += 1;
            }
            _ => {
                let (son, taken) = regles::son(avant, rest);
                push_son(cle, start, son);
                at += taken;
            }
        }
    }
}

/// A doubled sound is heard once.
fn push_son(cle: &mut String, start: usize, son: &str) {
    let doubled = cle.len() > start && cle.ends_with(|last| son.starts_with(last));
    cle.push_str(if doubled { son.get(1..).unwrap_or_default() } else { son });
}
