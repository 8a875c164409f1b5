//! The header: number, state and deadline as badges, the fields of the information.

use egui::{Align, Frame, Layout, RichText, Stroke, Ui};

use super::DossierView;
use crate::commands::Commande;
use crate::domain::alerte::Motif;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::{Nature, date, echeance};
use crate::ui::champ::rangee;
use crate::ui::form::Form;
use crate::ui::icone;
use crate::ui::theme::{self, couleurs, gras, marge};
use crate::ui::widgets::{Ton, badge, command_button, line, text_width};

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    titre(ui, view, form);
    ui.add_space(4.0);
    let Some(entete) = form.draft.entete().cloned() else { return };
    let c = couleurs(ui);
    Frame::new().stroke(Stroke::new(1.0, c.ligne)).corner_radius(4).inner_margin(marge(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        // What a call tells first comes first; what fills itself comes last.
        rangee(
            ui,
            form,
            &entete,
            &[
                (dossier::TYPE_DOSSIER, 200.0),
                (dossier::SUPPORT, 120.0),
                (dossier::RECEPTEUR, 170.0),
                (dossier::ORIGINE, 170.0),
                (dossier::TRANSMETTEUR, 190.0),
                (dossier::VIOLENCE_CONJUGALE, 130.0),
                (dossier::NUMERO_SNATEM, 130.0),
            ],
        );
        let mut second = vec![(dossier::SIP, 62.0), (dossier::DANGER_GRAVE, 196.0)];
        if entete.oui(dossier::DANGER_GRAVE) {
            second.push((dossier::DANGER_SAISINE_LE, 164.0));
        }
        second.push((dossier::SOUHAITE_SUITES, 224.0));
        if entete.oui(dossier::SOUHAITE_SUITES) {
            second.push((dossier::SUITES_DEMANDEES_LE, 130.0));
        }
        second.extend([
            (dossier::DATE_RECEPTION, 105.0),
            (dossier::TRANSMIS_LE, 105.0),
            (dossier::TERRITOIRE, 150.0),
            (dossier::ETAT, 120.0),
        ]);
        rangee(ui, form, &entete, &second);
    });
    ui.add_space(8.0);
}

fn titre(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    ui.horizontal(|ui| {
        ui.set_min_height(34.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            command_button(
                ui,
                Commande::Enregistrer,
                Some(if view.saving { "Enregistrement…" } else { "Enregistrer" }),
                true,
                form.out,
            );
            command_button(ui, Commande::Ajouter, Some("Ajouter"), false, form.out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                badges_after(ui, view, form);
            });
        });
    });
}

/// The title takes the room that the badges leave, and is cut there.
fn badges_after(ui: &mut Ui, view: &DossierView, form: &Form<'_>) {
    let fratrie = dossier::fratrie(form.draft);
    let mark = if view.dirty { "• " } else { "" };
    let titre = if fratrie.is_empty() {
        format!("{mark}{}", view.titre())
    } else {
        format!("{mark}{} — {fratrie}", view.titre())
    };
    let badges = badges(view, form);
    let recorded = recorded(view);
    let recorded = recorded.as_deref().filter(|_| ui.available_width() > ROOMY);
    let room: f32 = badges.iter().map(|(text, ..)| text.chars().count() as f32 * 7.4 + 24.0).sum();
    let room = room + recorded.map_or(0.0, |told| text_width(ui, told) + 16.0);
    ui.scope(|ui| {
        ui.set_max_width((ui.available_width() - room).max(160.0));
        line(ui, RichText::new(titre.clone()).family(gras()).size(theme::TITRE)).on_hover_text(titre);
    });
    for (text, ton, explanation) in badges {
        let response = badge(ui, &text, ton);
        if !explanation.is_empty() {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(explanation.as_str()));
            response.on_hover_text(explanation);
        }
    }
    if recorded.is_some_and(|told| text_width(ui, told) < ui.available_width()) {
        let doux = couleurs(ui).doux;
        ui.label(RichText::new(recorded.unwrap_or_default()).color(doux));
    }
}

/// Where the title is wide enough, when the dossier was recorded stands beside its badges.
const ROOMY: f32 = 760.0;

/// « Date traitement : 23/11/2026 14:32 », once it has one.
fn recorded(view: &DossierView) -> Option<String> {
    let traite = view.loaded.entete()?.get(dossier::DATE_TRAITEMENT);
    (!traite.is_empty())
        .then(|| format!("{}\u{a0}: {}", dossier::DATE_TRAITEMENT.champ().libelle, date::format_instant(traite)))
}

/// What the badges say when they are pointed at, for who has no pointer; the deadlines are told below it.
pub(super) fn explained(view: &DossierView, form: &Form<'_>) -> Vec<(String, String)> {
    let told = states(view, form).into_iter().filter(|(_, _, why)| !why.is_empty());
    told.map(|(text, _, why)| (text, why.replace('\n', " · "))).collect()
}

/// What comes from others, and from the base: told here, where nothing moves and nothing takes the focus.
fn ensemble(view: &DossierView) -> Vec<(String, Ton, String)> {
    let mut badges = Vec::new();
    if view.attente.is_some() {
        let told = if view.garde {
            "Ce dossier sera enregistré dès que la base le pourra\u{a0}; il est gardé sur ce poste, et l’on peut continuer à taper"
        } else {
            "Ce dossier sera enregistré dès que la base le pourra\u{a0}; il n’est pas gardé sur ce poste\u{a0}: laissez cette fenêtre ouverte, on peut continuer à taper"
        };
        badges.push((format!("{} En attente", icone::CLOUD_SLASH), Ton::Alerte, told.to_owned()));
    }
    if let Some(newer) = &view.newer {
        let told = format!(
            "{} a enregistré ce dossier le {} ; à l’enregistrement les deux saisies seront réunies, et ce qui se contredit vous sera montré",
            newer.modifie_par,
            date::format_instant(&newer.modifie_le)
        );
        badges.push((format!("{} Modifié par {}", icone::GIT_MERGE, newer.modifie_par), Ton::Alerte, told));
    }
    if let [first, others @ ..] = view.presents.as_slice() {
        let names = if others.is_empty() { first.clone() } else { format!("{first} +{}", others.len()) };
        let told = format!("Aussi dans ce dossier en ce moment : {}", view.presents.join(", "));
        badges.push((format!("{} {names}", icone::USERS), Ton::Accent, told));
    }
    badges
}

