//! The pages of a letter: what stands where, before any PDF.

use super::bloc::{self, Bloc, Passage, Pose};
use super::lignes::{Ligne, lines};
use super::polices::{POINT, compose, width};
pub use crate::domain::feuille::{Couleur, HAUTEUR, LARGEUR, Page, Texte, Trait};
use crate::domain::lettre::Lettre;

const GAUCHE: f32 = 22.0;
const DROITE: f32 = 188.0;
const COLONNE: f32 = DROITE - GAUCHE;
/// Where the text of a following page begins, and where any page's ends.
const HAUT: f32 = 26.0;
const BAS: f32 = 272.0;
/// The window of a DL envelope, sheet folded in three.
pub const FENETRE: (f32, f32, f32, f32) = (108.0, 46.0, 194.0, 84.0);
const CORPS: u8 = 11;
const PETIT: u8 = 9;

/// The white of a letter, in millimetres.
#[derive(Clone, Copy)]
struct Blancs {
    /// From one line of the body to the next.
    interligne: f32,
    /// Between two paragraphs.
    entre: f32,
    signature: f32,
    /// For the hand that signs.
    main: f32,
    pieces: f32,
}

const LARGES: Blancs = Blancs { interligne: 5.1, entre: 2.6, signature: 6.0, main: 19.0, pieces: 7.0 };
/// For a letter whose last words would go alone on one more page.
const SERRES: Blancs = Blancs { interligne: 4.75, entre: 1.8, signature: 5.0, main: 16.0, pieces: 4.5 };

/// What goes down the pages: lines that stay together or may be parted.
struct Groupe {
    lignes: Vec<Rang>,
    avant: f32,
    /// A table's row, the signature: never parted.
    insecable: bool,
    /// A title, the last words before the signature: not left alone at the foot.
    avec_suivant: bool,
    /// The head of its table, said again when this row begins a page.
    tete: Option<Rang>,
}

impl Groupe {
    fn new(lignes: Vec<Rang>, avant: f32) -> Self {
        Self { lignes, avant, insecable: false, avec_suivant: false, tete: None }
    }

    fn whole(self) -> Self {
        Self { insecable: true, ..self }
    }
}

/// One height of the flow, with what stands on it.
#[derive(Clone, Default)]
struct Rang {
    hauteur: f32,
    textes: Vec<Texte>,
    traits: Vec<Trait>,
}

fn texte(x: f32, y: f32, taille: u8, gras: bool, texte: impl Into<String>) -> Texte {
    Texte { x, y, taille, gras, couleur: Couleur::Noir, contenu: texte.into(), largeur: 0.0 }
}

/// Sets a letter.
pub fn set(lettre: &Lettre) -> Vec<Page> {
    let with = |blancs: Blancs| {
        let mut first = Page::default();
        let start = head(lettre, &mut first, blancs);
        flow(first, start, &body(lettre, blancs))
    };
    let mut pages = with(LARGES);
    if pages.len() > 1 {
        let tight = with(SERRES);
        if tight.len() < pages.len() {
            pages = tight;
        }
    }
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        foot(lettre, page, at + 1, count);
    }
    pages
}

/// Lines of unbroken text in a box, as many as needed.
fn boxed(source: &str, gras: bool, taille: u8, largeur: f32) -> Vec<String> {
    lines(&[Passage { texte: source.to_owned(), gras }], taille, largeur, false)
        .into_iter()
        .map(|line| line.into_iter().map(|morceau| morceau.texte).collect::<String>())
        .collect()
}

