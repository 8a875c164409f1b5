//! The takeover of an old base, written: into an empty base in one load, into a filled one dossier by
//! dossier, so that what was changed in Vigie since stands.

use std::collections::HashMap;

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use uuid::Uuid;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::reprise::{Constat, DossierRepris, Ecriture, LigneAncienne, ValeurNouvelle};
use crate::domain::{Dossier, Parametres, derive};

use super::a_cote::{add_provenance, beside, of_dossier};
use super::accord::{self, Accord, Importe};
use super::connection::Connexion;
use super::dialect::Dialect;
use super::pieces::NouvellePiece;
use super::save::{self, in_transaction};
use super::sql::Sql;
use super::{Base, Result, StorageError, document, load};

/// Dossiers of one transaction, when the base has some already.
const LOT: usize = 100;

/// Everything that a takeover writes.
pub struct Livraison<'a> {
    pub source: &'a str,
    pub dossiers: &'a [DossierRepris],
    pub lignes: &'a [LigneAncienne],
    pub constats: &'a [Constat],
    pub nouvelles: &'a [ValeurNouvelle],
    pub pieces: &'a [NouvellePiece],
    pub parametres: &'a Parametres,
}

impl Base {
    /// Writes a takeover; `progress` is told how many dossiers are done and says whether to go on.
    /// What is written of the same rows twice is written once.
    ///
    /// # Errors
    /// Into an empty base nothing is written then; into a filled one each dossier is whole, and running
    /// again does the rest.
    pub fn take_over(&self, livraison: &Livraison<'_>, mut progress: impl FnMut(usize) -> bool) -> Result<Ecriture> {
        let filled = self.etat_vide()?;
        if !filled {
            return self.take_over_empty(livraison, progress);
        }
        let mut written = Ecriture::default();
        self.with(|c| in_transaction(c, |c| add_values(c, livraison.nouvelles, &mut written)))?;
        for (at, lot) in livraison.dossiers.chunks(LOT).enumerate() {
            self.with(|c| in_transaction(c, |c| write_lot(c, livraison, lot, &mut written)))?;
            if !progress(at * LOT + lot.len()) {
                return Err(stopped("les dossiers déjà écrits sont entiers, relancez la reprise pour le reste"));
            }
        }
        self.with(|c| {
            in_transaction(c, |c| {
                renumber_ours(c)?;
                beside(c, livraison, &mut written)
            })
        })?;
        Ok(written)
    }

    /// Is there a dossier in it?
    fn etat_vide(&self) -> Result<bool> {
        self.read(|c| {
            let found: Vec<String> =
                Sql::<Text>::new(format!("SELECT id{} FROM dossier LIMIT 1", Dialect::of(c).as_text())).load(c)?;
            Ok(!found.is_empty())
        })
    }

    fn take_over_empty(&self, livraison: &Livraison<'_>, progress: impl FnMut(usize) -> bool) -> Result<Ecriture> {
        let mut written = Ecriture { dossiers_ajoutes: livraison.dossiers.len(), ..Ecriture::default() };
        let mut values = Ecriture::default();
        load::load_between(
            self,
            |c| {
                // The old base stands in memory beside: a load's large cache would double it for little.
                if let Connexion::Sqlite(_) = c {
                    c.batch_execute("PRAGMA cache_size = -64000")?;
                }
                add_values(c, livraison.nouvelles, &mut values)
            },
            livraison.dossiers.iter().map(|repris| repris.dossier.clone()),
            progress,
            |c| {
                add_provenance(
                    c,
                    livraison.source,
                    livraison.dossiers.iter().flat_map(|repris| of_dossier(repris, None)),
                )?;
                beside(c, livraison, &mut written)
            },
        )?;
        written.valeurs_de_liste = values.valeurs_de_liste;
        Ok(written)
    }
}

fn stopped(what: &str) -> StorageError {
    StorageError::Refused(format!("Reprise arrêtée\u{a0}; {what}"))
}

/// Values that no list has, closed.
fn add_values(connexion: &mut Connexion, nouvelles: &[ValeurNouvelle], written: &mut Ecriture) -> Result<()> {
    let no = Dialect::of(connexion).no();
    for new in nouvelles {
        let (table, columns, values) = match new.liste.as_str() {
            "territoire" | "service" => (new.liste.as_str(), "id, libelle", vec![new.id.as_str(), &new.libelle]),
            liste => {
                let code = new.id.strip_prefix(liste).and_then(|rest| rest.strip_prefix('/')).unwrap_or(&new.id);
                ("valeur", "id, liste, code, libelle", vec![new.id.as_str(), liste, code, &new.libelle])
            }
        };
        let among = if table == "valeur" { " WHERE liste = " } else { "" };
        let mut sql = Sql::<()>::new(format!("INSERT INTO {table} ({columns}, actif, ordre) SELECT "));
        for value in values {
            sql.push_bind(value);
            sql.push(if Dialect::of(connexion) == Dialect::Postgres { "::text, " } else { ", " });
        }
        sql.push(&format!("{no}, coalesce(max(ordre), 0) + 1 FROM {table}{among}"));
        if table == "valeur" {
            sql.push_bind(&*new.liste);
        }
        // SQLite asks for a WHERE before ON CONFLICT, to tell it from a join.
        sql.push(if among.is_empty() { " WHERE 1 = 1 ON CONFLICT DO NOTHING" } else { " ON CONFLICT DO NOTHING" });
        written.valeurs_de_liste += sql.execute(connexion)?;
    }
    Ok(())
}

