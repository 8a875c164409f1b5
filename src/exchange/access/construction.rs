//! Dossiers made of the rows of an old base, each value by its rule, each row with where it comes from.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use uuid::Uuid;

use crate::domain::reprise::{DossierRepris, LigneAncienne, Origine, ValeurNouvelle};
use crate::domain::{Dossier, Fiche, Parametres, Table};

use super::atelier::{Atelier, TableLue};
use super::bilan::{Bilan, Suivi};
use super::correspondance::{Correspondance, Role};
use super::dossiers::EnCours;
use super::regles::Regle;
use super::source::Source;
use super::{adultes, dossiers, enfants, pieces, traitements};

/// An old base made into dossiers, ready to be written, and everything that there is to tell of it.
pub struct Reprise {
    pub source: String,
    pub dossiers: Vec<DossierRepris>,
    pub lignes: Vec<LigneAncienne>,
    pub nouvelles: Vec<ValeurNouvelle>,
    pub pieces: Vec<crate::storage::NouvellePiece>,
    pub bilan: Bilan,
    /// Tables counted and not taken, with their rows.
    pub ecartees: Vec<(String, usize)>,
}

/// The person asked to stop.
#[derive(Debug, PartialEq, Eq)]
pub struct Annulee;

/// Makes the dossiers. `progress` is told how many rows are done and says whether to go on.
///
/// # Errors
/// When `progress` said stop; nothing was written anywhere.
pub fn construire(
    source: &Source,
    correspondance: &Correspondance,
    parametres: &Parametres,
    suivi: Option<Suivi>,
    mut progress: impl FnMut(usize) -> bool,
) -> Result<Reprise, Annulee> {
    let mut atelier = Atelier::new(source, correspondance, parametres);
    atelier.bilan.suivi = suivi;
    let tables = std::mem::take(&mut atelier.tables);
    let find = |role: Role| tables.iter().find(|table| table.role == role);
    let mut all = dossiers::lire(&mut atelier, find(Role::Dossier));
    let mut go_on = |atelier: &Atelier<'_>| if progress(atelier.lignes.len()) { Ok(()) } else { Err(Annulee) };
    go_on(&atelier)?;
    if let Some(table) = find(Role::Enfant) {
        dossiers::secourir(&mut atelier, find(Role::Secours), table, &mut all);
        enfants::lire(&mut atelier, table, &mut all);
        go_on(&atelier)?;
    }
    let children = all.enfants();
    for table in &tables {
        match table.role {
            Role::Adulte => adultes::lire(&mut atelier, table, &mut all, &children),
            Role::Motif => enfants::motifs(&mut atelier, table, &mut all, &children),
            Role::Conclusion => enfants::conclusions(&mut atelier, table, &mut all, &children),
            Role::Traitement => traitements::lire(&mut atelier, table, &mut all),
            _ => continue,
        }
        go_on(&atelier)?;
    }
    let files = tables.iter().filter(|table| table.role == Role::Piece);
    let pieces = files.flat_map(|table| pieces::lire(&mut atelier, table, &all, &children)).collect();
    let ecartees = garder_le_reste(&mut atelier, &tables);
    let dossiers = dossiers::finir(&mut atelier, all);
    go_on(&atelier)?;
    let Atelier { lignes, bilan, vocabulaires, .. } = atelier;
    Ok(Reprise {
        source: correspondance.source.clone(),
        dossiers,
        lignes,
        nouvelles: vocabulaires.nouvelles.into_values().collect(),
        pieces,
        bilan,
        ecartees,
    })
}

/// Lists and tables without an equal are kept as they were; what must not be taken is only counted.
fn garder_le_reste(atelier: &mut Atelier<'_>, tables: &[TableLue<'_>]) -> Vec<(String, usize)> {
    let mut ecartees = Vec::new();
    for table in tables {
        match table.role {
            Role::Liste | Role::Gardee => table.rangs().for_each(|rang| atelier.garder(table, rang, None, false)),
            Role::Ecartee => ecartees.push((table.nom.to_string(), table.rangs().len())),
            _ => {}
        }
    }
    let source = atelier.source;
    for table in source.tables.iter().filter(|table| atelier.correspondance.table_nommee(&table.nom).is_none()) {
        let nom: Arc<str> = table.nom.as_str().into();
        for (rang, row) in table.lignes.iter().enumerate() {
            let contenu = super::tables::contenu(table, row, |_| false);
            let cle = table.cle_de(table.cle, rang).into();
            atelier.lignes.push(LigneAncienne { table: Arc::clone(&nom), cle, reprise: false, dossier: None, contenu });
        }
    }
    ecartees
}