/// The letterhead, the address in its window, date, references, subject; gives where the body begins.
fn head(lettre: &Lettre, page: &mut Page, blancs: Blancs) -> f32 {
    let left = FENETRE.0 - GAUCHE - 6.0;
    let logo_width = if lettre.entete.logo.is_empty() { 0.0 } else { LOGO.2 + 4.0 };
    let mut y = 20.0;
    for line in boxed(&lettre.entete.departement, true, 13, 110.0 - logo_width) {
        page.textes.push(Texte { couleur: Couleur::Bleu, ..texte(GAUCHE + logo_width, y, 13, true, line) });
        y += 5.6;
    }
    for line in lettre.entete.lignes.iter().flat_map(|line| boxed(line, false, PETIT, left - logo_width)) {
        page.textes.push(texte(GAUCHE + logo_width, y, PETIT, false, line));
        y += 3.9;
    }
    let rule = y - 1.6;
    page.traits.push(Trait { x1: GAUCHE, y1: rule, x2: GAUCHE + 40.0, y2: rule, couleur: Couleur::Bleu });
    // The fold of a sheet in three.
    page.traits.push(Trait { x1: 4.0, y1: 99.0, x2: 8.0, y2: 99.0, couleur: Couleur::Gris });
    y = address(lettre, page).max(y + 4.0).max(52.0);
    let mut reference = 52.0_f32.max(rule + 6.0);
    for line in lettre.references.iter().flat_map(|line| boxed(line, false, PETIT, left)) {
        page.textes.push(texte(GAUCHE, reference, PETIT, false, line));
        reference += 4.1;
    }
    y = y.max(reference).max(92.0);
    page.textes.push(texte(FENETRE.0 + 4.0, y, 10, false, compose(&lettre.lieu_date)));
    y += 9.0;
    for line in boxed(&lettre.mention, true, 10, COLONNE) {
        page.textes.push(texte(GAUCHE, y, 10, true, line));
        y += 5.0;
    }
    for (at, line) in boxed(&lettre.objet, true, CORPS, COLONNE - 15.0).into_iter().enumerate() {
        if at == 0 {
            page.textes.push(texte(GAUCHE, y, CORPS, false, "Objet\u{a0}: "));
        }
        page.textes.push(texte(GAUCHE + 15.0, y, CORPS, true, line));
        y += blancs.interligne;
    }
    y + 3.0
}

/// Where the logo stands: left, top, width, height.
pub const LOGO: (f32, f32, f32, f32) = (GAUCHE, 12.0, 24.0, 24.0);

/// The lines of the address in the largest size that fits its window; the smallest when none does.
fn address_lines(lettre: &Lettre) -> (u8, Vec<String>, bool) {
    let (left, top, right, bottom) = FENETRE;
    let mut set = (10, Vec::new(), false);
    for taille in [10, PETIT, 8] {
        let all: Vec<String> =
            lettre.adresse.iter().flat_map(|line| boxed(line, false, taille, right - left - 8.0)).collect();
        let fits = all.len() as f32 * step(taille) <= bottom - top - 3.0;
        set = (taille, all, fits);
        if fits {
            break;
        }
    }
    set
}

/// Does the address show whole in the window?
///
/// # Errors
/// How many lines it takes.
pub fn address_fits(lettre: &Lettre) -> Result<(), usize> {
    let (_, lines, fits) = address_lines(lettre);
    if fits { Ok(()) } else { Err(lines.len()) }
}

/// Prints the address; gives where it ends.
fn address(lettre: &Lettre, page: &mut Page) -> f32 {
    let (taille, lines, _) = address_lines(lettre);
    let mut y = FENETRE.1 + 6.0;
    for line in lines {
        page.textes.push(texte(FENETRE.0 + 4.0, y, taille, false, line));
        y += step(taille);
    }
    y + 2.0
}

fn step(taille: u8) -> f32 {
    f32::from(taille) * POINT * 1.28
}

fn foot(lettre: &Lettre, page: &mut Page, number: usize, count: usize) {
    let y = 286.0;
    let grey = |x: f32, words: String| Texte { couleur: Couleur::Gris, ..texte(x, y, 8, false, words) };
    page.traits.push(Trait { x1: GAUCHE, y1: y - 4.5, x2: DROITE, y2: y - 4.5, couleur: Couleur::Gris });
    let label = format!("page\u{a0}{number}/{count}");
    let label_width = width(&label, false, 8);
    if let Some(line) = boxed(&lettre.pied, false, 8, COLONNE - label_width - 6.0).into_iter().next() {
        page.textes.push(grey(GAUCHE, line));
    }
    page.textes.push(grey(DROITE - label_width, label));
    if number > 1 {
        page.textes.push(Texte { couleur: Couleur::Gris, ..texte(GAUCHE, 16.0, 8, false, running_head(lettre)) });
    }
}

/// What the second page and those after it say above.
pub fn running_head(lettre: &Lettre) -> String {
    let reference = lettre.references.last().cloned().unwrap_or_default();
    if lettre.lieu_date.is_empty() { reference } else { format!("{reference} – {}", lettre.lieu_date) }
}

/// What comes with the letter; none when nothing does.
pub fn enclosures(lettre: &Lettre) -> Option<String> {
    let title = if lettre.pieces.len() > 1 { "Pièces jointes" } else { "Pièce jointe" };
    (!lettre.pieces.is_empty()).then(|| format!("{title}\u{a0}: {}", lettre.pieces.join("\u{a0}; ")))
}

