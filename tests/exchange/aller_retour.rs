//! Everything out and back in: equal to the byte, or refused with one sentence and nothing touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use uuid::Uuid;
use vigie::demo::Demo;
use vigie::domain::courrier::{EtatCourrier, NouveauCourrier};
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Parametres};
use vigie::exchange::archive::{self, ErreurArchive};
use vigie::letters::{Genpdf, LetterRenderer as _};
use vigie::storage::{self, Cible};

use crate::common::courriers::{carnet, complete, modeles, recipients};
use crate::common::dossiers::{complet, court, values};
use crate::common::{Fresh, MOTEURS, Moteur, bare_file, today};

const FORMULE: &str = "=HYPERLINK(\"http://mal\";\"cliquez\")";

fn parametres(fresh: &Fresh) -> Parametres {
    let parametres = fresh.base.parametres(today()).unwrap();
    Parametres { communes: Arc::new(fresh.base.communes().unwrap()), ..parametres }
}

/// Demonstration dossiers, others typed and changed, a letter, a renamed value, a hostile text.
fn lived_in(moteur: Moteur) -> (Fresh, Vec<Dossier>) {
    let fresh = moteur.fresh();
    let parametres = parametres(&fresh);
    storage::load(&fresh.base, Demo::new(&parametres, 40, 5, today()), |_| true).unwrap();
    few_communes(&fresh);
    let mut kept = Vec::new();
    for dossier in [complet(&parametres), court(&parametres, "Ng’Oma", "Zoé")] {
        let saved = fresh.base.save(&Dossier::default(), &dossier).unwrap().dossier;
        let mut changed = saved.clone();
        let entete = changed.fiches.iter_mut().find(|fiche| fiche.table == vigie::domain::Table::Dossier).unwrap();
        entete.set(dossier::SYNTHESE, FORMULE);
        entete.set(dossier::OBSERVATION_CEMA, "a\tb\\n\n;\"« œ » \\N 😀\r\n'=1");
        kept.push(fresh.base.save(&saved, &changed).unwrap().dossier);
    }
    let modele = modeles().into_iter().find(|modele| modele.code == "information_parents").unwrap();
    let recipient = recipients(&modele, &kept[0], &carnet()).remove(0);
    let lettre = complete(&modele, &kept[0], &carnet(), &recipient).0;
    let entete = kept[0].entete().unwrap();
    let courrier = NouveauCourrier {
        id: Uuid::now_v7(),
        dossier: entete.id,
        territoire: entete.get(dossier::TERRITOIRE).to_owned(),
        modele: modele.code.clone(),
        revision: 1,
        destinataire: "Famille Lefèvre".to_owned(),
        lettre,
    };
    fresh.base.keep_courriers(std::slice::from_ref(&courrier), EtatCourrier::Valide).unwrap();
    fresh.base.set_reglage("departement", "Département d’essai").unwrap();
    (fresh, kept)
}

/// The communes of the département are enough, and a hundred times fewer than those of France.
fn few_communes(fresh: &Fresh) {
    const SQL: &str = "DELETE FROM commune WHERE territoire IS NULL AND code NOT IN (SELECT commune FROM adulte WHERE commune IS NOT NULL) AND code NOT IN (SELECT commune FROM enfant_concerne WHERE commune IS NOT NULL)";
    match &fresh.cible {
        Cible::Fichier { chemin, .. } => {
            bare_file(chemin).batch_execute(SQL).unwrap();
        }
        Cible::Serveur { url, .. } => PgConnection::establish(url).unwrap().batch_execute(SQL).unwrap(),
    }
}

fn export(fresh: &Fresh, sortie: &Path) -> archive::Bilan {
    archive::exporter(&fresh.base, &parametres(fresh), sortie, &mut |_, _| true).unwrap()
}

