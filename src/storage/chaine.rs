//! The chain of the journal: each line sealed with the one before, verified here rather than by the
//! server, so that who holds the server does not hold the verification too.

use std::fmt;
use std::str::FromStr;

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::sql::Sql;
use super::{Result, StorageError};

/// Lines read in one round trip.
const BATCH: usize = 4_000;

/// How far the chain goes, and its last seal: kept elsewhere, it proves all that was before.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Tete {
    pub rang: i64,
    pub empreinte: String,
}

impl Tete {
    fn origin() -> Self {
        Self { rang: 0, empreinte: "0".repeat(64) }
    }
}

/// « 12345-a3f0… », on one line to be copied.
impl fmt::Display for Tete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.rang, self.empreinte)
    }
}

impl FromStr for Tete {
    type Err = StorageError;

    fn from_str(text: &str) -> Result<Self> {
        let read = || {
            let (rang, empreinte) = text.trim().split_once('-')?;
            let rang = rang.parse().ok().filter(|rang| *rang >= 0)?;
            let hexadecimal = empreinte.len() == 64 && empreinte.bytes().all(|b| b.is_ascii_hexdigit());
            hexadecimal.then(|| Self { rang, empreinte: empreinte.to_ascii_lowercase() })
        };
        read().ok_or_else(|| {
            StorageError::Refused(
                "Cette tête de journal n’est pas comprise ; recopiez en entier celle que « vigie journal exporter --tete » avait donnée, un nombre, un tiret et 64 signes"
                    .to_owned(),
            )
        })
    }
}

/// Where the chain breaks first.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum Rupture {
    /// The line, or its seal, is not what was sealed.
    Alteree { rang: i64, ligne: i64 },
    /// The line is no more.
    Supprimee { rang: i64, ligne: i64 },
    /// The seal is no more.
    SceauManquant { rang: i64 },
    /// The line was never sealed.
    Ajoutee { ligne: i64 },
    /// The chain stops before where it went.
    Tronquee { rang: i64, attendu: i64 },
    /// At this rank the chain had another seal.
    AutreTete { rang: i64 },
}

impl fmt::Display for Rupture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alteree { rang, ligne } => {
                write!(f, "la ligne {ligne} (rang {rang}) n’est plus celle qui avait été scellée")
            }
            Self::Supprimee { rang, ligne } => write!(f, "la ligne {ligne} (rang {rang}) a été supprimée"),
            Self::SceauManquant { rang } => write!(f, "le sceau de rang {rang} a été supprimé"),
            Self::Ajoutee { ligne } => write!(f, "la ligne {ligne} a été ajoutée sans être scellée"),
            Self::Tronquee { rang, attendu } => {
                write!(f, "le journal s’arrête au rang {rang} alors qu’il allait jusqu’au rang {attendu}")
            }
            Self::AutreTete { rang } => write!(
                f,
                "au rang {rang}, la chaîne n’est plus celle de la tête gardée : elle a été réécrite à ce rang ou avant"
            ),
        }
    }
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    /// Lines whose seal was found right.
    pub lignes: i64,
    pub tete: Tete,
    pub rupture: Option<Rupture>,
}

/// A value with its length before it, so that no two lines are written alike.
pub(super) fn mot(mot: Option<&str>) -> String {
    mot.map_or_else(|| "-".to_owned(), |mot| format!("{}:{mot}", mot.len()))
}

/// What a line is sealed with, each as the base writes it; a digest stands for its texts.
type Sealed = (
    BigInt,
    BigInt,
    Text,
    Nullable<BigInt>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
);
type Mot = Option<String>;
type Read = (i64, i64, String, Option<i64>, Mot, Mot, Mot, Mot, Mot, Mot, Mot, Mot, Mot);

/// The lines after `from`, up to `to`.
fn batch(connexion: &mut Connexion, from: i64, to: i64) -> Result<Vec<Read>> {
    let (from, to) = (from.to_string(), to.to_string());
    let sql = match Dialect::of(connexion) {
        Dialect::Postgres => Sql::<Sealed>::new("SELECT * FROM journal_a_verifier(")
            .bind(from)
            .text("::bigint, ")
            .bind(to)
            .text(&format!("::bigint, {BATCH})")),
        Dialect::Sqlite => Sql::<Sealed>::new(
            "SELECT s.rang, s.ligne, s.empreinte, j.id, j.quand, j.qui, j.depuis, NULL, j.operation, j.nom_table, j.ligne, j.dossier_id, \
             vigie_sceau(vigie_mot(j.avant) || vigie_mot(j.apres)) FROM journal_sceau s LEFT JOIN journal j ON j.id = s.ligne WHERE s.rang > ",
        )
        .bind(from)
        .text(" AND s.rang <= ")
        .bind(to)
        .text(&format!(" ORDER BY s.rang LIMIT {BATCH}")),
    };
    Ok(sql.load(connexion)?)
}

/// Seals what still waits, where the base lets this person do so, and tells where the chain ends.
pub fn head(connexion: &mut Connexion) -> Result<Tete> {
    if let Connexion::Postgres(c) = connexion {
        // Who may only read finds the lines that wait, which is no break.
        let _ = c.batch_execute("SELECT sceller_journal()");
    }
    read_head(connexion)
}

