//! The palette (Ctrl+K), the one search field: commands, children, adults, dossiers, addresses and
//! numbers by a few letters; Entrée opens the one that is marked.

use egui::{Align, Context, Frame, Id, Layout, Modal, RichText, ScrollArea, Sense, TextEdit, Ui, vec2};

use uuid::Uuid;

use super::Intention;
use super::geste;
use super::icone;
use super::theme::{self, couleurs, gras, marge};
use super::widgets::line;
use crate::commands::{Commande, Contexte, Geste, search};
use crate::domain::Cle;
use crate::domain::trouvaille::{Genre, Trouvaille};

/// Commands shown above what was found in the base.
const COMMANDS: usize = 4;

#[derive(Default)]
pub struct Palette {
    query: String,
    /// What the base was last asked for.
    asked: String,
    found: Vec<Trouvaille>,
    at: usize,
    /// The field that asked for the number of a dossier: nothing is opened.
    pour: Option<(Uuid, Cle)>,
}

/// One line of the list.
enum Row<'a> {
    Commande(Commande, bool),
    Trouvaille(&'a Trouvaille),
}

impl Palette {
    /// Looks for a dossier whose number goes to that field.
    pub fn for_numero(fiche: Uuid, cle: Cle, query: String) -> Self {
        Self { query, pour: Some((fiche, cle)), ..Self::default() }
    }

    /// What the base found at once.
    pub fn found(&mut self, texte: &str, found: Vec<Trouvaille>) {
        if self.query == texte {
            self.found = found;
            self.at = 0;
        }
    }

    /// What is one typing error away, behind the rest.
    pub fn found_near(&mut self, texte: &str, found: Vec<Trouvaille>) {
        if self.query != texte {
            return;
        }
        let known = |one: &Trouvaille| {
            self.found
                .iter()
                .any(|other| other.genre == one.genre && other.enfant == one.enfant && other.titre == one.titre)
        };
        let new: Vec<Trouvaille> = found.into_iter().filter(|one| !known(one)).collect();
        self.found.extend(new);
    }

    /// Gives false once something was chosen or it was closed.
    pub fn ui(&mut self, ctx: &Context, contexte: Contexte, out: &mut Vec<Intention>) -> bool {
        let mut open = true;
        let searched = self.query.trim().chars().count() >= 2 && contexte.base_open;
        let found = if searched { std::mem::take(&mut self.found) } else { Vec::new() };
        let mut commands = search(&self.query, contexte);
        if self.pour.is_some() {
            commands.clear();
        }
        let shown = if searched && !found.is_empty() { COMMANDS } else { commands.len() };
        // What can be done by these words, then whom they name.
        let rows: Vec<Row<'_>> = commands
            .iter()
            .take(shown)
            .map(|(commande, available)| Row::Commande(*commande, *available))
            .chain(found.iter().map(Row::Trouvaille))
            .collect();
        let step = ctx.input_mut(|input| geste::step(input, Geste::ListeLigne));
        self.at = self.at.saturating_add_signed(step).min(rows.len().saturating_sub(1));
        let (page, enter) =
            ctx.input_mut(|input| (geste::pressed(input, Geste::OuvrirEnfant), geste::pressed(input, Geste::Ouvrir)));
        let shown = Modal::new(Id::unique("palette"))
            .frame(Frame::popup(&ctx.global_style()).inner_margin(marge(14, 12)))
            .show(ctx, |ui| {
                ui.set_width(640.0);
                self.input(ui, contexte, out);
                // As high as what was found, even when the window held a single line before.
                let list = ScrollArea::vertical().max_height(440.0).min_scrolled_height(440.0);
                list.auto_shrink([false, true]).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (at, row) in rows.iter().enumerate() {
                        let here = at == self.at;
                        let chosen = draw(ui, row, here, step != 0) || (enter || page) && here;
                        match row {
                            Row::Trouvaille(Trouvaille { enfant: Some(id), .. }) if chosen && page => {
                                out.push(Intention::Enfant(super::enfant::Demande::Ouvrir(*id)));
                            }
                            Row::Commande(commande, true) if chosen => out.push(Intention::Commande(*commande)),
                            Row::Trouvaille(one) if chosen => out.push(match self.pour {
                                Some((fiche, cle)) => Intention::TakeNumero { fiche, cle, numero: one.numero.clone() },
                                None => Intention::OpenDossier(one.dossier),
                            }),
                            _ => continue,
                        }
                        open = false;
                    }
                    if rows.iter().any(|row| matches!(row, Row::Trouvaille(one) if one.enfant.is_some())) {
                        let hint = "Entrée ouvre le dossier, Ctrl+Entrée la page de l’enfant";
                        ui.label(RichText::new(hint).size(theme::LABEL).color(couleurs(ui).doux));
                    }
                    if rows.is_empty() {
                        ui.add_space(8.0);
                        let none = "Rien ne ressemble à cela ; essayez un nom, un prénom, une rue ou un numéro";
                        ui.label(RichText::new(none).color(couleurs(ui).doux));
                    }
                });
            });
        drop(rows);
        if searched {
            self.found = found;
        }
        open && !shown.should_close()
    }

    fn input(&mut self, ui: &mut Ui, contexte: Contexte, out: &mut Vec<Intention>) {
        let hint = if self.pour.is_some() {
            "L’ancien dossier : un enfant, un adulte, une adresse ou un numéro"
        } else if contexte.base_open {
            "Un enfant, un adulte, un dossier, une adresse, un numéro, ou une commande"
        } else {
            "Une commande, en quelques lettres"
        };
        let input = ui.add(TextEdit::singleline(&mut self.query).hint_text(hint).desired_width(f32::INFINITY));
        ui.ctx().accesskit_node_builder(input.id, |node| node.set_label("Rechercher partout"));
        if input.changed() {
            self.at = 0;
        }
        if self.query != self.asked && contexte.base_open {
            self.asked.clone_from(&self.query);
            if self.query.trim().chars().count() >= 2 {
                out.push(Intention::Search(self.query.clone()));
            } else {
                self.found.clear();
            }
        }
        input.request_focus();
    }
}

