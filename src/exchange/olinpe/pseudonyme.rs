//! What stands for a child: the same for the same child, and no way back to the child.

use sha2::{Digest as _, Sha256};

use crate::domain::nom;

/// What the format writes when a child cannot be told by what the law names.
pub const ABSENT: &str = "ffffffffffffffffffffffffffffffffffffffff";

/// From the first name, month and year of birth and the mother's family name (CASF D226-3-4), with a
/// key that only the Département has. Accents, case and hyphens do not matter.
pub fn pseudonyme(cle: &str, prenom: &str, annee_mois: &str, nom_mere: &str) -> String {
    let (prenom, nom_mere) = (nom::fold(prenom), nom::fold(nom_mere));
    if prenom.is_empty() || nom_mere.is_empty() || annee_mois.len() != 7 {
        return ABSENT.to_owned();
    }
    let message = format!("{prenom}|{annee_mois}|{nom_mere}");
    let mut signed = hmac(cle.as_bytes(), message.as_bytes());
    signed.truncate(20);
    crate::storage::hexadecimal(&signed)
}

/// RFC 2104 with SHA-256.
fn hmac(cle: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    let hashed = Sha256::digest(cle);
    let short = if cle.len() > block.len() { hashed.as_slice() } else { cle };
    for (place, byte) in block.iter_mut().zip(short) {
        *place = *byte;
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_standard() {
        // RFC 4231, cases 1, 2 and 6.
        let hex = |bytes: Vec<u8>| crate::storage::hexadecimal(&bytes);
        assert_eq!(
            hex(hmac(&[0x0b; 20], b"Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        assert_eq!(
            hex(hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn a_child_has_one_pseudonym_whatever_the_accents_and_none_without_its_mother() {
        let one = pseudonyme("cle", "Léa-Rose", "2015-02", "Lefèvre");
        assert_eq!(one, pseudonyme("cle", "LEA ROSE", "2015-02", "LEFEVRE"));
        assert_eq!(one.len(), 40);
        for other in [
            pseudonyme("autre", "Léa-Rose", "2015-02", "Lefèvre"),
            pseudonyme("cle", "Léa", "2015-02", "Lefèvre"),
            pseudonyme("cle", "Léa-Rose", "2015-03", "Lefèvre"),
            pseudonyme("cle", "Léa-Rose", "2015-02", "Martin"),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(pseudonyme("cle", "Léa", "2015-02", ""), ABSENT);
        assert_eq!(pseudonyme("cle", "", "2015-02", "Martin"), ABSENT);
        assert_eq!(pseudonyme("cle", "Léa", "", "Martin"), ABSENT);
    }
}
