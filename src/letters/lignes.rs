//! A paragraph cut into lines: the cuts that leave the most even spaces, by the sum of all lines.

use hypher::Lang;

use super::bloc::Passage;
use super::polices::{self, width};

/// A text at its place on a line, in millimetres from the line's left.
#[derive(Clone, Debug, PartialEq)]
pub struct Morceau {
    pub x: f32,
    pub texte: String,
    pub gras: bool,
}

pub type Ligne = Vec<Morceau>;

/// What stands between a segment and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suite {
    Espace,
    /// A break here shows a hyphen.
    Cesure,
    /// A break here shows nothing: after a hyphen of the word, or in a word wider than the line.
    Colle,
}

#[derive(Clone, Debug)]
struct Segment {
    pieces: Vec<Passage>,
    width: f32,
    suite: Suite,
}

/// Spaces may shrink by a quarter, and grow fivefold.
const SHRINK: f32 = 0.25;
const WIDEST: f32 = 5.0;

/// Cuts a paragraph into lines of at most `largeur` millimetres.
pub fn lines(passages: &[Passage], taille: u8, largeur: f32, justifie: bool) -> Vec<Ligne> {
    let segments = segments(passages, taille, largeur);
    if segments.is_empty() {
        return Vec::new();
    }
    let space = width(" ", false, taille);
    let hyphen = width("-", false, taille);
    let cuts = cuts(&segments, largeur, space, hyphen, justifie);
    let mut lines = Vec::with_capacity(cuts.len());
    let mut from = 0;
    for to in cuts {
        let last = to == segments.len();
        let line = segments.get(from..to).unwrap_or_default();
        lines.push(place(line, taille, largeur, space, justifie && !last));
        from = to;
    }
    lines
}

/// Words, cut where they may be hyphenated.
fn segments(passages: &[Passage], taille: u8, largeur: f32) -> Vec<Segment> {
    let mut words: Vec<Vec<Passage>> = vec![Vec::new()];
    for passage in passages {
        for (at, part) in polices::compose(&passage.texte).split([' ', '\t', '\n']).enumerate() {
            if at > 0 {
                words.push(Vec::new());
            }
            if let (false, Some(word)) = (part.is_empty(), words.last_mut()) {
                word.push(Passage { texte: part.to_owned(), gras: passage.gras });
            }
        }
    }
    let mut segments = Vec::new();
    for word in words.into_iter().filter(|word| !word.is_empty()) {
        let start = segments.len();
        match word.as_slice() {
            [only] => {
                for (part, suite) in parts(&only.texte) {
                    push(&mut segments, vec![Passage { texte: part, gras: only.gras }], suite, taille, largeur);
                }
            }
            _ => push(&mut segments, word, Suite::Colle, taille, largeur),
        }
        debug_assert!(segments.len() > start);
        if let Some(last) = segments.last_mut() {
            last.suite = Suite::Espace;
        }
    }
    segments
}

/// Adds a segment; one wider than the line is cut between its letters.
fn push(segments: &mut Vec<Segment>, pieces: Vec<Passage>, suite: Suite, taille: u8, largeur: f32) {
    let measure = |pieces: &[Passage]| pieces.iter().map(|piece| width(&piece.texte, piece.gras, taille)).sum::<f32>();
    let whole = measure(&pieces);
    // Room is kept for a hyphen.
    let most = largeur - width("-", true, taille);
    if whole <= most {
        segments.push(Segment { pieces, width: whole, suite });
        return;
    }
    for piece in pieces {
        let mut part = String::new();
        let mut part_width = 0.0;
        for c in piece.texte.chars() {
            let w = width(c.encode_utf8(&mut [0; 4]), piece.gras, taille);
            if part_width + w > most && !part.is_empty() {
                let passage = Passage { texte: std::mem::take(&mut part), gras: piece.gras };
                segments.push(Segment { pieces: vec![passage], width: part_width, suite: Suite::Colle });
                part_width = 0.0;
            }
            part.push(c);
            part_width += w;
        }
        let passage = Passage { texte: part, gras: piece.gras };
        segments.push(Segment { pieces: vec![passage], width: part_width, suite: Suite::Colle });
    }
    if let Some(last) = segments.last_mut() {
        last.suite = suite;
    }
}

/// Shortest word that is hyphenated, and shortest part of it.
const WORD: usize = 6;
const PART: usize = 3;
/// The longest that the table of hyphenation takes, in bytes: beyond, it panics.
const LONGEST: usize = 45;

