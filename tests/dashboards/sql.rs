//! Every indicator, value by value, beside the same in SQL.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Double, Nullable, Text};
use diesel::{Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection};
use vigie::dashboards::{Faits, Figure, Filtre, Indicateur, Lecteur, Mesure, Role, Valeur as V, calculer, catalogue};
use vigie::demo::Demo;
use vigie::domain::Parametres;
use vigie::domain::fait::Population;
use vigie::storage::{self, Base};

use crate::common::{Fresh, Moteur, today};
use crate::requetes::{self, Compte, Delai, Moyenne, Part, PourMille, Requete};

pub fn parametres(base: &Base) -> Parametres {
    Parametres { communes: Arc::new(base.communes().unwrap()), ..base.parametres(today()).unwrap() }
}

pub fn facts(base: &Base, parametres: &Parametres) -> Faits {
    let mut lecteur = Lecteur::new(parametres, today());
    base.faits(None, |fait| lecteur.push(fait)).unwrap();
    lecteur.finish(base.populations().unwrap())
}

#[derive(QueryableByName)]
struct Cellule {
    #[diesel(sql_type = Nullable<Text>)]
    par: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    et: Option<String>,
    #[diesel(sql_type = Nullable<Double>)]
    valeur: Option<f64>,
}

type Cellules = BTreeMap<(String, String), f64>;

fn ask(connexion: &mut SqliteConnection, sql: &str) -> Vec<Cellule> {
    diesel::sql_query(sql).load(connexion).unwrap_or_else(|error| panic!("{error}: {sql}"))
}

/// As `percentile_cont`, from the delays themselves.
fn centile(mut delays: Vec<f64>, part: f64) -> f64 {
    delays.sort_by(f64::total_cmp);
    let place = part * (delays.len() - 1) as f64;
    let (low, high) = (delays[place.floor() as usize], delays[place.ceil() as usize]);
    low + (high - low) * (place - place.floor())
}

fn by_sql(
    connexion: &mut SqliteConnection,
    requete: &Requete,
    filtre: &Filtre,
    minors: &BTreeMap<String, f64>,
) -> Cellules {
    let jour = filtre.au.map_or(today(), |au| au.min(today())).to_string();
    let window = if requete.date.is_empty() {
        requetes::STOCK.to_owned()
    } else {
        let bound = |sign: &str, day: Option<NaiveDate>| {
            day.map_or(String::new(), |day| format!(" AND {} {sign} '{day}'", requete.date))
        };
        format!("{} IS NOT NULL{}{}", requete.date, bound(">=", filtre.du), bound("<=", filtre.au))
    };
    let joins: Vec<&str> =
        [requete.par, requete.et].iter().map(|column| requetes::jointure(column)).filter(|j| !j.is_empty()).collect();
    let et = if requete.et.is_empty() { "''" } else { requete.et };
    let from = format!("FROM i {} WHERE ({window}) AND ({})", joins.join(" "), requete.si).replace("{jour}", &jour);
    let keys = format!("coalesce({}, '') AS par, coalesce({et}, '') AS et", requete.par);
    let unit = requete.unite;
    let grouped = |value: &str| format!("SELECT {keys}, {value} AS valeur {from} GROUP BY 1, 2");
    let mut cells = Cellules::new();
    if matches!(requete.valeur, Compte) {
        let whole = ask(
            connexion,
            &format!("SELECT '*' AS par, '*' AS et, CAST(count(DISTINCT {unit}) AS real) AS valeur {from}"),
        );
        cells.insert(("*".to_owned(), "*".to_owned()), whole[0].valeur.unwrap());
    }
    let rows = match &requete.valeur {
        Compte | PourMille => ask(connexion, &grouped(&format!("CAST(count(DISTINCT {unit}) AS real)"))),
        Part(also) => ask(
            connexion,
            &grouped(&format!("100.0 * count(DISTINCT CASE WHEN {also} THEN {unit} END) / count(DISTINCT {unit})")),
        ),
        Moyenne(of) => ask(connexion, &grouped(&format!("1.0 * count(DISTINCT {of}) / count(DISTINCT {unit})"))),
        Delai(end, start, part) => {
            let sql = format!(
                "SELECT par, et, CAST(j AS real) AS valeur FROM (SELECT DISTINCT {unit}, {keys}, julianday({end}) - julianday({start}) AS j {from}) WHERE j >= 0"
            );
            let mut delays: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
            for row in ask(connexion, &sql) {
                delays.entry((row.par.unwrap(), row.et.unwrap())).or_default().push(row.valeur.unwrap());
            }
            return delays.into_iter().map(|(key, delays)| (key, centile(delays, *part))).collect();
        }
    };
    for row in rows {
        let par = row.par.unwrap();
        let mut valeur = row.valeur.unwrap();
        if matches!(requete.valeur, PourMille) {
            let Some(minors) = minors.get(&par) else { continue };
            valeur = valeur / minors * 1000.0;
        }
        cells.insert((par, row.et.unwrap()), valeur);
    }
    cells
}

