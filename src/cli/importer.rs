//! `vigie importer`: an old Access base taken over.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use serde_json::json;

use crate::exchange::access::prise::{self, Etape};
use crate::exchange::access::reconciliation::Reconciliation;
use crate::exchange::access::{proposition, rapport};
use crate::exchange::fichier;
use crate::storage::{Base, Cible};

use super::arguments::Importation;
use super::error::{CliError, Result};
use super::output::{self, count, number, table};
use super::passphrase;

pub fn run(cible: &Cible, demande: &Importation, json: bool) -> Result<()> {
    let base = passphrase::with_base(cible, Base::open)?;
    let parametres = prise::parametres(&base, chrono::Local::now().date_naive())?;
    let given = demande.correspondance.as_deref().map(read).transpose()?;
    // Never an option: anyone who lists the processes of a machine reads those.
    let password = std::env::var("VIGIE_ACCESS_MDP").ok().filter(|password| !password.is_empty());
    let lue = prise::lire(Path::new(&demande.fichier), password.as_deref(), given.as_deref(), &parametres)
        .map_err(refused)?;
    if let Some(path) = &demande.proposer {
        let text = if lue.proposee { lue.texte.clone() } else { proposition::proposer(&lue.source, &parametres) };
        write(path, text.as_bytes())?;
        return output::print(json, &json!({ "correspondance": path }), || {
            format!(
                "Correspondance proposée dans {}\u{a0}: relisez-la, puis donnez-la avec «\u{a0}--correspondance\u{a0}»\n",
                output::one_line(path)
            )
        });
    }
    let shown = Avance { shown: io::stderr().is_terminal() };
    let go_on = |etape: Etape, done: usize, total: usize| {
        shown.show(etape, done, total);
        true
    };
    let done = if demande.a_blanc {
        prise::essayer(&lue, &parametres, go_on).map(|(_, report)| report)
    } else {
        prise::reprendre(&base, &lue, &parametres, go_on)
    };
    shown.clear();
    let report = done.map_err(refused)?;
    if let Some(path) = &demande.rapport {
        let bytes = if path.to_lowercase().ends_with(".pdf") {
            rapport::pdf(&report).map_err(|error| CliError::Refused(error.to_string()))?
        } else if path.to_lowercase().ends_with(".xlsx") {
            let rows = if demande.a_blanc { None } else { Some(rapport::lignes_des_regles(&base, &report.source)?) };
            rapport::classeur(&report, rows).map_err(|error| CliError::Refused(error.to_string()))?
        } else {
            serde_json::to_vec_pretty(&report).map_err(|error| CliError::Refused(error.to_string()))?
        };
        write(path, &bytes)?;
    }
    let document = serde_json::to_value(&report).map_err(|error| CliError::Refused(error.to_string()))?;
    output::print(json, &document, || text(&report, demande.a_blanc, lue.proposee))
}

fn refused(error: prise::Echec) -> CliError {
    match error {
        prise::Echec::Base(error) => CliError::Storage(error),
        other => CliError::Refused(other.to_string()),
    }
}

fn read(path: &str) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| {
        CliError::Refused(format!(
            "La correspondance {path} ne s’ouvre pas ({error})\u{a0}; rien n’a été repris, vérifiez le chemin"
        ))
    })?;
    String::from_utf8(bytes).map_err(|_| {
        CliError::Refused(format!(
            "La correspondance {path} n’est pas un texte (UTF-8)\u{a0}; rien n’a été repris, enregistrez-la ainsi"
        ))
    })
}

fn write(path: &str, bytes: &[u8]) -> Result<()> {
    fichier::write(Path::new(path), bytes).map_err(|error| {
        CliError::Refused(format!("Le fichier {path} ne s’écrit pas ({error})\u{a0}; vérifiez le chemin et les droits"))
    })
}

/// What a person checks first; the report has the rest.
fn text(report: &Reconciliation, a_blanc: bool, proposee: bool) -> String {
    let mut text = String::new();
    let head = if a_blanc { "À blanc, rien n’a été écrit\u{a0}: " } else { "Reprise faite\u{a0}: " };
    let _ = writeln!(
        text,
        "{head}{}, {} ({} lues)",
        count(report.dossiers, "dossier"),
        count(report.enfants, "enfant"),
        count(report.lignes, "ligne")
    );
    if proposee {
        text.push_str(
            "La correspondance a été proposée par Vigie\u{a0}: relisez-la avec «\u{a0}--proposer\u{a0}» avant la vraie reprise\n",
        );
    }
    if let Some(written) = &report.ecriture {
        let _ = writeln!(
            text,
            "Dossiers ajoutés {}, changés {}, inchangés {}\u{a0}; valeurs suivies {}, laissées à Vigie {}",
            number(written.dossiers_ajoutes),
            number(written.dossiers_changes),
            number(written.dossiers_inchanges),
            number(written.valeurs_changees),
            number(written.valeurs_gardees)
        );
    }
    for incident in &report.incidents {
        let _ = writeln!(text, "! {}", output::one_line(incident));
    }
    let tables: Vec<[String; 6]> = report
        .tables
        .iter()
        .filter(|table| table.lignes > 0)
        .map(|table| {
            [
                table.nom.clone(),
                table.devient.clone(),
                number(table.lignes),
                number(table.reprises),
                number(table.gardees),
                number(table.ecartees),
            ]
        })
        .collect();
    text.push('\n');
    text.push_str(&table(["Table", "Devient", "Lignes", "Reprises", "À côté", "Non reprises"], &tables));
    let rules: Vec<[String; 2]> =
        report.regles.iter().map(|regle| [number(regle.fois), regle.libelle.clone()]).collect();
    text.push('\n');
    text.push_str(&table(["Lignes", "Règle"], &rules));
    let unexplained: Vec<[String; 4]> = report
        .ecarts()
        .map(|column| {
            [
                column.table.clone(),
                column.colonnes.join(" + "),
                column.ecart_valeurs.to_string(),
                column.ecart_caracteres.to_string(),
            ]
        })
        .collect();
    text.push('\n');
    if unexplained.is_empty() {
        text.push_str("Réconciliation\u{a0}: chaque différence est expliquée par une règle\n");
    } else {
        let why = if report.apres_travail { " (des dossiers ont été changés dans Vigie depuis)" } else { "" };
        let _ = writeln!(text, "Réconciliation\u{a0}: {} sans explication{why}", count(unexplained.len(), "colonne"));
        text.push_str(&table(["Table", "Colonnes", "Valeurs", "Caractères"], &unexplained));
    }
    text
}

/// One line of stderr, written over; nothing when nobody looks.
struct Avance {
    shown: bool,
}

impl Avance {
    fn show(&self, etape: Etape, done: usize, total: usize) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{}\u{a0}: {} / {}      ", etape.libelle(), number(done), number(total));
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{:70}\r", "");
        }
    }
}
