//! The filters of the template language: how a field is written in the sentence where it stands.

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Value};

use crate::domain::date;

use super::accords::{self, EnfantNomme, Genre, Groupe};
use super::nombres;
use super::valeur::{Jour, Manquant};

/// The filters that a template may use; [`super::controle`] refuses any other.
pub const NOMS: &[&str] = &[
    "votre_enfant",
    "son_enfant",
    "noms",
    "prenoms",
    "nombre",
    "accord",
    "selon",
    "pronom",
    "de",
    "que",
    "liste",
    "majuscule",
    "minuscule",
    "capitale",
    "date",
    "jour",
    "date_chiffres",
    "date_lettres",
    "en_lettres",
    "ordinal",
    "ordinal_feminin",
    "quantite",
    "defaut",
];

/// The keys under which a record keeps what only filters read.
pub(super) const GENRES: &str = "\u{0}genres";
pub(super) const ENFANT: &str = "\u{0}enfant";

pub(super) fn register(environment: &mut Environment<'_>) {
    environment
        .add_filter("votre_enfant", |value: &Value| enfants(value).map(|enfants| accords::votre_enfant(&enfants)));
    environment.add_filter("son_enfant", |value: &Value| enfants(value).map(|enfants| accords::son_enfant(&enfants)));
    environment.add_filter("noms", noms);
    environment.add_filter("prenoms", |value: &Value| each(value, "prenom"));
    environment.add_filter("nombre", |value: &Value| elements(value).len());
    environment.add_filter("accord", |value: &Value, mot: &str| groupe(value).map(|groupe| groupe.accord(mot)));
    environment.add_filter("selon", |value: &Value, one: String, many: String| -> Result<String, Error> {
        let plural = match u32::try_from(value.clone()) {
            Ok(number) => number > 1,
            Err(_) => groupe(value)?.plural(),
        };
        Ok(if plural { many } else { one })
    });
    environment.add_filter("pronom", |value: &Value| groupe(value).map(|groupe| groupe.pronom()));
    environment.add_filter("de", |value: &Value| kept(value, accords::de));
    environment.add_filter("que", |value: &Value| kept(value, accords::que));
    environment.add_filter("liste", |value: &Value| {
        accords::liste(&elements(value).iter().map(ToString::to_string).collect::<Vec<_>>())
    });
    environment.add_filter("majuscule", |value: &Value| kept(value, str::to_uppercase));
    environment.add_filter("minuscule", |value: &Value| kept(value, first_lower));
    environment.add_filter("capitale", |value: &Value| kept(value, first_upper));
    environment.add_filter("date", |value: &Value| day(value, nombres::date_longue));
    environment.add_filter("jour", |value: &Value| day(value, nombres::date_jour));
    environment.add_filter("date_chiffres", |value: &Value| day(value, date::format));
    environment.add_filter("date_lettres", |value: &Value| day(value, nombres::date_lettres));
    environment.add_filter("en_lettres", |value: &Value| number(value, nombres::in_letters));
    environment.add_filter("ordinal", |value: &Value| number(value, |n| nombres::ordinal(n, false)));
    environment.add_filter("ordinal_feminin", |value: &Value| number(value, |n| nombres::ordinal(n, true)));
    environment.add_filter("quantite", |value: &Value, mot: String| {
        number(value, |n| format!("{n}\u{a0}{}", if n > 1 { accords::pluriel(&mot) } else { mot.clone() }))
    });
    environment.add_filter(
        "defaut",
        |value: &Value, instead: String| {
            if value.is_true() { value.to_string() } else { instead }
        },
    );
}

/// What a missing value leaves in the text, untouched by any filter.
fn missing(value: &Value) -> Option<String> {
    value.downcast_object_ref::<Manquant>().map(Manquant::mark)
}

fn kept(value: &Value, write: impl FnOnce(&str) -> String) -> String {
    missing(value).unwrap_or_else(|| write(&value.to_string()))
}

fn refuse<T>(message: &'static str) -> Result<T, Error> {
    Err(Error::new(ErrorKind::InvalidOperation, message))
}

fn day(value: &Value, write: impl FnOnce(chrono::NaiveDate) -> String) -> Result<String, Error> {
    match value.downcast_object_ref::<Jour>() {
        Some(day) => Ok(write(day.0)),
        None => missing(value).map_or_else(|| refuse("il faut une date"), Ok),
    }
}

