//! What leaves the dashboards, and what people make of them: files, own indicators, pages.

use std::path::PathBuf;

use chrono::Datelike as _;
use uuid::Uuid;

use super::App;
use super::reponses::Sujet;
use crate::dashboards::dessin::{Pied, Style};
use crate::dashboards::export::{Entete, annuel, fichier};
use crate::dashboards::{Calcul, Composition, Critere, DateCle, Dimension, Faits, Figure, Indicateur, calculer_masque};
use crate::domain::tableau::IndicateurGarde;
use crate::exchange;
use crate::storage::{Result, StorageError};
use crate::ui::tableaux::{Composeur, Dialogue, Export, FormatExport, Quoi};

impl App {
    /// The question before a file is made, its name ready.
    pub(super) fn ask_chart_export(&mut self, quoi: Quoi) {
        let mut export = Export::new(quoi);
        export.annees.clone_from(&self.tableaux.ecran.annees);
        let name = match quoi {
            Quoi::Carte(at) => {
                self.tableaux.ecran.cartes.get(at).map_or("graphique", |carte| carte.figure.code.as_str()).to_owned()
            }
            Quoi::Page => format!("tableau de bord {}", self.today()),
            Quoi::Rapport(annee) => format!("rapport d’activité {annee}"),
        };
        let folder = dirs::document_dir().filter(|dir| dir.is_dir()).unwrap_or_else(|| self.options.data.clone());
        export.chemin = folder.join(format!("{name}.{}", export.format.extension())).display().to_string();
        self.tableaux.ecran.dialogue = Some(Dialogue::Export(export));
    }

    /// The report of the last whole year, or of the only one there is.
    pub(super) fn ask_report(&mut self) {
        let annees = &self.tableaux.ecran.annees;
        let before = self.today().year() - 1;
        let annee = if annees.contains(&before) { before } else { annees.last().copied().unwrap_or(before) };
        self.ask_chart_export(Quoi::Rapport(annee));
    }

    pub(super) fn browse_export(&self) {
        let Some(Dialogue::Export(export)) = &self.tableaux.ecran.dialogue else { return };
        let (path, format) = (PathBuf::from(&export.chemin), export.format);
        let choose = move || {
            let dialog =
                rfd::FileDialog::new().set_title("Enregistrer").add_filter(format.libelle(), &[format.extension()]);
            let dialog = match (path.parent(), path.file_name()) {
                (Some(dir), Some(name)) => dialog.set_directory(dir).set_file_name(name.to_string_lossy()),
                _ => dialog,
            };
            dialog.save_file()
        };
        self.dialog(choose, |app, path| {
            if let (Some(path), Some(Dialogue::Export(export))) = (path, &mut app.tableaux.ecran.dialogue) {
                export.chemin = path.display().to_string();
            }
        });
    }

    /// Makes the file, writes that it left in the journal, then writes it.
    pub(super) fn export(&mut self) {
        let Some(Dialogue::Export(export)) = &mut self.tableaux.ecran.dialogue else { return };
        if export.chemin.trim().is_empty() {
            "Donnez le nom du fichier".clone_into(&mut export.erreur);
            return;
        }
        export.erreur.clear();
        let export = export.clone();
        let (Some(base), Some(faits)) = (self.base.clone(), self.tableaux.faits.clone()) else { return };
        let ecran = &self.tableaux.ecran;
        let mut figures: Vec<Figure> = match export.quoi {
            Quoi::Carte(at) => ecran.cartes.get(at).map(|carte| carte.figure.clone()).into_iter().collect(),
            Quoi::Page => ecran.cartes.iter().map(|carte| carte.figure.clone()).collect(),
            Quoi::Rapport(_) => Vec::new(),
        };
        let indicateurs: Vec<Indicateur> = match export.quoi {
            Quoi::Carte(at) => self.tableaux.indicateurs.get(at).cloned().into_iter().collect(),
            Quoi::Page => self.tableaux.indicateurs.clone(),
            Quoi::Rapport(_) => Vec::new(),
        };
        let (filtre, today) = (ecran.filtre.clone(), self.today());
        "Le fichier est en train d’être fait…".clone_into(&mut self.tableaux.ecran.busy);
        let work = move || -> Result<String> {
            let path = PathBuf::from(export.chemin.trim());
            let refused = |error: crate::dashboards::export::ErreurExport| StorageError::Refused(error.to_string());
            let bytes = match export.quoi {
                Quoi::Rapport(annee) => {
                    annuel(&faits, annee, &filtre.criteres, !export.masquer, today).pdf().map_err(refused)?
                }
                Quoi::Carte(_) | Quoi::Page => {
                    if export.masquer {
                        figures = calculer_masque(&faits, &indicateurs, &filtre);
                    }
                    let entete = Entete {
                        titre: figures
                            .first()
                            .filter(|_| figures.len() == 1)
                            .map_or_else(|| "Tableau de bord".to_owned(), |figure| figure.titre.clone()),
                        sous_titre: faits.filtre_en_mots(&filtre),
                        echelle: f32::from(export.echelle),
                        style: Style { pied: Pied::Complet, choisis: filtre.criteres.clone(), ..Style::default() },
                    };
                    match export.format {
                        FormatExport::Csv => exchange::figures::csv(&figures),
                        format => fichier(format.extension(), &entete, &figures).map_err(refused)?,
                    }
                }
            };
            let detail = serde_json::json!({ "format": export.format.extension(), "graphiques": figures.len(), "filtre": faits.filtre_en_mots(&filtre), "masque": export.masquer });
            base.consigner("export", "fait", None, &detail)?;
            exchange::fichier::write(&path, &bytes)?;
            Ok(path.display().to_string())
        };
        self.ask(Sujet::Export, work, |app, written| {
            app.tableaux.ecran.busy.clear();
            match written {
                Ok(path) => {
                    app.tableaux.ecran.dialogue = None;
                    app.tableaux.ecran.take_focus = true;
                    app.toasts.info(format!("Fichier enregistré\u{a0}: {path}"));
                }
                Err(error) => {
                    if let Some(Dialogue::Export(export)) = &mut app.tableaux.ecran.dialogue {
                        export.erreur = format!("Le fichier n’a pas été écrit\u{a0}: {error}");
                    }
                }
            }
        });
    }

