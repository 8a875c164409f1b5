//! A home-made base that nobody described.

use vigie::exchange::access::correspondance::Correspondance;
use vigie::exchange::access::prise::{self, Lue};

use crate::common::{Moteur, today};
use crate::reprise::coupe;

#[test]
fn another_home_made_base_is_understood_without_a_line_of_code() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = prise::parametres(&fresh.base, today()).unwrap();
    // The same facts under other names, as another Département would have called them.
    let mut other = coupe(60);
    let renamed = [
        ("T_DOSSIER", "Informations"),
        ("T_ENFANT", "Mineurs"),
        ("T_AUTEUR", "Adultes"),
        ("T_MOTIF_ENFANT", "MotifsMineur"),
        ("T_CONCLUSION", "Décisions"),
        ("T_TRAITEMENT", "Saisines"),
        ("T_SIGNALANT", "Appelants"),
    ];
    for table in &mut other.tables {
        if let Some((_, name)) = renamed.iter().find(|(old, _)| *old == table.nom) {
            table.nom = (*name).to_owned();
        }
    }
    for relation in &mut other.relations {
        for end in [&mut relation.parent, &mut relation.enfant] {
            if let Some((_, name)) = renamed.iter().find(|(old, _)| *old == end.0) {
                end.0 = (*name).to_owned();
            }
        }
    }
    other.fichier = "Suivi IP 2024.accdb".into();
    let text = vigie::exchange::access::proposition::proposer(&other, &parametres);
    let proposed = Correspondance::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let lue = Lue { source: other, correspondance: proposed, texte: text.clone(), proposee: true };
    let report = prise::reprendre(&fresh.base, &lue, &parametres, |_, _, _| true).unwrap();
    assert_eq!(report.ecarts().count(), 0, "{text}");
    let of = |name: &str| report.tables.iter().find(|table| table.nom == name).unwrap();
    for name in ["Informations", "Mineurs", "Adultes", "MotifsMineur", "Décisions", "Saisines"] {
        assert!(of(name).reprises * 10 > of(name).lignes * 9, "{name} {:?}\n{text}", of(name));
    }
    assert_eq!(of("Appelants").ecartees, of("Appelants").lignes);
}
