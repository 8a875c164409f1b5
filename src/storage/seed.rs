//! What a new base holds: the lists, territories, services, communes and delays of `assets/`.

use diesel::RunQueryDsl as _;
use diesel::prelude::*;

use super::Result;
use super::connection::{Connexion, dispatch};
use super::schema::{correspondant, delai, liste, service, territoire, valeur};

const LISTES: &str = include_str!("../../assets/listes/listes.tsv");

/// The values of each list, in the order of the screen: code, label, parent, OLINPE code.
macro_rules! valeurs {
    ($($code:literal)+) => {
        &[$(($code, include_str!(concat!("../../assets/listes/", $code, ".tsv")))),+]
    };
}

const VALEURS: &[(&str, &str)] = valeurs! {
    "type_dossier" "support" "recepteur" "oui_non_nsp" "sexe" "origine" "transmetteur" "csp" "lieu_vie"
    "autorite_parentale" "decision_autorite" "lien" "motif" "conclusion" "motif_signalement" "nature_traitement"
    "proposition" "etat_traitement" "etat_dossier" "motif_refus_suites"
};

/// The cells of each line after the header.
fn lines(tsv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    tsv.lines().skip(1).map(|line| line.split('\t').collect())
}

fn cell<'a>(cells: &[&'a str], at: usize) -> &'a str {
    cells.get(at).copied().unwrap_or_default()
}

fn optional(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn rank(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}

/// Fills the parameter tables of a base that was just created.
pub fn seed(connexion: &mut Connexion) -> Result<()> {
    let rows: Vec<_> = lines(LISTES)
        .map(|c| {
            (
                liste::code.eq(cell(&c, 0)),
                liste::libelle.eq(cell(&c, 1)),
                liste::niveaux.eq(cell(&c, 2).parse().unwrap_or(1)),
                liste::source.eq(cell(&c, 3)),
            )
        })
        .collect();
    dispatch!(connexion, c => diesel::insert_into(liste::table).values(rows).execute(c))?;

    for (code_liste, tsv) in VALEURS {
        let id = |code: &str| format!("{code_liste}/{code}");
        let rows: Vec<_> = lines(tsv)
            .enumerate()
            .map(|(at, c)| {
                (
                    valeur::id.eq(id(cell(&c, 0))),
                    valeur::liste.eq(*code_liste),
                    valeur::code.eq(cell(&c, 0)),
                    valeur::libelle.eq(cell(&c, 1)),
                    valeur::ordre.eq(rank(at)),
                    valeur::parent.eq(optional(cell(&c, 2)).map(id)),
                    valeur::olinpe.eq(optional(cell(&c, 3))),
                )
            })
            .collect();
        // Row by row on SQLite: diesel batches there only without optional values; once, in process.
        match connexion {
            Connexion::Postgres(c) => diesel::insert_into(valeur::table).values(rows).execute(c).map(drop)?,
            Connexion::Sqlite(c) => rows
                .into_iter()
                .try_for_each(|row| diesel::insert_into(valeur::table).values(row).execute(c).map(drop))?,
        }
    }
    seed_places(connexion)?;
    super::modeles::seed(connexion)?;
    seed_communes(connexion)
}

fn seed_places(connexion: &mut Connexion) -> Result<()> {
    let rows: Vec<_> = lines(include_str!("../../assets/territoires.tsv"))
        .enumerate()
        .map(|(at, c)| {
            (
                territoire::id.eq(cell(&c, 0)),
                territoire::libelle.eq(cell(&c, 1)),
                territoire::adresse.eq(cell(&c, 2)),
                territoire::code_postal.eq(cell(&c, 3)),
                territoire::ville.eq(cell(&c, 4)),
                territoire::telephone.eq(cell(&c, 5)),
                territoire::courriel.eq(cell(&c, 6)),
                territoire::ordre.eq(rank(at)),
            )
        })
        .collect();
    dispatch!(connexion, c => diesel::insert_into(territoire::table).values(rows).execute(c))?;
    for (at, c) in lines(include_str!("../../assets/services.tsv")).enumerate() {
        let row = (
            service::id.eq(cell(&c, 0)),
            service::libelle.eq(cell(&c, 1)),
            service::territoire.eq(optional(cell(&c, 2))),
            service::telephone.eq(cell(&c, 3)),
            service::courriel.eq(cell(&c, 4)),
            service::ordre.eq(rank(at)),
        );
        dispatch!(connexion, c => diesel::insert_into(service::table).values(row).execute(c))?;
    }
    let rows: Vec<_> = lines(include_str!("../../assets/correspondants.tsv"))
        .enumerate()
        .map(|(at, c)| {
            (
                correspondant::id.eq(cell(&c, 0)),
                correspondant::libelle.eq(cell(&c, 1)),
                correspondant::nature.eq(cell(&c, 2)),
                correspondant::adresse.eq(cell(&c, 3)),
                correspondant::code_postal.eq(cell(&c, 4)),
                correspondant::ville.eq(cell(&c, 5)),
                correspondant::telephone.eq(cell(&c, 6)),
                correspondant::courriel.eq(cell(&c, 7)),
                correspondant::ordre.eq(rank(at)),
            )
        })
        .collect();
    dispatch!(connexion, c => diesel::insert_into(correspondant::table).values(rows).execute(c))?;
    let rows: Vec<_> = lines(include_str!("../../assets/delais.tsv"))
        .map(|c| {
            (
                delai::code.eq(cell(&c, 0)),
                delai::libelle.eq(cell(&c, 1)),
                delai::longueur.eq(cell(&c, 2).parse().unwrap_or(1)),
                delai::unite.eq(cell(&c, 3)),
                delai::depart.eq(cell(&c, 4)),
                delai::article.eq(cell(&c, 5)),
                delai::condition.eq(cell(&c, 6)),
                delai::note.eq(cell(&c, 7)),
            )
        })
        .collect();
    dispatch!(connexion, c => diesel::insert_into(delai::table).values(rows).execute(c))?;
    Ok(())
}

/// Every commune of France, as bound text: 35,000 rows in a fraction of a second on either base.
fn seed_communes(connexion: &mut Connexion) -> Result<()> {
    use super::sql::Sql;
    let rows: Vec<_> = lines(include_str!("../../assets/communes.tsv")).collect();
    for rows in rows.chunks(4000) {
        let mut sql =
            Sql::<()>::new("INSERT INTO commune (code, nom, codes_postaux, arrondissement, territoire) VALUES ");
        for (at, cells) in rows.iter().enumerate() {
            sql.push(if at > 0 { ", (" } else { "(" });
            for column in 0..5 {
                sql.push(if column > 0 { ", coalesce(" } else { "coalesce(" });
                sql.push_bind(cell(cells, column));
                sql.push(if column == 4 { ", NULL)" } else { ", '')" });
            }
            sql.push(")");
        }
        sql.execute(connexion)?;
    }
    Ok(())
}
