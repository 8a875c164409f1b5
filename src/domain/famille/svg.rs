//! The drawing of a family as a picture that any program opens.

use std::fmt::Write as _;

use super::Famille;
use super::plan::{HAUTEUR, LARGEUR, Plan};

/// Letters that fit in a card.
const LETTRES: usize = 26;

pub fn svg(famille: &Famille, plan: &Plan, titre: &str) -> String {
    let mut out = String::new();
    let (wide, high) = (plan.largeur.ceil(), plan.hauteur.ceil());
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" font-family=\"'Source Sans 3', 'Source Sans Pro', Arial, sans-serif\" role=\"img\"><title>{}</title>\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
        escape(titre)
    );
    for cadre in &plan.cadres {
        let dash = if cadre.inconnu { " stroke-dasharray=\"5 4\"" } else { "" };
        let _ = write!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#f6f6f6\" stroke=\"#cecece\"{dash}/>\
             <text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"#5f5f64\">{}</text>",
            cadre.x,
            cadre.y,
            cadre.largeur,
            cadre.hauteur,
            cadre.x + 12.0,
            cadre.y + 16.0,
            escape(&cadre.titre)
        );
    }
    for lien in &plan.liens {
        let colour = if lien.auteur { "#c9191e" } else { "#000091" };
        let dash = if lien.autorite { "" } else { " stroke-dasharray=\"4 4\"" };
        let middle = f32::midpoint(lien.de.1, lien.a.1);
        let _ = write!(
            out,
            "<path d=\"M{} {} C{} {middle} {} {middle} {} {}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.4\"{dash}/>",
            lien.de.0, lien.de.1, lien.de.0, lien.a.0, lien.a.0, lien.a.1
        );
    }
    for carte in &plan.cartes {
        let Some(one) = famille.personnes.get(carte.personne) else { continue };
        let (fill, stroke, width) = match (one.sujet, one.enfant) {
            (true, _) => ("#e3e3fd", "#000091", 2.0),
            (false, true) => ("#ffffff", "#000091", 1.0),
            (false, false) => ("#ffffff", "#929292", 1.0),
        };
        let mark = if one.auteur { " ⚠" } else { "" };
        let _ = write!(
            out,
            "<g><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{LARGEUR}\" height=\"{HAUTEUR}\" rx=\"4\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{width}\"/>\
             <text x=\"{}\" y=\"{}\" font-size=\"14\" font-weight=\"600\" fill=\"#161616\">{}{mark}</text>\
             <text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"#5f5f64\">{}</text></g>",
            escape(&one.told(famille)),
            carte.x,
            carte.y,
            carte.x + 10.0,
            carte.y + 24.0,
            escape(&cut(&one.nom, LETTRES - 4)),
            carte.x + 10.0,
            carte.y + 43.0,
            escape(&cut(&one.detail, LETTRES + 4)),
        );
    }
    out.push_str("</svg>\n");
    out
}

/// The whole stands in the title, which a pointer and a screen reader tell.
fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // What XML 1.0 has no place for.
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::famille::{essai, plan};

    #[test]
    fn a_hostile_name_stays_a_name() {
        let mut famille = essai::famille();
        famille.personnes[0].nom = "<script>\"&\u{1}".to_owned();
        let picture = svg(&famille, &plan(&famille), "A & B");
        assert!(!picture.contains("<script>") && picture.contains("&lt;script&gt;&quot;&amp;"), "{picture}");
        assert!(picture.contains("<title>A &amp; B</title>"));
        assert_eq!(picture.matches("<g>").count(), famille.personnes.len());
    }
}
