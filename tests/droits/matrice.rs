//! Every table, every verb, every role, on a dossier of one's own territory, of another, and of another that is
//! attributed to one's service. What is expected is written here, not taken from the table of rights.

use diesel::connection::SimpleConnection as _;
use diesel::{PgConnection, RunQueryDsl as _};
use uuid::Uuid;
use vigie::domain::Table;
use vigie::domain::dossier::Fiches as _;

use crate::attendu::{MATRICE, PORTES};
use crate::monde::{GENS, LIEUX, Monde, monde, new_world, texts, with_extras};

fn filled(sql: &str, monde: &Monde, lieu: usize) -> String {
    let dossier = &monde.dossiers[lieu];
    let of = |table: Table, rank: usize| dossier.of(table).nth(rank).unwrap().id.to_string();
    let place = if LIEUX[lieu] == "vierzon" { "vierzon" } else { "baugy" };
    let nom = vigie::domain::nom::fold(crate::monde::FAMILLES[lieu]);
    [
        ("{d}", dossier.id().unwrap().to_string()),
        ("{t}", place.to_owned()),
        ("{n}", Uuid::now_v7().to_string()),
        ("{e}", of(Table::Enfant, 0)),
        ("{e2}", of(Table::Enfant, 1)),
        ("{ec}", of(Table::EnfantConcerne, 0)),
        ("{a}", of(Table::Adulte, 0)),
        ("{nom}", nom),
        ("{audit}", monde.login("audit")),
        ("{territoire}", monde.login("territoire")),
        ("{service}", monde.login("service")),
        ("{l}", monde.courriers[lieu].to_string()),
        ("{forme}", monde.forme.clone()),
    ]
    .into_iter()
    .fold(sql.to_owned(), |sql, (mark, value)| sql.replace(mark, &value))
}

fn outcome(c: &mut PgConnection, sql: &str) -> char {
    let count = if sql.starts_with("SELECT") {
        texts(c, sql).map(|rows| rows.len())
    } else if sql.contains("; ") {
        c.batch_execute(sql).map(|()| 1).map_err(|error| error.to_string())
    } else {
        diesel::sql_query(sql).execute(c).map_err(|error| error.to_string())
    };
    match count {
        Ok(0) => '0',
        Ok(_) => 'o',
        Err(error) if error.contains("permission denied") || error.contains("row-level security policy") => 'x',
        // What hangs on it holds it back, not the right.
        Err(error) if sql.starts_with("DELETE") && error.contains("violates foreign key") => 'o',
        Err(error) => panic!("{sql}: {error}"),
    }
}

#[test]
fn each_role_does_with_each_table_what_is_theirs_and_nothing_else() {
    let monde = monde();
    let mut people = GENS.map(|qui| monde.psql(qui));
    let (mut wrong, mut cells) = (Vec::new(), 0);
    for (table, verbs) in MATRICE {
        for (sql, wanted) in verbs {
            let wanted: Vec<&str> = wanted.split(' ').collect();
            for (at, qui) in GENS.iter().enumerate() {
                let found: String = (0..LIEUX.len())
                    .map(|lieu| {
                        people[at].batch_execute("BEGIN").unwrap();
                        let found = outcome(&mut people[at], &filled(sql, monde, lieu));
                        people[at].batch_execute("ROLLBACK").unwrap();
                        cells += 1;
                        found
                    })
                    .collect();
                if found != wanted[at] {
                    wrong.push(format!("{table}, {qui}: {found}, not {} — {sql}", wanted[at]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(cells, MATRICE.len() * 4 * 7 * 3);
}

#[test]
fn no_table_of_the_base_is_left_out_of_the_matrix() {
    let named = "SELECT c.relname::text AS t FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1";
    let tables = texts(&mut monde().root(), named).unwrap();
    let missing: Vec<_> = tables.iter().filter(|table| !MATRICE.iter().any(|(name, _)| name == table)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[derive(diesel::QueryableByName)]
struct Lu {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    documents: Option<String>,
}

/// Each text comes by a door that leaves its line, to who may read the dossier and to nobody else.
#[test]
fn each_door_gives_each_role_what_is_theirs_and_leaves_its_line() {
    // Of its own: lines are counted, and others read in the common one.
    let monde = &with_extras(new_world());
    let lines = |qui: &str, lieu: usize| {
        let sql = format!(
            "SELECT count(*)::text AS t FROM journal WHERE qui = '{}' AND operation = 'consultation' AND dossier_id = '{}'",
            monde.login(qui),
            monde.id(lieu)
        );
        texts(&mut monde.root(), &sql).unwrap()[0].parse::<usize>().unwrap()
    };
    let mut wrong = Vec::new();
    for (sql, wanted) in PORTES {
        for (qui, wanted) in GENS.iter().zip(wanted.split(' ')) {
            for (lieu, wanted) in wanted.chars().enumerate() {
                let before = lines(qui, lieu);
                let rows = diesel::sql_query(filled(sql, monde, lieu)).load::<Lu>(&mut monde.psql(qui));
                let found = match rows {
                    Ok(rows) if rows[0].documents.is_some() => 'o',
                    Ok(_) => '0',
                    Err(error) if error.to_string().contains("permission denied") => 'x',
                    Err(error) => panic!("{sql}: {error}"),
                };
                if found != wanted || lines(qui, lieu) != before + usize::from(found == 'o') {
                    wrong.push(format!("{qui}, {}: {found}, not {wanted} — {sql}", LIEUX[lieu]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The columns that tell of a family: nobody reads them but through the functions that leave a line.
#[test]
fn the_texts_of_a_dossier_are_granted_to_nobody() {
    let monde = monde();
    let columns = [
        ("dossier", "synthese"),
        ("dossier", "observation_cema"),
        ("dossier", "parents_non_informes"),
        ("dossier", "cloture_motif"),
        ("enfant_concerne", "commentaire"),
        ("enfant_concerne", "ailleurs"),
        ("adulte", "commentaire"),
        ("adulte", "telephone"),
        ("motif_enfant", "precision_motif"),
        ("conclusion_enfant", "detail"),
        ("traitement", "observation"),
        ("traitement", "evaluateurs"),
        ("courrier", "lettre"),
        ("passation", "motif"),
        ("passation", "reponse"),
        ("piece", "contenu"),
        ("ligne_reprise", "contenu"),
        ("provenance", "importe"),
        ("constat_reprise", "avant"),
        ("constat_reprise", "apres"),
        ("journal", "avant"),
        ("journal", "apres"),
        ("journal", "sel"),
    ];
    for qui in GENS {
        let mut c = monde.psql(qui);
        for (table, column) in columns {
            let error = texts(&mut c, &format!("SELECT {column}::text AS t FROM {table}")).unwrap_err();
            assert!(error.contains("permission denied"), "{qui} {table}.{column}: {error}");
        }
    }
}

/// Facts have no name; their rows are those of the territories that one may count.
#[test]
fn facts_are_counted_by_who_may_count_them() {
    let monde = monde();
    let wanted = ["9", "9", "3", "0", "9", "x", "x"];
    for (view, (qui, wanted)) in
        ["fait", "faits"].into_iter().flat_map(|view| GENS.iter().zip(wanted).map(move |who| (view, who)))
    {
        let counted = texts(&mut monde.psql(qui), &format!("SELECT count(*)::text AS t FROM {view}"));
        assert_eq!(counted.map_or("x".to_owned(), |rows| rows[0].clone()), wanted, "{qui} {view}");
    }
}
