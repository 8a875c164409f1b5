//! The child's page on paper: who, the family drawn, then everything that happened, the latest first.

use chrono::NaiveDate;

use super::page::{Couleur, HAUTEUR, LARGEUR, Page, Texte, Trait};
use super::polices::{face_of, width};
use super::recueil::Recueil;
use super::rendu::ErreurRendu;
use crate::domain::chronologie::Evenement;
use crate::domain::date;
use crate::domain::famille::{self, Famille, Plan};

const GAUCHE: f32 = 18.0;
const DROITE: f32 = LARGEUR - 18.0;
const HAUT: f32 = 20.0;
const BAS: f32 = HAUTEUR - 20.0;
/// Where what happened stands, at the right of its day.
const COLONNE: f32 = GAUCHE + 24.0;

/// What stands on the page.
pub struct FichePapier<'a> {
    /// « Léa MARTIN »
    pub nom: &'a str,
    /// Sex, birth, address: a line each.
    pub lignes: &'a [String],
    pub evenements: &'a [Evenement],
    pub famille: &'a Famille,
    pub plan: &'a Plan,
    pub jour: NaiveDate,
}

/// # Errors
/// What cannot be drawn.
pub fn pdf(fiche: &FichePapier<'_>) -> Result<Vec<u8>, ErreurRendu> {
    let mut paper = Papier { pages: vec![Page::default()], y: HAUT };
    paper.line(GAUCHE, 17, true, Couleur::Bleu, fiche.nom);
    paper.y += 2.5;
    for line in fiche.lignes {
        paper.wrapped(GAUCHE, 10, false, Couleur::Gris, line);
    }
    paper.title("Famille");
    paper.family(fiche.famille, fiche.plan);
    paper.title("Chronologie");
    if fiche.evenements.is_empty() {
        paper.line(GAUCHE, 10, false, Couleur::Gris, "Rien n’est encore noté");
    }
    for one in fiche.evenements {
        paper.event(one);
    }
    let count = paper.pages.len();
    for (at, page) in paper.pages.iter_mut().enumerate() {
        let foot = format!("{} · établi le {} · confidentiel", fiche.nom, date::format(fiche.jour));
        page.textes.push(texte(GAUCHE, HAUTEUR - 10.0, 8, false, Couleur::Gris, &foot));
        let number = format!("Page {}/{count}", at + 1);
        let x = DROITE - width(&number, false, 8);
        page.textes.push(texte(x, HAUTEUR - 10.0, 8, false, Couleur::Gris, &number));
    }
    let mut recueil = Recueil::blank(fiche.nom, Some(fiche.jour));
    recueil.add_pages(paper.pages)?;
    recueil.finish()
}

/// A character that no face of ours has is told as a question mark: one name must not stop the page.
fn printable(texte: &str) -> String {
    texte.chars().map(|c| if face_of(c, false).is_some() { c } else { '?' }).collect()
}

fn texte(x: f32, y: f32, taille: u8, gras: bool, couleur: Couleur, contenu: &str) -> Texte {
    Texte { x, y, taille, gras, couleur, contenu: printable(contenu), largeur: 0.0 }
}

