//! Files attached to dossiers. Bytes travel as hexadecimal text: the one form that both bases read alike.

use diesel::sql_types::{Nullable, Text};
use diesel::{OptionalExtension as _, RunQueryDsl as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::domain::piece::{OCTETS_MAX, Piece, nom_de_fichier, taille};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Base, Result, StorageError};

/// A file on its way into the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvellePiece {
    pub id: Uuid,
    pub dossier: Uuid,
    pub nom: String,
    pub libelle: String,
    /// `2024-02-07`, or empty.
    pub ajoutee_le: String,
    pub contenu: Vec<u8>,
}

/// SHA-256 in hexadecimal.
pub fn empreinte(octets: &[u8]) -> String {
    hexadecimal(&Sha256::digest(octets))
}

/// Two digits a byte.
pub fn hexadecimal(octets: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    octets.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|n| u8::try_from(n).ok());
    text.as_bytes().chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

/// Attaches a file; the same id twice is the same file.
///
/// # Errors
/// Refused when it is larger than [`OCTETS_MAX`], or when its dossier is not there.
pub fn add(connexion: &mut Connexion, piece: &NouvellePiece) -> Result<()> {
    let dialect = Dialect::of(connexion);
    if piece.contenu.len() > OCTETS_MAX {
        return Err(StorageError::Refused(format!(
            "Ce fichier pèse {}, {} au plus\u{a0}; rien n’a été joint, réduisez-le",
            taille(piece.contenu.len() as u64),
            taille(OCTETS_MAX as u64)
        )));
    }
    let place: Option<String> = Sql::<Text>::new("SELECT territoire FROM dossier WHERE id = ")
        .bind(piece.dossier.to_string())
        .text(dialect.cast_id())
        .get_result(connexion)
        .optional()?;
    let territoire = place.ok_or_else(|| StorageError::NoDossier(piece.dossier.to_string()))?;
    let (id, integer, date) = (dialect.cast_id(), dialect.cast_integer(), dialect.cast_date());
    let bytes = match dialect {
        Dialect::Postgres => ("decode(", ", 'hex')"),
        Dialect::Sqlite => ("unhex(", ")"),
    };
    // An empty text is bound as NULL.
    let hexa = hexadecimal(&piece.contenu);
    Sql::<()>::new(
        "INSERT INTO piece (id, dossier_id, territoire, nom, libelle, octets, sha256, ajoutee_le, contenu) VALUES (",
    )
    .bind(piece.id.to_string())
    .text(&format!("{id}, "))
    .bind(piece.dossier.to_string())
    .text(&format!("{id}, "))
    .bind(territoire)
    .text(", ")
    .bind(nom_de_fichier(&piece.nom))
    .text(", coalesce(")
    .bind(&*piece.libelle)
    .text(", ''), ")
    .bind(piece.contenu.len().to_string())
    .text(&format!("{integer}, "))
    .bind(empreinte(&piece.contenu))
    .text(", ")
    .bind(&*piece.ajoutee_le)
    .text(&format!("{date}, {}coalesce(", bytes.0))
    .bind(hexa)
    .text(&format!(", ''){}) ON CONFLICT (id) DO NOTHING", bytes.1))
    .execute(connexion)?;
    Ok(())
}

type Ligne = (String, String, String, i64, String, Option<String>);

/// The files of a dossier, without their bytes.
pub fn of_dossier(connexion: &mut Connexion, dossier: Uuid) -> Result<Vec<Piece>> {
    let dialect = Dialect::of(connexion);
    let text = dialect.as_text();
    let octets = match dialect {
        Dialect::Postgres => "octets::bigint",
        Dialect::Sqlite => "octets",
    };
    let rows: Vec<Ligne> = Sql::<(Text, Text, Text, diesel::sql_types::BigInt, Text, Nullable<Text>)>::new(format!(
        "SELECT id{text}, nom, libelle, {octets}, sha256, ajoutee_le{text} FROM piece WHERE dossier_id = "
    ))
    .bind(dossier.to_string())
    .text(dialect.cast_id())
    .text(" ORDER BY ajoutee_le, id")
    .load(connexion)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, nom, libelle, octets, sha256, jour)| {
            Some(Piece {
                id: id.parse().ok()?,
                nom,
                libelle,
                octets: u64::try_from(octets).unwrap_or_default(),
                sha256,
                ajoutee_le: jour.unwrap_or_default(),
            })
        })
        .collect())
}

/// The bytes of one file, checked against what was written beside them.
///
/// # Errors
/// When it is not there (or not for this person), or when its bytes are no longer those attached.
pub fn contenu(connexion: &mut Connexion, id: Uuid) -> Result<Vec<u8>> {
    let row: Option<(String, String)> = match Dialect::of(connexion) {
        // Read as its dossier is: the right checked, a line left.
        Dialect::Postgres => {
            let sql = Sql::<Nullable<Text>>::new("CALL lire_piece(").bind(id.to_string()).text(", NULL)");
            let read: Option<String> = sql.get_result(connexion)?;
            read.map(|read| serde_json::from_str(&read).map_err(|error| StorageError::Database(error.to_string())))
                .transpose()?
        }
        Dialect::Sqlite => Sql::<(Text, Text)>::new("SELECT hex(contenu), sha256 FROM piece WHERE id = ")
            .bind(id.to_string())
            .get_result(connexion)
            .optional()?,
    };
    let (text, sha256) = row.ok_or_else(|| {
        StorageError::Refused("Cette pièce jointe n’est plus dans la base\u{a0}; relisez le dossier".to_owned())
    })?;
    let octets = unhex(&text).unwrap_or_default();
    if empreinte(&octets) == sha256 {
        Ok(octets)
    } else {
        Err(StorageError::Damaged("une pièce jointe n’est plus celle qui a été jointe".to_owned()))
    }
}

impl Base {
    /// The files attached to a dossier, without their bytes.
    pub fn pieces(&self, dossier: Uuid) -> Result<Vec<Piece>> {
        self.read(|c| of_dossier(c, dossier))
    }

    /// The bytes of one file.
    pub fn piece_contenu(&self, id: Uuid) -> Result<Vec<u8>> {
        self.read(|c| contenu(c, id))
    }

    /// Attaches a file to its dossier.
    pub fn add_piece(&self, piece: &NouvellePiece) -> Result<()> {
        self.with(|c| add(c, piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_hexadecimal() {
        let octets: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hexadecimal(&octets)).unwrap(), octets);
        assert_eq!(empreinte(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert!(unhex("0g").is_none() && unhex("0").is_none());
    }
}
