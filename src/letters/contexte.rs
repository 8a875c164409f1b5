//! What a template sees: a dossier, its parameters and a recipient, cut down to what this public
//! may read. Only fields of the catalogue are ever put in, so the rest cannot be merged by mistake.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use minijinja::Value;
use uuid::Uuid;

use crate::domain::carnet::Carnet;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::modele::Modele;
use crate::domain::{Dossier, Fiche, Parametres, Table, echeance, traitement};

use super::champs::{Champ, Forme, RACINE};
use super::destinataire::{self, Destinataire};
use super::{enfants, valeur};

/// What a letter is made from.
#[derive(Clone, Copy, Debug)]
pub struct Demande<'a> {
    pub modele: &'a Modele,
    pub dossier: &'a Dossier,
    pub parametres: &'a Parametres,
    pub carnet: &'a Carnet,
    /// The day on the letter.
    pub jour: NaiveDate,
    /// What was answered to the form of missing fields: by path, as typed and read (dates as stored).
    pub complements: &'a BTreeMap<String, String>,
}

/// A field's value before it is known whether it is there.
pub(super) enum Brut {
    Texte(String),
    Date(Option<NaiveDate>),
    Nombre(u32),
    Oui(bool),
    Textes(Vec<String>),
    /// Nothing to say, and that is no lack: an unborn child has no first name.
    Rien,
}

impl Brut {
    pub(super) fn texte(texte: impl Into<String>) -> Self {
        Self::Texte(texte.into())
    }
}

/// The fields of a record that this public may read, each asked from `fetch` by its name.
pub(super) fn record(
    demande: &Demande<'_>,
    prefixe: &str,
    champs: &'static [Champ],
    fetch: impl Fn(&str) -> Brut,
) -> BTreeMap<String, Value> {
    champs
        .iter()
        .filter(|champ| champ.publics.contains(&demande.modele.public))
        .map(|champ| {
            let chemin = format!("{prefixe}{}", champ.nom);
            (champ.nom.to_owned(), leaf(demande, &chemin, champ.forme, || fetch(champ.nom)))
        })
        .collect()
}

fn leaf(demande: &Demande<'_>, chemin: &str, forme: Forme, fetch: impl FnOnce() -> Brut) -> Value {
    let long = matches!(forme, Forme::Long);
    if let Some(typed) = demande.complements.get(chemin).filter(|typed| !typed.trim().is_empty()) {
        return match forme {
            Forme::Date => valeur::date(chemin, typed.get(..10).and_then(|day| day.parse().ok())),
            _ => valeur::texte(chemin, typed, long),
        };
    }
    match fetch() {
        Brut::Texte(texte) => valeur::texte(chemin, &texte, long),
        Brut::Date(day) => valeur::date(chemin, day),
        Brut::Nombre(number) => Value::from(number),
        Brut::Oui(oui) => Value::from(oui),
        Brut::Textes(textes) => {
            textes.iter().map(|texte| Value::from(valeur::harmless(texte, false))).collect::<Vec<_>>().into()
        }
        Brut::Rien => Value::from(""),
    }
}

