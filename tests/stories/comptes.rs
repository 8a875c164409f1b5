//! Accounts made, changed and closed in the window by a real administrator; one's own password; what a file says.

use egui::Key;
use uuid::Uuid;
use vigie::app::Ecran;
use vigie::domain::compte::{Compte, Role};
use vigie::domain::dossier::{self, Fiches as _};
use vigie::storage::{Base, Cible, StorageError};
use vigie::ui::administration::Partie;
use vigie::ui::question::Question;

use crate::bureau::Bureau;
use crate::common::{Moteur, empty_database};

pub const SECRET: &str = "Le chat gris dort sur 3 toits";
const OTHER: &str = "La pluie tombe sur 9 jardins";

/// A base with rights, and its administrator; names of this test alone, since roles are the whole cluster's.
pub fn installed() -> (Cible, String, tempfile::TempDir) {
    let id = Uuid::now_v7().simple().to_string();
    let login = format!("admin{}", &id[20..]);
    let owner = Cible::parse(&empty_database()).unwrap();
    let compte = Compte {
        login: login.clone(),
        nom: "Garnier".into(),
        prenom: "Anne".into(),
        actif: true,
        roles: vec![Role::Administration],
        ..Compte::default()
    };
    Base::install(&owner, Some((&compte, Some(SECRET)))).unwrap();
    (owner, login, tempfile::tempdir().unwrap())
}

pub fn as_person(owner: &Cible, login: &str, secret: &str) -> Cible {
    let adresse = owner.adresse().replace("vigie_test@", &format!("{login}@"));
    Cible::parse(&adresse).unwrap().with_secret(Some(secret.to_owned()))
}

/// A typist of that base, made by its administrator; their login.
pub fn typist(owner: &Cible, admin: &str) -> String {
    with_role(owner, admin, "tape", Role::Saisie, &[], &[])
}

/// Somebody with one role, made by the administrator; their login.
pub fn with_role(owner: &Cible, admin: &str, qui: &str, role: Role, territoires: &[&str], services: &[&str]) -> String {
    let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    let compte = Compte {
        login: admin.replace("admin", qui),
        nom: "Roux".into(),
        prenom: qui.into(),
        actif: true,
        roles: vec![role],
        territoires: owned(territoires),
        services: owned(services),
        ..Compte::default()
    };
    Base::open(as_person(owner, admin, SECRET)).unwrap().create_compte(&compte, Some(SECRET)).unwrap();
    compte.login
}

/// The accounts' part, read.
fn open(cible: &Cible, dir: &tempfile::TempDir) -> Bureau {
    let mut b = Bureau::open(Some(cible.clone()), dir.path().to_owned());
    b.ctrl(Key::K).text("Administration");
    b.key(Key::Enter);
    b.wait_for("the screen", |app| app.ecran == Ecran::Administration && !app.working());
    assert!(!b.told("n’en a pas le droit"), "nothing is asked for that this account may not read");
    b
}

#[test]
fn who_keeps_the_accounts_is_told_who_may_take_everything_out() {
    let (owner, admin, dir) = installed();
    let mut b = open(&as_person(&owner, &admin, SECRET), &dir);
    b.click("Tout exporter…");
    b.wait_for("the answer", |app| !app.working());
    assert!(b.told("demandez l’export à l’exploitant du serveur") && b.app().question.is_none());
}

