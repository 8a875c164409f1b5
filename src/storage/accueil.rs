//! What there is to do: three round trips, whatever there is.

use chrono::{Days, NaiveDate};
use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Nullable, Text};

use uuid::Uuid;

use crate::domain::accueil::{Compte, Compteur, FiltreAccueil, Tache, Travail};
use crate::domain::alerte::RAPPROCHEES;
use crate::domain::dossier::ETAT_CLOS;

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::entourage::{SAME_ADDRESS, close};
use super::sql::Sql;

/// More than a day's work.
const LISTED: usize = 300;

pub fn read(connexion: &mut Connexion, filtre: &FiltreAccueil, today: NaiveDate) -> Result<Travail> {
    let dialect = Dialect::of(connexion);
    let travail = counts(connexion, dialect, filtre, today)?;
    Ok(Travail { taches: taches(connexion, dialect, filtre, &travail.mes_services)?, ..travail })
}

/// Deadlines by reason; then open dossiers by state, dossiers offered, and what came close together.
fn counts(connexion: &mut Connexion, dialect: Dialect, filtre: &FiltreAccueil, today: NaiveDate) -> Result<Travail> {
    let date = dialect.cast_date();
    let week = today.checked_add_days(Days::new(7)).unwrap_or(today);
    let mut sql = Sql::<(Text, BigInt, BigInt, BigInt)>::new("SELECT code, sum(CASE WHEN due_le < ");
    sql.push_bind(today.to_string());
    sql.push(&format!("{date} THEN 1 ELSE 0 END), sum(CASE WHEN due_le >= "));
    sql.push_bind(today.to_string());
    sql.push(&format!("{date} AND due_le <= "));
    sql.push_bind(week.to_string());
    sql.push(&format!("{date} THEN 1 ELSE 0 END), count(*) FROM echeance"));
    push_wanted(&mut sql, &FiltreAccueil { code: String::new(), ..filtre.clone() }, " WHERE ");
    sql.push(" GROUP BY code ORDER BY 2 DESC, 1");
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let rows: Vec<(String, i64, i64, i64)> = sql.load(connexion)?;
    let comptes = rows
        .into_iter()
        .map(|(code, late, soon, total)| Compte { code, late: number(late), soon: number(soon), total: number(total) })
        .collect();
    let mut sql = Sql::<(Text, Text, BigInt)>::new(format!(
        "SELECT etat, territoire, count(*) FROM dossier WHERE etat <> '{ETAT_CLOS}' GROUP BY 1, 2 \
         UNION ALL SELECT 'p', vers, count(*) FROM passation WHERE etat = 'demandee'{} GROUP BY 2",
        // What one offered oneself is seen too, and is for others to answer.
        match dialect {
            Dialect::Postgres => " AND ((SELECT voit_tout()) OR vers = ANY ((SELECT mes_territoires())::text[]))",
            Dialect::Sqlite => "",
        }
    ));
    if dialect == Dialect::Postgres {
        sql.push(" UNION ALL SELECT 's', service, 0 FROM utilisateur_service WHERE login = session_user");
    }
    for (genre, compteur) in [("i", Compteur::Rapprochees), ("v", Compteur::Adresse)] {
        sql.push(&format!(" UNION ALL SELECT '{genre}', d.territoire, count(*) FROM dossier d WHERE "));
        push_lately(&mut sql, dialect, compteur, today);
        sql.push(" GROUP BY 2");
    }
    let rows: Vec<(String, String, i64)> = sql.load(connexion)?;
    let mut travail = Travail { comptes, ..Travail::default() };
    for (genre, territoire, count) in rows {
        match genre.as_str() {
            "p" => travail.passations.push((territoire, number(count))),
            "s" => travail.mes_services.push(territoire),
            "i" => travail.rapprochees.push((territoire, number(count))),
            "v" => travail.adresses.push((territoire, number(count))),
            _ => travail.etats.push((genre, territoire, number(count))),
        }
    }
    Ok(travail)
}