/// The whole context of one letter.
pub fn build(demande: &Demande<'_>, destinataire: &Destinataire) -> Value {
    let mut root: BTreeMap<String, Value> = BTreeMap::new();
    let empty = Fiche::with_id(Table::Dossier, Uuid::nil());
    let entete = demande.dossier.entete().unwrap_or(&empty);
    for champ in RACINE.iter().filter(|champ| champ.publics.contains(&demande.modele.public)) {
        let prefixe = format!("{}.", champ.nom);
        let object = |inner, fetch: &dyn Fn(&str) -> Brut| Value::from(record(demande, &prefixe, inner, fetch));
        let value = match (champ.nom, champ.forme) {
            ("jour", _) => valeur::date("jour", Some(demande.jour)),
            ("lieu", _) => leaf(demande, "lieu", Forme::Texte, || Brut::texte(demande.carnet.reglage("ville"))),
            ("agent", _) => leaf(demande, "agent", Forme::Texte, || Brut::texte(demande.carnet.reglage("agent"))),
            ("departement", Forme::Objet(inner)) => object(inner, &|nom| {
                Brut::texte(match nom {
                    "nom" => demande.carnet.reglage("departement").to_owned(),
                    "adresse" => one_line(&[
                        demande.carnet.reglage("adresse"),
                        &format!("{} {}", demande.carnet.reglage("code_postal"), demande.carnet.reglage("ville")),
                    ]),
                    other => demande.carnet.reglage(other).to_owned(),
                })
            }),
            ("signataire", Forme::Objet(inner)) => object(inner, &|nom| {
                Brut::texte(match nom {
                    "nom" => demande.carnet.reglage("signataire_nom"),
                    "qualite" => demande.carnet.reglage("signataire_qualite"),
                    _ => demande.carnet.reglage("delegation"),
                })
            }),
            ("destinataire", Forme::Objet(inner)) => {
                let mut fields = record(demande, &prefixe, inner, |nom| match nom {
                    "nom" => Brut::texte(destinataire.nom.join(" et ")),
                    "appel" => Brut::texte(super::accords::appel(&destinataire.genres)),
                    _ => Brut::texte(destinataire.adresse.join("\n")),
                });
                fields.insert(super::filtres::GENRES.to_owned(), genres(destinataire).into());
                fields.into()
            }
            ("dossier", Forme::Objet(inner)) => object(inner, &|nom| of_entete(demande, entete, nom)),
            ("territoire", Forme::Objet(inner)) => object(inner, &|nom| of_territoire(demande, entete, nom)),
            ("enfants", Forme::Liste(inner)) => enfants::list(demande, destinataire, inner).into(),
            ("adultes", Forme::Liste(inner)) => enfants::adultes(demande, inner).into(),
            ("traitement", Forme::Objet(inner)) => {
                let row = chosen(demande, destinataire);
                object(inner, &|nom| of_traitement(demande, row, nom))
            }
            ("traitements", Forme::Liste(inner)) => demande
                .dossier
                .of(Table::Traitement)
                .enumerate()
                .map(|(at, row)| {
                    let prefixe = format!("traitements.{at}.");
                    Value::from(record(demande, &prefixe, inner, |nom| of_traitement(demande, Some(row), nom)))
                })
                .collect::<Vec<_>>()
                .into(),
            _ => saisies(demande),
        };
        root.insert(champ.nom.to_owned(), value);
    }
    root.into()
}

fn saisies(demande: &Demande<'_>) -> Value {
    let fields: BTreeMap<String, Value> = demande
        .modele
        .saisies
        .iter()
        .map(|saisie| {
            use crate::domain::modele::FormeSaisie;
            let chemin = format!("saisie.{}", saisie.nom);
            let forme = match saisie.forme {
                FormeSaisie::Texte => Forme::Texte,
                FormeSaisie::Long => Forme::Long,
                FormeSaisie::Date => Forme::Date,
            };
            // Nothing is put in the place of what may be left out: « if » finds it false.
            let value = leaf(demande, &chemin, forme, || if saisie.facultatif { Brut::Rien } else { Brut::texte("") });
            (saisie.nom.clone(), value)
        })
        .collect();
    fields.into()
}

fn genres(destinataire: &Destinataire) -> String {
    use super::accords::Genre;
    // One typed name is one reader of unknown sex.
    let genres = destinataire.genres.iter().map(|genre| match genre {
        Genre::Masculin => "masculin",
        Genre::Feminin => "feminin",
        Genre::Inconnu => "inconnu",
    });
    let text = genres.collect::<Vec<_>>().join(",");
    if text.is_empty() { "inconnu".to_owned() } else { text }
}

