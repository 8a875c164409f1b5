//! What is due, kept beside each dossier: written with it, counted by the home screen.

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Nullable, Text};
use serde_json::Value;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::echeance::{self, Delai, Echeance};
use crate::domain::{Cle, Dossier, Fiche, Table, conclusion, enfant, traitement};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::document::text_of;
use super::sql::Sql;
use super::{Result, StorageError};

/// Delays as one JSON value, to be read with something else: no round trip of its own.
pub(super) fn delais_column(dialect: Dialect) -> String {
    let (array, group) = (dialect.json_array(), dialect.json_group());
    format!(
        "(SELECT {group}({array}(code, libelle, longueur, unite, depart, article, condition)) FROM delai WHERE actif = {})",
        dialect.yes()
    )
}

/// As [`delais_column`] gives them.
pub(super) type DelaisLus = Option<Vec<(String, String, u32, String, String, String, String)>>;

pub(super) fn delais_of(rows: DelaisLus) -> Vec<Delai> {
    rows.unwrap_or_default()
        .into_iter()
        .map(|(code, libelle, longueur, unite, depart, article, condition)| Delai {
            code,
            libelle,
            longueur,
            unite,
            depart,
            article,
            condition,
        })
        .collect()
}

/// What waits, the only thing that is kept.
pub(super) fn open(dossier: &Dossier, delais: &[Delai]) -> Vec<Echeance> {
    let mut all = echeance::of_dossier(dossier, delais);
    all.retain(|echeance| echeance.done.is_none());
    all
}

/// Writes what is due after a save, if it is not what was due before.
pub(super) fn refresh(
    connexion: &mut Connexion,
    dialect: Dialect,
    before: &Dossier,
    after: &Dossier,
    delais: &[Delai],
) -> Result<()> {
    let Some(entete) = after.entete() else { return Ok(()) };
    let (old, new) = (open(before, delais), open(after, delais));
    let key = |all: &[Echeance]| -> Vec<_> {
        all.iter().map(|one| (one.code.clone(), one.objet, one.service.clone(), one.start, one.due)).collect()
    };
    if key(&old) == key(&new) {
        return Ok(());
    }
    if before.entete().is_some() {
        let sql = Sql::<()>::new("DELETE FROM echeance WHERE dossier_id = ").bind(entete.id.to_string());
        sql.text(dialect.cast_id()).execute(connexion)?;
    }
    insert(connexion, dialect, new.iter().map(|echeance| (entete, echeance)))
}

/// Many rows in few statements.
pub(super) fn insert<'a>(
    connexion: &mut Connexion,
    dialect: Dialect,
    rows: impl Iterator<Item = (&'a Fiche, &'a Echeance)>,
) -> Result<()> {
    let rows: Vec<_> = rows.collect();
    let date = dialect.cast_date();
    for rows in rows.chunks(1000) {
        let mut sql = Sql::<()>::new(
            "INSERT INTO echeance (dossier_id, territoire, objet, code, service, depart_le, due_le) VALUES ",
        )
        .sent_whole(dialect);
        for (at, (entete, echeance)) in rows.iter().enumerate() {
            sql.push(if at > 0 { ", (" } else { "(" });
            sql.push_bind(entete.id.to_string());
            sql.push(&format!("{}, ", dialect.cast_id()));
            sql.push_bind(entete.get(dossier::TERRITOIRE));
            sql.push(", ");
            sql.push_bind(echeance.objet.to_string());
            sql.push(&format!("{}, ", dialect.cast_id()));
            sql.push_bind(echeance.code.clone());
            sql.push(", ");
            sql.push_bind(echeance.service.clone());
            for day in [echeance.start, echeance.due] {
                sql.push(", ");
                sql.push_bind(day.to_string());
                sql.push(date);
            }
            sql.push(")");
        }
        sql.execute(connexion)?;
    }
    Ok(())
}

/// The delays in force.
pub(super) fn delais(connexion: &mut Connexion) -> Result<Vec<Delai>> {
    let dialect = Dialect::of(connexion);
    let sql = Sql::<Nullable<Text>>::new(format!("SELECT {}{}", delais_column(dialect), dialect.as_text()));
    let text: Option<String> = sql.get_result(connexion)?;
    let rows: DelaisLus = match text {
        Some(text) => serde_json::from_str(&text).map_err(|error| StorageError::Database(error.to_string()))?,
        None => None,
    };
    Ok(delais_of(rows))
}

/// Dossiers read and reckoned together.
const BATCH: usize = 5000;

/// The facts that deadlines follow from, of each table.
const FAITS: [(Table, &[Cle]); 4] = [
    (
        Table::Dossier,
        &[
            dossier::DATE_TRAITEMENT,
            dossier::DATE_RECEPTION,
            dossier::TERRITOIRE,
            dossier::ETAT,
            dossier::ECHEANCE_LE,
            dossier::DANGER_GRAVE,
            dossier::DANGER_SAISINE_LE,
            dossier::DANGER_CONSTATE_LE,
            dossier::QUALIFIE_LE,
            dossier::ORIGINE,
            dossier::TRANSMETTEUR,
            dossier::TRANSMIS_LE,
            dossier::SOUHAITE_SUITES,
            dossier::SUITES_DEMANDEES_LE,
            dossier::SUITES_DONNEES_LE,
            dossier::SUITES_REFUS,
            dossier::ADRESSE_DEMANDEE_LE,
            dossier::ADRESSE_RECUE_LE,
            dossier::CLOS_LE,
        ],
    ),
    (Table::Enfant, &[enfant::personne::DATE_NAISSANCE, enfant::personne::PRECISION_NAISSANCE]),
    (
        Table::Traitement,
        &[
            traitement::SERVICE,
            traitement::NATURE,
            traitement::ENVOYE_LE,
            traitement::ECHEANCE_LE,
            traitement::RETOUR_LE,
            traitement::ETAT,
        ],
    ),
    (Table::ConclusionEnfant, &[conclusion::CONCLUSION, conclusion::DATE_CONCLUSION]),
];

