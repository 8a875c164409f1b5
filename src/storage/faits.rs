//! The facts of the dashboards, row after row, and what is kept for them: populations, indicators of one's
//! own, pages.

use std::fmt::Write as _;

use diesel::RunQueryDsl as _;
use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::sql_types::{Bool, Integer, Nullable, Text};
use uuid::Uuid;

use crate::domain::fait::{DATES, DRAPEAUX, Fait, Population};
use crate::domain::tableau::{Disposition, IndicateurGarde, Nature};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Base, Result, StorageError};

/// The texts of a fact, in the order of the tuple that a row is read as.
const TEXTES: [&str; 20] = [
    "dossier_id",
    "enfant_id",
    "territoire",
    "commune",
    "type_dossier",
    "support",
    "recepteur",
    "origine",
    "transmetteur",
    "violence_conjugale",
    "etat",
    "sexe",
    "lieu_vie",
    "autorite_parentale",
    "csp_pere",
    "csp_mere",
    "motifs",
    "conclusions",
    "traitements",
    "liens",
];

type N = Nullable<Text>;
type T = Option<String>;
type Row =
    (Text, Text, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, Text, Nullable<Integer>, Integer, Integer);
type Read = (String, String, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, String, Option<i32>, i32, i32);

fn select(dialect: Dialect, seuls: Option<&[Uuid]>) -> Sql<Row> {
    let text = dialect.as_text();
    let mut sql = String::from("SELECT ");
    for column in TEXTES {
        let cast = if column.ends_with("_id") { text } else { "" };
        let _ = write!(sql, "{column}{cast}, ");
    }
    let dates: Vec<String> = DATES.iter().map(|column| format!("coalesce({column}{text}, '')")).collect();
    let bits: Vec<String> =
        (0..).zip(DRAPEAUX).map(|(bit, column)| format!("CASE WHEN {column} THEN {} ELSE 0 END", 1 << bit)).collect();
    let _ = write!(sql, "{}, age_mois, enfants, {} FROM fait", dates.join(" || '|' || "), bits.join(" + "));
    let mut sql = Sql::new(sql);
    if let Some(ids) = seuls {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let (before, after) = match dialect {
            Dialect::Postgres => (" WHERE dossier_id = ANY (string_to_array(", ", ',')::uuid[])"),
            Dialect::Sqlite => {
                (" WHERE dossier_id IN (SELECT value FROM json_each('[\"' || replace(", ", ',', '\",\"') || '\"]'))")
            }
        };
        sql = sql.text(before).bind(ids.join(",")).text(after);
    }
    sql
}

fn fait(row: Read) -> Option<Fait> {
    let (dossier, enfant, territoire, commune, type_dossier, support, recepteur, origine, transmetteur, violence, ..) =
        row;
    let (
        ..,
        etat,
        sexe,
        lieu,
        autorite,
        csp_pere,
        csp_mere,
        motifs,
        conclusions,
        traitements,
        liens,
        dates,
        age,
        n,
        bits,
    ) = row;
    Some(Fait {
        dossier: dossier.parse().ok()?,
        enfant: enfant.parse().ok()?,
        territoire: territoire.unwrap_or_default(),
        commune: commune.unwrap_or_default(),
        type_dossier: type_dossier.unwrap_or_default(),
        support: support.unwrap_or_default(),
        recepteur: recepteur.unwrap_or_default(),
        origine: origine.unwrap_or_default(),
        transmetteur: transmetteur.unwrap_or_default(),
        violence_conjugale: violence.unwrap_or_default(),
        etat: etat.unwrap_or_default(),
        sexe: sexe.unwrap_or_default(),
        lieu_vie: lieu.unwrap_or_default(),
        autorite_parentale: autorite.unwrap_or_default(),
        csp_pere: csp_pere.unwrap_or_default(),
        csp_mere: csp_mere.unwrap_or_default(),
        motifs: motifs.unwrap_or_default(),
        conclusions: conclusions.unwrap_or_default(),
        traitements: traitements.unwrap_or_default(),
        liens: liens.unwrap_or_default(),
        dates,
        age_mois: age,
        enfants: n,
        drapeaux: bits,
    })
}

