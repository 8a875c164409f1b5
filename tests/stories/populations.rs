//! The minors of each territory in Paramètres: typed, pasted, refused, saved, and the rates that follow.

use egui::Key;
use vigie::app::Ecran;
use vigie::demo::Demo;
use vigie::domain::fait::Population;
use vigie::domain::tableau::{Disposition, Nature};
use vigie::storage;
use vigie::ui::populations::LISTE;

use crate::bureau::Bureau;
use crate::common::{MOTEURS, today};

fn open(bureau: &mut Bureau) {
    bureau.ctrl(Key::K).text("Paramètres").key(Key::Enter);
    bureau.wait_for("the lists", |app| app.ecran == Ecran::Parametres && !app.working());
    bureau.tab_to("Populations").key(Key::Enter);
    bureau.wait_for("the populations", |app| {
        app.ecran_parametres().liste == LISTE && app.ecran_parametres().populations.lues.is_some() && !app.working()
    });
}

/// How many territories the dashboards tell a rate of.
fn rates(b: &mut Bureau) -> usize {
    b.ctrl(Key::T);
    b.wait_for("the charts", |app| app.ecran == Ecran::Tableaux && app.tableaux().cartes.len() == 1 && !app.working());
    let figure = &b.app().tableaux().cartes[0].figure;
    figure.series[0].valeurs.iter().filter(|valeur| valeur.nombre().is_some()).count()
}

#[test]
fn the_minors_of_each_territory_are_typed_and_pasted_and_rates_follow() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        storage::load(&fresh.base, Demo::new(&parametres, 150, 5, today()), |_| true).unwrap();
        let mut territoires = parametres.territoires.to_vec();
        territoires.retain(|one| one.id != vigie::domain::dossier::TERRITOIRE_INITIAL);
        let [first, second] = [&territoires[0], &territoires[1]];
        let row = |territoire: &str, annee, mineurs| Population { annee, territoire: territoire.to_owned(), mineurs };
        let page = Disposition {
            nature: Nature::Personne,
            pour: fresh.base.utilisateur().to_owned(),
            indicateurs: vec!["enfants_pour_mille".to_owned()],
        };
        fresh.base.save_disposition(&page).unwrap();
        let mut b = Bureau::open(Some(fresh.cible.clone()), fresh.dir.path().to_owned());
        open(&mut b);

        // Entrée goes down the year; a wrong number is named, what was typed stays.
        b.tab_to(&format!("{}, 2026", first.libelle)).text("12 345").key(Key::Enter);
        assert_eq!(b.focused_name(), format!("{}, 2026", second.libelle), "{moteur:?}");
        b.text("8x").key(Key::Enter);
        b.back_to("Enregistrer les populations").key(Key::Enter);
        let refused = format!("{}, 2026\u{a0}: «\u{a0}8x\u{a0}» n’est pas un nombre de mineurs", second.libelle);
        b.wait_to_see(&refused);
        assert_eq!(fresh.base.populations().unwrap(), [], "{moteur:?}: nothing is saved");
        assert_eq!(b.focused_name(), format!("{}, 2026", second.libelle), "the wrong cell has the keys");
        b.text("8000");

        // A copied table: a line that names nothing refuses it whole, then a good one takes its cells.
        b.paste(&format!("{}\t2025\n", first.libelle));
        b.wait_to_see("il faut une année");
        b.paste("Année\tTerritoire\tMineurs\n2025\tailleurs\t7\n");
        b.wait_to_see("Ligne 2\u{a0}: «\u{a0}ailleurs\u{a0}» n’est pas un territoire");
        b.paste(&format!("Année\tTerritoire\tMineurs\n2025\t{}\t7 000\n", first.libelle));
        b.wait_to_see("3 cases à enregistrer");
        b.back_to("Enregistrer les populations").key(Key::Enter);
        b.wait_for("the save", |app| app.ecran_parametres().populations.frappe.is_empty() && !app.working());
        assert!(b.told("Populations enregistrées"), "{moteur:?}");
        let mut saved = fresh.base.populations().unwrap();
        saved.sort_by_key(|one| (one.annee, one.territoire != first.id));
        assert_eq!(saved, [row(&first.id, 2025, 7000), row(&first.id, 2026, 12345), row(&second.id, 2026, 8000)]);

        // An emptied cell takes its number away; what is given up comes back.
        b.tab_to(&format!("{}, 2026", second.libelle)).key(Key::Delete);
        b.back_to("Abandonner ce qui est tapé").key(Key::Enter);
        b.tab_to(&format!("{}, 2026", second.libelle));
        assert_eq!(b.value(), "8\u{202f}000");
        b.key(Key::Delete).back_to("Enregistrer les populations").key(Key::Enter);
        b.wait_for("the save", |app| app.ecran_parametres().populations.frappe.is_empty() && !app.working());
        assert_eq!(fresh.base.populations().unwrap().len(), 2, "{moteur:?}");

        // Échap gives the cell back, Ctrl+S saves, and nobody counts the minors of a place still to be found.
        b.tab_to(&format!("{}, 2026", second.libelle)).text("41").key(Key::Escape);
        assert_eq!(b.value(), "", "{moteur:?}");
        assert!(!b.sees("À déterminer, 2026"), "{moteur:?}");
        b.text("42");
        b.close_window();
        let asked = b.app().question.is_some() && b.sees("les populations des territoires");
        assert!(asked, "{moteur:?}: what is typed is not left without a word");
        b.key(Key::Enter);
        assert!(b.app().question.is_none() && b.sees("1 case à enregistrer"), "{moteur:?}: Entrée stays");
        b.tab_to(&format!("{}, 2026", second.libelle)).ctrl(Key::S);
        b.wait_for("the save", |app| app.ecran_parametres().populations.frappe.is_empty() && !app.working());
        assert_eq!(fresh.base.populations().unwrap().len(), 3, "{moteur:?}");
        b.close_window();
        assert!(b.app().question.is_none(), "{moteur:?}: nothing is left to lose");
        b.tab_to(&format!("{}, 2026", second.libelle)).ctrl(Key::A).key(Key::Delete).ctrl(Key::S);
        b.wait_for("the save", |app| app.ecran_parametres().populations.frappe.is_empty() && !app.working());

        // The dashboards reckon on what was saved.
        assert_eq!(rates(&mut b), 1, "{moteur:?}");
        open(&mut b);
        b.tab_to(&format!("{}, 2026", second.libelle)).text("9000").key(Key::Enter);
        b.back_to("Enregistrer les populations").key(Key::Enter);
        b.wait_for("the save", |app| app.ecran_parametres().populations.frappe.is_empty() && !app.working());
        assert_eq!(rates(&mut b), 2, "{moteur:?}");

        // Who does not keep the lists reads them.
        b.app_mut().ecran_parametres_mut().lecture = true;
        open(&mut b);
        assert!(b.sees("12\u{202f}345") && !b.sees("Enregistrer les populations"), "{moteur:?}");
    }
}
