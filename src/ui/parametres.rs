//! The Paramètres screen: each list with its values, how often each is used, and what can be done to it.

mod delais;

use chrono::{Datelike as _, NaiveDate};
use egui::{Align, Atom, Layout, RichText, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};
use egui_extras::{Column, TableBuilder};

use super::populations::{self, EcranPopulations};
use super::question::{ChampDemande, LabelEdit, Question};
use super::rangs::Rangs;
use super::theme::{self, couleurs, gras};
use super::widgets::{Ton, badge, button, grid, icon_button, inner_ring, line};
use super::zone::zone;
use super::{Intention, icone};
use crate::domain::liste::{ChampParametre, EditListe, TABLES_PARAMETRES, ValeurDetail, moved, table_of};
use crate::domain::{Parametres, date};

/// The height of a value.
const ROW: f32 = 32.0;

/// The list that is shown.
#[derive(Default)]
pub struct EcranParametres {
    pub liste: String,
    pub valeurs: Option<Vec<ValeurDetail>>,
    pub populations: EcranPopulations,
    /// Only looked at: the lists are kept by others.
    pub lecture: bool,
}

pub fn ui(
    ui: &mut Ui,
    ecran: &mut EcranParametres,
    parametres: &Parametres,
    today: NaiveDate,
    out: &mut Vec<Intention>,
) {
    let whole = ui.available_rect_before_wrap();
    let middle = whole.left() + 250.0;
    let mut left = ui.new_child(
        UiBuilder::new()
            .id_salt("listes")
            .max_rect(egui::Rect::from_min_max(whole.min, pos2(middle - 12.0, whole.bottom()))),
    );
    zone(&mut left, "listes", |ui, _| names(ui, ecran, parametres, out));
    let mut right = ui.new_child(
        UiBuilder::new()
            .id_salt("valeurs")
            .max_rect(egui::Rect::from_min_max(pos2(middle + 8.0, whole.top()), whole.max)),
    );
    if ecran.liste == populations::LISTE {
        zone(&mut right, "valeurs", |ui, _| {
            populations::ui(ui, &mut ecran.populations, parametres, (today.year(), ecran.lecture), out);
        });
    } else {
        ecran.populations.case = None;
        values(&mut right, ecran, parametres, out);
    }
    ui.allocate_rect(whole, Sense::hover());
}

/// Every list, and the tables that are lists too.
pub fn listes(parametres: &Parametres) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> =
        parametres.listes.values().map(|liste| (liste.code.clone(), liste.libelle.clone())).collect();
    names.extend(TABLES_PARAMETRES.iter().map(|table| (table.code.to_owned(), table.libelle.to_owned())));
    names.push((populations::LISTE.to_owned(), "Populations".to_owned()));
    names.sort_by_key(|(_, label)| crate::domain::nom::fold(label));
    names
}

fn names(ui: &mut Ui, ecran: &EcranParametres, parametres: &Parametres, out: &mut Vec<Intention>) {
    ui.label(RichText::new("Listes").family(gras()).size(theme::TITRE));
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("listes").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (code, label) in listes(parametres) {
            let on = code == ecran.liste;
            let c = couleurs(ui);
            let text = RichText::new(&label).color(if on { c.accent } else { c.texte });
            let text = if on { text.family(gras()) } else { text };
            let button = egui::Button::new((text, Atom::grow()))
                .fill(if on { c.choisi } else { c.fond })
                .stroke(egui::Stroke::NONE)
                .min_size(vec2(ui.available_width() - 4.0, 28.0))
                .truncate();
            let response = ui.add(button);
            inner_ring(ui, &response);
            if response.clicked() {
                out.push(Intention::ShowListe(code));
            }
        }
    });
}