fn write_lot(
    connexion: &mut Connexion,
    livraison: &Livraison<'_>,
    lot: &[DossierRepris],
    written: &mut Ecriture,
) -> Result<()> {
    let ids: Vec<Uuid> = lot.iter().filter_map(|repris| repris.dossier.id()).collect();
    let there: HashMap<Uuid, Dossier> = document::read_ids(connexion, &ids)?
        .into_iter()
        .filter_map(|lu| Some((lu.dossier.id()?, lu.dossier)))
        .collect();
    let before = imported(connexion, livraison.source, &ids)?;
    for repris in lot {
        let Some(id) = repris.dossier.id() else { continue };
        match there.get(&id) {
            Some(now) => update(connexion, livraison, repris, now, &before, written)?,
            // Taken over once, and no longer there: removed since.
            None if before.contains_key(&id) => written.lignes_retirees += 1,
            None => {
                let mut fresh = repris.dossier.clone();
                free_number(connexion, &mut fresh)?;
                save::save(connexion, &Dossier::default(), &fresh)?;
                add_provenance(connexion, livraison.source, of_dossier(repris, None).into_iter())?;
                written.dossiers_ajoutes += 1;
            }
        }
    }
    Ok(())
}

fn update(
    connexion: &mut Connexion,
    livraison: &Livraison<'_>,
    repris: &DossierRepris,
    now: &Dossier,
    before: &HashMap<Uuid, Importe>,
    written: &mut Ecriture,
) -> Result<()> {
    let Accord { mut dossier, changees, gardees, retirees, importes, nouvelles } =
        accord::accorder(now, &repris.dossier, before);
    written.valeurs_changees += changees;
    written.valeurs_gardees += gardees;
    written.lignes_retirees += retirees;
    if dossier == *now {
        written.dossiers_inchanges += 1;
    } else {
        derive::derive(&mut dossier, livraison.parametres);
        save::save(connexion, now, &dossier)?;
        written.dossiers_changes += 1;
    }
    let dialect = Dialect::of(connexion);
    for (id, importe) in importes {
        Sql::<()>::new("UPDATE provenance SET importe = ")
            .bind(importe)
            .text(" WHERE importe <> '{}' AND ligne = ")
            .bind(id.to_string())
            .text(dialect.cast_id())
            .execute(connexion)?;
    }
    if !nouvelles.is_empty() {
        let territoire = now.entete().map(|entete| entete.get(dossier::TERRITOIRE));
        let rows = of_dossier(repris, territoire)
            .into_iter()
            .filter(|row| nouvelles.iter().any(|id| id.to_string() == row.ligne));
        add_provenance(connexion, livraison.source, rows)?;
    }
    Ok(())
}

/// The values that the rows of these dossiers were imported with.
fn imported(connexion: &mut Connexion, source: &str, ids: &[Uuid]) -> Result<HashMap<Uuid, Importe>> {
    let dialect = Dialect::of(connexion);
    let mut sql = Sql::<(Text, Text)>::new(format!(
        "SELECT ligne{}, importe FROM provenance WHERE dossier_id IN (",
        dialect.as_text()
    ));
    for (at, id) in ids.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push_bind(id.to_string());
        sql.push(dialect.cast_id());
    }
    let rows: Vec<(String, String)> = sql.text(") AND source = ").bind(source).load(connexion)?;
    let mut found: HashMap<Uuid, Importe> = HashMap::new();
    for (id, text) in rows {
        let Ok(id) = id.parse() else { continue };
        let values: Importe = serde_json::from_str(&text).map_err(|error| StorageError::Database(error.to_string()))?;
        found.entry(id).or_default().extend(values);
    }
    Ok(found)
}

/// A number that another dossier of the base bears gets a suffix.
fn free_number(connexion: &mut Connexion, fresh: &mut Dossier) -> Result<()> {
    let Some(wanted) = fresh.entete().map(|entete| entete.get(dossier::NUMERO).to_owned()) else { return Ok(()) };
    let taken = |c: &mut Connexion, numero: &str| -> Result<bool> {
        let rows: Vec<String> = Sql::<Text>::new("SELECT numero FROM dossier WHERE numero = ").bind(numero).load(c)?;
        Ok(!rows.is_empty())
    };
    let mut numero = wanted.clone();
    let mut suffix = 2;
    while taken(connexion, &numero)? {
        numero = format!("{wanted}-{suffix}");
        suffix += 1;
    }
    if let Some(entete) = fresh.fiches.first_mut() {
        entete.set(dossier::NUMERO, numero);
    }
    Ok(())
}

/// The next dossier that a person saves follows the last one taken over.
fn renumber_ours(connexion: &mut Connexion) -> Result<()> {
    load::renumber(connexion)
}