pub(super) fn one_line(parts: &[&str]) -> String {
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn of_entete(demande: &Demande<'_>, entete: &Fiche, nom: &str) -> Brut {
    let label = |cle: crate::domain::Cle| {
        Brut::texte(demande.parametres.libelle(cle.champ().nature, entete.get(cle)).to_owned())
    };
    match nom {
        "numero" => Brut::texte(entete.get(dossier::NUMERO)),
        "date_reception" => Brut::Date(entete.date(dossier::DATE_RECEPTION)),
        "echeance" => Brut::Date(entete.date(dossier::ECHEANCE_LE)),
        "date_transmission" => Brut::Date(entete.date(dossier::TRANSMIS_LE)),
        "date_demande_suites" => Brut::Date(entete.date(dossier::SUITES_DEMANDEES_LE)),
        "suites_prevues_le" => Brut::Date(echeance::suites(demande.dossier, &demande.parametres.delais)),
        "type" => label(dossier::TYPE_DOSSIER),
        "origine" => label(dossier::ORIGINE),
        "transmetteur" => label(dossier::TRANSMETTEUR),
        "numero_snatem" => Brut::texte(entete.get(dossier::NUMERO_SNATEM)),
        "danger_grave" => Brut::Oui(entete.oui(dossier::DANGER_GRAVE)),
        "synthese" => Brut::texte(entete.get(dossier::SYNTHESE)),
        "observation" => Brut::texte(entete.get(dossier::OBSERVATION_CEMA)),
        _ => Brut::Rien,
    }
}

fn of_territoire(demande: &Demande<'_>, entete: &Fiche, nom: &str) -> Brut {
    let id = entete.get(dossier::TERRITOIRE);
    let place = demande.carnet.territoire(id).filter(|_| id != dossier::TERRITOIRE_INITIAL);
    Brut::texte(place.map_or_else(String::new, |place| match nom {
        "nom" => place.libelle.clone(),
        "adresse" => one_line(&[&place.adresse, &format!("{} {}", place.code_postal, place.ville)]),
        "telephone" => place.telephone.clone(),
        _ => place.courriel.clone(),
    }))
}

/// The treatment that the letter is about: that of its service, else the evaluation that is running,
/// else the first.
fn chosen<'a>(demande: &Demande<'a>, destinataire: &Destinataire) -> Option<&'a Fiche> {
    let dossier = demande.dossier;
    if let Some(id) = destinataire.traitement {
        return dossier.fiche(id);
    }
    let evaluation = |row: &&Fiche| row.get(traitement::NATURE).contains("evaluation");
    let rows = || dossier.of(Table::Traitement);
    rows()
        .filter(|row| destinataire::is_open(row))
        .find(evaluation)
        .or_else(|| rows().find(evaluation))
        .or_else(|| rows().next())
}

fn of_traitement(demande: &Demande<'_>, row: Option<&Fiche>, nom: &str) -> Brut {
    let Some(row) = row else {
        return match nom {
            "envoye_le" | "echeance" | "retour_le" => Brut::Date(None),
            "jours_retard" => Brut::Nombre(0),
            _ => Brut::texte(""),
        };
    };
    let label =
        |cle: crate::domain::Cle| Brut::texte(demande.parametres.libelle(cle.champ().nature, row.get(cle)).to_owned());
    match nom {
        "service" => label(traitement::SERVICE),
        "evaluateurs" => Brut::texte(row.get(traitement::EVALUATEURS)),
        "nature" => label(traitement::NATURE),
        "envoye_le" => Brut::Date(row.date(traitement::ENVOYE_LE)),
        "echeance" => Brut::Date(destinataire::due(demande.dossier, row)),
        "jours_retard" => Brut::Nombre(destinataire::days_late(demande.dossier, row, demande.jour)),
        "retour_le" => Brut::Date(row.date(traitement::RETOUR_LE)),
        "proposition" => label(traitement::PROPOSITION),
        _ => Brut::Rien,
    }
}
