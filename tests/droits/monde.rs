//! An installed base, its people and three dossiers: one of Vierzon, one of Baugy, one of Baugy attributed to the
//! service of Aubigny.

use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl as _};
use uuid::Uuid;
use vigie::domain::compte::{Compte, Role};
use vigie::domain::dossier;
use vigie::domain::{Dossier, Fiche, Table, enfant, parse, traitement};
use vigie::storage::{Base, Cible};

use crate::common::dossiers::complet;
use crate::common::{Moteur, today};

/// Good for everybody here: strong, and no secret.
pub const MOT_DE_PASSE: &str = "Girafe-bleue-42-hameçons";

/// The people of the matrix, in the order of its columns.
pub const GENS: [&str; 7] =
    ["saisie", "encadrement", "territoire", "service", "observatoire", "administration", "audit"];
/// Whose dossiers: of one's own territory, of another, of another but attributed to one's service.
pub const LIEUX: [&str; 3] = ["vierzon", "baugy", "attribue"];

/// The family of each of them: their names are nobody else's.
pub const FAMILLES: [&str; 3] = ["Lefèvre-N’Diaye", "Quénault", "Zouaoui"];

pub struct Monde {
    pub cible: Cible,
    pub maitre: Base,
    suffixe: String,
    /// In the order of [`LIEUX`].
    pub dossiers: [Dossier; 3],
    /// A letter of each, once [`with_extras`] wrote them.
    pub courriers: [Uuid; 3],
    /// The form of document that this Vigie reads.
    pub forme: String,
}

impl Monde {
    pub fn id(&self, lieu: usize) -> Uuid {
        self.dossiers[lieu].id().unwrap()
    }

    /// Roles belong to the whole server: each base of these tests has its own names.
    pub fn login(&self, qui: &str) -> String {
        format!("{qui}_{}", self.suffixe)
    }

    fn port_and_name(&self) -> (String, String) {
        let adresse = self.cible.adresse();
        let (port, name) = adresse.rsplit(':').next().unwrap().split_once('/').unwrap();
        (port.to_owned(), name.to_owned())
    }

    /// As Vigie opens it: the server proves itself, the person gives a password.
    pub fn cible_of(&self, qui: &str) -> Cible {
        let (port, name) = self.port_and_name();
        let ca = ca().display().to_string();
        let url =
            format!("postgres://{}@127.0.0.1:{port}/{name}?sslmode=verify-full&sslrootcert={ca}", self.login(qui));
        Cible::parse(&url).unwrap().with_secret(Some(MOT_DE_PASSE.to_owned()))
    }

    pub fn base_of(&self, qui: &str) -> Base {
        Base::open(self.cible_of(qui)).unwrap()
    }

    /// As `psql` does it.
    pub fn psql(&self, qui: &str) -> PgConnection {
        self.psql_with(&self.login(qui), MOT_DE_PASSE).unwrap()
    }

    pub fn psql_with(&self, login: &str, secret: &str) -> Result<PgConnection, String> {
        let (port, name) = self.port_and_name();
        let ca = ca().display().to_string();
        let secret: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        PgConnection::establish(&format!(
            "postgres://{login}:{secret}@127.0.0.1:{port}/{name}?sslmode=verify-full&sslrootcert={ca}"
        ))
        .map_err(|error| error.to_string())
    }

    pub fn root_run(&self, sql: &str) {
        self.root().batch_execute(sql).unwrap();
    }

    pub fn root(&self) -> PgConnection {
        PgConnection::establish(&self.cible.adresse()).unwrap()
    }
}

/// The authority of the cluster's certificate, beside its data.
fn ca() -> PathBuf {
    let mut root = PgConnection::establish(crate::common::cluster()).unwrap();
    let data = PathBuf::from(texts(&mut root, "SELECT current_setting('data_directory') AS t").unwrap().remove(0));
    data.parent().unwrap().join("ca.crt")
}

#[derive(QueryableByName)]
struct Ligne {
    #[diesel(sql_type = diesel::sql_types::Nullable<Text>)]
    t: Option<String>,
}

/// The column `t` of a query as text; the message of the server when it refuses.
pub fn texts(c: &mut PgConnection, sql: &str) -> Result<Vec<String>, String> {
    let rows: Vec<Ligne> = diesel::sql_query(sql).load(c).map_err(|error| error.to_string())?;
    Ok(rows.into_iter().map(|row| row.t.unwrap_or_default()).collect())
}

pub fn compte(login: &str, roles: &[Role], territoires: &[&str], services: &[&str]) -> Compte {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Compte {
        login: login.to_owned(),
        nom: "Essai".to_owned(),
        prenom: login.to_owned(),
        courriel: String::new(),
        actif: true,
        roles: roles.to_vec(),
        territoires: owned(territoires),
        services: owned(services),
    }
}

/// Two installations at once write the same rows of the server's roles.
fn one_installation<T>(work: impl FnOnce() -> T) -> T {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut root = PgConnection::establish(crate::common::cluster()).unwrap();
    root.batch_execute("SELECT pg_advisory_lock(20261129)").unwrap();
    work()
}

