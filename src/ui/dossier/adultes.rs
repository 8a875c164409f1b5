//! The adults of the dossier and what each is to the chosen child: author presumed, authority.

use egui::{Frame, Stroke, Ui};

use super::DossierView;
use super::ecran::hint;
use super::lignes::{self, waits};
use crate::domain::dossier::Fiches as _;
use crate::domain::{Table, adulte};
use crate::ui::champ::rangee;
use crate::ui::form::Form;
use crate::ui::theme::{couleurs, marge};

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
        let name = format!("adulte {}", at + 1);
        if waits(adult) {
            lignes::row(ui, form, &[(adulte::NOM, 1.0), (adulte::PRENOM, 2.0)], &name, |_| Some(adult.clone()), true);
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
                    rangee(
                        ui,
                        form,
                        tie,
                        &[
                            (adulte::lien::LIEN, 190.0),
                            (adulte::lien::AUTEUR_PRESUME, 130.0),
                            (adulte::lien::TITULAIRE, 150.0),
                        ],
                    );
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
