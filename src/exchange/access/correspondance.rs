//! The mapping: what each table and column of the old base becomes in Vigie, in a file that is read,
//! corrected and shared by people.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::nom;

use super::source::Source;

pub use super::buts::{But, Particulier, Role};

/// The mapping of the application that Vigie replaces.
pub const FOURNIE: &str = include_str!("../../../assets/reprise/ancienne-application.toml");

/// One column of the old base.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Ecrite")]
pub struct ColonneVers {
    pub champ: String,
    /// The name of the vocabulary that its values are read with.
    pub valeurs: Option<String>,
    /// `TABLE.CLE.LIBELLE`: the value is a code of that table.
    pub par: Option<String>,
    /// What is written before a value that is added to others in one text.
    pub ajout: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Ecrite {
    Court(String),
    Long(Longue),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Longue {
    champ: String,
    valeurs: Option<String>,
    par: Option<String>,
    ajout: Option<String>,
}

impl From<Ecrite> for ColonneVers {
    fn from(ecrite: Ecrite) -> Self {
        match ecrite {
            Ecrite::Court(champ) => Self { champ, valeurs: None, par: None, ajout: None },
            Ecrite::Long(Longue { champ, valeurs, par, ajout }) => Self { champ, valeurs, par, ajout },
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableVers {
    pub nom: String,
    pub devient: Role,
    /// The column that names each row.
    pub cle: Option<String>,
    /// The column that names the row that this one hangs on.
    pub parent: Option<String>,
    #[serde(default)]
    pub colonnes: BTreeMap<String, ColonneVers>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correspondance {
    /// Of this kind of file.
    pub format: u32,
    /// Names the old application: rows of two copies of one base are the same rows.
    pub source: String,
    /// Dossiers recorded before, and without an outcome, are taken over closed.
    pub ouverts_depuis: Option<String>,
    /// Outcomes that are none yet.
    #[serde(default)]
    pub conclusions_en_attente: Vec<String>,
    #[serde(rename = "table", default)]
    pub tables: Vec<TableVers>,
    /// Vocabularies: an old value to a code of Vigie; an empty code for what means nothing.
    #[serde(default)]
    pub valeurs: BTreeMap<String, BTreeMap<String, String>>,
}

pub const FORMAT: u32 = 1;
/// A mapping is written by hand: nothing longer was meant as one.
const OCTETS_MAX: usize = 4 * 1024 * 1024;

/// What is wrong with a mapping.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Incomprise {
    #[error(
        "La correspondance ne se lit pas, ligne {ligne} ({pourquoi})\u{a0}; rien n’a été repris, corrigez cette ligne"
    )]
    Texte { ligne: usize, pourquoi: String },
    #[error("{0}\u{a0}; rien n’a été repris, corrigez la correspondance")]
    Sens(String),
}

impl Correspondance {
    /// # Errors
    /// One French sentence, with the line.
    pub fn parse(texte: &str) -> Result<Self, Incomprise> {
        if texte.len() > OCTETS_MAX {
            return Err(Incomprise::Sens("Cette correspondance est trop longue pour en être une".to_owned()));
        }
        let read: Self = toml::from_str(texte).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let ligne = texte.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
            let pourquoi = error.message().lines().next().unwrap_or_default().to_owned();
            Incomprise::Texte { ligne, pourquoi }
        })?;
        read.check()?;
        Ok(read)
    }

    /// The text with one column sent elsewhere, its comments kept; to nothing, the column is kept beside.
    #[must_use]
    pub fn changer(texte: &str, table: &str, colonne: &str, champ: &str) -> String {
        let name = |line: &str| {
            let (key, value) = line.split_once('=')?;
            let unquote = |text: &str| text.trim().trim_matches('"').to_lowercase();
            Some((unquote(key), unquote(value)))
        };
        let quoted = super::proposition::quote(colonne);
        let new = (!champ.is_empty()).then(|| format!("{quoted} = \"{champ}\""));
        let mut lines: Vec<String> = Vec::new();
        let (mut here, mut in_columns, mut done) = (false, false, false);
        for line in texte.lines().chain(["[fin]"]) {
            let trimmed = line.trim();
            if trimmed.starts_with('[') && trimmed != "[table.colonnes]" {
                if here && !done {
                    if !in_columns && new.is_some() {
                        lines.push("[table.colonnes]".to_owned());
                    }
                    // Before the blank line that ends the section.
                    let at = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |at| at + 1);
                    lines.splice(at..at, new.clone());
                    done = true;
                }
                (here, in_columns) = (false, false);
            } else if trimmed == "[table.colonnes]" {
                in_columns = true;
            } else if let Some((key, value)) = name(trimmed) {
                if !in_columns && key == "nom" && value == table.to_lowercase() {
                    here = true;
                } else if here && in_columns && key == colonne.to_lowercase() {
                    done = true;
                    lines.extend(new.clone());
                    continue;
                }
            }
            lines.push(line.to_owned());
        }
        lines.pop();
        lines.join("\n") + "\n"
    }

