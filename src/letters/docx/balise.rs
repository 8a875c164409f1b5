//! The few marks that a paragraph is made of.

/// A text between marks, without the characters that no XML may hold.
pub fn escape(texte: &str) -> String {
    let mut out = String::with_capacity(texte.len() + 8);
    for c in texte.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// A text in one weight; its tabs and line ends are marks of their own.
pub fn run(texte: &str, gras: bool) -> String {
    if texte.is_empty() {
        return String::new();
    }
    let mut out = String::from(if gras { "<w:r><w:rPr><w:b/><w:bCs/></w:rPr>" } else { "<w:r>" });
    for (at, line) in texte.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<w:br/>");
        }
        for (at, part) in line.split('\t').enumerate() {
            if at > 0 {
                out.push_str("<w:tab/>");
            }
            out.extend(["<w:t xml:space=\"preserve\">", &escape(part), "</w:t>"]);
        }
    }
    out + "</w:r>"
}

/// A paragraph of that style; `properties` are marks of its own beside the style's, in the schema's order.
pub fn paragraph(out: &mut String, style: &str, properties: &str, runs: &str) {
    out.extend(["<w:p><w:pPr><w:pStyle w:val=\"", style, "\"/>", properties, "</w:pPr>", runs, "</w:p>"]);
}
