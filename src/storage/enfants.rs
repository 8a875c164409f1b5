//! Children already known, found while one is being typed: by name, by sound, one typing error away,
//! by birth. The base gathers who could be, `domain::rapprochement` says how much, and why.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use serde_json::Value;

use crate::domain::enfant::EnfantConnu;
use crate::domain::identite::{Identite, NomCompare, Precision};
use crate::domain::rapprochement::{Rapprochement, rapprocher};
use crate::domain::{Cle, Fiche, Table, nom};

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::document::text_of;
use super::sql::Sql;

/// Candidates shown.
const SHOWN: usize = 8;
/// Candidates whose family and addresses are read, the best by name and birth.
const READ: usize = 24;
/// Below these points a candidate is a stranger.
const LEAST: i32 = 14;

/// At most eight children who may be the one being typed, the most alike first; none below three
/// letters in all.
pub fn known(connexion: &mut Connexion, tape: &Identite) -> Result<Vec<EnfantConnu>> {
    let letters: usize = tape.noms.iter().chain([&tape.prenom]).map(|name| name.plein.chars().count()).sum();
    if letters < 3 {
        return Ok(Vec::new());
    }
    let dialect = Dialect::of(connexion);
    let rows: Vec<String> = gather(dialect, tape).load(connexion)?;
    let mut found: Vec<(Fiche, Rapprochement)> = rows
        .iter()
        .filter_map(|row| person(row))
        .map(|fiche| {
            let points = rapprocher(tape, &Identite::of_person(&fiche));
            (fiche, points)
        })
        .collect();
    found.sort_by(|a, b| b.1.points.cmp(&a.1.points).then(a.0.id.cmp(&b.0.id)));
    found.dedup_by(|a, b| a.0.id == b.0.id);
    found.truncate(READ);
    found.retain(|(_, points)| points.points >= LEAST);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let families: Vec<String> = families(dialect, &found).load(connexion)?;
    let mut known: Vec<EnfantConnu> = found
        .into_iter()
        .filter_map(|(fiche, _)| {
            let family = families.iter().find_map(|row| Family::parse(row).filter(|family| family.id == fiche.id))?;
            let best = family.best(tape, &fiche);
            Some(EnfantConnu { personne: fiche, dossiers: family.dossiers, rapprochement: best })
        })
        .collect();
    known.sort_by(|a, b| b.rapprochement.points.cmp(&a.rapprochement.points).then(a.personne.id.cmp(&b.personne.id)));
    known.truncate(SHOWN);
    Ok(known)
}

/// Everybody who could be: each way of looking has its index and its limit.
fn gather(dialect: Dialect, tape: &Identite) -> Sql<Text> {
    let (array, text) = (dialect.json_array(), dialect.as_text());
    let columns: Vec<String> = Table::Enfant.champs().iter().map(|champ| format!("e.{}", champ.colonne)).collect();
    let mut sql = Sql::new(format!(
        "SELECT {array}(e.id, e.version, {}){text} FROM enfant e WHERE e.id IN (",
        columns.join(", ")
    ));
    let mut ways = Ways { sql: &mut sql, count: 0 };
    let prenom = &tape.prenom;
    for nom in &tape.noms {
        if prenom.is_empty() {
            ways.one(20, |w| w.prefix("cle_nom", &nom.mots));
            ways.one(20, |w| w.prefix("cle_nom2", &nom.mots));
            ways.one(20, |w| w.equal("son_nom", &nom.son));
            continue;
        }
        ways.named(nom, prenom);
        ways.near(nom, prenom);
        // One of the names of a double name.
        for part in nom.mots.split(' ').filter(|part| part.len() > 2 && *part != nom.mots) {
            ways.one(20, |w| w.equal("cle_nom", part).and().equal("son_prenom", &prenom.son));
        }
        // The one in the other's place.
        ways.one(20, |w| w.prefix("cle_nom", &prenom.mots).and().prefix("cle_prenom", &nom.mots));
        ways.one(20, |w| w.equal("son_nom", &prenom.son).and().equal("son_prenom", &nom.son));
    }
    if tape.noms.is_empty() {
        ways.one(40, |w| w.prefix("cle_prenom", &prenom.mots));
        ways.one(40, |w| w.equal("son_prenom", &prenom.son));
    }
    if let Some(birth) = tape.naissance.filter(|_| tape.precision == Precision::Jour) {
        let date = if dialect == Dialect::Postgres { "::date" } else { "" };
        ways.one(250, |w| w.date("date_naissance", &birth.to_string(), date));
        let swapped = birth.format("%Y-%d-%m").to_string();
        if swapped.parse::<chrono::NaiveDate>().is_ok_and(|swapped| swapped != birth) {
            ways.one(80, |w| w.date("date_naissance", &swapped, date).and().equal("son_prenom", &prenom.son));
        }
    }
    sql.push(")");
    sql
}

