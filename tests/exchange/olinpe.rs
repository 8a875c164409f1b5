//! The national export: valid, without a name, the same pseudonym for the same child, nothing guessed.

use std::sync::Arc;

use vigie::demo::Demo;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::fiche::OUI;
use vigie::domain::{Dossier, Fiche, Parametres, Table, adulte, conclusion, enfant, motif, parse, traitement};
use vigie::exchange::olinpe::{self, ABSENT, Ligne};
use vigie::storage;

use crate::common::{Fresh, MOTEURS, Moteur, today};

fn parametres(fresh: &Fresh) -> Parametres {
    let parametres = fresh.base.parametres(today()).unwrap();
    Parametres { communes: Arc::new(fresh.base.communes().unwrap()), ..parametres }
}

/// One child of whom everything is known.
fn connu(parametres: &Parametres, type_dossier: &str, reception: &str, sexe: &str) -> Dossier {
    let entete = Fiche::new(Table::Dossier)
        .with(dossier::DATE_RECEPTION, reception)
        .with(dossier::TYPE_DOSSIER, type_dossier)
        .with(dossier::ORIGINE, "origine/personnel_sante")
        .with(dossier::TRANSMETTEUR, "transmetteur/hopital")
        .with(dossier::VIOLENCE_CONJUGALE, "oui_non_nsp/non")
        .with(dossier::MINEURS_EVALUES, OUI)
        .with(dossier::TERRITOIRE, "vierzon");
    let personne = Fiche::new(Table::Enfant)
        .with(enfant::personne::NOM_USAGE, "Quéméneur")
        .with(enfant::personne::PRENOM, "Zoé-Ambre")
        .with(enfant::personne::NOM_MERE, "Lefèvre")
        .with(enfant::personne::SEXE, sexe)
        .with(enfant::personne::DATE_NAISSANCE, "2015-02-07")
        .with(enfant::personne::PRECISION_NAISSANCE, "exacte");
    let concerne = Fiche::new(Table::EnfantConcerne)
        .with(enfant::ENFANT_ID, personne.id.to_string())
        .with(enfant::LIEU_VIE, "lieu_vie/mere_seule")
        .with(enfant::AUTORITE_PARENTALE, "autorite_parentale/conjointe_separes")
        .with(enfant::CSP_MERE, "csp/c52");
    let mere = Fiche::new(Table::Adulte)
        .with(adulte::NOM, "Lefèvre")
        .with(adulte::PRENOM, "Claire")
        .with(adulte::SEXE, "sexe/feminin")
        .with(adulte::DATE_NAISSANCE, "1988-05-01")
        .with(adulte::PRECISION_NAISSANCE, "exacte");
    let child = concerne.id.to_string();
    let lien = Fiche::new(Table::AdulteEnfant)
        .with(adulte::lien::ADULTE_ID, mere.id.to_string())
        .with(adulte::lien::ENFANT_CONCERNE_ID, child.clone())
        .with(adulte::lien::LIEN, "lien/mere")
        .with(adulte::lien::TITULAIRE, OUI);
    let motif = Fiche::new(Table::MotifEnfant)
        .with(motif::ENFANT_CONCERNE_ID, child.clone())
        .with(motif::MOTIF, "motif/addiction_non_suivie");
    let fini = Fiche::new(Table::ConclusionEnfant)
        .with(conclusion::ENFANT_CONCERNE_ID, child)
        .with(conclusion::CONCLUSION, "conclusion/aed_renforcee")
        .with(conclusion::DATE_CONCLUSION, "2026-06-01");
    let service = Fiche::new(Table::Traitement)
        .with(traitement::SERVICE, parametres.services[0].id.clone())
        .with(traitement::ENVOYE_LE, "2026-03-05")
        .with(traitement::RETOUR_LE, "2026-05-20");
    let mut dossier = Dossier { fiches: vec![entete, personne, concerne, mere, lien, motif, fini, service] };
    parse::derive(&mut dossier, parametres);
    dossier
}

fn save(fresh: &Fresh, dossier: &Dossier) {
    fresh.base.save(&Dossier::default(), dossier).unwrap();
}

fn lire(fresh: &Fresh, annee: i32) -> olinpe::Export {
    olinpe::lire(&fresh.base, &parametres(fresh), annee, &mut |_| true).unwrap()
}