/// Gives true when it was pressed.
fn draw(ui: &mut Ui, row: &Row<'_>, marked: bool, moved: bool) -> bool {
    let c = couleurs(ui);
    let height = if matches!(row, Row::Commande(..)) { 30.0 } else { 44.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::CLICK);
    let (told, available) = match row {
        Row::Commande(commande, available) => (commande.libelle().to_owned(), *available),
        Row::Trouvaille(one) => {
            (format!("{} {}, {}, {}", one.genre.libelle(), one.titre, one.detail, one.pourquoi.libelle()), true)
        }
    };
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, available, marked, &told));
    if marked {
        ui.painter().rect_filled(rect, 4.0, c.choisi);
        if moved {
            ui.scroll_to_rect(rect, None);
        }
    }
    let inner =
        egui::UiBuilder::new().max_rect(rect.shrink2(vec2(8.0, 3.0))).layout(Layout::left_to_right(Align::Center));
    let mut inner = ui.new_child(inner);
    match row {
        Row::Commande(commande, available) => {
            let color = if *available { c.texte } else { c.doux };
            inner.label(RichText::new(commande.libelle()).color(color));
            inner.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let keys = commande.touches().first().map(ToString::to_string).unwrap_or_default();
                ui.label(RichText::new(keys).color(c.doux));
            });
        }
        Row::Trouvaille(one) => found(&mut inner, one),
    }
    response.clicked()
}

fn found(ui: &mut Ui, one: &Trouvaille) {
    let c = couleurs(ui);
    let icon = match one.genre {
        Genre::Enfant => icone::BABY,
        Genre::Adulte => icone::USER,
        Genre::Dossier => icone::FOLDER_OPEN,
        Genre::Adresse => icone::HOUSE,
    };
    ui.label(RichText::new(icon).size(18.0).color(c.accent));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.label(RichText::new(one.pourquoi.libelle()).size(theme::LABEL).color(c.doux));
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            line(ui, RichText::new(&one.titre).family(gras()));
            line(ui, RichText::new(&one.detail).size(theme::LABEL).color(c.doux));
        });
    });
}
