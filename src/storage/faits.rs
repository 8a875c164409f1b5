//! The facts of the dashboards, row after row, and what is kept for them: populations, indicators of one's
//! own, pages.

use std::fmt::Write as _;

use diesel::RunQueryDsl as _;
use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::sql_types::{Bool, Integer, Text};
use uuid::Uuid;

use crate::domain::fait::{DATES, DRAPEAUX, Fait, Population};
use crate::domain::tableau::{Disposition, IndicateurGarde, Nature};

use super::connection::Connexion;
use super::dialect::Dialect;
use super::save::in_transaction;
use super::sql::Sql;
use super::{Base, Result, StorageError};

/// What stands between two columns of a fact: no code and no date holds it.
const ENTRE: char = '\u{1f}';

/// The texts of a fact, in the order in which [`lire`] takes them.
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

/// A fact as one text: read and carried for half of what twenty-four columns cost.
fn select(dialect: Dialect, seuls: Option<&[Uuid]>) -> Sql<Text> {
    let mut sql = String::from("SELECT concat(");
    for column in TEXTES {
        let _ = write!(sql, "{column}, '{ENTRE}', ");
    }
    let bits: Vec<String> =
        (0..).zip(DRAPEAUX).map(|(bit, column)| format!("CASE WHEN {column} THEN {} ELSE 0 END", 1 << bit)).collect();
    let _ = write!(sql, "{}, '{ENTRE}', age_mois, '{ENTRE}', enfants, '{ENTRE}', ", DATES.join(", '|', "));
    // A server puts all of them together sooner than it looks up what belongs to each.
    let view = if dialect == Dialect::Postgres && seuls.is_none() { "faits" } else { "fait" };
    let _ = write!(sql, "{}) FROM {view}", bits.join(" + "));
    let mut sql = Sql::new(sql);
    if let Some(ids) = seuls {
        let (before, after) = match dialect {
            Dialect::Postgres => (" WHERE dossier_id = ANY (", "::uuid[])"),
            Dialect::Sqlite => (" WHERE dossier_id IN (SELECT value FROM json_each(", "))"),
        };
        sql = sql.text(before).bind(dialect.ids(ids)).text(after);
    }
    sql
}

/// Takes a row into a fact, whose texts keep their room from one row to the next.
fn lire(ligne: &str, fait: &mut Fait) -> Option<()> {
    let mut columns = ligne.split(ENTRE);
    fait.dossier = columns.next()?.parse().ok()?;
    fait.enfant = columns.next()?.parse().ok()?;
    for texte in [
        &mut fait.territoire,
        &mut fait.commune,
        &mut fait.type_dossier,
        &mut fait.support,
        &mut fait.recepteur,
        &mut fait.origine,
        &mut fait.transmetteur,
        &mut fait.violence_conjugale,
        &mut fait.etat,
        &mut fait.sexe,
        &mut fait.lieu_vie,
        &mut fait.autorite_parentale,
        &mut fait.csp_pere,
        &mut fait.csp_mere,
        &mut fait.motifs,
        &mut fait.conclusions,
        &mut fait.traitements,
        &mut fait.liens,
        &mut fait.dates,
    ] {
        columns.next()?.clone_into(texte);
    }
    let age = columns.next()?;
    fait.age_mois = if age.is_empty() { None } else { Some(age.parse().ok()?) };
    fait.enfants = columns.next()?.parse().ok()?;
    fait.drapeaux = columns.next()?.parse().ok()?;
    Some(())
}

/// Row after row, in one round trip: all of them at once would stay in the memory of the process.
fn read(connexion: &mut Connexion, seuls: Option<&[Uuid]>, mut each: impl FnMut(&Fait)) -> Result<usize> {
    if seuls.is_some_and(<[Uuid]>::is_empty) {
        return Ok(0);
    }
    let sql = select(Dialect::of(connexion), seuls);
    let (mut count, mut fait) = (0, Fait::default());
    let mut tell = |ligne: String| {
        lire(&ligne, &mut fait).ok_or_else(|| StorageError::Database("fait illisible".to_owned()))?;
        each(&fait);
        count += 1;
        Ok::<(), StorageError>(())
    };
    match connexion {
        Connexion::Postgres(c) => {
            for ligne in sql.load_iter::<String, PgRowByRowLoadingMode>(c)? {
                tell(ligne?)?;
            }
        }
        Connexion::Sqlite(c) => {
            for ligne in sql.load_iter::<String, DefaultLoadingMode>(c)? {
                tell(ligne?)?;
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
