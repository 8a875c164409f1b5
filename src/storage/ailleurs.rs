//! A child who is known where this person may read nothing: by which territory, and whom to call. The
//! central base answers, and keeps who asked; a base of one file hides nothing.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{Nullable, Text};

use crate::domain::enfant::Ailleurs;
use crate::domain::identite::{Identite, Precision};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, StorageError};

/// Nothing before names and an exact day of birth are typed.
pub fn known(connexion: &mut Connexion, tape: &Identite) -> Result<Vec<Ailleurs>> {
    let birth = tape.naissance.filter(|_| tape.precision == Precision::Jour);
    let Some(birth) = birth.filter(|_| Dialect::of(connexion) == Dialect::Postgres) else { return Ok(Vec::new()) };
    if tape.noms.is_empty() || tape.prenom.is_empty() {
        return Ok(Vec::new());
    }
    // Folded names and sounds are letters and spaces alone.
    let array = |words: Vec<&str>| {
        format!("{{{}}}", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(","))
    };
    let names = tape.noms.iter().map(|nom| nom.mots.as_str()).filter(|word| !word.is_empty()).collect();
    let sounds = tape.noms.iter().map(|nom| nom.son.as_str()).filter(|word| !word.is_empty()).collect();
    let sql = Sql::<Nullable<Text>>::new("CALL lire_ailleurs(")
        .sent_whole(Dialect::Postgres)
        .bind(array(names))
        .text("::text[], ")
        .bind(array(sounds))
        .text("::text[], ")
        .bind(tape.prenom.mots.clone())
        .text("::text, ")
        .bind(tape.prenom.son.clone())
        .text("::text, ")
        .bind(birth.to_string())
        .text("::date, NULL)");
    let rows: Option<String> = sql.get_result(connexion)?;
    let rows: Vec<[Option<String>; 3]> = rows
        .map_or(Ok(Vec::new()), |rows| serde_json::from_str(&rows))
        .map_err(|error| StorageError::Database(error.to_string()))?;
    let rows = rows.into_iter().map(|row| row.map(Option::unwrap_or_default));
    Ok(rows.map(|[territoire, telephone, courriel]| Ailleurs { territoire, telephone, courriel }).collect())
}
