//! The screens: which there are, how one goes to each, and which one is drawn.

use std::time::Duration;

use egui::Ui;

use super::App;
use crate::commands::{Commande, Contexte};
use crate::storage::{Base, Cible};
use crate::ui::cadre::{self, Cadre, Onglet};
use crate::ui::{
    Intention, accueil, administration, courriers, dossier, dossiers, enfant, icone, ouverture, parametres, reprise,
    tableaux,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ecran {
    /// Choosing a base: the only screen without the bars.
    #[default]
    Ouverture,
    /// What there is to do.
    Accueil,
    Dossiers,
    /// The open dossier that is chosen.
    Dossier,
    /// A child across all their dossiers.
    Enfant,
    Courriers,
    Tableaux,
    Parametres,
    Administration,
    /// An old base taken over: reached from Administration and the palette.
    Reprise,
}

/// The bar above: each screen, what goes to it, its icon. In the order of the bar.
const BARRE: [(Ecran, Commande, &str); 6] = [
    (Ecran::Accueil, Commande::EcranAccueil, icone::HOUSE),
    (Ecran::Dossiers, Commande::EcranDossiers, icone::FOLDER_OPEN),
    (Ecran::Courriers, Commande::EcranCourriers, icone::ENVELOPE),
    (Ecran::Tableaux, Commande::EcranTableaux, icone::CHART_BAR),
    (Ecran::Parametres, Commande::EcranParametres, icone::SLIDERS),
    (Ecran::Administration, Commande::EcranAdministration, icone::SHIELD_CHECK),
];

impl Ecran {
    /// The screen that a command of the bar goes to.
    pub(super) fn of_command(commande: Commande) -> Option<Self> {
        if commande == Commande::EcranReprise {
            return Some(Self::Reprise);
        }
        BARRE.iter().find(|(_, to, _)| *to == commande).map(|(ecran, _, _)| *ecran)
    }

    /// What the line below says while this screen is shown.
    const fn keys(self) -> &'static str {
        match self {
            Self::Dossier => {
                "Entrée champ suivant · Alt+1…5 onglets · Ctrl+Maj+N ajouter · Ctrl+S enregistrer · F1 aide"
            }
            Self::Accueil => "↑ ↓ choisir · Entrée ouvrir · Tab motifs et compteurs · Ctrl+K rechercher · F1 aide",
            Self::Dossiers => "↑ ↓ marquer · Maj+↑ ↓, Espace, Ctrl+A choisir · Entrée ouvrir · Ctrl+E enfant · F1 aide",
            Self::Enfant => "↑ ↓ événement · Entrée ouvrir · Tab famille · Échap retour · F1 aide",
            Self::Administration => "Tab champ suivant · ↑ ↓ lignes · Entrée détail · F5 relire · F1 aide",
            Self::Courriers => {
                "↑ ↓ modèle · Entrée préparer · Ctrl+P imprimer · Ctrl+S garder · Alt+1…3 écrire, registre, modèles · F1 aide"
            }
            Self::Tableaux => {
                "← → marque · ↑ ↓ graphique · Entrée filtrer · Ctrl+O dossiers · Échap retirer le filtre · Espace agrandir · Ctrl+Maj+E exporter"
            }
            Self::Reprise => "Tab champ suivant · Entrée ouvrir les lignes d’un chiffre · F1 aide",
            Self::Ouverture | Self::Parametres => "Ctrl+K commandes · F1 aide",
        }
    }
}

impl App {
    /// Where one begins: at the dossiers, for who reads them; at the figures, for who reads nothing else.
    pub(super) fn first_screen(&mut self) {
        let droits = self.droits();
        if droits.lit_dossiers() {
            self.ecran = Ecran::Dossiers;
        } else if droits.tient_comptes() || droits.lit_journal() {
            self.show_screen(Ecran::Administration);
        } else {
            self.show_screen(Ecran::Tableaux);
        }
    }

    /// Another screen: what it shows is read, and it takes the keys.
    pub(super) fn show_screen(&mut self, ecran: Ecran) {
        self.ecran = ecran;
        match ecran {
            Ecran::Accueil => {
                self.accueil.take_focus = true;
                self.read_travail();
            }
            Ecran::Dossiers => {
                self.grille.take_focus = true;
                self.read_views();
            }
            Ecran::Enfant => self.enfant.take_focus = true,
            Ecran::Courriers => self.show_courriers(),
            Ecran::Administration => self.show_administration(),
            Ecran::Tableaux => self.show_tableaux(),
            Ecran::Reprise => self.show_reprise(),
            Ecran::Ouverture | Ecran::Dossier | Ecran::Parametres => {}
        }
    }

