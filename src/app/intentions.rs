//! What the views asked for, carried out.

use egui::Context;

use super::{App, Ecran};
use crate::domain::edit::Edit;
use crate::domain::recherche::Filtre;
use crate::domain::{Nature, Table, date, fratrie, merge};
use crate::ui::dossier::{DossierView, Part};
use crate::ui::ouverture::Attend;
use crate::ui::question::{Question, Reponse};
use crate::ui::{Garde, Intention};

impl App {
    pub(super) fn carry_out(&mut self, ctx: &Context, intention: Intention) {
        match intention {
            Intention::Commande(commande) => self.run(ctx, commande),
            Intention::Type(edit) => self.typed(edit),
            Intention::Do(edits) => self.done(edits),
            Intention::HalfTyped { fiche, cle, texte } => self.with_view(|view| {
                view.frappe = Some((fiche, cle, texte));
                view.revision += 1;
            }),
            Intention::TakeNumero { fiche, cle, numero } => {
                let edit = self.view().and_then(|view| view.draft.edit_champ(fiche, cle, numero));
                self.done(edit.into_iter().collect());
                self.with_view(|view| view.request.focus = Some((fiche, cle)));
            }
            Intention::NextPart => self.next_part(1),
            Intention::GoTo { fiche, cle } => self.with_view(|view| view.go_to(fiche, cle)),
            Intention::ShowPart(part) => self.show_part(part),
            Intention::Settle { at, garde } => self.settle(at, garde),
            Intention::ShowChild(child) => self.show_child(child),
            Intention::MarkChild(child) => self.mark_child(child),
            Intention::LinkKnown(at) => self.link_known(at),
            Intention::OpenDossier(id) => self.open_dossier(id),
            Intention::OpenDossiers(ids) => self.open_dossiers(ids),
            Intention::Search(texte) => self.search(texte),
            Intention::Accueil(demande) => self.accueil_asked(demande),
            Intention::Suivi(demande) => self.suivi_asked(demande),
            Intention::ShowDossier(at) => self.carry_out_open(at),
            Intention::CloseDossier(at) => self.close(at),
            Intention::ShowDossiers(choisis) => {
                self.filter_grid(Filtre { choisis: Some(choisis), ..Filtre::default() });
                self.show_screen(Ecran::Dossiers);
            }
            Intention::Grille(demande) => self.grille_asked(demande),
            Intention::Enfant(demande) => self.enfant_asked(demande),
            Intention::NeedPage(page) => self.need_page(page),
            Intention::ShowListe(liste) => {
                (self.ecran_parametres.liste, self.ecran_parametres.valeurs) = (liste, None);
                self.read_valeurs();
            }
            Intention::EditListe(edit) => self.edit_liste(edit),
            Intention::Populations(demande) => self.populations_asked(demande),
            Intention::StopExport => self.stop_export(),
            Intention::Courriers(demande) => self.courriers_asked(demande),
            Intention::Reprise(demande) => self.reprise_asked(demande),
            Intention::Administration(demande) => self.administration_asked(ctx, demande),
            Intention::Tableaux(demande) => self.tableaux_asked(demande),
            Intention::Ask(question) => self.question = Some(question),
            Intention::Answer(reponse) => self.answer(ctx, reponse),
            Intention::Start(choix) => self.start_with(choix),
            Intention::BrowseFile { save } => self.browse(save),
        }
    }

    pub(super) fn with_view(&mut self, work: impl FnOnce(&mut DossierView)) {
        if let Some(view) = self.view_mut() {
            work(view);
        }
    }