    fn check(&self) -> Result<(), Incomprise> {
        let refuse = |sentence: String| Err(Incomprise::Sens(sentence));
        if self.format != FORMAT {
            return refuse(format!("Cette correspondance est du format {}, Vigie lit le {FORMAT}", self.format));
        }
        let name = self.source.trim();
        if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
            return refuse(
                "La correspondance ne nomme pas l’application («\u{a0}source\u{a0}», 60 caractères au plus)".into(),
            );
        }
        if let Some(date) = &self.ouverts_depuis
            && date.parse::<NaiveDate>().is_err()
        {
            return refuse(format!("«\u{a0}ouverts_depuis = {date}\u{a0}» n’est pas une date comme 2023-01-01"));
        }
        for table in &self.tables {
            if self.tables.iter().filter(|other| other.nom.to_lowercase() == table.nom.to_lowercase()).count() > 1 {
                return refuse(format!("La table «\u{a0}{}\u{a0}» y est deux fois", table.nom));
            }
            if table.devient.parent().is_some() && table.parent.is_none() {
                return refuse(format!(
                    "La table «\u{a0}{}\u{a0}» ne dit pas sa colonne «\u{a0}parent\u{a0}»",
                    table.nom
                ));
            }
            for (colonne, vers) in &table.colonnes {
                let but = But::parse(table.devient, &vers.champ);
                if but.is_none() {
                    return refuse(format!(
                        "«\u{a0}{}.{colonne}\u{a0}» va vers «\u{a0}{}\u{a0}», qui n’est pas un champ de {}",
                        table.nom,
                        vers.champ,
                        table.devient.libelle()
                    ));
                }
                if let Some(name) = vers.valeurs.as_ref().filter(|name| !self.valeurs.contains_key(*name)) {
                    return refuse(format!(
                        "«\u{a0}{}.{colonne}\u{a0}» se lit avec «\u{a0}{name}\u{a0}», qui n’y est pas",
                        table.nom
                    ));
                }
                if vers.par.as_ref().is_some_and(|par| par.split('.').count() != 3) {
                    return refuse(format!(
                        "«\u{a0}{}.{colonne}\u{a0}»\u{a0}: «\u{a0}par\u{a0}» s’écrit TABLE.CLE.LIBELLE",
                        table.nom
                    ));
                }
            }
        }
        for role in [Role::Dossier, Role::Enfant, Role::Secours] {
            if self.tables.iter().filter(|table| table.devient == role).count() > 1 {
                return refuse(format!("Deux tables deviennent «\u{a0}{}\u{a0}»\u{a0}; gardez-en une", role.libelle()));
            }
        }
        if !self.tables.iter().any(|table| table.devient == Role::Dossier) {
            return refuse("Aucune table ne devient «\u{a0}dossier\u{a0}»".to_owned());
        }
        Ok(())
    }

    pub fn table(&self, role: Role) -> Option<&TableVers> {
        self.tables.iter().find(|table| table.devient == role)
    }

    pub fn table_nommee(&self, nom: &str) -> Option<&TableVers> {
        let folded = nom.to_lowercase();
        self.tables.iter().find(|table| table.nom.to_lowercase() == folded)
    }

    /// What this file lacks for this mapping: told, and then taken as empty.
    pub fn manques(&self, source: &Source) -> Vec<String> {
        let mut manques = Vec::new();
        for vers in &self.tables {
            let Some(table) = source.table(&vers.nom) else {
                manques.push(format!("La table «\u{a0}{}\u{a0}» n’est pas dans le fichier", vers.nom));
                continue;
            };
            let named = vers.colonnes.keys().chain(&vers.cle).chain(&vers.parent);
            for colonne in named.filter(|colonne| table.colonne(colonne).is_none()) {
                manques.push(format!("La colonne «\u{a0}{}.{colonne}\u{a0}» n’est pas dans le fichier", vers.nom));
            }
        }
        manques
    }

    /// # Errors
    /// When nothing could be taken over: the mapping is of another application.
    pub fn convient(&self, source: &Source) -> Result<(), Incomprise> {
        let dossiers = self.table(Role::Dossier);
        if dossiers.is_some_and(|vers| source.table(&vers.nom).is_some()) {
            return Ok(());
        }
        let wanted = dossiers.map_or("", |vers| vers.nom.as_str());
        Err(Incomprise::Sens(format!(
            "Cette correspondance attend la table «\u{a0}{wanted}\u{a0}», qui n’est pas dans {}",
            source.fichier
        )))
    }

    /// A vocabulary, its old values folded.
    pub fn vocabulaire(&self, name: &str) -> BTreeMap<String, &str> {
        let values = self.valeurs.get(name);
        values.into_iter().flatten().map(|(old, code)| (plie(old), code.as_str())).collect()
    }
}

