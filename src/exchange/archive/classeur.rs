//! The workbook for people: labels rather than codes, the number of the dossier on each line.

use std::path::Path;

use crate::domain::champ::Forme;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::{Cle, Dossier, Fiche, Nature, Parametres, Table, adulte, conclusion, enfant, motif, parse};
use crate::exchange::tableur::{Cellule, Classeur, ErreurTableur};

use super::{ErreurArchive, courriers};

/// The sheets, in the order in which they stand.
#[derive(Clone, Copy)]
enum Feuille {
    Dossiers,
    Enfants,
    Adultes,
    Motifs,
    Conclusions,
    Traitements,
    Courriers,
}

/// A workbook being filled dossier after dossier.
pub struct Personnes<'a> {
    classeur: Classeur,
    parametres: &'a Parametres,
}

/// What a person reads of a table: not the keys, nor the rows that it hangs on.
pub fn told(table: Table) -> impl Iterator<Item = Cle> {
    Cle::all(table).filter(|cle| {
        let champ = cle.champ();
        let machine = champ.colonne.starts_with("cle_") || champ.colonne.starts_with("son_");
        !machine && !matches!(champ.nature, Nature::Reference(_)) && champ.colonne != "precision_naissance"
    })
}

impl<'a> Personnes<'a> {
    pub fn new(parametres: &'a Parametres) -> Result<Self, ErreurTableur> {
        let mut classeur = Classeur::new("Export de Vigie");
        let mut feuille = |nom: &str, before: &[&str], tables: &[Table], after: &[&str]| {
            let labels = tables.iter().flat_map(|table| told(*table)).map(|cle| cle.champ().libelle);
            let titres: Vec<String> =
                before.iter().copied().chain(labels).chain(after.iter().copied()).map(str::to_owned).collect();
            classeur.feuille(nom, &titres).map(drop)
        };
        let numero = dossier::NUMERO.champ().libelle;
        feuille("Dossiers", &[], &[Table::Dossier], &[])?;
        feuille("Enfants", &[numero], &[Table::Enfant, Table::EnfantConcerne], &[])?;
        feuille("Adultes", &[numero], &[Table::Adulte], &["Enfants"])?;
        feuille("Motifs", &[numero, "Enfant"], &[Table::MotifEnfant], &[])?;
        feuille("Conclusions", &[numero, "Enfant"], &[Table::ConclusionEnfant], &[])?;
        feuille("Traitements", &[numero], &[Table::Traitement], &[])?;
        feuille("Courriers", &courriers::TITRES, &[], &[])?;
        Ok(Self { classeur, parametres })
    }

    pub fn dossier(&mut self, dossier: &Dossier) -> Result<(), ErreurTableur> {
        let Some(entete) = dossier.entete() else { return Ok(()) };
        let numero = Cellule::from(entete.get(dossier::NUMERO));
        self.ligne(Feuille::Dossiers, &self.cells(entete))?;
        for concerne in dossier.of(Table::EnfantConcerne) {
            let mut cells = vec![numero.clone()];
            match dossier.personne(concerne) {
                Some(personne) => cells.extend(self.cells(personne)),
                None => cells.extend(told(Table::Enfant).map(|_| Cellule::Vide)),
            }
            cells.extend(self.cells(concerne));
            self.ligne(Feuille::Enfants, &cells)?;
        }
        for one in dossier.of(Table::Adulte) {
            let mut cells = vec![numero.clone()];
            cells.extend(self.cells(one));
            cells.push(self.links(dossier, one).into());
            self.ligne(Feuille::Adultes, &cells)?;
        }
        for (feuille, cle) in
            [(Feuille::Motifs, motif::ENFANT_CONCERNE_ID), (Feuille::Conclusions, conclusion::ENFANT_CONCERNE_ID)]
        {
            for one in dossier.of(cle.table) {
                let mut cells = vec![numero.clone(), child(dossier, one, cle).into()];
                cells.extend(self.cells(one));
                self.ligne(feuille, &cells)?;
            }
        }
        for one in dossier.of(Table::Traitement) {
            let mut cells = vec![numero.clone()];
            cells.extend(self.cells(one));
            self.ligne(Feuille::Traitements, &cells)?;
        }
        Ok(())
    }

    pub fn courrier(&mut self, ligne: &[Cellule]) -> Result<(), ErreurArchive> {
        Ok(self.classeur.ligne(Feuille::Courriers as usize, ligne)?)
    }

    pub fn save(self, path: &Path) -> Result<(), ErreurTableur> {
        self.classeur.save(path)
    }

    fn ligne(&mut self, feuille: Feuille, cells: &[Cellule]) -> Result<(), ErreurTableur> {
        self.classeur.ligne(feuille as usize, cells)
    }

    fn cells(&self, fiche: &Fiche) -> Vec<Cellule> {
        told(fiche.table).map(|cle| cell(fiche, cle, self.parametres)).collect()
    }

    /// « Léa MARTIN : mère, titulaire de l’autorité »
    fn links(&self, dossier: &Dossier, one: &Fiche) -> String {
        use adulte::lien::{ADULTE_ID, AUTEUR_PRESUME, ENFANT_CONCERNE_ID, LIEN, TITULAIRE};
        let told: Vec<String> = dossier
            .linked(ADULTE_ID, one.id)
            .map(|lien| {
                let mut words = vec![parse::show(LIEN, lien.get(LIEN), self.parametres).to_lowercase()];
                let boxes = [TITULAIRE, AUTEUR_PRESUME].into_iter().filter(|cle| lien.oui(*cle));
                words.extend(boxes.map(|cle| cle.champ().libelle.to_lowercase()));
                words.retain(|word| !word.is_empty());
                format!("{}\u{a0}: {}", child(dossier, lien, ENFANT_CONCERNE_ID), words.join(", "))
            })
            .collect();
        told.join(" ; ")
    }
}

/// The name of the child that a row hangs on.
fn child(dossier: &Dossier, row: &Fiche, cle: Cle) -> String {
    row.reference(cle)
        .and_then(|id| dossier.fiche(id))
        .and_then(|concerne| dossier.personne(concerne))
        .map(enfant::titre)
        .unwrap_or_default()
}

/// What a cell shows of a stored value.
pub fn cell(fiche: &Fiche, cle: Cle, parametres: &Parametres) -> Cellule {
    let stored = fiche.get(cle);
    let nature = cle.champ().nature;
    if stored.is_empty() && nature != Nature::Oui {
        return Cellule::Vide;
    }
    match nature {
        Nature::Entier | Nature::Auto(Forme::Entier) => {
            stored.parse::<f64>().map_or_else(|_| stored.into(), Cellule::Nombre)
        }
        Nature::Date | Nature::Auto(Forme::Date) => fiche.date(cle).map_or_else(|| stored.into(), Cellule::Jour),
        Nature::Naissance => {
            let precision = fiche.get(Cle { rang: cle.rang + 1, ..cle });
            match fiche.date(cle) {
                Some(jour) if precision == "exacte" => Cellule::Jour(jour),
                jour => crate::domain::date::format_naissance(jour, precision).into(),
            }
        }
        _ => parse::show(cle, stored, parametres).into(),
    }
}
