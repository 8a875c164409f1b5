//! Files attached to a dossier: kept byte for byte, listed without their bytes, journaled.

use uuid::Uuid;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::{Dossier, piece};
use vigie::storage::{NouvellePiece, StorageError, empreinte};

use crate::common::dossiers::court;
use crate::common::{MOTEURS, today};

#[test]
fn a_file_is_kept_byte_for_byte_and_journaled() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        let dossier = fresh.base.save(&Dossier::default(), &court(&parametres, "Martin", "Léa")).unwrap().dossier;
        let id = dossier.entete().unwrap().id;
        let contenu: Vec<u8> = (0..=255).cycle().take(5000).collect();
        let piece = NouvellePiece {
            id: Uuid::now_v7(),
            dossier: id,
            nom: "C:\\Scan\\certificat médical.pdf".into(),
            libelle: "Certificat".into(),
            ajoutee_le: "2024-02-07".into(),
            contenu: contenu.clone(),
        };
        let vide = NouvellePiece {
            id: Uuid::now_v7(),
            contenu: Vec::new(),
            libelle: String::new(),
            ajoutee_le: String::new(),
            ..piece.clone()
        };
        let changes = fresh.base.etat().unwrap().changements;
        for piece in [&piece, &vide, &piece] {
            fresh.base.add_piece(piece).unwrap();
        }
        assert_eq!(fresh.base.etat().unwrap().changements - changes, 2, "{moteur:?}: each is journaled once");
        let listed = fresh.base.pieces(id).unwrap();
        assert_eq!(listed.len(), 2, "{moteur:?}: the same id twice is one file");
        let found = listed.iter().find(|found| found.id == piece.id).unwrap();
        assert_eq!((found.nom.as_str(), found.octets), ("certificat médical.pdf", 5000));
        assert_eq!(found.sha256, empreinte(&contenu));
        assert_eq!(found.ajoutee_le, "2024-02-07");
        assert_eq!(fresh.base.piece_contenu(piece.id).unwrap(), contenu);
        assert_eq!(fresh.base.piece_contenu(vide.id).unwrap(), b"");
    }
}

#[test]
fn a_file_too_large_or_without_a_dossier_is_refused() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let mut piece = NouvellePiece {
            id: Uuid::now_v7(),
            dossier: Uuid::now_v7(),
            nom: "a.pdf".into(),
            libelle: String::new(),
            ajoutee_le: String::new(),
            contenu: vec![1],
        };
        assert!(matches!(fresh.base.add_piece(&piece), Err(StorageError::NoDossier(_))), "{moteur:?}");
        piece.contenu = vec![0; piece::OCTETS_MAX + 1];
        assert!(fresh.base.add_piece(&piece).unwrap_err().to_string().contains("20,0"));
    }
}
