//! An indicator of one's own: a count or a median, by one thing and by another, of what was chosen.

use serde::{Deserialize, Serialize};

use super::dimension::{DateCle, Dimension, Place};
use super::faits::Faits;
use super::figure::Forme;
use super::filtre::Critere;
use super::indicateur::{Condition, Indicateur, Mesure, Moment, Unite};
use crate::domain::tableau::IndicateurGarde;

/// What is asked of the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Calcul {
    Compte,
    /// Of the days between two dates.
    Mediane(DateCle, DateCle),
}

/// As it is put together on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Composition {
    pub titre: String,
    pub calcul: Calcul,
    pub unite: Unite,
    /// By which the period is read.
    pub date: DateCle,
    pub par: Option<Dimension>,
    pub et: Option<Dimension>,
    pub criteres: Vec<Critere>,
}

impl Default for Composition {
    fn default() -> Self {
        Self {
            titre: String::new(),
            calcul: Calcul::Compte,
            unite: Unite::Information,
            date: DateCle::Reception,
            par: Some(Dimension::Territoire),
            et: None,
            criteres: Vec::new(),
        }
    }
}

impl Composition {
    /// The indicator, with a definition that a person can read; `code` is the id that it is kept by.
    ///
    /// # Errors
    /// One sentence that says what to change.
    pub fn indicateur(&self, code: &str, faits: &Faits) -> Result<Indicateur, String> {
        let titre = self.titre.trim();
        if titre.is_empty() {
            return Err("Un indicateur porte un titre\u{a0}; donnez-en un".to_owned());
        }
        let Some(par) = self.par else {
            return Err("Choisissez par quoi compter\u{a0}: un territoire, un motif, un mois…".to_owned());
        };
        if self.et == Some(par) {
            return Err(format!("«\u{a0}{}\u{a0}» est choisi deux fois\u{a0}; changez l’un des deux", par.libelle()));
        }
        if self.et.is_some_and(|et| et.place() == Place::Temps) {
            return Err("Le temps se lit sur l’axe\u{a0}; choisissez-le en premier".to_owned());
        }
        let mesure = match self.calcul {
            Calcul::Compte => Mesure::Compte,
            Calcul::Mediane(de, a) if de == a => {
                return Err("Un délai va d’une date à une autre\u{a0}; changez l’une des deux".to_owned());
            }
            Calcul::Mediane(de, a) => Mesure::Delai { de, a, centile: 50 },
        };
        Ok(Indicateur {
            code: code.to_owned(),
            titre: titre.to_owned(),
            definition: self.definition(par, faits),
            famille: 0,
            unite: self.unite,
            moment: Moment::Date(self.date),
            forme: self.forme(par),
            mesure,
            par: Some(par),
            et: self.et,
            conditions: self.conditions(),
            premiers: if self.et.is_none() && !par.ordonnee() { 20 } else { 0 },
        })
    }

    /// Values of one dimension add up, dimensions narrow each other.
    fn conditions(&self) -> Vec<Condition> {
        let mut conditions: Vec<(Dimension, Vec<String>)> = Vec::new();
        for critere in &self.criteres {
            match conditions.iter_mut().find(|(dimension, _)| *dimension == critere.dimension) {
                Some((_, valeurs)) => valeurs.push(critere.valeur.clone()),
                None => conditions.push((critere.dimension, vec![critere.valeur.clone()])),
            }
        }
        conditions.into_iter().map(|(dimension, valeurs)| Condition::Parmi(dimension, valeurs)).collect()
    }

    fn forme(&self, par: Dimension) -> Forme {
        match (par, self.et) {
            (Dimension::Mois, None) => Forme::Courbe,
            (Dimension::Mois, Some(Dimension::Territoire)) => Forme::Chaleur,
            (_, Some(_)) => Forme::BarresEmpilees,
            (par, None) if par.ordonnee() => Forme::Barres,
            (_, None) => Forme::Classement,
        }
    }

