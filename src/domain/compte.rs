//! A person's account on a central base: who they are, what they do, where.

use strum::IntoEnumIterator as _;

/// What a person does, and so what PostgreSQL lets them do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter)]
pub enum Role {
    Saisie,
    Encadrement,
    Territoire,
    Observatoire,
    Administration,
    Audit,
}

impl Role {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Saisie => "saisie",
            Self::Encadrement => "encadrement",
            Self::Territoire => "territoire",
            Self::Observatoire => "observatoire",
            Self::Administration => "administration",
            Self::Audit => "audit",
        }
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Saisie => "Agent de saisie",
            Self::Encadrement => "Encadrement",
            Self::Territoire => "Agent de territoire ou de service",
            Self::Observatoire => "Observatoire",
            Self::Administration => "Administration",
            Self::Audit => "Audit",
        }
    }

    /// What it gives, in a line.
    pub const fn explication(self) -> &'static str {
        match self {
            Self::Saisie => "Lit et écrit tous les dossiers, sans les clore",
            Self::Encadrement => "Lit et écrit tous les dossiers, qualifie, clôt et rouvre",
            Self::Territoire => "Suit les dossiers de ses territoires et ceux attribués à ses services",
            Self::Observatoire => "Tableaux de bord et exports, sans aucun nom",
            Self::Administration => "Listes, modèles et comptes\u{a0}; aucun dossier",
            Self::Audit => "Le journal, et rien d’autre",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::iter().find(|role| role.code() == code)
    }
}

/// An account, as Administration shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compte {
    pub login: String,
    pub nom: String,
    pub prenom: String,
    pub courriel: String,
    pub actif: bool,
    pub roles: Vec<Role>,
    pub territoires: Vec<String>,
    pub services: Vec<String>,
}

/// What the one who opened the base may do. The base itself refuses the rest: this is only for not offering it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Droits {
    /// One bit a role. None: everything, as on a file or for who owns the base.
    roles: Option<u8>,
}

impl Droits {
    pub const fn tout() -> Self {
        Self { roles: None }
    }

    pub fn of_roles(roles: &[Role]) -> Self {
        Self { roles: Some(roles.iter().fold(0, |bits, role| bits | 1 << *role as u8)) }
    }

    const fn one_of(self, wanted: u8) -> bool {
        match self.roles {
            None => true,
            Some(bits) => bits & wanted != 0,
        }
    }

    pub const fn lit_dossiers(self) -> bool {
        self.one_of(SAISIE | ENCADREMENT | TERRITOIRE)
    }

    /// A new dossier is made by the cell.
    pub const fn cree_dossiers(self) -> bool {
        self.one_of(SAISIE | ENCADREMENT)
    }

    /// Qualifies, closes, reopens.
    pub const fn clot_dossiers(self) -> bool {
        self.one_of(ENCADREMENT)
    }

    pub const fn lit_faits(self) -> bool {
        self.one_of(SAISIE | ENCADREMENT | TERRITOIRE | OBSERVATOIRE)
    }

    pub const fn tient_listes(self) -> bool {
        self.one_of(ADMINISTRATION)
    }

    pub const fn tient_comptes(self) -> bool {
        self.one_of(ADMINISTRATION)
    }

    /// Lays out the dashboards' page of a role.
    pub const fn amenage_pages(self) -> bool {
        self.one_of(ENCADREMENT | ADMINISTRATION)
    }

    pub const fn lit_journal(self) -> bool {
        self.one_of(AUDIT)
    }
}

const SAISIE: u8 = 1 << Role::Saisie as u8;
const ENCADREMENT: u8 = 1 << Role::Encadrement as u8;
const TERRITOIRE: u8 = 1 << Role::Territoire as u8;
const OBSERVATOIRE: u8 = 1 << Role::Observatoire as u8;
const ADMINISTRATION: u8 = 1 << Role::Administration as u8;
const AUDIT: u8 = 1 << Role::Audit as u8;

/// Can this be the name of an account? Lower case, without accents: it is typed every morning, and everybody sees it.
///
/// # Errors
/// One French sentence.
pub fn check_login(login: &str) -> Result<(), String> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ['_', '.', '-'].contains(&c);
    let right = (2..=31).contains(&login.len())
        && login.starts_with(|c: char| c.is_ascii_lowercase())
        && login.chars().all(letters)
        && !["pg_", "vigie_"].iter().any(|prefix| login.starts_with(prefix))
        && !["postgres", "public", "none", "user", "current_user", "session_user"].contains(&login);
    if right {
        Ok(())
    } else {
        Err(format!(
            "«\u{a0}{login}\u{a0}» ne peut pas nommer un compte\u{a0}; prenez de 2 à 31 lettres minuscules sans accent, chiffres, points ou tirets, une lettre d’abord"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_short_plain_and_nobody_elses() {
        for login in ["lea.martin", "a1", "jean-luc_b"] {
            assert_eq!(check_login(login), Ok(()), "{login}");
        }
        for login in [
            "",
            "a",
            "Lea",
            "léa",
            "1a",
            "a b",
            "a;drop",
            "a\"b",
            "pg_read",
            "vigie_audit",
            "postgres",
            &"a".repeat(32),
        ] {
            assert!(check_login(login).is_err(), "{login}");
        }
    }

    #[test]
    fn who_has_no_role_is_offered_nothing_and_a_file_everything() {
        let none = Droits::of_roles(&[]);
        assert!(!none.lit_dossiers() && !none.lit_faits() && !none.tient_listes() && !none.lit_journal());
        let all = Droits::tout();
        assert!(all.lit_dossiers() && all.clot_dossiers() && all.tient_comptes() && all.lit_journal());
        for role in Role::iter() {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        let audit = Droits::of_roles(&[Role::Audit]);
        assert!(audit.lit_journal() && !audit.tient_comptes() && !audit.lit_dossiers());
        let two = Droits::of_roles(&[Role::Observatoire, Role::Administration]);
        assert!(two.lit_faits() && two.tient_listes() && !two.lit_journal());
    }
}
