//! What stands beside the dossiers of a takeover: where each row comes from, the old rows as they were,
//! the rules met, the files.

use std::collections::{HashMap, HashSet};

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use uuid::Uuid;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::reprise::{DossierRepris, Ecriture};

use super::accord;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::reprises::Livraison;
use super::sql::Sql;
use super::vrac::Vrac;
use super::{Result, pieces};

const LIGNE: Vrac = Vrac {
    table: "ligne_reprise",
    colonnes: &[
        ("source", "text"),
        ("nom_table", "text"),
        ("cle", "text"),
        ("sort", "text"),
        ("dossier_id", "uuid"),
        ("territoire", "text"),
        ("contenu", "text"),
    ],
    suite: " ON CONFLICT DO NOTHING",
};
const CONSTAT: Vrac = Vrac {
    table: "constat_reprise",
    colonnes: &[
        ("source", "text"),
        ("rang", "integer"),
        ("regle", "text"),
        ("nom_table", "text"),
        ("cle", "text"),
        ("colonne", "text"),
        ("avant", "text"),
        ("apres", "text"),
        ("dossier_id", "uuid"),
        ("territoire", "text"),
    ],
    suite: "",
};
const PROVENANCE: Vrac = Vrac {
    table: "provenance",
    colonnes: &[
        ("ligne", "uuid"),
        ("nom_table", "text"),
        ("source", "text"),
        ("table_source", "text"),
        ("cle_source", "text"),
        ("dossier_id", "uuid"),
        ("territoire", "text"),
        ("importe", "text"),
    ],
    suite: " ON CONFLICT DO NOTHING",
};

/// Where a row comes from, with the values that it was imported with; a row made of several has them once.
pub(super) struct Provenance {
    pub(super) ligne: String,
    pub(super) table: &'static str,
    pub(super) table_source: std::sync::Arc<str>,
    pub(super) cle: Box<str>,
    pub(super) dossier: String,
    pub(super) territoire: String,
    pub(super) importe: String,
}

/// `territoire` is where the dossier is now, if it was handed over since.
pub(super) fn of_dossier(repris: &DossierRepris, territoire: Option<&str>) -> Vec<Provenance> {
    let Some(entete) = repris.dossier.entete() else { return Vec::new() };
    let mut told = HashSet::new();
    let rows = repris.origines.iter().filter_map(|origine| {
        let fiche = repris.dossier.fiche(origine.ligne)?;
        let importe = if told.insert(origine.ligne) { accord::importe(fiche) } else { "{}".to_owned() };
        Some(Provenance {
            ligne: origine.ligne.to_string(),
            table: fiche.table.nom(),
            table_source: std::sync::Arc::clone(&origine.table),
            cle: origine.cle.clone(),
            dossier: entete.id.to_string(),
            territoire: territoire.unwrap_or_else(|| entete.get(dossier::TERRITOIRE)).to_owned(),
            importe,
        })
    });
    rows.collect()
}

pub(super) fn add_provenance(
    connexion: &mut Connexion,
    source: &str,
    rows: impl Iterator<Item = Provenance>,
) -> Result<()> {
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let some: Vec<Provenance> = rows.by_ref().take(2000).collect();
        PROVENANCE.insert(
            connexion,
            some.iter().map(|row| {
                vec![
                    Some(row.ligne.as_str()),
                    Some(row.table),
                    Some(source),
                    Some(&row.table_source),
                    Some(&row.cle),
                    Some(&row.dossier),
                    Some(&row.territoire),
                    Some(&row.importe),
                ]
            }),
        )?;
    }
    Ok(())
}

