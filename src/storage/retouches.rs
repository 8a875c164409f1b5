//! Letters changed by hand become drafts of the register: the same ones, however often they are handed in.

use std::collections::HashMap;

use diesel::OptionalExtension as _;
use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use uuid::Uuid;

use crate::domain::courrier::{EtatCourrier, NouveauCourrier};

use super::connection::Connexion;
use super::courriers::{edit, keep, lettres, push_ids};
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, StorageError};

/// A draft takes the new text, a letter that the register does not know becomes one. Of a letter that was
/// validated meanwhile, another text is a draft of its own.
pub fn keep_touched(connexion: &mut Connexion, courriers: &[NouveauCourrier]) -> Result<()> {
    let states = states(connexion, courriers)?;
    let mut fresh = Vec::new();
    for courrier in courriers {
        match states.get(&courrier.id) {
            Some(EtatCourrier::Brouillon) => edit(connexion, courrier.id, &courrier.lettre)?,
            Some(_) => {
                if lettres(connexion, &[courrier.id])?.first() != Some(&courrier.lettre) {
                    fresh.push(NouveauCourrier { id: Uuid::now_v7(), ..courrier.clone() });
                }
            }
            None => fresh.push(courrier.clone()),
        }
    }
    for courrier in fresh.iter_mut().filter(|courrier| courrier.territoire.is_empty()) {
        courrier.territoire = territoire(connexion, courrier.dossier)?;
    }
    if fresh.is_empty() { Ok(()) } else { keep(connexion, &fresh, EtatCourrier::Brouillon) }
}

fn states(connexion: &mut Connexion, courriers: &[NouveauCourrier]) -> Result<HashMap<Uuid, EtatCourrier>> {
    let dialect = Dialect::of(connexion);
    let mut states = HashMap::new();
    let ids: Vec<Uuid> = courriers.iter().map(|courrier| courrier.id).collect();
    for ids in ids.chunks(500) {
        let start = format!("SELECT id{}, etat FROM courrier WHERE id IN (", dialect.as_text());
        let mut sql = Sql::<(Text, Text)>::new(start);
        push_ids(&mut sql, ids, dialect);
        sql.push(")");
        let rows: Vec<(String, String)> = sql.load(connexion)?;
        states.extend(rows.iter().filter_map(|(id, etat)| Some((id.parse().ok()?, EtatCourrier::from_code(etat)?))));
    }
    Ok(states)
}

fn territoire(connexion: &mut Connexion, dossier: Uuid) -> Result<String> {
    let dialect = Dialect::of(connexion);
    let found: Option<String> = Sql::<Text>::new("SELECT territoire FROM dossier WHERE id = ")
        .bind(dossier.to_string())
        .text(dialect.cast_id())
        .get_result(connexion)
        .optional()?;
    found.ok_or_else(|| {
        StorageError::Refused(
            "Le dossier de ce courrier n’est plus dans la base, ou vous n’y avez pas droit".to_owned(),
        )
    })
}
