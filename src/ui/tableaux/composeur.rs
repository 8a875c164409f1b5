//! An indicator of one's own: what is counted, by what, under the filter of the moment.

use egui::{Button, Context, Frame, Id, Modal, RichText, Stroke, TextEdit, Ui, vec2};

use super::vue::Demande;
use crate::dashboards::{DateCle, Dimension, Forme, Unite};
use crate::ui::Intention;
use crate::ui::theme::{self, couleurs, gras, marge};
use crate::ui::widgets::{caret, list_line, ring};

/// How an own indicator may be drawn, in words.
pub const FORMES: [(Forme, &str); 5] = [
    (Forme::Barres, "Barres"),
    (Forme::Classement, "Classement"),
    (Forme::Courbe, "Courbe"),
    (Forme::BarresEmpilees, "Barres empilées"),
    (Forme::Chaleur, "Carte de chaleur"),
];

/// What is typed and chosen.
#[derive(Clone, Debug)]
pub struct Composeur {
    pub titre: String,
    pub unite: Unite,
    /// The median of days between two dates, instead of a count.
    pub delai: Option<(DateCle, DateCle)>,
    pub par: Dimension,
    pub et: Option<Dimension>,
    pub forme: Forme,
    /// The criteria of the page become those of the indicator.
    pub garder_filtre: bool,
    pub partage: bool,
    pub erreur: String,
    opened: bool,
}

impl Default for Composeur {
    fn default() -> Self {
        Self {
            titre: String::new(),
            unite: Unite::Information,
            delai: None,
            par: Dimension::Territoire,
            et: None,
            forme: Forme::Barres,
            garder_filtre: true,
            partage: false,
            erreur: String::new(),
            opened: false,
        }
    }
}

impl Composeur {
    /// « Informations par territoire et par mois », as long as nobody wrote another.
    pub fn titre_propose(&self) -> String {
        let what = match self.delai {
            None => self.unite.libelle().to_owned(),
            Some(_) => "délai médian".to_owned(),
        };
        let mut chars = what.chars();
        let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
        let by = self.par.libelle().to_lowercase();
        let and = self.et.map(|et| format!(" et {}", et.libelle().to_lowercase())).unwrap_or_default();
        format!("{first}{} par {by}{and}", chars.as_str())
    }
}

const UNITES: [Unite; 4] = [Unite::Information, Unite::Enfant, Unite::EnfantDistinct, Unite::Fratrie];
const DELAIS: [(DateCle, DateCle, &str); 4] = [
    (DateCle::Reception, DateCle::Qualification, "de la réception à la qualification"),
    (DateCle::Reception, DateCle::Rapport, "de la réception au rapport"),
    (DateCle::Rapport, DateCle::Decision, "du rapport à la décision"),
    (DateCle::Reception, DateCle::Cloture, "de la réception à la clôture"),
];

pub fn ui(ctx: &Context, composeur: &mut Composeur, out: &mut Vec<Intention>) {
    Modal::new(Id::unique("composeur")).frame(Frame::popup(&ctx.global_style()).inner_margin(marge(24, 18))).show(
        ctx,
        |ui| {
            ui.set_width(520.0);
            ui.spacing_mut().item_spacing.y = 10.0;
            body(ui, composeur, out);
        },
    );
}

fn combo<T: Clone + PartialEq>(ui: &mut Ui, label: &str, value: &mut T, shown: &str, all: &[(T, String)]) {
    ui.horizontal(|ui| {
        ui.add_sized([140.0, theme::HAUTEUR], egui::Label::new(label).halign(egui::Align::LEFT));
        let combo =
            egui::ComboBox::from_id_salt(("composeur", label)).selected_text(shown).width(340.0).truncate().icon(caret);
        let mut chosen = None;
        let combo = combo.show_ui(ui, |ui| {
            for (each, words) in all {
                if list_line(ui, each == value, words) {
                    chosen = Some(each.clone());
                }
            }
        });
        ring(ui, &combo.response);
        if let Some(chosen) = chosen {
            *value = chosen;
            combo.response.request_focus();
        }
        ui.ctx().accesskit_node_builder(combo.response.id, |node| node.set_label(label));
    });
}

fn body(ui: &mut Ui, composeur: &mut Composeur, out: &mut Vec<Intention>) {
    let c = couleurs(ui);
    ui.label(RichText::new("Composer un indicateur").family(gras()).size(theme::TITRE));
    let measures: Vec<(Option<(DateCle, DateCle)>, String)> = std::iter::once((None, "Compter".to_owned()))
        .chain(DELAIS.iter().map(|(de, a, words)| (Some((*de, *a)), format!("Délai médian {words}"))))
        .collect();
    let shown = measures.iter().find(|(delai, _)| *delai == composeur.delai).map(|(_, words)| words.clone());
    combo(ui, "Mesure", &mut composeur.delai, &shown.unwrap_or_default(), &measures);
    let units = UNITES.map(|unite| (unite, unite.libelle().to_owned()));
    let shown = composeur.unite.libelle();
    combo(ui, "De quoi", &mut composeur.unite, shown, &units);
    let axes: Vec<(Dimension, String)> =
        Dimension::toutes().map(|dimension| (dimension, dimension.libelle().to_owned())).collect();
    let shown = composeur.par.libelle();
    combo(ui, "Par", &mut composeur.par, shown, &axes);
    let second: Vec<(Option<Dimension>, String)> = std::iter::once((None, "—".to_owned()))
        .chain(axes.iter().map(|(dimension, words)| (Some(*dimension), words.clone())))
        .collect();
    let shown = composeur.et.map_or("—", Dimension::libelle);
    combo(ui, "Et par", &mut composeur.et, shown, &second);
    let shapes = FORMES.map(|(forme, words)| (forme, words.to_owned()));
    let shown = FORMES.iter().find(|(forme, _)| *forme == composeur.forme).map_or("", |(_, words)| words);
    combo(ui, "Forme", &mut composeur.forme, shown, &shapes);
    ui.horizontal(|ui| {
        ui.add_sized([140.0, theme::HAUTEUR], egui::Label::new("Titre").halign(egui::Align::LEFT));
        let hint = composeur.titre_propose();
        let field = TextEdit::singleline(&mut composeur.titre)
            .hint_text(hint)
            .desired_width(340.0)
            .min_size(vec2(0.0, theme::HAUTEUR));
        let field = ui.add(field);
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label("Titre de l’indicateur"));
        if !std::mem::replace(&mut composeur.opened, true) {
            field.request_focus();
        }
        if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            out.push(Intention::Tableaux(Demande::Garder));
        }
    });
    for (value, words) in [
        (&mut composeur.garder_filtre, "Avec les filtres choisis sur la page"),
        (&mut composeur.partage, "Partagé avec tous"),
    ] {
        let tick = ui.checkbox(value, words);
        ring(ui, &tick);
    }
    if !composeur.erreur.is_empty() {
        ui.label(RichText::new(&composeur.erreur).color(c.erreur));
    }
    ui.horizontal(|ui| {
        let text = RichText::new("Ajouter à la page").color(c.sur_accent);
        let add = ui.add(Button::new(text).fill(c.accent).stroke(Stroke::NONE).min_size(vec2(0.0, theme::HAUTEUR)));
        ring(ui, &add);
        if add.clicked() {
            out.push(Intention::Tableaux(Demande::Garder));
        }
        let cancel = ui.add(Button::new("Annuler").min_size(vec2(0.0, theme::HAUTEUR)));
        ring(ui, &cancel);
        if cancel.clicked() {
            out.push(Intention::Tableaux(Demande::Fermer));
        }
    });
}