fn values(ui: &mut Ui, ecran: &EcranParametres, parametres: &Parametres, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    let liste = ecran.liste.as_str();
    let Some(title) = listes(parametres).into_iter().find(|(code, _)| code == liste).map(|(_, label)| label) else {
        super::widgets::empty_state(
            ui,
            icone::SLIDERS,
            "Choisissez une liste",
            "Ses valeurs se complètent, se renomment, se ferment et se fusionnent ici",
        );
        return;
    };
    ui.horizontal(|ui| {
        ui.label(RichText::new(&title).family(gras()).size(theme::TITRE));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if table_of(liste).liste && !ecran.lecture && button(ui, icone::PLUS, "Ajouter une valeur…").clicked() {
                let two_levels = parametres.listes.get(liste).filter(|liste| liste.niveaux == 2);
                let parents =
                    two_levels.into_iter().flat_map(|liste| &liste.valeurs).filter(|choix| choix.parent.is_none());
                out.push(Intention::Ask(Question::Label {
                    title: format!("Ajouter à « {title} »"),
                    text: String::new(),
                    parents: parents.map(|choix| (choix.id.clone(), choix.libelle.clone())).collect(),
                    edit: LabelEdit::Add { liste: liste.to_owned(), parent: String::new() },
                }));
            }
        });
    });
    let rule = match liste {
        delais::LISTE => delais::REGLE,
        "commune" => "Le territoire d’une commune est proposé aux dossiers qui la nomment",
        _ => "Une valeur employée ne se supprime jamais : elle se ferme, et les dossiers qui la portent la gardent",
    };
    ui.add(egui::Label::new(RichText::new(rule).color(c.doux)).wrap());
    ui.add_space(4.0);
    let Some(valeurs) = &ecran.valeurs else {
        ui.label("Lecture de la liste…");
        return;
    };
    if valeurs.iter().all(|valeur| !valeur.actif) {
        ui.label(
            RichText::new(format!(
                "{} Plus aucune valeur n’est proposée dans cette liste ; rouvrez-en une ou ajoutez-en",
                icone::WARNING
            ))
            .color(c.alerte),
        );
    }
    let two_levels = parametres.listes.get(liste).is_some_and(|liste| liste.niveaux == 2);
    zone(ui, "valeurs", |ui, _| {
        grid(ui, |ui| {
            if liste == delais::LISTE {
                delais::table(ui, valeurs, ecran.lecture, parametres, out);
            } else {
                table(ui, liste, valeurs, two_levels, ecran.lecture, parametres, out);
            }
        });
    });
}

fn table(
    ui: &mut Ui,
    liste: &str,
    valeurs: &[ValeurDetail],
    two_levels: bool,
    lecture: bool,
    parametres: &Parametres,
    out: &mut Vec<Intention>,
) {
    let c = couleurs(ui);
    // Where there is little room, the dates of validity wait in their question.
    let wide = ui.available_width() > 760.0;
    let titles: &[&str] = if wide {
        &["Libellé", "Emplois", "Proposée", "Validité", "Actions"]
    } else {
        &["Libellé", "Emplois", "Proposée", "Actions"]
    };
    let rangs = Rangs::new(ui, liste, "Valeurs de la liste", valeurs.len(), ROW);
    let builder = TableBuilder::new(ui)
        .id_salt(("valeurs", liste, wide))
        .striped(true)
        .auto_shrink([false, false])
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::remainder().clip(true))
        .column(Column::exact(66.0))
        .column(Column::exact(72.0))
        .columns(Column::exact(150.0), usize::from(wide))
        .column(Column::exact(196.0));
    rangs
        .follow(builder)
        .header(30.0, |mut header| {
            for title in titles {
                header.col(|ui| {
                    ui.label(RichText::new(*title).family(gras()));
                });
            }
        })
        .body(|body| {
            body.rows(ROW, valeurs.len(), |mut row| {
                let at = row.index();
                row.set_selected(rangs.marks(at));
                let Some(valeur) = valeurs.get(at) else { return };
                row.col(|ui| {
                    if valeur.parent.is_some() {
                        ui.add_space(18.0);
                    }
                    let text = RichText::new(&valeur.libelle).color(if valeur.actif { c.texte } else { c.doux });
                    let text = if two_levels && valeur.parent.is_none() { text.family(gras()) } else { text };
                    line(ui, text).on_hover_text(explanation(liste, valeur));
                });
                row.col(|ui| {
                    ui.label(super::dossiers::thousands(valeur.usage.unsigned_abs()));
                });
                row.col(|ui| {
                    if valeur.actif {
                        badge(ui, "Oui", Ton::Succes);
                    } else {
                        badge(ui, "Fermée", Ton::Neutre);
                    }
                });
                if wide {
                    row.col(|ui| {
                        line(ui, validity(valeur));
                    });
                }
                row.col(|ui| {
                    if !lecture {
                        actions(ui, liste, valeurs, at, rangs.sense(at), parametres, out);
                    }
                });
            });
        });
}

/// The code, and what else is known.
fn explanation(liste: &str, valeur: &ValeurDetail) -> String {
    let known = table_of(liste).champs.iter().zip(&valeur.champs).filter(|(_, text)| !text.is_empty());
    let known = known.fold(valeur.id.clone(), |told, (champ, text)| format!("{told}\n{} : {text}", champ.libelle));
    valeur.historique.iter().fold(known, |told, length| format!("{told}\n{length}"))
}

