//! Letters from the command line: one file, one each, reminders of every late service.

use vigie::domain::courrier::FiltreCourrier;
use vigie::domain::{Dossier, Table, traitement};

use crate::common::MOTEURS;
use crate::common::dossiers::complet;
use crate::{json, numero, plain, refused, said, vigie, with};

fn late(parametres: &vigie::domain::Parametres) -> Dossier {
    let mut dossier = complet(parametres);
    for fiche in dossier.fiches.iter_mut().filter(|fiche| fiche.table == Table::Traitement) {
        fiche.set(traitement::ECHEANCE_LE, "2026-11-01");
    }
    dossier
}

#[test]
fn reminders_of_every_late_service_are_written_in_one_command_and_kept() {
    for moteur in MOTEURS {
        let (fresh, adresse, saved) = with(moteur, late);
        let file = fresh.dir.path().join("relances.pdf");
        let list = fresh.dir.path().join("relances.csv");
        let args = |extra: &[&str]| {
            let mut args = vec!["courrier", "ecrire", "--base", &adresse, "--modele", "relance_service", "--en-retard"];
            args.extend(extra.iter().map(|arg| &**arg));
            args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>()
        };
        let run = |extra: &[&str]| {
            let args = args(extra);
            said(vigie(&args.iter().map(String::as_str).collect::<Vec<_>>()))
        };
        // What is missing is told, and nothing is written.
        let asked = run(&["--sortie", file.to_str().unwrap()]);
        assert_eq!(asked.code, 1);
        assert!(asked.out.contains("--champ saisie.reponse_avant=…"), "{}", asked.out);
        assert!(!file.exists());
        let done = run(&[
            "--sortie",
            file.to_str().unwrap(),
            "--champ",
            "reponse_avant=14/12/2026",
            "--liste",
            list.to_str().unwrap(),
        ]);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{moteur:?}");
        assert!(plain(&done.out).contains("2 courriers dans 2 fichiers"), "{}", done.out);
        assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
        assert_eq!(std::fs::read_to_string(&list).unwrap().lines().count(), 3);
        let kept =
            fresh.base.registre(&FiltreCourrier { dossier: saved.id(), ..FiltreCourrier::default() }, 10).unwrap();
        assert_eq!(kept.len(), 2, "{moteur:?}");
        assert_eq!(kept[0].numero, numero(&saved));
    }
}

#[test]
fn letters_are_written_one_a_file_and_what_fails_is_told_alone() {
    let (fresh, adresse, saved) = with(MOTEURS[0], complet);
    let dir = fresh.dir.path().join("plis");
    // Of several letters, an answer says which one it is for.
    let nom = format!("{}/1/destinataire.nom=Madame Odile FICTIVE", numero(&saved));
    let place = format!("{}/1/destinataire.adresse=3 rue du Test\\n18000 BOURGES", numero(&saved));
    let line = [
        "courrier",
        "ecrire",
        "--base",
        &adresse,
        "--modele",
        "accuse_particulier",
        "--dossier",
        numero(&saved),
        "1999-1",
        "--separes",
        dir.to_str().unwrap(),
        "--champ",
        &nom,
        "--champ",
        &place,
    ];
    let done = said(vigie(&line));
    assert_eq!(done.code, 1);
    assert!(done.out.contains("1999-000001") && plain(&done.out).contains("1 courrier"), "{}", done.out);
    let files: Vec<_> =
        std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files.len(), 1);
    assert!(files[0].starts_with(numero(&saved)), "{files:?}");
    // For a word processor: by the name of the one file, or one a file.
    let file = fresh.dir.path().join("courrier.docx");
    let line: Vec<&str> = line.iter().map(|word| if *word == "--separes" { "--sortie" } else { word }).collect();
    let line: Vec<&str> =
        line.iter().map(|word| if *word == dir.to_str().unwrap() { file.to_str().unwrap() } else { word }).collect();
    assert_eq!(said(vigie(&line)).code, 1, "the dossier that is not there is still told");
    assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
    let modeles = json(&["courrier", "modeles", "--base", &adresse]);
    assert_eq!(modeles["modeles"].as_array().unwrap().len(), 23);
    assert!(
        refused(2, &["courrier", "ecrire", "--base", &adresse, "--modele", "relance_service"]).contains("--dossier")
    );
}
