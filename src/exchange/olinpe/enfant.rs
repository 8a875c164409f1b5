//! What an information knows of one child, in the codes of the national format.

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::{Cle, Dossier, Fiche, Table, adulte, conclusion, enfant, motif, traitement};
use crate::storage::CodesNationaux;

use super::pseudonyme::pseudonyme;
use super::regles;
use super::variables::Ligne;

/// The national codes of the values of lists, « VARIABLE=code », and the value that each hangs under.
#[derive(Clone, Debug, Default)]
pub struct Codes(pub CodesNationaux);

impl Codes {
    /// The code of a value for that variable.
    fn of(&self, value: &str, variable: &str) -> Option<&str> {
        let (code, _) = self.0.get(value)?;
        let (named, code) = code.as_deref()?.split_once('=')?;
        (named == variable).then_some(code)
    }

    /// Which variable a value says something of, and what.
    fn said(&self, value: &str) -> Option<(&str, &str)> {
        self.0.get(value)?.0.as_deref()?.split_once('=')
    }

    fn parent(&self, value: &str) -> Option<&str> {
        self.0.get(value)?.1.as_deref()
    }
}

/// The motives: what is not ticked is not known, and is not « non ».
const MOTIFS: [&str; 18] = [
    "SANTE", "SECURITE", "MORALITE", "CONDEDUC", "CONDEDEV", "DANGER", "MINA", "VIOLPHYS", "VIOLPSY", "VIOLSEX",
    "NEGLIG", "VIOLFAM", "CONFL", "CONDADD", "DEFINTEL", "SOUTSOC", "ENQPENAL", "SAISJUR",
];

/// The types of dossier that are informations to tell of.
pub const TYPES: [&str; 5] = [
    "type_dossier/information_preoccupante",
    "type_dossier/ip_complementaire",
    "type_dossier/fiche_snated",
    "type_dossier/soit_transmis",
    "type_dossier/copie_signalement",
];

/// Fills the line of one child.
pub fn ligne(dossier: &Dossier, concerne: &Fiche, codes: &Codes, departement: &str, cle: &str) -> Option<Ligne> {
    let (entete, personne) = (dossier.entete()?, dossier.personne(concerne)?);
    let mut ligne = Ligne::new();
    let mut put = |variable: &'static str, value: &str| {
        if !value.is_empty() {
            ligne.insert(variable, value.to_owned());
        }
    };
    put("NUMDEP", departement);
    put("TYPEV", "1");
    naissance(personne, cle, &mut put);
    put("SEXE", codes.of(personne.get(enfant::personne::SEXE), "SEXE").unwrap_or("9"));
    put("DATIP", day(entete, dossier::DATE_RECEPTION).as_str());
    let copie = entete.get(dossier::TYPE_DOSSIER) == "type_dossier/copie_signalement";
    put("TRAITINFO", if copie { "3" } else { "1" });
    put("ORIGIP", codes.of(entete.get(dossier::ORIGINE), "ORIGIP").unwrap_or("99"));
    put("TRANSIP", codes.of(entete.get(dossier::TRANSMETTEUR), "TRANSIP").unwrap_or("999"));
    put("VIOLCONJ", codes.of(entete.get(dossier::VIOLENCE_CONJUGALE), "VIOLCONJ").unwrap_or("9"));
    let lieu = concerne.get(enfant::LIEU_VIE);
    match codes.said(lieu) {
        Some(("COMPOMENAG", code)) => put("COMPOMENAG", code),
        // A child in care: the home of before is not asked.
        Some(_) => {}
        None => put("COMPOMENAG", "99"),
    }
    put("TITAP", codes.of(concerne.get(enfant::AUTORITE_PARENTALE), "TITAP").unwrap_or("99"));
    // Only a cell that says it has looked at every minor of the home has counted them.
    let others = dossier.of(Table::EnfantConcerne).count().saturating_sub(1).min(98).to_string();
    put("NBFRAT", if entete.oui(dossier::MINEURS_EVALUES) { &others } else { "99" });
    let sent = dossier.of(Table::Traitement).map(|row| day(row, traitement::ENVOYE_LE)).filter(|day| !day.is_empty());
    put("NOTIFEVAL", &sent.min().unwrap_or_default());
    let back: Vec<String> = dossier.of(Table::Traitement).map(|row| day(row, traitement::RETOUR_LE)).collect();
    if back.iter().all(|day| !day.is_empty()) {
        put("FINEVAL", back.iter().max().map_or("", String::as_str));
    }
    for variable in MOTIFS {
        put(variable, "9");
    }
    for row in dossier.linked(motif::ENFANT_CONCERNE_ID, concerne.id) {
        if let Some((variable, code)) = codes.said(row.get(motif::MOTIF))
            && let Some(known) = MOTIFS.into_iter().chain(["VIOLCONJ"]).find(|one| *one == variable)
        {
            put(known, code);
        }
    }
    adultes(dossier, concerne, codes, &mut put);
    decisions(dossier, concerne, codes, &mut put);
    regles::appliquer(&mut ligne);
    Some(ligne)
}