/// The ways of looking, put together with UNION ALL: none spoils the index of another.
struct Ways<'a> {
    sql: &'a mut Sql<Text>,
    count: usize,
}

impl Ways<'_> {
    fn one(&mut self, limit: usize, way: impl for<'a, 'b> FnOnce(&'a mut Way<'b>) -> &'a mut Way<'b>) {
        self.sql.push(if self.count > 0 { " UNION ALL " } else { "" });
        self.sql.push("SELECT id FROM (SELECT id FROM enfant WHERE ");
        way(&mut Way { sql: self.sql });
        self.sql.push(&format!(" LIMIT {limit}) v{}", self.count));
        self.count += 1;
    }

    fn named(&mut self, nom: &NomCompare, prenom: &NomCompare) {
        for (cle, son) in [("cle_nom", "son_nom"), ("cle_nom2", "son_nom2")] {
            self.one(120, |w| w.equal(cle, &nom.mots).and().prefix("cle_prenom", &prenom.mots));
            if nom.mots.chars().count() >= 3 {
                self.one(30, |w| w.prefix(cle, &nom.mots).and().prefix("cle_prenom", &prenom.mots));
            }
            self.one(60, |w| w.equal(son, &nom.son).and().equal("son_prenom", &prenom.son));
        }
    }

    /// One typing error in the one, in the other, in both.
    fn near(&mut self, nom: &NomCompare, prenom: &NomCompare) {
        let (noms, prenoms) = (nom::variants(&nom.mots), nom::variants(&prenom.mots));
        if noms.len() > 1 {
            self.one(40, |w| w.near("cle_nom", "nom", &noms).and().equal("son_prenom", &prenom.son));
        }
        if prenoms.len() > 1 {
            self.one(40, |w| w.near("cle_prenom", "prenom", &prenoms).and().equal("son_nom", &nom.son));
        }
        if noms.len() > 1 && prenoms.len() > 1 {
            self.one(40, |w| w.near("cle_nom", "nom", &noms).and().near("cle_prenom", "prenom", &prenoms));
        }
    }
}

/// One way of looking.
pub(super) struct Way<'a> {
    pub sql: &'a mut Sql<Text>,
}

impl Way<'_> {
    /// A range, not LIKE: the only form whose index is used under row-level security.
    pub fn prefix(&mut self, column: &str, prefix: &str) -> &mut Self {
        self.sql.push(&format!("{column} >= "));
        self.sql.push_bind(prefix);
        self.sql.push(&format!(" AND {column} < "));
        self.sql.push_bind(nom::prefix_end(prefix));
        self
    }

    /// Beginning by three letters at least, else exactly: a letter alone would read half of the names.
    pub fn either(&mut self, column: &str, value: &str) -> &mut Self {
        if value.chars().count() >= 3 { self.prefix(column, value) } else { self.equal(column, value) }
    }

    /// Said so that an index of those alone is used.
    pub fn known(&mut self, column: &str) -> &mut Self {
        self.sql.push(&format!("{column} IS NOT NULL"));
        self
    }

    pub fn equal(&mut self, column: &str, value: &str) -> &mut Self {
        self.sql.push(&format!("{column} = "));
        self.sql.push_bind(value);
        self
    }

    fn date(&mut self, column: &str, value: &str, cast: &str) -> &mut Self {
        self.equal(column, value);
        self.sql.push(cast);
        self
    }

    /// A name of the base that shares a variant with the one typed: at most one typing error in each.
    pub fn near(&mut self, column: &str, nature: &str, variants: &[String]) -> &mut Self {
        self.sql.push(&format!("{column} IN (SELECT nom FROM nom_proche WHERE nature = '{nature}' AND variante IN ("));
        for (at, variant) in variants.iter().enumerate() {
            self.sql.push(if at > 0 { ", " } else { "" });
            self.sql.push_bind(variant.clone());
        }
        self.sql.push("))");
        self
    }

    pub fn and(&mut self) -> &mut Self {
        self.sql.push(" AND ");
        self
    }
}