    fn definition(&self, par: Dimension, faits: &Faits) -> String {
        let counted = match self.calcul {
            Calcul::Compte => format!("Nombre d’{}", self.unite.libelle()),
            Calcul::Mediane(de, a) => {
                format!(
                    "Délai médian, en jours, entre {} et {}, pour les {}",
                    de.libelle(),
                    a.libelle(),
                    self.unite.libelle()
                )
            }
        };
        // « de fratries », « d’informations »
        let counted = counted.replace("d’fratries", "de fratries");
        let also = self.et.map_or(String::new(), |et| format!(" et {}", et.libelle().to_lowercase()));
        let chosen: Vec<String> = self.criteres.iter().map(|critere| faits.mots(critere).to_lowercase()).collect();
        let chosen =
            if chosen.is_empty() { String::new() } else { format!(" Seulement\u{a0}: {}.", chosen.join("\u{a0}; ")) };
        format!("{counted}, par {}{also}.{chosen}", par.libelle().to_lowercase())
    }
}

/// The indicators of a page, in order: those of the catalogue by their code, one's own by their id. What is no
/// more is left out.
pub fn page(codes: &[String], gardes: &[IndicateurGarde]) -> Vec<Indicateur> {
    let own = |code: &str| {
        let garde = gardes.iter().find(|garde| garde.id.to_string() == code)?;
        serde_json::from_str::<Indicateur>(&garde.contenu).ok()
    };
    codes.iter().filter_map(|code| super::trouver(code).cloned().or_else(|| own(code))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboards::essais::{fait, faits, valeurs};
    use crate::dashboards::{Filtre, calculer};

    fn ready() -> Composition {
        Composition { titre: "Fugues".to_owned(), ..Composition::default() }
    }

    #[test]
    fn what_is_put_together_counts_as_the_catalogue_does() {
        let mut north = fait(1, 10, "nord", "2025-01-05");
        north.motifs = "motif/fugue*".to_owned();
        let faits = faits(&[north, fait(2, 20, "nord", "2025-02-06")]);
        let mine = Composition { criteres: vec![Critere::new(Dimension::Motif, "motif/fugue")], ..ready() };
        let indicateur = mine.indicateur("x", &faits).unwrap();
        let figure = calculer(&faits, &indicateur, &Filtre::annee(2025));
        assert_eq!(valeurs(&figure)[0], ("Nord".to_owned(), 1.0));
        assert_eq!(figure.definition, "Nombre d’informations, par territoire. Seulement\u{a0}: motif\u{a0}: fugue.");
        assert_eq!(figure.famille, "Vos indicateurs");

        let garde = IndicateurGarde {
            id: uuid::Uuid::from_u128(7),
            titre: String::new(),
            contenu: serde_json::to_string(&indicateur).unwrap(),
            partage: false,
            version: 1,
            auteur: String::new(),
        };
        let codes = ["motifs".to_owned(), garde.id.to_string(), "parti".to_owned()];
        let shown: Vec<String> = page(&codes, &[garde]).into_iter().map(|one| one.titre).collect();
        assert_eq!(shown, ["Enfants par motif", "Fugues"]);
    }

    #[test]
    fn what_cannot_be_is_told_in_a_sentence() {
        let none = faits(&[]);
        let wrong = [
            Composition { titre: " ".to_owned(), ..ready() },
            Composition { par: None, ..ready() },
            Composition { et: Some(Dimension::Territoire), ..ready() },
            Composition { et: Some(Dimension::Mois), ..ready() },
            Composition { calcul: Calcul::Mediane(DateCle::Rapport, DateCle::Rapport), ..ready() },
        ];
        for composition in wrong {
            let said = composition.indicateur("x", &none).unwrap_err();
            assert!(!said.ends_with('.') && !said.starts_with(' '), "{said}");
        }
        let delay = Composition { calcul: Calcul::Mediane(DateCle::Reception, DateCle::Rapport), ..ready() };
        let definition = delay.indicateur("x", &none).unwrap().definition;
        assert!(
            definition.starts_with("Délai médian, en jours, entre la date de réception et la date du dernier"),
            "{definition}"
        );
    }
}