/// The cells that the figure shows, by the codes of the base.
fn shown(figure: &Figure) -> Cellules {
    let mut cells = Cellules::new();
    if let (V::Nombre(total), "", 0) = (figure.total, figure.unite.suffixe.as_str(), figure.unite.decimales) {
        cells.insert(("*".to_owned(), "*".to_owned()), total);
    }
    for serie in figure.series.iter().filter(|serie| serie.role == Role::Courante) {
        for (poste, valeur) in figure.axe.postes.iter().zip(&serie.valeurs) {
            if let V::Nombre(n) = valeur {
                let par = poste.critere.as_ref().map_or("", |critere| &critere.valeur).to_owned();
                let et = serie.critere.as_ref().map_or("", |critere| &critere.valeur).to_owned();
                cells.insert((par, et), *n);
            }
        }
    }
    cells
}

/// How many values were compared.
pub fn compare(base: &Base, parametres: &Parametres, filtres: &[Filtre]) -> usize {
    let faits = facts(base, parametres);
    let path = base.cible().chemin().unwrap().to_string_lossy().into_owned();
    let mut connexion = SqliteConnection::establish(&path).unwrap();
    connexion.batch_execute(requetes::PREPARE).unwrap();
    let minors: BTreeMap<String, f64> =
        base.populations().unwrap().into_iter().map(|p| (p.territoire, f64::from(p.mineurs))).collect();
    let mut compared = 0;
    let requetes = requetes::requetes();
    for indicateur in catalogue().iter().filter(|i| !matches!(i.mesure, Mesure::Manques(_))) {
        let requete = requetes.iter().find(|requete| requete.code == indicateur.code);
        let requete = requete.unwrap_or_else(|| panic!("no SQL for {}", indicateur.code));
        // All of them, even those that a short page leaves out.
        let whole = Indicateur { premiers: 0, ..indicateur.clone() };
        for filtre in filtres {
            let figure = calculer(&faits, &whole, filtre);
            let (ours, sql) = (shown(&figure), by_sql(&mut connexion, requete, filtre, &minors));
            for (key, valeur) in &sql {
                let here = ours.get(key).copied();
                let left_out = here.is_none() && is_left_out(&whole, key);
                assert!(
                    left_out || here.is_some_and(|here| (here - valeur).abs() < 1e-9),
                    "{} {key:?} {:?}: SQL {valeur}, here {here:?}",
                    indicateur.code,
                    filtre.du
                );
                compared += 1;
            }
            for (key, valeur) in &ours {
                assert!(
                    *valeur == 0.0 || sql.contains_key(key),
                    "{} {key:?}: {valeur} here, nothing in SQL",
                    indicateur.code
                );
            }
        }
    }
    compared
}

/// What a figure leaves to a note: those of unknown sex beside a pyramid, those without a delay beside delays.
fn is_left_out(indicateur: &Indicateur, (par, et): &(String, String)) -> bool {
    use vigie::dashboards::Forme;
    match indicateur.forme {
        Forme::Pyramide => !["sexe/masculin", "sexe/feminin"].contains(&et.as_str()),
        Forme::Delais => par.is_empty(),
        _ => false,
    }
}

pub fn demonstration(dossiers: usize) -> (Fresh, Parametres) {
    let fresh = Moteur::Sqlite.fresh();
    let parametres = parametres(&fresh.base);
    storage::load(&fresh.base, Demo::new(&parametres, dossiers, 5, today()), |_| true).unwrap();
    for (at, territoire) in parametres.territoires.iter().skip(1).enumerate() {
        let mineurs = 3_000 + 500 * u32::try_from(at).unwrap();
        fresh.base.save_population(&Population { annee: 2020, territoire: territoire.id.clone(), mineurs }).unwrap();
    }
    (fresh, parametres)
}

/// How many dossiers: 500 by default, more when `VIGIE_TEST_DOSSIERS` says so.
fn size() -> usize {
    std::env::var("VIGIE_TEST_DOSSIERS").ok().and_then(|n| n.parse().ok()).unwrap_or(500)
}

#[test]
fn every_indicator_equals_its_sql_to_the_unit() {
    let (fresh, parametres) = demonstration(size());
    let half = Filtre { du: "2025-03-31".parse().ok(), au: "2026-02-28".parse().ok(), ..Filtre::default() };
    let compared = compare(&fresh.base, &parametres, &[Filtre::default(), Filtre::annee(2025), half]);
    println!("{compared} values equal");
    assert!(compared > 1_000, "{compared} values were compared: the base is too small to say anything");
}
