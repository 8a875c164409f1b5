//! A family and what happens to it, written down as the rows of a dossier.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::enfant::{Enfant, Naissance};
use super::famille::{Adulte, Famille};
use super::hasard::Hasard;
use super::lieux::Foyer;
use super::noms::Sexe;
use super::offre::Offre;
use super::parcours::Parcours;
use super::situation::Situation;
use super::theme::Theme;
use crate::domain::commune::Commune;
use crate::domain::fiche::OUI;
use crate::domain::{Cle, Dossier, Fiche, Table, adulte, conclusion, date, dossier, enfant, motif, traitement};

const REMARQUES_ADULTE: [&str; 6] = [
    "Joignable de préférence en fin de journée",
    "Travaille en horaires décalés",
    "Coordonnées à confirmer",
    "Suivi par un service social de secteur",
    "Ne souhaite pas être contacté par téléphone",
    "Réside hors du département une partie de l'année",
];
const PRECISIONS_MOTIF: [&str; 5] = [
    "Faits rapportés, à vérifier",
    "Faits anciens selon le signalant",
    "À préciser lors de l'évaluation",
    "Rapporté par l'enfant",
    "Plusieurs épisodes signalés",
];

pub struct Redaction<'r, 'a> {
    pub offre: &'r Offre<'a>,
    pub famille: &'r Famille<'a>,
    /// The children whom this dossier concerns, in order.
    pub concernes: &'r [&'r Enfant],
    pub at: DateTime<Utc>,
}

fn sexe(sexe: Sexe) -> &'static str {
    match sexe {
        Sexe::Feminin => "sexe/feminin",
        Sexe::Masculin => "sexe/masculin",
        Sexe::Inconnu => "sexe/inconnu",
    }
}

fn text(date: Option<NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn tick(oui: bool) -> &'static str {
    if oui { OUI } else { "" }
}

fn set_birth(fiche: &mut Fiche, cles: [Cle; 2], naissance: &Naissance) {
    let [jour, precision] = cles;
    fiche.set(jour, text(naissance.notee));
    fiche.set(precision, naissance.precision);
}

