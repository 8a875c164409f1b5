//! What became of it: services, delays, outcomes, justice, what the law asks to be told, what is open.

use super::forme::{Ecrire as _, compte, mediane, parmi};
use crate::dashboards::dimension::{DateCle as C, Dimension as D};
use crate::dashboards::figure::Forme;
use crate::dashboards::indicateur::{Condition, Indicateur, Mesure, Unite::*};

/// Who is answered three months after the transmission, whether they ask or not: professionals and elected people.
const PARTICULIERS: [&str; 4] =
    ["transmetteur/parents", "transmetteur/autre_famille", "transmetteur/mineur", "transmetteur/autre_particulier"];

pub fn indicateurs() -> Vec<Indicateur> {
    let mut all = services();
    all.extend(delais());
    all.extend(suites());
    all.extend(justice());
    all.extend(obligations());
    all
}

fn services() -> Vec<Indicateur> {
    vec![
        compte(
            11,
            "services",
            "Informations par service",
            "Informations confiées à chaque service\u{a0}; une information peut l’être à plusieurs.",
            Information,
        )
        .par(D::Service, Forme::Classement)
        .si(Condition::Connue(C::Envoi)),
        compte(
            11,
            "services_en_cours",
            "Dossiers en cours par service",
            "Dossiers ouverts confiés à chaque service.",
            Information,
        )
        .par(D::Service, Forme::Classement)
        .stock()
        .si(Condition::Connue(C::Envoi)),
        compte(
            20,
            "stock_etat",
            "Dossiers en cours par état",
            "Dossiers ouverts ce jour-là, selon l’étape où ils en sont aujourd’hui\u{a0}; «\u{a0}Clos\u{a0}»\u{a0}: clos depuis.",
            Information,
        )
        .par(D::Etat, Forme::Barres)
        .stock(),
        compte(
            20,
            "stock_territoire",
            "Dossiers en cours par territoire et par état",
            "Dossiers de chaque territoire ouverts ce jour-là, selon l’étape où ils en sont aujourd’hui\u{a0}; «\u{a0}Clos\u{a0}»\u{a0}: clos depuis.",
            Information,
        )
        .par(D::Territoire, Forme::BarresEmpilees)
        .et(D::Etat)
        .stock(),
        compte(
            20,
            "retards_territoire",
            "Évaluations en retard par territoire",
            "Dossiers ouverts sans rapport complet, plus de trois mois après la réception.",
            Information,
        )
        .par(D::Territoire, Forme::Barres)
        .stock()
        .si(Condition::SansRapportApres(3)),
    ]
}

fn delais() -> Vec<Indicateur> {
    let rapport = |code, titre, definition| compte(12, code, titre, definition, Information).selon(C::Rapport);
    vec![
        compte(12, "delai_qualification", "Délai médian de qualification", "Jours entre la réception et la qualification\u{a0}: la moitié des informations attend moins.", Information)
            .selon(C::Qualification)
            .par(D::Territoire, Forme::Barres)
            .mesure(mediane(C::Reception, C::Qualification)),
        rapport("delai_rapport", "Délai médian d’évaluation", "Jours entre la réception et le dernier rapport rendu\u{a0}: la moitié des informations attend moins.")
            .par(D::Territoire, Forme::Barres)
            .mesure(mediane(C::Reception, C::Rapport)),
        rapport("delai_rapport_90", "Délai d’évaluation, neuf fois sur dix", "Jours entre la réception et le dernier rapport rendu\u{a0}: neuf informations sur dix attendent moins.")
            .par(D::Territoire, Forme::Barres)
            .mesure(Mesure::Delai { de: C::Reception, a: C::Rapport, centile: 90 }),
        rapport("delai_rapport_mois", "Délai médian d’évaluation par mois", "Jours entre la réception et le dernier rapport rendu, selon le mois où il l’a été.")
            .par(D::Mois, Forme::Courbe)
            .mesure(mediane(C::Reception, C::Rapport)),
        rapport("delai_rapport_repartition", "Répartition des délais d’évaluation", "Informations évaluées, selon les jours entre la réception et le dernier rapport rendu.")
            .par(D::DelaiRapport, Forme::Delais),
        rapport("part_trois_mois", "Part des évaluations rendues en trois mois", "Parmi les informations évaluées, part de celles dont le dernier rapport est rendu trois mois au plus après la réception (CASF D226-2-4).")
            .par(D::Territoire, Forme::Barres)
            .mesure(Mesure::Part(vec![Condition::SousMois(C::Reception, C::Rapport, 3)])),
        rapport("delai_rapport_tout_petits", "Délai médian d’évaluation avant deux ans", "Jours entre la réception et le dernier rapport rendu, pour les informations où un enfant a moins de deux ans.")
            .par(D::Territoire, Forme::Barres)
            .si(Condition::MoinsDeMois(24))
            .mesure(mediane(C::Reception, C::Rapport)),
        compte(12, "delai_decision", "Délai médian entre le rapport et la décision", "Jours entre le dernier rapport rendu et la première conclusion\u{a0}: la moitié des enfants attend moins.", Enfant)
            .selon(C::Decision)
            .par(D::Territoire, Forme::Barres)
            .mesure(mediane(C::Rapport, C::Decision)),
        compte(12, "delai_decision_repartition", "Répartition des délais de décision", "Enfants concernés, selon les jours entre la réception et la première conclusion.", Enfant)
            .selon(C::Decision)
            .par(D::DelaiDecision, Forme::Delais),
        compte(12, "delai_saisine", "Délai médian de saisine en danger grave", "Jours entre la réception et la saisine de l’autorité judiciaire, quand un danger grave et immédiat est constaté.", Information)
            .selon(C::Saisine)
            .par(D::Territoire, Forme::Barres)
            .si(parmi(D::DangerGrave, &["oui"]))
            .mesure(mediane(C::Reception, C::Saisine)),
    ]
}

