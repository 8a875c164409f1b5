//! A child across their dossiers: which they are, who was found to be one with them. The dossiers
//! themselves are read one by one, as anybody reads them: each consultation is one.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{Nullable, Text};
use uuid::Uuid;

use crate::domain::fiche_enfant::Reunion;
use crate::domain::{Fiche, Table, enfant};

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;

/// More dossiers than that, nobody reads in one page.
const DOSSIERS: usize = 50;

/// The dossiers of that person, the latest first.
pub fn dossiers(connexion: &mut Connexion, person: Uuid) -> Result<Vec<Uuid>> {
    let dialect = Dialect::of(connexion);
    let ids: Vec<String> = Sql::<Text>::new(format!(
        "SELECT d.id{} FROM enfant_concerne ec JOIN dossier d ON d.id = ec.dossier_id WHERE ec.enfant_id = ",
        dialect.as_text()
    ))
    .bind(person.to_string())
    .text(&format!("{} ORDER BY d.date_reception DESC, d.id DESC LIMIT {DOSSIERS}", dialect.cast_id()))
    .load(connexion)?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

/// Merges that this person kept or joined, those undone too: nothing of it is forgotten.
pub fn reunions(connexion: &mut Connexion, person: Uuid) -> Result<Vec<Reunion>> {
    let dialect = Dialect::of(connexion);
    let text = dialect.as_text();
    type Row = (
        Text,
        Text,
        Text,
        Nullable<Text>,
        Nullable<Text>,
        Nullable<Text>,
        Nullable<Text>,
        Text,
        Text,
        Nullable<Text>,
        Nullable<Text>,
    );
    type Read = (
        String,
        String,
        String,
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
        String,
        String,
        Option<String>,
        Option<String>,
    );
    let sql = Sql::<Row>::new(format!(
        "SELECT f.id{text}, f.garde{text}, f.absorbe{text}, e.nom_usage, e.nom_naissance, e.prenom, f.motif, f.cree_le{text}, f.cree_par, f.defaite_le{text}, f.defaite_par \
         FROM fusion_enfant f JOIN enfant e ON e.id = f.absorbe WHERE f.garde = "
    ))
    .bind(person.to_string())
    .text(&format!("{} OR f.absorbe = ", dialect.cast_id()))
    .bind(person.to_string())
    .text(&format!("{} ORDER BY f.id DESC", dialect.cast_id()));
    let rows: Vec<Read> = sql.load(connexion)?;
    let reunion = |(id, garde, absorbe, usage, naissance, prenom, motif, le, par, defaite_le, defaite_par): Read| {
        use enfant::personne::{NOM_NAISSANCE, NOM_USAGE, PRENOM};
        let person = Fiche::new(Table::Enfant)
            .with(NOM_USAGE, usage.unwrap_or_default())
            .with(NOM_NAISSANCE, naissance.unwrap_or_default())
            .with(PRENOM, prenom.unwrap_or_default());
        Some(Reunion {
            id: id.parse().ok()?,
            garde: garde.parse().ok()?,
            absorbe: absorbe.parse().ok()?,
            nom: enfant::titre(&person),
            motif: motif.unwrap_or_default(),
            faite_le: le,
            faite_par: par,
            defaite_le: defaite_le.unwrap_or_default(),
            defaite_par: defaite_par.unwrap_or_default(),
        })
    };
    Ok(rows.into_iter().filter_map(reunion).collect())
}