/// Where an old key leads.
pub type Index = HashMap<String, usize>;

/// The dossiers being made, by the key of the old base.
#[derive(Default)]
pub struct Ouvrage {
    pub dossiers: Vec<EnCours>,
    pub par_cle: Index,
}

/// A child of the old base: its dossier and its row there.
#[derive(Clone, Copy)]
pub struct EnfantDe {
    pub dossier: usize,
    pub concerne: Uuid,
}

impl Ouvrage {
    pub fn get(&mut self, cle: &str) -> Option<&mut EnCours> {
        let at = *self.par_cle.get(cle)?;
        self.dossiers.get_mut(at)
    }

    pub fn enfants(&self) -> HashMap<String, EnfantDe> {
        let of = |(at, en_cours): (usize, &EnCours)| {
            let children = en_cours.enfants.iter();
            children.map(|(cle, id)| (cle.to_string(), EnfantDe { dossier: at, concerne: *id })).collect::<Vec<_>>()
        };
        self.dossiers.iter().enumerate().flat_map(of).collect()
    }
}

impl EnCours {
    pub fn ajouter(&mut self, fiche: Fiche, table: &Arc<str>, cle: &str) {
        self.origines.push(Origine { ligne: fiche.id, table: Arc::clone(table), cle: cle.into() });
        self.fiches.push(fiche);
    }

    pub fn id(&self) -> Uuid {
        self.fiches.first().map(|fiche| fiche.id).unwrap_or_default()
    }

    pub fn entete(&mut self) -> Option<&mut Fiche> {
        self.fiches.first_mut()
    }

    /// In the order in which a dossier is read.
    pub fn fermer(mut self) -> DossierRepris {
        self.fiches.sort_by_key(|fiche| fiche.table);
        DossierRepris { dossier: Dossier { fiches: self.fiches }, origines: self.origines }
    }
}

/// A row that could not be made after all: each field that it had filled is taken off again.
pub fn retirer(
    atelier: &mut Atelier<'_>,
    table: &TableLue<'_>,
    rang: usize,
    dossier: Uuid,
    fiches: &[&Fiche],
    regle: Regle,
) {
    let lieu = table.lieu(rang, Some(dossier));
    atelier.bilan.noter(regle, &lieu, &"".into(), None, ("", ""), (0, 0));
    let mut counted: BTreeSet<super::correspondance::But> = BTreeSet::new();
    for colonne in &table.colonnes {
        let super::correspondance::But::Champ(cle) = colonne.but else { continue };
        if !counted.insert(colonne.but) {
            continue;
        }
        let held = fiches.iter().find(|fiche| fiche.table == cle.table).map(|fiche| fiche.get(cle)).unwrap_or_default();
        if !held.is_empty() {
            atelier.bilan.effet(regle, &table.nom, colonne.but, -1, -super::texte::count(held));
        }
    }
    atelier.garder(table, rang, Some(dossier), false);
}

/// Rows in the order of their keys, numbers as numbers: the same whatever order the file has them in.
pub fn dans_l_ordre(table: &TableLue<'_>) -> Vec<usize> {
    let mut rangs: Vec<usize> = table.rangs().collect();
    rangs.sort_by_cached_key(|rang| {
        let cle = table.cle(*rang);
        (cle.parse::<i64>().unwrap_or(i64::MAX), cle)
    });
    rangs
}

/// The year before which an instant is of a clock that was reset: three years before all but a few.
pub fn premiere_annee(instants: impl Iterator<Item = NaiveDateTime>) -> i32 {
    let mut years: Vec<i32> = instants.map(|instant| instant.year()).collect();
    years.sort_unstable();
    years.get(years.len() / 20).map_or(i32::MIN, |year| year - 3)
}

/// The day of a dossier, by which ages and two-digit years are judged.
pub fn jour_du_dossier(
    instant: Option<NaiveDateTime>,
    reception: Option<NaiveDate>,
    premiere: i32,
) -> Option<NaiveDate> {
    instant.filter(|instant| instant.year() >= premiere).map(|instant| instant.date()).or(reception)
}

/// A new row of this table.
pub fn fiche(table: Table, id: Uuid) -> Fiche {
    Fiche::with_id(table, id)
}
