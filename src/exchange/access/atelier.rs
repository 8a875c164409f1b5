//! The bench on which rows are made: the old base, its mapping, the lists of Vigie, and what each rule did.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::fiche::OUI;
use crate::domain::reprise::LigneAncienne;
use crate::domain::{Fiche, Nature, Parametres};

use super::bilan::{Bilan, Lieu};
use super::communes::Communes;
use super::correspondance::{But, Correspondance};
use super::dates;
use super::identifiants::identifiant;
use super::regles::Regle;
use super::source::{Source, Valeur};
use super::tables::contenu;
pub use super::tables::{ColonneLue, TableLue};
use super::texte::{a_un_telephone, count, nettoyer};
use super::vocabulaire::{Lecture, Vocabulaires, liste_de};

/// What a value became whose row became nothing.
const A_COTE: &str = "(ligne gardée à côté)";

pub struct Atelier<'a> {
    pub source: &'a Source,
    pub correspondance: &'a Correspondance,
    pub parametres: &'a Parametres,
    pub tables: Vec<TableLue<'a>>,
    pub vocabulaires: Vocabulaires<'a>,
    pub communes: Communes,
    pub bilan: Bilan,
    pub lignes: Vec<LigneAncienne>,
    /// Number of Vigie to how many old dossiers bore it.
    pub numeros: HashMap<String, usize>,
}

impl<'a> Atelier<'a> {
    pub fn new(source: &'a Source, correspondance: &'a Correspondance, parametres: &'a Parametres) -> Self {
        let tables = correspondance.tables.iter().filter_map(|vers| TableLue::new(source, vers)).collect();
        Self {
            source,
            correspondance,
            parametres,
            tables,
            vocabulaires: Vocabulaires::new(correspondance, parametres),
            communes: Communes::new(&parametres.communes),
            bilan: Bilan::default(),
            lignes: Vec::with_capacity(source.lignes()),
            numeros: HashMap::new(),
        }
    }

    pub fn id(&self, table: &str, quoi: &str, cle: &str) -> Uuid {
        identifiant(&self.correspondance.source, table, quoi, cle)
    }

    /// Keeps a row as it was.
    pub fn garder(&mut self, table: &TableLue<'_>, rang: usize, dossier: Option<Uuid>, reprise: bool) {
        let jamais = |at: usize| table.colonnes.iter().any(|colonne| colonne.at == at && colonne.but == But::Jamais);
        let row = table.table.lignes.get(rang).map(|row| &**row).unwrap_or_default();
        let contenu = contenu(table.table, row, jamais);
        self.lignes.push(LigneAncienne {
            table: Arc::clone(&table.nom),
            cle: table.cle(rang),
            reprise,
            dossier,
            contenu,
        });
    }

    /// Counts what is in a column before anything is done to it.
    fn lire(&mut self, table: &TableLue<'_>, colonne: &ColonneLue<'_>, valeur: &Valeur) -> (i64, i64) {
        let shown = valeur.texte().map_or_else(|| i64::from(!valeur.is_vide()), |text| i64::from(!text.is_empty()));
        let counted = match (colonne.but, valeur) {
            (But::Champ(cle), _) if cle.champ().nature == Nature::Oui => (i64::from(oui(valeur) == Some(true)), 0),
            (_, Valeur::Texte(text)) => (shown, count(text)),
            (_, Valeur::Vide) => (0, 0),
            (_, other) => (1, count(&other.show())),
        };
        self.bilan.lu(&table.nom, colonne.but, counted.0, counted.1);
        counted
    }

    /// A row that becomes nothing: told once, taken off each of its columns.
    pub fn perdre(&mut self, table: &TableLue<'_>, rang: usize, dossier: Option<Uuid>, regle: Regle, pourquoi: &str) {
        let lieu = table.lieu(rang, dossier);
        self.bilan.noter(regle, &lieu, &"".into(), None, (pourquoi, ""), (0, 0));
        for colonne in &table.colonnes {
            let (valeurs, caracteres) = self.lire(table, colonne, table.valeur(rang, colonne.at));
            self.bilan.effet(regle, &table.nom, colonne.but, -valeurs, -caracteres);
            let But::Champ(cle) = colonne.but else { continue };
            let nature = cle.champ().nature;
            if nature == Nature::Oui || liste_de(nature).is_some() {
                let shown = table.valeur(rang, colonne.at).show();
                if !shown.is_empty() {
                    self.bilan.passage(&lieu, colonne.but, &colonne.nom, &colonne.montrer(&shown), A_COTE);
                }
            }
        }
        self.garder(table, rang, dossier, false);
    }

