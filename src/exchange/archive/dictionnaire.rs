//! What each column means: made from the catalogue of fields, and from the base for the rest.

use serde_json::json;

use crate::domain::champ::Forme;
use crate::domain::{Cle, Nature, Parametres, Table};
use crate::exchange::tableur::{Cellule, Tableau, csv};
use crate::storage::{Genre, TableBrute};

use super::ErreurArchive;
use super::depot::Depot;

const TITRES: [&str; 6] = ["Table", "Colonne", "Libellé", "Nature", "Liste", "Clé"];

/// Columns that every table has, and that are no field.
fn commune(colonne: &str) -> &'static str {
    match colonne {
        "id" => "Identifiant de la ligne",
        "dossier_id" => "Dossier dont la ligne fait partie",
        "territoire" => "Territoire du dossier",
        "version" => "Nombre d’écritures de la ligne",
        "cree_le" => "Créée le",
        "cree_par" => "Créée par",
        "modifie_le" => "Modifiée le",
        "modifie_par" => "Modifiée par",
        "libelle" => "Libellé",
        "ordre" => "Rang dans la liste",
        "actif" => "Peut encore être choisie",
        _ => "",
    }
}

fn nature(nature: Nature) -> (String, String) {
    let (nature, liste) = match nature {
        Nature::Texte(longueur) => return (format!("texte, {longueur} caractères au plus"), String::new()),
        Nature::Nom => ("nom de personne", ""),
        Nature::TexteLong => ("texte long", ""),
        Nature::Entier | Nature::Auto(Forme::Entier) => ("nombre entier", ""),
        Nature::Oui => ("oui ou non", ""),
        Nature::Date | Nature::Auto(Forme::Date) => ("date AAAA-MM-JJ", ""),
        Nature::Naissance => ("date AAAA-MM-JJ, dont precision_naissance dit ce qui est su", ""),
        Nature::Instant | Nature::Auto(Forme::Instant) => ("instant, en temps universel", ""),
        Nature::Liste(liste) => ("valeur d’une liste", liste),
        Nature::Commune => ("commune, par son code INSEE", "commune"),
        Nature::Service => ("service", "service"),
        Nature::Territoire => ("territoire", "territoire"),
        Nature::Reference(table) => ("identifiant d’une ligne", table.nom()),
        Nature::Auto(Forme::Texte) => ("texte calculé", ""),
    };
    (nature.to_owned(), liste.to_owned())
}

const fn plain(genre: Genre) -> &'static str {
    match genre {
        Genre::Texte => "texte",
        Genre::Entier => "nombre entier",
        Genre::Reel => "nombre",
        Genre::Oui => "oui ou non",
        Genre::Octets => "octets, en hexadécimal",
        Genre::Fichier => "fichier, à part",
    }
}

/// A line a column, and the same as JSON.
pub fn write(depot: &mut Depot, tables: &[TableBrute], parametres: &Parametres) -> Result<(), ErreurArchive> {
    let mut lignes = Vec::new();
    let mut objets = Vec::new();
    for table in tables {
        for colonne in &table.colonnes {
            let champ =
                Table::from_nom(&table.nom).and_then(|table| Cle::from_colonne(table, &colonne.nom)).map(Cle::champ);
            let libelle = champ.map_or_else(|| commune(&colonne.nom), |champ| champ.libelle);
            let (nature, liste) =
                champ.map_or_else(|| (plain(colonne.genre).to_owned(), String::new()), |champ| nature(champ.nature));
            let cle = if table.cle.contains(&colonne.nom) { "oui" } else { "" };
            let known = parametres.listes.get(&liste).map(|liste| liste.libelle.clone()).unwrap_or_default();
            objets.push(json!({
                "table": table.nom, "colonne": colonne.nom, "libelle": libelle, "nature": nature,
                "liste": liste, "libelle_liste": known, "genre": colonne.genre, "cle": !cle.is_empty(),
            }));
            lignes.push([&table.nom, &colonne.nom, libelle, &nature, &liste, cle].map(Cellule::from).to_vec());
        }
    }
    let tableau = Tableau { nom: "Dictionnaire".to_owned(), titres: TITRES.map(str::to_owned).to_vec(), lignes };
    depot.write("dictionnaire.csv", &csv(&tableau))?;
    depot.write("dictionnaire.json", format!("{:#}\n", json!(objets)).as_bytes())
}
