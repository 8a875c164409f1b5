//! The reconciliation on paper and for a spreadsheet.

use std::fmt::Write as _;

use crate::domain::lettre::{Entete, Lettre};
use crate::exchange::tableur::{Cellule, ErreurTableur, Tableau, xlsx};
use crate::letters::{ErreurRendu, Recueil};
use crate::storage::{Base, FiltreConstats, Result};

use super::reconciliation::{ColonneRapprochee, Reconciliation};

/// Rows of one rule in the spreadsheet.
const LIGNES_MAX: usize = 100_000;

fn titres(noms: &[&str]) -> Vec<String> {
    noms.iter().map(|nom| (*nom).to_owned()).collect()
}

fn tableau(nom: &str, noms: &[&str], lignes: Vec<Vec<Cellule>>) -> Tableau {
    Tableau { nom: nom.to_owned(), titres: titres(noms), lignes }
}

/// The rules met, row by row, as a sheet of the report.
///
/// # Errors
/// When the base cannot be read.
pub fn lignes_des_regles(base: &Base, source: &str) -> Result<Tableau> {
    let filtre = FiltreConstats { source: source.to_owned(), ..FiltreConstats::default() };
    let (_, constats) = base.constats_reprise(&filtre, LIGNES_MAX)?;
    let lignes = constats
        .into_iter()
        .map(|constat| {
            [constat.regle, constat.table, constat.cle, constat.colonne, constat.avant, constat.apres, constat.numero]
                .into_iter()
                .map(Cellule::from)
                .collect()
        })
        .collect();
    Ok(tableau("Lignes", &["Règle", "Table", "Clé", "Colonne", "Avant", "Après", "Dossier"], lignes))
}

/// The report as a workbook: a sheet for tables, columns, lists, rules, and the rows of the rules if given.
///
/// # Errors
/// When the workbook cannot be made.
pub fn classeur(report: &Reconciliation, lignes: Option<Tableau>) -> std::result::Result<Vec<u8>, ErreurTableur> {
    let n = |number: i64| Cellule::Nombre(number as f64);
    let tables = report.tables.iter().map(|table| {
        let result: Vec<String> = table.resultat.iter().map(|(into, count)| format!("{into}\u{a0}: {count}")).collect();
        vec![
            Cellule::from(table.nom.clone()),
            Cellule::from(table.devient.clone()),
            Cellule::from(table.lignes),
            Cellule::from(table.reprises),
            Cellule::from(table.gardees),
            Cellule::from(table.ecartees),
            Cellule::from(result.join(", ")),
        ]
    });
    let mut colonnes = Vec::new();
    for colonne in &report.colonnes {
        let head = || {
            vec![
                Cellule::from(colonne.table.clone()),
                Cellule::from(colonne.colonnes.join(" + ")),
                Cellule::from(format!("{}.{}", colonne.table_vigie, colonne.champ)),
            ]
        };
        let mut row = head();
        row.extend([
            Cellule::from("source"),
            n(colonne.source.valeurs),
            n(colonne.source.caracteres),
            Cellule::from(colonne.source_min.clone()),
            Cellule::from(colonne.source_max.clone()),
            Cellule::Vide,
        ]);
        colonnes.push(row);
        for regle in &colonne.regles {
            let mut row = head();
            row.extend([
                Cellule::from(regle.libelle.clone()),
                n(regle.effet.valeurs),
                n(regle.effet.caracteres),
                Cellule::Vide,
                Cellule::Vide,
                n(regle.effet.fois),
            ]);
            colonnes.push(row);
        }
        let mut row = head();
        row.extend([
            Cellule::from("résultat"),
            n(colonne.resultat.valeurs),
            n(colonne.resultat.caracteres),
            Cellule::from(colonne.resultat.min.clone()),
            Cellule::from(colonne.resultat.max.clone()),
            Cellule::Vide,
        ]);
        colonnes.push(row);
        let mut row = head();
        row.extend([
            Cellule::from("écart"),
            n(colonne.ecart_valeurs),
            n(colonne.ecart_caracteres),
            Cellule::Vide,
            Cellule::Vide,
            Cellule::Vide,
        ]);
        colonnes.push(row);
    }
    let valeurs = report.valeurs.iter().map(|value| {
        vec![
            Cellule::from(value.table.clone()),
            Cellule::from(value.colonne.clone()),
            Cellule::from(value.avant.clone()),
            Cellule::from(value.libelle.clone()),
            Cellule::from(value.apres.clone()),
            Cellule::from(value.fois),
        ]
    });
    let regles = report.regles.iter().map(|regle| {
        vec![Cellule::from(regle.code.clone()), Cellule::from(regle.libelle.clone()), Cellule::from(regle.fois)]
    });
    let mut sheets = vec![
        tableau(
            "Tables",
            &["Table", "Devient", "Lignes", "Reprises", "Gardées à côté", "Non reprises", "Dans Vigie"],
            tables.collect(),
        ),
        tableau(
            "Colonnes",
            &["Table", "Colonnes", "Champ de Vigie", "Étape", "Valeurs", "Caractères", "Min", "Max", "Lignes"],
            colonnes,
        ),
        tableau(
            "Listes",
            &["Table", "Colonne", "Valeur d’Access", "Valeur de Vigie", "Code", "Lignes"],
            valeurs.collect(),
        ),
        tableau("Règles", &["Code", "Règle", "Lignes"], regles.collect()),
        tableau(
            "Incidents",
            &["Incident"],
            report.incidents.iter().map(|incident| vec![Cellule::from(incident.clone())]).collect(),
        ),
    ];
    sheets.extend(lignes);
    xlsx("Réconciliation de la reprise", &sheets)
}

