//! Templates edited in the window: checked as one types, tried on an invented family, kept by versions.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::App;
use super::courriers::pages;
use super::reponses::Sujet;
use crate::demo::Demo;
use crate::domain::carnet::{Carnet, REGLAGES};
use crate::domain::modele::{ErreurModele, FormeSaisie, Modele};
use crate::domain::{Parametres, date};
use crate::letters::{self, Demande as Fusion};
use crate::storage::StorageError;
use crate::ui::courriers::edition::{Demande, Edition, VersionVue};
use crate::ui::courriers::{Apercu, Vue};

/// What a new template begins with.
const SQUELETTE: &str = "---
code: nouveau_modele
libelle: Nouveau modèle
public: autorite
destinataire: saisi
objet: Objet du courrier
---
{{ destinataire.appel }},

Texte du courrier.

Je vous prie d’agréer, {{ destinataire.appel }}, l’expression de ma considération distinguée.
";

/// The family that a template is tried on.
const GRAINE: u64 = 7;

impl App {
    pub(super) fn edition_asked(&mut self, demande: Demande) {
        match demande {
            Demande::Ouvrir(code) => self.open_template(&code),
            Demande::Nouveau => self.start_template(SQUELETTE.to_owned()),
            Demande::Copier => {
                let texte = copied(&self.atelier.ecran.edition.texte);
                self.start_template(texte);
            }
            Demande::Activer(actif) => self.activate_template(actif),
            Demande::Enregistrer => self.save_template(),
            Demande::Verifier => self.check_template(),
            Demande::EnTete => self.open_letterhead(),
            Demande::EnregistrerEnTete => self.save_letterhead(),
            Demande::Logo => self.choose_logo(),
        }
    }

    /// A template being edited is not left without its text being kept or asked about.
    fn may_leave_template(&mut self) -> bool {
        let edition = &self.atelier.ecran.edition;
        if edition.dirty() && edition.entete.is_some() {
            self.toasts.alert("L’en-tête n’est pas enregistré ; enregistrez-le (Ctrl+S) ou annulez (Échap) avant d’ouvrir autre chose");
            return false;
        }
        if edition.dirty() {
            self.toasts.alert("Ce modèle n’est pas enregistré ; enregistrez-le (Ctrl+S) ou annulez (Échap) avant d’en ouvrir un autre");
            return false;
        }
        true
    }

    fn open_template(&mut self, code: &str) {
        if !self.may_leave_template() {
            return;
        }
        let Some(garde) = self.atelier.modeles.iter().find(|garde| garde.modele.code == code) else { return };
        self.atelier.ecran.edition = Edition {
            code: code.to_owned(),
            texte: garde.texte.clone(),
            garde: garde.texte.clone(),
            revision: garde.revision,
            actif: garde.actif,
            ..Edition::default()
        };
        self.check_template();
        let (Some(base), code) = (self.base.clone(), code.to_owned()) else { return };
        self.ask(
            Sujet::VersionsModele,
            move || base.modele_versions(&code),
            |app, versions| {
                let Some(versions) = app.take(versions) else { return };
                let seen = |version: crate::domain::courrier::VersionModele| VersionVue {
                    revision: version.revision,
                    quand: date::format_instant(&version.cree_le),
                    qui: version.cree_par,
                    texte: version.texte,
                };
                app.atelier.ecran.edition.versions = versions.into_iter().map(seen).collect();
            },
        );
    }

    fn start_template(&mut self, texte: String) {
        if !self.may_leave_template() {
            return;
        }
        self.atelier.ecran.edition = Edition { texte, actif: true, ..Edition::default() };
        self.check_template();
    }

    /// Échap twice: the text as the base holds it.
    pub(super) fn escape_template(&mut self) {
        let edition = &mut self.atelier.ecran.edition;
        if self.atelier.ecran.vue != Vue::Modeles || !edition.dirty() {
            return;
        }
        if std::mem::replace(&mut self.escaped, true) {
            self.escaped = false;
            if edition.entete.is_some() {
                edition.entete = Some(edition.entete_garde.clone());
                self.toasts.info("L’en-tête est revenu à ce qui est enregistré");
                return;
            }
            edition.texte.clone_from(&edition.garde);
            self.toasts.info("Le modèle est revenu à sa version enregistrée");
            self.check_template();
        } else if edition.entete.is_some() {
            self.toasts.info("Échap encore une fois revient à l’en-tête enregistré");
        } else {
            self.toasts.info("Échap encore une fois revient à la version enregistrée du modèle");
        }
    }