/// Row after row, in one round trip: all of them at once would stay in the memory of the process.
fn read(connexion: &mut Connexion, seuls: Option<&[Uuid]>, mut each: impl FnMut(&Fait)) -> Result<usize> {
    if seuls.is_some_and(<[Uuid]>::is_empty) {
        return Ok(0);
    }
    let sql = select(Dialect::of(connexion), seuls);
    let mut count = 0;
    let mut tell = |row: Read| {
        if let Some(fait) = fait(row) {
            each(&fait);
            count += 1;
        }
    };
    match connexion {
        Connexion::Postgres(c) => {
            for row in sql.load_iter::<Read, PgRowByRowLoadingMode>(c)? {
                tell(row?);
            }
        }
        Connexion::Sqlite(c) => {
            for row in sql.load_iter::<Read, DefaultLoadingMode>(c)? {
                tell(row?);
            }
        }
    }
    Ok(count)
}

fn populations(connexion: &mut Connexion) -> Result<Vec<Population>> {
    let rows: Vec<(i32, String, i32)> = Sql::<(Integer, Text, Integer)>::new(
        "SELECT annee, territoire, mineurs FROM population ORDER BY annee, territoire",
    )
    .load(connexion)?;
    let of = |(annee, territoire, mineurs): (i32, String, i32)| Population {
        annee,
        territoire,
        mineurs: u32::try_from(mineurs).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(of).collect())
}

fn save_population(connexion: &mut Connexion, population: &Population) -> Result<()> {
    let integer = Dialect::of(connexion).cast_integer();
    let row = |sql: Sql<()>| {
        sql.bind(population.annee.to_string()).text(&format!("{integer}, ")).bind(population.territoire.clone())
    };
    if population.mineurs == 0 {
        let delete = Sql::<()>::new("DELETE FROM population WHERE (annee, territoire) = (");
        row(delete).text(")").execute(connexion)?;
        return Ok(());
    }
    row(Sql::<()>::new("INSERT INTO population (annee, territoire, mineurs) VALUES ("))
        .text(", ")
        .bind(population.mineurs.to_string())
        .text(&format!("{integer}) ON CONFLICT (annee, territoire) DO UPDATE SET mineurs = excluded.mineurs"))
        .execute(connexion)?;
    Ok(())
}