fn cell(texte: &str) -> String {
    let one = texte.replace(['\n', '\r'], " ");
    let short: String = one.chars().take(60).collect();
    short.replace('\\', "\\\\").replace('|', "\\|").replace('*', "\\*")
}

fn ecart(colonne: &ColonneRapprochee) -> String {
    match (colonne.ecart_valeurs, colonne.ecart_caracteres) {
        (0, 0) => "aucun".to_owned(),
        (values, 0) => format!("**{values} valeurs**"),
        (values, characters) => format!("**{values} valeurs, {characters} caractères**"),
    }
}

/// The report as pages to be printed and signed.
///
/// # Errors
/// When a page cannot be drawn.
pub fn pdf(report: &Reconciliation) -> std::result::Result<Vec<u8>, ErreurRendu> {
    let mut corps = format!(
        "Fichier {} ({} octets), empreinte SHA-256 {}\u{a0}: {} lignes lues, {} dossiers et {} enfants repris.\n",
        report.fichier, report.octets, report.sha256, report.lignes, report.dossiers, report.enfants
    );
    let unexplained = report.ecarts().count();
    corps.push_str(if unexplained == 0 {
        "Chaque différence entre la source et le résultat est expliquée par une règle.\n"
    } else {
        "**Des différences ne sont expliquées par aucune règle\u{a0}: voir la dernière colonne des tableaux.**\n"
    });
    for incident in &report.incidents {
        let _ = writeln!(corps, "- {}", cell(incident));
    }
    corps.push_str("\n# Tables\n\n| Table | Devient | Lignes | Reprises | À côté | Non reprises |\n");
    for table in &report.tables {
        let _ = writeln!(
            corps,
            "| {} | {} | {} | {} | {} | {} |",
            cell(&table.nom),
            table.devient,
            table.lignes,
            table.reprises,
            table.gardees,
            table.ecartees
        );
    }
    corps.push_str("\n# Colonnes\n\n| Colonnes | Champ de Vigie | Source | Règles | Résultat | Écart |\n");
    for colonne in &report.colonnes {
        let sum: i64 = colonne.regles.iter().map(|regle| regle.effet.valeurs).sum();
        let _ = writeln!(
            corps,
            "| {} | {} | {} | {sum:+} | {} | {} |",
            cell(&colonne.colonnes.join(" + ")),
            cell(&colonne.libelle),
            colonne.source.valeurs,
            colonne.resultat.valeurs,
            ecart(colonne)
        );
    }
    corps.push_str("\n# Règles\n\n| Règle | Lignes |\n");
    for regle in &report.regles {
        let _ = writeln!(corps, "| {} | {} |", cell(&regle.libelle), regle.fois);
    }
    let lettre = Lettre {
        entete: Entete { departement: "Reprise de l’ancienne application".to_owned(), ..Entete::default() },
        objet: "Réconciliation de la source et du résultat".to_owned(),
        corps,
        pied: format!("{} · {}", report.fichier, report.source),
        ..Lettre::default()
    };
    let mut recueil = Recueil::new("Réconciliation de la reprise", &lettre);
    recueil.add(&lettre)?;
    recueil.finish()
}