    /// What is wrong with the text, and its pages with an invented family.
    fn check_template(&mut self) {
        let texte = self.atelier.ecran.edition.texte.clone();
        if texte.is_empty() {
            return;
        }
        let (Some(base), today) = (self.base.clone(), self.today()) else { return };
        let parametres = self.parametres.clone();
        let work = move || -> Result<(Modele, Apercu), ErreurModele> {
            let modele = read(&texte)?;
            let carnet = base.carnet().unwrap_or_default();
            let apercu = tried(&modele, &parametres, &carnet, today);
            Ok((modele, apercu))
        };
        self.ask(Sujet::Essai, work, |app, checked| {
            let edition = &mut app.atelier.ecran.edition;
            match checked {
                Ok((modele, apercu)) => {
                    edition.erreur = None;
                    edition.apercu = Some(apercu);
                    edition.champs = letters::chemins(modele.public);
                    let asked = modele.saisies.iter();
                    edition
                        .champs
                        .extend(asked.map(|saisie| (format!("saisie.{}", saisie.nom), "Demandé à l’écriture")));
                }
                Err(error) => edition.erreur = Some(error),
            }
        });
    }

    /// A broken template is refused here, with line and column; its text stays.
    pub(super) fn save_template(&mut self) {
        if self.atelier.ecran.edition.entete.is_some() {
            return self.save_letterhead();
        }
        let edition = &mut self.atelier.ecran.edition;
        let Some(base) = self.base.clone().filter(|_| edition.dirty()) else { return };
        let texte = edition.texte.clone();
        let modele = match read(&texte) {
            Ok(modele) => modele,
            Err(error) => {
                let told = format!("Modèle non enregistré. {error}");
                edition.erreur = Some(error);
                self.toasts.error(told);
                return;
            }
        };
        if !edition.code.is_empty() && modele.code != edition.code {
            let told = format!(
                "Le code « {} » d’un modèle ne change pas, ses courriers le portent ; copiez le modèle pour lui en donner un autre",
                edition.code
            );
            self.toasts.error(told);
            return;
        }
        let (revision, code) = (edition.revision, modele.code);
        self.task(
            {
                let texte = texte.clone();
                move || base.save_modele(&texte, revision)
            },
            move |app, saved| match saved {
                Err(StorageError::Conflict) => app.toasts.error(
                    "Quelqu’un a enregistré une autre version de ce modèle ; votre texte est gardé ici, copiez-le puis rouvrez le modèle",
                ),
                Err(StorageError::DuplicateLabel) => {
                    app.toasts.error(format!("Il y a déjà un modèle de code « {code} » ; changez la ligne « code : »"));
                }
                saved => {
                    let Some(revision) = app.take(saved) else { return };
                    let edition = &mut app.atelier.ecran.edition;
                    edition.code.clone_from(&code);
                    edition.revision = revision;
                    edition.garde = texte;
                    app.toasts.info(format!("Modèle « {code} » enregistré, version {revision}"));
                    app.read_modeles();
                }
            },
        );
    }

    /// The list was read again: what is being edited follows it when nothing is typed.
    pub(super) fn modeles_read(&mut self) {
        let edition = &self.atelier.ecran.edition;
        if !edition.code.is_empty() && !edition.dirty() && edition.entete.is_none() {
            let code = edition.code.clone();
            self.open_template(&code);
        }
    }

    fn activate_template(&mut self, actif: bool) {
        let Some(base) = self.base.clone() else { return };
        let code = self.atelier.ecran.edition.code.clone();
        self.task(
            move || base.set_modele_active(&code, actif),
            move |app, done| {
                if app.take(done).is_some() {
                    app.toasts.info(if actif {
                        "Le modèle est de nouveau proposé"
                    } else {
                        "Le modèle n’est plus proposé ; ses courriers restent au registre"
                    });
                    app.atelier.ecran.edition.actif = actif;
                    app.read_modeles();
                }
            },
        );
    }

    fn open_letterhead(&mut self) {
        if !self.may_leave_template() {
            return;
        }
        let Some(base) = self.base.clone() else { return };
        self.ask(
            Sujet::Essai,
            move || base.carnet(),
            |app, carnet| {
                let Some(carnet) = app.take(carnet) else { return };
                let values: Vec<String> = REGLAGES.iter().map(|(code, _)| carnet.reglage(code).to_owned()).collect();
                app.atelier.ecran.edition =
                    Edition { entete: Some(values.clone()), entete_garde: values, ..Edition::default() };
            },
        );
    }