fn person(row: &str) -> Option<Fiche> {
    let row: Vec<Value> = serde_json::from_str(row).ok()?;
    let mut personne = Fiche::with_id(Table::Enfant, row.first()?.as_str()?.parse().ok()?);
    personne.version = i32::try_from(row.get(1)?.as_i64()?).ok()?;
    for (cle, value) in Cle::all(Table::Enfant).zip(row.get(2..)?) {
        personne.set(cle, text_of(value, cle.champ().nature));
    }
    Some(personne)
}

/// What the dossiers of a child say of the family.
struct Family {
    id: uuid::Uuid,
    dossiers: Vec<String>,
    /// Commune, number and street, once a dossier.
    adresses: Vec<[String; 3]>,
    fratrie: Vec<String>,
}

/// `[enfant, [numéro…], [[commune, n°, voie]…], [prénom…]]`; nobody without a dossier.
fn families(dialect: Dialect, found: &[(Fiche, Rapprochement)]) -> Sql<Text> {
    let (array, group, text) = (dialect.json_array(), dialect.json_group(), dialect.as_text());
    let mut sql = Sql::new(format!(
        "SELECT {array}(e.id, \
         (SELECT {group}(d.numero ORDER BY d.numero DESC) FROM enfant_concerne ec JOIN dossier d ON d.id = ec.dossier_id WHERE ec.enfant_id = e.id), \
         (SELECT {group}({array}(ec.commune, ec.numero_voie, ec.voie)) FROM adresse_cherchee ec WHERE ec.enfant_id = e.id), \
         (SELECT {group}(p.prenom) FROM enfant_concerne ec JOIN enfant_concerne f ON f.dossier_id = ec.dossier_id AND f.id <> ec.id \
          JOIN enfant p ON p.id = f.enfant_id WHERE ec.enfant_id = e.id)){text} FROM enfant e WHERE e.id IN ("
    ));
    for (at, (fiche, _)) in found.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push_bind(fiche.id.to_string());
        sql.push(dialect.cast_id());
    }
    sql.text(")")
}

impl Family {
    fn parse(row: &str) -> Option<Self> {
        type Read =
            (uuid::Uuid, Option<Vec<Option<String>>>, Option<Vec<[Option<String>; 3]>>, Option<Vec<Option<String>>>);
        let (id, dossiers, adresses, fratrie): Read = serde_json::from_str(row).ok()?;
        let dossiers: Vec<String> = dossiers?.into_iter().flatten().collect();
        let adresses = adresses.unwrap_or_default().into_iter().map(|one| one.map(Option::unwrap_or_default)).collect();
        let fratrie = fratrie.unwrap_or_default().into_iter().flatten().collect();
        Some(Self { id, dossiers, adresses, fratrie }).filter(|family| !family.dossiers.is_empty())
    }

    /// The closest of the addresses that the child has had.
    fn best(&self, tape: &Identite, personne: &Fiche) -> Rapprochement {
        let mut identite = Identite::of_person(personne);
        identite.fratrie =
            self.fratrie.iter().map(|name| NomCompare::new(name)).filter(|name| !name.is_empty()).collect();
        let mut best = rapprocher(tape, &identite);
        for [commune, numero, voie] in &self.adresses {
            identite.set_address(commune, numero, voie);
            let with = rapprocher(tape, &identite);
            if with.points > best.points {
                best = with;
            }
        }
        best
    }
}
