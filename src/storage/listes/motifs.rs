//! Two motives merged in a file; on a server the base does it by itself.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;

use crate::storage::Result;
use crate::storage::connection::Connexion;
use crate::storage::dialect::Dialect;
use crate::storage::sql::Sql;

/// A child who has both motives keeps one row, with both texts, principal if either was.
pub fn join_twin_motives(connexion: &mut Connexion, from: &str, to: &str) -> Result<usize> {
    let dialect = Dialect::of(connexion);
    let text = dialect.as_text();
    let twins = |sql: Sql<Text>| {
        sql.bind(from)
            .text(" AND d.enfant_concerne_id IN (SELECT enfant_concerne_id FROM motif_enfant WHERE motif = ")
            .bind(to)
            .text(")")
    };
    let principal = twins(Sql::new(format!(
        "SELECT d.enfant_concerne_id{text} FROM motif_enfant d WHERE d.principal AND d.motif = "
    )));
    let principal: Vec<String> = principal.load(connexion)?;
    Sql::<()>::new(
        "UPDATE motif_enfant SET precision_motif = CASE WHEN coalesce(motif_enfant.precision_motif, '') = '' THEN d.precision_motif \
         ELSE motif_enfant.precision_motif || ' ; ' || d.precision_motif END FROM motif_enfant d \
         WHERE d.enfant_concerne_id = motif_enfant.enfant_concerne_id AND coalesce(d.precision_motif, '') <> '' AND motif_enfant.motif = ",
    )
    .bind(to)
    .text(" AND d.motif = ")
    .bind(from)
    .execute(connexion)?;
    let removed = Sql::<()>::new("DELETE FROM motif_enfant WHERE motif = ")
        .bind(from)
        .text(" AND enfant_concerne_id IN (SELECT enfant_concerne_id FROM motif_enfant WHERE motif = ")
        .bind(to)
        .text(")")
        .execute(connexion)?;
    for child in principal {
        Sql::<()>::new(format!("UPDATE motif_enfant SET principal = {} WHERE motif = ", dialect.yes()))
            .bind(to)
            .text(" AND enfant_concerne_id = ")
            .bind(child)
            .text(dialect.cast_id())
            .execute(connexion)?;
    }
    Ok(removed)
}
