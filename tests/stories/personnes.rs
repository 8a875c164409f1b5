//! Two persons found to be one, and found to be two again. Typed.

use egui::Key;
use vigie::app::Ecran;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::enfant::personne;
use vigie::domain::{Dossier, Table, parse};
use vigie::storage::Base;

use crate::bureau::Bureau;
use crate::common::dossiers::court;
use crate::common::{MOTEURS, today};

fn born(base: &Base, nom: &str, prenom: &str) -> Dossier {
    let parametres = base.parametres(today()).unwrap();
    let mut dossier = court(&parametres, nom, prenom);
    for person in dossier.fiches.iter_mut().filter(|fiche| fiche.table == Table::Enfant) {
        person.set(personne::DATE_NAISSANCE, "2015-02-07");
        person.set(personne::PRECISION_NAISSANCE, "exacte");
    }
    parse::derive(&mut dossier, &parametres);
    base.save(&Dossier::default(), &dossier).unwrap().dossier
}

#[test]
fn two_persons_are_merged_from_the_childs_page_and_unmerged_with_nothing_lost() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let (one, other) = (born(&fresh.base, "Gauthier", "Léa"), born(&fresh.base, "Gotier", "Lea"));
        let person = |dossier: &Dossier| {
            let read = fresh.base.dossier(dossier.id().unwrap()).unwrap().unwrap().dossier;
            read.of(Table::Enfant).next().unwrap().clone()
        };
        let before = person(&other);
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().join("poste"));
        b.ctrl(Key::K).text("gauthier lea");
        b.wait_for("the child", |app| !app.working());
        b.ctrl(Key::Enter);
        b.wait_for("the page", |app| app.ecran == Ecran::Enfant && !app.working());
        assert!(b.sees("1 dossier") && b.sees("nom de même prononciation"), "{moteur:?} why they may be one");

        b.push("Réunir avec Lea GOTIER…");
        assert!(b.sees("Est-ce le même enfant") && b.sees("cela peut se défaire à tout moment"), "{moteur:?}");
        b.text("Même acte de naissance").key(Key::Enter);
        b.wait_to_see("2 dossiers");
        assert!(b.sees("Même acte de naissance"), "{moteur:?}");
        assert_eq!(person(&other).id, person(&one).id, "{moteur:?} both dossiers are of one person");

        b.push("Défaire la réunion…");
        assert!(b.sees("redevient un enfant à part"), "{moteur:?}");
        b.key(Key::Enter);
        b.wait_to_see("défait le");
        assert!(b.sees("1 dossier"), "{moteur:?} what was done stays told");
        assert_eq!(person(&other).id, before.id, "{moteur:?}");
        assert_eq!(person(&other).get(personne::NOM_USAGE), before.get(personne::NOM_USAGE), "{moteur:?}");
        // And may be one once more.
        assert!(b.sees("Réunir avec Lea GOTIER…"), "{moteur:?}");
    }
}
