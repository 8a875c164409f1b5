//! A child who is known where this person may read nothing: by which territory, and whom to call. The
//! central base answers, and keeps who asked; a base of one file hides nothing.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;

use crate::domain::enfant::Ailleurs;
use crate::domain::identite::{Identite, Precision};

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;

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
    let rows: Vec<(String, String, String)> =
        Sql::<(Text, Text, Text)>::new("SELECT DISTINCT territoire, telephone, courriel FROM connus_ailleurs(")
            .bind(array(names))
            .text("::text[], ")
            .bind(array(sounds))
            .text("::text[], ")
            .bind(tape.prenom.mots.clone())
            .text("::text, ")
            .bind(tape.prenom.son.clone())
            .text("::text, ")
            .bind(birth.to_string())
            .text("::date)")
            .load(connexion)?;
    Ok(rows.into_iter().map(|(territoire, telephone, courriel)| Ailleurs { territoire, telephone, courriel }).collect())
}
