//! The follow-up of a dossier: its next step, what the law asks before closing, each deadline with its
//! rule and its reckoning, the hand-over between territories.

use egui::{Align, Button, Layout, RichText, Sense, Stroke, Ui, UiBuilder, vec2};
use uuid::Uuid;

use super::DossierView;
use super::ecran::{end_of_part, hint};
use super::entete;
use crate::domain::alerte::Motif;
use crate::domain::cloture::{self, Etape};
use crate::domain::compte::Droits;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::echeance::{self, Echeance};
use crate::domain::{Cle, Nature, Table, date};
use crate::ui::champ::rangee;
use crate::ui::form::Form;
use crate::ui::theme::{self, couleurs, gras};
use crate::ui::widgets::{Ton, badge, button, line, ring};
use crate::ui::{Intention, icone};

/// What can be asked here.
#[derive(Clone, Copy, Debug)]
pub enum Demande {
    Etape(Etape),
    /// One more reminder to each service that is late.
    Relancer,
    Passer,
    Repondre {
        passation: Uuid,
        accepted: bool,
    },
    Retirer {
        passation: Uuid,
    },
}

/// The fields that stand here, in the order in which one types them.
pub const CLES: [Cle; 11] = [
    dossier::QUALIFIE_LE,
    dossier::DANGER_CONSTATE_LE,
    dossier::RENCONTRE_LE,
    dossier::MINEURS_EVALUES,
    dossier::PARENTS_INFORMES_LE,
    dossier::PARENTS_NON_INFORMES,
    dossier::PARENTS_SAISINE_LE,
    dossier::SUITES_DONNEES_LE,
    dossier::SUITES_REFUS,
    dossier::ADRESSE_DEMANDEE_LE,
    dossier::ADRESSE_RECUE_LE,
];

/// Where one begins. The day of qualifying, the first of them, is kept for the head of the cell.
pub fn first(droits: Droits) -> Cle {
    if droits.clot_dossiers() { dossier::QUALIFIE_LE } else { dossier::DANGER_CONSTATE_LE }
}

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let Some(entete) = form.draft.entete().cloned() else { return };
    etape(ui, view, form);
    for (badge, why) in entete::explained(view, form) {
        hint(ui, &format!("{badge}\u{a0}: {why}"));
    }
    title(ui, "Ce que la loi demande avant de clore");
    // What the evaluation asks, then what follows it: each a row of its own.
    let (evaluation, after) = CLES.split_at(6);
    let shown: Vec<Cle> = evaluation.iter().copied().skip_while(|cle| *cle != first(view.droits)).collect();
    for row in [&*shown, after] {
        rangee(ui, form, &entete, &row.iter().map(|cle| (*cle, width(*cle))).collect::<Vec<_>>());
    }
    let closed = [dossier::QUALIFIE_LE, dossier::CLOS_LE, dossier::CLOTURE_MOTIF, dossier::ROUVERT_LE];
    let known: Vec<String> = closed
        .iter()
        .filter(|cle| !entete.get(**cle).is_empty() && !shown.contains(cle))
        .map(|cle| format!("{}\u{a0}: {}", cle.champ().libelle, entete.get(*cle)))
        .collect();
    if !known.is_empty() {
        hint(ui, &known.join(" · "));
    }
    title(ui, "Échéances");
    echeances(ui, view, form);
    alertes(ui, view, form);
    passation(ui, view, form);
    end_of_part(ui, form.out);
}

/// Its label is not cut.
fn width(cle: Cle) -> f32 {
    match cle.champ().nature {
        Nature::Oui => 265.0,
        Nature::Date if ![dossier::PARENTS_INFORMES_LE, dossier::PARENTS_SAISINE_LE].contains(&cle) => 150.0,
        _ => 190.0,
    }
}

fn title(ui: &mut Ui, text: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(text).family(gras()));
}

/// The state as typed, and the step that follows it.
fn etape(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let Some(entete) = form.draft.entete() else { return };
    let c = couleurs(ui);
    let etat = entete.get(dossier::ETAT);
    let next = Etape::after(etat);
    let lacks = cloture::manques(form.draft).len();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        badge(ui, form.parametres.libelle(Nature::Liste("etat_dossier"), etat), Ton::Accent);
        let button = Button::new(RichText::new(next.libelle()).color(c.accent)).stroke(Stroke::new(1.0, c.ligne));
        let permise = view.droits.clot_dossiers() || !next.reservee();
        let pressed = ui.add_enabled(permise, button.min_size(vec2(0.0, theme::HAUTEUR)));
        ring(ui, &pressed);
        if !permise {
            ui.label(RichText::new(cloture::RESERVE).size(theme::LABEL).color(c.doux));
        }
        if pressed.clicked() {
            form.out.push(Intention::Suivi(Demande::Etape(next)));
        }
        let evaluation = echeance::evaluation(&view.loaded, &form.parametres.delais).map(|echeance| echeance.due);
        let services = form.draft.of(Table::Traitement);
        let late = services.filter(|row| cloture::late(row, evaluation, form.today)).count();
        if late > 0 {
            let told = if late == 1 {
                "Relancer le service en retard".to_owned()
            } else {
                format!("Relancer les {late} services en retard")
            };
            if self::button(ui, icone::ENVELOPE, &told).clicked() {
                form.out.push(Intention::Suivi(Demande::Relancer));
            }
        }
        offer(ui, view, form);
        if next == Etape::Clore && lacks > 0 {
            let told = if lacks == 1 {
                "une alerte avant de clore".to_owned()
            } else {
                format!("{lacks} alertes avant de clore")
            };
            ui.label(RichText::new(format!("{} {told}", icone::WARNING)).color(c.alerte));
        }
    });
}

