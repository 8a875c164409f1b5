//! A letter for a word processor: the same frozen text as the PDF, in styles that one can change.
//!
//! Parts that say nothing of the letter stand beside, as the files that they are.

mod balise;
mod corps;

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use self::balise::{escape, paragraph, run};
use self::corps::{body, signature};
use super::bloc;
use super::logo::Logo;
use super::page;
use super::rendu::{ErreurRendu, complete};
use crate::domain::lettre::Lettre;

const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MOTS: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// One file of one letter.
///
/// # Errors
/// A field that is still to be filled, a logo that is no picture.
pub fn docx(lettre: &Lettre) -> Result<Vec<u8>, ErreurRendu> {
    complete(lettre)?;
    let logo = Logo::read(&lettre.entete.logo);
    if !lettre.entete.logo.is_empty() && logo.is_none() {
        return Err(ErreurRendu::Logo);
    }
    let mut liens = include_str!("docx/document.rels").trim_end().to_owned();
    let mut parts: Vec<(&str, Vec<u8>)> = Vec::new();
    if let Some(logo) = &logo {
        let lien = "<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"logo.jpeg\"/></Relationships>";
        liens = liens.replace("</Relationships>", lien);
        parts.push(("word/logo.jpeg", logo.data().to_vec()));
    }
    let pied = foot(lettre);
    parts.extend([
        ("[Content_Types].xml", include_bytes!("docx/types.xml").to_vec()),
        ("_rels/.rels", include_bytes!("docx/paquet.rels").to_vec()),
        ("docProps/core.xml", properties(lettre).into_bytes()),
        ("word/document.xml", document(lettre, logo.as_ref()).into_bytes()),
        ("word/_rels/document.xml.rels", liens.into_bytes()),
        ("word/styles.xml", include_bytes!("docx/styles.xml").to_vec()),
        ("word/numbering.xml", include_bytes!("docx/numbering.xml").to_vec()),
        ("word/settings.xml", include_bytes!("docx/settings.xml").to_vec()),
        ("word/header.xml", running_head(lettre).into_bytes()),
        // A part a use: the first page has its own.
        ("word/footer1.xml", pied.clone().into_bytes()),
        ("word/footer2.xml", pied.into_bytes()),
    ]);
    // Word looks for the types first.
    parts.sort_by_key(|(name, _)| *name != "[Content_Types].xml");
    pack(&parts).map_err(|error| ErreurRendu::Dessin(error.to_string()))
}

fn pack(parts: &[(&str, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn properties(lettre: &Lettre) -> String {
    let day = lettre.jour.map_or_else(String::new, |jour| {
        format!("<dcterms:created xsi:type=\"dcterms:W3CDTF\">{jour}T00:00:00Z</dcterms:created>")
    });
    format!(
        "{PROLOGUE}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         {day}<dc:language>fr-FR</dc:language></cp:coreProperties>",
        escape(&lettre.objet),
        escape(&lettre.entete.departement),
    )
}

fn document(lettre: &Lettre, logo: Option<&Logo>) -> String {
    let mut out = format!("{PROLOGUE}<w:document {MOTS}><w:body>");
    head(&mut out, lettre, logo);
    paragraph(&mut out, "Date", "", &run(&lettre.lieu_date, false));
    if !lettre.mention.is_empty() {
        paragraph(&mut out, "Mention", "", &run(&lettre.mention, false));
    }
    let objet = format!("{}<w:r><w:tab/></w:r>{}", run("Objet\u{a0}:", false), run(&lettre.objet, true));
    paragraph(&mut out, "Objet", "", &objet);
    let (above, under) = bloc::read_parts(&lettre.corps);
    // The last words go over with the signature; a coupon is cut off in one piece.
    body(&mut out, &above, above.len().saturating_sub(2), !lettre.signature.is_empty());
    signature(&mut out, &lettre.signature);
    if let Some(list) = page::enclosures(lettre) {
        paragraph(&mut out, "Pieces", "", &run(&list, false));
    }
    if !under.is_empty() {
        paragraph(&mut out, "Coupe", "", "");
        body(&mut out, &under, 0, false);
    }
    out.push_str(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:footerReference w:type=\"first\" r:id=\"rId6\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1020\" w:right=\"1247\" w:bottom=\"1417\" \
         w:left=\"1247\" w:header=\"510\" w:footer=\"454\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>",
    );
    out
}

/// Letterhead and references at the left, the address where the window of the envelope is.
fn head(out: &mut String, lettre: &Lettre, logo: Option<&Logo>) {
    out.push_str(
        "<w:tbl><w:tblPr><w:tblW w:w=\"9411\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>\
         <w:gridCol w:w=\"5103\"/><w:gridCol w:w=\"4308\"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/>\
         <w:trHeight w:val=\"3912\" w:hRule=\"atLeast\"/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"5103\" w:type=\"dxa\"/>\
         <w:tcMar><w:right w:w=\"567\" w:type=\"dxa\"/></w:tcMar></w:tcPr>",
    );
    if let Some(logo) = logo {
        paragraph(out, "Service", "", &picture(logo));
    }
    paragraph(out, "Departement", "", &run(&lettre.entete.departement, false));
    for line in &lettre.entete.lignes {
        paragraph(out, "Service", "", &run(line, false));
    }
    for (at, line) in lettre.references.iter().enumerate() {
        let spacing = if at == 0 { "<w:spacing w:before=\"340\"/>" } else { "" };
        paragraph(out, "Reference", spacing, &run(line, false));
    }
    out.push_str("</w:tc><w:tc><w:tcPr><w:tcW w:w=\"4308\" w:type=\"dxa\"/></w:tcPr>");
    // The window of a DL envelope begins 46 mm under the head of the sheet.
    let mut before = 1757;
    for line in &lettre.adresse {
        paragraph(out, "Destinataire", &format!("<w:spacing w:before=\"{before}\"/>"), &run(line, false));
        before = 0;
    }
    if lettre.adresse.is_empty() {
        paragraph(out, "Destinataire", "", "");
    }
    out.push_str("</w:tc></w:tr></w:tbl>");
}

/// The logo, in the line. A word processor counts 36 000 to the millimetre.
fn picture(logo: &Logo) -> String {
    let (_, _, width, height) = logo.place();
    let [width, height] = [width, height].map(|mm| (mm * 36_000.0) as u32);
    format!(
        "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
         <wp:docPr id=\"1\" name=\"Logo\" descr=\"Logo\"/>\
         <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <pic:nvPicPr><pic:cNvPr id=\"1\" name=\"logo.jpeg\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rId7\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r>"
    )
}

/// What the second page and those after it say above.
fn running_head(lettre: &Lettre) -> String {
    let mut out = format!("{PROLOGUE}<w:hdr {MOTS}>");
    paragraph(&mut out, "En-tte", "", &run(&page::running_head(lettre), false));
    out + "</w:hdr>"
}

fn foot(lettre: &Lettre) -> String {
    let field = |name: &str| format!("<w:fldSimple w:instr=\" {name} \">{}</w:fldSimple>", run("1", false));
    let number = format!("{}{}{}{}", run("page\u{a0}", false), field("PAGE"), run("/", false), field("NUMPAGES"));
    let mut out = format!("{PROLOGUE}<w:ftr {MOTS}>");
    paragraph(&mut out, "Pieddepage", "", &format!("{}<w:r><w:tab/></w:r>{number}", run(&lettre.pied, false)));
    out + "</w:ftr>"
}
