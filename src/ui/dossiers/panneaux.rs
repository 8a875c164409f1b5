//! What stands over the grid: the form of all conditions, the columns, the kept views, a lot to give.

use egui::{Context, Frame, Grid, Id, Modal, RichText, ScrollArea, Ui};
use strum::IntoEnumIterator as _;

use super::colonnes;
use super::etat::{Demande, Grille, Panneau};
use super::filtres::condition;
use crate::domain::cloture::Etape;
use crate::domain::lot::Lot;
use crate::domain::recherche::Colonne;
use crate::domain::vue::Vue;
use crate::domain::{Nature, Parametres};
use crate::ui::question::{choice, text};
use crate::ui::theme::{couleurs, gras, marge};
use crate::ui::widgets::{button, icon_button};
use crate::ui::{Intention, icone};

pub(super) fn ui(ctx: &Context, grille: &mut Grille, parametres: &Parametres, out: &mut Vec<Intention>) {
    let Some(mut panneau) = grille.panneau.take() else { return };
    let frame = Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18));
    let mut open = true;
    let shown = Modal::new(Id::unique("panneau-grille")).frame(frame).show(ctx, |ui| {
        ui.set_width(520.0);
        ui.spacing_mut().item_spacing.y = 8.0;
        open = body(ui, grille, &mut panneau, parametres, out);
        // A new opening, or the focus lost behind: the first thing here takes it.
    });
    if open && !shown.should_close() {
        grille.panneau = Some(panneau);
    } else {
        grille.take_focus = true;
    }
}

/// Gives false once it is done with.
fn body(
    ui: &mut Ui,
    grille: &Grille,
    panneau: &mut Panneau,
    parametres: &Parametres,
    out: &mut Vec<Intention>,
) -> bool {
    match panneau {
        Panneau::Filtres => filters(ui, grille, parametres, out),
        Panneau::Colonnes => colonnes::ui(ui, grille, out),
        Panneau::Vues { nom, partagee } => return views(ui, grille, nom, partagee, out),
        Panneau::Attribuer { service, nature } => return attribute(ui, grille, service, nature, parametres, out),
        Panneau::Etape => return steps(ui, grille, out),
        Panneau::Refus { titre, refus } => refused(ui, titre, refus),
    }
    !close(ui)
}

fn close(ui: &mut Ui) -> bool {
    ui.add_space(4.0);
    button(ui, icone::CHECK_CIRCLE, "Terminer").clicked()
}

fn changed(before: &Vue, after: Vue, out: &mut Vec<Intention>) {
    if *before != after {
        out.push(Intention::Grille(Demande::Vue(Box::new(after))));
    }
}

fn filters(ui: &mut Ui, grille: &Grille, parametres: &Parametres, out: &mut Vec<Intention>) {
    text(
        ui,
        "Filtrer les dossiers",
        "Dates\u{a0}: 7/2/24, 02/2026, 2026, -30..auj. Nombres\u{a0}: 2..4, >3. Partout\u{a0}: vide, rempli.",
    );
    let mut vue = grille.vue.clone();
    let height = (ui.ctx().content_rect().height() - 260.0).max(160.0);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
        Grid::new("filtres").num_columns(2).spacing([12.0, 6.0]).show(ui, |ui| {
            for colonne in Colonne::iter() {
                ui.label(colonne.titre());
                condition(ui, grille, &mut vue, colonne, 300.0, parametres, "filtre-fiche");
                ui.end_row();
            }
        });
    });
    changed(&grille.vue, vue, out);
}

fn views(ui: &mut Ui, grille: &Grille, nom: &mut String, partagee: &mut bool, out: &mut Vec<Intention>) -> bool {
    text(ui, "Vues gardées", "Filtres, ordre, colonnes et largeurs, sous un nom. Du même nom, la vôtre est remplacée.");
    crate::ui::question::first_input(ui, nom, "Nom de la vue");
    ui.checkbox(partagee, "Partagée avec tous");
    for vue in &grille.vues {
        ui.horizontal(|ui| {
            let shared = if vue.partagee { " (partagée)" } else { "" };
            ui.label(format!("{}{shared} · {}", vue.nom, vue.auteur));
            if icon_button(ui, icone::TRASH, &format!("Retirer la vue {}", vue.nom), egui::Sense::click()).clicked() {
                out.push(Intention::Grille(Demande::SupprimerVue(vue.id)));
            }
        });
    }
    let named = !nom.trim().is_empty();
    let entered = named && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let mut open = true;
    ui.horizontal(|ui| {
        if named && (button(ui, icone::FLOPPY_DISK, "Garder cette vue").clicked() || entered) {
            out.push(Intention::Grille(Demande::GarderVue { nom: nom.trim().to_owned(), partagee: *partagee }));
            open = false;
        }
        open &= !button(ui, icone::X, "Fermer").clicked();
    });
    open
}

fn count(grille: &Grille) -> String {
    match grille.selection.len() {
        1 => "Un dossier est choisi".to_owned(),
        count => format!("{count} dossiers sont choisis"),
    }
}

const ONE_BY_ONE: &str =
    "ceux qui ne peuvent pas l’être restent comme ils sont, et vous sont dits un par un. Le lot peut s’annuler.";

fn attribute(
    ui: &mut Ui,
    grille: &Grille,
    service: &mut String,
    nature: &mut String,
    parametres: &Parametres,
    out: &mut Vec<Intention>,
) -> bool {
    text(ui, "Attribuer à un service", &format!("{}\u{a0}; {ONE_BY_ONE}", count(grille)));
    let among = |nature: Nature| -> Vec<(String, String)> {
        parametres
            .choix(nature)
            .iter()
            .filter(|one| one.actif)
            .map(|one| (one.id.clone(), one.libelle.clone()))
            .collect()
    };
    choice(ui, "Service", service, &among(Nature::Service));
    choice(ui, "Nature", nature, &among(Nature::Liste("nature_traitement")));
    give(
        ui,
        "Attribuer",
        (!service.is_empty()).then(|| Lot::Attribuer { service: service.clone(), nature: nature.clone() }),
        out,
    )
}

fn steps(ui: &mut Ui, grille: &Grille, out: &mut Vec<Intention>) -> bool {
    text(ui, "Passer à l’étape suivante", &format!("{}\u{a0}; {ONE_BY_ONE}", count(grille)));
    let mut open = true;
    for etape in [Etape::Qualifier, Etape::Conclure, Etape::Clore, Etape::Rouvrir] {
        if button(ui, icone::CHECK_CIRCLE, etape.libelle()).clicked() {
            out.push(Intention::Grille(Demande::Lot(Lot::Etape(etape))));
            open = false;
        }
    }
    open && !button(ui, icone::X, "Annuler").clicked()
}

fn give(ui: &mut Ui, label: &str, lot: Option<Lot>, out: &mut Vec<Intention>) -> bool {
    let mut open = true;
    ui.horizontal(|ui| {
        if let Some(lot) = lot
            && button(ui, icone::CHECK_CIRCLE, label).clicked()
        {
            out.push(Intention::Grille(Demande::Lot(lot)));
            open = false;
        }
        open &= !button(ui, icone::X, "Annuler").clicked();
    });
    open
}

fn refused(ui: &mut Ui, titre: &str, refus: &[(String, String)]) {
    text(ui, titre, "Ces dossiers sont restés comme ils étaient.");
    let c = couleurs(ui);
    ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
        for (numero, why) in refus {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(numero).family(gras()));
                ui.label(RichText::new(why).color(c.texte));
            });
        }
    });
}
