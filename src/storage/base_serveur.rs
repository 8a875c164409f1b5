//! An open base as its administrator sees it: installed, and how it is.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Text};

use crate::domain::compte::Compte;

use super::connection::Connexion;
use super::dialect::Dialect;
use super::droits::{self, Constat};
use super::migrate::{self, Schema};
use super::save::in_transaction;
use super::sql::Sql;
use super::{Base, Cible, Result, StorageError};

/// How many times an installation is begun again when people at work were in its way.
const INSTALLATIONS: u8 = 5;

/// What « vigie base etat » tells.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Etat {
    pub adresse: String,
    pub moteur: String,
    pub chiffree: bool,
    pub utilisateur: String,
    pub dossiers: i64,
    pub enfants: i64,
    pub changements: i64,
    /// « ok », or what the engine found damaged.
    pub integrite: String,
}

impl Base {
    /// Puts the roles and the rights of `assets/droits.tsv` in place on a central base, with a first administrator
    /// if one is given; may be run again. An empty database is filled, an older base brought to this version.
    ///
    /// # Errors
    /// Refused to who is not the administrator of the server; nothing is left half done.
    pub fn install(cible: &Cible, administrateur: Option<(&Compte, Option<&str>)>) -> Result<()> {
        if cible.chemin().is_some() {
            return Err(StorageError::Refused(
                "L’installation des droits est pour un serveur PostgreSQL\u{a0}; une base de ce poste appartient à qui a le fichier"
                    .to_owned(),
            ));
        }
        let mut connexion = cible.connect(false)?;
        match migrate::schema(&mut connexion)? {
            Schema::Empty => drop(Self::create(cible.clone())?),
            Schema::Older => migrate::migrate(&mut connexion)?,
            Schema::Current => {}
            Schema::Newer => return Err(StorageError::Newer),
            Schema::Foreign => {
                return Err(StorageError::NotVigie("ses tables sont celles d’une autre application".to_owned()));
            }
        }
        // Who works meanwhile may hold what is wanted here, and want what is held.
        let mut tries = 1..INSTALLATIONS;
        while let Err(error) = in_transaction(&mut connexion, droits::install) {
            if !matches!(error, StorageError::Busy) || tries.next().is_none() {
                return Err(error);
            }
        }
        let base = Self::with_first(cible.clone(), connexion)?;
        administrateur.map_or(Ok(()), |(compte, mot_de_passe)| base.create_compte(compte, mot_de_passe))
    }

    /// What is missing or too open, the gravest first.
    pub fn surete(&self) -> Result<Vec<Constat>> {
        self.read(droits::constats)
    }

    pub fn etat(&self) -> Result<Etat> {
        self.read(|c| {
            let count = |c: &mut Connexion, table: &str| -> Result<i64> {
                Ok(Sql::<BigInt>::new(format!("SELECT count(*) FROM {table}")).get_result(c)?)
            };
            let (moteur, integrite) = match Dialect::of(c) {
                Dialect::Postgres => (Sql::<Text>::new("SELECT version()").get_result(c)?, "ok".to_owned()),
                Dialect::Sqlite => {
                    let version: String = Sql::<Text>::new("SELECT 'SQLite ' || sqlite_version()").get_result(c)?;
                    (
                        version,
                        Sql::<Text>::new("SELECT integrity_check FROM pragma_integrity_check LIMIT 1").get_result(c)?,
                    )
                }
            };
            // Who may read none of it is still told how much there is.
            let [dossiers, enfants, changements]: [i64; 3] = match Dialect::of(c) {
                Dialect::Sqlite => [count(c, "dossier")?, count(c, "enfant")?, count(c, "journal")?],
                Dialect::Postgres => {
                    let counted: String = Sql::<Text>::new("SELECT compter_base()").get_result(c)?;
                    serde_json::from_str(&counted).map_err(|error| StorageError::Database(error.to_string()))?
                }
            };
            Ok(Etat {
                adresse: self.cible().adresse(),
                moteur,
                chiffree: matches!(self.cible(), Cible::Fichier { phrase: Some(_), .. }),
                utilisateur: self.utilisateur().to_owned(),
                dossiers,
                enfants,
                changements,
                integrite,
            })
        })
    }
}
