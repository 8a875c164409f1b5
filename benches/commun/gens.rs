//! A base installed with its rights, and people with accounts of their own who come over TLS.

use std::path::PathBuf;

use vigie::domain::compte::{Compte, Role};
use vigie::storage::{Base, Cible};

const MOT_DE_PASSE: &str = "Girafe-bleue-42-hameçons";

/// `serveur` is the address of the administrator; `ca` the authority that signed the server's certificate.
pub struct Gens {
    cible: Cible,
    ca: PathBuf,
}

impl Gens {
    pub fn install(cible: &Cible, ca: PathBuf) -> Self {
        let chef = Compte {
            login: "chef".to_owned(),
            nom: "chef".to_owned(),
            actif: true,
            roles: vec![Role::Administration],
            ..Compte::default()
        };
        Base::install(cible, Some((&chef, Some(MOT_DE_PASSE)))).expect("installed");
        Self { cible: cible.clone(), ca }
    }

    pub fn add(&self, login: &str, role: Role, territoires: &[&str], services: &[&str]) -> Cible {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let compte = Compte {
            login: login.to_owned(),
            nom: login.to_owned(),
            actif: true,
            roles: vec![role],
            territoires: owned(territoires),
            services: owned(services),
            ..Compte::default()
        };
        let base = Base::open(self.cible.clone()).expect("the base");
        base.create_compte(&compte, Some(MOT_DE_PASSE)).expect("an account");
        self.of(login)
    }

    /// As that person opens it.
    pub fn of(&self, login: &str) -> Cible {
        let adresse = self.cible.adresse();
        let place = adresse.rsplit('@').next().expect("a place");
        let tls = format!("sslmode=verify-full&sslrootcert={}", self.ca.display());
        let cible = Cible::parse(&format!("postgres://{login}@{place}?{tls}")).expect("an address");
        cible.with_secret(Some(MOT_DE_PASSE.to_owned()))
    }
}
