//! Where each person of a family stands: a block a household, the elders above, the children below.

use super::{Famille, Generation};

pub const LARGEUR: f32 = 190.0;
pub const HAUTEUR: f32 = 58.0;
const ECART: f32 = 14.0;
const RANGS: f32 = 44.0;
const BORD: f32 = 12.0;
const TITRE: f32 = 24.0;
/// Cards of one row of a household.
const COTE_A_COTE: usize = 3;

/// A person, by their place in [`Famille::personnes`], and their top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carte {
    pub personne: usize,
    pub x: f32,
    pub y: f32,
}

/// Around those who live together.
#[derive(Clone, Debug, PartialEq)]
pub struct Cadre {
    pub titre: String,
    /// Nobody said where they live: they stand together for want of better.
    pub inconnu: bool,
    pub x: f32,
    pub y: f32,
    pub largeur: f32,
    pub hauteur: f32,
}

/// From the foot of an adult to the head of a child.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lien {
    pub de: (f32, f32),
    pub a: (f32, f32),
    pub autorite: bool,
    pub auteur: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub largeur: f32,
    pub hauteur: f32,
    pub cadres: Vec<Cadre>,
    pub cartes: Vec<Carte>,
    pub liens: Vec<Lien>,
}

impl Plan {
    pub fn carte(&self, personne: usize) -> Option<&Carte> {
        self.cartes.iter().find(|carte| carte.personne == personne)
    }

    /// The nearest card that way; `dx`, `dy` are -1, 0 or 1.
    pub fn towards(&self, personne: usize, dx: f32, dy: f32) -> Option<usize> {
        let here = self.carte(personne)?;
        self.cartes
            .iter()
            .filter(|other| other.personne != personne)
            .filter_map(|other| {
                let (x, y) = (other.x - here.x, other.y - here.y);
                let (along, aside) = (x * dx + y * dy, (x * dy).abs() + (y * dx).abs());
                (along > 1.0).then_some((along + 2.0 * aside, other.personne))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, personne)| personne)
    }
}

/// Each household beside the other, that of the subject first, those without an address last.
pub fn plan(famille: &Famille) -> Plan {
    let mut plan = Plan::default();
    let subject = famille.personnes.iter().find(|one| one.sujet).and_then(|one| one.foyer);
    let mut homes: Vec<Option<usize>> = (0..famille.foyers.len()).map(Some).collect();
    homes.sort_by_key(|home| (*home != subject, *home));
    homes.push(None);
    let generations = [Generation::Aieux, Generation::Adultes, Generation::Enfants];
    let of = |home: Option<usize>, generation: Generation| -> Vec<usize> {
        let all = famille.personnes.iter().enumerate();
        let mut these: Vec<(usize, bool)> = all
            .filter(|(_, one)| one.foyer == home && one.generation == generation)
            .map(|(at, one)| (at, !one.sujet))
            .collect();
        these.sort_by_key(|(at, other)| (*other, *at));
        these.into_iter().map(|(at, _)| at).collect()
    };
    // Rows of cards that each generation takes, the same for every household: generations stand level.
    let rows: Vec<usize> = generations
        .iter()
        .map(|generation| {
            homes.iter().map(|home| of(*home, *generation).len().div_ceil(COTE_A_COTE)).max().unwrap_or(0)
        })
        .collect();
    let mut left = BORD;
    for home in homes {
        let members: Vec<Vec<usize>> = generations.iter().map(|generation| of(home, *generation)).collect();
        let widest = members.iter().map(|row| row.len().min(COTE_A_COTE)).max().unwrap_or(0);
        if widest == 0 {
            continue;
        }
        let width = widest as f32 * (LARGEUR + ECART) - ECART + 2.0 * BORD;
        let mut top = BORD + TITRE;
        for (row, count) in members.iter().zip(&rows) {
            for (at, personne) in row.iter().enumerate() {
                let in_row = (row.len() - at / COTE_A_COTE * COTE_A_COTE).min(COTE_A_COTE);
                let wide = in_row as f32 * (LARGEUR + ECART) - ECART;
                let start = left + (width - wide) / 2.0;
                plan.cartes.push(Carte {
                    personne: *personne,
                    x: start + (at % COTE_A_COTE) as f32 * (LARGEUR + ECART),
                    y: top + (at / COTE_A_COTE) as f32 * (HAUTEUR + ECART),
                });
            }
            if *count > 0 {
                top += *count as f32 * (HAUTEUR + ECART) - ECART + RANGS;
            }
        }
        let titre = home.and_then(|at| famille.foyers.get(at)).map(|one| one.adresse.clone());
        plan.cadres.push(Cadre {
            inconnu: titre.is_none(),
            titre: titre.unwrap_or_else(|| "Adresse inconnue".to_owned()),
            x: left,
            y: BORD,
            largeur: width,
            hauteur: top - RANGS + BORD - BORD,
        });
        plan.hauteur = plan.hauteur.max(top - RANGS + 2.0 * BORD);
        left += width + ECART;
    }
    plan.largeur = left;
    let middle = LARGEUR / 2.0;
    for one in &famille.liens {
        let (Some(adult), Some(child)) = (plan.carte(one.adulte), plan.carte(one.enfant)) else { continue };
        // Of one generation, or an elder brother: from side to side.
        let (de, a) = if (adult.y - child.y).abs() < 1.0 {
            ((adult.x + middle, adult.y), (child.x + middle, child.y))
        } else {
            ((adult.x + middle, adult.y + HAUTEUR), (child.x + middle, child.y))
        };
        plan.liens.push(Lien { de, a, autorite: one.autorite, auteur: one.auteur });
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::famille::essai;

    #[test]
    fn nobody_stands_on_anybody_and_all_stand_in_their_household() {
        let famille = essai::famille();
        let plan = plan(&famille);
        assert_eq!(plan.cartes.len(), famille.personnes.len());
        for (at, one) in plan.cartes.iter().enumerate() {
            assert!(one.x >= 0.0 && one.x + LARGEUR <= plan.largeur && one.y + HAUTEUR <= plan.hauteur);
            for other in &plan.cartes[at + 1..] {
                let apart = (one.x - other.x).abs() >= LARGEUR || (one.y - other.y).abs() >= HAUTEUR;
                assert!(apart, "{one:?} {other:?}");
            }
            let person = &famille.personnes[one.personne];
            let title = person.foyer.map_or("Adresse inconnue", |at| famille.foyers[at].adresse.as_str());
            let home = plan.cadres.iter().find(|cadre| cadre.titre == title).unwrap();
            assert!(one.x >= home.x && one.x + LARGEUR <= home.x + home.largeur, "{person:?}");
            assert!(one.y >= home.y && one.y + HAUTEUR <= home.y + home.hauteur, "{person:?}");
        }
    }

    #[test]
    fn arrows_go_from_one_to_any_other() {
        let plan = plan(&essai::famille());
        let mut reached = vec![plan.cartes[0].personne];
        let mut at = 0;
        while let Some(here) = reached.get(at).copied() {
            for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                if let Some(next) = plan.towards(here, dx, dy).filter(|next| !reached.contains(next)) {
                    reached.push(next);
                }
            }
            at += 1;
        }
        assert_eq!(reached.len(), plan.cartes.len());
    }
}
