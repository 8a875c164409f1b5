//! What the secret of small counts leaves of a yearly report: somebody must still be able to use it.

use vigie::dashboards::{Figure, Filtre, Mesure, Role, Valeur, calculer, calculer_masque, catalogue};

use crate::sql::{demonstration, facts};

/// The values of its own year.
fn valeurs(figure: &Figure) -> impl Iterator<Item = Valeur> + '_ {
    figure.series.iter().filter(|serie| serie.role == Role::Courante).flat_map(|serie| serie.valeurs.iter().copied())
}

/// Of the smallest cell to a département: small counts are hidden, hardly anything else, and no total that is not small.
#[test]
fn a_masked_report_still_says_the_year() {
    for (dossiers, at_most) in [(300, 0.3), (1_500, 0.15), (3_000, 0.08)] {
        let (fresh, parametres) = demonstration(dossiers);
        let faits = facts(&fresh.base, &parametres);
        let filtre = Filtre::annee(2025).compare_annee_precedente();
        let masked = calculer_masque(&faits, catalogue(), &filtre);
        let (mut all, mut more, mut small) = (0, 0, 0);
        for (figure, indicateur) in masked.iter().zip(catalogue()) {
            let bare = calculer(&faits, indicateur, &filtre);
            let counts = indicateur.mesure == Mesure::Compte;
            for (valeur, n) in valeurs(figure).zip(valeurs(&bare)).filter_map(|(v, bare)| Some((v, bare.nombre()?))) {
                all += usize::from(n > 0.0);
                let hidden = valeur == Valeur::Masquee;
                let is_small = counts && n > 0.0 && n < 5.0;
                assert!(hidden || !is_small, "{}: {n} is told", figure.code);
                small += usize::from(is_small);
                more += usize::from(hidden && !is_small);
            }
            if let (Valeur::Masquee, Valeur::Nombre(n), true) = (figure.total, bare.total, counts) {
                assert!(n < 8.0, "{dossiers} dossiers: the total of {}, {n}, is hidden", figure.code);
            }
        }
        assert!(more as f64 <= at_most * all as f64, "{dossiers} dossiers: {more} of {all}, {small} small");
    }
}
