//! Why one is worried: motives that go together, about the same for a whole fratrie.

use chrono::NaiveDate;

use super::enfant::Enfant;
use super::hasard::{Hasard, Poids, Tirage};
use super::offre::Offre;
use super::provenance::Entree;
use super::situation::Situation;
use super::theme::Theme;

const PAR_THEME: [(Theme, &Poids); 8] = [
    (
        Theme::Violence,
        &[
            ("violences_physiques", 46),
            ("violences_psychologiques", 30),
            ("climat_violence", 12),
            ("violences_sexuelles", 11),
            ("securite", 1),
        ],
    ),
    (
        Theme::Negligence,
        &[
            ("negligences", 34),
            ("conditions_education", 24),
            ("defaut_hygiene", 14),
            ("defaut_soins", 14),
            ("negligences_lourdes", 7),
            ("conditions_developpement", 8),
            ("securite", 6),
            ("sevices_animal", 1),
            ("moralite", 1),
        ],
    ),
    (
        Theme::Conflit,
        &[("conflit_garde", 52), ("conflit_couple", 24), ("violences_psychologiques", 20), ("conditions_education", 4)],
    ),
    (Theme::Conjugal, &[("violences_conjugales", 72), ("climat_violence", 18), ("conflit_couple", 10)]),
    (Theme::Ecole, &[("absenteisme", 62), ("conditions_education", 24), ("conditions_developpement", 14)]),
    (
        Theme::Sante,
        &[
            ("sante", 30),
            ("defaut_soins", 28),
            ("trouble_psychique_parent", 18),
            ("addiction_non_suivie", 13),
            ("addiction_suivie", 5),
            ("handicap_adulte", 6),
        ],
    ),
    (Theme::Logement, &[("logement_indigne", 48), ("errance", 20), ("isolement", 24), ("securite", 8)]),
    (
        Theme::Mineur,
        &[
            ("danger_par_lui_meme", 26),
            ("suicide_scarification", 16),
            ("absenteisme", 16),
            ("fugue", 14),
            ("addictions_mineur", 9),
            ("mineur_auteur", 8),
            ("cyberviolence", 6),
            ("conduites_sexuelles", 4),
            ("radicalisation", 1),
        ],
    ),
];
/// May come with any of them.
const COMMUNS: &Poids = &[
    ("conditions_education", 22),
    ("securite", 10),
    ("isolement", 12),
    ("addiction_non_suivie", 14),
    ("addiction_suivie", 5),
    ("moralite", 4),
    ("trouble_psychique_parent", 10),
    ("sante", 8),
    ("negligences", 8),
    ("violences_psychologiques", 12),
    ("conditions_developpement", 8),
    ("autre_motif", 3),
];

pub struct Motifs<'a> {
    themes: Vec<(Theme, Tirage<&'a str>)>,
    communs: Tirage<&'a str>,
}

impl<'a> Motifs<'a> {
    pub fn new(offre: &Offre<'a>) -> Self {
        let themes = PAR_THEME.iter().map(|(theme, poids)| (*theme, offre.tirage("motif", poids))).collect();
        Self { themes, communs: offre.tirage("motif", COMMUNS) }
    }

    fn of(&self, theme: Theme, hasard: &mut Hasard) -> &'a str {
        let tirage = self.themes.iter().find(|(each, _)| *each == theme);
        tirage.map(|(_, tirage)| tirage.text(hasard)).unwrap_or_default()
    }

    /// The motives of each of these children, the principal one first, none twice.
    pub fn draw(
        &self,
        situation: &Situation<'a>,
        enfants: &[&Enfant],
        offre: &Offre<'a>,
        hasard: &mut Hasard,
    ) -> Vec<Vec<&'a str>> {
        let on = situation.reception;
        let mut shared = vec![self.of(situation.theme, hasard)];
        if let Some(second) = situation.second {
            shared.push(self.of(second, hasard));
        }
        if hasard.chance(24) {
            shared.push(self.of(situation.theme, hasard));
        }
        if hasard.chance(34) {
            shared.push(self.communs.text(hasard));
        }
        enfants.iter().map(|enfant| self.of_child(situation, enfant, &shared, on, offre, hasard)).collect()
    }

    fn of_child(
        &self,
        situation: &Situation<'a>,
        enfant: &Enfant,
        shared: &[&'a str],
        on: NaiveDate,
        offre: &Offre<'a>,
        hasard: &mut Hasard,
    ) -> Vec<&'a str> {
        let age = enfant.age(on);
        let mut motifs: Vec<&'a str> = Vec::with_capacity(4);
        if situation.entree == Entree::Isole {
            motifs.push(offre.keep("motif/sans_protection"));
        } else if situation.theme == Theme::Violence && age == Some(0) && hasard.chance(14) {
            motifs.push(offre.keep("motif/bebe_secoue"));
        }
        // A young brother of an adolescent in danger has a worry of his own.
        let too_young = situation.theme == Theme::Mineur && age.is_none_or(|age| age < 10);
        for (rang, motif) in shared.iter().enumerate() {
            match rang {
                0 if too_young => motifs.push(self.of(Theme::Negligence, hasard)),
                0 => motifs.push(motif),
                _ if hasard.chance(78) => motifs.push(motif),
                _ => {}
            }
        }
        let mut seen = Vec::with_capacity(4);
        motifs.retain(|motif| {
            let fits =
                !motif.is_empty() && !seen.contains(motif) && (age.is_some_and(|age| age >= 3) || !school(motif));
            if fits {
                seen.push(*motif);
            }
            fits
        });
        if motifs.is_empty() {
            motifs.push(self.of(Theme::Negligence, hasard));
            motifs.retain(|motif| !motif.is_empty());
        }
        motifs.truncate(4);
        motifs
    }
}

fn school(motif: &str) -> bool {
    ["absenteisme", "fugue", "suicide", "addictions_mineur", "conduites", "cyber", "mineur_auteur", "radicalisation"]
        .iter()
        .any(|part| motif.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::essai;

    #[test]
    fn the_codes_are_still_those_of_the_list() {
        let parametres = essai::parametres();
        let motifs = &parametres.listes["motif"].valeurs;
        for (code, _) in PAR_THEME.iter().flat_map(|(_, poids)| poids.iter()).chain(COMMUNS) {
            assert!(motifs.iter().any(|motif| motif.id == format!("motif/{code}")), "{code}");
        }
    }
}
