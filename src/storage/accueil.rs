//! What there is to do: three round trips, whatever there is.

use chrono::{Days, NaiveDate};
use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::domain::accueil::{Compte, FiltreAccueil, Tache, Travail};
use crate::domain::dossier;

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;

/// More than a day's work.
const LISTED: usize = 300;

pub fn read(connexion: &mut Connexion, filtre: &FiltreAccueil, today: NaiveDate) -> Result<Travail> {
    let dialect = Dialect::of(connexion);
    let (comptes, etats, passations) = counts(connexion, dialect, filtre, today)?;
    Ok(Travail { comptes, taches: taches(connexion, dialect, filtre)?, etats, passations })
}

type Counts = (Vec<Compte>, Vec<(String, String, u64)>, Vec<(String, u64)>);

/// Deadlines by reason; then open dossiers by state, and dossiers offered.
fn counts(connexion: &mut Connexion, dialect: Dialect, filtre: &FiltreAccueil, today: NaiveDate) -> Result<Counts> {
    let date = dialect.cast_date();
    let week = today.checked_add_days(Days::new(7)).unwrap_or(today);
    let mut sql = Sql::<(Text, BigInt, BigInt, BigInt)>::new("SELECT code, sum(CASE WHEN due_le < ");
    sql.push_bind(today.to_string());
    sql.push(&format!("{date} THEN 1 ELSE 0 END), sum(CASE WHEN due_le >= "));
    sql.push_bind(today.to_string());
    sql.push(&format!("{date} AND due_le <= "));
    sql.push_bind(week.to_string());
    sql.push(&format!("{date} THEN 1 ELSE 0 END), count(*) FROM echeance"));
    if !filtre.territoire.is_empty() {
        sql.push(" WHERE territoire = ");
        sql.push_bind(filtre.territoire.clone());
    }
    sql.push(" GROUP BY code ORDER BY 2 DESC, 1");
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let rows: Vec<(String, i64, i64, i64)> = sql.load(connexion)?;
    let comptes = rows
        .into_iter()
        .map(|(code, late, soon, total)| Compte { code, late: number(late), soon: number(soon), total: number(total) })
        .collect();
    let sql = Sql::<(Nullable<Text>, Text, BigInt)>::new(
        "SELECT etat, territoire, count(*) FROM dossier WHERE etat <> ",
    )
    .bind(dossier::ETAT_CLOS)
    .text(" GROUP BY 1, 2 UNION ALL SELECT NULL, vers, count(*) FROM passation WHERE etat = 'demandee' GROUP BY 2");
    let rows: Vec<(Option<String>, String, i64)> = sql.load(connexion)?;
    let (mut etats, mut passations) = (Vec::new(), Vec::new());
    for (etat, territoire, count) in rows {
        match etat {
            Some(etat) => etats.push((etat, territoire, number(count))),
            None => passations.push((territoire, number(count))),
        }
    }
    Ok((comptes, etats, passations))
}

fn taches(connexion: &mut Connexion, dialect: Dialect, filtre: &FiltreAccueil) -> Result<Vec<Tache>> {
    let text = dialect.as_text();
    type Row = (Text, Nullable<Text>, Nullable<Text>, Text, Text, Nullable<Text>, Text, Text);
    let mut sql = Sql::<Row>::new(format!(
        "SELECT d.id{text}, d.numero, d.fratrie, d.territoire, e.code, e.service, e.due_le{text}, e.depart_le{text} \
         FROM (SELECT * FROM echeance"
    ));
    let mut word = " WHERE ";
    for (column, wanted) in [("code", &filtre.code), ("territoire", &filtre.territoire)] {
        if !wanted.is_empty() {
            sql.push(&format!("{word}{column} = "));
            sql.push_bind(wanted.clone());
            word = " AND ";
        }
    }
    sql.push(&format!(
        " ORDER BY due_le, code LIMIT {LISTED}) e JOIN dossier d ON d.id = e.dossier_id ORDER BY e.due_le, e.code, d.numero"
    ));
    type Read = (String, Option<String>, Option<String>, String, String, Option<String>, String, String);
    let rows: Vec<Read> = sql.load(connexion)?;
    let tache = |(id, numero, fratrie, territoire, code, service, due, start): Read| {
        Some(Tache {
            dossier: id.parse().ok()?,
            numero: numero.unwrap_or_default(),
            fratrie: fratrie.unwrap_or_default(),
            territoire,
            code,
            service: service.unwrap_or_default(),
            due: due.parse().ok()?,
            start: start.parse().ok()?,
        })
    };
    Ok(rows.into_iter().filter_map(tache).collect())
}