fn number(value: &Value, write: impl FnOnce(u32) -> String) -> Result<String, Error> {
    if let Some(mark) = missing(value) {
        return Ok(mark);
    }
    match u32::try_from(value.clone()).or_else(|_| value.to_string().trim().parse::<u32>()) {
        Ok(number) => Ok(write(number)),
        Err(_) => refuse("il faut un nombre entier"),
    }
}

/// The members of a list; a record or a text is a list of itself.
fn elements(value: &Value) -> Vec<Value> {
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => value.try_iter().map(Iterator::collect).unwrap_or_default(),
        _ if missing(value).is_none() && !value.is_true() => Vec::new(),
        _ => vec![value.clone()],
    }
}

/// « Lina, Tom et Inès GAUTIER »: a name that all share is said once, as one writes it.
fn noms(value: &Value) -> Result<String, Error> {
    let all = elements(value);
    let texte = |child: &Value, attribute| child.get_attr(attribute).map(|found| found.to_string()).unwrap_or_default();
    let nom = all.first().map(|child| texte(child, "nom")).unwrap_or_default();
    let prenoms: Vec<String> = all.iter().map(|child| texte(child, "prenom")).collect();
    let shared = all.iter().zip(&prenoms).all(|(child, prenom)| {
        !prenom.is_empty() && !nom.is_empty() && texte(child, "nom_complet") == format!("{prenom} {nom}")
    });
    if shared && all.len() > 1 { Ok(format!("{} {nom}", accords::liste(&prenoms))) } else { each(value, "nom_complet") }
}

fn each(value: &Value, attribute: &str) -> Result<String, Error> {
    let names = elements(value)
        .iter()
        .map(|element| element.get_attr(attribute).map(|name| name.to_string()))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(accords::liste(&names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>()))
}

fn genres(value: &Value) -> Vec<Genre> {
    let texte = value.get_attr(GENRES).ok().filter(|genres| !genres.is_undefined());
    texte.map_or_else(Vec::new, |genres| {
        genres.to_string().split(',').filter(|genre| !genre.is_empty()).map(Genre::of_sexe).collect()
    })
}

fn groupe(value: &Value) -> Result<Groupe, Error> {
    let members = elements(value);
    let enfants = members.iter().any(|member| member.get_attr(ENFANT).is_ok_and(|mark| mark.is_true()));
    let genres: Vec<Genre> = members.iter().flat_map(genres).collect();
    if genres.is_empty() && !members.is_empty() {
        return refuse("l’accord se fait avec « enfants », « destinataire » ou « adultes »");
    }
    Ok(Groupe { genres, enfants })
}

fn enfants(value: &Value) -> Result<Vec<EnfantNomme>, Error> {
    elements(value)
        .iter()
        .map(|enfant| {
            if !enfant.get_attr(ENFANT)?.is_true() {
                return refuse("ce filtre s’applique à « enfants »");
            }
            Ok(EnfantNomme {
                prenom: enfant.get_attr("prenom")?.to_string(),
                genre: genres(enfant).first().copied().unwrap_or(Genre::Inconnu),
                a_naitre: enfant.get_attr("a_naitre")?.is_true(),
            })
        })
        .collect()
}

fn first_upper(texte: &str) -> String {
    let mut chars = texte.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// « Mère » → « mère », but « CEMA » and « AED » stay as they are.
fn first_lower(texte: &str) -> String {
    let mut chars = texte.chars();
    match chars.next() {
        Some(first) if !chars.as_str().starts_with(char::is_uppercase) => first.to_lowercase().chain(chars).collect(),
        _ => texte.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_all_share_is_said_once() {
        let child = |prenom: &str, nom: &str| {
            minijinja::context! { prenom, nom, nom_complet => format!("{prenom} {nom}").trim().to_owned() }
        };
        let said = |all: &[(&str, &str)]| {
            noms(&all.iter().map(|(prenom, nom)| child(prenom, nom)).collect::<Value>()).unwrap()
        };
        assert_eq!(said(&[("Lina", "GAUTIER")]), "Lina GAUTIER");
        assert_eq!(said(&[("Lina", "GAUTIER"), ("Tom", "GAUTIER")]), "Lina et Tom GAUTIER");
        assert_eq!(said(&[("Lina", "GAUTIER"), ("Tom", "ROY")]), "Lina GAUTIER et Tom ROY");
        assert_eq!(said(&[("Lina", "GAUTIER"), ("", "GAUTIER")]), "Lina GAUTIER et GAUTIER");
        assert_eq!(said(&[("Lina", ""), ("Tom", "")]), "Lina et Tom");
    }
}
