//! The words by which tables and columns of such an application are called.

use crate::domain::nom;

use super::correspondance::Role;

/// Words by which the tables of such an application are called, most telling first.
pub const MOTS_TABLES: [(Role, &[&str]); 8] = [
    (Role::Dossier, &["dossier", "information", "signalement", "ip", "fiche", "affaire", "situation"]),
    (Role::Enfant, &["enfant", "mineur", "jeune", "gamin"]),
    (Role::Adulte, &["auteur", "adulte", "parent", "responsable", "famille", "titulaire"]),
    (Role::Motif, &["motif", "danger", "inquietude"]),
    (Role::Conclusion, &["conclusion", "decision", "suite", "orientation", "issue"]),
    (Role::Traitement, &["traitement", "evaluation", "attribution", "saisine", "envoi", "suivi", "service"]),
    (Role::Piece, &["piece", "document", "fichier", "scan", "annexe"]),
    (Role::Ecartee, &["signalant", "informateur", "appelant", "declarant"]),
];

/// Words by which columns are called: field of Vigie, words that must all be there.
pub const MOTS_COLONNES: [(&str, &[&str]); 60] = [
    ("numero", &["num", "dossier"]),
    ("numero", &["reference"]),
    ("numero", &["ref"]),
    ("date_traitement", &["date", "traitement"]),
    ("date_traitement", &["date", "saisie"]),
    ("date_traitement", &["date", "creation"]),
    ("date_traitement", &["date", "enregistrement"]),
    ("date_reception", &["reception"]),
    ("date_reception", &["date", "info"]),
    ("date_reception", &["recu", "le"]),
    ("type_dossier", &["type"]),
    ("sip", &["sip"]),
    ("danger_grave", &["danger"]),
    ("danger_grave", &["dgi"]),
    ("danger_grave", &["urgence"]),
    ("violence_conjugale", &["violence"]),
    ("recepteur", &["recepteur"]),
    ("recepteur", &["agent"]),
    ("support", &["support"]),
    ("support", &["canal"]),
    ("numero_snatem", &["snate"]),
    ("numero_snatem", &["119"]),
    ("territoire", &["territoire"]),
    ("territoire", &["secteur"]),
    ("territoire", &["circonscription"]),
    ("synthese", &["synthese"]),
    ("synthese", &["expose"]),
    ("synthese", &["resume"]),
    ("observation_cema", &["observation"]),
    ("supprime", &["suppr"]),
    ("supprime", &["efface"]),
    ("rang", &["rang"]),
    ("sexe", &["sexe"]),
    ("sexe", &["genre"]),
    ("ancien_dossier", &["ancien"]),
    ("nom_naissance", &["nom", "naissance"]),
    ("nom_naissance", &["nom", "jeune", "fille"]),
    ("nom_usage", &["nom", "usage"]),
    ("prenom", &["prenom"]),
    ("date_naissance", &["naiss"]),
    ("date_naissance", &["ddn"]),
    ("date_naissance", &["ne", "le"]),
    ("commune", &["commune"]),
    ("commune", &["ville"]),
    ("code_postal", &["postal"]),
    ("code_postal", &["cp"]),
    ("voie", &["voie"]),
    ("voie", &["rue"]),
    ("voie", &["adresse"]),
    ("csp_pere", &["csp", "pere"]),
    ("csp_mere", &["csp", "mere"]),
    ("lieu_vie", &["lieu", "vie"]),
    ("lieu_vie", &["hebergement"]),
    ("lien", &["lien"]),
    ("lien", &["qualite"]),
    ("auteur_presume", &["auteur"]),
    ("titulaire_autorite", &["autorite"]),
    ("telephone", &["tel"]),
    ("detail", &["detail"]),
    ("commentaire", &["comment"]),
];

/// The same, for roles whose columns have names of their own.
pub const MOTS_PROPRES: [(Role, &str, &[&str]); 23] = [
    (Role::Enfant, "nom_usage", &["nom"]),
    (Role::Enfant, "numero_voie", &["n"]),
    (Role::Enfant, "commentaire", &["obs"]),
    (Role::Enfant, "commentaire", &["remarque"]),
    (Role::Adulte, "nom", &["nom"]),
    (Role::Adulte, "commentaire", &["obs"]),
    (Role::Adulte, "commentaire", &["remarque"]),
    (Role::Motif, "motif", &["motif"]),
    (Role::Motif, "principal", &["principal"]),
    (Role::Motif, "precision_motif", &["precision"]),
    (Role::Conclusion, "date_conclusion", &["date"]),
    (Role::Conclusion, "conclusion", &["concl"]),
    (Role::Conclusion, "conclusion", &["decision"]),
    (Role::Conclusion, "detail", &["obs"]),
    (Role::Traitement, "service", &["service"]),
    (Role::Traitement, "envoye_le", &["envoi"]),
    (Role::Traitement, "envoye_le", &["envoye"]),
    (Role::Traitement, "retour_le", &["retour"]),
    (Role::Traitement, "nature", &["nature"]),
    (Role::Traitement, "observation", &["obs"]),
    (Role::Piece, "nom_fichier", &["nom", "fichier"]),
    (Role::Piece, "libelle", &["libel"]),
    (Role::Piece, "jour", &["date"]),
];

/// A name as its words: case, accents, underscores and capitals inside a word part them.
pub fn mots(texte: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(texte.len() + 8);
    let mut lower = false;
    for c in texte.chars() {
        if lower && c.is_uppercase() {
            spaced.push(' ');
        }
        lower = c.is_lowercase();
        spaced.push(c);
    }
    nom::fold(&spaced).split(' ').map(str::to_owned).collect()
}

pub fn porte(mots: &[String], voulus: &[&str]) -> bool {
    voulus.iter().all(|voulu| {
        mots.iter().any(|mot| {
            if voulu.len() <= 3 { mot == voulu || mot.trim_end_matches('s') == *voulu } else { mot.starts_with(voulu) }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_words() {
        assert_eq!(mots("DateNaiss"), ["date", "naiss"]);
        assert_eq!(mots("ID_TYPE_CONCL"), ["id", "type", "concl"]);
        assert_eq!(mots("Date d'envoi"), ["date", "d", "envoi"]);
        assert!(porte(&mots("DateNaiss"), &["naiss"]) && !porte(&mots("Connaissance"), &["naiss"]));
    }
}
