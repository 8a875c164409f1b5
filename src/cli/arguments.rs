//! The words of the line, understood or refused by name.

use std::ffi::OsString;

use lexopt::Arg;

use crate::domain::nom;

use super::error::{CliError, Result};
use super::utilisateur::{Fiche, Geste};

mod comptes;
mod courrier;

mod importation;
mod journal;
mod sortie;
mod tableau;

pub use courrier::Ecriture;
pub use importation::Importation;
pub use journal::Export;
pub use tableau::Tableau;

/// More would number beyond what six digits a year hold.
const DEMO_MAX: usize = 1_000_000;

/// What may follow « vigie ».
const VERBES: &str =
    "base, demo, dossier, courrier, journal, tableau, importer, exporter, restaurer, olinpe ou utilisateur";

#[derive(Debug, PartialEq, Eq)]
pub enum Verb {
    Window,
    Help,
    Version,
    CreateBase {
        encrypted: bool,
    },
    MigrateBase,
    DescribeBase,
    Demo {
        dossiers: usize,
        graine: u64,
    },
    ReadDossier {
        numero: String,
    },
    SearchDossiers {
        texte: String,
    },
    ListModeles,
    WriteCourriers(Ecriture),
    VerifyJournal {
        tete: Option<String>,
    },
    ShowJournalHead,
    ExportJournal(Export),
    Export {
        sortie: String,
    },
    Restore {
        archive: String,
    },
    Tableau(Tableau),
    /// Shown, or taken from a file.
    Populations {
        fichier: Option<String>,
    },
    Import(Importation),
    Comptes(Geste),
    Olinpe {
        annee: i32,
        sortie: String,
    },
    ExportDossier {
        numero: String,
        sortie: String,
    },
}

#[derive(Debug)]
pub struct Arguments {
    pub verb: Verb,
    pub adresse: Option<String>,
    pub json: bool,
}

/// What the line gave, before it is known which command it is for.
#[derive(Default)]
struct Given {
    words: Vec<String>,
    base: Option<String>,
    dossiers: Option<String>,
    graine: Option<String>,
    chiffree: bool,
    courrier: Option<Ecriture>,
    export: Export,
    /// `--tete`, and its value where it has one.
    tete: Option<String>,
    tableau: Tableau,
    importation: Option<Importation>,
    compte: Option<Fiche>,
    json: bool,
    aide: bool,
    version: bool,
}

pub fn parse(args: Vec<OsString>) -> Result<Arguments> {
    let mut given = collect(lexopt::Parser::from_iter(args))?;
    let verb = given.verb()?;
    if !matches!(verb, Verb::Help | Verb::Version) {
        given.refuse_leftovers()?;
    }
    let adresse = match given.base {
        Some(adresse) => Some(adresse),
        None => match std::env::var_os("VIGIE_BASE").filter(|value| !value.is_empty()) {
            Some(value) => Some(text(value)?),
            None => None,
        },
    };
    Ok(Arguments { verb, adresse, json: given.json })
}

