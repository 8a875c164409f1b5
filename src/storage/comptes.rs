//! Accounts on a central base: made, changed and closed through the functions of the base, which check the right
//! and leave a line. The password stays here: only its SCRAM verifier travels.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;

use crate::domain::compte::{Compte, Droits, Role, check_login};
use crate::domain::mot_de_passe;

use super::connection::Connexion;
use super::sql::Sql;
use super::{Base, Result, StorageError};

impl Base {
    /// Every account, closed ones too, by name. Empty on a file.
    pub fn comptes(&self) -> Result<Vec<Compte>> {
        self.read(list)
    }

    /// Makes an account. Without a password, the département's directory (LDAP, Kerberos) checks it.
    ///
    /// # Errors
    /// Refused with a sentence: a name that cannot be one or is taken, a weak password, no right.
    pub fn create_compte(&self, compte: &Compte, mot_de_passe: Option<&str>) -> Result<()> {
        check_login(&compte.login).map_err(StorageError::Refused)?;
        let verificateur = mot_de_passe.map(|mot| verifier(mot, &compte.login)).transpose()?;
        self.with(|c| {
            let sql = identity(Sql::new("SELECT creer_compte("), compte).text(", ");
            let sql = sql.bind(verificateur.unwrap_or_default()).text(", ");
            run(c, attributions(sql, compte))
        })
    }

    /// Changes who one is, what one does and where.
    pub fn update_compte(&self, compte: &Compte) -> Result<()> {
        self.with(|c| {
            let sql = identity(Sql::new("SELECT modifier_compte("), compte).text(", ");
            run(c, attributions(sql, compte))
        })
    }

    /// Nobody logs in by it any more; its name stays in the history.
    pub fn close_compte(&self, login: &str) -> Result<()> {
        self.with(|c| run(c, Sql::new("SELECT fermer_compte(").bind(login).text(")")))
    }

    /// Opens a closed account again, with the rights that it had.
    pub fn reopen_compte(&self, login: &str, mot_de_passe: Option<&str>) -> Result<()> {
        let verificateur = mot_de_passe.map(|mot| verifier(mot, login)).transpose()?.unwrap_or_default();
        self.with(|c| run(c, Sql::new("SELECT rouvrir_compte(").bind(login).text(", ").bind(verificateur).text(")")))
    }

    /// Replaces a password that was forgotten.
    pub fn set_password(&self, login: &str, mot_de_passe: &str) -> Result<()> {
        let verificateur = verifier(mot_de_passe, login)?;
        self.with(|c| {
            run(c, Sql::new("SELECT remplacer_mot_de_passe(").bind(login).text(", ").bind(verificateur).text(")"))
        })
    }

    /// Changes the password of who opened the base.
    pub fn change_my_password(&self, mot_de_passe: &str) -> Result<()> {
        let verificateur = verifier(mot_de_passe, self.utilisateur())?;
        self.with(|c| run(c, Sql::new("SELECT changer_mon_mot_de_passe(").bind(verificateur).text(")")))
    }
}

/// `SCRAM-SHA-256$…`: what the server keeps, from which the password cannot be found again.
fn verifier(mot_de_passe: &str, login: &str) -> Result<String> {
    mot_de_passe::juger(mot_de_passe, login).map_err(|refus| StorageError::Refused(refus.to_string()))?;
    Ok(postgres_protocol::password::scram_sha_256(mot_de_passe.as_bytes()))
}

/// Name and address; an empty one is not nothing.
fn identity(sql: Sql<()>, compte: &Compte) -> Sql<()> {
    let mut sql = sql.bind(&compte.login);
    for text in [&compte.nom, &compte.prenom, &compte.courriel] {
        sql = sql.text(", coalesce(").bind(text.trim()).text(", '')");
    }
    sql
}

fn attributions(sql: Sql<()>, compte: &Compte) -> Sql<()> {
    let roles: Vec<&str> = compte.roles.iter().map(|role| role.code()).collect();
    let json = |list: serde_json::Value| list.to_string();
    let mut sql = sql;
    for (at, list) in
        [json(roles.into()), json(compte.territoires.clone().into()), json(compte.services.clone().into())]
            .into_iter()
            .enumerate()
    {
        sql = sql.text(if at > 0 { ", " } else { "" });
        sql = sql.text("ARRAY(SELECT json_array_elements_text(").bind(list).text("::json))");
    }
    sql.text(")")
}

