//! The dossier: one information, for one fratrie. Its header, and the whole it makes with
//! the children, adults, motives, conclusions and treatments.

use uuid::Uuid;

use super::champ::{Forme, Nature::*, Table};
use super::{Cle, Fiche, adulte, conclusion, enfant, motif};

champs! { Table::Dossier;
    NUMERO "numero" "N° de dossier" Auto(Forme::Texte);
    DATE_TRAITEMENT "date_traitement" "Date traitement" Auto(Forme::Instant);
    DATE_RECEPTION "date_reception" "Date de réception" Date;
    TYPE_DOSSIER "type_dossier" "Type de dossier" Liste("type_dossier");
    SIP "sip" "S.I.P." Oui;
    DANGER_GRAVE "danger_grave" "Danger grave et immédiat" Oui;
    DANGER_SAISINE_LE "danger_saisine_le" "Parquet saisi le" Instant;
    VIOLENCE_CONJUGALE "violence_conjugale" "Violence conjugale" Liste("oui_non_nsp");
    RECEPTEUR "recepteur" "Récepteur" Liste("recepteur");
    SUPPORT "support" "Support" Liste("support");
    NUMERO_SNATEM "numero_snatem" "N° dossier SNATEM" Texte(40);
    TERRITOIRE "territoire" "Territoire" Territoire;
    ORIGINE "origine" "Origine" Liste("origine");
    TRANSMETTEUR "transmetteur" "Transmis par" Liste("transmetteur");
    TRANSMIS_LE "transmis_le" "Transmis le" Date;
    SOUHAITE_SUITES "souhaite_suites" "Souhaite connaître les suites" Oui;
    SUITES_DEMANDEES_LE "suites_demandees_le" "Suites demandées le" Date;
    SYNTHESE "synthese" "Synthèse de la situation" TexteLong;
    OBSERVATION_CEMA "observation_cema" "Observation de la CEMA" TexteLong;
    ETAT "etat" "État" Liste("etat_dossier");
    FRATRIE "fratrie" "Fratrie" Auto(Forme::Texte);
    CLE_FRATRIE "cle_fratrie" "Fratrie, pour le tri" Auto(Forme::Texte);
    NOMBRE_ENFANTS "nombre_enfants" "Enfants" Auto(Forme::Entier);
    ECHEANCE_LE "echeance_le" "Échéance d’évaluation" Auto(Forme::Date);
    QUALIFIE_LE "qualifie_le" "Qualifié le" Date;
    DANGER_CONSTATE_LE "danger_constate_le" "Danger constaté le" Date;
    PARENTS_INFORMES_LE "parents_informes_le" "Parents informés de l’évaluation le" Date;
    PARENTS_NON_INFORMES "parents_non_informes" "Parents non informés, motif" Texte(240);
    RENCONTRE_LE "rencontre_domicile_le" "Rencontre au domicile le" Date;
    MINEURS_EVALUES "mineurs_evalues" "Tous les mineurs du domicile évalués" Oui;
    PARENTS_SAISINE_LE "parents_saisine_le" "Parents informés de la saisine le" Date;
    SUITES_DONNEES_LE "suites_donnees_le" "Suites données le" Date;
    SUITES_REFUS "suites_refus" "Suites refusées, motif" Liste("motif_refus_suites");
    ADRESSE_DEMANDEE_LE "adresse_demandee_le" "Adresse demandée le" Date;
    ADRESSE_RECUE_LE "adresse_recue_le" "Adresse reçue le" Date;
    CLOS_LE "clos_le" "Clos le" Date;
    CLOTURE_MOTIF "cloture_motif" "Clos malgré les alertes, motif" Texte(500);
    ROUVERT_LE "rouvert_le" "Rouvert le" Date;
}

/// The state of a dossier that nobody has qualified yet.
pub const ETAT_INITIAL: &str = "etat_dossier/a_qualifier";
/// The state of a dossier that is done with: no deadline runs.
pub const ETAT_CLOS: &str = "etat_dossier/clos";
/// Whoever transmits as one of these does it for themselves; everyone else, because of their work or mandate.
const PARTICULIERS: [&str; 6] = ["mineur", "parents", "autre_famille", "autre_particulier", "anonyme", "nsp"];