fn suites() -> Vec<Indicateur> {
    vec![
        compte(13, "suites", "Enfants selon la suite donnée", "Enfants concernés, selon la famille de leur conclusion\u{a0}; quand il y en a plusieurs, la justice l’emporte, puis l’aide administrative.", Enfant)
            .par(D::Suite, Forme::Barres),
        compte(13, "conclusions", "Enfants par conclusion", "Enfants concernés, selon leurs conclusions en détail\u{a0}; un enfant peut en avoir plusieurs.", Enfant)
            .selon(C::Decision)
            .par(D::Conclusion, Forme::Classement)
            .premiers(20),
        compte(13, "suites_motif", "Suites selon la famille de motifs", "Enfants qui ont une conclusion, selon la famille de leurs motifs et la suite donnée.", Enfant)
            .selon(C::Decision)
            .par(D::FamilleMotif, Forme::BarresEmpilees)
            .et(D::Suite),
        compte(13, "origine_suite", "De l’origine à la suite", "Enfants concernés, de qui a révélé la situation à la suite donnée.", Enfant)
            .par(D::Origine, Forme::Flux)
            .et(D::Suite),
        compte(13, "suites_annee", "Suites données par année", "Enfants qui ont une conclusion, selon l’année de la décision.", Enfant)
            .selon(C::Decision)
            .par(D::Annee, Forme::BarresEmpilees)
            .et(D::Suite),
    ]
}

fn justice() -> Vec<Indicateur> {
    let signalement = |code, titre, definition, unite| compte(14, code, titre, definition, unite).selon(C::Signalement);
    vec![
        signalement(
            "signalements_mois",
            "Signalements par mois",
            "Enfants pour lesquels le procureur ou le juge des enfants est saisi.",
            Enfant,
        )
        .par(D::Mois, Forme::Courbe),
        signalement(
            "motifs_signalement",
            "Motifs des signalements",
            "Enfants signalés, selon le motif de la saisine (CASF L226-4).",
            Enfant,
        )
        .par(D::MotifSignalement, Forme::Classement),
        signalement(
            "reponses_parquet",
            "Réponses de l’autorité judiciaire",
            "Enfants signalés, selon la première réponse connue.",
            Enfant,
        )
        .par(D::ReponseParquet, Forme::Classement),
        compte(
            14,
            "delai_reponse",
            "Délai médian de réponse de l’autorité judiciaire",
            "Jours entre le signalement et la première réponse\u{a0}: la moitié des enfants attend moins.",
            Enfant,
        )
        .selon(C::ReponseParquet)
        .par(D::Annee, Forme::Barres)
        .mesure(mediane(C::Signalement, C::ReponseParquet)),
        compte(
            14,
            "copies_signalement",
            "Copies de signalements directs",
            "Copies reçues de signalements faits directement au parquet.",
            Information,
        )
        .par(D::Annee, Forme::Barres)
        .si(parmi(D::TypeDossier, &["type_dossier/copie_signalement"])),
    ]
}

fn obligations() -> Vec<Indicateur> {
    let pros = || {
        Condition::Sauf(
            D::Transmetteur,
            PARTICULIERS.iter().map(|code| (*code).to_owned()).chain([String::new()]).collect(),
        )
    };
    vec![
        compte(15, "parents_informes", "Part des évaluations dont les parents sont informés", "Parmi les informations confiées à un service, hors celles où un motif noté dispense d’informer les parents, part de celles où ils le sont (CASF D226-2-6).", Information)
            .selon(C::Envoi)
            .par(D::Territoire, Forme::Barres)
            .si(Condition::Non(4))
            .mesure(Mesure::Part(vec![Condition::Connue(C::ParentsInformes)])),
        compte(15, "suites_professionnels", "Part des professionnels informés en trois mois", "Parmi les informations transmises par un professionnel ou un élu, part de celles dont les suites sont données trois mois au plus après la transmission (CASF L226-5).", Information)
            .selon(C::Transmission)
            .par(D::Annee, Forme::Barres)
            .si(pros())
            .mesure(Mesure::Part(vec![Condition::SousMois(C::Transmission, C::SuitesDonnees, 3)])),
        compte(15, "suites_demandees", "Part des demandes de suites satisfaites en trois mois", "Parmi les demandes de suites, part de celles qui ont une réponse trois mois au plus après (CASF L226-5).", Information)
            .selon(C::SuitesDemandees)
            .par(D::Annee, Forme::Barres)
            .mesure(Mesure::Part(vec![Condition::SousMois(C::SuitesDemandees, C::SuitesDonnees, 3)])),
        compte(16, "rencontres_domicile", "Part des évaluations avec une rencontre au domicile", "Parmi les informations évaluées, part de celles où la famille a été rencontrée à son domicile (CASF D226-2-6).", Information)
            .selon(C::Rapport)
            .par(D::Territoire, Forme::Barres)
            .mesure(Mesure::Part(vec![Condition::Connue(C::RencontreDomicile)])),
        compte(16, "rencontres_mois", "Rencontres au domicile par mois", "Informations pour lesquelles une rencontre au domicile a eu lieu.", Information)
            .selon(C::RencontreDomicile)
            .par(D::Mois, Forme::Courbe),
    ]
}