fn set_address<'a>(fiche: &mut Fiche, cles: [Cle; 4], foyer: &Foyer<'a>) {
    let [commune, code_postal, numero, voie] = cles;
    let code = |part: fn(Commune<'a>) -> &'a str| foyer.commune.map(part).unwrap_or_default();
    fiche.set(commune, code(Commune::code));
    fiche.set(code_postal, code(Commune::code_postal));
    fiche.set(numero, foyer.numero.as_str());
    fiche.set(voie, foyer.voie);
}

impl<'a> Redaction<'_, 'a> {
    fn new_row(&self, table: Table, hasard: &mut Hasard) -> Fiche {
        Fiche::with_id(table, hasard.id(self.at))
    }

    /// The header and the children: what the deadline follows from.
    pub fn begin(
        &self,
        situation: &Situation<'a>,
        numero: &str,
        territoire: &str,
        hasard: &mut Hasard,
    ) -> (Dossier, Vec<Uuid>) {
        let mut fiches = Vec::with_capacity(24);
        let instant = |at: Option<DateTime<Utc>>| at.map(date::store_instant).unwrap_or_default();
        let entete = self
            .new_row(Table::Dossier, hasard)
            .with(dossier::NUMERO, numero)
            .with(dossier::DATE_TRAITEMENT, date::store_instant(self.at))
            .with(dossier::DATE_RECEPTION, situation.reception.to_string())
            .with(dossier::TYPE_DOSSIER, situation.type_dossier)
            .with(dossier::SIP, tick(situation.sip))
            .with(dossier::DANGER_GRAVE, tick(situation.danger))
            .with(dossier::DANGER_SAISINE_LE, instant(situation.danger_saisine_le))
            .with(dossier::VIOLENCE_CONJUGALE, situation.violence_conjugale)
            .with(dossier::RECEPTEUR, situation.recepteur)
            .with(dossier::SUPPORT, situation.support)
            .with(dossier::NUMERO_SNATEM, situation.numero_snatem.as_str())
            .with(dossier::TERRITOIRE, territoire)
            .with(dossier::ORIGINE, situation.origine)
            .with(dossier::TRANSMETTEUR, situation.transmetteur)
            .with(dossier::TRANSMIS_LE, situation.transmis.to_string())
            .with(dossier::SOUHAITE_SUITES, tick(situation.suites_demandees.is_some()))
            .with(dossier::SUITES_DEMANDEES_LE, text(situation.suites_demandees));
        fiches.push(entete);
        fiches.extend(self.concernes.iter().map(|enfant| self.personne(enfant)));
        let mut ids = Vec::with_capacity(self.concernes.len());
        for enfant in self.concernes {
            let fiche = self.concerne(enfant, hasard);
            ids.push(fiche.id);
            fiches.push(fiche);
        }
        (Dossier { fiches }, ids)
    }

    fn personne(&self, enfant: &Enfant) -> Fiche {
        use enfant::personne::{DATE_NAISSANCE, NOM_MERE, NOM_NAISSANCE, NOM_USAGE, PRECISION_NAISSANCE, PRENOM, SEXE};
        let mut fiche = Fiche::with_id(Table::Enfant, enfant.id)
            .with(SEXE, self.offre.keep(sexe(enfant.sexe)))
            .with(NOM_USAGE, enfant.nom_usage.as_str())
            .with(NOM_NAISSANCE, enfant.nom_naissance.as_str())
            .with(PRENOM, enfant.prenom)
            .with(NOM_MERE, enfant.nom_mere);
        set_birth(&mut fiche, [DATE_NAISSANCE, PRECISION_NAISSANCE], &enfant.naissance);
        // Held by the base already: not to be inserted again.
        fiche.version = i32::from(enfant.connu);
        fiche
    }

    fn concerne(&self, enfant: &Enfant, hasard: &mut Hasard) -> Fiche {
        use enfant::{
            AILLEURS, ANCIEN_DOSSIER, AUTORITE_PARENTALE, CODE_POSTAL, COMMUNE, CSP_MERE, CSP_PERE, ENFANT_ID,
            LIEU_VIE, NUMERO_VOIE, VOIE,
        };
        let mut fiche = self.new_row(Table::EnfantConcerne, hasard).with(ENFANT_ID, enfant.id.to_string());
        if let Some(foyer) = self.famille.foyer(enfant) {
            set_address(&mut fiche, [COMMUNE, CODE_POSTAL, NUMERO_VOIE, VOIE], foyer);
            fiche.set(AILLEURS, foyer.ailleurs);
        }
        if let Some((numero, _)) = self.famille.dernier.as_ref().filter(|_| enfant.connu) {
            fiche.set(ANCIEN_DOSSIER, numero.as_str());
        }
        let [pere, mere] = self.famille.csp;
        fiche.set(CSP_PERE, if enfant.pere.is_some() { pere } else { "" });
        fiche.set(CSP_MERE, mere);
        let told = hasard.between(0, 99);
        let lieu = match told {
            0..=6 => "lieu_vie/non_renseigne",
            7 => "lieu_vie/hospitalise",
            8 | 9 => "lieu_vie/nsp",
            _ => self.famille.lieu_vie(enfant),
        };
        fiche.set(LIEU_VIE, self.offre.keep(lieu));
        let autorite = if told >= 92 { "autorite_parentale/nsp" } else { self.famille.autorite(enfant) };
        fiche.set(AUTORITE_PARENTALE, self.offre.keep(autorite));
        fiche
    }

    pub fn set_comment(fiches: &mut [Fiche], concerne: Uuid, comment: String) {
        if let Some(fiche) = fiches.iter_mut().find(|fiche| fiche.id == concerne) {
            fiche.set(enfant::COMMENTAIRE, comment);
        }
    }

    /// The adults who are something to a child of this dossier, and their ties.
    pub fn adultes(&self, situation: &Situation<'a>, ids: &[Uuid], fiches: &mut Vec<Fiche>, hasard: &mut Hasard) {
        let mut ties = Vec::with_capacity(8);
        for (rang, adulte) in self.famille.adultes.iter().enumerate() {
            if !self.concernes.iter().any(|enfant| self.famille.lien(rang, enfant).is_some()) {
                continue;
            }
            let row = self.adulte(adulte, hasard);
            let adulte_id = row.id.to_string();
            fiches.push(row);
            let presumed = hasard.chance(presumed(situation, adulte));
            for (enfant, id) in self.concernes.iter().zip(ids) {
                let Some(lien) = self.famille.lien(rang, enfant) else { continue };
                let holder = enfant.is_of(rang)
                    && (adulte.sexe == Sexe::Feminin || !self.famille.autorite(enfant).ends_with("mere_seule"));
                let tie = self
                    .new_row(Table::AdulteEnfant, hasard)
                    .with(adulte::lien::ADULTE_ID, adulte_id.as_str())
                    .with(adulte::lien::ENFANT_CONCERNE_ID, id.to_string())
                    .with(adulte::lien::LIEN, self.offre.keep(lien))
                    .with(adulte::lien::AUTEUR_PRESUME, tick(presumed))
                    .with(adulte::lien::TITULAIRE, tick(holder));
                ties.push(tie);
            }
        }
        fiches.append(&mut ties);
    }

    fn adulte(&self, adulte: &Adulte, hasard: &mut Hasard) -> Fiche {
        use adulte::{
            CODE_POSTAL, COMMENTAIRE, COMMUNE, DATE_NAISSANCE, NOM, NUMERO_VOIE, PRECISION_NAISSANCE, PRENOM, SEXE,
            TELEPHONE, VOIE,
        };
        let mut fiche = self
            .new_row(Table::Adulte, hasard)
            .with(NOM, adulte.nom)
            .with(PRENOM, adulte.prenom)
            .with(SEXE, self.offre.keep(sexe(adulte.sexe)))
            .with(TELEPHONE, adulte.telephone.as_str());
        set_birth(&mut fiche, [DATE_NAISSANCE, PRECISION_NAISSANCE], &adulte.naissance);
        if let Some(foyer) = adulte.foyer.and_then(|foyer| self.famille.foyers.get(foyer)) {
            set_address(&mut fiche, [COMMUNE, CODE_POSTAL, NUMERO_VOIE, VOIE], foyer);
        }
        if hasard.chance(9) {
            fiche.set(COMMENTAIRE, hasard.pick(&REMARQUES_ADULTE).copied().unwrap_or_default());
        }
        fiche
    }

    pub fn motifs(&self, motifs: &[Vec<&'a str>], ids: &[Uuid], fiches: &mut Vec<Fiche>, hasard: &mut Hasard) {
        for (motifs, id) in motifs.iter().zip(ids) {
            for (rang, motif) in motifs.iter().enumerate() {
                let precision =
                    if hasard.chance(8) { hasard.pick(&PRECISIONS_MOTIF).copied().unwrap_or_default() } else { "" };
                let fiche = self
                    .new_row(Table::MotifEnfant, hasard)
                    .with(motif::ENFANT_CONCERNE_ID, id.to_string())
                    .with(motif::MOTIF, *motif)
                    .with(motif::PRINCIPAL, tick(rang == 0))
                    .with(motif::PRECISION, precision);
                fiches.push(fiche);
            }
        }
    }

    pub fn parcours(&self, parcours: &Parcours<'a>, ids: &[Uuid], fiches: &mut Vec<Fiche>, hasard: &mut Hasard) {
        for each in &parcours.conclusions {
            let Some(id) = ids.get(each.enfant) else { continue };
            let fiche = self
                .new_row(Table::ConclusionEnfant, hasard)
                .with(conclusion::ENFANT_CONCERNE_ID, id.to_string())
                .with(conclusion::CONCLUSION, each.code)
                .with(conclusion::DATE_CONCLUSION, each.date.to_string())
                .with(conclusion::MOTIF_SIGNALEMENT, each.motif_signalement);
            fiches.push(fiche);
        }
        for etape in &parcours.etapes {
            let fiche = self
                .new_row(Table::Traitement, hasard)
                .with(traitement::SERVICE, etape.service)
                .with(traitement::NATURE, etape.nature)
                .with(traitement::ENVOYE_LE, text(etape.envoye))
                .with(traitement::ECHEANCE_LE, text(etape.echeance))
                .with(traitement::EVALUATEURS, etape.evaluateurs.as_str())
                .with(traitement::RETOUR_LE, text(etape.retour))
                .with(traitement::PROPOSITION, etape.proposition)
                .with(traitement::ETAT, etape.etat);
            fiches.push(fiche);
        }
    }
}

/// How often such an adult is the presumed author of what is told, in percent.
fn presumed(situation: &Situation<'_>, adulte: &Adulte) -> u32 {
    let man = adulte.sexe == Sexe::Masculin;
    let at_home = adulte.foyer == Some(0);
    match (situation.theme, man, at_home) {
        (Theme::Conjugal, true, _) => 82,
        (Theme::Violence, true, true) => 56,
        (Theme::Violence, true, false) => 26,
        (Theme::Negligence | Theme::Logement, false, true) => 62,
        (Theme::Negligence | Theme::Logement, true, true) => 44,
        (Theme::Conflit, ..) => 48,
        (Theme::Conjugal, false, _) => 12,
        (Theme::Mineur, ..) => 6,
        (_, false, true) => 30,
        _ => 14,
    }
}
