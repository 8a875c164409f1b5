//! A server that refuses, goes away, comes back, or is replaced: what was typed is saved once, and only once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::recherche::{Colonne, Filtre, Tri};
use vigie::domain::{Dossier, Parametres, Table, enfant};
use vigie::storage::{Base, Cible, StorageError};

use crate::bureau::Bureau;
use crate::common::cluster::{Cluster, free_port, patiently};
use crate::common::dossiers::{complet, court, values};
use crate::common::relais::{Coupure, Relais};
use crate::common::today;

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
    assert!(start.elapsed().as_secs() < 15, "told at once, not after minutes");
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
    // The password has the focus again: it is typed over, and Entrée connects.
    b.app_mut().ouverture.mot_de_passe.clear();
    b.settle();
    b.text("une phrase à retenir").key(egui::Key::Enter);
    b.wait_for("the server", |app| !app.working());
    let ouverture = &b.app().ouverture;
    assert_eq!((ouverture.error.as_str(), ouverture.mot_de_passe.as_str()), ("", ""), "opened, and not kept");
    let kept = std::fs::read_to_string(dir.path().join("config/preferences.json")).unwrap();
    assert!(kept.contains("claire@127.0.0.1") && !kept.contains("retenir"), "{kept}");

    // Locked, only the password of this very person opens, and the server is asked.
    b.ctrl(egui::Key::L);
    assert!(b.app().locked() && b.sees("Session verrouillée") && !b.sees("Paramètres"));
    for (typed, opens) in [("", false), ("une autre", false), ("une phrase à retenir", true)] {
        if !typed.is_empty() {
            b.text(typed);
        }
        b.key(egui::Key::Enter);
        b.wait_for("the answer", |app| !app.working());
        assert_eq!(b.app().locked(), !opens, "« {typed} »");
    }
    b.ctrl(egui::Key::L);
    cluster.run("ALTER ROLE claire NOLOGIN");
    b.text("une phrase à retenir").key(egui::Key::Enter);
    b.wait_for("the answer", |app| !app.working());
    assert!(b.app().locked() && b.sees("Ce compte est fermé"), "an account closed meanwhile stays out");
}

#[test]
fn of_several_hosts_the_one_that_answers_is_taken() {
    let cluster = Cluster::start();
    drop(Base::create(Cible::parse(&cluster.url).unwrap()).unwrap());
    let adresse = format!("postgres://vigie_test@127.0.0.1:{},127.0.0.1:{}/postgres", free_port(), cluster.port());
    let start = Instant::now();
    Base::open(Cible::parse(&adresse).unwrap()).unwrap();
    assert!(start.elapsed().as_secs() < 15, "not after a long wait");
}

/// A dossier of one child in a base of its own.
fn one(cluster: &Cluster) -> (Base, Parametres, Dossier) {
    let base = Base::create(Cible::parse(&cluster.url).unwrap()).unwrap();
    let parametres = base.parametres(today()).unwrap();
    let dossier = base.save(&Dossier::default(), &court(&parametres, "Petit", "Jo")).unwrap().dossier;
    (base, parametres, dossier)
}

fn with_comment(dossier: &Dossier, text: &str) -> Dossier {
    let mut after = dossier.clone();
    let child = after.fiches.iter_mut().find(|fiche| fiche.table == Table::EnfantConcerne).unwrap();
    child.set(enfant::COMMENTAIRE, text);
    after
}

/// What the comment was, save after save, by the journal.
fn comments(base: &Base, dossier: &Dossier) -> Vec<String> {
    let mut history = base.historique(dossier.id().unwrap()).unwrap().ecritures;
    history.reverse();
    let changes = history.into_iter().flat_map(|line| line.champs);
    changes.filter(|(cle, ..)| *cle == enfant::COMMENTAIRE).map(|(.., after)| after).collect()
}

/// The numbers of all dossiers, in their order.
fn numeros(base: &Base) -> Vec<String> {
    let tri = Tri { colonne: Colonne::Numero, descending: false };
    base.page(&Filtre::default(), tri, 0, 10_000).unwrap().lignes.into_iter().map(|ligne| ligne.numero).collect()
}

fn without_gap(numeros: &[String]) {
    for (at, numero) in numeros.iter().enumerate() {
        assert!(numero.ends_with(&format!("-{:06}", at + 1)), "a gap or a double before {numero}");
    }
}

