//! Synthetic dossiers for the tests.

use uuid::Uuid;
use vigie::domain::fiche::OUI;
use vigie::domain::{Dossier, Fiche, Parametres, Table, adulte, conclusion, dossier, enfant, motif, parse, traitement};

/// Three siblings, one to be born, two adults shared, motives, a conclusion each, two services.
pub fn complet(parametres: &Parametres) -> Dossier {
    let entete = Fiche::new(Table::Dossier)
        .with(dossier::DATE_RECEPTION, "2026-11-20")
        .with(dossier::TYPE_DOSSIER, "type_dossier/information_preoccupante")
        .with(dossier::SIP, OUI)
        .with(dossier::SUPPORT, "support/telephone")
        .with(dossier::TERRITOIRE, "vierzon")
        .with(dossier::SYNTHESE, "Appel de l’école : « œil au beurre noir » ; l’enfant aurait dit…\nÀ vérifier.")
        .with(dossier::ETAT, "etat_dossier/evaluation");
    let adults = [("Lefèvre", "Claire"), ("N’Diaye", "Ousmane")]
        .map(|(nom, prenom)| Fiche::new(Table::Adulte).with(adulte::NOM, nom).with(adulte::PRENOM, prenom));
    let mut fiches = vec![entete];
    fiches.extend(adults.clone());
    for (prenom, birth, precision) in
        [("Léa", "2015-02-07", "exacte"), ("Hugo", "2019-01-01", "annee"), ("", "2027-03-15", "a_naitre")]
    {
        let personne = Fiche::new(Table::Enfant)
            .with(enfant::personne::NOM_USAGE, "Lefèvre-N’Diaye")
            .with(enfant::personne::PRENOM, prenom)
            .with(enfant::personne::DATE_NAISSANCE, birth)
            .with(enfant::personne::PRECISION_NAISSANCE, precision);
        let concerne = Fiche::new(Table::EnfantConcerne)
            .with(enfant::ENFANT_ID, personne.id.to_string())
            .with(enfant::COMMUNE, "18279")
            .with(enfant::CODE_POSTAL, "18100")
            .with(enfant::VOIE, "rue des Écoles");
        let child = concerne.id.to_string();
        for (adult, lien) in adults.iter().zip(["lien/mere", "lien/pere"]) {
            fiches.push(
                Fiche::new(Table::AdulteEnfant)
                    .with(adulte::lien::ADULTE_ID, adult.id.to_string())
                    .with(adulte::lien::ENFANT_CONCERNE_ID, child.clone())
                    .with(adulte::lien::LIEN, lien)
                    .with(adulte::lien::TITULAIRE, OUI),
            );
        }
        fiches.push(
            Fiche::new(Table::MotifEnfant)
                .with(motif::ENFANT_CONCERNE_ID, child.clone())
                .with(motif::MOTIF, "motif/sante"),
        );
        fiches.push(
            Fiche::new(Table::ConclusionEnfant)
                .with(conclusion::ENFANT_CONCERNE_ID, child)
                .with(conclusion::CONCLUSION, first(parametres, "conclusion")),
        );
        fiches.extend([personne, concerne]);
    }
    for service in parametres.services.iter().take(2) {
        fiches.push(
            Fiche::new(Table::Traitement)
                .with(traitement::SERVICE, service.id.clone())
                .with(traitement::ENVOYE_LE, "2026-11-21"),
        );
    }
    let mut dossier = Dossier { fiches };
    parse::derive(&mut dossier, parametres);
    dossier
}

/// A dossier of one child, as short as can be.
pub fn court(parametres: &Parametres, nom: &str, prenom: &str) -> Dossier {
    let personne =
        Fiche::new(Table::Enfant).with(enfant::personne::NOM_USAGE, nom).with(enfant::personne::PRENOM, prenom);
    let concerne = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, personne.id.to_string());
    let mut dossier = Dossier { fiches: vec![Fiche::new(Table::Dossier), personne, concerne] };
    parse::derive(&mut dossier, parametres);
    dossier
}

fn first(parametres: &Parametres, liste: &str) -> String {
    parametres.listes.get(liste).and_then(|liste| liste.valeurs.first()).map(|choix| choix.id.clone()).unwrap()
}

/// The same rows and values, whatever the versions and the order.
pub fn values(dossier: &Dossier) -> Vec<(Table, Uuid, Vec<String>)> {
    let mut rows: Vec<_> = dossier
        .fiches
        .iter()
        .map(|fiche| (fiche.table, fiche.id, fiche.valeurs().map(|(_, value)| value.to_owned()).collect()))
        .collect();
    rows.sort();
    rows
}

/// What is typed of a child: two names.
pub fn tape(nom: &str, prenom: &str) -> vigie::domain::identite::Identite {
    vigie::domain::identite::Identite::of_person(
        &Fiche::new(Table::Enfant).with(enfant::personne::NOM_USAGE, nom).with(enfant::personne::PRENOM, prenom),
    )
}