fn transmet(value: &str, particulier: bool) -> bool {
    let parts = value.split_once('/').filter(|(liste, _)| ["origine", "transmetteur"].contains(liste));
    parts.is_some_and(|(_, code)| PARTICULIERS.contains(&code) == particulier)
}

/// Is this origin, or who transmitted, a private person, told only on request (CASF L226-5)?
pub fn est_particulier(value: &str) -> bool {
    transmet(value, true)
}

/// Is it somebody who is told without asking (CASF L226-5)?
pub fn est_professionnel(value: &str) -> bool {
    transmet(value, false)
}

/// The territory of a dossier whose commune is not known yet.
pub const TERRITOIRE_INITIAL: &str = "a_determiner";

/// A dossier as the database holds it: each value in its stored form, empty for none.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Dossier {
    pub fiches: Vec<Fiche>,
}

/// A dossier as it is being typed: each value as the person wrote it.
///
/// Same rows and fields as [`Dossier`]; [`super::parse::parse`] and [`super::parse::format`] go
/// from one to the other.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct DossierDraft {
    pub fiches: Vec<Fiche>,
}

/// Who wrote a dossier last, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    pub cree_le: String,
    pub cree_par: String,
    pub modifie_le: String,
    pub modifie_par: String,
}

/// A dossier as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lu {
    pub dossier: Dossier,
    pub trace: Trace,
}

/// A dossier as it was being typed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Brouillon {
    pub draft: DossierDraft,
    /// The dossier as it had been read; empty for a new one.
    pub loaded: Vec<Fiche>,
    /// Where the person was, as the screen wrote it.
    pub place: String,
    /// When, in UTC.
    pub quand: String,
    /// The window that it is typed in: while that is open, its drafts are nobody else's.
    #[serde(default)]
    pub fenetre: Uuid,
    /// Was its save asked for, while the base was away?
    #[serde(default)]
    pub demande: bool,
}

/// What both share: finding rows.
pub trait Fiches {
    fn fiches(&self) -> &[Fiche];

    /// The header. A dossier without one cannot be built; an empty row stands in while loading.
    fn entete(&self) -> Option<&Fiche> {
        self.fiches().iter().find(|fiche| fiche.table == Table::Dossier)
    }

    fn fiche(&self, id: Uuid) -> Option<&Fiche> {
        self.fiches().iter().find(|fiche| fiche.id == id)
    }

    fn of(&self, table: Table) -> impl Iterator<Item = &Fiche> {
        self.fiches().iter().filter(move |fiche| fiche.table == table)
    }

    /// The rows of the table that `cle` belongs to whose reference `cle` is `id`.
    fn linked(&self, cle: Cle, id: Uuid) -> impl Iterator<Item = &Fiche> {
        self.of(cle.table).filter(move |fiche| fiche.reference(cle) == Some(id))
    }

    /// The person behind a child of this dossier.
    fn personne(&self, enfant_concerne: &Fiche) -> Option<&Fiche> {
        self.fiche(enfant_concerne.reference(enfant::ENFANT_ID)?)
    }

    /// Everything that hangs on a child of this dossier: ties, motives, conclusions.
    fn of_child(&self, id: Uuid) -> impl Iterator<Item = &Fiche> {
        [adulte::lien::ENFANT_CONCERNE_ID, motif::ENFANT_CONCERNE_ID, conclusion::ENFANT_CONCERNE_ID]
            .into_iter()
            .flat_map(move |cle| self.linked(cle, id))
    }
}

impl Fiches for Dossier {
    fn fiches(&self) -> &[Fiche] {
        &self.fiches
    }
}

impl Fiches for DossierDraft {
    fn fiches(&self) -> &[Fiche] {
        &self.fiches
    }
}

impl Dossier {
    pub fn id(&self) -> Option<Uuid> {
        self.entete().map(|entete| entete.id)
    }
}

impl DossierDraft {
    pub fn id(&self) -> Option<Uuid> {
        self.entete().map(|entete| entete.id)
    }
}