/// As the window does: the same save again while the base does not answer. Gives how often it was refused.
fn save_stubbornly(base: &Base, before: &Dossier, after: &Dossier) -> (Dossier, usize) {
    let stop = Instant::now() + Duration::from_secs(60);
    for refused in 0.. {
        match base.save(before, after) {
            Ok(saved) => return (saved.dossier, refused),
            Err(StorageError::Offline(_)) => assert!(Instant::now() < stop, "it never came back"),
            Err(error) => panic!("{error}"),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    unreachable!()
}

#[test]
fn a_server_stopped_and_started_again_in_mid_save_loses_no_save_and_doubles_none() {
    let cluster = Cluster::start();
    let (base, parametres, first) = one(&cluster);
    let done = AtomicBool::new(false);
    let (mut saves, mut refused, mut now) = (0, 0, first.clone());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for mode in ["fast", "immediate", "fast", "immediate", "immediate"] {
                std::thread::sleep(Duration::from_millis(500 + fastrand::u64(..200)));
                cluster.stop(mode);
                std::thread::sleep(Duration::from_millis(100));
                cluster.start_again();
            }
            std::thread::sleep(Duration::from_millis(300));
            done.store(true, Ordering::SeqCst);
        });
        while !done.load(Ordering::SeqCst) {
            saves += 1;
            let (saved, some) = save_stubbornly(&base, &now, &with_comment(&now, &format!("mot {saves}")));
            let (_, more) = save_stubbornly(&base, &Dossier::default(), &court(&parametres, "Grand", "Luce"));
            (now, refused) = (saved, refused + some + more);
        }
    });
    eprintln!("{saves} saves and as many new dossiers across 5 restarts, {refused} refusals while it was away");
    assert!(saves > 20 && refused > 0, "the server was never missed: {saves} saves, {refused} refusals");
    // The history shows the last lines; the version below counts them all.
    let (wanted, told) = ((1..=saves).map(|n| format!("mot {n}")).collect::<Vec<_>>(), comments(&base, &first));
    assert!(told.len() >= saves.min(500) && wanted.ends_with(&told), "each once, in their order");
    let numeros = numeros(&base);
    without_gap(&numeros);
    assert_eq!(numeros.len(), saves + 1);
    let read = base.dossier(first.id().unwrap()).unwrap().unwrap().dossier;
    assert_eq!(read.entete().unwrap().version, first.entete().unwrap().version + i32::try_from(saves).unwrap());
}

#[test]
fn a_line_cut_around_the_commit_leaves_the_dossier_saved_once() {
    let cluster = Cluster::start();
    let (direct, parametres, mut first) = one(&cluster);
    let relais = Relais::vers(cluster.port(), Duration::ZERO);
    let adresse = cluster.url.replace(&format!(":{}", cluster.port()), &format!(":{}", relais.port));
    let base = Base::open(Cible::parse(&adresse).unwrap()).unwrap();
    let mut dossiers = 1;
    for (at, coupure) in [Coupure::AvantLeCommit, Coupure::ApresLeCommit].repeat(5).into_iter().enumerate() {
        let text = format!("coupé {at}");
        relais.coupe(coupure);
        let saved = base.save(&first, &with_comment(&first, &text)).unwrap().dossier;
        let read = direct.dossier(first.id().unwrap()).unwrap().unwrap().dossier;
        assert_eq!(values(&read), values(&saved), "{coupure:?}");
        assert_eq!(read.entete().unwrap().version, first.entete().unwrap().version + 1, "{coupure:?}");
        assert_eq!(saved.entete().unwrap().version, read.entete().unwrap().version, "{coupure:?}");
        first = saved;

        relais.coupe(coupure);
        let new = base.save(&Dossier::default(), &complet(&parametres)).unwrap().dossier;
        dossiers += 1;
        let read = direct.dossier(new.id().unwrap()).unwrap().unwrap().dossier;
        assert_eq!(values(&read), values(&new), "{coupure:?}");
        assert_eq!(read.entete().unwrap().version, 1);
        without_gap(&numeros(&direct));
        assert_eq!(direct.etat().unwrap().dossiers, dossiers);
    }
    let wanted: Vec<String> = (0..10).map(|n| format!("coupé {n}")).collect();
    assert_eq!(comments(&direct, &first), wanted, "the journal has each once");
}

