//! The rows behind the figures of the lists.

use vigie::exchange::access::bilan::Suivi;
use vigie::exchange::access::prise;

use crate::common::{Moteur, today};
use crate::reprise::{coupe, lue};

#[test]
fn figures_of_the_lists_open_exactly_their_rows() {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = prise::parametres(&fresh.base, today()).unwrap();
    // Some rows of this part hang on a dossier that is no more.
    let lue = lue(coupe(91));
    let (_, report) = prise::essayer(&lue, &parametres, |_, _, _| true).unwrap();
    assert!(report.valeurs.len() > 100, "{}", report.valeurs.len());
    let lost = report.valeurs.iter().find(|value| value.apres.contains("gardée à côté"));
    assert!(lost.is_some());
    for value in report.valeurs.iter().step_by(60).chain(lost) {
        let suivi = Suivi {
            table: value.table.clone(),
            colonne: value.colonne.clone(),
            avant: value.avant.clone(),
            apres: value.apres.clone(),
        };
        let made = prise::suivre(&lue, &parametres, suivi, |_, _, _| true).unwrap();
        assert_eq!(made.bilan.suivies.len(), value.fois, "{value:?}");
        assert!(made.bilan.suivies.iter().all(|row| *row.table == value.table && !row.cle.is_empty()), "{value:?}");
    }
}
