//! A statement on as many pages as it needs: titles, fields with their labels, texts, tables. It goes
//! to no envelope and is signed by nobody.

use chrono::NaiveDate;

use super::bloc::Passage;
use super::lignes::lines;
use super::page::{Couleur, Page, Texte, Trait};
use super::polices::{POINT, compose, face_of, width};
use super::recueil::Recueil;
use super::rendu::ErreurRendu;
use crate::domain::lettre::{Entete, Lettre};

/// What stands on the pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Releve {
    /// Who it is from.
    pub entete: String,
    pub titre: String,
    pub sous_titre: String,
    /// At the foot of each page.
    pub pied: String,
    /// The day that the file tells.
    pub jour: Option<NaiveDate>,
    pub blocs: Vec<BlocReleve>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlocReleve {
    Titre(String),
    SousTitre(String),
    /// Labels and values, in two columns.
    Champs(Vec<(String, String)>),
    Texte(String),
    Tableau {
        titres: Vec<String>,
        lignes: Vec<Vec<String>>,
    },
    /// In small, at the end.
    Note(String),
}

const GAUCHE: f32 = 18.0;
const DROITE: f32 = 192.0;
const COLONNE: f32 = DROITE - GAUCHE;
const HAUT: f32 = 24.0;
const BAS: f32 = 274.0;
const CORPS: u8 = 10;
const LIGNE: f32 = 4.7;
const PETIT: u8 = 8;
const TABLE: u8 = 9;
const BORD: f32 = 1.4;
/// Stands for a sign that no face has.
const REMPLACE: char = '¿';

/// One height of the flow, never parted.
#[derive(Clone, Default)]
struct Rang {
    avant: f32,
    hauteur: f32,
    textes: Vec<Texte>,
    traits: Vec<Trait>,
    /// Not left alone at the foot of a page.
    avec_suivant: bool,
    /// The head of a table, said again when a row begins a page.
    tete: Option<Box<Rang>>,
}

fn texte(x: f32, y: f32, taille: u8, gras: bool, couleur: Couleur, contenu: String) -> Texte {
    Texte { x, y, taille, gras, couleur, contenu, largeur: 0.0 }
}

fn rule(y: f32, couleur: Couleur) -> Trait {
    Trait { x1: GAUCHE, y1: y, x2: DROITE, y2: y, couleur }
}

/// Draws a statement as a PDF file.
///
/// # Errors
/// The pages could not be drawn.
pub fn releve(releve: &Releve) -> Result<Vec<u8>, ErreurRendu> {
    let mut replaced = 0;
    let mut clean = releve.clone();
    clean.each_text(&mut |text| *text = printable(text, &mut replaced));
    if replaced > 0 {
        let signs = if replaced > 1 {
            "signes que cette fiche ne peut pas imprimer sont remplacés"
        } else {
            "signe que cette fiche ne peut pas imprimer est remplacé"
        };
        clean.blocs.push(BlocReleve::Note(format!("{replaced} {signs} par « {REMPLACE} » ; l’export JSON les garde.")));
    }
    let like = Lettre {
        entete: Entete { departement: clean.entete.clone(), ..Entete::default() },
        jour: clean.jour,
        ..Lettre::default()
    };
    let mut recueil = Recueil::new(&clean.titre, &like);
    recueil.add_pages(pages(&clean))?;
    recueil.finish()
}

impl Releve {
    fn each_text(&mut self, f: &mut impl FnMut(&mut String)) {
        [&mut self.entete, &mut self.titre, &mut self.sous_titre, &mut self.pied].into_iter().for_each(&mut *f);
        for bloc in &mut self.blocs {
            match bloc {
                BlocReleve::Titre(text)
                | BlocReleve::SousTitre(text)
                | BlocReleve::Texte(text)
                | BlocReleve::Note(text) => f(text),
                BlocReleve::Champs(champs) => champs.iter_mut().for_each(|(label, value)| {
                    f(label);
                    f(value);
                }),
                BlocReleve::Tableau { titres, lignes } => {
                    titres.iter_mut().chain(lignes.iter_mut().flatten()).for_each(&mut *f);
                }
            }
        }
    }
}

/// A statement is never refused for one sign of a name.
fn printable(text: &str, replaced: &mut usize) -> String {
    compose(text)
        .chars()
        .map(|c| match c {
            '\n' => c,
            '\t' | '\r' => ' ',
            c if face_of(c, false).is_some() && face_of(c, true).is_some() => c,
            _ => {
                *replaced += 1;
                REMPLACE
            }
        })
        .collect()
}

