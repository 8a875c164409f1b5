//! A file attached to a dossier, as the list of them shows it; its bytes are read apart.

use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Piece {
    pub id: Uuid,
    /// The name of the file.
    pub nom: String,
    pub libelle: String,
    pub octets: u64,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    /// `2024-02-07`, empty when not known.
    pub ajoutee_le: String,
}

/// The largest file that may be attached.
pub const OCTETS_MAX: usize = 20 * 1024 * 1024;

/// A name that is only a name, whatever path or control character it came with.
pub fn nom_de_fichier(texte: &str) -> String {
    let last = texte.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String =
        last.chars().map(|c| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let name = cleaned.trim().trim_matches('.').to_owned();
    if name.is_empty() { "piece".to_owned() } else { name }
}

/// « 12 Ko »
pub fn taille(octets: u64) -> String {
    match octets {
        0..1024 => format!("{octets}\u{a0}octets"),
        1024..1_048_576 => format!("{}\u{a0}Ko", octets.div_ceil(1024)),
        _ => format!("{:.1}\u{a0}Mo", octets as f64 / 1_048_576.0).replace('.', ","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_carries_no_path() {
        for (texte, expected) in [
            ("C:\\Users\\x\\scan_01.png", "scan_01.png"),
            ("../../etc/passwd", "passwd"),
            ("a\u{0}b?.pdf", "a_b_.pdf"),
            ("", "piece"),
            ("..", "piece"),
        ] {
            assert_eq!(nom_de_fichier(texte), expected, "{texte}");
        }
    }
}