/// Old rows, rules met and files: what stands beside the dossiers.
pub(super) fn beside(connexion: &mut Connexion, livraison: &Livraison<'_>, written: &mut Ecriture) -> Result<()> {
    for table in ["ligne_reprise", "constat_reprise"] {
        Sql::<()>::new(format!("DELETE FROM {table} WHERE source = ")).bind(livraison.source).execute(connexion)?;
    }
    let ids: HashMap<Uuid, (String, String)> = livraison
        .dossiers
        .iter()
        .filter_map(|repris| repris.dossier.entete())
        .map(|entete| (entete.id, (entete.id.to_string(), entete.get(dossier::TERRITOIRE).to_owned())))
        .collect();
    let ids = places(connexion, ids)?;
    let place = |id: Option<Uuid>| match id.and_then(|id| ids.get(&id)) {
        Some((id, territoire)) => (Some(id.as_str()), Some(territoire.as_str())),
        None => (None, None),
    };
    LIGNE.insert(
        connexion,
        livraison.lignes.iter().map(|ligne| {
            let (dossier, territoire) = place(ligne.dossier);
            let sort = if ligne.reprise { "reprise" } else { "gardee" };
            vec![
                Some(livraison.source),
                Some(&*ligne.table),
                Some(&*ligne.cle),
                Some(sort),
                dossier,
                territoire,
                Some(&ligne.contenu),
            ]
        }),
    )?;
    let ranks: Vec<String> = (1..=livraison.constats.len()).map(|rank| rank.to_string()).collect();
    CONSTAT.insert(
        connexion,
        livraison.constats.iter().zip(&ranks).map(|(constat, rank)| {
            let (dossier, territoire) = place(constat.dossier);
            vec![
                Some(livraison.source),
                Some(rank.as_str()),
                Some(constat.regle),
                Some(&*constat.table),
                Some(&*constat.cle),
                Some(&*constat.colonne),
                Some(&*constat.avant),
                Some(&*constat.apres),
                dossier,
                territoire,
            ]
        }),
    )?;
    add_pieces(connexion, livraison, &ids, written)
}

/// The territory that each dossier is in now: it may have been handed over since.
fn places(connexion: &mut Connexion, made: HashMap<Uuid, (String, String)>) -> Result<HashMap<Uuid, (String, String)>> {
    let dialect = Dialect::of(connexion);
    let rows: Vec<(String, String)> =
        Sql::<(Text, Text)>::new(format!("SELECT id{}, territoire FROM dossier", dialect.as_text())).load(connexion)?;
    let there: HashMap<Uuid, String> =
        rows.into_iter().filter_map(|(id, territoire)| Some((id.parse().ok()?, territoire))).collect();
    Ok(made.into_iter().filter_map(|(id, (text, _))| Some((id, (text, there.get(&id)?.clone())))).collect())
}

fn add_pieces(
    connexion: &mut Connexion,
    livraison: &Livraison<'_>,
    ids: &HashMap<Uuid, (String, String)>,
    written: &mut Ecriture,
) -> Result<()> {
    let known = known_rows(connexion, livraison.source, "piece")?;
    for piece in livraison.pieces.iter().filter(|piece| !known.contains(&piece.id)) {
        // A dossier removed since takes no file back.
        let Some((dossier, territoire)) = ids.get(&piece.dossier) else { continue };
        pieces::add(connexion, piece)?;
        written.pieces += 1;
        let id = piece.id.to_string();
        let row = [id.as_str(), "piece", livraison.source, "piece", &id, dossier, territoire, "{}"];
        PROVENANCE.insert(connexion, std::iter::once(row.map(Some).to_vec()))?;
    }
    Ok(())
}

/// Rows of this table that a takeover brought once, there still or not.
fn known_rows(connexion: &mut Connexion, source: &str, table: &str) -> Result<HashSet<Uuid>> {
    let text = Dialect::of(connexion).as_text();
    let rows: Vec<String> = Sql::<Text>::new(format!("SELECT ligne{text} FROM provenance WHERE source = "))
        .bind(source)
        .text(" AND nom_table = ")
        .bind(table)
        .load(connexion)?;
    Ok(rows.iter().filter_map(|row| row.parse().ok()).collect())
}
