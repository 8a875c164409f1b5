//! What the parameters offer, indexed once: a value that is closed or gone is not there.

use std::collections::{HashMap, HashSet};

use super::hasard::{Poids, Tirage};
use crate::domain::Parametres;
use crate::domain::commune::Commune;
use crate::domain::dossier::TERRITOIRE_INITIAL;
use crate::domain::parametres::Choix;

pub struct Offre<'a> {
    pub parametres: &'a Parametres,
    valeurs: HashSet<&'a str>,
    territoires: HashSet<&'a str>,
    services: HashSet<&'a str>,
    /// The service that evaluates for each territory.
    evaluateurs: HashMap<&'a str, &'a str>,
    /// Where what no territory takes goes.
    defaut: Option<&'a str>,
}

fn actifs(choix: &[Choix]) -> impl Iterator<Item = &Choix> {
    choix.iter().filter(|choix| choix.actif)
}

impl<'a> Offre<'a> {
    pub fn new(parametres: &'a Parametres) -> Self {
        let valeurs =
            parametres.listes.values().flat_map(|liste| actifs(&liste.valeurs)).map(|choix| &*choix.id).collect();
        let territoires: HashSet<&str> = actifs(&parametres.territoires).map(|choix| &*choix.id).collect();
        let services: HashSet<&str> = actifs(&parametres.services).map(|choix| &*choix.id).collect();
        let mut evaluateurs = HashMap::new();
        for service in actifs(&parametres.services) {
            let named = parametres
                .territoires
                .iter()
                .map(|choix| &*choix.id)
                .filter(|territoire| service.id.ends_with(territoire))
                .max_by_key(|id| id.len());
            if let Some(territoire) = service.parent.as_deref().or(named).filter(|id| territoires.contains(id)) {
                evaluateurs.entry(territoire).or_insert(&*service.id);
            }
        }
        let defaut =
            services.get("cema").copied().or_else(|| actifs(&parametres.services).next().map(|choix| &*choix.id));
        Self { parametres, valeurs, territoires, services, evaluateurs, defaut }
    }

    /// The value itself if it can be chosen, else nothing.
    pub fn keep(&self, id: &'static str) -> &'static str {
        if self.valeurs.contains(id) { id } else { "" }
    }

    pub fn service(&self, id: &'static str) -> Option<&'static str> {
        self.services.contains(id).then_some(id)
    }

    pub fn evaluateur(&self, territoire: &str) -> Option<&'a str> {
        self.evaluateurs.get(territoire).copied().or(self.defaut)
    }

    pub fn territoire(&self, commune: Option<Commune<'a>>) -> &'a str {
        let own = commune.and_then(Commune::territoire);
        own.and_then(|id| self.territoires.get(id).copied()).unwrap_or(TERRITOIRE_INITIAL)
    }

    /// The values of a list that carry these codes. When none of them is left, the list was made
    /// anew: any of its values then, so that a demonstration still shows something.
    pub fn tirage(&self, liste: &str, poids: &Poids) -> Tirage<&'a str> {
        let valeurs = self.parametres.listes.get(liste).map_or(&[][..], |liste| &liste.valeurs);
        let weight = |choix: &Choix| {
            let (_, code) = choix.id.split_once('/')?;
            poids.iter().find(|(connu, _)| *connu == code).map(|(_, poids)| *poids)
        };
        let known = Tirage::new(actifs(valeurs).filter_map(|choix| Some((&*choix.id, weight(choix)?))));
        if known.is_empty() { Tirage::new(actifs(valeurs).map(|choix| (&*choix.id, 1))) } else { known }
    }
}
