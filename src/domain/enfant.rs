//! The child: the person, once for all dossiers ([`personne`]), and the child in this dossier.

use chrono::NaiveDate;

use super::champ::{Forme, Nature::*, Table};
use super::rapprochement::Rapprochement;
use super::{Fiche, nom, phonetique};

champs! { Table::EnfantConcerne;
    ENFANT_ID "enfant_id" "Enfant" Reference(Table::Enfant);
    RANG "rang" "Rang" Entier;
    ANCIEN_DOSSIER "ancien_dossier" "Ancien dossier" Texte(80);
    COMMUNE "commune" "Commune" Commune;
    CODE_POSTAL "code_postal" "Code postal" Texte(10);
    NUMERO_VOIE "numero_voie" "N°" Texte(20);
    VOIE "voie" "Nom de la voie" Texte(160);
    AILLEURS "ailleurs" "Autre adresse (étranger, sans domicile…)" Texte(240);
    CSP_PERE "csp_pere" "CSP père" Liste("csp");
    CSP_MERE "csp_mere" "CSP mère" Liste("csp");
    LIEU_VIE "lieu_vie" "Lieu de vie" Liste("lieu_vie");
    AUTORITE_PARENTALE "autorite_parentale" "Autorité parentale" Liste("autorite_parentale");
    COMMENTAIRE "commentaire" "Commentaire" TexteLong;
    CLE_VOIE "cle_voie" "Voie, pour la recherche" Auto(Forme::Texte);
}

/// The fields of the person.
pub mod personne {
    use crate::domain::champ::{Forme, Nature::*, Table};

    champs! { Table::Enfant;
        SEXE "sexe" "Sexe" Liste("sexe");
        NOM_USAGE "nom_usage" "Nom d’usage" Nom;
        NOM_NAISSANCE "nom_naissance" "Nom de naissance" Nom;
        PRENOM "prenom" "Prénom" Nom;
        DATE_NAISSANCE "date_naissance" "Date de naissance" Naissance;
        PRECISION_NAISSANCE "precision_naissance" "Précision de la date de naissance" Auto(Forme::Texte);
        NOM_MERE "nom_mere" "Nom de famille de la mère" Nom;
        CLE_NOM "cle_nom" "Nom, pour la recherche" Auto(Forme::Texte);
        CLE_PRENOM "cle_prenom" "Prénom, pour la recherche" Auto(Forme::Texte);
        CLE_NOM2 "cle_nom2" "Autre nom, pour la recherche" Auto(Forme::Texte);
        SON_NOM "son_nom" "Son du nom" Auto(Forme::Texte);
        SON_NOM2 "son_nom2" "Son de l’autre nom" Auto(Forme::Texte);
        SON_PRENOM "son_prenom" "Son du prénom" Auto(Forme::Texte);
    }
}

/// A person of the base, with the numbers of the dossiers they are in, latest first, and how much
/// they are like the one being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnfantConnu {
    pub personne: Fiche,
    pub dossiers: Vec<String>,
    pub rapprochement: Rapprochement,
}

/// A child known by a territory whose dossiers one may not read: whom to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ailleurs {
    pub territoire: String,
    pub telephone: String,
    pub courriel: String,
}

/// The name to show: the one in use, else the one at birth, in capitals as the cell writes it.
pub fn nom_affiche(personne: &Fiche) -> String {
    let usage = personne.get(personne::NOM_USAGE);
    let nom = if usage.is_empty() { personne.get(personne::NOM_NAISSANCE) } else { usage };
    nom.to_uppercase()
}

/// « Léa MARTIN », « à naître », or a dash when nothing is known.
pub fn titre(personne: &Fiche) -> String {
    let nom = nom_affiche(personne);
    let prenom = personne.get(personne::PRENOM);
    match (prenom.is_empty(), nom.is_empty()) {
        (false, false) => format!("{prenom} {nom}"),
        (false, true) => prenom.to_owned(),
        (true, false) if a_naitre(personne) => {
            format!("à naître {nom}")
        }
        (true, false) => nom,
        (true, true) => "—".to_owned(),
    }
}

/// Also while it is being typed, when the precision does not stand apart yet.
pub fn a_naitre(personne: &Fiche) -> bool {
    personne.get(personne::PRECISION_NAISSANCE) == "a_naitre"
        || nom::fold(personne.get(personne::DATE_NAISSANCE)).starts_with("a naitre")
}

/// Folded names and their sounds, filled whenever a name changes, so that both bases search the same way.
pub fn set_search_keys(personne: &mut Fiche) {
    let shown = nom_affiche(personne);
    let other = other_name(personne, &shown);
    let prenom = personne.get(personne::PRENOM).to_owned();
    for (cle, son, texte) in [
        (personne::CLE_NOM, personne::SON_NOM, shown),
        (personne::CLE_NOM2, personne::SON_NOM2, other),
        (personne::CLE_PRENOM, personne::SON_PRENOM, prenom),
    ] {
        personne.set(cle, nom::fold(&texte));
        personne.set(son, phonetique::cle(&texte));
    }
}

/// Another name that one may be looked for by: at birth, else the second half of a double name.
fn other_name(personne: &Fiche, shown: &str) -> String {
    let birth = personne.get(personne::NOM_NAISSANCE);
    if !birth.is_empty() && nom::fold(birth) != nom::fold(shown) {
        return birth.to_owned();
    }
    match shown.split_once(['-', '‑']) {
        Some((_, second)) if second.chars().count() > 2 => second.to_owned(),
        _ => String::new(),
    }
}

/// Whole years from birth to `on`; none before birth.
pub fn age(naissance: NaiveDate, on: NaiveDate) -> Option<u32> {
    on.years_since(naissance)
}