fn set(text: &str, gras: bool, taille: u8, largeur: f32) -> Vec<String> {
    text.split('\n')
        .flat_map(|line| {
            lines(&[Passage { texte: line.to_owned(), gras }], taille, largeur, false)
                .into_iter()
                .map(|line| line.into_iter().map(|piece| piece.texte).collect::<String>().trim_end().to_owned())
        })
        .collect()
}

fn pages(releve: &Releve) -> Vec<Page> {
    let mut first = Page::default();
    let mut y = 18.0;
    first.textes.push(texte(GAUCHE, y, TABLE, true, Couleur::Bleu, releve.entete.clone()));
    y += 10.0;
    for line in set(&releve.titre, true, 18, COLONNE) {
        first.textes.push(texte(GAUCHE, y, 18, true, Couleur::Noir, line));
        y += 7.6;
    }
    for line in set(&releve.sous_titre, false, 12, COLONNE) {
        first.textes.push(texte(GAUCHE, y, 12, false, Couleur::Gris, line));
        y += 5.6;
    }
    first.traits.push(rule(y - 2.0, Couleur::Bleu));
    let rangs: Vec<Rang> = releve.blocs.iter().flat_map(rangs).collect();
    let mut pages = flow(first, y + 1.0, &rangs);
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        foot(releve, page, at + 1, count);
    }
    pages
}

fn foot(releve: &Releve, page: &mut Page, number: usize, count: usize) {
    let y = 286.0;
    let label = format!("page\u{a0}{number}/{count}");
    let label_width = width(&label, false, PETIT);
    page.traits.push(rule(y - 4.5, Couleur::Gris));
    if let Some(line) = set(&releve.pied, false, PETIT, COLONNE - label_width - 6.0).into_iter().next() {
        page.textes.push(texte(GAUCHE, y, PETIT, false, Couleur::Gris, line));
    }
    page.textes.push(texte(DROITE - label_width, y, PETIT, false, Couleur::Gris, label));
    if number > 1
        && let Some(line) =
            set(&format!("{} – {}", releve.titre, releve.sous_titre), false, PETIT, COLONNE).into_iter().next()
    {
        page.textes.push(texte(GAUCHE, 15.0, PETIT, false, Couleur::Gris, line));
    }
}

fn rangs(bloc: &BlocReleve) -> Vec<Rang> {
    match bloc {
        BlocReleve::Titre(titre) => {
            let lines = set(titre, true, 12, COLONNE);
            let bottom = lines.len() as f32 * 5.6;
            let textes = lines
                .into_iter()
                .zip(0_u8..)
                .map(|(line, at)| texte(GAUCHE, 4.2 + f32::from(at) * 5.6, 12, true, Couleur::Bleu, line));
            vec![Rang {
                avant: 5.0,
                hauteur: bottom + 2.0,
                textes: textes.collect(),
                traits: vec![rule(bottom + 0.4, Couleur::Gris)],
                avec_suivant: true,
                tete: None,
            }]
        }
        BlocReleve::SousTitre(titre) => set(titre, true, CORPS, COLONNE)
            .into_iter()
            .map(|line| Rang {
                avant: 2.4,
                hauteur: LIGNE,
                textes: vec![texte(GAUCHE, LIGNE * 0.76, CORPS, true, Couleur::Noir, line)],
                avec_suivant: true,
                ..Rang::default()
            })
            .collect(),
        BlocReleve::Champs(champs) => fields(champs),
        BlocReleve::Texte(source) => {
            source.split('\n').flat_map(|line| paragraph(line, CORPS, LIGNE, Couleur::Noir)).collect()
        }
        BlocReleve::Note(source) => {
            let mut note = paragraph(source, PETIT, 3.8, Couleur::Gris);
            if let Some(first) = note.first_mut() {
                first.avant = 5.0;
            }
            note
        }
        BlocReleve::Tableau { titres, lignes } => table(titres, lignes),
    }
}

fn paragraph(source: &str, taille: u8, interligne: f32, couleur: Couleur) -> Vec<Rang> {
    let set = lines(&[Passage { texte: source.to_owned(), gras: false }], taille, COLONNE, true);
    set.into_iter()
        .enumerate()
        .map(|(at, line)| Rang {
            avant: if at == 0 { 1.0 } else { 0.0 },
            hauteur: interligne,
            textes: line
                .into_iter()
                .map(|piece| texte(GAUCHE + piece.x, interligne * 0.76, taille, piece.gras, couleur, piece.texte))
                .collect(),
            ..Rang::default()
        })
        .collect()
}

