//! Files and addresses that are not what one hoped: each gives its sentence and is left as it was.

use std::fs;

use vigie::domain::Dossier;
use vigie::storage::{Base, Cible, StorageError};

use crate::common::dossiers::{complet, court, values};
use crate::common::{Moteur, today};

fn file(dir: &tempfile::TempDir, name: &str, phrase: Option<&str>) -> Cible {
    Cible::Fichier { chemin: dir.path().join(name), phrase: phrase.map(str::to_owned) }
}

#[test]
fn a_missing_or_foreign_file_is_refused_and_nothing_is_created() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Base::open(file(&dir, "absent.vigie", None)), Err(StorageError::Missing(_))));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    fs::write(dir.path().join("lettre.odt"), b"PK\x03\x04 ceci n'est pas une base").unwrap();
    assert!(matches!(Base::open(file(&dir, "lettre.odt", None)), Err(StorageError::PassphraseNeeded)));
    assert!(matches!(Base::open(file(&dir, "lettre.odt", Some("une phrase"))), Err(StorageError::WrongPassphrase)));
    assert!(matches!(Base::create(file(&dir, "lettre.odt", None)), Err(StorageError::AlreadyThere(_))));
    assert_eq!(fs::read(dir.path().join("lettre.odt")).unwrap(), b"PK\x03\x04 ceci n'est pas une base");
}

#[test]
fn a_base_of_another_application_is_left_alone() {
    use diesel::connection::SimpleConnection as _;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("autre.db");
    let mut other = <diesel::SqliteConnection as diesel::Connection>::establish(path.to_str().unwrap()).unwrap();
    other.batch_execute("CREATE TABLE contacts (nom TEXT)").unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    assert!(matches!(Base::open(file(&dir, "autre.db", None)), Err(StorageError::NotVigie(_))));
    assert!(fs::read(&path).unwrap()[100..] == before[100..], "its content is untouched");
}

#[test]
fn a_passphrase_encrypts_the_file_and_only_it_opens_it() {
    let dir = tempfile::tempdir().unwrap();
    let phrase = Some("le chat d'Inès dort « ici » ; 100 % sûr");
    let cible = file(&dir, "secret.vigie", phrase);
    let base = Base::create(cible.clone()).unwrap();
    let parametres = base.parametres(today()).unwrap();
    let saved = base.save(&Dossier::default(), &court(&parametres, "Tremblay", "Zoé")).unwrap().dossier;
    drop(base);
    let bytes = fs::read(dir.path().join("secret.vigie")).unwrap();
    for clear in [&b"SQLite format"[..], b"TREMBLAY", b"tremblay", b"Bourges"] {
        assert!(!bytes.windows(clear.len()).any(|window| window == clear), "{clear:?} is readable");
    }
    assert!(matches!(Base::open(file(&dir, "secret.vigie", None)), Err(StorageError::PassphraseNeeded)));
    assert!(matches!(Base::open(file(&dir, "secret.vigie", Some("autre"))), Err(StorageError::WrongPassphrase)));
    let base = Base::open(cible).unwrap();
    let read = base.dossier(saved.id().unwrap()).unwrap().unwrap().dossier;
    assert_eq!(values(&read), values(&saved));
    assert!(base.etat().unwrap().chiffree);
}

#[test]
fn a_clear_base_opened_with_a_passphrase_says_so() {
    let fresh = Moteur::Sqlite.fresh();
    let with = fresh.cible.clone().with_secret(Some("phrase".into()));
    assert!(matches!(Base::open(with), Err(StorageError::NoPassphraseExpected)));
}

#[test]
fn two_windows_on_one_file_both_write() {
    let fresh = Moteur::Sqlite.fresh();
    let other = Base::open(fresh.cible.clone()).unwrap();
    let parametres = fresh.base.parametres(today()).unwrap();
    std::thread::scope(|scope| {
        for base in [&fresh.base, &other] {
            let parametres = &parametres;
            scope.spawn(move || {
                for n in 0..20 {
                    base.save(&Dossier::default(), &court(parametres, "Nom", &format!("N{n}"))).unwrap();
                }
            });
        }
    });
    assert_eq!(fresh.base.etat().unwrap().dossiers, 40);
    assert_eq!(fresh.base.etat().unwrap().integrite, "ok");
    assert_eq!(fresh.base.draft_key(), other.draft_key(), "a draft of one window is found by the other");
}