    fn save_letterhead(&mut self) {
        let (Some(base), Some(values)) = (self.base.clone(), self.atelier.ecran.edition.entete.clone()) else { return };
        let clean = |value: &String| crate::domain::texte::clean(value, false).trim().to_owned();
        let lines: Vec<(&str, String)> = REGLAGES.iter().map(|(code, _)| *code).zip(values.iter().map(clean)).collect();
        let sent = values.clone();
        self.task(
            move || {
                let before = base.carnet()?;
                lines
                    .iter()
                    .filter(|(code, value)| before.reglage(code) != value)
                    .try_for_each(|(code, value)| base.set_reglage(code, value))
            },
            move |app, saved| {
                if app.take(saved).is_some() {
                    if app.atelier.ecran.edition.entete.is_some() {
                        app.atelier.ecran.edition.entete_garde = sent;
                    }
                    app.toasts.info("En-tête enregistré ; les prochains courriers le portent");
                }
            },
        );
    }

    fn choose_logo(&self) {
        let choose = || -> Option<Result<String, String>> {
            let dialog = rfd::FileDialog::new().set_title("Logo").add_filter("Image JPEG", &["jpg", "jpeg"]);
            let path = dialog.pick_file()?;
            Some(std::fs::read(&path).map_err(|error| error.to_string()).and_then(|bytes| letters::logo(&bytes)))
        };
        self.dialog(choose, |app, chosen| match chosen {
            None => {}
            Some(Err(why)) => app.toasts.error(why),
            Some(Ok(logo)) => {
                let rank = REGLAGES.iter().position(|(code, _)| *code == "logo");
                let values = app.atelier.ecran.edition.entete.as_mut();
                if let Some(place) = values.zip(rank).and_then(|(values, rank)| values.get_mut(rank)) {
                    *place = logo;
                }
            }
        });
    }
}

fn read(texte: &str) -> Result<Modele, ErreurModele> {
    let modele = Modele::parse(texte)?;
    letters::check(&modele)?;
    Ok(modele)
}

/// The pages of the template for an invented family; what would be asked for stands in brackets.
fn tried(modele: &Modele, parametres: &Parametres, carnet: &Carnet, today: NaiveDate) -> Apercu {
    let Some(dossier) = Demo::new(parametres, 40, GRAINE, today).max_by_key(|dossier| dossier.fiches.len()) else {
        return Apercu::default();
    };
    let proposed = letters::propose(&modele.adressage, &dossier, parametres, carnet, today);
    let destinataire = proposed.list().first().cloned().unwrap_or_default();
    let mut complements = BTreeMap::new();
    for _ in 0..4 {
        let demande = Fusion { modele, dossier: &dossier, parametres, carnet, jour: today, complements: &complements };
        match letters::merge(&demande, &destinataire) {
            Err(error) => return Apercu { refus: error.to_string(), ..Apercu::default() },
            Ok(fusion) if fusion.manques.is_empty() => return pages(&fusion.lettre),
            Ok(fusion) => complements.extend(fusion.manques.into_iter().map(|manque| {
                let answer = match manque.forme {
                    FormeSaisie::Date => today.to_string(),
                    FormeSaisie::Texte | FormeSaisie::Long => format!("[{}]", manque.libelle),
                };
                (manque.chemin, answer)
            })),
        }
    }
    Apercu::default()
}

/// A template's text under another code and name.
fn copied(texte: &str) -> String {
    let line = |line: &str| match line.split_once(':') {
        Some(("code", code)) => format!("code: {}_copie", code.trim()),
        Some(("libelle", label)) => format!("libelle: {} (copie)", label.trim()),
        _ => line.to_owned(),
    };
    let mut inside = 0;
    let lines = texte.lines().map(|each| {
        inside += usize::from(each.trim_end() == "---");
        if inside == 1 { line(each) } else { each.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::copied;

    #[test]
    fn a_copy_has_a_code_and_a_name_of_its_own() {
        let texte = "---\ncode: essai\nlibelle: Essai\n---\ncode: rien\n";
        assert_eq!(copied(texte), "---\ncode: essai_copie\nlibelle: Essai (copie)\n---\ncode: rien\n");
    }
}
