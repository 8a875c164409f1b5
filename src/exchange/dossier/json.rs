//! A dossier as one JSON document: tables and columns by their names, values as they are stored,
//! and beside them the labels that a person would read.

use serde_json::{Map, Value, json};

use crate::domain::champ::Forme;
use crate::domain::dossier::Fiches as _;
use crate::domain::recherche::Ligne;
use crate::domain::{Cle, Fiche, Lu, Nature, Parametres, Table, adulte, conclusion, date, dossier, motif};

/// Each child with the person and what hangs on the child; adults and treatments after.
pub fn dossier(lu: &Lu, parametres: &Parametres) -> Value {
    let fiches = &lu.dossier;
    let one = |fiche: Option<&Fiche>| fiche.map_or(Value::Null, |fiche| Value::Object(row(fiche, parametres)));
    let rows = |fiches: &mut dyn Iterator<Item = &Fiche>| Value::Array(fiches.map(|fiche| one(Some(fiche))).collect());
    let children = fiches.of(Table::EnfantConcerne).map(|concerne| {
        let mut child = row(concerne, parametres);
        child.insert(Table::Enfant.nom().to_owned(), one(fiches.personne(concerne)));
        for cle in [adulte::lien::ENFANT_CONCERNE_ID, motif::ENFANT_CONCERNE_ID, conclusion::ENFANT_CONCERNE_ID] {
            child.insert(cle.table.nom().to_owned(), rows(&mut fiches.linked(cle, concerne.id)));
        }
        Value::Object(child)
    });
    json!({
        "dossier": one(fiches.entete()),
        "enfant_concerne": children.collect::<Vec<_>>(),
        "adulte": rows(&mut fiches.of(Table::Adulte)),
        "traitement": rows(&mut fiches.of(Table::Traitement)),
        "trace": {
            "cree_le": instant(&lu.trace.cree_le),
            "cree_par": lu.trace.cree_par,
            "modifie_le": instant(&lu.trace.modifie_le),
            "modifie_par": lu.trace.modifie_par,
        },
    })
}

fn row(fiche: &Fiche, parametres: &Parametres) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(fiche.id));
    object.insert("version".to_owned(), json!(fiche.version));
    let mut libelles = Map::new();
    for (cle, stored) in fiche.valeurs() {
        add(&mut object, &mut libelles, cle, value(cle.champ().nature, stored), parametres);
    }
    object.insert("libelles".to_owned(), Value::Object(libelles));
    object
}

/// A dossier as the search shows it.
pub fn ligne(ligne: &Ligne, parametres: &Parametres) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(ligne.id));
    let mut libelles = Map::new();
    for (cle, value) in [
        (dossier::NUMERO, text(&ligne.numero)),
        (dossier::DATE_RECEPTION, text(&ligne.date_reception)),
        (dossier::TYPE_DOSSIER, text(&ligne.type_dossier)),
        (dossier::DANGER_GRAVE, json!(ligne.danger_grave)),
        (dossier::TERRITOIRE, text(&ligne.territoire)),
        (dossier::ETAT, text(&ligne.etat)),
        (dossier::FRATRIE, text(&ligne.fratrie)),
        (dossier::NOMBRE_ENFANTS, json!(ligne.nombre_enfants)),
        (dossier::ECHEANCE_LE, text(&ligne.echeance_le)),
    ] {
        add(&mut object, &mut libelles, cle, value, parametres);
    }
    object.insert("libelles".to_owned(), Value::Object(libelles));
    Value::Object(object)
}

fn add(
    object: &mut Map<String, Value>,
    libelles: &mut Map<String, Value>,
    cle: Cle,
    value: Value,
    parametres: &Parametres,
) {
    let champ = cle.champ();
    if let (Nature::Liste(_) | Nature::Commune | Nature::Service | Nature::Territoire, Some(stored)) =
        (champ.nature, value.as_str())
    {
        libelles.insert(champ.colonne.to_owned(), json!(parametres.libelle(champ.nature, stored)));
    }
    object.insert(champ.colonne.to_owned(), value);
}

/// The same on both bases: nothing is null, numbers are numbers, boxes are booleans, instants are in UTC.
fn value(nature: Nature, stored: &str) -> Value {
    match nature {
        Nature::Oui => json!(stored == crate::domain::fiche::OUI),
        Nature::Entier | Nature::Auto(Forme::Entier) => {
            stored.parse::<i64>().map_or_else(|_| text(stored), |number| json!(number))
        }
        Nature::Instant | Nature::Auto(Forme::Instant) => instant(stored),
        _ => text(stored),
    }
}

fn text(stored: &str) -> Value {
    if stored.is_empty() { Value::Null } else { json!(stored) }
}

fn instant(stored: &str) -> Value {
    date::read_instant(stored).map_or_else(|| text(stored), |instant| json!(date::store_instant(instant)))
}