fn echeances(ui: &mut Ui, view: &DossierView, form: &Form<'_>) {
    let all = echeance::of_dossier(&view.loaded, &form.parametres.delais);
    if all.is_empty() {
        hint(ui, "Aucune échéance ne court ; elles se comptent dès que le dossier est enregistré");
        return;
    }
    for one in &all {
        une_echeance(ui, one, form);
    }
    hint(ui, "Comptées à l’enregistrement, d’après les délais de Paramètres ; rien ne les suspend");
}

/// « En retard de 12 j · Évaluation : 3 mois à compter de la réception du… », and below how the day was found.
fn une_echeance(ui: &mut Ui, one: &Echeance, form: &Form<'_>) {
    let c = couleurs(ui);
    let (when, ton) = match (one.done, one.days_left(form.today)) {
        (Some(day), _) => (format!("Fait le {}", date::format(day)), Ton::Succes),
        (None, days @ ..0) => (format!("En retard de {} j", -days), Ton::Erreur),
        (None, 0) => ("Aujourd’hui".to_owned(), Ton::Alerte),
        (None, days @ 1..=15) => (format!("Dans {days} j"), Ton::Alerte),
        (None, days) => (format!("Dans {days} j"), Ton::Neutre),
    };
    let service = form.parametres.libelle(Nature::Service, &one.service);
    let due = date::format(one.due);
    let what = if service.is_empty() { one.rule.clone() } else { format!("{} · {service}", one.rule) };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 42.0), Sense::hover());
    let told = format!("{when}, pour le {due}, {what}. {}", one.reckoning);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
    let mut inner = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
    let start = inner.cursor().left();
    badge(&mut inner, &when, ton);
    inner.add_space((140.0 - (inner.cursor().left() - start)).max(6.0));
    inner.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        line(ui, RichText::new(format!("Le {due} · {what}")).color(c.texte));
        line(ui, RichText::new(&one.reckoning).size(theme::LABEL).color(c.doux));
    });
    response.on_hover_text(told);
}

/// Other dossiers that one should know of; each opens.
fn alertes(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    if view.entourage.alertes.is_empty() {
        return;
    }
    title(ui, "À rapprocher de ce dossier");
    for motif in [Motif::Informations, Motif::Adresse] {
        for one in view.entourage.of(motif) {
            let day = one.reception.parse().map(date::format).unwrap_or_default();
            let told = format!("{}\u{a0}: {} {}, reçu le {day}", motif.libelle(), one.numero, one.fratrie);
            if button(ui, icone::FOLDER_OPEN, &told).clicked() {
                form.out.push(Intention::OpenDossier(one.dossier));
            }
        }
    }
}

fn passation(ui: &mut Ui, view: &DossierView, form: &Form<'_>) {
    if view.entourage.passations.is_empty() {
        return;
    }
    title(ui, "Passation entre territoires");
    let c = couleurs(ui);
    for one in &view.entourage.passations {
        let told = one.phrase(|id| form.parametres.libelle(Nature::Territoire, id).to_owned());
        ui.add(egui::Label::new(RichText::new(told).color(if one.waits() { c.alerte } else { c.texte })).wrap());
    }
}

/// Offers the dossier, or answers the offer that waits, or takes it back.
fn offer(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    let mut asked = None;
    match view.entourage.offered() {
        Some(offered) => {
            let passation = offered.id;
            let answers = [
                (true, icone::CHECK_CIRCLE, "Accepter le dossier", Demande::Repondre { passation, accepted: true }),
                (true, icone::X, "Refuser…", Demande::Repondre { passation, accepted: false }),
                (false, icone::CLOCK_COUNTER_CLOCKWISE, "Retirer la proposition…", Demande::Retirer { passation }),
            ];
            for (answer, icon, label, demande) in answers {
                if (!answer || offered.a_repondre) && button(ui, icon, label).clicked() {
                    asked = Some(demande);
                }
            }
        }
        None if view.is_new() => {}
        None => {
            if button(ui, icone::SHARE_NETWORK, "Proposer à un autre territoire…").clicked() {
                asked = Some(Demande::Passer);
            }
        }
    }
    form.out.extend(asked.map(Intention::Suivi));
}