#[test]
fn an_account_is_made_changed_closed_and_opened_again_in_the_window() {
    let (owner, admin, dir) = installed();
    let login = admin.replace("admin", "lea");
    let mut b = open(&as_person(&owner, &admin, SECRET), &dir);
    assert_eq!(b.app().administration().partie, Partie::Comptes, "an administrator sees accounts, not the journal");
    assert!(!b.sees("Lignes du journal") && b.sees("Anne Garnier"));

    b.click("Ajouter");
    let chosen = |b: &mut Bureau, work: &dyn Fn(&mut vigie::ui::administration::CompteTape)| {
        work(b.app_mut().administration_mut().comptes.choisi.as_mut().unwrap());
    };
    chosen(&mut b, &|tape| {
        tape.compte.login = "Léa Martin".into();
        tape.compte.nom = "Martin".into();
        tape.compte.prenom = "Léa".into();
        tape.mot_de_passe = "azerty".into();
    });
    b.click("Créer le compte");
    assert!(
        b.sees("ne peut pas nommer un compte"),
        "{:?}",
        b.app().administration().comptes.choisi.as_ref().map(|tape| (&tape.compte, &tape.erreur))
    );
    chosen(&mut b, &|tape| tape.compte.login.clone_from(&login));
    b.click("Créer le compte");
    assert!(b.sees("Ce mot de passe est trop simple"), "the rule is told");
    chosen(&mut b, &|tape| {
        tape.mot_de_passe = SECRET.into();
        tape.encore = OTHER.into();
    });
    b.settle();
    assert!(b.sees(": oui"), "what is met is shown as one types");
    b.click("Créer le compte");
    assert!(b.sees("ne sont pas les mêmes"));
    chosen(&mut b, &|tape| tape.encore = SECRET.into());
    b.click(Role::Saisie.libelle()).click("Créer le compte");
    b.wait_for("the account", |app| {
        app.administration().comptes.choisi.as_ref().is_some_and(|tape| !tape.nouveau) && !app.working()
    });
    let shown = b.app().administration().comptes.choisi.clone().unwrap();
    assert_eq!((shown.compte.login.as_str(), shown.compte.roles.as_slice()), (login.as_str(), &[Role::Saisie][..]));
    assert!(shown.mot_de_passe.is_empty(), "no password stays in the window");
    let lea = Base::open(as_person(&owner, &login, SECRET)).unwrap();
    assert!(lea.droits().lit_dossiers() && !lea.droits().tient_comptes());

    chosen(&mut b, &|tape| {
        tape.mot_de_passe = OTHER.into();
        tape.encore = OTHER.into();
    });
    b.click("Changer le mot de passe");
    b.wait_for("the password", |app| {
        app.toasts.texts().any(|toast| toast.contains("Mot de passe changé")) && !app.working()
    });
    assert!(matches!(Base::open(as_person(&owner, &login, SECRET)), Err(StorageError::WrongPassword)));
    assert!(Base::open(as_person(&owner, &login, OTHER)).is_ok());

    b.click("Fermer le compte…");
    assert!(b.sees("son nom reste dans l’historique"));
    b.click("Oui, fermer le compte");
    b.wait_for("the closing", |app| {
        app.administration().comptes.choisi.as_ref().is_some_and(|tape| !tape.compte.actif) && !app.working()
    });
    assert!(Base::open(as_person(&owner, &login, OTHER)).is_err(), "a closed account does not log in");
    assert!(b.sees("Léa Martin") && b.sees("Fermé"));
    chosen(&mut b, &|tape| {
        tape.mot_de_passe = SECRET.into();
        tape.encore = SECRET.into();
    });
    b.click("Rouvrir le compte");
    b.wait_for("the opening", |app| {
        app.administration().comptes.choisi.as_ref().is_some_and(|tape| tape.compte.actif) && !app.working()
    });
    assert!(Base::open(as_person(&owner, &login, SECRET)).is_ok());

    b.click("État de la base");
    b.wait_for("the findings", |app| app.administration().etat.is_some());
    assert!(!b.app().administration().etat.as_ref().unwrap().is_empty());
}

