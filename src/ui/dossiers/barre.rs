//! The bar above the grid: the search, the kept views, what to do with the dossiers chosen.

use egui::{Align, Key, Layout, RichText, Sense, TextEdit, Ui, vec2};

use super::ecran::thousands;
use super::etat::{Demande, FormatExport, Grille, Panneau};
use crate::commands::{Commande, Geste};
use crate::domain::Parametres;
use crate::ui::geste;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{button, command_button, line_of, list_of};
use crate::ui::{Intention, icone};

pub(super) fn ui(ui: &mut Ui, grille: &mut Grille, _parametres: &Parametres, out: &mut Vec<Intention>) {
    ui.horizontal(|ui| {
        search(ui, grille, out);
        views(ui, grille, out);
        for (icon, label, panneau) in
            [(icone::SLIDERS, "Filtres…", Panneau::Filtres), (icone::TABLE, "Colonnes…", Panneau::Colonnes)]
        {
            if button(ui, icon, label).clicked() {
                grille.panneau = Some(panneau);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            command_button(ui, Commande::Nouveau, None, true, out);
            if let Some(total) = grille.total {
                let text =
                    if total < 2 { format!("{total} dossier") } else { format!("{} dossiers", thousands(total)) };
                let doux = couleurs(ui).doux;
                ui.label(RichText::new(text).color(doux));
                export(ui, total, out);
            }
        });
    });
    let asked = grille.choisis.is_some() || grille.vue.filters() || !grille.wrong.is_empty();
    if asked || !grille.busy.is_empty() || !grille.selection.is_empty() || grille.lot.is_some() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            what_is_asked(ui, grille, out);
            what_to_do(ui, grille, out);
        });
    }
}

/// The whole result, with the columns that are shown.
fn export(ui: &mut Ui, total: u64, out: &mut Vec<Intention>) {
    if total == 0 {
        return;
    }
    for (format, label, told) in
        [(FormatExport::Xlsx, "XLSX…", "Exporter en XLSX…"), (FormatExport::Csv, "CSV…", "Exporter en CSV…")]
    {
        let response = button(ui, icone::FLOPPY_DISK, label);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, told));
        if response.on_hover_text(told).clicked() {
            out.push(Intention::Grille(Demande::Exporter(format)));
        }
    }
}

fn search(ui: &mut Ui, grille: &mut Grille, out: &mut Vec<Intention>) {
    let mut texte = grille.vue.texte.clone();
    let search = ui.add(
        TextEdit::singleline(&mut texte)
            .hint_text("Nom, prénom ou numéro")
            .desired_width(230.0)
            .min_size(vec2(0.0, theme::HAUTEUR)),
    );
    ui.ctx().accesskit_node_builder(search.id, |node| node.set_label("Rechercher un dossier"));
    if std::mem::take(&mut grille.focus_search) {
        search.request_focus();
    }
    if search.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
        || search.has_focus() && ui.input_mut(|input| geste::pressed(input, Geste::VersLaGrille))
    {
        grille.take_focus = true;
    }
    if texte != grille.vue.texte {
        let mut vue = grille.vue.clone();
        vue.texte = texte;
        out.push(Intention::Grille(Demande::Vue(Box::new(vue))));
    }
}

/// One's own and those that others share.
fn views(ui: &mut Ui, grille: &mut Grille, out: &mut Vec<Intention>) {
    let open = grille.vues.iter().find(|vue| Some(vue.id) == grille.vue_ouverte);
    let shown = open.map_or("Vues", |vue| vue.nom.as_str());
    let (list, chosen) = list_of(ui, "Vues", 150.0, shown, |ui, opened| {
        let mut chosen = None;
        for vue in &grille.vues {
            let label = if vue.partagee { format!("{} · {}", vue.nom, vue.auteur) } else { vue.nom.clone() };
            if line_of(ui, Some(vue.id) == grille.vue_ouverte, opened, &label) {
                chosen = Some(Some(vue.id));
            }
        }
        if !grille.vues.is_empty() {
            ui.separator();
        }
        line_of(ui, false, false, "Garder ou retirer une vue…").then_some(None).or(chosen)
    });
    match chosen {
        Some(Some(vue)) => out.push(Intention::Grille(Demande::OuvrirVue(vue))),
        Some(None) => {
            let nom = open.map(|vue| vue.nom.clone()).unwrap_or_default();
            let partagee = open.is_some_and(|vue| vue.partagee);
            grille.panneau = Some(Panneau::Vues { nom, partagee });
        }
        None if list.clicked() => out.push(Intention::Grille(Demande::LireVues)),
        None => {}
    }
}

fn what_is_asked(ui: &mut Ui, grille: &Grille, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    if let Some(choisis) = &grille.choisis {
        let count = thousands(choisis.ids.len() as u64);
        let told = format!("{} {}\u{a0}: {count} {}", icone::TABLE, choisis.titre, icone::X);
        let chip = ui.add(egui::Button::new(told).fill(c.choisi).sense(Sense::CLICK));
        let label = format!("Ne plus montrer seulement\u{a0}: {}", choisis.titre);
        ui.ctx().accesskit_node_builder(chip.id, |node| node.set_label(label));
        if chip.on_hover_text("Revenir à tous les dossiers").clicked() {
            out.push(Intention::Grille(Demande::Tous));
        }
    }
    if grille.vue.filters() && button(ui, icone::X, "Vider les filtres").clicked() {
        let mut vue = grille.vue.clone();
        vue.clear();
        out.push(Intention::Grille(Demande::Vue(Box::new(vue))));
    }
    for (colonne, why) in &grille.wrong {
        ui.label(RichText::new(format!("{} {}\u{a0}: {why}", icone::WARNING, colonne.titre())).color(c.erreur));
    }
}

fn what_to_do(ui: &mut Ui, grille: &mut Grille, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    if !grille.busy.is_empty() {
        let (done, of) = grille.fait;
        let far =
            if done > 0 { format!(" {} sur {}", thousands(done as u64), thousands(of as u64)) } else { String::new() };
        ui.label(RichText::new(format!("{} {}{far}", icone::HOURGLASS, grille.busy)).color(c.doux));
        if button(ui, icone::X, "Arrêter").clicked() {
            out.push(Intention::Grille(Demande::Arreter));
        }
    }
    let chosen = grille.selection.len() as u64;
    if chosen > 0 {
        let told = if chosen == 1 { "1 choisi".to_owned() } else { format!("{} choisis", thousands(chosen)) };
        ui.label(RichText::new(told).family(gras()).color(c.accent));
        if button(ui, icone::SHARE_NETWORK, "Attribuer à un service…").clicked() {
            grille.panneau = Some(Panneau::Attribuer { service: String::new(), nature: String::new() });
        }
        if button(ui, icone::CHECK_CIRCLE, "Passer à l’étape…").clicked() {
            grille.panneau = Some(Panneau::Etape);
        }
        if button(ui, icone::FOLDER_OPEN, "Ouvrir").clicked() {
            out.push(Intention::OpenDossiers(grille.chosen()));
        }
        if button(ui, icone::COPY, "Copier").clicked() {
            out.push(Intention::Grille(Demande::Copier));
        }
    }
    if let Some(count) = grille.lot {
        let told = if count == 1 {
            "Annuler le lot (1 dossier)".to_owned()
        } else {
            format!("Annuler le lot ({count} dossiers)")
        };
        if button(ui, icone::CLOCK_COUNTER_CLOCKWISE, &told).clicked() {
            out.push(Intention::Grille(Demande::AnnulerLot));
        }
    }
}