fn collect(mut parser: lexopt::Parser) -> Result<Given> {
    let mut given = Given::default();
    loop {
        let arg = match parser.next() {
            Ok(Some(arg)) => arg,
            Ok(None) => return Ok(given),
            Err(lexopt::Error::UnexpectedValue { option, .. }) => {
                return Err(usage(format!("L’option « {option} » se donne sans valeur")));
            }
            Err(error) => return Err(usage(error.to_string())),
        };
        match arg {
            Arg::Long("base") => set(&mut given.base, &mut parser, "--base")?,
            Arg::Long("dossiers") => set(&mut given.dossiers, &mut parser, "--dossiers")?,
            Arg::Long("graine") => set(&mut given.graine, &mut parser, "--graine")?,
            Arg::Long("modele" | "modèle") => {
                let mut value = None;
                set(&mut value, &mut parser, "--modele")?;
                given.courrier().modele = value.unwrap_or_default();
            }
            Arg::Long("dossier") => {
                let mut value = None;
                set(&mut value, &mut parser, "--dossier")?;
                given.courrier().numeros.extend(value);
            }
            Arg::Long("champ") => {
                let mut value = None;
                set(&mut value, &mut parser, "--champ")?;
                given.courrier().champs.extend(value);
            }
            Arg::Long("sortie") => set(&mut given.courrier().sortie, &mut parser, "--sortie")?,
            Arg::Long("separes" | "séparés") => set(&mut given.courrier().separes, &mut parser, "--separes")?,
            Arg::Long("docx") => given.courrier().docx = true,
            Arg::Long("liste") => set(&mut given.courrier().liste, &mut parser, "--liste")?,
            Arg::Long("destinataire") => set(&mut given.courrier().destinataire, &mut parser, "--destinataire")?,
            Arg::Long(name) if tableau::takes(name) => {
                let name = name.to_owned();
                given.tableau_option(&name, &mut parser)?;
            }
            Arg::Long(name) if importation::takes(name) => {
                let name = name.to_owned();
                given.importation_option(&name, &mut parser)?;
            }
            Arg::Long("en-retard") => given.courrier().en_retard = true,
            Arg::Long("chiffree" | "chiffrée") => given.chiffree = true,
            Arg::Long(name) if journal::takes(name) => {
                let name = name.to_owned();
                given.journal_option(&name, &mut parser)?;
            }
            Arg::Long("json") => given.json = true,
            Arg::Long("aide" | "help") | Arg::Short('h') => given.aide = true,
            Arg::Long("version") => given.version = true,
            Arg::Long(name) if comptes::takes(name) => {
                let name = name.to_owned();
                given.account_option(&name, &mut parser)?;
            }
            Arg::Long(name) => return Err(usage(format!("« --{name} » n’est pas une option de Vigie"))),
            Arg::Short(letter) => return Err(usage(format!("« -{letter} » n’est pas une option de Vigie"))),
            Arg::Value(word) => given.words.push(text(word)?),
        }
    }
}

fn set(place: &mut Option<String>, parser: &mut lexopt::Parser, option: &str) -> Result<()> {
    let missing = || usage(format!("Il manque une valeur après « {option} »"));
    let value = match parser.optional_value() {
        Some(value) => text(value)?,
        // The next option was not meant as the value of this one.
        None => Some(text(parser.value().map_err(|_| missing())?)?)
            .filter(|next| !next.starts_with('-'))
            .ok_or_else(missing)?,
    };
    if value.trim().is_empty() {
        return Err(missing());
    }
    if place.replace(value).is_some() {
        return Err(usage(format!("L’option « {option} » est donnée deux fois")));
    }
    Ok(())
}

fn text(word: OsString) -> Result<String> {
    word.into_string()
        .map_err(|word| usage(format!("« {} » n’est pas un texte lisible (UTF-8)", word.to_string_lossy())))
}

fn usage(sentence: impl Into<String>) -> CliError {
    CliError::Usage(sentence.into())
}