    fn answer(&mut self, ctx: &Context, reponse: Reponse) {
        if let Reponse::Unlock(secret) = reponse {
            return self.unlock(secret);
        }
        // Behind the lock a question waits.
        if self.verrou.is_some() {
            return;
        }
        let asked = self.question.take();
        // What had the keys behind the question takes them again.
        match self.ecran {
            Ecran::Accueil => self.accueil.take_focus = true,
            Ecran::Ouverture => self.ouverture.attend = Attend::Phrase,
            _ => {}
        }
        match reponse {
            // Drafts are kept until somebody decides.
            Reponse::No if matches!(asked, Some(Question::Drafts { .. })) => self.drafts_for_later(),
            Reponse::No | Reponse::Unlock(_) => {}
            Reponse::Close { dossier, save } => {
                if let Some(at) = self.dossiers.iter().position(|view| view.id == dossier) {
                    if save {
                        self.save(at, true);
                    } else {
                        self.remove_draft(dossier);
                        self.drop_view(at);
                    }
                }
            }
            Reponse::Quit => {
                self.quitting = true;
                self.flush_drafts();
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            Reponse::Revert(id) => {
                if self.view().is_some_and(|view| view.id == id) {
                    self.revert();
                }
            }
            Reponse::Remove(fiche) => self.remove(fiche),
            Reponse::Fratrie(children) => self.apply_to_fratrie(&children),
            Reponse::ToutExporter => self.choose_export_all(),
            Reponse::CreerEnClair => self.create_in_clear(),
            Reponse::MotDePasse(typed) => self.change_my_password(typed),
            Reponse::Liste(edit) => self.edit_liste(edit),
            Reponse::Validity { liste, id, from, to } => self.set_validity(liste, id, from, to),
            Reponse::Drafts { dossiers, sort } => self.drafts_decided(&dossiers, sort),
            Reponse::Suivi(reponse) => self.suivi_answered(reponse),
            Reponse::Zoom { fiche, cle } => {
                self.with_view(|view| view.request.focus = Some((fiche, cle)));
            }
        }
    }

    fn set_validity(&mut self, liste: String, id: String, from: String, to: String) {
        let today = self.today();
        let read = |text: &str| if text.trim().is_empty() { Ok(None) } else { date::parse(text, today).map(Some) };
        match (read(&from), read(&to)) {
            (Ok(from), Ok(to)) => self.edit_liste(crate::domain::liste::EditListe::Validity { liste, id, from, to }),
            (Err(error), _) | (_, Err(error)) => {
                self.question = Some(Question::Validity { liste, id, from, to, error });
            }
        }
    }

    pub(super) fn carry_out_open(&mut self, at: usize) {
        if at < self.dossiers.len() {
            self.current = at;
            self.ecran = Ecran::Dossier;
            self.read_entourage();
            self.read_courriers_du_dossier();
        }
    }

    pub(super) fn close(&mut self, at: usize) {
        let Some(view) = self.dossiers.get(at) else { return };
        if view.dirty {
            self.question = Some(Question::Close { dossier: view.id, nom: view.nom() });
        } else {
            self.drop_view(at);
        }
    }

    pub(super) fn drop_view(&mut self, at: usize) {
        if at < self.dossiers.len() {
            self.dossiers.remove(at);
        }
        if self.current >= at {
            self.current = self.current.saturating_sub(1);
        }
        if self.dossiers.is_empty() {
            self.ecran = Ecran::Dossiers;
            self.grille.take_focus = true;
        }
    }

    fn typed(&mut self, edit: Edit) {
        // Whatever says who the child is: names, birth, mother, address.
        let names = matches!(&edit, Edit::Champ { cle, .. } if matches!(cle.table, Table::Enfant | Table::EnfantConcerne)
            && matches!(cle.champ().nature, Nature::Nom | Nature::Naissance | Nature::Commune | Nature::Texte(_)));
        self.escaped = false;
        self.with_view(|view| {
            view.apply(std::slice::from_ref(&edit));
            view.undo.record(vec![edit]);
        });
        if names {
            self.look_for_known();
        }
    }

    pub(super) fn done(&mut self, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        self.with_view(|view| {
            view.apply(&edits);
            view.undo.close_group();
            view.undo.record(edits);
            view.undo.close_group();
        });
    }

    pub(super) fn next_part(&mut self, step: isize) {
        if let Some(part) = self.view().map(|view| view.part.step(step)) {
            self.show_part(part);
        }
    }

    pub(super) fn show_part(&mut self, part: Part) {
        self.with_view(|view| view.show(part));
        match part {
            Part::Historique => self.read_historique(),
            Part::Suivi => self.read_entourage(),
            Part::Courriers => self.read_courriers_du_dossier(),
            _ => {}
        }
    }

    fn settle(&mut self, at: usize, garde: Garde) {
        let Some(clash) = self.view().and_then(|view| view.clashes.get(at).cloned()) else { return };
        let text = match garde {
            Garde::Mien => clash.mine.clone(),
            Garde::Sien => clash.theirs.clone(),
            Garde::LesDeux => merge::both(&clash.mine, &clash.theirs),
        };
        let edit = self.view().and_then(|view| view.draft.edit_champ(clash.fiche, clash.cle, text));
        self.done(edit.into_iter().collect());
        self.with_view(|view| view.clashes.retain(|each| *each != clash));
    }

    fn apply_to_fratrie(&mut self, children: &[uuid::Uuid]) {
        let edits = self.view().and_then(|view| {
            let (fiche, cle) = view.focus?;
            Some(fratrie::apply_to(&view.draft, view.child, fiche, cle, children))
        });
        let edits = edits.unwrap_or_default();
        if edits.is_empty() {
            self.toasts.info("Les autres enfants l’avaient déjà");
        }
        self.done(edits);
        // Back to the field one came from.
        self.with_view(|view| view.request.focus = view.focus);
    }
}