fn entries(zip: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The same archive with other files, its checksums made again or not.
fn altered(zip: &Path, to: &Path, change: impl Fn(&mut BTreeMap<String, Vec<u8>>)) {
    let mut files = entries(zip);
    change(&mut files);
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (nom, bytes) in files {
        out.start_file(nom, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    fs::write(to, out.finish().unwrap().into_inner()).unwrap();
}

fn rows(fresh: &Fresh) -> (i64, usize) {
    let etat = fresh.base.etat().unwrap();
    (etat.dossiers, fresh.base.communes().unwrap().len())
}

#[test]
fn out_in_and_out_again_gives_the_same_bytes() {
    for moteur in MOTEURS {
        let (first, kept) = lived_in(moteur);
        let (one, two) = (first.dir.path().join("un.zip"), first.dir.path().join("deux.zip"));
        let bilan = export(&first, &one);
        assert!(bilan.courriers == 1 && bilan.lignes > 1_000, "{bilan:?}");
        let second = moteur.fresh();
        let remis = archive::restaurer(&second.base, &one, &mut |_, _| true).unwrap();
        assert_eq!((remis.lignes, remis.tables), (bilan.lignes, bilan.tables), "{moteur:?}");
        export(&second, &two);
        if fs::read(&one).unwrap() != fs::read(&two).unwrap() {
            let (one, two) = (entries(&one), entries(&two));
            let differ: Vec<_> = one.iter().filter(|(nom, bytes)| two.get(*nom) != Some(bytes)).collect();
            panic!("{moteur:?} {:?}", differ.iter().map(|(nom, _)| nom).collect::<Vec<_>>());
        }
        // The base lives on: dossiers read equal, history is there, numbers go on, the journal too.
        for dossier in &kept {
            let (id, before) = (dossier.id().unwrap(), first.base.historique(dossier.id().unwrap()).unwrap());
            assert_eq!(second.base.historique(id).unwrap(), before, "{moteur:?}");
            assert_eq!(values(&second.base.dossier(id).unwrap().unwrap().dossier), values(dossier));
        }
        let parametres = parametres(&second);
        let next = second.base.save(&Dossier::default(), &court(&parametres, "Suivante", "Ève")).unwrap().dossier;
        let number = |dossier: &Dossier| dossier.entete().unwrap().get(dossier::NUMERO)[5..].parse::<u32>().unwrap();
        assert_eq!(number(&next), number(&kept[1]) + 1, "{moteur:?}");
        assert!(!second.base.historique(next.id().unwrap()).unwrap().ecritures.is_empty());
        assert_eq!(second.base.etat().unwrap().integrite, "ok");
        let found = second.base.search("Lefèvre").unwrap();
        assert!(!found.is_empty(), "{moteur:?}: what was put back is found");
        sound(&second);
    }
}

#[test]
fn what_leaves_one_base_enters_the_other() {
    let (first, _) = lived_in(Moteur::Sqlite);
    let (one, two) = (first.dir.path().join("un.zip"), first.dir.path().join("deux.zip"));
    export(&first, &one);
    let second = Moteur::Postgres.fresh();
    archive::restaurer(&second.base, &one, &mut |_, _| true).unwrap();
    export(&second, &two);
    let (one, two) = (entries(&one), entries(&two));
    for (nom, bytes) in &one {
        // Each engine seals the journal its own way, and PostgreSQL writes a JSON document with its own spaces.
        let own = ["journal", "SHA256", "manifeste", "dictionnaire", "LISEZMOI"];
        if !own.iter().any(|word| nom.contains(word)) {
            assert!(two[nom] == *bytes, "{nom}\n{}\n{}", head(bytes), head(&two[nom]));
        }
    }
    assert_eq!(lines(&one, "journal"), lines(&two, "journal"));
    sound(&second);
    // And back again.
    let third = Moteur::Sqlite.fresh();
    archive::restaurer(&third.base, &first.dir.path().join("deux.zip"), &mut |_, _| true).unwrap();
    let back = first.dir.path().join("trois.zip");
    export(&third, &back);
    assert_eq!(entries(&back)["donnees/dossier.jsonl"], one["donnees/dossier.jsonl"]);
    sound(&third);
}

/// Every line of the journal is sealed, and none was changed since.
fn sound(fresh: &Fresh) {
    let verdict = fresh.base.verify_journal(None, |_, _| true).unwrap();
    assert!(verdict.rupture.is_none() && verdict.lignes > 20, "{verdict:?}");
}

fn lines(files: &BTreeMap<String, Vec<u8>>, table: &str) -> usize {
    files[&format!("donnees/{table}.jsonl")].iter().filter(|byte| **byte == b'\n').count()
}

fn head(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().take(1500).collect()
}

#[test]
fn letters_and_formulas_leave_as_they_should() {
    let (fresh, kept) = lived_in(Moteur::Sqlite);
    let (zip, dir) = (fresh.dir.path().join("un.zip"), fresh.dir.path().join("répertoire"));
    export(&fresh, &zip);
    export(&fresh, &dir);
    let files = entries(&zip);
    for (nom, bytes) in &files {
        // The journal has one line more: the first export.
        if !["journal", "SHA256", "manifeste", "LISEZMOI"].iter().any(|word| nom.contains(word)) {
            assert!(fs::read(dir.join(nom)).unwrap() == *bytes, "{nom}");
        }
    }
    let journal = fs::read_to_string(dir.join("donnees/journal.jsonl")).unwrap();
    assert!(journal.lines().last().unwrap().contains("\"operation\":\"export\""), "{journal}");
    // What a spreadsheet opens never begins as a formula, and says the same once the guard is taken away.
    let csv = String::from_utf8(files["donnees/dossier.csv"].clone()).unwrap();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let synthese = reader.headers().unwrap().iter().position(|nom| nom == "synthese").unwrap();
    let (mut cells, mut formulas) = (0, 0);
    for record in reader.records() {
        let record = record.unwrap();
        for cell in &record {
            cells += 1;
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell}");
        }
        formulas += usize::from(vigie::exchange::tableur::without_guard(&record[synthese]) == FORMULE);
    }
    assert!(cells > 1000 && formulas == 2, "{cells} {formulas}");
    let mut sheet = String::new();
    let mut workbook = zip::ZipArchive::new(Cursor::new(&files["classeur.xlsx"])).unwrap();
    workbook.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(!sheet.contains("<f>") && sheet.contains("Information préoccupante"), "labels, no formula");
    // The letter is the one that was kept.
    let (nom, pdf) = files.iter().find(|(nom, _)| nom.starts_with("courriers/")).unwrap();
    let id: Uuid = nom.trim_end_matches(".pdf").rsplit('_').next().unwrap().parse().unwrap();
    assert_eq!(&Genpdf.one(&fresh.base.lettres(&[id]).unwrap()[0]).unwrap(), pdf);
    assert!(nom.contains(kept[0].entete().unwrap().get(dossier::NUMERO)));
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    assert_eq!(sums.lines().count(), files.len() - 1);
    let dictionary = String::from_utf8(files["dictionnaire.csv"].clone()).unwrap();
    assert!(
        dictionary.contains("dossier;type_dossier;Type de dossier;valeur d’une liste;type_dossier;"),
        "{dictionary}"
    );
    assert!(!files.keys().any(|nom| nom.contains("cle_brouillon")), "the key of drafts stays");
}

#[test]
fn what_cannot_be_put_back_is_told_and_touches_nothing() {
    let (fresh, _) = lived_in(Moteur::Sqlite);
    let (zip, bad) = (fresh.dir.path().join("un.zip"), fresh.dir.path().join("mauvais.zip"));
    export(&fresh, &zip);
    let whole = fs::read(&zip).unwrap();
    let sums = |files: &mut BTreeMap<String, Vec<u8>>, nom: &str| {
        use sha2::Digest as _;
        let sum: String = sha2::Sha256::digest(&files[nom]).iter().map(|byte| format!("{byte:02x}")).collect();
        let list = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
        let list: String = list
            .lines()
            .map(|line| match line.split_once("  ") {
                Some((_, one)) if one == nom => format!("{sum}  {nom}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        files.insert("SHA256SUMS".to_owned(), list.into_bytes());
    };
    let replace = |files: &mut BTreeMap<String, Vec<u8>>, nom: &str, from: &str, to: &str| {
        let text = String::from_utf8(files[nom].clone()).unwrap();
        assert!(text.contains(from), "{nom} holds {from}");
        files.insert(nom.to_owned(), text.replacen(from, to, 1).into_bytes());
    };
    type Change<'a> = Box<dyn Fn(&mut BTreeMap<String, Vec<u8>>) + 'a>;
    let cases: Vec<(&str, Change<'_>)> = vec![
        (
            "abîmé (donnees/enfant.jsonl)",
            Box::new(|f| replace(f, "donnees/enfant.jsonl", "\"prenom\":\"", "\"prenom\":\"X")),
        ),
        (
            "manque un fichier à cet export (donnees/motif_enfant.jsonl)",
            Box::new(|f| drop(f.remove("donnees/motif_enfant.jsonl"))),
        ),
        ("SHA256SUMS n’y est pas", Box::new(|f| drop(f.remove("SHA256SUMS")))),
        (
            "abîmé (SHA256SUMS)",
            Box::new(|f| {
                replace(f, "SHA256SUMS", "  manifeste.json", "  ../manifeste.json");
            }),
        ),
        (
            "version plus récente de Vigie (format 9)",
            Box::new(|f| {
                replace(f, "manifeste.json", "\"format\": 1", "\"format\": 9");
                sums(f, "manifeste.json");
            }),
        ),
        (
            "version plus récente de Vigie (migration 20991231000001)",
            Box::new(|f| {
                replace(f, "manifeste.json", "\"migrations\": [", "\"migrations\": [\"20991231000001\",");
                sums(f, "manifeste.json");
            }),
        ),
        (
            "autre application",
            Box::new(|f| {
                replace(f, "manifeste.json", "\"Vigie\"", "\"Autre\"");
                sums(f, "manifeste.json");
            }),
        ),
        (
            "pas complet",
            Box::new(|f| {
                let nom = "donnees/adulte.jsonl";
                let text = String::from_utf8(f[nom].clone()).unwrap();
                let (_, rest) = text.split_once('\n').unwrap();
                f.insert(nom.to_owned(), rest.as_bytes().to_vec());
                let manifest = String::from_utf8(f["manifeste.json"].clone()).unwrap();
                let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
                for table in manifest["tables"].as_array_mut().unwrap() {
                    if table["nom"] == "adulte" {
                        table["lignes"] = (table["lignes"].as_u64().unwrap() - 1).into();
                    }
                }
                f.insert("manifeste.json".to_owned(), manifest.to_string().into_bytes());
                sums(f, nom);
                sums(f, "manifeste.json");
            }),
        ),
    ];
    let target = Moteur::Sqlite.fresh();
    let before = rows(&target);
    let refused = |what: &str| {
        let error = archive::restaurer(&target.base, &bad, &mut |_, _| true).unwrap_err().to_string();
        assert!(error.contains(what), "{what}: {error}");
        assert!(!error.contains('\n') && error.contains('\u{a0}'), "{error}");
        assert_eq!(rows(&target), before, "{what}");
    };
    for (what, change) in cases {
        altered(&zip, &bad, change);
        refused(what);
    }
    fs::write(&bad, &whole[..whole.len() / 2]).unwrap();
    refused("pas un zip entier");
    fs::write(&bad, b"du texte").unwrap();
    refused("pas un zip entier");
    fs::write(&bad, b"").unwrap();
    refused("pas un zip entier");
    fs::remove_file(&bad).unwrap();
    refused("ne peut pas être lu");
    // Stopped half-way, refused when not empty, then whole.
    let mut told = 0;
    let stop = archive::restaurer(&target.base, &zip, &mut |done, _| {
        told = done;
        done < 1_000
    });
    assert!(matches!(stop, Err(ErreurArchive::Annule)) && told >= 1_000);
    assert_eq!(rows(&target), before);
    let full = archive::restaurer(&fresh.base, &zip, &mut |_, _| true);
    assert!(matches!(full, Err(ErreurArchive::NonVide)), "{full:?}");
    archive::restaurer(&target.base, &zip, &mut |_, _| true).unwrap();
    assert_eq!(rows(&target).0, 42);
}

#[test]
fn an_export_that_is_stopped_or_has_no_room_leaves_nothing() {
    let (fresh, _) = lived_in(Moteur::Sqlite);
    let parametres = parametres(&fresh);
    let place = tempfile::tempdir().unwrap();
    let stopped = archive::exporter(&fresh.base, &parametres, &place.path().join("a.zip"), &mut |done, _| done < 500);
    assert!(matches!(stopped, Err(ErreurArchive::Annule)), "{stopped:?}");
    let nowhere = archive::exporter(&fresh.base, &parametres, &place.path().join("x\0/a.zip"), &mut |_, _| true);
    assert!(nowhere.unwrap_err().to_string().contains("n’a pas pu être écrit"));
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}
