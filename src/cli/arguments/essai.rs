//! Lines understood, and lines refused by name.
#![cfg(test)]

use super::*;

fn verb(line: &str) -> Verb {
    parse(line.split(' ').map(OsString::from).collect()).unwrap().verb
}

fn refusal(line: &str) -> String {
    parse(line.split(' ').map(OsString::from).collect()).unwrap_err().to_string()
}

#[test]
fn each_command_is_understood_with_its_options_anywhere() {
    assert_eq!(verb("vigie"), Verb::Window);
    assert_eq!(verb("vigie --base a.vigie"), Verb::Window);
    assert_eq!(verb("vigie base créer --chiffree --base=x"), Verb::CreateBase { encrypted: true });
    assert_eq!(verb("vigie --base x base état --json"), Verb::DescribeBase);
    assert_eq!(verb("vigie --graine 7 demo --dossiers 12"), Verb::Demo { dossiers: 12, graine: 7 });
    assert_eq!(verb("vigie dossier chercher Le Goff"), Verb::SearchDossiers { texte: "Le Goff".into() });
    assert_eq!(verb("vigie dossier lire 2026-1"), Verb::ReadDossier { numero: "2026-1".into() });
    assert_eq!(verb("vigie journal vérifier"), Verb::VerifyJournal { tete: None });
    for line in ["vigie journal verifier --tete 12-ab", "vigie --tete=12-ab journal verifier"] {
        assert_eq!(verb(line), Verb::VerifyJournal { tete: Some("12-ab".into()) });
    }
    assert_eq!(verb("vigie journal exporter --tete"), Verb::ShowJournalHead);
    let export =
        Export { sortie: "j.csv".into(), personne: "lea".into(), numero: "2026-1".into(), ..Export::default() };
    assert_eq!(
        verb("vigie journal exporter --sortie j.csv --personne lea --dossier 2026-1"),
        Verb::ExportJournal(export)
    );
    assert_eq!(verb("vigie base creer -h"), Verb::Help);
    assert_eq!(verb("vigie --version"), Verb::Version);
    assert_eq!(
        verb("vigie tableau --indicateur tous --annee 2025 --sortie a.csv"),
        Verb::Tableau(Tableau {
            indicateur: Some("tous".into()),
            annee: Some("2025".into()),
            sortie: Some("a.csv".into()),
            ..Tableau::default()
        })
    );
    assert_eq!(verb("vigie tableau population a.csv"), Verb::Populations { fichier: Some("a.csv".into()) });
    assert_eq!(verb("vigie dossier chercher -- --base"), Verb::SearchDossiers { texte: "--base".into() });
}

#[test]
fn a_mistake_is_named_and_the_help_pointed_to() {
    for (line, named) in [
        ("vigie bse", "« bse »"),
        ("vigie base efacer", "« efacer »"),
        ("vigie base", "creer, migrer, etat ou installer"),
        ("vigie utilisateur", "ajouter, modifier"),
        ("vigie utilisateur ajouter", "Il manque le nom du compte"),
        ("vigie utilisateur ajouter lea", "«\u{a0}--role\u{a0}»"),
        ("vigie base installer --nom Martin", "«\u{a0}--administrateur\u{a0}»"),
        ("vigie base etat --role saisie", "ne va pas"),
        ("vigie dossier", "lire, chercher ou exporter"),
        ("vigie dossier lire", "Il manque le numéro"),
        ("vigie dossier lire 1 2", "« 2 » est de trop"),
        ("vigie dossier chercher", "Il manque ce qu’il faut chercher"),
        ("vigie dossier chercher —", "Il manque ce qu’il faut chercher"),
        ("vigie --bse x", "« --bse »"),
        ("vigie -x", "« -x »"),
        ("vigie --base", "après « --base »"),
        ("vigie --base --json", "après « --base »"),
        ("vigie --base=", "après « --base »"),
        ("vigie --base a --base b", "deux fois"),
        ("vigie --json=oui", "« --json » se donne sans valeur"),
        ("vigie demo", "--dossiers"),
        ("vigie journal", "verifier ou exporter"),
        ("vigie journal exporter", "--sortie"),
        ("vigie journal verifier --tete", "Il manque la tête"),
        ("vigie base etat --du 1/1/2026", "ne va pas avec"),
        ("vigie demo --dossiers dix", "« dix »"),
        ("vigie demo --dossiers 0", "« 0 »"),
        ("vigie demo --dossiers 99999999999999999999", "de 1 à"),
        ("vigie demo --dossiers 1 --graine -1", "après « --graine »"),
        ("vigie demo --dossiers 1 --graine a", "« a »"),
        ("vigie base etat --graine 1", "« --graine » ne va pas"),
        ("vigie --chiffree", "« --chiffree » ne va pas"),
    ] {
        let said = refusal(line);
        assert!(said.contains(named) && said.ends_with("voir « vigie --aide »"), "{line}: {said}");
    }
}