#[test]
fn a_full_disk_leaves_the_dossier_whole_and_old() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let old = fresh.base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
    // The engine's own limit: the write fails as it does when the disk has no page left.
    let mut after = old.clone();
    let entete = after.fiches.iter_mut().find(|fiche| fiche.table == vigie::domain::Table::Dossier).unwrap();
    entete.set(vigie::domain::dossier::SYNTHESE, "mot ".repeat(40_000));
    let Err(error) = fresh.base.with_page_limit(|base| base.save(&old, &after)) else {
        panic!("the disk was not full")
    };
    assert!(matches!(error, StorageError::Full), "{error}");
    assert!(error.to_string().contains("votre texte est gardé"));
    let reopened = Base::open(fresh.cible.clone()).unwrap();
    assert_eq!(values(&reopened.dossier(old.id().unwrap()).unwrap().unwrap().dossier), values(&old));
    assert_eq!(reopened.etat().unwrap().integrite, "ok");
}

#[test]
fn a_read_only_file_says_so_and_keeps_what_was_typed() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = fresh.base.parametres(today()).unwrap();
    let error =
        fresh.base.with_query_only(|base| base.save(&Dossier::default(), &court(&parametres, "A", "B"))).unwrap_err();
    assert!(matches!(error, StorageError::ReadOnly), "{error}");
}

#[test]
fn an_unreachable_server_gives_its_reason_and_a_password_in_an_address_is_refused() {
    let Err(error) = Base::open(Cible::parse("postgres://personne@127.0.0.1:1/x").unwrap()) else { panic!() };
    assert!(matches!(&error, StorageError::Offline(why) if why.contains("refused")), "{error}");
    for with_password in [
        "postgres://moi:s3cret@serveur/base",
        "postgresql://moi:s3/cret@serveur/base",
        "postgres://serveur/base?password=s3cret",
        "postgres://serveur/base?sslmode=require&sslpassword=s3cret",
        "postgres://serveur/base?p%61ssword=s3cret",
        "postgres:moi:s3cret@serveur/base",
        "oracle://moi:s3cret@serveur/base",
    ] {
        let error = Cible::parse(with_password).unwrap_err();
        assert!(matches!(error, StorageError::PasswordInAddress), "{with_password}: {error}");
        let told = format!("{error} {error:?}");
        assert!(!told.contains("s3") && !told.contains("cret"), "{told}");
    }
    for bad in ["postgresq://x/y", "", "sqlite:", "http://x"] {
        assert!(matches!(Cible::parse(bad), Err(StorageError::BadAddress(_))), "{bad}");
    }
    let secret = Cible::parse("postgres://moi@serveur/base").unwrap().with_secret(Some("s3cret".into()));
    assert!(!format!("{secret:?}").contains("s3cret"));
}

/// Whatever the session lets others read: a base in clear holds every name.
#[cfg(unix)]
#[test]
fn a_base_and_what_stands_beside_it_are_read_by_who_made_it_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("nouveau");
    vigie::storage::prive::dir(&folder).unwrap();
    assert_eq!(mode(&folder), 0o700);
    let cible = Cible::Fichier { chemin: folder.join("base.vigie"), phrase: None };
    let base = Base::create(cible.clone()).unwrap();
    for name in ["base.vigie", "base.vigie-wal", "base.vigie-shm"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    drop(base);
    // Made by a version that left it open: its copy is not.
    fs::set_permissions(cible.chemin().unwrap(), fs::Permissions::from_mode(0o644)).unwrap();
    crate::common::undo_last_migration(&cible);
    let copy = Base::migrate(&cible).unwrap().unwrap();
    assert_eq!(mode(&copy), 0o600);
    assert_eq!(mode(cible.chemin().unwrap()), 0o644, "what one gave to read stays so");
}