/// Reckons everything again: a delay was changed. Gives how many dossiers were read and how many
/// deadlines wait.
pub fn recompute(connexion: &mut Connexion) -> Result<(usize, usize)> {
    let delais = delais(connexion)?;
    if matches!(connexion, Connexion::Postgres(_)) {
        connexion.batch_execute("SET LOCAL statement_timeout = 0")?;
    }
    Sql::<()>::new("DELETE FROM echeance").execute(connexion)?;
    let dialect = Dialect::of(connexion);
    let (mut read, mut waiting) = (0, 0);
    let mut last = "00000000-0000-0000-0000-000000000000".to_owned();
    loop {
        let rows: Vec<String> = facts(dialect, &last).load(connexion)?;
        let dossiers: Vec<Dossier> = rows.iter().filter_map(|row| parse(row)).collect();
        let Some(end) = dossiers.last().and_then(Dossier::id) else { return Ok((read, waiting)) };
        last = end.to_string();
        let due: Vec<(&Dossier, Vec<Echeance>)> =
            dossiers.iter().map(|dossier| (dossier, open(dossier, &delais))).collect();
        shown(connexion, dialect, &dossiers, &delais)?;
        read += dossiers.len();
        waiting += due.iter().map(|(_, all)| all.len()).sum::<usize>();
        let rows = due.iter().filter_map(|(dossier, all)| Some((dossier.entete()?, all)));
        insert(connexion, dialect, rows.flat_map(|(entete, all)| all.iter().map(move |one| (entete, one))))?;
    }
}

/// The day that the grid shows and sorts by, where it moved; of a closed dossier it stays what it was.
fn shown(connexion: &mut Connexion, dialect: Dialect, dossiers: &[Dossier], delais: &[Delai]) -> Result<()> {
    let moved: Vec<(String, String)> = dossiers
        .iter()
        .filter_map(|dossier| {
            let entete = dossier.entete().filter(|entete| entete.get(dossier::ETAT) != dossier::ETAT_CLOS)?;
            let due = echeance::evaluation(dossier, delais).map(|one| one.due.to_string()).unwrap_or_default();
            (entete.get(dossier::ECHEANCE_LE) != due).then(|| (entete.id.to_string(), due))
        })
        .collect();
    for rows in moved.chunks(1000) {
        let mut sql = Sql::<()>::new("UPDATE dossier SET echeance_le = v.column2 FROM (VALUES ");
        for (at, (id, due)) in rows.iter().enumerate() {
            sql.push(if at > 0 { ", (" } else { "(" });
            sql.push_bind(id.clone());
            sql.push(&format!("{}, ", dialect.cast_id()));
            sql.push_bind(due.clone());
            sql.push(&format!("{})", dialect.cast_date()));
        }
        sql.text(") AS v WHERE dossier.id = v.column1").execute(connexion)?;
    }
    Ok(())
}

/// `[[id, …], [[id, …]…], …]` in the order of [`FAITS`], of the dossiers that may owe something: those that are
/// open, and those closed on a known day whose answer to who gave the information is not noted.
fn facts(dialect: Dialect, after: &str) -> Sql<Text> {
    let (array, group, text) = (dialect.json_array(), dialect.json_group(), dialect.as_text());
    let parts: Vec<String> = FAITS
        .iter()
        .map(|(table, cles)| {
            let columns: Vec<String> = cles.iter().map(|cle| format!("t.{}", cle.champ().colonne)).collect();
            let row = format!("{array}(t.id, {})", columns.join(", "));
            match table {
                Table::Dossier => row,
                Table::Enfant => format!(
                    "(SELECT {group}({}) FROM enfant_concerne ec JOIN enfant e ON e.id = ec.enfant_id WHERE ec.dossier_id = t.id)",
                    row.replace("t.", "e.")
                ),
                other => format!(
                    "(SELECT {group}({}) FROM {} o WHERE o.dossier_id = t.id)",
                    row.replace("t.", "o."),
                    other.nom()
                ),
            }
        })
        .collect();
    Sql::new(format!("SELECT {array}({}){text} FROM dossier t WHERE (t.etat <> ", parts.join(", ")))
        .bind(dossier::ETAT_CLOS)
        .text(" OR t.clos_le IS NOT NULL AND t.suites_donnees_le IS NULL) AND t.id > ")
        .bind(after)
        .text(&format!("{} ORDER BY t.id LIMIT {BATCH}", dialect.cast_id()))
}

fn parse(row: &str) -> Option<Dossier> {
    let parts: Vec<Value> = serde_json::from_str(row).ok()?;
    let mut fiches = Vec::new();
    for ((table, cles), part) in FAITS.iter().zip(parts) {
        // SQLite gives what is inside a value as text.
        let part = match part {
            Value::String(inside) => serde_json::from_str(&inside).ok()?,
            part => part,
        };
        let rows = match (table, part) {
            (Table::Dossier, row) => vec![row],
            (_, Value::Array(rows)) => rows,
            _ => Vec::new(),
        };
        for row in rows {
            let Value::Array(cells) = row else { continue };
            let mut fiche = Fiche::with_id(*table, cells.first()?.as_str()?.parse().ok()?);
            for (cle, value) in cles.iter().zip(cells.get(1..)?) {
                fiche.set(*cle, text_of(value, cle.champ().nature));
            }
            fiches.push(fiche);
        }
    }
    Some(Dossier { fiches })
}
