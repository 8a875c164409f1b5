//! What happened to a child, dossier after dossier, in one list: informations, services, letters, outcomes.

use chrono::NaiveDate;
use uuid::Uuid;

use super::courrier::{EtatCourrier, LigneCourrier};
use super::dossier::{self, Fiches as _};
use super::{Cle, Dossier, Fiche, Nature, Parametres, Table, conclusion, date, enfant, motif, traitement};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Genre {
    Information,
    Danger,
    Etape,
    Service,
    Courrier,
    Conclusion,
    Cloture,
}

impl Genre {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Information => "Information",
            Self::Danger => "Danger",
            Self::Etape => "Étape",
            Self::Service => "Service",
            Self::Courrier => "Courrier",
            Self::Conclusion => "Conclusion",
            Self::Cloture => "Clôture",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evenement {
    pub jour: NaiveDate,
    pub genre: Genre,
    pub dossier: Uuid,
    pub numero: String,
    pub titre: String,
    pub detail: String,
}

/// The latest first; of one day, in the order of a dossier's life. Reads stored values.
pub fn chronologie(
    personne: Uuid,
    dossiers: &[Dossier],
    courriers: &[LigneCourrier],
    parametres: &Parametres,
) -> Vec<Evenement> {
    let mut all: Vec<Evenement> =
        dossiers.iter().flat_map(|dossier| of_dossier(personne, dossier, parametres)).collect();
    all.extend(courriers.iter().filter(|one| one.etat != EtatCourrier::Brouillon).filter_map(letter));
    // Of one day and one kind, what is noted first came first.
    all.reverse();
    all.sort_by(|a, b| b.jour.cmp(&a.jour).then(b.genre.cmp(&a.genre)).then(a.numero.cmp(&b.numero)));
    all
}

fn letter(one: &LigneCourrier) -> Option<Evenement> {
    let sent = one.envoye_le.get(..10).and_then(|day| day.parse().ok());
    Some(Evenement {
        jour: sent.or_else(|| one.jour.get(..10)?.parse().ok())?,
        genre: Genre::Courrier,
        dossier: one.dossier,
        numero: one.numero.clone(),
        titre: one.objet.clone(),
        detail: format!("à {} · {}", one.destinataire, one.etat.libelle().to_lowercase()),
    })
}

fn of_dossier(personne: Uuid, dossier: &Dossier, parametres: &Parametres) -> Vec<Evenement> {
    let Some(entete) = dossier.entete() else { return Vec::new() };
    let Some(concerne) =
        dossier.of(Table::EnfantConcerne).find(|row| row.reference(enfant::ENFANT_ID) == Some(personne))
    else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut add = |jour: Option<NaiveDate>, genre: Genre, titre: &str, detail: String| {
        all.extend(jour.map(|jour| Evenement {
            jour,
            genre,
            dossier: entete.id,
            numero: entete.get(dossier::NUMERO).to_owned(),
            titre: titre.to_owned(),
            detail,
        }));
    };
    let label = |fiche: &Fiche, cle: Cle| parametres.libelle(cle.champ().nature, fiche.get(cle)).to_owned();
    let told = |parts: &[String]| parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    let received = entete.date(dossier::DATE_RECEPTION).or_else(|| entete.date(dossier::DATE_TRAITEMENT));
    let motives: Vec<String> =
        dossier.linked(motif::ENFANT_CONCERNE_ID, concerne.id).map(|row| label(row, motif::MOTIF)).collect();
    let kind = label(entete, dossier::TYPE_DOSSIER);
    add(
        received,
        Genre::Information,
        if kind.is_empty() { "Information reçue" } else { &kind },
        told(&[label(entete, dossier::ORIGINE), motives.join(", "), label(entete, dossier::TERRITOIRE)]),
    );
    if entete.oui(dossier::DANGER_GRAVE) {
        let day = entete.date(dossier::DANGER_CONSTATE_LE).or(received);
        add(day, Genre::Danger, "Danger grave et immédiat", String::new());
        add(entete.date(dossier::DANGER_SAISINE_LE), Genre::Danger, "Parquet saisi", String::new());
    }
    for (cle, titre) in [
        (dossier::QUALIFIE_LE, "Information qualifiée"),
        (dossier::PARENTS_INFORMES_LE, "Parents informés de l’évaluation"),
        (dossier::RENCONTRE_LE, "Rencontre au domicile"),
        (dossier::PARENTS_SAISINE_LE, "Parents informés de la saisine"),
        (dossier::ADRESSE_DEMANDEE_LE, "Adresse demandée"),
        (dossier::ADRESSE_RECUE_LE, "Adresse reçue"),
    ] {
        add(entete.date(cle), Genre::Etape, titre, String::new());
    }
    for (cle, titre) in [
        (dossier::ROUVERT_LE, "Dossier rouvert"),
        (dossier::SUITES_DONNEES_LE, "Suites données à l’auteur de l’information"),
        (dossier::CLOS_LE, "Dossier clos"),
    ] {
        let why = if cle == dossier::CLOS_LE { entete.get(dossier::CLOTURE_MOTIF) } else { "" };
        add(entete.date(cle), Genre::Cloture, titre, why.to_owned());
    }
    for row in dossier.of(Table::Traitement) {
        let service = label(row, traitement::SERVICE);
        let nature = label(row, traitement::NATURE);
        let due = row.date(traitement::ECHEANCE_LE).map(|day| format!("pour le {}", date::format(day)));
        let title = |what: &str| format!("{what} {service}");
        let sent = row.date(traitement::ENVOYE_LE);
        add(sent, Genre::Service, &title("Envoyé à"), told(&[nature, due.unwrap_or_default()]));
        let times = row.get(traitement::RELANCES);
        let reminded = if times.is_empty() { String::new() } else { format!("relance n° {times}") };
        add(row.date(traitement::RELANCE_LE), Genre::Service, &title("Relancé\u{a0}:"), reminded);
        let proposed = label(row, traitement::PROPOSITION);
        let by = row.get(traitement::EVALUATEURS).to_owned();
        add(row.date(traitement::RETOUR_LE), Genre::Service, &title("Retour de"), told(&[proposed, by]));
    }
    for row in dossier.linked(conclusion::ENFANT_CONCERNE_ID, concerne.id) {
        let motive = parametres.libelle(Nature::Liste("motif_signalement"), row.get(conclusion::MOTIF_SIGNALEMENT));
        let day = row.date(conclusion::DATE_CONCLUSION).or(entete.date(dossier::CLOS_LE)).or(received);
        let detail = told(&[motive.to_owned(), row.get(conclusion::DETAIL).replace('\n', " ")]);
        add(day, Genre::Conclusion, &label(row, conclusion::CONCLUSION), detail);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dossier(person: &Fiche, numero: &str, received: &str) -> Dossier {
        let concerne = Fiche::new(Table::EnfantConcerne).with(enfant::ENFANT_ID, person.id.to_string());
        let header = Fiche::new(Table::Dossier)
            .with(dossier::NUMERO, numero)
            .with(dossier::DATE_RECEPTION, received)
            .with(dossier::QUALIFIE_LE, "2026-02-20")
            .with(dossier::CLOS_LE, "2026-02-20");
        let outcome = Fiche::new(Table::ConclusionEnfant)
            .with(conclusion::ENFANT_CONCERNE_ID, concerne.id.to_string())
            .with(conclusion::CONCLUSION, "conclusion/aed")
            .with(conclusion::DATE_CONCLUSION, "2026-02-20");
        let sent = Fiche::new(Table::Traitement)
            .with(traitement::SERVICE, "pmi")
            .with(traitement::ENVOYE_LE, "2026-01-12")
            .with(traitement::RETOUR_LE, "2026-02-15");
        Dossier { fiches: vec![header, person.clone(), concerne, outcome, sent] }
    }

    #[test]
    fn everything_that_happened_is_told_once_the_latest_first() {
        let lea = Fiche::new(Table::Enfant);
        let other = Fiche::new(Table::Enfant);
        let all = [dossier(&lea, "2026-000002", "2026-01-10"), dossier(&lea, "2025-000007", "2025-06-01")];
        let events = chronologie(lea.id, &all, &[], &Parametres::default());
        let days: Vec<String> = events.iter().map(|one| one.jour.to_string()).collect();
        let mut sorted = days.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        assert_eq!(days, sorted);
        let first: Vec<(&str, Genre)> = events
            .iter()
            .filter(|one| one.numero == "2026-000002")
            .map(|one| (one.titre.as_str(), one.genre))
            .collect();
        assert_eq!(
            first,
            [
                ("Dossier clos", Genre::Cloture),
                ("conclusion/aed", Genre::Conclusion),
                ("Information qualifiée", Genre::Etape),
                ("Retour de pmi", Genre::Service),
                ("Envoyé à pmi", Genre::Service),
                ("Information reçue", Genre::Information),
            ]
        );
        assert_eq!(events.len(), 12);
        assert_eq!(chronologie(other.id, &all, &[], &Parametres::default()), []);
    }
}
