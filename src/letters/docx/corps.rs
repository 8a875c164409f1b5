//! The text of a letter, its tables, and who signs it.

use std::fmt::Write as _;

use super::balise::{paragraph, run};
use crate::letters::bloc::{Bloc, Passage, Pose};
use crate::letters::tableau;

/// Space between two blocks, in twentieths of a point.
const ENTRE: u32 = 147;
const SUITE: &str = "<w:keepNext/>";

fn runs(passages: &[Passage]) -> String {
    passages.iter().map(|passage| run(&passage.texte, passage.gras)).collect()
}

/// The blocks in order. Those from `held` on stay with what follows them, the last one only `with_next`.
pub fn body(out: &mut String, blocs: &[Pose], held: usize, with_next: bool) {
    for (at, Pose { bloc, detache }) in blocs.iter().enumerate() {
        let suite = if at >= held && (with_next || at + 1 < blocs.len()) { SUITE } else { "" };
        let before = if *detache && at > 0 { ENTRE } else { 0 };
        let next = blocs.get(at + 1).map(|next| &next.bloc);
        let after = if matches!(next, Some(Bloc::Tableau(_))) { ENTRE } else { 0 };
        let spacing = match (before, after) {
            (0, 0) => String::new(),
            (before, 0) => format!("<w:spacing w:before=\"{before}\"/>"),
            (before, after) => format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>"),
        };
        let properties = format!("{suite}{spacing}");
        match bloc {
            Bloc::Paragraphe(passages) => paragraph(out, "Corpsdetexte", &properties, &runs(passages)),
            Bloc::Coupe => {}
            Bloc::Titre(passages) => paragraph(out, "Titre1", "", &runs(passages)),
            Bloc::Puce(passages) => paragraph(out, "Listepuces", &properties, &runs(passages)),
            Bloc::Tableau(rows) => {
                table(out, rows, suite);
                // Two tables would become one, and a text does not end with a table.
                let ends = next.is_none() && !with_next;
                if ends || matches!(next, Some(Bloc::Tableau(_))) {
                    paragraph(out, "Corpsdetexte", "", "");
                }
            }
        }
    }
}

fn table(out: &mut String, rows: &[Vec<Vec<Passage>>], suite: &str) {
    // Millimetres as twentieths of a point.
    let widths: Vec<u32> = tableau::widths(rows).into_iter().map(|mm| (mm * 1440.0 / 25.4) as u32).collect();
    let total: u32 = widths.iter().sum();
    let _ = write!(
        out,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableauCourrier\"/><w:tblW w:w=\"{total}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" \
         w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>"
    );
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    for (at, row) in rows.iter().enumerate() {
        let head = at == 0;
        let kept = if head || at + 1 == rows.len() { if head { SUITE } else { suite } } else { "" };
        out.push_str("<w:tr><w:trPr><w:cantSplit/>");
        out.push_str(if head { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
        for (at, width) in widths.iter().enumerate() {
            let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
            paragraph(out, "Cellule", kept, &row.get(at).map(|cell| runs(cell)).unwrap_or_default());
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

/// Who signs: never parted, with room for the hand above the name.
pub fn signature(out: &mut String, lignes: &[String]) {
    let last = lignes.len().saturating_sub(1);
    for (at, ligne) in lignes.iter().enumerate() {
        let before = match at {
            0 => 340,
            at if at == last => 1077,
            _ => 0,
        };
        let suite = if at == last { "" } else { SUITE };
        let properties = format!("{suite}<w:spacing w:before=\"{before}\"/>");
        paragraph(out, "Signature", &properties, &run(ligne, at == last));
    }
}
