//! The adults of the dossier and what each is to the chosen child: author presumed, authority.

use egui::{Frame, Stroke, Ui};

use super::DossierView;
use super::ecran::hint;
use super::lignes::waits;
use crate::domain::dossier::Fiches as _;
use crate::domain::{Fiche, Table, adulte};
use crate::ui::champ::{champ, rangee};
use crate::ui::form::Form;
use crate::ui::theme::{ECART, couleurs, marge};

pub fn ui(ui: &mut Ui, view: &DossierView, form: &mut Form<'_>) {
    hint(
        ui,
        "Chaque adulte est noté une fois pour le dossier ; le lien, l’auteur présumé et l’autorité sont ceux de l’enfant choisi",
    );
    let c = couleurs(ui);
    let adults: Vec<_> = form.draft.of(Table::Adulte).cloned().collect();
    let child = view.child.to_string();
    for (at, adult) in adults.iter().enumerate() {
        let tie = form
            .draft
            .linked(adulte::lien::ADULTE_ID, adult.id)
            .find(|tie| tie.get(adulte::lien::ENFANT_CONCERNE_ID) == child)
            .cloned();
        if waits(adult) {
            if at > 0 {
                hint(ui, "Un autre adulte ?");
            }
            champ(ui, form, adult, adulte::NOM, 240.0);
            continue;
        }
        Frame::new().fill(c.bande).stroke(Stroke::new(1.0, c.ligne)).corner_radius(4).inner_margin(marge(10, 6)).show(
            ui,
            |ui| {
                ui.set_width(ui.available_width());
                rangee(
                    ui,
                    form,
                    adult,
                    &[
                        (adulte::NOM, 150.0),
                        (adulte::PRENOM, 130.0),
                        (adulte::SEXE, 92.0),
                        (adulte::DATE_NAISSANCE, 120.0),
                        (adulte::TELEPHONE, 120.0),
                    ],
                );
                if let Some(tie) = &tie {
                    lien(ui, form, tie);
                }
                rangee(
                    ui,
                    form,
                    adult,
                    &[
                        (adulte::COMMUNE, 170.0),
                        (adulte::CODE_POSTAL, 84.0),
                        (adulte::NUMERO_VOIE, 60.0),
                        (adulte::VOIE, 190.0),
                        (adulte::COMMENTAIRE, 190.0),
                    ],
                );
            },
        );
    }
}

/// What the adult is to the chosen child; a short list needs no more room where there is much.
fn lien(ui: &mut Ui, form: &mut Form<'_>, tie: &Fiche) {
    use adulte::lien::{AUTEUR_PRESUME, LIEN, TITULAIRE};
    let ticks = [(AUTEUR_PRESUME, 130.0), (TITULAIRE, 150.0)];
    if ui.available_width() < 640.0 {
        let [author, authority] = ticks;
        rangee(ui, form, tie, &[(LIEN, 190.0), author, authority]);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = ECART;
        champ(ui, form, tie, LIEN, 300.0);
        for (cle, width) in ticks {
            champ(ui, form, tie, cle, width);
        }
    });
}