fn read_head(connexion: &mut Connexion) -> Result<Tete> {
    let empreinte = match Dialect::of(connexion) {
        Dialect::Postgres => "encode(empreinte, 'hex')",
        Dialect::Sqlite => "empreinte",
    };
    let (rang, empreinte) =
        Sql::<(BigInt, Text)>::new(format!("SELECT rang, {empreinte} FROM journal_tete")).get_result(connexion)?;
    Ok(Tete { rang, empreinte })
}

/// Hashes every line again. `progress` is told how many of how many are done, and says whether to go on.
///
/// # Errors
/// « arrêtée » if `progress` said stop; whatever the base refuses.
pub fn verify(
    connexion: &mut Connexion,
    kept: Option<&Tete>,
    mut progress: impl FnMut(i64, i64) -> bool,
) -> Result<Verdict> {
    let end = head(connexion)?;
    let mut at = Tete::origin();
    let mut kept_seal = kept.filter(|kept| kept.rang == 0).map(|_| at.empreinte.clone());
    let mut rupture = None;
    'lines: loop {
        let rows = batch(connexion, at.rang, end.rang)?;
        let last = rows.len() < BATCH;
        for row in rows {
            if let Some(found) = check(&at, &row) {
                rupture = Some(found);
                break 'lines;
            }
            at = Tete { rang: row.0, empreinte: row.2 };
            if kept.is_some_and(|kept| kept.rang == at.rang) {
                kept_seal = Some(at.empreinte.clone());
            }
        }
        if !progress(at.rang, end.rang) {
            return Err(StorageError::Refused("Vérification arrêtée ; le journal n’a pas été touché".to_owned()));
        }
        if last {
            break;
        }
    }
    let rupture = match (rupture, kept) {
        (Some(rupture), _) => Some(rupture),
        (None, _) if at.rang < end.rang => Some(Rupture::Tronquee { rang: at.rang, attendu: end.rang }),
        (None, Some(kept)) if kept.rang > at.rang => Some(Rupture::Tronquee { rang: at.rang, attendu: kept.rang }),
        (None, Some(kept)) if kept_seal.as_ref() != Some(&kept.empreinte) => {
            Some(Rupture::AutreTete { rang: kept.rang })
        }
        (None, _) if at.empreinte != end.empreinte => Some(Rupture::AutreTete { rang: at.rang }),
        _ => unsealed(connexion)?.map(|ligne| Rupture::Ajoutee { ligne }),
    };
    Ok(Verdict { lignes: at.rang, tete: at, rupture })
}

fn check(before: &Tete, row: &Read) -> Option<Rupture> {
    let (rang, ligne, empreinte, id, quand, qui, depuis, tx, operation, table, sur, dossier, textes) = row;
    if *rang != before.rang + 1 {
        return Some(Rupture::SceauManquant { rang: before.rang + 1 });
    }
    if id.is_none() {
        return Some(Rupture::Supprimee { rang: *rang, ligne: *ligne });
    }
    let mut text = before.empreinte.clone();
    for part in [&Some(rang.to_string()), &Some(ligne.to_string())] {
        text.push_str(&mot(part.as_deref()));
    }
    for part in [quand, qui, depuis, tx, operation, table, sur, dossier, textes] {
        text.push_str(&mot(part.as_deref()));
    }
    (super::empreinte(text.as_bytes()) != *empreinte).then_some(Rupture::Alteree { rang: *rang, ligne: *ligne })
}

/// A line without a seal, that waits for none: whoever added it went round the base's own way.
fn unsealed(connexion: &mut Connexion) -> Result<Option<i64>> {
    Ok(Sql::<Nullable<BigInt>>::new(match Dialect::of(connexion) {
        Dialect::Postgres => "SELECT journal_hors_chaine()",
        Dialect::Sqlite => {
            "SELECT min(j.id) FROM journal j WHERE NOT EXISTS (SELECT 1 FROM journal_sceau s WHERE s.ligne = j.id)"
        }
    })
    .get_result(connexion)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_as_it_was_shown_and_anything_else_is_refused() {
        let tete = Tete { rang: 12, empreinte: super::super::empreinte("é".as_bytes()) };
        assert_eq!(tete.to_string().parse::<Tete>().unwrap(), tete);
        assert_eq!(format!(" {}\n", tete.to_string().to_uppercase()).parse::<Tete>().unwrap(), tete);
        for wrong in [
            "",
            "12",
            "12-",
            "-1-00",
            &format!("-1-{}", super::super::empreinte(b"")),
            &format!("1-{}", "g".repeat(64)),
        ] {
            assert!(wrong.parse::<Tete>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_two_lines_are_written_alike() {
        let line = |parts: &[Option<&str>]| parts.iter().map(|part| mot(*part)).collect::<String>();
        assert_ne!(line(&[Some("a"), Some("b")]), line(&[Some("ab"), Some("")]));
        assert_ne!(line(&[None, Some("b")]), line(&[Some("b"), None]));
        assert_ne!(line(&[None]), line(&[Some("")]));
        assert_ne!(line(&[Some("-")]), line(&[None]));
        assert_eq!(mot(Some("é")), "2:é");
    }
}