    /// Reads each column of a row into the fields of `fiches`; `on` is the day of the dossier.
    pub fn remplir(
        &mut self,
        table: &TableLue<'a>,
        rang: usize,
        lieu: &Lieu,
        on: Option<NaiveDate>,
        fiches: &mut [&mut Fiche],
    ) {
        for colonne in &table.colonnes {
            let valeur = table.valeur(rang, colonne.at);
            let (n, c) = self.lire(table, colonne, valeur);
            let But::Champ(cle) = colonne.but else { continue };
            if ["numero", "date_traitement"].contains(&cle.champ().colonne) {
                continue;
            }
            let Some(fiche) = fiches.iter_mut().find(|fiche| fiche.table == cle.table) else { continue };
            let Some(lue) = self.convertir(colonne, valeur, lieu, on, (n, c)) else { continue };
            self.placer(colonne, lieu, fiche, (n, c), lue);
        }
    }

    /// Puts a value in its field, or in what the field holds already.
    fn placer(&mut self, colonne: &ColonneLue<'_>, lieu: &Lieu, fiche: &mut Fiche, (n, c): (i64, i64), lue: Lue) {
        let But::Champ(cle) = colonne.but else { return };
        let held = fiche.get(cle).to_owned();
        if let Some(words) = colonne.ajout {
            let added = format!("{words}\u{a0}: {}", lue.valeur);
            let joined = if held.is_empty() {
                added
            } else {
                let joint = if cle.champ().nature == Nature::TexteLong { "\n" } else { "\u{a0}; " };
                format!("{held}{joint}{added}")
            };
            let kept = (i64::from(held.is_empty()) - n, count(&joined) - count(&held) - c);
            self.bilan.noter(Regle::AjouteAuTexte, lieu, &colonne.nom, Some(colonne.but), (&lue.valeur, &joined), kept);
            fiche.set(cle, self.tenir(&joined, cle, lieu, colonne));
            return;
        }
        if !held.is_empty() {
            // Two columns for one field: the first one said it.
            let regle = if held == lue.valeur { Regle::DejaDite } else { Regle::ConclusionContredite };
            self.bilan.noter(regle, lieu, &colonne.nom, Some(colonne.but), (&lue.valeur, &held), (-n, -c));
            return;
        }
        fiche.set(cle, lue.valeur);
        if let Some(precision) = lue.precision {
            fiche.set(crate::domain::Cle { rang: cle.rang + 1, ..cle }, precision);
        }
    }

    /// What a field can hold of a text; the rest is kept beside, never lost.
    fn tenir(&mut self, texte: &str, cle: crate::domain::Cle, lieu: &Lieu, colonne: &ColonneLue<'_>) -> String {
        let max = match cle.champ().nature {
            Nature::Texte(max) => max,
            Nature::Nom => 120,
            _ => crate::domain::texte::LONG_MAX,
        };
        if texte.chars().count() <= max {
            return texte.to_owned();
        }
        let kept: String = texte.chars().take(max.saturating_sub(1)).chain(['…']).collect();
        let lost = count(&kept) - count(texte);
        self.bilan.noter(Regle::TropLong, lieu, &colonne.nom, Some(colonne.but), (texte, &kept), (0, lost));
        kept
    }

    /// The stored form of a value; none when there is nothing to store.
    fn convertir(
        &mut self,
        colonne: &ColonneLue<'_>,
        valeur: &Valeur,
        lieu: &Lieu,
        on: Option<NaiveDate>,
        (n, c): (i64, i64),
    ) -> Option<Lue> {
        let But::Champ(cle) = colonne.but else { return None };
        let nature = cle.champ().nature;
        if nature == Nature::Oui {
            let lu = oui(valeur);
            let said = match lu {
                Some(true) => "Oui",
                Some(false) => "Non",
                None => "",
            };
            self.bilan.passage(lieu, colonne.but, &colonne.nom, &valeur.show(), said);
            if lu.is_none() && !valeur.show().trim().is_empty() {
                self.bilan.noter(
                    Regle::OuiNonIllisible,
                    lieu,
                    &colonne.nom,
                    Some(colonne.but),
                    (&valeur.show(), ""),
                    (-n, -c),
                );
            }
            return (lu == Some(true)).then(|| Lue::new(OUI));
        }
        let shown = valeur.show();
        if shown.is_empty() {
            return None;
        }
        match nature {
            Nature::Texte(_) | Nature::Nom | Nature::TexteLong => self.un_texte(colonne, cle, &shown, lieu, (n, c)),
            Nature::Entier => match valeur {
                Valeur::Entier(number) => Some(Lue::new(number.to_string())),
                _ => self.laisser(Regle::NombreIllisible, colonne, lieu, &shown, (n, c)),
            },
            Nature::Date | Nature::Naissance => {
                let lue = match valeur {
                    Valeur::Date(instant) if nature == Nature::Naissance => dates::naissance(*instant, on),
                    Valeur::Date(instant) => dates::jour(*instant),
                    _ => dates::texte(&shown, on),
                };
                for regle in &lue.regles {
                    let after = lue.date.map(crate::domain::date::format).unwrap_or_default();
                    let effect = if lue.date.is_none() { (-n, -c) } else { (0, 0) };
                    self.bilan.noter(*regle, lieu, &colonne.nom, Some(colonne.but), (&shown, &after), effect);
                }
                let precision = (nature == Nature::Naissance).then_some(lue.precision);
                lue.date.map(|date| Lue { valeur: date.to_string(), precision })
            }
            Nature::Liste(_) | Nature::Territoire | Nature::Service => {
                self.une_valeur(colonne, nature, &shown, lieu, (n, c))
            }
            // Read with the postal code beside it.
            Nature::Commune => Some(Lue::new(shown)),
            _ => None,
        }
    }