#[test]
fn a_commit_that_nobody_heard_is_still_a_conflict_for_who_changed_the_same_words() {
    let cluster = Cluster::start();
    let (direct, _, first) = one(&cluster);
    let relais = Relais::vers(cluster.port(), Duration::ZERO);
    let adresse = cluster.url.replace(&format!(":{}", cluster.port()), &format!(":{}", relais.port));
    let base = Base::open(Cible::parse(&adresse).unwrap()).unwrap();
    // Somebody saved before: mine never went in, and is not taken for theirs.
    direct.save(&first, &with_comment(&first, "le leur")).unwrap();
    relais.coupe(Coupure::ApresLeCommit);
    assert!(matches!(base.save(&first, &with_comment(&first, "le mien")), Err(StorageError::Conflict)));
    assert_eq!(comments(&direct, &first), ["le leur"]);
}

#[test]
fn a_primary_that_is_lost_is_replaced_by_its_standby_and_the_save_goes_on() {
    let cluster = Cluster::start();
    let (base, _, first) = one(&cluster);
    drop(base);
    let standby = cluster.standby();
    // The standby first: it is passed over while it cannot be written.
    let adresse = cluster.url.replace(
        &format!("127.0.0.1:{}", cluster.port()),
        &format!("127.0.0.1:{},127.0.0.1:{}", standby.port, cluster.port()),
    );
    let base = Base::open(Cible::parse(&adresse).unwrap()).unwrap();
    let before = base.save(&first, &with_comment(&first, "avant")).unwrap().dossier;
    let copy = cluster.url.replace(&cluster.port().to_string(), &standby.port.to_string());
    let copy = Base::open(Cible::parse(&copy).unwrap()).unwrap();
    let id = first.id().unwrap();
    patiently(|| match copy.versions(&[id]).unwrap() == base.versions(&[id]).unwrap() {
        true => Ok(()),
        false => Err("the standby follows too slowly"),
    });
    // A copy that cannot be written cannot tell who read: it gives figures, never a dossier.
    assert!(matches!(copy.dossier(id), Err(StorageError::ReadOnly)));
    assert!(matches!(copy.save(&before, &with_comment(&before, "refusé")), Err(StorageError::ReadOnly)));
    cluster.stop("immediate");
    assert!(matches!(base.save(&before, &with_comment(&before, "pendant")), Err(StorageError::Offline(_))));
    let start = Instant::now();
    standby.promote();
    let (after, refused) = save_stubbornly(&base, &before, &with_comment(&before, "pendant"));
    eprintln!("saved {:.1} s after the promotion began, refused {refused} times", start.elapsed().as_secs_f64());
    assert_eq!(comments(&base, &first), ["avant", "pendant"]);
    assert_eq!(values(&base.dossier(first.id().unwrap()).unwrap().unwrap().dossier), values(&after));
}

#[test]
fn a_dossier_held_by_another_makes_nobody_wait_and_is_saved_when_it_is_let_go() {
    let cluster = Cluster::start();
    let (base, _, first) = one(&cluster);
    drop(base);
    let adresse = format!("{}?options=-c%20lock_timeout%3D300ms", cluster.url);
    let cible = Cible::parse(&adresse).unwrap();
    let mut holder = cluster.admin();
    let hold = format!("BEGIN; SELECT 1 FROM dossier WHERE id = '{}' FOR UPDATE", first.id().unwrap());
    holder.batch_execute(&hold).unwrap();

    let base = Base::open(cible.clone()).unwrap();
    let start = Instant::now();
    assert!(matches!(base.save(&first, &with_comment(&first, "le mien")), Err(StorageError::Busy)));
    assert!(start.elapsed() < Duration::from_secs(15), "told after the limit, not after the minute");
    assert!(base.dossier(first.id().unwrap()).is_ok(), "reading waits for nobody");

    let dir = tempfile::tempdir().unwrap();
    let mut b = Bureau::open(Some(cible), dir.path().to_owned());
    b.key(egui::Key::Enter);
    b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
    b.app_mut().dossiers[0].go_to(first.of(Table::EnfantConcerne).next().unwrap().id, enfant::COMMENTAIRE);
    b.settle();
    b.text("le mien");
    b.ctrl(egui::Key::S);
    b.wait_for("the wait", |app| app.view().is_some_and(|view| view.attente.is_some() && !view.saving));
    assert!(b.told("Un autre poste écrit dans ce dossier") && b.sees("En attente"));
    assert_eq!(comments(&base, &first), [""; 0]);
    holder.batch_execute("ROLLBACK").unwrap();
    b.wait_for("the save", |app| app.view().is_some_and(|view| !view.dirty && !view.saving) && !app.working());
    assert_eq!(comments(&base, &first), ["le mien"]);
}