/// An old value as it is compared: signs alone stay what they are.
pub fn plie(texte: &str) -> String {
    let folded = nom::fold(texte);
    if folded.is_empty() { texte.trim().to_owned() } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(texte: &str) -> String {
        Correspondance::parse(texte).unwrap_err().to_string()
    }

    #[test]
    fn the_shipped_mapping_is_understood() {
        let fournie = Correspondance::parse(FOURNIE).unwrap();
        assert!(fournie.table(Role::Enfant).is_some());
    }

    #[test]
    fn one_column_is_sent_elsewhere_and_the_rest_of_the_text_stays() {
        let to = |column: &str, field: &str| {
            Correspondance::parse(&Correspondance::changer(FOURNIE, "T_ENFANT", column, field)).unwrap()
        };
        let child = |read: &Correspondance| read.table(Role::Enfant).unwrap().colonnes.clone();
        let before = child(&Correspondance::parse(FOURNIE).unwrap());
        let moved = child(&to("Nom d'usage", "nom_naissance"));
        assert_eq!(moved["Nom d'usage"].champ, "nom_naissance");
        assert_eq!(moved.len(), before.len());
        assert_eq!(child(&to("Scolarité", "ancien_dossier")).len(), before.len() + 1);
        assert_eq!(child(&to("Commentaire", "")).len(), before.len() - 1);
        assert_eq!(
            Correspondance::changer(FOURNIE, "T_ENFANT", "RANG", "rang").matches('#').count(),
            FOURNIE.matches('#').count()
        );
    }

    #[test]
    fn a_mapping_that_means_nothing_is_refused_by_line_or_by_name() {
        let head = "format = 1\nsource = \"x\"\n";
        let dossier = "[[table]]\nnom = \"D\"\ndevient = \"dossier\"\n";
        for (texte, said) in [
            ("".to_owned(), "format"),
            ("{".to_owned(), "ligne 1"),
            (format!("{head}[[table]\n"), "ligne 3"),
            (head.to_owned(), "Aucune table"),
            (format!("format = 9\nsource = \"x\"\n{dossier}"), "format 9"),
            (format!("format = 1\nsource = \"\"\n{dossier}"), "nomme pas"),
            (format!("{head}{dossier}inconnu = 1\n"), "ligne 6"),
            (format!("{head}{dossier}colonnes = {{ A = \"fratrie\" }}\n"), "«\u{a0}fratrie\u{a0}»"),
            (format!("{head}{dossier}colonnes = {{ A = \"id; DROP TABLE dossier\" }}\n"), "DROP TABLE"),
            (format!("{head}{dossier}{dossier}"), "deux fois"),
            (format!("{head}{dossier}[[table]]\nnom = \"E\"\ndevient = \"enfant\"\n"), "parent"),
            (format!("{head}ouverts_depuis = \"hier\"\n{dossier}"), "hier"),
            (
                format!("{head}{dossier}colonnes = {{ A = {{ champ = \"sip\", valeurs = \"v\" }} }}\n"),
                "«\u{a0}v\u{a0}»",
            ),
            (format!("{head}{dossier}colonnes = {{ A = {{ champ = \"sip\", par = \"v\" }} }}\n"), "TABLE.CLE"),
            ("x".repeat(OCTETS_MAX + 1), "trop longue"),
        ] {
            let refusal = refusal(&texte);
            assert!(refusal.contains(said) && refusal.contains("rien n’a été repris"), "{refusal}");
        }
    }
}