    fn un_texte(
        &mut self,
        colonne: &ColonneLue<'_>,
        cle: crate::domain::Cle,
        shown: &str,
        lieu: &Lieu,
        (n, c): (i64, i64),
    ) -> Option<Lue> {
        let long = cle.champ().nature == Nature::TexteLong;
        let net = nettoyer(shown, long);
        let empty = i64::from(net.texte.is_empty());
        let last = net.regles.len();
        for (at, (regle, characters)) in net.regles.iter().enumerate() {
            let values = if at + 1 == last { -empty * n } else { 0 };
            self.bilan.noter(*regle, lieu, &colonne.nom, Some(colonne.but), (shown, &net.texte), (values, *characters));
        }
        debug_assert!(c == count(shown));
        if net.texte.is_empty() {
            return None;
        }
        if long && a_un_telephone(&net.texte) {
            self.bilan.noter(
                Regle::TelephoneDansTexte,
                lieu,
                &colonne.nom,
                Some(colonne.but),
                (&net.texte, &net.texte),
                (0, 0),
            );
        }
        let kept = self.tenir(&net.texte, cle, lieu, colonne);
        Some(Lue::new(kept))
    }

    fn laisser(
        &mut self,
        regle: Regle,
        colonne: &ColonneLue<'_>,
        lieu: &Lieu,
        shown: &str,
        (n, c): (i64, i64),
    ) -> Option<Lue> {
        self.bilan.noter(regle, lieu, &colonne.nom, Some(colonne.but), (shown, ""), (-n, -c));
        None
    }

    fn une_valeur(
        &mut self,
        colonne: &ColonneLue<'_>,
        nature: Nature,
        shown: &str,
        lieu: &Lieu,
        (n, c): (i64, i64),
    ) -> Option<Lue> {
        // Numbers alone were codes; words stand for themselves.
        let label = colonne.libelles.as_ref().and_then(|labels| labels.get(shown)).map(String::as_str);
        let lost = colonne.libelles.is_some() && label.is_none() && shown.trim().bytes().all(|b| b.is_ascii_digit());
        let lecture = self.vocabulaires.lire(nature, colonne.valeurs, label.unwrap_or(shown), lost);
        let after = match &lecture {
            Lecture::Connue(id) | Lecture::Ajoutee(id) => id.as_str(),
            Lecture::SansSens => "",
        };
        if liste_de(nature).is_some() {
            self.bilan.passage(lieu, colonne.but, &colonne.nom, &colonne.montrer(shown), after);
        }
        match lecture {
            Lecture::Connue(id) => Some(Lue::new(id)),
            Lecture::Ajoutee(id) => {
                self.bilan.noter(Regle::ValeurAncienne, lieu, &colonne.nom, Some(colonne.but), (shown, &id), (0, 0));
                Some(Lue::new(id))
            }
            Lecture::SansSens => self.laisser(Regle::ValeurSansSens, colonne, lieu, shown, (n, c)),
        }
    }
}

/// A value on its way to a field.
struct Lue {
    valeur: String,
    precision: Option<&'static str>,
}

impl Lue {
    fn new(valeur: impl Into<String>) -> Self {
        Self { valeur: valeur.into(), precision: None }
    }
}

/// Yes, no, or neither; empty is no answer.
pub fn oui(valeur: &Valeur) -> Option<bool> {
    match valeur {
        Valeur::Oui(oui) => Some(*oui),
        Valeur::Entier(0) => Some(false),
        Valeur::Entier(-1 | 1) => Some(true),
        Valeur::Texte(text) => match crate::domain::nom::fold(text).as_str() {
            "oui" | "o" | "x" | "vrai" | "true" | "yes" | "y" | "1" => Some(true),
            "non" | "n" | "faux" | "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_is_written_in_many_ways() {
        for (texte, expected) in [
            ("Oui", Some(true)),
            ("O", Some(true)),
            ("x", Some(true)),
            ("X", Some(true)),
            ("-1", Some(true)),
            ("Non", Some(false)),
            ("N", Some(false)),
            ("0", Some(false)),
            ("", None),
            ("?", None),
            ("NSP", None),
        ] {
            assert_eq!(oui(&Valeur::Texte(texte.into())), expected, "{texte}");
        }
        assert_eq!(oui(&Valeur::Entier(7)), None);
    }
}