#[test]
fn what_is_known_is_coded_as_the_format_says_on_both_bases() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = parametres(&fresh);
        let ip = "type_dossier/information_preoccupante";
        save(&fresh, &connu(&parametres, ip, "2026-03-01", "sexe/feminin"));
        save(&fresh, &connu(&parametres, "type_dossier/ip_complementaire", "2026-09-01", "sexe/inconnu"));
        save(&fresh, &connu(&parametres, ip, "2025-12-31", "sexe/feminin"));
        save(&fresh, &connu(&parametres, "type_dossier/information_entrante", "2026-04-01", "sexe/feminin"));
        let export = lire(&fresh, 2026);
        assert_eq!((export.lignes.len(), export.laisses), (2, 1), "{moteur:?}");
        let ligne = export.lignes.iter().find(|ligne| ligne["DATIP"] == "2026-03-01").unwrap();
        for (variable, value) in [
            ("NUMDEP", "18"),
            ("TYPEV", "1"),
            ("SEXE", "2"),
            ("ANAIS", "2015"),
            ("MNAIS", "2"),
            ("TRAITINFO", "1"),
            ("ORIGIP", "32"),
            ("TRANSIP", "550"),
            ("VIOLCONJ", "1"),
            ("COMPOMENAG", "3"),
            ("TITAP", "11"),
            ("NBFRAT", "0"),
            ("NOTIFEVAL", "2026-03-05"),
            ("FINEVAL", "2026-05-20"),
            ("CONDADD", "3"),
            ("SANTE", "9"),
            ("LIENA1", "1"),
            ("SEXA1", "2"),
            ("ANSA1", "1988"),
            ("CSPA1", "5"),
            ("DECISION", "1"),
            ("NATPDECADM", "10"),
            ("TYPINTERDOM", "3"),
        ] {
            assert_eq!(ligne.get(variable).map(String::as_str), Some(value), "{variable}");
        }
        // What Vigie does not ask is left to who knows it.
        for absent in ["NIVSCO", "DATSIGN", "MOTIFSIG", "LIENA2", "HANDICAP", "DATDEB", "NATDECASSED"] {
            assert!(!ligne.contains_key(absent), "{absent}");
        }
        // The same child in two dossiers: one pseudonym, and what one of them knows holds for both.
        let who: Vec<&String> = export.lignes.iter().map(|ligne| &ligne["NUMANONYM"]).collect();
        assert!(who[0] == who[1] && who[0] != ABSENT);
        assert!(export.lignes.iter().all(|ligne| ligne["SEXE"] == "2"));
        assert_eq!(&lire(&fresh, 2025).lignes[0]["NUMANONYM"], who[0], "from year to year");
        assert_eq!(olinpe::verifier(&export.lignes), []);
    }
}

#[test]
fn any_family_gives_a_valid_file_without_a_name() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = parametres(&fresh);
    let dossiers: Vec<Dossier> = Demo::new(&parametres, 400, 11, today()).collect();
    let mut names: Vec<String> = Vec::new();
    for personne in dossiers.iter().flat_map(|dossier| dossier.of(Table::Enfant)) {
        names.extend([enfant::personne::NOM_USAGE, enfant::personne::PRENOM].map(|cle| personne.get(cle).to_owned()));
    }
    storage::load(&fresh.base, dossiers.into_iter(), |_| true).unwrap();
    let mut lines = 0;
    for annee in 2022..=2026 {
        let export = lire(&fresh, annee);
        lines += export.lignes.len();
        assert_eq!(olinpe::verifier(&export.lignes), [], "{annee}");
        let (xml, csv) = (olinpe::xml(&export.lignes, today()), olinpe::csv(&export.lignes));
        for name in names.iter().filter(|name| name.chars().count() > 3) {
            assert!(!xml.contains(name.as_str()) && !csv.contains(name.as_str()), "{name}");
        }
        assert_eq!(xml.matches("<DONNEE>").count(), export.lignes.len());
        assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DECRET>\n<INTRO><VERSIONXSD>2.0</VERSIONXSD><DATEXPORT>2026-11-23</DATEXPORT></INTRO>"));
        assert_eq!(csv.lines().count(), export.lignes.len() + 1);
        assert!(csv.lines().all(|line| line.matches(';').count() == 104));
        assert_eq!(read(&xml), export.lignes.iter().map(owned).collect::<Vec<_>>(), "the file says what was counted");
        for one in olinpe::completude(&export.lignes) {
            assert!(one.remplies <= one.lignes && one.inconnues <= one.remplies);
        }
    }
    assert!(lines > 100, "{lines} children: this test looks at nothing");
}

fn owned(ligne: &Ligne) -> Vec<(String, String)> {
    ligne.iter().map(|(variable, value)| ((*variable).to_owned(), value.clone())).collect()
}

/// The elements of each line, in the order of the file, which must be that of the alphabet.
fn read(xml: &str) -> Vec<Vec<(String, String)>> {
    let lines = xml.lines().filter_map(|line| line.strip_prefix("<DONNEE>")?.strip_suffix("</DONNEE>"));
    lines
        .map(|line| {
            let mut elements = Vec::new();
            let mut rest = line;
            while let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
                let (value, after) = after.split_once(&format!("</{name}>")).unwrap();
                elements.push((name.to_owned(), value.to_owned()));
                rest = after;
            }
            assert!(rest.is_empty() && elements.is_sorted_by_key(|(name, _)| name.clone()), "{line}");
            elements
        })
        .collect()
}