fn indicateurs(connexion: &mut Connexion, utilisateur: &str) -> Result<Vec<IndicateurGarde>> {
    type Row = (Text, Text, Text, Bool, Integer, Text);
    let rows: Vec<(String, String, String, bool, i32, String)> = Sql::<Row>::new(
        "SELECT CAST(id AS text), titre, contenu, partage, version, cree_par FROM indicateur WHERE partage OR cree_par = ",
    )
    .bind(utilisateur)
    .text(" ORDER BY titre, id")
    .load(connexion)?;
    let of = |(id, titre, contenu, partage, version, auteur): (String, String, String, bool, i32, String)| {
        Some(IndicateurGarde { id: id.parse().ok()?, titre, contenu, partage, version, auteur })
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

fn save_indicateur(connexion: &mut Connexion, garde: &IndicateurGarde, utilisateur: &str) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let (id, boolean) = (dialect.cast_id(), dialect.oui(garde.partage));
    if garde.titre.trim().is_empty() {
        return Err(StorageError::Refused(
            "Un indicateur porte un titre\u{a0}; donnez-en un et enregistrez de nouveau".to_owned(),
        ));
    }
    if garde.version == 0 {
        Sql::<()>::new("INSERT INTO indicateur (id, titre, contenu, partage) VALUES (")
            .bind(garde.id.to_string())
            .text(&format!("{id}, "))
            .bind(garde.titre.trim())
            .text(", ")
            .bind(garde.contenu.clone())
            .text(&format!(", {boolean})"))
            .execute(connexion)?;
        return Ok(());
    }
    let written = Sql::<()>::new("UPDATE indicateur SET titre = ")
        .bind(garde.titre.trim())
        .text(", contenu = ")
        .bind(garde.contenu.clone())
        .text(&format!(", partage = {boolean} WHERE id = "))
        .bind(garde.id.to_string())
        .text(&format!("{id} AND cree_par = "))
        .bind(utilisateur)
        .text(" AND version = ")
        .bind(garde.version.to_string())
        .text(dialect.cast_integer())
        .execute(connexion)?;
    if written == 0 { Err(StorageError::Conflict) } else { Ok(()) }
}

fn delete_indicateur(connexion: &mut Connexion, id: Uuid, utilisateur: &str) -> Result<()> {
    let dialect = Dialect::of(connexion);
    let gone = Sql::<()>::new("DELETE FROM indicateur WHERE id = ")
        .bind(id.to_string())
        .text(&format!("{} AND cree_par = ", dialect.cast_id()))
        .bind(utilisateur)
        .execute(connexion)?;
    if gone == 0 {
        return Err(StorageError::Refused(
            "Cet indicateur est à quelqu’un d’autre, ou n’est plus là\u{a0}; rien n’a été changé".to_owned(),
        ));
    }
    Ok(())
}

/// A person's own page; without one, that of the first of their roles that has one.
fn disposition(connexion: &mut Connexion, utilisateur: &str) -> Result<Option<Disposition>> {
    let rows: Vec<(String, String, String)> = Sql::<(Text, Text, Text)>::new(
        "SELECT d.nature, d.pour, d.indicateurs FROM disposition d WHERE d.nature = 'personne' AND d.pour = ",
    )
    .bind(utilisateur)
    .text(
        " UNION ALL SELECT d.nature, d.pour, d.indicateurs FROM disposition d \
         JOIN utilisateur_role r ON d.nature = 'role' AND r.role = d.pour WHERE r.login = ",
    )
    .bind(utilisateur)
    .text(" ORDER BY 1, 2 LIMIT 1")
    .load(connexion)?;
    Ok(rows.into_iter().next().map(|(nature, pour, indicateurs)| Disposition {
        nature: if nature == "role" { Nature::Role } else { Nature::Personne },
        pour,
        indicateurs: indicateurs.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
    }))
}

fn save_disposition(connexion: &mut Connexion, disposition: &Disposition) -> Result<()> {
    let nature = if disposition.nature == Nature::Role { "role" } else { "personne" };
    Sql::<()>::new("DELETE FROM disposition WHERE nature = ")
        .bind(nature)
        .text(" AND pour = ")
        .bind(disposition.pour.clone())
        .execute(connexion)?;
    // None left: the page is again that of the role, or the first one.
    if !disposition.indicateurs.is_empty() {
        Sql::<()>::new("INSERT INTO disposition (nature, pour, indicateurs) VALUES (")
            .bind(nature)
            .text(", ")
            .bind(disposition.pour.clone())
            .text(", ")
            .bind(disposition.indicateurs.join(","))
            .text(")")
            .execute(connexion)?;
    }
    Ok(())
}

impl Base {
    /// Every fact that this person may count, told one by one; of these dossiers alone if some are named.
    pub fn faits(&self, seuls: Option<&[Uuid]>, each: impl FnMut(&Fait)) -> Result<usize> {
        self.with(|c| read(c, seuls, each))
    }

    pub fn populations(&self) -> Result<Vec<Population>> {
        self.read(populations)
    }

    /// Keeps how many minors live in a territory, that year; zero takes the line away.
    ///
    /// # Errors
    /// What the base refuses; nothing is kept then.
    pub fn save_population(&self, population: &Population) -> Result<()> {
        self.save_populations(std::slice::from_ref(population))
    }

    /// All of them, or none.
    ///
    /// # Errors
    /// What the base refuses; nothing is kept then.
    pub fn save_populations(&self, populations: &[Population]) -> Result<()> {
        self.with(|c| in_transaction(c, |c| populations.iter().try_for_each(|one| save_population(c, one))))
    }

    /// One's own indicators, and those that others share.
    pub fn indicateurs(&self) -> Result<Vec<IndicateurGarde>> {
        self.read(|c| indicateurs(c, self.utilisateur()))
    }

    /// Keeps an indicator of one's own; a version of 0 is a new one.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] when somebody changed it meanwhile, or when it is another's.
    pub fn save_indicateur(&self, garde: &IndicateurGarde) -> Result<()> {
        self.with(|c| in_transaction(c, |c| save_indicateur(c, garde, self.utilisateur())))
    }

    pub fn delete_indicateur(&self, id: Uuid) -> Result<()> {
        self.with(|c| in_transaction(c, |c| delete_indicateur(c, id, self.utilisateur())))
    }

    /// The page laid out by this person, or for their role; none when nobody did.
    pub fn disposition(&self) -> Result<Option<Disposition>> {
        self.read(|c| disposition(c, self.utilisateur()))
    }

    /// Lays out a page; without any indicator it goes back to what it was.
    pub fn save_disposition(&self, disposition: &Disposition) -> Result<()> {
        self.with(|c| in_transaction(c, |c| save_disposition(c, disposition)))
    }
}
