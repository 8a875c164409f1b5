//! The long texts and the files, byte for byte.

use serde_json::Value;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::exchange::access::source::Valeur;
use vigie::storage::{Base, empreinte};

use crate::fichier::source;

pub fn texts(base: &Base, attendu: &Value) {
    // The long ones are whole: what Access held, less its line ends, which have their rule.
    for one in attendu["memos"]["plus_de_60000_caracteres"].as_array().unwrap() {
        let key = one["cle"].as_i64().unwrap();
        let table = source().table("T_DOSSIER").unwrap();
        let (id, at) = (table.colonne("N_DOSSIER").unwrap(), table.colonne(one["colonne"].as_str().unwrap()).unwrap());
        let row = table.lignes.iter().find(|row| row[id] == Valeur::Entier(key)).unwrap();
        let text = row[at].texte().unwrap();
        assert_eq!(empreinte(text.as_bytes()), one["sha256_utf8"].as_str().unwrap());
        let id = dossier_de(base, key);
        let read = base.dossier(id).unwrap().unwrap().dossier;
        let entete = read.entete().unwrap();
        let cle = if one["colonne"].as_str().unwrap().starts_with("Synth") {
            dossier::SYNTHESE
        } else {
            dossier::OBSERVATION_CEMA
        };
        // Every sign that is seen is there; line ends have their rules.
        let seen = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>();
        let (kept, held) = (seen(entete.get(cle)), seen(&mended(text)));
        let apart = kept.chars().zip(held.chars()).position(|(a, b)| a != b);
        assert!(
            kept == held,
            "{key}: {} of {} signs, apart at {apart:?}: {:?} for {:?}",
            kept.chars().count(),
            held.chars().count(),
            kept.chars().skip(apart.unwrap_or(0).saturating_sub(20)).take(60).collect::<String>(),
            held.chars().skip(apart.unwrap_or(0).saturating_sub(20)).take(60).collect::<String>()
        );
        let unseen = text.chars().filter(|c| c.is_whitespace() || c.is_control()).count();
        assert!(mended(text).chars().count() - entete.get(cle).chars().count() <= unseen);
    }
}

/// As the rules say: without the marks of rich text, and with the accents put together again that a wrong
/// reading of UTF-8 broke in two.
fn mended(text: &str) -> String {
    let mut plain = String::new();
    for (at, part) in text.split('<').enumerate() {
        plain.push_str(if at == 0 { part } else { part.split_once('>').map_or(part, |(_, after)| after) });
    }
    for (entity, sign) in [("&nbsp;", "\u{a0}"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        plain = plain.replace(entity, sign);
    }
    "éèêëàâîïôûùçÉÈÀ’«»".chars().fold(plain, |text, sign| {
        let broken: String = sign.to_string().bytes().map(char::from).collect();
        text.replace(&broken, &sign.to_string())
    })
}

/// The dossier that an old key became, by the old rows kept beside it.
fn dossier_de(base: &Base, key: i64) -> uuid::Uuid {
    let numero = {
        let table = source().table("T_DOSSIER").unwrap();
        let (id, at) = (table.colonne("N_DOSSIER").unwrap(), table.colonne("NumDossier").unwrap());
        table.lignes.iter().find(|row| row[id] == Valeur::Entier(key)).unwrap()[at].show()
    };
    let (year, rank) = numero.trim().split_once(['/', '-']).unwrap();
    let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
    let read = base.dossier_by_numero(&format!("{year}-{rank:0>6}")).unwrap().unwrap();
    read.dossier.id().unwrap()
}

pub fn files(base: &Base, attendu: &Value) {
    let table = source().table("T_PIECE_JOINTE").unwrap();
    let (id, of) = (table.colonne("ID_PJ").unwrap(), table.colonne("N_DOSSIER").unwrap());
    let mut checked = 0;
    for one in attendu["pieces_jointes"]["detail"].as_array().unwrap() {
        let key = one["ID_PJ"].as_i64().unwrap();
        let row = table.lignes.iter().find(|row| row[id] == Valeur::Entier(key)).unwrap();
        let Valeur::Entier(dossier) = row[of] else { continue };
        let Some(sha) = one["sha256_fichier"].as_str().or_else(|| one["sha256_stocke"].as_str()) else { continue };
        if dossier == 999_999 || one["contenu"].as_str() == Some("NULL") {
            continue;
        }
        let pieces = base.pieces(dossier_de(base, dossier)).unwrap();
        let piece = pieces.iter().find(|piece| piece.sha256 == sha).unwrap_or_else(|| panic!("{one} {pieces:?}"));
        if one["contenu"].as_str() == Some("paquet OLE") {
            assert_eq!(piece.nom, one["fichier"].as_str().unwrap());
        }
        checked += 1;
    }
    assert!(checked >= 35, "{checked}");
}
