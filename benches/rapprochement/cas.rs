//! The labelled file, read.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use vigie::domain::identite::{Identite, NomCompare, Precision};

use super::methode::{metaphone_of, trigrammes_of};

/// A child, ready for each method.
pub struct Enfant {
    pub identite: Identite,
    pub trigrammes: Vec<Vec<[char; 3]>>,
    pub son_noms: Vec<String>,
    pub son_prenom: Vec<String>,
}

pub struct Requete {
    /// Places in the population.
    pub attendus: Vec<usize>,
    pub nature: String,
    pub moitie: String,
    pub tape: Enfant,
}

pub struct Paire {
    pub a: usize,
    pub b: usize,
    pub meme: bool,
    pub nature: String,
    pub moitie: String,
}

#[derive(Default)]
pub struct Cas {
    pub population: Vec<Enfant>,
    pub requetes: Vec<Requete>,
    pub paires: Vec<Paire>,
}

impl Cas {
    /// # Errors
    /// Says which line is not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut cas = Self::default();
        let mut places = HashMap::new();
        let lines: Vec<(usize, Vec<&str>)> = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
            .map(|(at, line)| (at + 1, line.split('\t').collect()))
            .collect();
        for (at, cells) in lines.iter().filter(|(_, cells)| cells[0] == "P") {
            places.insert(cell(cells, 1), cas.population.len());
            cas.population.push(enfant(cells, 2).map_err(|why| format!("ligne {at} : {why}"))?);
        }
        for (at, cells) in &lines {
            let place =
                |id: &str| places.get(id).copied().ok_or_else(|| format!("ligne {at} : {id} n’est pas dans la base"));
            match cells[0] {
                "P" => {}
                "Q" => cas.requetes.push(Requete {
                    attendus: match cell(cells, 2) {
                        "-" => Vec::new(),
                        ids => ids.split(',').map(place).collect::<Result<_, _>>()?,
                    },
                    nature: cell(cells, 3).to_owned(),
                    moitie: cell(cells, 4).to_owned(),
                    tape: enfant(cells, 5).map_err(|why| format!("ligne {at} : {why}"))?,
                }),
                "C" => cas.paires.push(Paire {
                    a: place(cell(cells, 1))?,
                    b: place(cell(cells, 2))?,
                    meme: cell(cells, 3) == "meme",
                    nature: cell(cells, 4).to_owned(),
                    moitie: cell(cells, 5).to_owned(),
                }),
                other => return Err(format!("ligne {at} : « {other} » n’est ni P, ni Q, ni C")),
            }
        }
        Ok(cas)
    }

    pub fn moities(&self) -> BTreeSet<String> {
        let halves = self.requetes.iter().map(|requete| &requete.moitie);
        halves.chain(self.paires.iter().map(|paire| &paire.moitie)).cloned().collect()
    }
}

fn cell<'a>(cells: &[&'a str], at: usize) -> &'a str {
    cells.get(at).copied().unwrap_or_default().trim()
}

fn enfant(cells: &[&str], from: usize) -> Result<Enfant, String> {
    let get = |at: usize| cell(cells, from + at);
    let (naissance, precision) = birth(get(3))?;
    let mut identite = Identite {
        prenom: NomCompare::new(get(2)),
        naissance,
        precision,
        sexe: get(4).to_owned(),
        nom_mere: NomCompare::new(get(5)),
        fratrie: get(8).split(';').filter(|name| !name.is_empty()).map(NomCompare::new).collect(),
        ..Identite::default()
    };
    identite.add_name(get(0));
    identite.add_name(get(1));
    identite.set_address(get(6), "", get(7));
    Ok(Enfant {
        trigrammes: identite
            .noms
            .iter()
            .map(|nom| trigrammes_of(&format!("{} {}", nom.mots, identite.prenom.mots)))
            .collect(),
        son_noms: identite.noms.iter().flat_map(|nom| metaphone_of(&nom.plein)).collect(),
        son_prenom: metaphone_of(&identite.prenom.plein),
        identite,
    })
}

fn birth(text: &str) -> Result<(Option<NaiveDate>, Precision), String> {
    let (whole, precision) = match text.len() {
        0 => return Ok((None, Precision::Jour)),
        4 => (format!("{text}-01-01"), Precision::Annee),
        7 => (format!("{text}-01"), Precision::Mois),
        _ => (text.to_owned(), Precision::Jour),
    };
    whole.parse().map(|date| (Some(date), precision)).map_err(|_| format!("« {text} » n’est pas une date"))
}
