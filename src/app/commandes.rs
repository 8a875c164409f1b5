//! What each command does: the only place where they are carried out.

use egui::{Context, ViewportCommand};

use super::impression::Forme;
use super::{App, Ecran};
use crate::commands::Commande;
use crate::domain::edit::Edit;
use crate::ui::champ;
use crate::ui::courriers::Vue;
use crate::ui::dossier::{DossierView, Part};
use crate::ui::form::Form;
use crate::ui::palette::Palette;
use crate::ui::question::Question;
use crate::ui::tableaux::Quoi;
use crate::ui::zone;

impl App {
    pub(super) fn run_command(&mut self, ctx: &Context, commande: Commande) {
        match commande {
            Commande::Enregistrer => self.save(self.current, false),
            Commande::Nouveau => {
                self.dossiers.push(DossierView::new(self.today()));
                self.carry_out_open(self.dossiers.len() - 1);
            }
            Commande::Ajouter => self.add(),
            Commande::Retirer => self.ask_remove(),
            Commande::Annuler | Commande::Retablir => self.undo_or_redo(commande == Commande::Annuler),
            Commande::Fermer => self.close(self.current),
            Commande::AppliquerFratrie => self.ask_fratrie(),
            Commande::MemeValeur => self.same_value(),
            Commande::CopierLignes => self.copy_lines(ctx),
            Commande::Aujourdhui => self.fill_now(false),
            Commande::Maintenant => self.fill_now(true),
            Commande::OuvrirListe if self.in_ancien_dossier() => self.search_ancien_dossier(),
            Commande::OuvrirListe => self.with_view(|view| view.request.open_list = true),
            Commande::ChampEntier => self.with_view(|view| view.request.toggle_select = true),
            Commande::Agrandir => self.zoom_text(),
            Commande::LierConnu => self.link_known(0),
            Commande::Onglet1 | Commande::Onglet2 | Commande::Onglet3 | Commande::Onglet4 | Commande::Onglet5 => {
                if let Some(part) = Part::of_onglet(commande) {
                    // The same key again: the other half of that tab.
                    let again = part == Part::Traitement && self.view().is_some_and(|view| view.part == part);
                    self.show_part(if again { Part::Suivi } else { part });
                }
            }
            Commande::OngletSuivant => self.next_part(1),
            Commande::OngletPrecedent => self.next_part(-1),
            Commande::EnfantSuivant => self.step_child(1),
            Commande::EnfantPrecedent => self.step_child(-1),
            Commande::ZoneSuivante | Commande::ZonePrecedente => zone::go(ctx, commande == Commande::ZonePrecedente),
            Commande::DossierSuivant => {
                if !self.dossiers.is_empty() {
                    self.carry_out_open((self.current + 1) % self.dossiers.len());
                }
            }
            Commande::EcranCourriers if self.ecran == Ecran::Dossiers && !self.grille.selection.is_empty() => {
                self.write_to_selection();
            }
            Commande::EcranCourriers => {
                self.write_to_open_dossier();
                self.show_screen(Ecran::Courriers);
            }
            Commande::EcranAccueil
            | Commande::EcranDossiers
            | Commande::EcranTableaux
            | Commande::EcranParametres
            | Commande::EcranAdministration
            | Commande::EcranReprise => {
                self.show_screen(Ecran::of_command(commande).unwrap_or_default());
            }
            Commande::CourriersEcrire => self.show_vue(Vue::Ecrire),
            Commande::CourriersRegistre => self.show_vue(Vue::Registre),
            Commande::CourriersModeles => self.show_vue(Vue::Modeles),
            Commande::CourriersImprimer => self.print_letters(Forme::Pdf),
            Commande::CourriersDocx => self.print_letters(Forme::Docx),
            Commande::CourriersGarder => match self.atelier.ecran.vue {
                Vue::Modeles => self.save_template(),
                Vue::Ecrire | Vue::Registre => self.keep_letters(),
            },
            Commande::PageEnfant => self.open_child_here(),
            Commande::DossiersDerriere => self.open_marked(),
            Commande::ExporterTableau => self.ask_chart_export(Quoi::Page),
            Commande::RapportActivite => self.ask_report(),
            Commande::ComposerIndicateur => self.compose(),
            Commande::GraphiqueAvant => self.move_chart(false),
            Commande::GraphiqueApres => self.move_chart(true),
            Commande::PageDuRole => self.ask_page_of_role(),
            Commande::PageDeDepart => self.page_of_role(),
            Commande::ExporterDossier => self.ask_export_dossier(),
            Commande::ExporterTout => self.ask_export_all(),
            Commande::Rechercher => {
                self.ecran = Ecran::Dossiers;
                self.grille.focus_search = true;
            }
            Commande::Actualiser => self.refresh(),
            Commande::Palette => {
                self.focus_avant = ctx.memory(egui::Memory::focused);
                self.palette = Some(Palette::default());
            }
            Commande::Aide => {
                self.focus_avant = ctx.memory(egui::Memory::focused);
                self.aide = true;
            }
            Commande::Echapper => self.escape_anything(ctx),
            Commande::ZoomPlus => self.zoom(ctx, 0.1),
            Commande::ZoomMoins => self.zoom(ctx, -0.1),
            Commande::ZoomNormal => self.zoom(ctx, 1.0 - self.preferences.zoom),
            Commande::Theme => {
                self.preferences.sombre = !self.preferences.sombre;
                self.preferences.apply(ctx);
                self.preferences.write();
            }
            Commande::Verrouiller => self.lock(),
            Commande::MotDePasse => self.ask_my_password(),
            Commande::ChangerBase => {
                if self.dossiers.iter().any(|view| view.dirty) {
                    self.toasts.error(
                        "Des dossiers ne sont pas enregistrés ; enregistrez-les ou fermez-les avant de changer de base",
                    );
                } else if !self.would_be_lost().is_empty() {
                    self.toasts.error(format!(
                        "Pas encore enregistré : {} ; enregistrez ou annulez avant de changer de base",
                        self.would_be_lost()
                    ));
                } else {
                    self.leave_letters();
                    self.dossiers.clear();
                    self.base = None;
                    self.stop_listening();
                    self.ecran = Ecran::Ouverture;
                }
            }
            Commande::Quitter => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    fn undo_or_redo(&mut self, undo: bool) {
        self.with_view(|view| {
            let mut stack = std::mem::take(&mut view.undo);
            let done = if undo { stack.undo(&mut view.draft) } else { stack.redo(&mut view.draft) };
            view.undo = stack;
            let Some(done) = done else { return };
            view.apply(&[]);
            // What a refused save said of a field goes when the field changes, this way too.
            for edit in &done {
                if let Edit::Champ { fiche, cle, .. } = edit {
                    view.errors.retain(|error| (error.fiche, error.cle) != (*fiche, *cle));
                }
            }
            // One sees what changed.
            if let Some(Edit::Champ { fiche, cle, .. }) = done.last() {
                view.go_to(*fiche, *cle);
            }
        });
    }

    fn zoom_text(&mut self) {
        let zoom = self.view().and_then(|view| view.focused_fiche()).map(|(fiche, cle)| Question::Zoom {
            fiche: fiche.id,
            cle,
            text: fiche.get(cle).to_owned(),
        });
        self.question = zoom.or_else(|| self.question.take());
    }

    fn refresh(&mut self) {
        self.read_parametres();
        match self.ecran {
            Ecran::Accueil => self.read_travail_again(),
            Ecran::Parametres => self.read_valeurs(),
            Ecran::Enfant => self.read_child(),
            Ecran::Administration => self.read_administration(),
            Ecran::Tableaux => {
                self.facts_changed(None);
                self.read_faits();
            }
            Ecran::Reprise => self.show_reprise(),
            Ecran::Courriers => {
                self.read_registre();
                self.read_modeles();
            }
            Ecran::Dossier => {
                self.read_entourage();
                let clean = self.view().filter(|view| !view.dirty && !view.is_new()).map(|view| view.id);
                match clean {
                    // Read again as after a conflict: nothing to merge, theirs is taken.
                    Some(id) => self.read_again_after_conflict(id),
                    None => self
                        .toasts
                        .info("Ce dossier contient du texte non enregistré ; il sera comparé à l’enregistrement"),
                }
            }
            _ => self.refresh_grid(),
        }
    }

    fn escape_anything(&mut self, ctx: &Context) {
        if self.verrou.is_some() {
            // Only the secret opens it.
        } else if self.aide {
            self.aide = false;
            self.keys_back = 2;
        } else if self.palette.is_some() {
            self.palette = None;
            self.keys_back = 2;
        } else if egui::Popup::is_any_open(ctx) {
            // The list alone: what was answered so far stays, and so do the filters behind it.
            egui::Popup::close_all(ctx);
            // Its line is no more: the list takes the keys back.
            ctx.memory_mut(egui::Memory::stop_text_input);
            let over = self.question.is_some() || self.tableaux().dialogue.is_some();
            self.tableaux_mut().take_focus = !over;
        } else if let Some(Question::Drafts { abandon: again @ true, .. }) = &mut self.question {
            // Not giving up is back to choosing.
            *again = false;
        } else if let Some(question) = self.question.take() {
            if matches!(question, Question::Drafts { .. }) {
                self.drafts_for_later();
            }
            self.accueil.take_focus = self.ecran == Ecran::Accueil;
            self.with_view(|view| view.request.focus = view.focus);
        } else if self.ecran == Ecran::Dossier {
            let field = self.view().and_then(|view| view.focused_fiche()).map(|(fiche, cle)| Form::id(fiche.id, cle));
            if !field.is_some_and(|field| champ::close(ctx, field)) {
                self.escape();
            }
        } else if self.ecran == Ecran::Courriers {
            self.escape_template();
        } else if self.ecran == Ecran::Enfant {
            self.show_screen(self.enfant_from);
        } else if self.ecran == Ecran::Dossiers && self.grille.panneau.take().is_none() {
            self.grille.selection.clear();
            self.grille.take_focus = true;
        } else if self.ecran == Ecran::Tableaux {
            self.escape_tableaux();
        } else if self.in_populations() {
            self.ecran_parametres.populations.reprendre();
        } else {
            self.grille.take_focus = true;
        }
    }

    fn zoom(&mut self, ctx: &Context, step: f32) {
        self.preferences.zoom = (self.preferences.zoom + step).clamp(0.8, 2.0);
        self.preferences.apply(ctx);
        self.preferences.write();
    }
}