/// Open dossiers `d` received within the length of the alert before today, next to which another stands.
fn push_lately<ST>(sql: &mut Sql<ST>, dialect: Dialect, compteur: Compteur, today: NaiveDate) {
    let length = format!("(SELECT longueur FROM delai WHERE code = '{RAPPROCHEES}')");
    sql.push(&format!("d.etat <> '{ETAT_CLOS}' AND d.date_reception >= "));
    match dialect {
        Dialect::Postgres => {
            sql.push_bind(today.to_string());
            sql.push(&format!("::date - {length}"));
        }
        Dialect::Sqlite => {
            sql.push("date(");
            sql.push_bind(today.to_string());
            sql.push(&format!(", '-' || {length} || ' days')"));
        }
    }
    sql.push(&match compteur {
        Compteur::Adresse => format!(
            " AND EXISTS (SELECT 1 FROM enfant_concerne ec JOIN enfant_concerne o ON {SAME_ADDRESS} JOIN dossier a ON a.id = o.dossier_id \
             WHERE ec.dossier_id = d.id AND a.etat <> '{ETAT_CLOS}' AND NOT EXISTS (SELECT 1 FROM enfant_concerne m WHERE m.dossier_id = a.id \
             AND m.enfant_id IN (SELECT n.enfant_id FROM enfant_concerne n WHERE n.dossier_id = d.id)))"
        ),
        _ => format!(
            " AND EXISTS (SELECT 1 FROM enfant_concerne ec JOIN enfant_concerne o ON o.enfant_id = ec.enfant_id AND o.dossier_id <> ec.dossier_id \
             JOIN dossier a ON a.id = o.dossier_id WHERE ec.dossier_id = d.id AND a.date_reception <= d.date_reception AND {})",
            close(dialect, "a.date_reception", "d.date_reception")
        ),
    });
}

/// The dossiers that a counter counts, each once.
pub fn behind(
    connexion: &mut Connexion,
    compteur: Compteur,
    filtre: &FiltreAccueil,
    today: NaiveDate,
) -> Result<Vec<Uuid>> {
    let dialect = Dialect::of(connexion);
    let (text, date) = (dialect.as_text(), dialect.cast_date());
    let mut sql = Sql::<Text>::new("");
    match compteur {
        Compteur::Retard | Compteur::Semaine => {
            sql.push(&format!("SELECT DISTINCT dossier_id{text} FROM echeance WHERE due_le "));
            let week = today.checked_add_days(Days::new(7)).unwrap_or(today);
            if compteur == Compteur::Retard {
                sql.push("< ");
                sql.push_bind(today.to_string());
            } else {
                sql.push(">= ");
                sql.push_bind(today.to_string());
                sql.push(&format!("{date} AND due_le <= "));
                sql.push_bind(week.to_string());
            }
            sql.push(date);
            push_wanted(&mut sql, filtre, " AND ");
        }
        Compteur::Rapprochees | Compteur::Adresse => {
            sql.push(&format!("SELECT d.id{text} FROM dossier d WHERE "));
            push_lately(&mut sql, dialect, compteur, today);
            if !filtre.territoire.is_empty() {
                sql.push(" AND territoire = ");
                sql.push_bind(filtre.territoire.clone());
            }
        }
    }
    let ids: Vec<String> = sql.load(connexion)?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

/// The deadlines asked for, of the table `echeance`.
fn push_wanted<ST>(sql: &mut Sql<ST>, filtre: &FiltreAccueil, first: &str) {
    let mut word = first;
    for (column, wanted) in [("code", &filtre.code), ("territoire", &filtre.territoire)] {
        if !wanted.is_empty() {
            sql.push(&format!("{word}{column} = "));
            sql.push_bind(wanted.clone());
            word = " AND ";
        }
    }
    // Its own returns, and whatever else is due in the dossiers that were sent to it.
    if !filtre.service.is_empty() {
        sql.push(&format!("{word}(service = "));
        sql.push_bind(filtre.service.clone());
        sql.push(" OR (service IS NULL AND dossier_id IN (SELECT dossier_id FROM traitement WHERE service = ");
        sql.push_bind(filtre.service.clone());
        sql.push(" AND coalesce(etat, '') <> 'etat_traitement/annule')))");
    }
}

/// The first due first; what is awaited of one's own services before all else.
fn taches(connexion: &mut Connexion, dialect: Dialect, filtre: &FiltreAccueil, mine: &[String]) -> Result<Vec<Tache>> {
    let text = dialect.as_text();
    type Row = (Text, Nullable<Text>, Nullable<Text>, Text, Text, Nullable<Text>, Text, Text);
    let mut sql = Sql::<Row>::new(format!(
        "SELECT d.id{text}, d.numero, d.fratrie, d.territoire, e.code, e.service, e.due_le{text}, e.depart_le{text} \
         FROM (SELECT * FROM echeance"
    ));
    push_wanted(&mut sql, filtre, " WHERE ");
    sql.push(" ORDER BY ");
    push_rank(&mut sql, "service", mine);
    sql.push(&format!("due_le, code LIMIT {LISTED}) e JOIN dossier d ON d.id = e.dossier_id ORDER BY "));
    push_rank(&mut sql, "e.service", mine);
    sql.push("e.due_le, e.code, d.numero");
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

/// Nothing for who has no service, so that the index of days gives the order by itself.
fn push_rank<ST>(sql: &mut Sql<ST>, column: &str, mine: &[String]) {
    if mine.is_empty() {
        return;
    }
    sql.push(&format!("CASE WHEN {column} IN ("));
    for (at, service) in mine.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push_bind(service.clone());
    }
    sql.push(") THEN 0 ELSE 1 END, ");
}