/// « MARTIN Léa, Hugo, à naître »: the family name once, then first names; another name when it differs.
/// Every child is there, so that nobody counts one too few.
pub fn fratrie(dossier: &impl Fiches) -> String {
    noms(dossier, |personne| if enfant::a_naitre(personne) { "à naître" } else { "sans prénom" })
}

/// What a list is sorted and searched by: the names alone.
pub fn cle_fratrie(dossier: &impl Fiches) -> String {
    super::nom::fold(&noms(dossier, |_| ""))
}

/// `inconnu` stands for a first name that nobody gave yet.
fn noms(dossier: &impl Fiches, inconnu: impl Fn(&Fiche) -> &'static str) -> String {
    let mut shown = String::new();
    let mut current = String::new();
    for concerne in dossier.of(Table::EnfantConcerne) {
        let Some(personne) = dossier.personne(concerne) else { continue };
        let nom = enfant::nom_affiche(personne);
        let given = personne.get(enfant::personne::PRENOM);
        // A family name alone names somebody, but for a child who has none yet.
        let alone = nom != current && !enfant::a_naitre(personne);
        let prenom = if given.is_empty() && !alone { inconnu(personne) } else { given };
        if prenom.is_empty() && nom == current {
            continue;
        }
        if !shown.is_empty() {
            shown.push_str(", ");
        }
        if nom != current {
            shown.push_str(&nom);
            if !nom.is_empty() && !prenom.is_empty() {
                shown.push(' ');
            }
            current.clone_from(&nom);
        }
        shown.push_str(prenom);
    }
    shown
}

/// `2026-123` as `2026-000123`; anything else as it was typed.
pub fn full_numero(typed: &str) -> String {
    let typed = typed.trim();
    match typed.split_once('-') {
        Some((year, rank))
            if year.len() == 4
                && (1..=6).contains(&rank.len())
                && year.bytes().chain(rank.bytes()).all(|byte| byte.is_ascii_digit()) =>
        {
            format!("{year}-{rank:0>6}")
        }
        _ => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_child_is_in_the_name_of_the_dossier() {
        use enfant::personne::{DATE_NAISSANCE, NOM_USAGE, PRECISION_NAISSANCE, PRENOM};
        let named = |children: &[(&str, &str, &str)]| {
            let mut fiches = vec![Fiche::new(Table::Dossier)];
            for (nom, prenom, birth) in children {
                let person = Fiche::new(Table::Enfant).with(NOM_USAGE, *nom).with(PRENOM, *prenom);
                let person = match *birth {
                    "a_naitre" => person.with(PRECISION_NAISSANCE, "a_naitre"),
                    birth => person.with(DATE_NAISSANCE, birth),
                };
                fiches.push(Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, person.id.to_string()));
                fiches.push(person);
            }
            let dossier = Dossier { fiches };
            (fratrie(&dossier), cle_fratrie(&dossier))
        };
        let text = |shown: &str, cle: &str| (shown.to_owned(), cle.to_owned());
        let [lea, hugo] = [("Lefèvre", "Léa", ""), ("Lefèvre", "Hugo", "")];
        let born_soon = ("Lefèvre", "", "a_naitre");
        assert_eq!(named(&[lea, hugo, born_soon]), text("LEFÈVRE Léa, Hugo, à naître", "lefevre lea hugo"));
        assert_eq!(named(&[("Lefèvre", "", "à naître 15/03/2027"), lea]).0, "LEFÈVRE à naître, Léa");
        assert_eq!(named(&[lea, ("Lefèvre", "", ""), ("Martin", "", "")]).0, "LEFÈVRE Léa, sans prénom, MARTIN");
        assert_eq!(named(&[("Lefèvre", "", "")]), text("LEFÈVRE", "lefevre"));
        assert_eq!(named(&[("", "", "a_naitre")]), text("à naître", ""));
    }

    #[test]
    fn a_number_may_be_typed_without_its_zeros() {
        for (typed, numero) in [
            ("2026-123", "2026-000123"),
            (" 2026-000123 ", "2026-000123"),
            ("2026-1234567", "2026-1234567"),
            ("2026-12a", "2026-12a"),
            ("2026", "2026"),
            ("A-1", "A-1"),
        ] {
            assert_eq!(full_numero(typed), numero);
        }
    }
}
