//! Values that the rules name: what Paramètres may not take from under them.

use super::cloture::ETATS;
use super::{conclusion, dossier, traitement};

/// Values that Vigie gives to dossiers by itself: a closed one could not be given, and every save would fail.
const DONNEES: [&str; 6] =
    [ETATS[0], ETATS[1], ETATS[2], ETATS[3], dossier::TERRITOIRE_INITIAL, traitement::ETAT_ENVOYE];

/// What a rule sees in a value, and how it is told.
struct Repere {
    quoi: &'static str,
    voit: fn(&str) -> bool,
}

const REPERES: [Repere; 8] = [
    Repere { quoi: "une demande d’évaluation", voit: traitement::evalue },
    Repere { quoi: "un envoi annulé", voit: |id| id == traitement::ETAT_ANNULE },
    Repere { quoi: "un service que l’on n’attend plus", voit: |id| traitement::ETATS_FINIS.contains(&id) },
    Repere { quoi: "un placement par le parquet", voit: |id| conclusion::PLACEMENTS_PARQUET.contains(&id) },
    Repere { quoi: "une saisine du juge", voit: |id| conclusion::SAISINES_DU_JUGE.contains(&id) },
    Repere { quoi: "une décision du juge", voit: |id| conclusion::DECISIONS_DU_JUGE.contains(&id) },
    Repere {
        quoi: "un signalement à la justice", voit: |id| id.starts_with("conclusion/") && conclusion::signale(id)
    },
    Repere { quoi: "un particulier, à qui l’on répond sur demande", voit: dossier::est_particulier },
];

/// Is it renamed at will, but never closed, limited in time or merged away?
pub fn est_donnee(id: &str) -> bool {
    DONNEES.contains(&id)
}

/// What a rule would no longer see, or would begin to see, if every row that holds `from` held `to`.
pub fn perdu(from: &str, to: &str) -> Option<&'static str> {
    let lost = REPERES.iter().find(|repere| (repere.voit)(from) && !(repere.voit)(to)).map(|repere| repere.quoi);
    // A professional who became a private person would no longer be told without asking.
    let professional = dossier::est_professionnel(from) && !dossier::est_professionnel(to);
    lost.or(professional.then_some("un professionnel, à qui l’on répond sans qu’il le demande"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `liste/code` of every value that a new base holds, and the territories.
    fn shipped() -> Vec<String> {
        let listes = [
            ("etat_dossier", include_str!("../../assets/listes/etat_dossier.tsv")),
            ("etat_traitement", include_str!("../../assets/listes/etat_traitement.tsv")),
            ("nature_traitement", include_str!("../../assets/listes/nature_traitement.tsv")),
            ("conclusion", include_str!("../../assets/listes/conclusion.tsv")),
            ("transmetteur", include_str!("../../assets/listes/transmetteur.tsv")),
            ("origine", include_str!("../../assets/listes/origine.tsv")),
        ];
        let codes = |text: &'static str| text.lines().skip(1).filter_map(|line| line.split('\t').next());
        listes.iter().flat_map(|(liste, text)| codes(text).map(move |code| format!("{liste}/{code}"))).collect()
    }

    #[test]
    fn every_value_that_a_rule_names_is_shipped() {
        let shipped = shipped();
        let named = DONNEES.iter().filter(|id| id.contains('/')).chain(&traitement::ETATS_FINIS);
        let named = named.chain(&conclusion::PLACEMENTS_PARQUET).chain(&conclusion::SAISINES_DU_JUGE);
        for id in named.chain(&conclusion::DECISIONS_DU_JUGE) {
            assert!(shipped.iter().any(|one| one == id), "{id}");
        }
        for repere in &REPERES {
            assert!(shipped.iter().any(|id| (repere.voit)(id)), "{} is seen in no value", repere.quoi);
        }
    }

    #[test]
    fn a_merge_must_not_blind_a_rule() {
        for (from, to, lost) in [
            ("nature_traitement/evaluation", "nature_traitement/information", true),
            ("nature_traitement/evaluation", "nature_traitement/evaluation_urgence", false),
            ("nature_traitement/information", "nature_traitement/avis", false),
            ("conclusion/saisine_je", "conclusion/saisine_je_parquet", false),
            ("conclusion/saisine_je", "conclusion/aemo", true),
            ("transmetteur/parents", "transmetteur/autre_famille", false),
            ("transmetteur/parents", "transmetteur/enseignement_public", true),
            ("transmetteur/enseignement_public", "transmetteur/parents", true),
            ("motif/sante", "motif/securite", false),
        ] {
            assert_eq!(perdu(from, to).is_some(), lost, "{from} → {to}");
        }
    }
}
