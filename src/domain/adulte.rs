//! The adults of a dossier, each once, and what each is to each child ([`lien`]).

use super::champ::{Forme, Nature::*, Table};
use super::{Fiche, nom, phonetique};

champs! { Table::Adulte;
    RANG "rang" "Rang" Entier;
    NOM "nom" "Nom" Nom;
    PRENOM "prenom" "Prénom" Nom;
    SEXE "sexe" "Sexe" Liste("sexe");
    DATE_NAISSANCE "date_naissance" "Né(e) le" Naissance;
    PRECISION_NAISSANCE "precision_naissance" "Précision de la date de naissance" Auto(Forme::Texte);
    TELEPHONE "telephone" "Téléphone" Texte(40);
    COMMUNE "commune" "Commune" Commune;
    CODE_POSTAL "code_postal" "Code postal" Texte(10);
    NUMERO_VOIE "numero_voie" "N°" Texte(20);
    VOIE "voie" "Nom de la voie" Texte(160);
    COMMENTAIRE "commentaire" "Commentaire" Texte(500);
    CLE_NOM "cle_nom" "Nom, pour la recherche" Auto(Forme::Texte);
    CLE_PRENOM "cle_prenom" "Prénom, pour la recherche" Auto(Forme::Texte);
    SON_NOM "son_nom" "Son du nom" Auto(Forme::Texte);
}

/// Folded names and the sound of the name, as for a child.
pub fn set_search_keys(adulte: &mut Fiche) {
    let (nom, prenom) = (nom::fold(adulte.get(NOM)), nom::fold(adulte.get(PRENOM)));
    let son = phonetique::cle(adulte.get(NOM));
    for (cle, value) in [(CLE_NOM, nom), (CLE_PRENOM, prenom), (SON_NOM, son)] {
        adulte.set(cle, value);
    }
}

/// What an adult is to a child.
pub mod lien {
    use crate::domain::champ::{Nature::*, Table};

    champs! { Table::AdulteEnfant;
        ADULTE_ID "adulte_id" "Adulte" Reference(Table::Adulte);
        ENFANT_CONCERNE_ID "enfant_concerne_id" "Enfant" Reference(Table::EnfantConcerne);
        LIEN "lien" "Lien" Liste("lien");
        AUTEUR_PRESUME "auteur_presume" "Auteur présumé" Oui;
        TITULAIRE "titulaire_autorite" "Autorité parentale" Oui;
    }
}

/// « Claire MARTIN », or a dash when nothing is typed yet.
pub fn titre(adulte: &Fiche) -> String {
    let nom = adulte.get(NOM).to_uppercase();
    let titre = format!("{} {nom}", adulte.get(PRENOM));
    let titre = titre.trim();
    if titre.is_empty() { "—".to_owned() } else { titre.to_owned() }
}