    pub(super) fn screen(&mut self, ui: &mut Ui, out: &mut Vec<Intention>) {
        let (today, droits) = (self.today(), self.droits());
        let garde = self.view().is_some_and(|view| self.keeps(view.id));
        match self.ecran {
            Ecran::Ouverture => {
                self.ouverture.loaded = self.progress.done();
                ouverture::ui(ui, &mut self.ouverture, out);
                if !self.ouverture.busy.is_empty() {
                    ui.ctx().request_repaint_after(Duration::from_millis(100));
                }
            }
            Ecran::Accueil => {
                self.accueil.drafts = self.dossiers.iter().filter(|view| view.dirty).count();
                accueil::ui(ui, &mut self.accueil, &self.parametres, today, out);
            }
            Ecran::Dossiers => {
                self.grille.fait.0 = self.avance_grille.done();
                dossiers::ui(ui, &mut self.grille, &self.parametres, today, out);
                if !self.grille.busy.is_empty() {
                    ui.ctx().request_repaint_after(Duration::from_millis(100));
                }
            }
            Ecran::Courriers => {
                self.atelier.ecran.fait.0 = self.atelier.progress.done();
                self.tell_whose_letters();
                courriers::ui(ui, &mut self.atelier.ecran, out);
                if !self.atelier.ecran.busy.is_empty() {
                    ui.ctx().request_repaint_after(Duration::from_millis(100));
                }
            }
            Ecran::Tableaux => tableaux::ui(ui, &mut self.tableaux.ecran, today, out),
            Ecran::Parametres => parametres::ui(ui, &mut self.ecran_parametres, &self.parametres, today, out),
            Ecran::Reprise => reprise::ui(ui, &mut self.chantier.ecran, out),
            Ecran::Administration => administration::ui(ui, &mut self.administration.ecran, &self.parametres, out),
            Ecran::Enfant => enfant::ui(ui, &mut self.enfant, &self.parametres, today, out),
            Ecran::Dossier => match self.dossiers.get_mut(self.current) {
                Some(view) => {
                    (view.droits, view.garde) = (droits, garde);
                    dossier::ui(ui, view, &self.parametres, today, out);
                }
                None => self.ecran = Ecran::Dossiers,
            },
        }
    }

    /// The bars around the screen.
    pub(super) fn frame(&self, ui: &mut Ui, out: &mut Vec<Intention>) {
        let on_dossier = self.ecran == Ecran::Dossier;
        let onglets: Vec<Onglet> = self
            .dossiers
            .iter()
            .enumerate()
            .map(|(at, view)| Onglet {
                titre: view.nom(),
                dirty: view.dirty,
                current: on_dossier && at == self.current,
            })
            .collect();
        let base = self.base.as_ref().map(base_label).unwrap_or_default();
        // Letters that are ready take the key of their screen, not its place in the bar.
        let here = Contexte { modal: false, courriers_prets: false, ..self.contexte() };
        let offered = BARRE.iter().filter(|(_, commande, _)| commande.available(here));
        let ecrans: Vec<_> = offered.map(|(ecran, commande, icon)| (*commande, *icon, *ecran == self.ecran)).collect();
        let cadre = Cadre {
            base: &base,
            utilisateur: self.base.as_ref().map_or("", Base::utilisateur),
            lecture_seule: self.base.as_ref().is_some_and(Base::lecture_seule),
            liaison: &self.liaison,
            saved: &self.saved,
            garde: self.keeps_all(),
            waiting: self.dossiers.iter().filter(|view| view.attente.is_some()).count(),
            working: self.working(),
            ecrans: &ecrans,
            onglets: &onglets,
            keys: self.ecran.keys(),
            sortie: self.tell_export(ui.ctx()),
        };
        cadre::top(ui, &cadre, out);
        cadre::bottom(ui, &cadre, out);
    }
}

/// The file's name, or the server's.
pub(super) fn base_label(base: &Base) -> String {
    match base.cible() {
        Cible::Fichier { chemin, .. } => {
            chemin.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        }
        Cible::Serveur { url, .. } => {
            url.trim_start_matches("postgres://").split('?').next().unwrap_or_default().to_owned()
        }
    }
}