fn day(row: &Fiche, cle: Cle) -> String {
    row.date(cle).map(|day| day.to_string()).unwrap_or_default()
}

fn naissance(personne: &Fiche, cle: &str, put: &mut impl FnMut(&'static str, &str)) {
    use enfant::personne::{DATE_NAISSANCE, NOM_MERE, PRECISION_NAISSANCE, PRENOM};
    let stored = personne.get(DATE_NAISSANCE);
    let (year, month) = match personne.get(PRECISION_NAISSANCE) {
        "exacte" | "mois" => (stored.get(..4), stored.get(5..7)),
        "annee" | "estimee" => (stored.get(..4), None),
        // Not born yet: a term is no birth.
        _ => (None, None),
    };
    put("ANAIS", year.unwrap_or("9999"));
    put("MNAIS", month.unwrap_or("99").trim_start_matches('0'));
    let exact = year.zip(month).map(|(year, month)| format!("{year}-{month}")).unwrap_or_default();
    put("NUMANONYM", &pseudonyme(cle, personne.get(PRENOM), &exact, personne.get(NOM_MERE)));
}

/// The two adults in charge: who holds parental authority or is a parent or a step-parent, in the
/// order of the dossier.
fn adultes(dossier: &Dossier, concerne: &Fiche, codes: &Codes, put: &mut impl FnMut(&'static str, &str)) {
    use adulte::lien::{ADULTE_ID, ENFANT_CONCERNE_ID, LIEN, TITULAIRE};
    let mut charge: Vec<(&Fiche, &Fiche)> = dossier
        .linked(ENFANT_CONCERNE_ID, concerne.id)
        .filter(|lien| lien.oui(TITULAIRE) || matches!(codes.of(lien.get(LIEN), "LIENA1"), Some("1" | "2")))
        .filter_map(|lien| Some((lien, dossier.fiche(lien.reference(ADULTE_ID)?)?)))
        .collect();
    charge.sort_by_key(|(lien, one)| {
        (!lien.oui(TITULAIRE), one.get(adulte::RANG).parse::<u32>().unwrap_or(u32::MAX), one.id)
    });
    let places = [("LIENA1", "SEXA1", "ANSA1", "CSPA1"), ("LIENA2", "SEXA2", "ANSA2", "CSPA2")];
    for ((lien, one), (liena, sexa, ansa, cspa)) in charge.into_iter().zip(places) {
        put(liena, codes.of(lien.get(LIEN), "LIENA1").unwrap_or("9"));
        put(sexa, codes.of(one.get(adulte::SEXE), "SEXE").unwrap_or("9"));
        put(ansa, one.get(adulte::DATE_NAISSANCE).get(..4).unwrap_or("9999"));
        let csp = match lien.get(LIEN) {
            "lien/mere" => concerne.get(enfant::CSP_MERE),
            "lien/pere" => concerne.get(enfant::CSP_PERE),
            _ => "",
        };
        put(cspa, codes.of(csp, "CSPA1").unwrap_or("9"));
    }
}

/// What was decided. A seizure of justice is no decision yet.
fn decisions(dossier: &Dossier, concerne: &Fiche, codes: &Codes, put: &mut impl FnMut(&'static str, &str)) {
    for row in dossier.linked(conclusion::ENFANT_CONCERNE_ID, concerne.id) {
        let value = row.get(conclusion::CONCLUSION);
        let Some((variable, code)) = codes.said(value) else { continue };
        let decided = codes.parent(value).and_then(|parent| codes.of(parent, "DECISION"));
        match variable {
            "DECISION" => put("DECISION", code),
            "ENQPENAL" => put("ENQPENAL", code),
            "SAISJUR" => put("SAISJUR", code),
            "TYPINTERDOM" => {
                put("DECISION", decided.unwrap_or_default());
                put("NATPDECADM", "10");
                put("TYPINTERDOM", code);
            }
            "NATPDECADM" => {
                put("DECISION", decided.unwrap_or_default());
                put("NATPDECADM", code);
            }
            "NATDECASSED" => {
                put("DECISION", decided.unwrap_or_default());
                put("NATDECASSED", code);
            }
            _ => {}
        }
        if row.date(conclusion::DATE_CONCLUSION).is_some() && value.ends_with("/signalement_parquet") {
            put("DATSIGN", &day(row, conclusion::DATE_CONCLUSION));
            put("MOTIFSIG", codes.of(row.get(conclusion::MOTIF_SIGNALEMENT), "MOTIFSIG").unwrap_or("9"));
        }
    }
}
