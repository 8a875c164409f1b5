//! What the first screen asks for: a base that is opened, one that is made.

use super::App;
use super::taches::Ouverture;
use crate::domain::mot_de_passe;
use crate::storage::Cible;
use crate::ui::ouverture::{Choix, EcranOuverture};
use crate::ui::question::Question;

impl App {
    pub(super) fn start_with(&mut self, choix: Choix) {
        let asked = match choix {
            Choix::Cancel => return self.progress.cancel(),
            Choix::Demonstration => return self.open_demonstration(),
            Choix::OpenFile => self.file_asked().map(|cible| (cible, Ouverture::Open)),
            Choix::CreateFile => match self.new_file_asked() {
                // Whoever wants no phrase says so: a file in clear is never what one gets by leaving fields empty.
                Ok(Cible::Fichier { phrase: None, .. }) => {
                    self.ouverture.error.clear();
                    self.question = Some(Question::BaseEnClair);
                    return;
                }
                asked => asked.map(|cible| (cible, Ouverture::Create)),
            },
            Choix::Serveur => self.server_asked().map(|cible| (cible, Ouverture::Open)),
        };
        match asked {
            Ok((cible, how)) => self.open_base(cible, how),
            Err(sentence) => self.ouverture.error = sentence,
        }
    }

    /// The answer to what [`App::start_with`] asked.
    pub(super) fn create_in_clear(&mut self) {
        if let Ok(cible @ Cible::Fichier { phrase: None, .. }) = self.new_file_asked() {
            self.open_base(cible, Ouverture::Create);
        }
    }

    fn file_asked(&self) -> Result<Cible, String> {
        let cible = Cible::parse(self.ouverture.chemin.trim()).map_err(|error| error.to_string())?;
        Ok(cible.with_secret(Some(self.ouverture.phrase.clone())))
    }

    fn new_file_asked(&self) -> Result<Cible, String> {
        let EcranOuverture { phrase, phrase_again, .. } = &self.ouverture;
        if phrase != phrase_again {
            return Err("Les deux phrases secrètes diffèrent ; retapez-les, rien n’a été créé".to_owned());
        }
        if !phrase.is_empty() {
            mot_de_passe::juger_phrase(phrase)
                .map_err(|why| format!("{why}\u{a0}; rien n’a été créé, retapez-la deux fois"))?;
        }
        match self.file_asked()? {
            cible @ Cible::Fichier { .. } => Ok(cible),
            Cible::Serveur { .. } => Err("Une base de ce poste est un fichier ; donnez son chemin".to_owned()),
        }
    }

    fn server_asked(&self) -> Result<Cible, String> {
        let EcranOuverture { serveur, utilisateur, mot_de_passe, .. } = &self.ouverture;
        let place = serveur.trim().trim_start_matches("postgres://").trim_start_matches("postgresql://");
        if place.is_empty() {
            return Err(
                "Donnez l’adresse du serveur et le nom de la base, par exemple serveur.departement.fr/vigie".to_owned()
            );
        }
        let user = utilisateur.trim();
        let at = if user.is_empty() || place.contains('@') { String::new() } else { format!("{user}@") };
        let cible = Cible::parse(&format!("postgres://{at}{place}")).map_err(|error| error.to_string())?;
        Ok(cible.with_secret(Some(mot_de_passe.clone())))
    }
}
