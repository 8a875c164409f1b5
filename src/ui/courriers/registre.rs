//! The register: what was written, to whom, in which state; printed again as it was.

use egui::{ComboBox, RichText, TextEdit, Ui, vec2};

use super::table::table;
use super::vue::{Demande, EcranCourriers};
use crate::domain::courrier::EtatCourrier;
use crate::ui::dossiers::thousands;
use crate::ui::theme::{self, couleurs};
use crate::ui::widgets::{button, caret, empty_state};
use crate::ui::{Intention, icone};

pub fn ui(ui: &mut Ui, ecran: &mut EcranCourriers, out: &mut Vec<Intention>) {
    let before = ecran.filtre.clone();
    ui.horizontal_wrapped(|ui| filters(ui, ecran, out));
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
        if table(ui, "registre", &ecran.registre, ecran.registre_total, true, out) && !ecran.suite_demandee {
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
    let shown = ecran.modeles.iter().find(|modele| modele.code == filtre.modele);
    let combo = ComboBox::from_id_salt("filtre-modele")
        .selected_text(shown.map_or("Tous les modèles", |modele| modele.libelle.as_str()))
        .width(200.0)
        .icon(caret)
        .truncate()
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut filtre.modele, String::new(), "Tous les modèles");
            for modele in &ecran.modeles {
                ui.selectable_value(&mut filtre.modele, modele.code.clone(), &modele.libelle);
            }
        });
    ui.ctx().accesskit_node_builder(combo.response.id, |node| node.set_label("Modèle"));
    let combo = ComboBox::from_id_salt("filtre-etat")
        .selected_text(filtre.etat.map_or("Tous les états", EtatCourrier::libelle))
        .width(120.0)
        .icon(caret)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut filtre.etat, None, "Tous les états");
            for etat in [EtatCourrier::Brouillon, EtatCourrier::Valide, EtatCourrier::Envoye] {
                ui.selectable_value(&mut filtre.etat, Some(etat), etat.libelle());
            }
        });
    ui.ctx().accesskit_node_builder(combo.response.id, |node| node.set_label("État du courrier"));
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
