//! What stands around a dossier: other informations on its children, the same address elsewhere, and
//! the wishes of territories. One round trip, and one more when there are wishes: why they are made is read as texts are.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{Nullable, Text};
use uuid::Uuid;

use crate::domain::alerte::{Alerte, Entourage, Motif, RAPPROCHEES};
use crate::domain::dossier::ETAT_CLOS;

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, passations};

/// How many dossiers of one kind are told.
const TOLD: usize = 20;

/// The two days are no further apart than the length kept in `delai`.
pub(super) fn close(dialect: Dialect, one: &str, other: &str) -> String {
    let length = format!("(SELECT longueur FROM delai WHERE code = '{RAPPROCHEES}')");
    match dialect {
        Dialect::Postgres => format!("abs({one} - {other}) <= {length}"),
        Dialect::Sqlite => format!("abs(julianday({one}) - julianday({other})) <= {length}"),
    }
}

/// The same street, number and commune, all of them known.
pub(super) const SAME_ADDRESS: &str = "o.cle_voie = ec.cle_voie AND o.commune = ec.commune AND o.numero_voie = ec.numero_voie AND o.dossier_id <> ec.dossier_id";

pub fn read(connexion: &mut Connexion, dossier: Uuid) -> Result<Entourage> {
    let dialect = Dialect::of(connexion);
    let (text, id) = (dialect.as_text(), dialect.cast_id());
    let near = close(dialect, "d.date_reception", "a.date_reception");
    let sql = Sql::<(Text, Text, Nullable<Text>, Nullable<Text>, Nullable<Text>)>::new(format!(
        "SELECT * FROM (SELECT DISTINCT 'i' AS genre, d.id{text} AS id, d.numero, d.fratrie, d.date_reception{text} AS jour FROM dossier a \
         JOIN enfant_concerne ec ON ec.dossier_id = a.id JOIN enfant_concerne o ON o.enfant_id = ec.enfant_id AND o.dossier_id <> a.id \
         JOIN dossier d ON d.id = o.dossier_id WHERE {near} AND a.id = "
    ))
    .bind(dossier.to_string())
    .text(&format!(
        "{id} ORDER BY 5 DESC LIMIT {TOLD}) i UNION ALL \
         SELECT * FROM (SELECT DISTINCT 'v', d.id{text}, d.numero, d.fratrie, d.date_reception{text} FROM enfant_concerne ec \
         JOIN enfant_concerne o ON {SAME_ADDRESS} JOIN dossier d ON d.id = o.dossier_id \
         WHERE d.etat <> '{ETAT_CLOS}' AND NOT EXISTS (SELECT 1 FROM enfant_concerne m JOIN enfant_concerne n ON n.enfant_id = m.enfant_id \
           WHERE m.dossier_id = ec.dossier_id AND n.dossier_id = d.id) AND ec.dossier_id = "
    ))
    .bind(dossier.to_string())
    .text(&format!(
        "{id} ORDER BY 5 DESC LIMIT {TOLD}) v UNION ALL \
         SELECT * FROM (SELECT 'p', p.id{text}, NULL, NULL, NULL FROM passation p WHERE p.dossier_id = "
    ))
    .bind(dossier.to_string())
    .text(&format!("{id} LIMIT 1) p"));
    type Read = (String, String, Option<String>, Option<String>, Option<String>);
    let rows: Vec<Read> = sql.load(connexion)?;
    let mut entourage = Entourage::default();
    for (genre, id, numero, fratrie, reception) in rows {
        let Ok(id) = id.parse::<Uuid>() else { continue };
        let motif = match genre.as_str() {
            "i" => Motif::Informations,
            "v" => Motif::Adresse,
            _ => {
                entourage.passations = passations::read(connexion, Some(dossier))?;
                continue;
            }
        };
        let word = Option::unwrap_or_default;
        let (numero, fratrie, reception) = (word(numero), word(fratrie), word(reception));
        entourage.alertes.push(Alerte { motif, dossier: id, numero, fratrie, reception });
    }
    Ok(entourage)
}
