//! A view of the Dossiers screen: what is asked in each column, in which order, which columns are shown,
//! how wide, and which stay while the others slide. Kept under a name as JSON, with words and not numbers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::filtre;
use super::recherche::{Colonne, Condition, Filtre, Ordre, Tri};

/// What was asked of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saisie {
    /// As typed: a relative date stays relative when the view is opened again.
    Tape(String),
    /// Values ticked in a list.
    Parmi(Vec<String>),
}

impl Saisie {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Tape(text) => text.trim().is_empty(),
            Self::Parmi(values) => values.is_empty(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct ColonneVue {
    pub colonne: Colonne,
    pub largeur: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Vue {
    pub texte: String,
    pub saisies: BTreeMap<Colonne, Saisie>,
    pub ordre: Ordre,
    /// Shown, in their order.
    pub colonnes: Vec<ColonneVue>,
    /// How many of them stay while the others slide.
    pub figees: usize,
}

/// The width that a column begins with.
pub const fn largeur(colonne: Colonne) -> f32 {
    match colonne {
        Colonne::Numero => 116.0,
        Colonne::Fratrie => 250.0,
        Colonne::Enfants => 84.0,
        Colonne::Type => 220.0,
        Colonne::Territoire | Colonne::Services | Colonne::Origine | Colonne::Transmetteur | Colonne::Recepteur => {
            170.0
        }
        Colonne::Etat => 130.0,
        _ => 118.0,
    }
}

impl Default for Vue {
    fn default() -> Self {
        let shown = [
            Colonne::Numero,
            Colonne::Reception,
            Colonne::Fratrie,
            Colonne::Enfants,
            Colonne::Type,
            Colonne::Territoire,
            Colonne::Etat,
            Colonne::Echeance,
        ];
        Self {
            texte: String::new(),
            saisies: BTreeMap::new(),
            ordre: Ordre::default(),
            colonnes: shown.map(|colonne| ColonneVue { colonne, largeur: largeur(colonne) }).into(),
            figees: 1,
        }
    }
}

impl Vue {
    /// What is asked of the base, and what could not be understood, column by column.
    pub fn filtre(&self, today: NaiveDate) -> (Filtre, Vec<(Colonne, String)>) {
        let mut filtre = Filtre { texte: self.texte.clone(), ..Filtre::default() };
        let mut wrong = Vec::new();
        for (colonne, saisie) in self.saisies.iter().filter(|(_, saisie)| !saisie.is_empty()) {
            match saisie {
                Saisie::Parmi(values) => filtre.conditions.push((*colonne, Condition::Parmi(values.clone()))),
                Saisie::Tape(text) => match filtre::read(colonne.forme(), text, today) {
                    Ok(condition) => filtre.conditions.extend(condition.map(|condition| (*colonne, condition))),
                    Err(why) => wrong.push((*colonne, why)),
                },
            }
        }
        (filtre, wrong)
    }

    /// Is anything asked?
    pub fn filters(&self) -> bool {
        !self.texte.trim().is_empty() || self.saisies.values().any(|saisie| !saisie.is_empty())
    }

    /// Nothing is asked any more; columns and order stay.
    pub fn clear(&mut self) {
        self.texte.clear();
        self.saisies.clear();
    }

    /// Asks what a count of another screen asked.
    pub fn ask(&mut self, filtre: &Filtre) {
        self.clear();
        self.texte.clone_from(&filtre.texte);
        for (colonne, condition) in &filtre.conditions {
            let saisie = match condition {
                Condition::Parmi(values) => Saisie::Parmi(values.clone()),
                Condition::Commence(text) => Saisie::Tape(text.clone()),
                Condition::Rempli(filled) => Saisie::Tape(if *filled { "rempli" } else { "vide" }.to_owned()),
                Condition::Oui(yes) => Saisie::Tape(if *yes { "oui" } else { "non" }.to_owned()),
                Condition::Jours { du, au } => {
                    let day = |day: &Option<NaiveDate>| day.map(super::date::format).unwrap_or_default();
                    Saisie::Tape(format!("{}..{}", day(du), day(au)))
                }
                Condition::Nombres { de, a } => {
                    let number = |n: &Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
                    Saisie::Tape(format!("{}..{}", number(de), number(a)))
                }
            };
            self.saisies.insert(*colonne, saisie);
        }
    }

    pub fn shows(&self, colonne: Colonne) -> bool {
        self.colonnes.iter().any(|one| one.colonne == colonne)
    }

    /// Shown last, or hidden; the last one is never hidden.
    pub fn toggle(&mut self, colonne: Colonne) {
        match self.colonnes.iter().position(|one| one.colonne == colonne) {
            Some(at) if self.colonnes.len() > 1 => {
                self.colonnes.remove(at);
                if at < self.figees {
                    self.figees -= 1;
                }
            }
            Some(_) => {}
            None => self.colonnes.push(ColonneVue { colonne, largeur: largeur(colonne) }),
        }
    }

    /// One place to the left or to the right.
    pub fn shift(&mut self, colonne: Colonne, right: bool) {
        let Some(at) = self.colonnes.iter().position(|one| one.colonne == colonne) else { return };
        let to = if right { at + 1 } else { at.saturating_sub(1) };
        if to < self.colonnes.len() {
            self.colonnes.swap(at, to);
        }
    }

    /// Wider by that many points, or narrower.
    pub fn widen(&mut self, colonne: Colonne, by: f32) {
        if let Some(one) = self.colonnes.iter_mut().find(|one| one.colonne == colonne) {
            one.largeur = (one.largeur + by).clamp(40.0, 900.0).round();
        }
    }

    /// Sorts by it alone, or with the others when `add`; again, the other way.
    pub fn sort(&mut self, colonne: Colonne, add: bool) {
        if !colonne.sorts() {
            return;
        }
        let tris = &mut self.ordre.0;
        let first = Tri { colonne, descending: colonne == Colonne::Numero };
        match tris.iter().position(|tri| tri.colonne == colonne) {
            Some(at) if add || tris.len() == 1 => {
                if let Some(tri) = tris.get_mut(at) {
                    tri.descending = !tri.descending;
                }
            }
            _ if add => tris.push(first),
            _ => *tris = vec![first],
        }
    }

    pub fn to_json(&self) -> String {
        let saisies: Map<String, Value> = self
            .saisies
            .iter()
            .filter(|(_, saisie)| !saisie.is_empty())
            .map(|(colonne, saisie)| {
                let value = match saisie {
                    Saisie::Tape(text) => json!(text),
                    Saisie::Parmi(values) => json!(values),
                };
                (colonne.code().to_owned(), value)
            })
            .collect();
        let tris: Vec<Value> = self
            .ordre
            .0
            .iter()
            .map(|tri| json!([tri.colonne.code(), if tri.descending { "desc" } else { "asc" }]))
            .collect();
        let colonnes: Vec<Value> = self.colonnes.iter().map(|one| json!([one.colonne.code(), one.largeur])).collect();
        json!({ "texte": self.texte, "saisies": saisies, "tris": tris, "colonnes": colonnes, "figees": self.figees })
            .to_string()
    }

    /// What an older or a newer Vigie called otherwise is left out; nothing at all is the view one starts with.
    pub fn from_json(text: &str) -> Self {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let column = |value: &Value| Colonne::iter().find(|colonne| Some(colonne.code()) == value.as_str());
        let list = |key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let mut vue = Self {
            texte: value.get("texte").and_then(Value::as_str).unwrap_or_default().to_owned(),
            ..Self::default()
        };
        if let Some(saisies) = value.get("saisies").and_then(Value::as_object) {
            for (code, saisie) in saisies {
                let Some(colonne) = column(&json!(code)) else { continue };
                let saisie = match saisie {
                    Value::Array(values) => {
                        Saisie::Parmi(values.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                    }
                    other => Saisie::Tape(other.as_str().unwrap_or_default().to_owned()),
                };
                vue.saisies.insert(colonne, saisie);
            }
        }
        let tris: Vec<Tri> = list("tris")
            .iter()
            .filter_map(|tri| {
                let colonne = column(tri.get(0)?).filter(|colonne| colonne.sorts())?;
                Some(Tri { colonne, descending: tri.get(1).and_then(Value::as_str) == Some("desc") })
            })
            .collect();
        if !tris.is_empty() {
            vue.ordre = Ordre(tris);
        }
        let mut colonnes: Vec<ColonneVue> = Vec::new();
        for one in &list("colonnes") {
            let Some(colonne) = one.get(0).and_then(column) else { continue };
            let width = one.get(1).and_then(Value::as_f64).map_or_else(|| largeur(colonne), |width| width as f32);
            if !colonnes.iter().any(|other| other.colonne == colonne) {
                colonnes.push(ColonneVue { colonne, largeur: width.clamp(40.0, 900.0) });
            }
        }
        if !colonnes.is_empty() {
            vue.colonnes = colonnes;
        }
        let frozen = value.get("figees").and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
        vue.figees = frozen.unwrap_or(vue.figees).min(vue.colonnes.len());
        vue
    }
}

/// A view kept under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct VueGardee {
    pub id: Uuid,
    pub nom: String,
    pub partagee: bool,
    /// Whose it is: only they change it.
    pub auteur: String,
    pub version: i32,
    pub vue: Vue,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_comes_back_as_it_was_kept() {
        let mut vue = Vue { texte: "martin".to_owned(), figees: 2, ..Vue::default() };
        vue.saisies.insert(Colonne::Reception, Saisie::Tape("-30..auj".to_owned()));
        vue.saisies.insert(Colonne::Etat, Saisie::Parmi(vec!["etat_dossier/evaluation".to_owned(), String::new()]));
        vue.sort(Colonne::Territoire, false);
        vue.sort(Colonne::Reception, true);
        vue.sort(Colonne::Reception, true);
        vue.toggle(Colonne::Services);
        vue.toggle(Colonne::Enfants);
        vue.shift(Colonne::Services, false);
        assert_eq!(Vue::from_json(&vue.to_json()), vue);
        assert_eq!(vue.ordre.0.len(), 2);
        assert!(vue.ordre.0[1].descending);
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        assert_eq!(Vue::from_json("pas du JSON"), Vue::default());
        let strange = r#"{"saisies":{"inconnue":"x"},"tris":[["services","asc"],["?"]],"colonnes":[["numero",1e9],["numero",5],["?",1]],"figees":99}"#;
        let vue = Vue::from_json(strange);
        assert_eq!(vue.ordre, Ordre::default());
        assert_eq!(vue.colonnes, [ColonneVue { colonne: Colonne::Numero, largeur: 900.0 }]);
        assert_eq!(vue.figees, 1);
    }

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let mut codes: Vec<&str> = Colonne::iter().map(Colonne::code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Colonne::iter().count());
        assert!(Colonne::iter().all(|colonne| !colonne.titre().is_empty()));
    }
}
