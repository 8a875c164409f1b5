//! The minors of each territory, year by year, among the lists of Paramètres: what rates are reckoned on.

use std::collections::BTreeMap;

use egui::{Align, Id, Response, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::dossiers::thousands;
use super::geste;
use super::theme::{self, couleurs, gras};
use super::widgets::{button, line, primary, select_on_arrival};
use super::{Intention, icone};
use crate::commands::Geste;
use crate::domain::Parametres;
use crate::domain::dossier::TERRITOIRE_INITIAL;
use crate::domain::fait::Population;
use crate::domain::population::nombre;

/// How the screen names this list.
pub const LISTE: &str = "populations";

/// Years that are shown even when nothing is known of them: this one, and four before.
const ANNEES: i32 = 5;

/// A territory and a year.
pub type Case = (String, i32);

#[derive(Default)]
pub struct EcranPopulations {
    pub lues: Option<Vec<Population>>,
    /// What was typed over what was read, until it is saved.
    pub frappe: BTreeMap<Case, String>,
    pub erreur: String,
    /// The cell that has the keys: cells of a spreadsheet are pasted there.
    pub case: Option<Case>,
    /// The cell to give the keys to, or the button that saves.
    pub demande: Option<Case>,
    au_bout: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demande {
    Enregistrer,
    Abandonner,
}

impl EcranPopulations {
    /// What a cell holds: what was typed, or what was read.
    pub fn texte(&self, case: &Case) -> String {
        self.frappe.get(case).cloned().unwrap_or_else(|| self.lu(case))
    }

    fn lu(&self, (territoire, annee): &Case) -> String {
        let held = |one: &&Population| one.annee == *annee && one.territoire == *territoire;
        self.lues.iter().flatten().find(held).map_or_else(String::new, |one| thousands(u64::from(one.mineurs)))
    }

    /// What is typed as it is read is no longer typed.
    pub fn taper(&mut self, case: Case, texte: String) {
        if texte == self.lu(&case) {
            self.frappe.remove(&case);
        } else {
            self.frappe.insert(case, texte);
        }
    }

    /// The cell that has the keys, as it was read.
    pub fn reprendre(&mut self) {
        if let Some(case) = &self.case {
            self.frappe.remove(case);
        }
    }

    fn annees(&self, annee: i32) -> Vec<i32> {
        let known = self.lues.iter().flatten().map(|one| one.annee).chain(self.frappe.keys().map(|(_, annee)| *annee));
        let mut annees: Vec<i32> = (annee - ANNEES + 1..=annee).chain(known).collect();
        annees.sort_unstable();
        annees.dedup();
        annees
    }
}

pub fn ui(
    ui: &mut Ui,
    ecran: &mut EcranPopulations,
    parametres: &Parametres,
    (annee, lecture): (i32, bool),
    out: &mut Vec<Intention>,
) {
    let c = couleurs(ui);
    ui.label(RichText::new("Populations").family(gras()).size(theme::TITRE));
    let rule = if lecture {
        "Mineurs vivant dans chaque territoire\u{a0}: les taux pour 1\u{202f}000 des tableaux de bord s’y rapportent"
    } else {
        "Mineurs vivant dans chaque territoire\u{a0}: les taux pour 1\u{202f}000 s’y rapportent. Entrée descend\u{a0}; un tableau copié \
         (année, territoire, mineurs) se colle dans n’importe quelle case"
    };
    ui.add(egui::Label::new(RichText::new(rule).color(c.doux)).wrap());
    ui.add_space(4.0);
    if ecran.lues.is_none() {
        ui.label("Lecture des populations…");
        return;
    }
    if !ecran.erreur.is_empty() {
        let said = format!("{} {}", icone::WARNING_CIRCLE, ecran.erreur);
        ui.add(egui::Label::new(RichText::new(said).color(c.erreur)).wrap());
    }
    if !lecture {
        // No dossier is on the screen: nothing else takes this key.
        if ecran.case.is_some() && ui.input_mut(|input| geste::pressed(input, Geste::GarderCases)) {
            out.push(Intention::Populations(Demande::Enregistrer));
        }
        ui.horizontal(|ui| {
            let save = primary(ui, icone::CHECK_CIRCLE, "Enregistrer les populations").on_hover_text("Ctrl+S");
            if std::mem::take(&mut ecran.au_bout) {
                save.request_focus();
            }
            if save.clicked() {
                out.push(Intention::Populations(Demande::Enregistrer));
            }
            if !ecran.frappe.is_empty() {
                if button(ui, icone::X, "Abandonner ce qui est tapé").clicked() {
                    out.push(Intention::Populations(Demande::Abandonner));
                }
                let count = ecran.frappe.len();
                let s = if count > 1 { "s" } else { "" };
                ui.label(RichText::new(format!("{count} case{s} à enregistrer")).color(c.doux));
            }
        });
        ui.add_space(4.0);
    }
    let annees = ecran.annees(annee);
    let known = |id: &str| {
        let of = |case: &Case| case.0 == id;
        ecran.lues.iter().flatten().any(|one| one.territoire == id) || ecran.frappe.keys().any(of)
    };
    let territoires: Vec<(String, String)> = parametres
        .territoires
        .iter()
        .filter(|territoire| (territoire.actif && territoire.id != TERRITOIRE_INITIAL) || known(&territoire.id))
        .map(|territoire| (territoire.id.clone(), territoire.libelle.clone()))
        .collect();
    let mut focused = None;
    ScrollArea::both().id_salt("populations").auto_shrink([false, false]).show(ui, |ui| {
        egui::Grid::new("populations").striped(true).spacing(vec2(10.0, 4.0)).show(ui, |ui| {
            ui.label(RichText::new("Territoire").family(gras()));
            for annee in &annees {
                ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
                    ui.label(RichText::new(annee.to_string()).family(gras()));
                });
            }
            ui.end_row();
            for (at, (id, label)) in territoires.iter().enumerate() {
                let below = territoires.get(at + 1).map(|(id, _)| id.clone());
                ui.allocate_ui(vec2(230.0, theme::HAUTEUR), |ui| {
                    ui.set_width(230.0);
                    line(ui, label.as_str());
                });
                for annee in &annees {
                    let case = (id.clone(), *annee);
                    if lecture {
                        ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
                            ui.label(ecran.texte(&case));
                        });
                    } else if cell(ui, ecran, &case, label, below.as_deref()).has_focus() {
                        focused = Some(case);
                    }
                }
                ui.end_row();
            }
        });
    });
    ecran.case = focused;
}

