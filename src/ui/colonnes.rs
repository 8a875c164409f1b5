//! The columns of the Dossiers grid: title, width, what stands in a cell.

use chrono::NaiveDate;
use egui::{RichText, Ui};

use super::icone;
use super::theme::couleurs;
use super::widgets::{Ton, badge, line};
use crate::domain::dossier::ETAT_CLOS;
use crate::domain::recherche::{Colonne, Ligne};
use crate::domain::{Nature, Parametres, date};

pub struct Tete {
    pub titre: &'static str,
    /// What it sorts by.
    pub tri: Option<Colonne>,
    pub largeur: f32,
    /// The width of the grid from which it is shown.
    pub des: f32,
    pub cell: fn(&mut Ui, &Ligne, &Parametres, NaiveDate),
}

const fn tete(
    titre: &'static str,
    tri: Option<Colonne>,
    largeur: f32,
    des: f32,
    cell: fn(&mut Ui, &Ligne, &Parametres, NaiveDate),
) -> Tete {
    Tete { titre, tri, largeur, des, cell }
}

/// The one of the names takes the room that the others leave.
pub const NOMS: &str = "Fratrie";

const TETES: [Tete; 8] = [
    tete("Numéro", Some(Colonne::Numero), 104.0, 0.0, |ui, ligne, _, _| {
        line(ui, &ligne.numero);
    }),
    tete("Reçu le", Some(Colonne::Reception), 92.0, 700.0, |ui, ligne, _, _| {
        line(ui, day(&ligne.date_reception));
    }),
    tete(NOMS, Some(Colonne::Fratrie), 160.0, 0.0, noms),
    tete("Enfants", None, 62.0, 940.0, |ui, ligne, _, _| {
        line(ui, ligne.nombre_enfants.to_string());
    }),
    tete("Type", None, 270.0, 1150.0, |ui, ligne, parametres, _| {
        line(ui, parametres.libelle(Nature::Liste("type_dossier"), &ligne.type_dossier));
    }),
    tete("Territoire", Some(Colonne::Territoire), 160.0, 820.0, |ui, ligne, parametres, _| {
        line(ui, parametres.libelle(Nature::Territoire, &ligne.territoire));
    }),
    tete("État", Some(Colonne::Etat), 112.0, 0.0, |ui, ligne, parametres, _| {
        let ton = if closed(ligne) { Ton::Neutre } else { Ton::Accent };
        badge(ui, parametres.libelle(Nature::Liste("etat_dossier"), &ligne.etat), ton);
    }),
    tete("Échéance", Some(Colonne::Echeance), 92.0, 0.0, echeance),
];

/// Those that fit; the others are in the dossier.
pub fn shown(width: f32) -> Vec<&'static Tete> {
    TETES.iter().filter(|tete| width >= tete.des).collect()
}

fn closed(ligne: &Ligne) -> bool {
    ligne.etat == ETAT_CLOS
}

fn day(stored: &str) -> String {
    stored.parse::<NaiveDate>().map(date::format).unwrap_or_default()
}

fn noms(ui: &mut Ui, ligne: &Ligne, _: &Parametres, _: NaiveDate) {
    ui.spacing_mut().item_spacing.x = 6.0;
    if ligne.danger_grave {
        let color = couleurs(ui).erreur;
        ui.label(RichText::new(icone::SIREN).color(color)).on_hover_text("Danger grave et immédiat");
    }
    line(ui, &ligne.fratrie);
}

fn echeance(ui: &mut Ui, ligne: &Ligne, _: &Parametres, today: NaiveDate) {
    let c = couleurs(ui);
    let late = ligne.echeance_le.parse::<NaiveDate>().is_ok_and(|due| due < today);
    let color = match (closed(ligne), late) {
        (true, _) => c.doux,
        (false, true) => c.erreur,
        (false, false) => c.texte,
    };
    line(ui, RichText::new(day(&ligne.echeance_le)).color(color));
}
