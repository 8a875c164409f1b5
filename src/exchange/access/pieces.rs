//! Files that Access kept in OLE columns, taken out of their wrapping.

use std::collections::HashMap;

use crate::domain::piece::{OCTETS_MAX, nom_de_fichier, taille};

use super::atelier::{Atelier, TableLue};
use super::construction::{EnfantDe, Ouvrage, dans_l_ordre};
use super::correspondance::{Particulier, Role};
use super::regles::Regle;
use super::source::Valeur;
use crate::storage::NouvellePiece;

/// The files of one table; they hang on a dossier, or on a child and so on its dossier.
pub(super) fn lire<'a>(
    atelier: &mut Atelier<'a>,
    table: &TableLue<'a>,
    ouvrage: &Ouvrage,
    enfants: &HashMap<String, EnfantDe>,
) -> Vec<NouvellePiece> {
    let relations = &atelier.source.relations;
    let up = relations.iter().find(|relation| *relation.enfant.0 == *table.nom).map(|relation| &relation.parent.0);
    let above = up.and_then(|up| atelier.correspondance.table_nommee(up)).map(|vers| vers.devient);
    let place = |parent: &str| match above {
        Some(Role::Enfant) => enfants.get(parent).map(|child| child.dossier),
        _ => ouvrage.par_cle.get(parent).copied(),
    };
    let mut pieces = Vec::new();
    let value = |rang: usize, which: Particulier| {
        table.particulier(which).map_or(&Valeur::Vide, |colonne| table.valeur(rang, colonne.at))
    };
    for rang in dans_l_ordre(table) {
        let parent = table.parent(rang).unwrap_or_default();
        let dossier = place(&parent).and_then(|at| ouvrage.dossiers.get(at)).map(super::dossiers::EnCours::id);
        let Some(dossier) = dossier else {
            atelier.perdre(table, rang, None, Regle::Orphelin, &parent);
            continue;
        };
        let lieu = table.lieu(rang, Some(dossier));
        let Valeur::Octets(stored) = value(rang, Particulier::Contenu) else {
            atelier.bilan.noter(Regle::PieceVide, &lieu, &"".into(), None, ("", ""), (0, 0));
            atelier.garder(table, rang, Some(dossier), false);
            continue;
        };
        let cle = table.cle(rang);
        let libelle = value(rang, Particulier::Libelle).show();
        let given = value(rang, Particulier::NomFichier).show();
        let (nom, contenu) = if let Some((nom, contenu)) = paquet(stored) {
            (nom, contenu.to_vec())
        } else if !given.is_empty() {
            (given.clone(), stored.to_vec())
        } else {
            let shown = format!("{} octets", stored.len());
            atelier.bilan.noter(Regle::PieceBrute, &lieu, &"".into(), None, (&shown, &libelle), (0, 0));
            (nom_brut(&libelle, &cle, stored), stored.to_vec())
        };
        if contenu.len() > OCTETS_MAX {
            let shown = taille(contenu.len() as u64);
            atelier.bilan.noter(Regle::PieceTropGrande, &lieu, &"".into(), None, (&nom, &shown), (0, 0));
            atelier.garder(table, rang, Some(dossier), false);
            continue;
        }
        let ajoutee_le = match value(rang, Particulier::Jour) {
            Valeur::Date(instant) => instant.date().to_string(),
            _ => String::new(),
        };
        atelier.garder(table, rang, Some(dossier), true);
        pieces.push(NouvellePiece {
            id: atelier.id(&table.nom, "", &cle),
            dossier,
            nom: nom_de_fichier(if given.is_empty() { &nom } else { &given }),
            libelle,
            ajoutee_le,
            contenu,
        });
    }
    pieces
}

/// The file inside an OLE « Package », with its name; none when the bytes are not one.
fn paquet(stored: &[u8]) -> Option<(String, &[u8])> {
    let mut lecture = Lecture { octets: stored };
    if lecture.u16()? != 0x1c15 {
        return None;
    }
    let header = usize::from(lecture.u16()?);
    let mut lecture = Lecture { octets: stored.get(header..)? };
    let _version = lecture.u32()?;
    let _format = lecture.u32()?;
    let class = lecture.counted()?;
    if !class.starts_with(b"Package") {
        return None;
    }
    let _topic = lecture.counted()?;
    let _item = lecture.counted()?;
    let native = lecture.counted()?;
    let mut lecture = Lecture { octets: native };
    let _signature = lecture.u16()?;
    let label = lecture.text()?;
    let path = lecture.text()?;
    let _kind = (lecture.u16()?, lecture.u16()?);
    let _copied_from = lecture.counted()?;
    let contenu = lecture.counted()?;
    let nom = if label.is_empty() { path } else { label };
    Some((nom, contenu))
}

/// Bytes read one after the other, never beyond their end.
struct Lecture<'a> {
    octets: &'a [u8],
}

impl<'a> Lecture<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.octets.get(..count)?;
        self.octets = self.octets.get(count..)?;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn counted(&mut self) -> Option<&'a [u8]> {
        let count = usize::try_from(self.u32()?).ok()?;
        self.take(count)
    }

    /// Up to a zero, in Windows-1252.
    fn text(&mut self) -> Option<String> {
        let end = self.octets.iter().position(|byte| *byte == 0)?;
        let bytes = self.take(end)?;
        self.take(1)?;
        Some(bytes.iter().map(|byte| char::from(*byte)).collect())
    }
}

/// A name for bytes that have none, by what they begin with.
fn nom_brut(libelle: &str, cle: &str, octets: &[u8]) -> String {
    if libelle.rsplit_once('.').is_some_and(|(_, extension)| (2..=4).contains(&extension.len())) {
        return libelle.to_owned();
    }
    let known: [(&[u8], &str); 8] = [
        (b"%PDF", "pdf"),
        (b"\x89PNG", "png"),
        (b"\xff\xd8\xff", "jpg"),
        (b"{\\rtf", "rtf"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
        (b"PK\x03\x04", "zip"),
        (b"\xd0\xcf\x11\xe0", "doc"),
    ];
    let extension = known.iter().find(|(start, _)| octets.starts_with(start)).map_or("bin", |(_, extension)| extension);
    format!("piece-{cle}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(nom: &[u8], contenu: &[u8]) -> Vec<u8> {
        let counted = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_le_bytes(), bytes].concat();
        let native = [
            &2_u16.to_le_bytes()[..],
            nom,
            b"\0C:\\x\\",
            nom,
            b"\0\0\0\x03\0",
            &counted(b"C:\\t\0"),
            &counted(contenu),
        ]
        .concat();
        let ole = [
            &0x501_u32.to_le_bytes()[..],
            &2_u32.to_le_bytes(),
            &counted(b"Package\0"),
            &counted(b""),
            &counted(b""),
            &counted(&native),
        ]
        .concat();
        [&0x1c15_u16.to_le_bytes()[..], &20_u16.to_le_bytes(), &[0; 16], &ole].concat()
    }

    #[test]
    fn a_file_comes_out_of_its_package_whole_or_not_at_all() {
        let stored = package(b"scan.png", b"\x89PNG octets");
        assert_eq!(paquet(&stored), Some(("scan.png".to_owned(), &b"\x89PNG octets"[..])));
        for end in 0..stored.len() {
            let _ = paquet(&stored[..end]);
        }
        assert_eq!(paquet(b"%PDF-1.4"), None);
        assert_eq!(nom_brut("", "7", b"%PDF-1.4"), "piece-7.pdf");
        assert_eq!(nom_brut("photo.jpg", "7", b"xx"), "photo.jpg");
    }
}
