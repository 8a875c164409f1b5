//! The child's page, carried out: read, exported, persons merged and unmerged.

use std::path::PathBuf;

use uuid::Uuid;

use super::App;
use super::ecrans::Ecran;
use super::reponses::Sujet;
use crate::domain::dossier::Fiches as _;
use crate::domain::{Table, date, enfant, famille};
use crate::exchange::fichier;
use crate::letters::fiche_enfant::{self, FichePapier};
use crate::storage::{Result, StorageError};
use crate::ui::enfant::{Demande, FormatEnfant, Lecture, PageEnfant};
use crate::ui::question::{Question, QuestionSuivi};

impl App {
    pub(super) fn enfant_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Ouvrir(id) => self.open_child(id),
            Demande::Exporter(format) => self.ask_child_export(format),
            Demande::Reunir { absorbe, nom } => {
                let Some(lecture) = &self.enfant.lecture else { return };
                self.question = Some(Question::Suivi(QuestionSuivi::Reunir {
                    garde: lecture.fiche.id,
                    absorbe,
                    noms: (lecture.fiche.nom(), nom),
                    motif: String::new(),
                }));
            }
            Demande::Defaire { fusion, nom } => {
                self.question = Some(Question::Suivi(QuestionSuivi::Defaire { fusion, nom }));
            }
            Demande::Retour => self.show_screen(self.enfant_from),
        }
    }

    /// The page of that child; what one came from is where Échap goes back.
    pub fn open_child(&mut self, id: Uuid) {
        if self.ecran != Ecran::Enfant {
            self.enfant_from = self.ecran;
        }
        self.enfant = PageEnfant { id, take_focus: true, ..PageEnfant::default() };
        self.ecran = Ecran::Enfant;
        self.read_child();
    }

    /// The child that is chosen in the dossier, or the first one of the marked dossier of the grid.
    pub(super) fn open_child_here(&mut self) {
        let here =
            self.view().and_then(|view| view.concerne()?.reference(enfant::ENFANT_ID).filter(|_| !view.is_new()));
        if let Some(id) = here {
            self.open_child(id);
            return;
        }
        let marked =
            (self.ecran == Ecran::Dossiers).then(|| self.grille.row(self.grille.at).map(|ligne| ligne.id)).flatten();
        let (Some(base), Some(dossier)) = (self.base.clone(), marked) else {
            self.toasts.info("Ouvrez ou marquez un dossier enregistré pour voir la page d’un enfant");
            return;
        };
        self.ask(
            Sujet::Enfant,
            move || base.dossier(dossier),
            |app, lu| {
                let first = app.take(lu).flatten().and_then(|lu| {
                    lu.dossier.of(Table::EnfantConcerne).next().and_then(|row| row.reference(enfant::ENFANT_ID))
                });
                if let Some(id) = first {
                    app.open_child(id);
                }
            },
        );
    }

    pub(super) fn read_child(&mut self) {
        let Some(base) = self.base.clone() else { return };
        let (id, parametres) = (self.enfant.id, self.parametres.clone());
        self.ask(
            Sujet::Enfant,
            move || base.fiche_enfant(id).map(|fiche| Lecture::new(fiche, &parametres)),
            move |app, lecture| match app.take(lecture) {
                Some(lecture) if app.enfant.id == id => app.enfant.lecture = Some(lecture),
                Some(_) => {}
                None => app.show_screen(app.enfant_from),
            },
        );
    }

    fn ask_child_export(&self, format: FormatEnfant) {
        let extension = if format == FormatEnfant::Pdf { "pdf" } else { "svg" };
        let choose = move || -> Option<PathBuf> {
            rfd::FileDialog::new()
                .set_title("Page de l’enfant")
                .set_file_name(format!("enfant.{extension}"))
                .add_filter(extension.to_uppercase(), &[extension])
                .save_file()
        };
        self.dialog(choose, move |app, path| {
            if let Some(path) = path {
                app.export_child(path, format);
            }
        });
    }

    /// The page, or the family alone, in that file.
    pub fn export_child(&mut self, path: PathBuf, format: FormatEnfant) {
        let (Some(base), Some(lecture)) = (self.base.clone(), self.enfant.lecture.clone()) else { return };
        let (parametres, today) = (self.parametres.clone(), self.today());
        self.long_task(
            move || -> Result<PathBuf> {
                let bytes = match format {
                    FormatEnfant::Svg => {
                        famille::svg(&lecture.famille, &lecture.plan, &format!("Famille de {}", lecture.fiche.nom()))
                            .into_bytes()
                    }
                    FormatEnfant::Pdf => paper(&lecture, &parametres, today)?,
                };
                let first = lecture.fiche.dossiers.first().and_then(crate::domain::Dossier::id);
                base.consigner(
                    "export",
                    "enfant",
                    first,
                    &serde_json::json!({ "enfant": lecture.fiche.id.to_string() }),
                )?;
                fichier::write(&path, &bytes).map_err(|error| {
                    StorageError::Refused(format!(
                        "Le fichier ne peut pas être écrit ({error})\u{a0}; choisissez un autre dossier"
                    ))
                })?;
                Ok(path)
            },
            |app, written| {
                if let Some(path) = app.take(written) {
                    app.toasts.info(format!("Écrit dans {}", path.display()));
                }
            },
        );
    }

    pub(super) fn merge_persons(&self, garde: Uuid, absorbe: Uuid, motif: String) {
        let Some(base) = self.base.clone() else { return };
        self.task(
            move || base.merge_children(garde, absorbe, motif.trim()),
            |app, merged| {
                if app.take(merged).is_some() {
                    app.toasts
                        .info("Les deux personnes n’en font qu’une\u{a0}; la réunion se défait ici à tout moment");
                }
                app.after_persons_moved();
            },
        );
    }

    pub(super) fn unmerge_persons(&self, fusion: Uuid) {
        let Some(base) = self.base.clone() else { return };
        self.task(
            move || base.unmerge_children(fusion),
            |app, undone| {
                if app.take(undone).is_some() {
                    app.toasts.info("La réunion est défaite\u{a0}; chacun a ses dossiers");
                }
                app.after_persons_moved();
            },
        );
    }

    fn after_persons_moved(&mut self) {
        self.read_child();
        self.read_what_changed();
        self.refresh_grid();
    }
}

fn paper(lecture: &Lecture, parametres: &crate::domain::Parametres, today: chrono::NaiveDate) -> Result<Vec<u8>> {
    use enfant::personne::{DATE_NAISSANCE, PRECISION_NAISSANCE, SEXE};
    let mut lignes = Vec::new();
    if let Some(person) = lecture.fiche.personne() {
        let sex = parametres.libelle(SEXE.champ().nature, person.get(SEXE)).to_owned();
        let birth = date::format_naissance(person.date(DATE_NAISSANCE), person.get(PRECISION_NAISSANCE));
        lignes.push([sex, birth].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · "));
    }
    let home = lecture.famille.personnes.iter().find(|one| one.sujet).and_then(|one| one.foyer);
    lignes.extend(home.and_then(|at| lecture.famille.foyers.get(at)).map(|foyer| foyer.adresse.clone()));
    let fiche = FichePapier {
        nom: &lecture.fiche.nom(),
        lignes: &lignes,
        evenements: &lecture.evenements,
        famille: &lecture.famille,
        plan: &lecture.plan,
        jour: today,
    };
    fiche_enfant::pdf(&fiche).map_err(|error| StorageError::Refused(error.to_string()))
}