/// Lines at their places in the flow.
fn rangs(source: Vec<Ligne>, x: f32, taille: u8, interligne: f32) -> Vec<Rang> {
    source
        .into_iter()
        .map(|line| Rang {
            hauteur: interligne,
            textes: line.into_iter().map(|m| texte(x + m.x, interligne * 0.76, taille, m.gras, m.texte)).collect(),
            traits: Vec::new(),
        })
        .collect()
}

fn body(lettre: &Lettre, blancs: Blancs) -> Vec<Groupe> {
    let (above, under) = bloc::read_parts(&lettre.corps);
    let mut groupes = blocs(above, blancs);
    hold(&mut groupes);
    groupes.extend(end(lettre, blancs));
    if !under.is_empty() {
        groupes.push(Groupe { avec_suivant: true, ..Groupe::new(vec![scissors()], blancs.signature).whole() });
        // A coupon is cut off in one piece.
        let coupon = blocs(under, blancs);
        let last = coupon.len().saturating_sub(1);
        groupes.extend(coupon.into_iter().enumerate().map(|(at, groupe)| {
            let avant = if at == 0 { 0.0 } else { groupe.avant };
            Groupe { avec_suivant: at < last, avant, ..groupe.whole() }
        }));
    }
    groupes
}

fn blocs(poses: Vec<Pose>, blancs: Blancs) -> Vec<Groupe> {
    let Blancs { interligne, entre, .. } = blancs;
    let mut groupes: Vec<Groupe> = Vec::new();
    let mut poses = poses.into_iter().peekable();
    while let Some(Pose { bloc, detache }) = poses.next() {
        let avant = if detache { entre } else { 0.0 };
        match bloc {
            Bloc::Coupe => {}
            Bloc::Paragraphe(passages) => {
                let lignes = rangs(lines(&passages, CORPS, COLONNE, true), GAUCHE, CORPS, interligne);
                groupes.push(Groupe::new(lignes, avant));
            }
            Bloc::Titre(passages) => {
                let lignes = rangs(lines(&passages, CORPS, COLONNE, false), GAUCHE, CORPS, interligne);
                groupes.push(Groupe { avec_suivant: true, ..Groupe::new(lignes, entre + 0.6).whole() });
            }
            Bloc::Puce(passages) => {
                let mut lignes = rangs(lines(&passages, CORPS, COLONNE - 9.0, true), GAUCHE + 9.0, CORPS, interligne);
                if let Some(first) = lignes.first_mut() {
                    first.textes.insert(0, texte(GAUCHE + 4.0, interligne * 0.76, CORPS, false, "– "));
                }
                // The first of a list does not stay alone at the foot, the last does not go over alone.
                let more = matches!(poses.peek(), Some(Pose { bloc: Bloc::Puce(_), detache: false }));
                if let Some(before) = groupes.last_mut().filter(|_| !detache && !more) {
                    before.avec_suivant = true;
                }
                let groupe = Groupe::new(lignes, if detache { entre } else { 0.6 });
                groupes.push(Groupe { avec_suivant: detache && more, ..groupe });
            }
            Bloc::Tableau(rows) => {
                let mut head = None;
                for rangee in super::tableau::rangees(&rows) {
                    let rang = Rang { hauteur: rangee.hauteur, textes: rangee.textes, traits: rangee.traits };
                    let first = head.is_none();
                    let groupe = Groupe::new(vec![rang.clone()], if first { entre } else { 0.0 }).whole();
                    groupes.push(Groupe { avec_suivant: first, tete: head.clone(), ..groupe });
                    head.get_or_insert(rang);
                }
            }
        }
    }
    groupes
}

/// The last words go over with the signature, never the signature alone: three lines, if there are.
fn hold(groupes: &mut Vec<Groupe>) {
    let mut held = Vec::new();
    let mut count = 0;
    while count < 3
        && let Some(mut last) = groupes.pop()
    {
        let tail = last.lignes.split_off(last.lignes.len().saturating_sub(if last.lignes.len() > 4 { 2 } else { 4 }));
        count += tail.len();
        if last.lignes.is_empty() {
            held.push(Groupe { lignes: tail, avec_suivant: true, ..last });
        } else {
            groupes.push(last);
            held.push(Groupe { avec_suivant: true, ..Groupe::new(tail, 0.0).whole() });
        }
    }
    groupes.extend(held.into_iter().rev());
}