fn cell(ui: &mut Ui, ecran: &mut EcranPopulations, case: &Case, label: &str, below: Option<&str>) -> Response {
    let mut texte = ecran.texte(case);
    let changed = ecran.frappe.contains_key(case);
    let id = Id::unique(("population", case));
    let entered = ui.input(|input| Geste::CaseDessous.touches().iter().any(|touche| input.key_pressed(touche.key)));
    // Before it is drawn, so that it sees that it gained the focus; not in the frame of Entrée, which it would take too.
    if !entered && ecran.demande.as_ref() == Some(case) {
        ecran.demande = None;
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let field = TextEdit::singleline(&mut texte)
        .id(id)
        .desired_width(82.0)
        .align(egui::Align2::RIGHT_CENTER)
        .min_size(vec2(86.0, theme::HAUTEUR));
    let c = couleurs(ui);
    let field = match (changed, nombre(&ecran.texte(case))) {
        (_, Err(_)) => field.text_color(c.erreur),
        (true, Ok(_)) => field.text_color(c.accent),
        (false, Ok(_)) => field,
    };
    let mut output = field.show(ui);
    let response = output.response.response.clone();
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(format!("{label}, {}", case.1)));
    select_on_arrival(ui, &mut output, &texte);
    if response.changed() {
        ecran.taper(case.clone(), texte);
    }
    if response.lost_focus() && entered {
        ui.ctx().request_repaint();
        // Down the year, then to the button that saves it.
        ecran.demande = below.map(|below| (below.to_owned(), case.1));
        ecran.au_bout = below.is_none();
    }
    response
}