#[test]
fn ones_own_password_is_changed_from_the_window_and_the_window_goes_on() {
    let (owner, admin, dir) = installed();
    let mut b = open(&as_person(&owner, &admin, SECRET), &dir);
    b.ctrl(Key::K).text("Changer mon mot de passe");
    b.key(Key::Enter);
    b.wait_for("the question", |app| app.question.is_some());
    b.settle();
    assert!(b.sees("Mot de passe actuel") && b.sees("pas encore"), "{:?}", b.app().question);
    let typed = |b: &mut Bureau, actuel: &str, nouveau: &str| match &mut b.app_mut().question {
        Some(Question::MotDePasse(typed)) => {
            typed.actuel = actuel.into();
            typed.nouveau = nouveau.into();
            typed.encore = nouveau.into();
        }
        other => panic!("{other:?}"),
    };
    typed(&mut b, SECRET, "azerty");
    b.click("Changer le mot de passe");
    assert!(b.sees("trop simple"));
    typed(&mut b, OTHER, OTHER);
    b.click("Changer le mot de passe");
    b.wait_for(
        "the refusal",
        |app| matches!(&app.question, Some(Question::MotDePasse(typed)) if typed.erreur.contains("actuel")),
    );
    typed(&mut b, SECRET, OTHER);
    b.click("Changer le mot de passe");
    b.wait_for("the change", |app| {
        app.question.is_none() && app.toasts.texts().any(|toast| toast.contains("est changé"))
    });
    assert!(matches!(Base::open(as_person(&owner, &admin, SECRET)), Err(StorageError::WrongPassword)));
    // The connections of before are cut: those made since open with the new one.
    let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{admin}'");
    crate::common::run(&owner, &cut);
    b.click("Comptes");
    b.wait_for("the accounts again", |app| app.administration().comptes.comptes.is_some() && !app.working());
    assert!(b.sees("Anne Garnier"));
}

#[test]
fn a_file_says_why_it_has_no_accounts() {
    let fresh = Moteur::Sqlite.fresh();
    let dir = tempfile::tempdir().unwrap();
    let mut b = open(&fresh.cible, &dir);
    b.click("Comptes");
    assert!(b.sees("Pas de comptes dans cette base") && b.sees("serveur central"));
}

#[test]
fn only_the_head_of_the_cell_is_offered_to_close_by_the_state() {
    let (owner, admin, _dir) = installed();
    let file = Moteur::Sqlite.fresh();
    let of_role = |qui: &str, role| as_person(&owner, &with_role(&owner, &admin, qui, role, &[], &[]), SECRET);
    let people = [
        (of_role("tape", Role::Saisie), false),
        (of_role("chef", Role::Encadrement), true),
        (file.cible.clone(), true),
    ];
    for (cible, closes) in people {
        let dir = tempfile::tempdir().unwrap();
        let mut b = Bureau::open(Some(cible), dir.path().to_owned());
        b.ctrl(Key::N);
        b.wait_for("the dossier", |app| app.view().is_some() && !app.working());
        let entete = b.draft().entete().unwrap().id;
        b.app_mut().dossiers[0].go_to(entete, dossier::ETAT);
        b.settle();
        b.key(Key::F4);
        assert!(b.sees("À conclure") && b.sees("Clos") == closes, "{:?}", b.labels("Clo"));
        // Typed, it is not taken either, and the reason is said.
        b.text("clos");
        assert_eq!(b.sees("reviennent à l’encadrement"), !closes);
        b.ctrl(Key::S);
        b.wait_for("the save", |app| app.view().is_some_and(|view| !view.saving) && !app.working());
        assert_eq!(b.draft().entete().unwrap().get(dossier::ETAT) == dossier::ETAT_CLOS, closes);
    }
}

/// Each role begins where it may read, and is offered nothing that would be refused.
#[test]
fn figures_are_offered_to_who_reads_them_and_an_old_base_to_who_may_take_it_over() {
    let (owner, admin, dir) = installed();
    let observer = with_role(&owner, &admin, "obs", Role::Observatoire, &[], &[]);
    let mut b = Bureau::open(Some(as_person(&owner, &observer, SECRET)), dir.path().join("obs"));
    b.wait_for("the figures", |app| app.ecran == Ecran::Tableaux && !app.working());
    assert!(!b.told("n’en a pas le droit"));
    let auditor = with_role(&owner, &admin, "aud", Role::Audit, &[], &[]);
    let mut b = Bureau::open(Some(as_person(&owner, &auditor, SECRET)), dir.path().join("aud"));
    b.wait_for("the journal", |app| app.ecran == Ecran::Administration && !app.working());
    assert!(!b.sees("Tableaux de bord") && !b.sees("Reprendre une base Access") && !b.told("n’en a pas le droit"));
    b.ctrl(Key::T);
    assert_eq!(b.app().ecran, Ecran::Administration);
}
