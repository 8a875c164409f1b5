//! What the dropdowns offer, read at once when the base is opened and again when it changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use crate::domain::commune::Communes;
use crate::domain::echeance::Delai;
use crate::domain::liste::by_family;
use crate::domain::parametres::{Choix, Liste, Parametres};

use super::Result;
use super::connection::Connexion;
use super::schema::{commune, delai, liste, service, territoire, valeur};

/// Everything but the communes: few rows, wanted before the first screen.
pub fn read(connexion: &mut Connexion, today: NaiveDate) -> Result<Parametres> {
    let headers: Vec<(String, String, i32)> =
        liste::table.select((liste::code, liste::libelle, liste::niveaux)).load(connexion)?;
    let mut listes: BTreeMap<String, Liste> = headers
        .into_iter()
        .map(|(code, libelle, niveaux)| (code.clone(), Liste { code, libelle, niveaux, valeurs: Vec::new() }))
        .collect();

    type Valeur = (String, String, String, bool, Option<NaiveDate>, Option<NaiveDate>, Option<String>);
    let valeurs: Vec<Valeur> = valeur::table
        .select((
            valeur::id,
            valeur::liste,
            valeur::libelle,
            valeur::actif,
            valeur::valide_du,
            valeur::valide_au,
            valeur::parent,
        ))
        .order((valeur::liste, valeur::ordre, valeur::id))
        .load(connexion)?;
    for (id, code, libelle, actif, from, to, parent) in valeurs {
        let valid = from.is_none_or(|from| from <= today) && to.is_none_or(|to| today <= to);
        if let Some(liste) = listes.get_mut(&code) {
            liste.valeurs.push(Choix { actif: actif && valid, parent, ..Choix::new(id, libelle) });
        }
    }
    for liste in listes.values_mut().filter(|liste| liste.niveaux == 2) {
        by_family(&mut liste.valeurs, |one| &one.id, |one| one.parent.as_deref());
    }
    let territoires: Vec<(String, String, bool)> = territoire::table
        .select((territoire::id, territoire::libelle, territoire::actif))
        .order((territoire::ordre, territoire::id))
        .load(connexion)?;
    let services: Vec<(String, String, bool)> = service::table
        .select((service::id, service::libelle, service::actif))
        .order((service::ordre, service::id))
        .load(connexion)?;
    let choix = |rows: Vec<(String, String, bool)>| {
        Arc::new(rows.into_iter().map(|(id, libelle, actif)| Choix { actif, ..Choix::new(id, libelle) }).collect())
    };

    type Regle = (String, String, i32, String, String, String, String);
    let delais: Vec<Regle> = delai::table
        .filter(delai::actif.eq(true))
        .select((
            delai::code,
            delai::libelle,
            delai::longueur,
            delai::unite,
            delai::depart,
            delai::article,
            delai::condition,
        ))
        .order(delai::code)
        .load(connexion)?;
    let delais = delais
        .into_iter()
        .map(|(code, libelle, longueur, unite, depart, article, condition)| Delai {
            code,
            libelle,
            longueur: u32::try_from(longueur).unwrap_or_default(),
            unite,
            depart,
            article,
            condition,
        })
        .collect();
    Ok(Parametres {
        listes: Arc::new(listes),
        territoires: choix(territoires),
        services: choix(services),
        communes: Arc::default(),
        delais: Arc::new(delais),
    })
}

/// The communes, sorted by code: 35,000, read after the first screen is there.
pub fn read_communes(connexion: &mut Connexion) -> Result<Communes> {
    type Row = (String, String, String, Option<String>);
    // Row by row: all of them twice in memory would stay in the process for good.
    let rows = commune::table
        .select((commune::code, commune::nom, commune::codes_postaux, commune::territoire))
        .load_iter::<Row, DefaultLoadingMode>(connexion)?;
    let mut communes = Communes::of_france();
    for row in rows {
        let (code, nom, codes_postaux, territoire) = row?;
        communes.push(&code, &nom, &codes_postaux, territoire.as_deref());
    }
    communes.shrink_to_fit();
    Ok(communes)
}
