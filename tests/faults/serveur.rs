//! A server that refuses, goes away, comes back, or is replaced: what was typed is saved once, and only once.

use std::time::Instant;

use vigie::storage::{Base, Cible, StorageError};

use crate::bureau::Bureau;
use crate::common::cluster::{Cluster, free_port};

#[test]
fn a_wrong_password_is_told_as_such_and_the_right_one_opens() {
    let cluster = Cluster::start();
    drop(Base::create(Cible::parse(&cluster.url).unwrap()).unwrap());
    cluster.run(
        "CREATE ROLE claire LOGIN SUPERUSER PASSWORD 'une phrase à retenir'; CREATE ROLE partie NOLOGIN PASSWORD 'x'",
    );
    cluster.allow("host all claire,partie,inconnue 127.0.0.1/32 scram-sha-256");
    let place = format!("127.0.0.1:{}/postgres", cluster.port());
    let open = |who: &str, password: &str| {
        let cible = Cible::parse(&format!("postgres://{who}@{place}")).unwrap();
        Base::open(cible.with_secret(Some(password.to_owned()))).map(drop)
    };
    let start = Instant::now();
    assert!(matches!(open("claire", "une autre"), Err(StorageError::WrongPassword)), "{:?}", open("claire", "z"));
    assert!(matches!(open("claire", ""), Err(StorageError::WrongPassword)));
    assert!(matches!(open("inconnue", "x"), Err(StorageError::WrongPassword)));
    assert!(matches!(open("partie", "x"), Err(StorageError::ClosedAccount)), "{:?}", open("partie", "x"));
    assert!(start.elapsed().as_secs() < 5, "told at once");
    open("claire", "une phrase à retenir").unwrap();

    // The same by the window: the sentence is on the screen, the address stays, the password is typed again.
    let dir = tempfile::tempdir().unwrap();
    let mut b = Bureau::open(None, dir.path().to_owned());
    let mut connect = |password: &str| {
        let accueil = &mut b.app_mut().ouverture;
        accueil.serveur.clone_from(&place);
        "claire".clone_into(&mut accueil.utilisateur);
        password.clone_into(&mut accueil.mot_de_passe);
        b.click("Se connecter");
        b.wait_for("the server", |app| !app.working());
        (b.app().ouverture.error.clone(), b.app().ouverture.mot_de_passe.clone())
    };
    let (error, _) = connect("une autre");
    assert!(error.contains("ne reconnaît pas ce nom d’utilisateur ou ce mot de passe"), "{error}");
    let (error, password) = connect("une phrase à retenir");
    assert_eq!((error, password), (String::new(), String::new()), "opened, and the password is not kept");
    let kept = std::fs::read_to_string(dir.path().join("config/preferences.json")).unwrap();
    assert!(kept.contains("claire@127.0.0.1") && !kept.contains("retenir"), "{kept}");
}

#[test]
fn of_several_hosts_the_one_that_answers_is_taken() {
    let cluster = Cluster::start();
    drop(Base::create(Cible::parse(&cluster.url).unwrap()).unwrap());
    let adresse = format!("postgres://vigie_test@127.0.0.1:{},127.0.0.1:{}/postgres", free_port(), cluster.port());
    let start = Instant::now();
    Base::open(Cible::parse(&adresse).unwrap()).unwrap();
    assert!(start.elapsed().as_secs() < 5);
}