impl Given {
    fn verb(&mut self) -> Result<Verb> {
        if self.aide {
            return Ok(Verb::Help);
        }
        if self.version {
            return Ok(Verb::Version);
        }
        let words = std::mem::take(&mut self.words);
        let mut words = words.into_iter();
        let Some(first) = words.next() else { return Ok(Verb::Window) };
        // « créer » and « état » are how one writes them.
        let verb = match nom::fold(&first).as_str() {
            "base" => match words.next() {
                None => return Err(usage("Il manque un mot après « vigie base » : creer, migrer, etat ou installer")),
                Some(second) => match nom::fold(&second).as_str() {
                    "creer" => Verb::CreateBase { encrypted: std::mem::take(&mut self.chiffree) },
                    "migrer" => Verb::MigrateBase,
                    "etat" => Verb::DescribeBase,
                    "installer" => self.install()?,
                    _ => return Err(unknown(&second, "vigie base", "creer, migrer, etat ou installer")),
                },
            },
            "demo" => self.demo()?,
            "dossier" => match words.next() {
                None => return Err(usage("Il manque un mot après « vigie dossier » : lire, chercher ou exporter")),
                Some(second) => match nom::fold(&second).as_str() {
                    "lire" => Verb::ReadDossier {
                        numero: words
                            .next()
                            .filter(|word| !word.trim().is_empty())
                            .ok_or_else(|| usage("Il manque le numéro après « vigie dossier lire »"))?,
                    },
                    "chercher" => {
                        // A name in two words is understood without quotation marks too.
                        let texte = words.by_ref().collect::<Vec<_>>().join(" ");
                        if nom::fold(&texte).is_empty() {
                            return Err(usage(
                                "Il manque ce qu’il faut chercher après « vigie dossier chercher » : un nom ou un début de numéro",
                            ));
                        }
                        Verb::SearchDossiers { texte }
                    }
                    "exporter" => self.export_dossier(&mut words)?,
                    _ => return Err(unknown(&second, "vigie dossier", "lire, chercher ou exporter")),
                },
            },
            "courrier" => match words.next() {
                None => return Err(usage("Il manque un mot après « vigie courrier » : modeles ou ecrire")),
                Some(second) => match nom::fold(&second).as_str() {
                    "modeles" => Verb::ListModeles,
                    "ecrire" => self.write_letters(&mut words)?,
                    _ => return Err(unknown(&second, "vigie courrier", "modeles ou ecrire")),
                },
            },
            "importer" => Verb::Import(self.importation.take().unwrap_or_default().with_file(words.next())?),
            "journal" => self.journal(&mut words)?,
            "exporter" | "restaurer" | "olinpe" => self.leave(&first, &mut words)?,
            "tableau" => self.dashboards(&mut words)?,
            "utilisateur" => self.utilisateur(&mut words)?,
            _ => return Err(unknown(&first, "vigie", VERBES)),
        };
        match words.next() {
            Some(extra) => Err(usage(format!("« {extra} » est de trop"))),
            None => Ok(verb),
        }
    }

    fn demo(&mut self) -> Result<Verb> {
        let typed = self.dossiers.take().ok_or_else(|| usage("Il manque « --dossiers » et leur nombre"))?;
        let dossiers = typed
            .parse()
            .ok()
            .filter(|dossiers| (1..=DEMO_MAX).contains(dossiers))
            .ok_or_else(|| usage(format!("« {typed} » n’est pas un nombre de dossiers, de 1 à {DEMO_MAX}")))?;
        let graine = match self.graine.take() {
            None => 1,
            Some(typed) => {
                typed.parse().map_err(|_| usage(format!("« {typed} » n’est pas une graine : un nombre entier")))?
            }
        };
        Ok(Verb::Demo { dossiers, graine })
    }

    /// An option that the command did not take was meant for something: doing the rest would mislead.
    fn refuse_leftovers(&self) -> Result<()> {
        let options = [
            ("--dossiers", self.dossiers.is_some()),
            ("--graine", self.graine.is_some()),
            ("--chiffree", self.chiffree),
            ("--modele, --dossier, --sortie…", self.courrier.is_some()),
            ("--personne, --nature, --du, --au", self.export != Export::default()),
            ("--tete", self.tete.is_some()),
            ("--indicateur, --annee…", self.tableau != Tableau::default()),
            ("--correspondance, --a-blanc, --rapport…", self.importation.is_some()),
            ("--role, --nom, --administrateur…", self.compte.is_some()),
        ];
        match options.into_iter().find(|(_, left)| *left) {
            Some((option, _)) => Err(usage(format!("L’option « {option} » ne va pas avec cette commande"))),
            None => Ok(()),
        }
    }
}

fn unknown(word: &str, after: &str, expected: &str) -> CliError {
    usage(format!("« {word} » n’est pas compris après « {after} », qui attend {expected}"))
}

#[cfg(test)]
mod essai;
