//! The templates that come with Vigie: what a new base begins with.

/// Their texts, in the order of the list.
pub const MODELES: &[&str] = &[
    include_str!("../../assets/courriers/01_accuse_professionnel.txt"),
    include_str!("../../assets/courriers/02_accuse_particulier.txt"),
    include_str!("../../assets/courriers/03_demande_evaluation.txt"),
    include_str!("../../assets/courriers/04_information_parents.txt"),
    include_str!("../../assets/courriers/05_rendez_vous.txt"),
    include_str!("../../assets/courriers/06_relance_rendez_vous.txt"),
    include_str!("../../assets/courriers/07_signalement_parquet.txt"),
    include_str!("../../assets/courriers/08_transmission_urgente.txt"),
    include_str!("../../assets/courriers/09_information_saisine.txt"),
    include_str!("../../assets/courriers/10_reponse_soit_transmis.txt"),
    include_str!("../../assets/courriers/11_renseignements_ecole.txt"),
    include_str!("../../assets/courriers/12_renseignements_medecin.txt"),
    include_str!("../../assets/courriers/13_relance_service.txt"),
    include_str!("../../assets/courriers/14_restitution_classement.txt"),
    include_str!("../../assets/courriers/15_restitution_aide.txt"),
    include_str!("../../assets/courriers/16_suites_professionnel.txt"),
    include_str!("../../assets/courriers/17_suites_particulier.txt"),
    include_str!("../../assets/courriers/18_transmission_departement.txt"),
    include_str!("../../assets/courriers/19_information_transfert.txt"),
    include_str!("../../assets/courriers/20_recherche_adresse.txt"),
    include_str!("../../assets/courriers/21_retour_snated.txt"),
    include_str!("../../assets/courriers/22_bordereau_envoi.txt"),
    include_str!("../../assets/courriers/23_visa_elimination.txt"),
];