fn run(connexion: &mut Connexion, sql: Sql<()>) -> Result<()> {
    if matches!(connexion, Connexion::Sqlite(_)) {
        return Err(StorageError::Refused(
            "Une base de ce poste n’a pas de comptes\u{a0}; qui a le fichier et sa phrase secrète y travaille"
                .to_owned(),
        ));
    }
    sql.execute(connexion).map(drop).map_err(|error| told(error.into()))
}

/// What the functions raise, as a sentence to act on.
fn told(error: StorageError) -> StorageError {
    let StorageError::Database(text) = error else { return error };
    let has = |words: &str| text.contains(words);
    let sentence = if has("ce compte existe déjà") {
        "Ce nom de compte est déjà pris, peut-être par un compte fermé\u{a0}; rien n’a été changé, prenez-en un autre ou rouvrez-le"
    } else if has("il faut garder un administrateur") {
        "C’est le dernier compte d’administration\u{a0}; rien n’a été changé, donnez d’abord ce rôle à quelqu’un d’autre"
    } else if has("on ne change pas ses propres droits") {
        "On ne change pas ses propres droits\u{a0}; rien n’a été changé, demandez-le à un autre administrateur"
    } else if has("on ne ferme pas son propre compte") {
        "On ne ferme pas son propre compte\u{a0}; rien n’a été changé, demandez-le à un autre administrateur"
    } else if has("n’existe pas") {
        "Ce compte n’existe pas, ou il n’est pas dans cet état\u{a0}; rien n’a été changé, relisez la liste (F5)"
    } else if has("nom de compte refusé") {
        "Ce nom ne peut pas être celui d’un compte\u{a0}; rien n’a été changé, prenez des lettres minuscules sans accent"
    } else if has("violates foreign key") || has("viole la contrainte") {
        "Ce territoire ou ce service n’existe pas\u{a0}; rien n’a été changé, choisissez-le dans la liste"
    } else if has("to_regrole") || has("role \"vigie_") {
        "Les droits ne sont pas installés sur ce serveur\u{a0}; rien n’a été changé, lancez «\u{a0}vigie base installer\u{a0}»"
    } else {
        return StorageError::Database(text);
    };
    StorageError::Refused(sentence.to_owned())
}

fn list(connexion: &mut Connexion) -> Result<Vec<Compte>> {
    if matches!(connexion, Connexion::Sqlite(_)) {
        return Ok(Vec::new());
    }
    let rows: Vec<String> = Sql::<Text>::new(
        "SELECT json_build_array(u.login, u.nom, u.prenom, u.courriel, u.actif, \
         ARRAY(SELECT r.role FROM utilisateur_role r WHERE r.login = u.login), \
         ARRAY(SELECT t.territoire FROM utilisateur_territoire t WHERE t.login = u.login ORDER BY 1), \
         ARRAY(SELECT s.service FROM utilisateur_service s WHERE s.login = u.login ORDER BY 1))::text \
         FROM utilisateur u ORDER BY lower(u.nom), lower(u.prenom), u.login",
    )
    .load(connexion)?;
    rows.iter().map(|row| account(row)).collect()
}

fn account(row: &str) -> Result<Compte> {
    type Read = (String, String, String, String, bool, Vec<String>, Vec<String>, Vec<String>);
    let (login, nom, prenom, courriel, actif, roles, territoires, services): Read =
        serde_json::from_str(row).map_err(|error| StorageError::Database(error.to_string()))?;
    let mut roles: Vec<Role> = roles.iter().filter_map(|code| Role::from_code(code)).collect();
    roles.sort();
    Ok(Compte { login, nom, prenom, courriel, actif, roles, territoires, services })
}

/// Who opened the base, and what they may do: one round trip.
pub(super) fn session(connexion: &mut Connexion) -> Result<(String, Droits)> {
    let row: String =
        Sql::<Text>::new("SELECT json_build_array(session_user, mes_roles())::text").get_result(connexion)?;
    let (user, roles): (String, Option<Vec<String>>) =
        serde_json::from_str(&row).map_err(|error| StorageError::Database(error.to_string()))?;
    let droits = roles.map_or_else(Droits::tout, |roles| {
        Droits::of_roles(&roles.iter().filter_map(|code| Role::from_code(code)).collect::<Vec<_>>())
    });
    Ok((user, droits))
}
