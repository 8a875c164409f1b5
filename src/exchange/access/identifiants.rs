//! Ids that are the same each time: from the name of the old application, the table and the key of the row.

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

/// The id of what a row becomes; `quoi` tells apart several things made of one row.
pub fn identifiant(source: &str, table: &str, quoi: &str, cle: &str) -> Uuid {
    let mut hash = Sha256::new();
    for part in ["vigie/reprise/1", source, &table.to_lowercase(), quoi, cle] {
        // With its length: no two lists of parts make the same text.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Eight hexadecimal digits, for a value that has no letter to be named by.
pub fn court(texte: &str) -> String {
    identifiant("", "", "", texte).simple().to_string().chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_of_its_row_and_of_no_other() {
        let id = identifiant("a", "T", "", "1");
        assert_eq!(id, identifiant("a", "t", "", "1"));
        assert_eq!(id.get_version_num(), 8);
        for other in [identifiant("b", "T", "", "1"), identifiant("a", "T", "x", "1"), identifiant("a", "T1", "", "")] {
            assert_ne!(id, other);
        }
    }
}
