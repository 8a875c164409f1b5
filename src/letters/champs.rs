//! The catalogue of merge fields: what a template may speak of, and to whom.
//!
//! A context is made from this list and nothing else, so that a letter to a parent cannot hold
//! the other's address or the origin: for that public those fields do not exist.

use crate::domain::modele::Public::{self, Autorite, Famille, Partenaire, Signalant};

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Forme {
    Texte,
    /// Several lines.
    Long,
    Date,
    Nombre,
    Oui,
    /// A list of texts.
    Textes,
    Objet(&'static [Champ]),
    Liste(&'static [Champ]),
    /// What the template itself asks for.
    Saisies,
}

/// A merge field: `dossier.numero`.
#[derive(Debug)]
pub struct Champ {
    pub nom: &'static str,
    pub libelle: &'static str,
    pub forme: Forme,
    pub publics: &'static [Public],
}

const TOUS: &[Public] = &[Famille, Signalant, Partenaire, Autorite];
const NOMMES: &[Public] = &[Famille, Partenaire, Autorite];
const SUIVI: &[Public] = &[Famille, Autorite];
const DEDANS: &[Public] = &[Autorite];
const ORIGINE: &[Public] = &[Signalant, Autorite];

const fn champ(nom: &'static str, libelle: &'static str, forme: Forme, publics: &'static [Public]) -> Champ {
    Champ { nom, libelle, forme, publics }
}

use Forme::*;

const CONTACT: &[Champ] = &[
    champ("nom", "Nom", Texte, TOUS),
    champ("adresse", "Adresse", Texte, TOUS),
    champ("telephone", "Téléphone", Texte, TOUS),
    champ("courriel", "Courriel", Texte, TOUS),
];

const SIGNATAIRE: &[Champ] = &[
    champ("nom", "Nom du signataire", Texte, TOUS),
    champ("qualite", "Qualité du signataire", Texte, TOUS),
    champ("delegation", "Délégation de signature", Texte, TOUS),
];

const DESTINATAIRE: &[Champ] = &[
    champ("nom", "Nom du destinataire", Texte, TOUS),
    champ("appel", "Formule d’appel", Texte, TOUS),
    champ("adresse", "Adresse du destinataire", Long, TOUS),
];

const DOSSIER: &[Champ] = &[
    champ("numero", "N° de dossier", Texte, TOUS),
    champ("date_reception", "Date de réception de l’information", Date, TOUS),
    champ("echeance", "Échéance de l’évaluation", Date, SUIVI),
    champ("date_transmission", "Date de la transmission", Date, ORIGINE),
    champ("date_demande_suites", "Date de la demande de suites", Date, ORIGINE),
    champ("suites_prevues_le", "Date à laquelle les suites sont dues", Date, ORIGINE),
    champ("type", "Type de dossier", Texte, DEDANS),
    champ("origine", "Origine de l’information", Texte, DEDANS),
    champ("transmetteur", "Transmis par", Texte, DEDANS),
    champ("numero_snatem", "N° dossier SNATEM", Texte, DEDANS),
    champ("danger_grave", "Danger grave et immédiat", Oui, DEDANS),
    champ("synthese", "Synthèse de la situation", Long, DEDANS),
    champ("observation", "Observation de la CEMA", Long, DEDANS),
];

const ENFANT: &[Champ] = &[
    champ("prenom", "Prénom", Texte, TOUS),
    champ("nom", "Nom", Texte, TOUS),
    champ("nom_complet", "Prénom et nom", Texte, TOUS),
    champ("a_naitre", "À naître", Oui, TOUS),
    champ("naissance", "« née le 3 mars 2015 »", Texte, NOMMES),
    champ("date_naissance", "Date de naissance", Texte, NOMMES),
    champ("age", "Âge", Texte, NOMMES),
    champ("conclusion", "Conclusion", Texte, SUIVI),
    champ("date_conclusion", "Date de conclusion", Date, SUIVI),
    champ("adresse", "Adresse", Texte, DEDANS),
    champ("lieu_vie", "Lieu de vie", Texte, DEDANS),
    champ("autorite_parentale", "Autorité parentale", Texte, DEDANS),
    champ("ancien_dossier", "Ancien dossier", Texte, DEDANS),
    champ("motifs", "Motifs", Textes, DEDANS),
    champ("motif_principal", "Motif principal", Texte, DEDANS),
    champ("motif_signalement", "Motif du signalement", Texte, DEDANS),
    champ("detail_conclusion", "Détail de la conclusion", Texte, DEDANS),
];

const ADULTE: &[Champ] = &[
    champ("nom_complet", "Civilité, prénom et nom", Texte, DEDANS),
    champ("liens", "Liens avec les enfants", Texte, DEDANS),
    champ("adresse", "Adresse", Texte, DEDANS),
    champ("telephone", "Téléphone", Texte, DEDANS),
    champ("titulaire", "Titulaire de l’autorité parentale", Oui, DEDANS),
    champ("mis_en_cause", "Personne mise en cause", Oui, DEDANS),
];

const TRAITEMENT: &[Champ] = &[
    champ("service", "Service", Texte, SUIVI),
    champ("evaluateurs", "Évaluateurs", Texte, SUIVI),
    champ("nature", "Nature du traitement", Texte, DEDANS),
    champ("envoye_le", "Envoyé le", Date, DEDANS),
    champ("echeance", "Échéance", Date, DEDANS),
    champ("jours_retard", "Jours de retard", Nombre, DEDANS),
    champ("retour_le", "Retour le", Date, DEDANS),
    champ("proposition", "Proposition", Texte, DEDANS),
];

/// The fields that stand by themselves.
pub const RACINE: &[Champ] = &[
    champ("jour", "Date du courrier", Date, TOUS),
    champ("lieu", "Lieu du courrier", Texte, TOUS),
    champ("agent", "Affaire suivie par", Texte, TOUS),
    champ("departement", "Département", Objet(CONTACT), TOUS),
    champ("signataire", "Signataire", Objet(SIGNATAIRE), TOUS),
    champ("destinataire", "Destinataire", Objet(DESTINATAIRE), TOUS),
    champ("dossier", "Dossier", Objet(DOSSIER), TOUS),
    champ("territoire", "Territoire", Objet(CONTACT), TOUS),
    champ("enfants", "Enfants concernés", Liste(ENFANT), TOUS),
    champ("traitement", "Service chargé de l’évaluation", Objet(TRAITEMENT), SUIVI),
    champ("traitements", "Traitements de l’information", Liste(TRAITEMENT), DEDANS),
    champ("adultes", "Auteurs et autorités", Liste(ADULTE), DEDANS),
    champ("saisie", "Demandé en écrivant le courrier", Saisies, TOUS),
];

/// The field of that name that this public may be told of.
pub fn find(champs: &'static [Champ], nom: &str, public: Public) -> Option<&'static Champ> {
    champs.iter().find(|champ| champ.nom == nom && champ.publics.contains(&public))
}

/// The names that this public's templates may use here, for the message of a refusal and for help.
pub fn noms(champs: &'static [Champ], public: Public) -> String {
    let noms: Vec<&str> =
        champs.iter().filter(|champ| champ.publics.contains(&public)).map(|champ| champ.nom).collect();
    noms.join(", ")
}

/// Every path of a public with its label: `dossier.numero`, `enfants.prenom`.
pub fn chemins(public: Public) -> Vec<(String, &'static str)> {
    let mut chemins = Vec::new();
    for champ in RACINE.iter().filter(|champ| champ.publics.contains(&public)) {
        match champ.forme {
            Objet(inner) | Liste(inner) => chemins.extend(
                inner
                    .iter()
                    .filter(|inner| inner.publics.contains(&public))
                    .map(|inner| (format!("{}.{}", champ.nom, inner.nom), inner.libelle)),
            ),
            Saisies => {}
            _ => chemins.push((champ.nom.to_owned(), champ.libelle)),
        }
    }
    chemins
}

/// The label and the shape of a path with or without the rank of a list: `enfants.0.naissance`.
pub fn of_chemin(chemin: &str) -> Option<&'static Champ> {
    let mut parts = chemin.split('.').filter(|part| part.parse::<usize>().is_err());
    let first = parts.next()?;
    let mut champ = RACINE.iter().find(|champ| champ.nom == first)?;
    for part in parts {
        let (Objet(inner) | Liste(inner)) = champ.forme else { return None };
        champ = inner.iter().find(|champ| champ.nom == part)?;
    }
    Some(champ)
}
