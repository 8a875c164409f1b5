//! All persons at once, to find who is one under two names; and what was decided of them.

use std::collections::{BTreeSet, HashMap};

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::identite::{Identite, NomCompare};
use crate::domain::rapprochement::Personne;
use crate::domain::{Cle, Fiche, Table, enfant, format};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::document::text_of;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Base, Result, StorageError, fusions};

/// Merges of one transaction.
const LOT: usize = 100;

/// A child of a dossier, as the family tells it.
struct Lien {
    personne: Uuid,
    dossier: Uuid,
    numero: String,
    adresse: [String; 3],
    mere: String,
}

fn liens(connexion: &mut Connexion) -> Result<Vec<Lien>> {
    let dialect = Dialect::of(connexion);
    let (array, text) = (dialect.json_array(), dialect.as_text());
    let sql = format!(
        "SELECT {array}(ec.enfant_id, ec.dossier_id, d.numero, ec.commune, ec.numero_voie, ec.voie, \
         (SELECT min(a.nom) FROM adulte_enfant ae JOIN adulte a ON a.id = ae.adulte_id WHERE ae.enfant_concerne_id = ec.id AND ae.lien = 'lien/mere')){text} \
         FROM enfant_concerne ec JOIN dossier d ON d.id = ec.dossier_id ORDER BY d.numero, ec.id"
    );
    let rows: Vec<String> = Sql::<Text>::new(sql).load(connexion)?;
    let parse = |row: &String| -> Option<Lien> {
        let row: Vec<Value> = serde_json::from_str(row).ok()?;
        let shown = |at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Lien {
            personne: shown(0).parse().ok()?,
            dossier: shown(1).parse().ok()?,
            numero: shown(2),
            adresse: [shown(3), shown(4), shown(5)],
            mere: shown(6),
        })
    };
    Ok(rows.iter().filter_map(parse).collect())
}

fn all(connexion: &mut Connexion) -> Result<Vec<Personne>> {
    let dialect = Dialect::of(connexion);
    let (array, text) = (dialect.json_array(), dialect.as_text());
    let columns: Vec<&str> = Table::Enfant.champs().iter().map(|champ| champ.colonne).collect();
    let rows: Vec<String> =
        Sql::<Text>::new(format!("SELECT {array}(id, {}){text} FROM enfant ORDER BY id", columns.join(", ")))
            .load(connexion)?;
    let mut persons: HashMap<Uuid, Personne> = HashMap::with_capacity(rows.len());
    for row in &rows {
        let Ok(row) = serde_json::from_str::<Vec<Value>>(row) else { continue };
        let Some(id) = row.first().and_then(Value::as_str).and_then(|id| id.parse().ok()) else { continue };
        let mut fiche = Fiche::with_id(Table::Enfant, id);
        for (cle, value) in Cle::all(Table::Enfant).zip(row.get(1..).unwrap_or_default()) {
            fiche.set(cle, text_of(value, cle.champ().nature));
        }
        let mut identite = Identite::of_person(&fiche);
        // A second name in brackets is a name too.
        let names: Vec<String> = [enfant::personne::NOM_USAGE, enfant::personne::NOM_NAISSANCE]
            .iter()
            .map(|cle| fiche.get(*cle).to_owned())
            .collect();
        for name in names {
            if let Some((before, rest)) = name.split_once('(') {
                identite.noms.clear();
                identite.add_name(before);
                identite.add_name(rest.trim_end_matches([')', ' ']));
            }
        }
        let naissance = format::format_champ(&fiche, enfant::personne::DATE_NAISSANCE);
        let titre = enfant::titre(&fiche);
        persons.insert(id, Personne { id, titre, naissance, identite, dossiers: Vec::new(), numeros: Vec::new() });
    }
    let liens = liens(connexion)?;
    let mut fratries: HashMap<Uuid, Vec<(Uuid, NomCompare)>> = HashMap::new();
    for lien in &liens {
        if let Some(person) = persons.get(&lien.personne) {
            fratries.entry(lien.dossier).or_default().push((person.id, person.identite.prenom.clone()));
        }
    }
    for lien in liens {
        let Some(person) = persons.get_mut(&lien.personne) else { continue };
        let [commune, numero, voie] = &lien.adresse;
        if person.identite.commune.is_empty() {
            person.identite.set_address(commune, numero, voie);
        }
        if person.identite.nom_mere.is_empty() {
            person.identite.nom_mere = NomCompare::new(&lien.mere);
        }
        for (id, prenom) in fratries.get(&lien.dossier).into_iter().flatten() {
            if *id != person.id && !prenom.is_empty() && !person.identite.fratrie.contains(prenom) {
                person.identite.fratrie.push(prenom.clone());
            }
        }
        person.dossiers.push(lien.dossier);
        person.numeros.push(lien.numero);
    }
    let mut persons: Vec<Personne> = persons.into_values().filter(|person| !person.dossiers.is_empty()).collect();
    persons.sort_by(|a, b| (a.numeros.first(), a.id).cmp(&(b.numeros.first(), b.id)));
    Ok(persons)
}

