//! A dossier as a person reads it on a terminal, section by section.

use crate::domain::champ::Forme;
use crate::domain::dossier::Fiches as _;
use crate::domain::{
    Cle, DossierDraft, Fiche, Lu, Nature, Parametres, Table, adulte, conclusion, date, dossier, enfant, motif, parse,
    traitement,
};

use super::output::{one_line, pairs};

/// Labels and what stands beside them.
type Rows = Vec<(String, String)>;

/// The header, each child with what hangs on it, the adults, the treatments, who wrote it.
pub fn dossier(lu: &Lu, parametres: &Parametres) -> String {
    let reader = Reader { lu, draft: parse::format(&lu.dossier), parametres };
    let mut text = String::new();
    if let Some(entete) = lu.dossier.entete() {
        push(&mut text, &format!("Dossier {}", entete.get(dossier::NUMERO)), &reader.champs(entete));
    }
    for (at, concerne) in lu.dossier.of(Table::EnfantConcerne).enumerate() {
        let personne = lu.dossier.personne(concerne);
        let titre = personne.map_or_else(|| "—".to_owned(), enfant::titre);
        push(&mut text, &format!("Enfant {} : {titre}", at + 1), &reader.enfant(concerne, personne));
    }
    for (at, adulte) in lu.dossier.of(Table::Adulte).enumerate() {
        push(&mut text, &format!("Adulte {} : {}", at + 1, adulte::titre(adulte)), &reader.champs(adulte));
    }
    for (at, traitement) in lu.dossier.of(Table::Traitement).enumerate() {
        let service = reader.show(traitement, traitement::SERVICE);
        push(&mut text, &format!("Traitement {} : {service}", at + 1), &reader.champs(traitement));
    }
    let trace = &lu.trace;
    text.push_str(&one_line(&format!(
        "Créé le {} par {}, modifié le {} par {}",
        date::format_instant(&trace.cree_le),
        trace.cree_par,
        date::format_instant(&trace.modifie_le),
        trace.modifie_par
    )));
    text.push('\n');
    text
}

fn push(text: &mut String, titre: &str, rows: &Rows) {
    text.push_str(&one_line(titre));
    text.push('\n');
    text.push_str(&pairs(rows));
    text.push('\n');
}

struct Reader<'a> {
    lu: &'a Lu,
    draft: DossierDraft,
    parametres: &'a Parametres,
}

impl Reader<'_> {
    fn show(&self, fiche: &Fiche, cle: Cle) -> String {
        match cle.champ().nature {
            // The typed form says how much of the date is known.
            Nature::Naissance => self.draft.fiche(fiche.id).map(|typed| typed.get(cle).to_owned()).unwrap_or_default(),
            _ => parse::show(cle, fiche.get(cle), self.parametres),
        }
    }

    /// What is filled in, and every box, ticked or not.
    fn champs(&self, fiche: &Fiche) -> Rows {
        let told = |cle: &Cle| {
            let nature = cle.champ().nature;
            let hidden = matches!(nature, Nature::Reference(_) | Nature::Auto(Forme::Texte | Forme::Entier))
                // These are in the title.
                || [enfant::RANG, adulte::RANG, traitement::RANG, traitement::SERVICE].contains(cle);
            !hidden && (nature == Nature::Oui || !self.show(fiche, *cle).is_empty())
        };
        Cle::all(fiche.table).filter(told).map(|cle| (cle.champ().libelle.to_owned(), self.show(fiche, cle))).collect()
    }

    fn enfant(&self, concerne: &Fiche, personne: Option<&Fiche>) -> Rows {
        let mut rows = personne.map(|personne| self.champs(personne)).unwrap_or_default();
        rows.extend(self.champs(concerne));
        let linked = |cle: Cle| self.lu.dossier.linked(cle, concerne.id);
        let mut liens: Vec<&Fiche> = linked(adulte::lien::ENFANT_CONCERNE_ID).collect();
        liens.sort_by_key(|lien| self.adulte(lien).and_then(|adulte| adulte.get(adulte::RANG).parse::<u32>().ok()));
        let mut motifs: Vec<&Fiche> = linked(motif::ENFANT_CONCERNE_ID).collect();
        motifs.sort_by_key(|motif| !motif.oui(motif::PRINCIPAL));
        let conclusions = linked(conclusion::ENFANT_CONCERNE_ID).map(|conclusion| self.conclusion(conclusion));
        for (label, told) in [
            ("Adultes", liens.into_iter().map(|lien| self.lien(lien)).collect()),
            ("Motifs", motifs.into_iter().map(|motif| self.motif(motif)).collect()),
            ("Conclusions", conclusions.collect::<Vec<_>>()),
        ] {
            if !told.is_empty() {
                rows.push((label.to_owned(), told.join("\n")));
            }
        }
        rows
    }

    fn adulte(&self, lien: &Fiche) -> Option<&Fiche> {
        self.lu.dossier.fiche(lien.reference(adulte::lien::ADULTE_ID)?)
    }

    /// « Claire MARTIN, Mère, autorité parentale »
    fn lien(&self, lien: &Fiche) -> String {
        use adulte::lien::{AUTEUR_PRESUME, LIEN, TITULAIRE};
        let titre = self.adulte(lien).map_or_else(|| "—".to_owned(), adulte::titre);
        let boxes = [TITULAIRE, AUTEUR_PRESUME].into_iter().filter(|cle| lien.oui(*cle));
        let boxes = boxes.map(|cle| cle.champ().libelle.to_lowercase());
        joined([titre, self.show(lien, LIEN)].into_iter().chain(boxes))
    }

    /// « Violences physiques (motif principal), au domicile »
    fn motif(&self, motif: &Fiche) -> String {
        let mut told = self.show(motif, motif::MOTIF);
        if motif.oui(motif::PRINCIPAL) {
            told.push_str(" (motif principal)");
        }
        joined([told, self.show(motif, motif::PRECISION)])
    }

    /// « Classement, 07/02/2024, détail »
    fn conclusion(&self, conclusion: &Fiche) -> String {
        use conclusion::{CONCLUSION, DATE_CONCLUSION, DETAIL, MOTIF_SIGNALEMENT};
        joined([CONCLUSION, DATE_CONCLUSION, MOTIF_SIGNALEMENT, DETAIL].map(|cle| self.show(conclusion, cle)))
    }
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