fn day(stored: &str) -> String {
    stored.parse().map(date::format).unwrap_or_default()
}

fn validity(valeur: &ValeurDetail) -> String {
    match (day(&valeur.valide_du).as_str(), day(&valeur.valide_au).as_str()) {
        ("", "") => "toujours".to_owned(),
        (from, "") => format!("dès le {from}"),
        ("", to) => format!("jusqu’au {to}"),
        (from, to) => format!("{from} – {to}"),
    }
}

fn actions(
    ui: &mut Ui,
    liste: &str,
    valeurs: &[ValeurDetail],
    at: usize,
    sense: Sense,
    parametres: &Parametres,
    out: &mut Vec<Intention>,
) {
    let Some(valeur) = valeurs.get(at) else { return };
    let (code, id, kept) = (liste.to_owned(), valeur.id.clone(), table_of(liste));
    ui.spacing_mut().item_spacing.x = 2.0;
    let mut action =
        |icon: &str, what: &str| icon_button(ui, icon, &format!("{what} {}", valeur.libelle), sense).clicked();
    if kept.liste {
        for (icon, what, up) in [(icone::ARROW_UP, "Monter", true), (icone::ARROW_DOWN, "Descendre", false)] {
            if action(icon, what)
                && let Some(ids) = moved(valeurs, at, up)
            {
                out.push(Intention::EditListe(EditListe::Order { liste: code.clone(), ids }));
            }
        }
    }
    if action(icone::PENCIL_SIMPLE, "Renommer") {
        let edit = LabelEdit::Rename { liste: code.clone(), id: id.clone() };
        let title = format!("Renommer « {} »", valeur.libelle);
        out.push(Intention::Ask(Question::Label { title, text: valeur.libelle.clone(), parents: Vec::new(), edit }));
    }
    if action(icone::SLIDERS, "Compléter") {
        out.push(Intention::Ask(Question::Fields {
            title: format!("Compléter « {} »", valeur.libelle),
            liste: code.clone(),
            id: id.clone(),
            champs: kept
                .champs
                .iter()
                .zip(&valeur.champs)
                .map(|(champ, text)| asked(champ, text, parametres))
                .collect(),
            historique: valeur.historique.clone(),
        }));
    }
    if kept.table == "valeur" && action(icone::CALENDAR, "Dates de validité de") {
        out.push(Intention::Ask(Question::Validity {
            liste: code.clone(),
            id: id.clone(),
            from: day(&valeur.valide_du),
            to: day(&valeur.valide_au),
            error: String::new(),
        }));
    }
    if !kept.liste {
        return;
    }
    if action(icone::GIT_MERGE, "Fusionner avec une autre") {
        let heading = valeurs.iter().any(|other| other.parent.as_ref() == Some(&id));
        let fits = |other: &&ValeurDetail| other.id != id && other.actif && !(heading && other.parent.is_some());
        let others = valeurs.iter().filter(fits);
        let into = others.map(|other| (other.id.clone(), full_label(other, parametres, liste))).collect();
        let (from, label, usage) = (id.clone(), valeur.libelle.clone(), valeur.usage);
        out.push(Intention::Ask(Question::Merge { liste: code.clone(), from, label, usage, into, at: usize::MAX }));
    }
    let (icon, what) =
        if valeur.actif { (icone::X, "Fermer, ne plus proposer") } else { (icone::CHECK_CIRCLE, "Rouvrir") };
    if action(icon, what) {
        out.push(Intention::EditListe(EditListe::SetActive { liste: code, id, actif: !valeur.actif }));
    }
}

fn asked(champ: &ChampParametre, text: &str, parametres: &Parametres) -> ChampDemande {
    let named = |(code, label): &(&str, &str)| ((*code).to_owned(), (*label).to_owned());
    let choix = if champ.colonne == "territoire" {
        parametres.territoires.iter().map(|each| (each.id.clone(), each.libelle.clone())).collect()
    } else {
        champ.choix.iter().map(named).collect()
    };
    ChampDemande { libelle: champ.libelle, texte: text.to_owned(), choix }
}

fn full_label(valeur: &ValeurDetail, parametres: &Parametres, liste: &str) -> String {
    let parent = valeur.parent.as_deref().and_then(|parent| {
        let choix = parametres.listes.get(liste)?.valeurs.iter().find(|choix| choix.id == parent)?;
        Some(choix.libelle.clone())
    });
    match parent {
        Some(parent) => format!("{parent} › {}", valeur.libelle),
        None => valeur.libelle.clone(),
    }
}