/// Two fields a row, each label above its value.
fn fields(champs: &[(String, String)]) -> Vec<Rang> {
    let half = (COLONNE - 8.0) / 2.0;
    champs
        .chunks(2)
        .map(|pair| {
            let mut rang = Rang { avant: 1.2, ..Rang::default() };
            for ((label, value), x) in pair.iter().zip([GAUCHE, GAUCHE + half + 8.0]) {
                let mut y = 3.2;
                for line in set(label, false, PETIT, half) {
                    rang.textes.push(texte(x, y, PETIT, false, Couleur::Gris, line));
                    y += 3.6;
                }
                y += 0.9;
                for line in set(value, false, CORPS, half) {
                    rang.textes.push(texte(x, y, CORPS, false, Couleur::Noir, line));
                    y += LIGNE;
                }
                rang.hauteur = rang.hauteur.max(y - LIGNE + 1.6);
            }
            rang
        })
        .collect()
}

/// Wide where much is written, yet every column wide enough for its longest word if it can be.
fn widths(titres: &[String], lignes: &[Vec<String>]) -> Vec<f32> {
    let cells = |at: usize| lignes.iter().filter_map(move |ligne| ligne.get(at)).chain(titres.get(at));
    let wanted: Vec<f32> = (0..titres.len())
        .map(|at| {
            let whole = cells(at).map(|cell| width(cell, true, TABLE)).fold(10.0_f32, f32::max).min(75.0);
            let word = cells(at)
                .flat_map(|cell| cell.split(' '))
                .map(|word| width(word, true, TABLE))
                .fold(10.0_f32, f32::max);
            whole.max(word.min(50.0)) + 2.0 * BORD
        })
        .collect();
    let total: f32 = wanted.iter().sum();
    wanted.iter().map(|width| width * COLONNE / total).collect()
}

fn table(titres: &[String], lignes: &[Vec<String>]) -> Vec<Rang> {
    let widths = widths(titres, lignes);
    let row = |cells: &[String], gras: bool| {
        let step = f32::from(TABLE) * POINT * 1.32;
        let mut rang = Rang::default();
        let (mut x, mut most) = (GAUCHE, 1);
        for (cell, width) in cells.iter().zip(&widths) {
            let set = set(cell, gras, TABLE, width - 2.0 * BORD);
            most = most.max(set.len());
            for (line, at) in set.into_iter().zip(0_u16..) {
                let y = BORD + step * 0.78 + f32::from(at) * step;
                rang.textes.push(texte(x + BORD, y, TABLE, gras, Couleur::Noir, line));
            }
            x += width;
        }
        rang.hauteur = most as f32 * step + 2.0 * BORD;
        rang.traits.push(rule(rang.hauteur, if gras { Couleur::Noir } else { Couleur::Gris }));
        rang
    };
    let head = Rang { avant: 1.0, avec_suivant: true, ..row(titres, true) };
    let again = Box::new(head.clone());
    std::iter::once(head)
        .chain(lignes.iter().map(|ligne| Rang { tete: Some(again.clone()), ..row(ligne, false) }))
        .collect()
}

impl Page {
    fn put(&mut self, rang: &Rang, y: f32) -> f32 {
        self.textes.extend(rang.textes.iter().map(|texte| Texte { y: texte.y + y, ..texte.clone() }));
        self.traits.extend(rang.traits.iter().map(|t| Trait { y1: t.y1 + y, y2: t.y2 + y, ..*t }));
        y + rang.hauteur
    }
}

fn flow(first: Page, start: f32, rangs: &[Rang]) -> Vec<Page> {
    let (mut done, mut page, mut y) = (Vec::new(), first, start);
    for (at, rang) in rangs.iter().enumerate() {
        if y + needed(rangs, at) > BAS && y > HAUT + 0.1 {
            done.push(std::mem::take(&mut page));
            y = rang.tete.as_ref().map_or(HAUT, |tete| page.put(tete, HAUT));
        } else if y > HAUT + 0.1 {
            y += rang.avant;
        }
        y = page.put(rang, y);
    }
    done.push(page);
    done
}

/// The height that must be free here: a title goes with what it announces.
fn needed(rangs: &[Rang], at: usize) -> f32 {
    let Some(rang) = rangs.get(at) else { return 0.0 };
    let own = rang.avant + rang.hauteur;
    let next = if rang.avec_suivant { needed(rangs, at + 1) } else { 0.0 };
    if own + next < BAS - HAUT { own + next } else { own }
}

mod essai;