/// Where a word may be cut: by French syllables, after its own hyphens. Names (a capital) are left whole.
fn parts(word: &str) -> Vec<(String, Suite)> {
    let mut parts: Vec<(String, Suite)> = vec![(String::new(), Suite::Colle)];
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (letters, behind) = if run == 0 { rest.split_at(first.len_utf8()) } else { rest.split_at(run) };
        rest = behind;
        let whole = letters.chars().count() >= WORD && letters.len() <= LONGEST;
        let hyphenated = run > 0 && whole && letters.chars().all(char::is_lowercase);
        if hyphenated {
            let mut seen = 0;
            let total = letters.chars().count();
            for syllable in hypher::hyphenate(letters, Lang::French) {
                if seen >= PART && total - seen >= PART {
                    if let Some(last) = parts.last_mut() {
                        last.1 = Suite::Cesure;
                    }
                    parts.push((String::new(), Suite::Colle));
                }
                if let Some(last) = parts.last_mut() {
                    last.0.push_str(syllable);
                }
                seen += syllable.chars().count();
            }
            continue;
        }
        if let Some(last) = parts.last_mut() {
            last.0.push_str(letters);
            if letters == "-" && last.0.chars().count() > 2 && rest.chars().count() > 1 {
                parts.push((String::new(), Suite::Colle));
            }
        }
    }
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// The ends of the lines, by least total cost.
fn cuts(segments: &[Segment], largeur: f32, space: f32, hyphen: f32, justifie: bool) -> Vec<usize> {
    let count = segments.len();
    let mut best: Vec<(f32, usize)> = vec![(f32::INFINITY, 0); count + 1];
    if let Some(first) = best.first_mut() {
        first.0 = 0.0;
    }
    for to in 1..=count {
        let end = segments.get(to - 1);
        let tail = if end.is_some_and(|end| end.suite == Suite::Cesure) { hyphen } else { 0.0 };
        let (mut natural, mut spaces) = (tail, 0_u16);
        for from in (0..to).rev() {
            let Some(segment) = segments.get(from) else { break };
            natural += segment.width;
            if from + 1 < to && segment.suite == Suite::Espace {
                natural += space;
                spaces += 1;
            }
            let slack = largeur - natural;
            let shrinkable = if justifie { f32::from(spaces) * space * SHRINK } else { 0.0 };
            if slack < -shrinkable - 0.001 && from + 1 < to {
                break;
            }
            let before = best.get(from).map_or(f32::INFINITY, |(cost, _)| *cost);
            let last = to == count;
            let per_space = slack / (f32::from(spaces.max(1)) * space);
            let looseness = match (last, slack < 0.0) {
                (true, false) => 0.0,
                (_, true) => per_space.abs() / SHRINK,
                (false, false) => per_space,
            };
            // A lonely word at the end reads badly.
            let behind = from.checked_sub(1).and_then(|before| segments.get(before)).map(|before| before.suite);
            let short = match behind {
                // The mere end of a word, yet worse.
                Some(Suite::Cesure | Suite::Colle) if last && spaces == 0 => 90.0,
                Some(_) if last && from + 1 == to => 30.0,
                _ => 0.0,
            };
            let cesure = if tail > 0.0 { 8.0 } else { 0.0 };
            let cost = before + (1.0 + 10.0 * looseness * looseness).min(1e6) + cesure + short;
            if let Some(known) = best.get_mut(to)
                && cost < known.0
            {
                *known = (cost, from);
            }
        }
    }
    let mut ends = Vec::new();
    let mut at = count;
    while at > 0 {
        ends.push(at);
        at = best.get(at).map_or(0, |(_, from)| (*from).min(at - 1));
    }
    ends.reverse();
    ends
}

/// The words of one line at their places. A space is printed behind each word, so that a reader who
/// copies the text, or has it read aloud, finds the words apart.
fn place(segments: &[Segment], taille: u8, largeur: f32, space: f32, justifie: bool) -> Ligne {
    let spaces = segments.iter().rev().skip(1).filter(|segment| segment.suite == Suite::Espace).count();
    let cesure = segments.last().is_some_and(|last| last.suite == Suite::Cesure);
    let natural = segments.iter().map(|segment| segment.width).sum::<f32>()
        + if cesure {
            width("-", segments.last().and_then(|s| s.pieces.last()).is_some_and(|p| p.gras), taille)
        } else {
            0.0
        };
    let even = (largeur - natural) / spaces.max(1) as f32;
    // Rather a short line than holes in it.
    let gap = if justifie && spaces > 0 && even <= WIDEST * space { even } else { space };
    let mut line: Ligne = Vec::new();
    let mut x = 0.0;
    for (at, segment) in segments.iter().enumerate() {
        let last = at + 1 == segments.len();
        for piece in &segment.pieces {
            let piece_width = width(&piece.texte, piece.gras, taille);
            // Parts of one word go in one text; an even gap needs no place of its own.
            match line.last_mut() {
                Some(open) if open.gras == piece.gras && (!justifie || !open.texte.ends_with(' ')) => {
                    open.texte.push_str(&piece.texte);
                }
                _ => line.push(Morceau { x, texte: piece.texte.clone(), gras: piece.gras }),
            }
            x += piece_width;
        }
        if let Some(open) = line.last_mut() {
            if last && cesure {
                open.texte.push('-');
            } else if segment.suite == Suite::Espace {
                open.texte.push(' ');
            }
        }
        if segment.suite == Suite::Espace {
            x += gap;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_never_the_mere_end_of_a_word() {
        let texte = "Votre rapport est attendu au plus tard le 15 septembre. Ce délai court depuis la réception de \
                     l’information préoccupante. Je vous prie d’agréer l’expression de ma haute considération.";
        let mut parted = 0;
        for largeur in 80..=166_u16 {
            let passage = Passage { texte: texte.to_owned(), gras: false };
            let text = |line: Ligne| line.into_iter().map(|morceau| morceau.texte).collect::<String>();
            let lines: Vec<String> = lines(&[passage], 11, f32::from(largeur), true).into_iter().map(text).collect();
            parted += lines.iter().filter(|line| line.ends_with('-')).count();
            let last = lines.last().unwrap();
            let before = lines.len().checked_sub(2).map_or("", |at| lines[at].as_str());
            assert!(last.contains(' ') || !before.ends_with('-'), "{largeur}: {before}\n{last}");
        }
        assert!(parted > 0, "nothing was hyphenated: this test looks at nothing");
    }

    #[test]
    fn a_line_has_no_holes_in_it() {
        // A word that leaves no room for two others beside it.
        let name = "W".repeat((158.0 / width("W", false, 11)) as usize);
        let passage = Passage { texte: format!("un deux {name} trois"), gras: false };
        let first = lines(&[passage], 11, 166.0, true).remove(0);
        let end = first.last().map(|morceau| morceau.x + width(morceau.texte.trim_end(), false, 11)).unwrap();
        assert!(end < 40.0, "two words are spread over the line: {end}");
    }
}