/// Cut with an ellipsis where it would not fit.
fn cut(text: &str, gras: bool, taille: u8, room: f32) -> String {
    let text = printable(text);
    if width(&text, gras, taille) <= room {
        return text;
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&format!("{kept}{c}…"), gras, taille) > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

struct Papier {
    pages: Vec<Page>,
    y: f32,
}

impl Papier {
    fn put(&mut self, texte: Texte) {
        if let Some(page) = self.pages.last_mut() {
            page.textes.push(texte);
        }
    }

    fn stroke(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, couleur: Couleur) {
        if let Some(page) = self.pages.last_mut() {
            page.traits.push(Trait { x1, y1, x2, y2, couleur });
        }
    }

    /// A new page when there is less room than that.
    fn room(&mut self, height: f32) {
        if self.y + height > BAS {
            self.pages.push(Page::default());
            self.y = HAUT;
        }
    }

    fn line(&mut self, x: f32, taille: u8, gras: bool, couleur: Couleur, text: &str) {
        let height = f32::from(taille) * 0.46;
        self.room(height);
        self.y += height;
        let y = self.y;
        self.put(texte(x, y, taille, gras, couleur, text));
    }

    fn wrapped(&mut self, x: f32, taille: u8, gras: bool, couleur: Couleur, text: &str) {
        let mut current = String::new();
        for word in printable(text).split_whitespace() {
            let longer = if current.is_empty() { word.to_owned() } else { format!("{current} {word}") };
            if width(&longer, gras, taille) > DROITE - x && !current.is_empty() {
                self.line(x, taille, gras, couleur, &current);
                word.clone_into(&mut current);
            } else {
                current = longer;
            }
        }
        if !current.is_empty() {
            // A word longer than the line is told in part rather than out of the sheet.
            let last = cut(&current, gras, taille, DROITE - x);
            self.line(x, taille, gras, couleur, &last);
        }
    }

    fn title(&mut self, text: &str) {
        self.room(24.0);
        self.y += 4.0;
        self.line(GAUCHE, 12, true, Couleur::Noir, text);
        self.y += 1.6;
        let y = self.y;
        self.stroke(GAUCHE, y, DROITE, y, Couleur::Bleu);
        self.y += 3.0;
    }

    /// The same plan as on the screen, as wide as the sheet allows.
    fn family(&mut self, famille: &Famille, plan: &Plan) {
        let scale = ((DROITE - GAUCHE) / plan.largeur.max(1.0)).min(0.24).min(110.0 / plan.hauteur.max(1.0));
        self.room(plan.hauteur * scale + 4.0);
        let top = self.y;
        let (x, y) = (|value: f32| GAUCHE + value * scale, |value: f32| top + value * scale);
        // Points are 0.353 mm high: letters as high as the card allows, never below what is read.
        let size = |points: f32| (points * scale / 0.353 * 0.95).clamp(5.0, 11.0) as u8;
        let frame = |paper: &mut Self, left: f32, top: f32, right: f32, bottom: f32, couleur: Couleur| {
            paper.stroke(left, top, right, top, couleur);
            paper.stroke(right, top, right, bottom, couleur);
            paper.stroke(right, bottom, left, bottom, couleur);
            paper.stroke(left, bottom, left, top, couleur);
        };
        for home in &plan.cadres {
            frame(self, x(home.x), y(home.y), x(home.x + home.largeur), y(home.y + home.hauteur), Couleur::Gris);
            let title = cut(&home.titre, false, size(12.0), (home.largeur - 20.0) * scale);
            self.put(texte(x(home.x + 8.0), y(home.y + 16.0), size(12.0), false, Couleur::Gris, &title));
        }
        for tie in &plan.liens {
            let couleur = if tie.autorite { Couleur::Bleu } else { Couleur::Gris };
            let middle = f32::midpoint(tie.de.1, tie.a.1);
            self.stroke(x(tie.de.0), y(tie.de.1), x(tie.de.0), y(middle), couleur);
            self.stroke(x(tie.de.0), y(middle), x(tie.a.0), y(middle), couleur);
            self.stroke(x(tie.a.0), y(middle), x(tie.a.0), y(tie.a.1), couleur);
        }
        for card in &plan.cartes {
            let Some(person) = famille.personnes.get(card.personne) else { continue };
            let couleur = if person.sujet { Couleur::Bleu } else { Couleur::Noir };
            let (right, bottom) = (card.x + famille::LARGEUR, card.y + famille::HAUTEUR);
            frame(self, x(card.x), y(card.y), x(right), y(bottom), couleur);
            let room = (famille::LARGEUR - 14.0) * scale;
            let name = cut(&person.nom, true, size(15.0), room);
            self.put(texte(x(card.x + 7.0), y(card.y + 24.0), size(15.0), true, couleur, &name));
            let detail =
                if person.auteur { format!("{} · auteur présumé", person.detail) } else { person.detail.clone() };
            let detail = cut(&detail, false, size(12.0), room);
            self.put(texte(x(card.x + 7.0), y(card.y + 44.0), size(12.0), false, Couleur::Gris, &detail));
        }
        self.y = top + plan.hauteur * scale + 2.0;
        let legend = "Trait bleu\u{a0}: autorité parentale. Trait gris\u{a0}: autre lien.";
        self.line(GAUCHE, 8, false, Couleur::Gris, legend);
    }

    /// The day at the left; what happened and its dossier are kept together.
    fn event(&mut self, one: &Evenement) {
        self.room(12.0);
        self.y += 1.2;
        let y = self.y + 10.0 * 0.46;
        self.put(texte(GAUCHE, y, 10, false, Couleur::Gris, &date::format(one.jour)));
        self.wrapped(COLONNE, 10, true, Couleur::Noir, &one.titre);
        let below =
            if one.detail.is_empty() { one.numero.clone() } else { format!("{} · {}", one.numero, one.detail) };
        self.wrapped(COLONNE, 9, false, Couleur::Gris, &below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::chronologie::Genre;

    #[test]
    fn a_long_life_goes_over_the_pages_and_nothing_leaves_the_sheet() {
        let famille = Famille::default();
        let plan = famille::plan(&famille);
        let one = Evenement {
            jour: "2026-11-23".parse().unwrap(),
            genre: Genre::Information,
            dossier: uuid::Uuid::nil(),
            numero: "2026-000001".to_owned(),
            titre: "Information préoccupante ليلى".to_owned(),
            detail: "mot ".repeat(80) + &"x".repeat(300),
        };
        let evenements = vec![one; 60];
        let lignes = ["Féminin".to_owned()];
        let fiche = FichePapier {
            nom: "Léa MARTIN",
            lignes: &lignes,
            evenements: &evenements,
            famille: &famille,
            plan: &plan,
            jour: "2026-11-23".parse().unwrap(),
        };
        let file = pdf(&fiche).unwrap();
        let pages = lopdf::Document::load_mem(&file).unwrap().get_pages().len();
        assert!((6..=12).contains(&pages), "{pages}");
    }
}
