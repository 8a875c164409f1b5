//! The register: what was written, to whom, in which state; printed again as it was.

use egui::{RichText, TextEdit, Ui, vec2};

use super::table::table;
use super::vue::{Demande, EcranCourriers};
use crate::domain::courrier::EtatCourrier;
use crate::ui::dossiers::thousands;
use crate::ui::theme::{self, couleurs};
use crate::ui::widgets::{button, empty_state, one_of};
use crate::ui::zone::zone;
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let before = ecran.filtre.clone();
    zone(ui, "filtres-registre", |ui, _| ui.horizontal_wrapped(|ui| filters(ui, ecran, out)));
    if ecran.filtre != before {
        out.push(Intention::Courriers(Demande::Chercher));
    }
    let c = couleurs(ui);
    if !ecran.filtre.erreur.is_empty() {
        ui.add(egui::Label::new(RichText::new(&ecran.filtre.erreur).color(c.erreur)).wrap());
    }
    ui.add_space(4.0);
    if !ecran.registre.is_empty() {
        let shown = if ecran.registre_total > 1 {
            format!("{} courriers", thousands(ecran.registre_total as u64))
        } else {
            "1 courrier".to_owned()
        };
        ui.label(RichText::new(shown).color(c.doux));
        let beyond =
            zone(ui, "registre", |ui, _| table(ui, "registre", &ecran.registre, ecran.registre_total, true, out));
        if beyond && !ecran.suite_demandee {
            ecran.suite_demandee = true;
            out.push(Intention::Courriers(Demande::Suite));
        }
    } else if ecran.filtre == super::FiltreVu::default() {
        empty_state(ui, icone::ENVELOPE, "Aucun courrier pour l’instant", "Ceux que vous imprimez se retrouvent ici");
    } else {
        empty_state(ui, icone::MAGNIFYING_GLASS, "Aucun courrier ne correspond", "Videz un filtre");
    }
}

fn filters(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let filtre = &mut ecran.filtre;
    for (label, hint, width, text) in [
        ("N° de dossier", "N° de dossier", 120.0, &mut filtre.numero),
        ("Destinataire", "Début du destinataire", 180.0, &mut filtre.destinataire),
        ("Du", "Du jj/mm/aaaa", 124.0, &mut filtre.du),
        ("Au", "Au jj/mm/aaaa", 124.0, &mut filtre.au),
    ] {
        let field = TextEdit::singleline(text).hint_text(hint);
        let field = ui.add(field.desired_width(width).min_size(vec2(0.0, theme::HAUTEUR)));
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(label));
        if std::mem::take(&mut ecran.take_focus) {
            field.request_focus();
        }
    }
    const TOUS: &str = "Tous les modèles";
    let modeles = ecran.modeles.iter().map(|modele| (modele.code.as_str(), modele.libelle.as_str()));
    let modeles = std::iter::once(("", TOUS)).chain(modeles);
    if let Some(modele) = one_of(ui, "Modèle", 200.0, TOUS, filtre.modele.as_str(), modeles).map(str::to_owned) {
        filtre.modele = modele;
    }
    let etats = [EtatCourrier::Brouillon, EtatCourrier::Valide, EtatCourrier::Envoye];
    let etats = etats.into_iter().map(|etat| (Some(etat), etat.libelle()));
    let etats = std::iter::once((None, "Tous les états")).chain(etats);
    if let Some(etat) = one_of(ui, "État du courrier", 120.0, "", filtre.etat, etats) {
        filtre.etat = etat;
    }
    if button(ui, icone::X, "Vider").clicked() {
        *filtre = super::FiltreVu::default();
    }
    if button(ui, icone::TABLE, "Liste…")
        .on_hover_text("Tous les courriers que ces filtres trouvent, en CSV ou XLSX")
        .clicked()
    {
        out.push(Intention::Courriers(Demande::Lister));
    }
}