impl Base {
    /// Every person who stands in a dossier, the oldest dossiers first.
    pub fn personnes(&self) -> Result<Vec<Personne>> {
        self.read(all)
    }

    /// Pairs that somebody said are two children.
    pub fn refused_pairs(&self) -> Result<BTreeSet<(Uuid, Uuid)>> {
        self.read(|c| {
            let text = Dialect::of(c).as_text();
            let rows: Vec<(String, String)> =
                Sql::<(Text, Text)>::new(format!("SELECT un{text}, autre{text} FROM rapprochement_refuse")).load(c)?;
            Ok(rows.into_iter().filter_map(|(un, autre)| Some((un.parse().ok()?, autre.parse().ok()?))).collect())
        })
    }

    /// These are two children: not proposed again.
    pub fn refuse_pairs(&self, pairs: &[(Uuid, Uuid)]) -> Result<()> {
        self.with(|c| {
            let cast = Dialect::of(c).cast_id();
            in_transaction(c, |c| {
                for (un, autre) in pairs {
                    let (un, autre) = crate::domain::rapprochement::ordonnees(*un, *autre);
                    Sql::<()>::new("INSERT INTO rapprochement_refuse (un, autre) VALUES (")
                        .bind(un.to_string())
                        .text(&format!("{cast}, "))
                        .bind(autre.to_string())
                        .text(&format!("{cast}) ON CONFLICT DO NOTHING"))
                        .execute(c)?;
                }
                Ok(())
            })
        })
    }

    /// Merges many, each kept person with the one merged into it; gives how many were, and why the others were not.
    ///
    /// # Errors
    /// When the base cannot be written; what was merged before stands, and can be undone by its reason.
    pub fn merge_many(
        &self,
        fusions: &[(Uuid, Uuid)],
        motif: &str,
        mut progress: impl FnMut(usize) -> bool,
    ) -> Result<(usize, Vec<String>)> {
        let (mut done, mut refused) = (0, Vec::new());
        for (at, lot) in fusions.chunks(LOT).enumerate() {
            self.with(|c| {
                in_transaction(c, |c| {
                    for (garde, absorbe) in lot {
                        match fusions::merge(c, *garde, *absorbe, motif) {
                            Ok(_) => done += 1,
                            Err(StorageError::Refused(why)) => refused.push(why),
                            Err(error) => return Err(error),
                        }
                    }
                    Ok(())
                })
            })?;
            if !progress(at * LOT + lot.len()) {
                break;
            }
        }
        Ok((done, refused))
    }

    /// Undoes every merge that was done for this reason; gives how many.
    pub fn unmerge_all(&self, motif: &str) -> Result<usize> {
        self.with(|c| {
            in_transaction(c, |c| {
                let text = Dialect::of(c).as_text();
                let ids: Vec<String> = Sql::<Text>::new(format!(
                    "SELECT id{text} FROM fusion_enfant WHERE defaite_le IS NULL AND motif = "
                ))
                .bind(motif)
                .text(" ORDER BY id DESC")
                .load(c)?;
                for id in &ids {
                    let id = id.parse().map_err(|_| StorageError::Database("réunion illisible".to_owned()))?;
                    fusions::unmerge(c, id)?;
                }
                Ok(ids.len())
            })
        })
    }
}
