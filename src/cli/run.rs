//! From the words of the line to what they do.

use std::ffi::OsString;
use std::process::ExitCode;

use serde_json::json;

use crate::storage::Cible;

use super::arguments::{self, Arguments, Verb};
use super::error::Result;
use super::{
    base, courrier, demo, dossier, help, importer, journal, output, passphrase, population, sortie, tableau,
    utilisateur,
};

/// What the command line asked for.
#[derive(Debug)]
pub enum Demande {
    /// No command: the window, on this base if one was named.
    Fenetre { base: Option<Cible> },
    /// A command, done or refused.
    Fait(ExitCode),
}

/// Does what `args` ask; the first is the name of the program, as `std::env::args_os` gives it.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Demande {
    let args: Vec<OsString> = args.into_iter().collect();
    // Known before the rest is understood, so that even a mistake in the line is told as JSON.
    let json = args.iter().take_while(|arg| *arg != "--").any(|arg| arg == "--json");
    match arguments::parse(args).and_then(|arguments| execute(&arguments)) {
        Ok(demande) => demande,
        Err(error) => Demande::Fait(error.report(json)),
    }
}

fn execute(arguments: &Arguments) -> Result<Demande> {
    let json = arguments.json;
    match &arguments.verb {
        Verb::Window => return window(arguments).map(|base| Demande::Fenetre { base }),
        Verb::Help => output::print(json, &json!({ "aide": help::TEXT }), || help::TEXT.to_owned())?,
        Verb::Version => {
            let version = env!("CARGO_PKG_VERSION");
            output::print(json, &json!({ "version": version }), || format!("Vigie {version}\n"))?;
        }
        Verb::CreateBase { encrypted } => base::create(&arguments.cible()?, *encrypted, json)?,
        Verb::MigrateBase => base::migrate(&arguments.cible()?, json)?,
        Verb::DescribeBase => base::describe(&arguments.cible()?, json)?,
        Verb::Demo { dossiers, graine } => demo::fill(&arguments.cible()?, *dossiers, *graine, json)?,
        Verb::ReadDossier { numero } => dossier::read(&arguments.cible()?, numero, json)?,
        Verb::ListModeles => courrier::list(&arguments.cible()?, json)?,
        Verb::WriteCourriers(ecriture) => courrier::write(&arguments.cible()?, ecriture, json)?,
        Verb::VerifyJournal { tete } => journal::verify(&arguments.cible()?, tete.as_deref(), json)?,
        Verb::ShowJournalHead => journal::head(&arguments.cible()?, json)?,
        Verb::ExportJournal(export) => journal::export(&arguments.cible()?, export, json)?,
        Verb::Export { sortie: path } => sortie::exporter(&arguments.cible()?, path, json)?,
        Verb::Olinpe { annee, sortie: path } => sortie::olinpe(&arguments.cible()?, *annee, path, json)?,
        Verb::ExportDossier { numero, sortie: path } => dossier::export(&arguments.cible()?, numero, path, json)?,
        Verb::Restore { archive } => sortie::restaurer(&arguments.cible()?, archive, json)?,
        Verb::Populations { fichier } => population::run(&arguments.cible()?, fichier.as_deref(), json)?,
        Verb::Tableau(demande) => tableau::run(|| arguments.cible(), demande, json)?,
        Verb::Import(demande) => importer::run(&arguments.cible()?, demande, json)?,
        Verb::Comptes(geste) => utilisateur::carry_out(&arguments.cible()?, geste, json)?,
        Verb::SearchDossiers { texte } => dossier::search(&arguments.cible()?, texte, json)?,
    }
    Ok(Demande::Fait(ExitCode::SUCCESS))
}

/// The window asks for a passphrase itself; one that is in the environment is handed over.
fn window(arguments: &Arguments) -> Result<Option<Cible>> {
    if arguments.adresse.is_none() {
        return Ok(None);
    }
    arguments.cible().and_then(passphrase::with_environment).map(Some)
}