pub fn new_world() -> Monde {
    let fresh = Moteur::Postgres.fresh();
    let cible = fresh.cible.clone();
    let parametres = fresh.base.parametres(today()).unwrap();
    let places = [("vierzon", None), ("baugy", None), ("baugy", Some("mdas-aubigny"))];
    let mut familles = FAMILLES.into_iter();
    let dossiers = places.map(|(territoire, service)| {
        let (mut dossier, famille) = (complet(&parametres), familles.next().unwrap());
        dossier.fiches.retain(|row| row.table != Table::Traitement);
        let service = service.unwrap_or("mdas-bourges-nord");
        dossier.fiches.push(Fiche::new(Table::Traitement).with(traitement::SERVICE, service));
        for row in &mut dossier.fiches {
            match row.table {
                Table::Dossier => row.set(dossier::TERRITOIRE, territoire),
                Table::Enfant => row.set(enfant::personne::NOM_USAGE, famille),
                Table::EnfantConcerne => row.set(enfant::COMMENTAIRE, "Un commentaire secret"),
                _ => {}
            }
        }
        parse::derive(&mut dossier, &parametres);
        fresh.base.save(&Dossier::default(), &dossier).unwrap().dossier
    });
    let suffixe = Uuid::now_v7().simple().to_string()[20..].to_owned();
    let mut root = PgConnection::establish(&cible.adresse()).unwrap();
    // Read off the procedure itself, as who holds psql would.
    let source = texts(&mut root, "SELECT prosrc AS t FROM pg_proc WHERE proname = 'lire_dossiers'").unwrap().remove(0);
    let forme = source.split("forme <> '").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    let monde =
        Monde { cible: cible.clone(), maitre: fresh.base, suffixe, dossiers, courriers: [Uuid::nil(); 3], forme };
    one_installation(|| {
        let admin = compte(&monde.login("administration"), &[Role::Administration], &[], &[]);
        Base::install(&cible, Some((&admin, Some(MOT_DE_PASSE)))).unwrap();
    });
    let administration = monde.base_of("administration");
    for (qui, role, territoires, services) in [
        ("saisie", Role::Saisie, &[][..], &[][..]),
        ("encadrement", Role::Encadrement, &[], &[]),
        ("territoire", Role::Territoire, &["vierzon"], &[]),
        ("service", Role::Territoire, &[], &["mdas-aubigny"]),
        ("observatoire", Role::Observatoire, &[], &[]),
        ("audit", Role::Audit, &[], &[]),
    ] {
        let one = compte(&monde.login(qui), &[role], territoires, services);
        administration.create_compte(&one, Some(MOT_DE_PASSE)).unwrap();
    }
    monde
}

/// The world that most tests share: nobody changes it.
pub fn monde() -> &'static Monde {
    static MONDE: OnceLock<Monde> = OnceLock::new();
    MONDE.get_or_init(|| with_extras(new_world()))
}

/// A letter, a deadline and a wish of handing over for each dossier; what others keep for themselves.
pub fn with_extras(mut monde: Monde) -> Monde {
    monde.courriers = [(); 3].map(|()| Uuid::now_v7());
    for (lieu, courrier) in monde.courriers.into_iter().enumerate() {
        let (id, territoire) = (monde.id(lieu), if lieu == 0 { "vierzon" } else { "baugy" });
        monde.root_run(&format!(
            "INSERT INTO courrier (id, dossier_id, territoire, modele, revision, jour, destinataire, cle_destinataire, objet, lettre) VALUES ('{courrier}', '{id}', '{territoire}', 'x', 1, '2026-11-01', 'École', 'ecole', 'x', 'Une lettre secrète'); \
             INSERT INTO echeance (dossier_id, territoire, objet, code, depart_le, due_le) VALUES ('{id}', '{territoire}', '{courrier}', 'D99', '2026-11-01', '2027-02-01'); \
             INSERT INTO piece (id, dossier_id, territoire, nom, octets, sha256, contenu) VALUES ('{courrier}', '{id}', '{territoire}', 'photo.jpg', 6, repeat('0', 64), 'secret'); \
             INSERT INTO ligne_reprise (source, nom_table, cle, sort, dossier_id, territoire, contenu) VALUES ('ancienne', 't', '{courrier}', 'reprise', '{id}', '{territoire}', 'Une ligne secrète'); \
             INSERT INTO provenance (ligne, nom_table, source, table_source, cle_source, dossier_id, territoire, importe) VALUES ('{id}', 'dossier', 'ancienne', 't', '{courrier}', '{id}', '{territoire}', 'Un import secret'); \
             INSERT INTO constat_reprise (source, rang, regle, nom_table, cle, colonne, avant, dossier_id, territoire) VALUES ('ancienne', {lieu}, 'r', 't', '{courrier}', 'c', 'Un avant secret', '{id}', '{territoire}'); \
             INSERT INTO passation (id, dossier_id, territoire, de, vers, motif) VALUES ('{courrier}', '{id}', '{territoire}', '{territoire}', 'saint-florent', 'Un motif secret')"
        ));
    }
    monde.root_run(&format!(
        "INSERT INTO vue_dossiers (id, nom, partagee, contenu) VALUES ('{}', 'd’un autre', false, ''), ('{}', 'partagée par un autre', true, ''); \
         INSERT INTO indicateur (id, titre, contenu, partage) VALUES ('{}', 'partagé par un autre', '', true); \
         INSERT INTO reprise (id, source, fichier, sha256, correspondance, bilan) VALUES ('{}', 'ancienne', 'base.accdb', '', '', ''); \
         INSERT INTO disposition (nature, pour, indicateurs) VALUES ('personne', 'quelqu’un', ''); \
         INSERT INTO cle_brouillon VALUES ('quelqu’un', 'secrète')",
        Uuid::now_v7(),
        Uuid::now_v7(),
        Uuid::now_v7(),
        Uuid::now_v7()
    ));
    monde
}

pub fn install_again(monde: &Monde) {
    one_installation(|| Base::install(&monde.cible, None).unwrap());
}
