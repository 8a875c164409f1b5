//! Accounts: made, changed, closed, and never a password on the way.

use vigie::domain::compte::Role;
use vigie::storage::{Base, StorageError};

use crate::monde::{MOT_DE_PASSE, compte, new_world, texts};

fn refused(result: Result<(), StorageError>, told: &str) {
    match result {
        Err(StorageError::Refused(sentence)) => assert!(sentence.contains(told), "{sentence}"),
        other => panic!("{told}: {other:?}"),
    }
}

#[test]
fn an_account_is_made_changed_closed_and_opened_again() {
    let monde = new_world();
    let admin = monde.base_of("administration");
    let login = monde.login("lea");
    admin.create_compte(&compte(&login, &[Role::Territoire], &["vierzon"], &[]), Some(MOT_DE_PASSE)).unwrap();
    let lea = || Base::open(monde.cible_of("lea"));
    let total =
        |base: &Base| base.page(&Default::default(), vigie::domain::recherche::Tri::default(), 0, 9).unwrap().total;
    assert_eq!(total(&lea().unwrap()), 1);
    let listed = admin.comptes().unwrap();
    assert!(
        listed
            .iter()
            .any(|one| one.login == login && one.roles == [Role::Territoire] && one.territoires == ["vierzon"])
    );

    // Other territories, at once, for who is connected too.
    let connected = lea().unwrap();
    admin.update_compte(&compte(&login, &[Role::Territoire], &["vierzon", "baugy"], &[])).unwrap();
    assert_eq!(total(&connected), 3);
    admin.update_compte(&compte(&login, &[Role::Observatoire], &[], &[])).unwrap();
    assert!(matches!(
        connected.page(&Default::default(), vigie::domain::recherche::Tri::default(), 0, 9),
        Err(StorageError::Refused(_))
    ));

    // One's own password; the old one opens no more.
    lea().unwrap().change_my_password("Douze-crayons-Mauves-9").unwrap();
    assert!(matches!(lea(), Err(StorageError::WrongPassword)));
    let again = monde.cible_of("lea").with_secret(Some("Douze-crayons-Mauves-9".to_owned()));
    drop(Base::open(again).unwrap());
    admin.set_password(&login, MOT_DE_PASSE).unwrap();

    let connected = lea().unwrap();
    admin.close_compte(&login).unwrap();
    assert!(matches!(lea(), Err(StorageError::ClosedAccount | StorageError::WrongPassword)));
    assert!(connected.parametres(crate::common::today()).is_err(), "a session that was open has no right left");
    let closed = admin.comptes().unwrap().into_iter().find(|one| one.login == login).unwrap();
    assert!(!closed.actif && closed.nom == "Essai");
    refused(admin.create_compte(&compte(&login, &[], &[], &[]), Some(MOT_DE_PASSE)), "déjà pris");
    admin.reopen_compte(&login, Some(MOT_DE_PASSE)).unwrap();
    drop(lea().unwrap());

    let mut root = monde.root();
    let gestes = texts(
        &mut root,
        &format!("SELECT qui || ' ' || (apres ->> 'geste') AS t FROM journal WHERE operation = 'compte' AND apres ->> 'compte' = '{login}' ORDER BY id"),
    )
    .unwrap();
    let admin = monde.login("administration");
    let wanted = [
        "creation",
        "modification",
        "modification",
        "mot de passe changé",
        "mot de passe remplacé",
        "fermeture",
        "reouverture",
    ];
    let wanted: Vec<String> = wanted
        .iter()
        .map(|geste| format!("{} {geste}", if *geste == "mot de passe changé" { &login } else { &admin }))
        .collect();
    assert_eq!(gestes, wanted);
}

#[test]
fn what_an_account_may_not_be_is_refused_in_a_sentence() {
    let monde = new_world();
    let admin = monde.base_of("administration");
    let new = |roles: &[Role]| compte(&monde.login("neuf"), roles, &[], &[]);
    refused(admin.create_compte(&compte("Léa", &[], &[], &[]), Some(MOT_DE_PASSE)), "nommer un compte");
    refused(admin.create_compte(&compte("postgres", &[], &[], &[]), Some(MOT_DE_PASSE)), "nommer un compte");
    refused(admin.create_compte(&compte("vigie_test", &[], &[], &[]), Some(MOT_DE_PASSE)), "nommer un compte");
    refused(admin.create_compte(&new(&[Role::Saisie]), Some("court")), "trop simple");
    refused(admin.create_compte(&new(&[Role::Saisie]), Some("Motdepasse123!")), "trop courant");
    let lost = compte(&monde.login("neuf"), &[Role::Territoire], &["nulle-part"], &[]);
    refused(admin.create_compte(&lost, Some(MOT_DE_PASSE)), "n’existe pas");
    let me = monde.login("administration");
    refused(admin.update_compte(&compte(&me, &[Role::Administration, Role::Saisie], &[], &[])), "ses propres droits");
    refused(admin.close_compte(&me), "son propre compte");
    refused(admin.close_compte("personne"), "n’existe pas");
    // The last administrator, by another who is one no more.
    admin.create_compte(&new(&[Role::Administration]), Some(MOT_DE_PASSE)).unwrap();
    let second = monde.base_of("neuf");
    second.update_compte(&compte(&me, &[Role::Audit], &[], &[])).unwrap();
    refused(monde.maitre.close_compte(&monde.login("neuf")), "dernier compte");
    refused(monde.maitre.update_compte(&new(&[Role::Audit])), "dernier compte");
    assert!(admin.create_compte(&compte(&monde.login("rien"), &[], &[], &[]), Some(MOT_DE_PASSE)).is_err());
    // A file has none.
    let file = crate::common::Moteur::Sqlite.fresh();
    refused(file.base.create_compte(&new(&[]), Some(MOT_DE_PASSE)), "n’a pas de comptes");
    assert!(file.base.comptes().unwrap().is_empty());
}

#[test]
fn no_password_reaches_the_server() {
    use diesel::connection::SimpleConnection as _;
    let monde = new_world();
    let mut root = monde.root();
    let log =
        texts(&mut root, "SELECT current_setting('data_directory') || '/../postgres.log' AS t").unwrap().remove(0);
    root.batch_execute(&format!("ALTER ROLE {} SET log_statement = 'all'", monde.login("administration"))).unwrap();
    let admin = monde.base_of("administration");
    admin
        .create_compte(&compte(&monde.login("muet"), &[Role::Saisie], &[], &[]), Some("Très-Secret-Hibou-77"))
        .unwrap();
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    let mine = text.lines().filter(|line| line.contains(&monde.login("muet"))).count();
    assert!(mine > 0, "the server logged what it was asked");
    assert!(!text.contains("Hibou"), "the password is in the log of the server");
}