/// Where a coupon is cut off: from one edge of the sheet to the other.
fn scissors() -> Rang {
    let dash = |at: u8| {
        let x = f32::from(at) * 5.0;
        Trait { x1: x + 1.0, y1: 1.0, x2: x + 4.0, y2: 1.0, couleur: Couleur::Gris }
    };
    Rang { hauteur: 5.0, traits: (0..42).map(dash).collect(), ..Rang::default() }
}

/// Signature and enclosures: they stay together.
fn end(lettre: &Lettre, blancs: Blancs) -> Vec<Groupe> {
    let x = FENETRE.0 + 4.0;
    let mut lignes: Vec<Rang> = Vec::new();
    let count = lettre.signature.len();
    for (at, line) in lettre.signature.iter().enumerate() {
        // Room for the hand, above the name.
        if at + 1 == count && count > 1 {
            lignes.push(Rang { hauteur: blancs.main, ..Rang::default() });
        }
        let gras = at + 1 == count;
        lignes.extend(rangs(lines(&[Passage { texte: line.clone(), gras }], 10, DROITE - x, false), x, 10, 4.7));
    }
    let list = enclosures(lettre);
    let mut groupes = Vec::new();
    if !lignes.is_empty() {
        groupes.push(Groupe { avec_suivant: list.is_some(), ..Groupe::new(lignes, blancs.signature).whole() });
    }
    if let Some(texte) = list {
        let lignes = rangs(lines(&[Passage { texte, gras: false }], PETIT, COLONNE, false), GAUCHE, PETIT, 4.2);
        groupes.push(Groupe::new(lignes, blancs.pieces).whole());
    }
    groupes
}

/// Prints a rank at `y`; gives where the next begins.
fn print(page: &mut Page, rang: &Rang, y: f32) -> f32 {
    page.textes.extend(rang.textes.iter().map(|texte| Texte { y: texte.y + y, ..texte.clone() }));
    page.traits.extend(rang.traits.iter().map(|t| Trait { y1: t.y1 + y, y2: t.y2 + y, ..*t }));
    y + rang.hauteur
}

/// Puts the groups on pages.
fn flow(first: Page, start: f32, groupes: &[Groupe]) -> Vec<Page> {
    let mut done = Vec::new();
    let mut page = first;
    let mut y = start;
    for (at, groupe) in groupes.iter().enumerate() {
        let fresh = y <= HAUT + 0.1;
        if y + groupe.avant + needed(groupes, at) > BAS && !fresh {
            done.push(std::mem::take(&mut page));
            y = groupe.tete.as_ref().map_or(HAUT, |tete| print(&mut page, tete, HAUT));
        } else if !fresh {
            y += groupe.avant;
        }
        let mut lignes = groupe.lignes.as_slice();
        while let Some(next) = lignes.first() {
            let fits = |y: f32, rang: &Rang| y + rang.hauteur <= BAS + 0.01;
            // Not one line alone at the head of the next page. A rank higher than a page is printed
            // all the same: nothing is lost.
            let second = lignes.get(1).map_or(0.0, |rang| rang.hauteur);
            let widow =
                !groupe.insecable && lignes.len() == 2 && groupe.lignes.len() > 2 && y + next.hauteur + second > BAS;
            if (!fits(y, next) || widow) && y > HAUT + 0.1 {
                done.push(std::mem::take(&mut page));
                y = HAUT;
                continue;
            }
            y = print(&mut page, next, y);
            lignes = lignes.get(1..).unwrap_or_default();
        }
    }
    done.push(page);
    done
}

/// The height that must be free for this group to begin here.
fn needed(groupes: &[Groupe], at: usize) -> f32 {
    let Some(groupe) = groupes.get(at) else { return 0.0 };
    let height = |rangs: &[Rang]| rangs.iter().map(|rang| rang.hauteur).sum::<f32>();
    let all = height(&groupe.lignes);
    let short = groupe.lignes.len() <= 3;
    let begin = if groupe.insecable || short { all } else { height(groupe.lignes.get(..2).unwrap_or_default()) };
    if !groupe.avec_suivant {
        return begin;
    }
    let next = groupes.get(at + 1).map_or(0.0, |next| next.avant) + needed(groupes, at + 1);
    let together = all + next;
    // A long paragraph may be parted; then its last lines go over with what follows.
    if together < (BAS - HAUT) / 2.0 { together } else { begin }
}
