//! What stands in a cell of the grid, and what is copied of it.

use chrono::NaiveDate;
use egui::{RichText, Ui};

use crate::domain::dossier::ETAT_CLOS;
use crate::domain::recherche::{Colonne, Forme, Ligne};
use crate::domain::{Nature, Parametres, date, fiche};
use crate::ui::icone;
use crate::ui::theme::couleurs;
use crate::ui::widgets::{Ton, badge, badge_width, line};

/// As a person reads it: labels, French dates, oui.
pub fn shown(ligne: &Ligne, colonne: Colonne, parametres: &Parametres) -> String {
    let stored = ligne.get(colonne);
    match colonne.forme() {
        Forme::Jours => stored.get(..10).and_then(|day| day.parse().ok()).map(date::format).unwrap_or_default(),
        Forme::OuiNon if stored == fiche::OUI || (colonne == Colonne::Danger && ligne.danger_grave) => "oui".to_owned(),
        Forme::OuiNon => String::new(),
        Forme::Choix(Nature::Service) => {
            let labels: Vec<&str> = stored
                .split(' ')
                .filter(|id| !id.is_empty())
                .map(|id| parametres.libelle(Nature::Service, id))
                .collect();
            labels.join(", ")
        }
        Forme::Choix(nature) => parametres.libelle(nature, &stored).to_owned(),
        Forme::Texte | Forme::Nombres => stored,
    }
}

pub(super) fn cell(ui: &mut Ui, ligne: &Ligne, colonne: Colonne, parametres: &Parametres, today: NaiveDate) {
    let c = couleurs(ui);
    let text = shown(ligne, colonne, parametres);
    let closed = ligne.etat == ETAT_CLOS;
    match colonne {
        Colonne::Etat => {
            // A badge is not cut with an ellipsis as the other texts are.
            if badge_width(ui, &text) > ui.available_width() {
                ui.shrink_clip_rect(ui.max_rect());
            }
            badge(ui, &text, if closed { Ton::Neutre } else { Ton::Accent });
        }
        Colonne::Echeance => {
            let late = ligne.echeance_le.parse::<NaiveDate>().is_ok_and(|due| due < today);
            let color = match (closed, late) {
                (true, _) => c.doux,
                (false, true) => c.erreur,
                (false, false) => c.texte,
            };
            line(ui, RichText::new(text).color(color));
        }
        Colonne::Fratrie => {
            ui.spacing_mut().item_spacing.x = 6.0;
            if ligne.danger_grave {
                ui.label(RichText::new(icone::SIREN).color(c.erreur)).on_hover_text("Danger grave et immédiat");
            }
            line(ui, text);
        }
        _ => {
            line(ui, text);
        }
    }
}