    pub(super) fn compose(&mut self) {
        self.tableaux.ecran.dialogue = Some(Dialogue::Composeur(Composeur::default()));
    }

    /// The indicator composed is kept in the base and placed at the head of the page.
    pub(super) fn keep_composed(&mut self) {
        let Some(Dialogue::Composeur(composeur)) = &mut self.tableaux.ecran.dialogue else { return };
        let (Some(base), Some(faits)) = (self.base.clone(), &self.tableaux.faits) else { return };
        let id = Uuid::now_v7();
        let indicateur = match indicateur(composeur, id, &self.tableaux.ecran.filtre.criteres, faits) {
            Ok(indicateur) => indicateur,
            Err(why) => return composeur.erreur = why,
        };
        let contenu = match serde_json::to_string(&indicateur) {
            Ok(contenu) => contenu,
            Err(error) => return self.toasts.error(format!("L’indicateur n’a pas pu être gardé ({error})")),
        };
        let garde = IndicateurGarde {
            id,
            titre: indicateur.titre.clone(),
            contenu,
            partage: composeur.partage,
            version: 0,
            auteur: String::new(),
        };
        self.task(
            move || base.save_indicateur(&garde),
            move |app, saved| match saved {
                Ok(()) => {
                    app.toasts.info(format!("«\u{a0}{}\u{a0}» est sur la page", indicateur.titre));
                    app.tableaux.indicateurs.insert(0, indicateur);
                    let ecran = &mut app.tableaux.ecran;
                    (ecran.dialogue, ecran.carte, ecran.zone, ecran.take_focus) = (None, 0, 0, true);
                    app.keep_page();
                    app.recount();
                }
                Err(error) => {
                    if let Some(Dialogue::Composeur(composeur)) = &mut app.tableaux.ecran.dialogue {
                        composeur.erreur = format!("L’indicateur n’a pas été gardé\u{a0}: {error}");
                    }
                }
            },
        );
    }
}

/// Of time: a period is the page's affair.
const TEMPS: [Dimension; 3] = [Dimension::Annee, Dimension::Mois, Dimension::MoisDeLAnnee];

/// What was composed, as an indicator like those of the catalogue; the criteria are those of the page.
///
/// # Errors
/// One sentence that says what to change.
fn indicateur(
    composeur: &Composeur,
    id: Uuid,
    criteres: &[Critere],
    faits: &Faits,
) -> std::result::Result<Indicateur, String> {
    let kept = |critere: &&Critere| composeur.garder_filtre && !TEMPS.contains(&critere.dimension);
    let titre = composeur.titre.trim();
    let composition = Composition {
        titre: if titre.is_empty() { composeur.titre_propose() } else { titre.to_owned() },
        calcul: composeur.delai.map_or(Calcul::Compte, |(de, a)| Calcul::Mediane(de, a)),
        unite: composeur.unite,
        date: composeur.delai.map_or(DateCle::Reception, |(_, a)| a),
        par: Some(composeur.par),
        et: composeur.et,
        criteres: criteres.iter().filter(kept).cloned().collect(),
    };
    composition.indicateur(&id.to_string(), faits).map(|indicateur| Indicateur { forme: composeur.forme, ..indicateur })
}