/// What stands around it: told in a few words, each dossier in the explanation; the part « Suivi » opens them.
fn entourage(view: &DossierView, form: &Form<'_>) -> Vec<(String, Ton, String)> {
    let mut badges = Vec::new();
    for motif in [Motif::Informations, Motif::Adresse] {
        let all: Vec<String> = view.entourage.of(motif).map(|one| format!("{} {}", one.numero, one.fratrie)).collect();
        let text = match (motif, all.len()) {
            (_, 0) => continue,
            (Motif::Informations, 1) => format!("{} Deux informations", icone::WARNING),
            (Motif::Informations, count) => format!("{} {} informations", icone::WARNING, count + 1),
            (Motif::Adresse, _) => format!("{} Même adresse", icone::HOUSE),
        };
        let why = match motif {
            Motif::Informations => "Un de ses enfants a aussi une information récente",
            Motif::Adresse => "Un dossier ouvert est à la même adresse",
        };
        badges.push((text, Ton::Alerte, format!("{why} (Suivi et échéances l’ouvre)\n{}", all.join("\n"))));
    }
    if let Some(offered) = view.entourage.offered() {
        let to = form.parametres.libelle(Nature::Territoire, &offered.vers);
        let told = format!("Proposé à {to} par {} ; la réponse se donne dans Suivi et échéances", offered.demandee_par);
        badges.push((format!("{} Proposé", icone::SHARE_NETWORK), Ton::Alerte, told));
    }
    let open = view.loaded.entete().is_some_and(|entete| entete.get(dossier::ETAT) != dossier::ETAT_CLOS);
    if let Some(refused) = view.entourage.refused().filter(|_| open) {
        let to = form.parametres.libelle(Nature::Territoire, &refused.vers);
        let told = format!("{to} a refusé ce dossier, par {} : {}", refused.repondue_par, refused.reponse);
        badges.push((format!("{} Refusé", icone::SHARE_NETWORK), Ton::Alerte, told));
    }
    badges
}

fn badges(view: &DossierView, form: &Form<'_>) -> Vec<(String, Ton, String)> {
    let mut badges = states(view, form);
    badges.extend(deadline(view, form));
    badges
}

/// All but the deadline.
fn states(view: &DossierView, form: &Form<'_>) -> Vec<(String, Ton, String)> {
    let mut badges = ensemble(view);
    let Some(entete) = view.loaded.entete() else { return badges };
    let etat = entete.get(dossier::ETAT);
    let closed = etat == dossier::ETAT_CLOS;
    let ton = if closed { Ton::Neutre } else { Ton::Accent };
    let traite = date::format_instant(entete.get(dossier::DATE_TRAITEMENT));
    let saved = format!("Enregistré le {traite}");
    // A draft taken up again does not know who wrote the dossier last.
    let by = if view.trace.modifie_le.is_empty() {
        saved
    } else {
        let last = date::format_instant(&view.trace.modifie_le);
        format!("{saved} par {} ; dernière modification par {} le {last}", view.trace.cree_par, view.trace.modifie_par)
    };
    badges.push((form.parametres.libelle(Nature::Liste("etat_dossier"), etat).to_owned(), ton, by));
    if entete.oui(dossier::DANGER_GRAVE) {
        let referred = entete.get(dossier::DANGER_SAISINE_LE);
        let ahead = entete.date(dossier::DANGER_SAISINE_LE).is_some_and(|day| day > form.today);
        let (ton, told) = if referred.is_empty() || ahead {
            (Ton::Erreur, "Danger grave et immédiat : le parquet doit être saisi sans délai ; notez le jour et l’heure de la saisine (CASF L226-4)".to_owned())
        } else {
            (Ton::Alerte, format!("Parquet saisi le {}", date::format_instant(referred)))
        };
        badges.push((format!("{} Danger", icone::SIREN), ton, told));
    }
    if entete.get(dossier::DATE_RECEPTION).is_empty() && !closed {
        let told = "Sans date de réception, les délais sont comptés du jour de l’enregistrement ; la loi les fait partir de la réception : écrivez-la (CASF D226-2-4 II)";
        badges.push((format!("{} Réception non datée", icone::WARNING), Ton::Alerte, told.to_owned()));
    }
    badges.extend(entourage(view, form));
    badges
}

fn deadline(view: &DossierView, form: &Form<'_>) -> Option<(String, Ton, String)> {
    let closed = view.loaded.entete()?.get(dossier::ETAT) == dossier::ETAT_CLOS;
    let echeance =
        echeance::evaluation(&view.loaded, &form.parametres.delais).filter(|one| !closed && one.done.is_none())?;
    let days = echeance.days_left(form.today);
    let (text, ton) = match days {
        ..0 => (format!("{} En retard de {} j", icone::WARNING, -days), Ton::Erreur),
        0..=15 => (format!("{} J-{days}", icone::HOURGLASS), Ton::Alerte),
        _ => (format!("J-{days}"), Ton::Succes),
    };
    Some((text, ton, format!("{}\u{a0}; à rendre le {}", echeance.rule, date::format(echeance.due))))
}
