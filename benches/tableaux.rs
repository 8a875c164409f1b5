//! The dashboards at size: facts read and held, a page opened, a bar chosen, beside the same twelve counts asked of
//! the base in SQL, in the same run.
//!
//! `cargo bench --bench tableaux [-- DOSSIERS]`; 560,000 dossiers make a million facts.

mod commun;

use std::time::Instant;

use commun::nu::Bare;
use commun::{Cluster, Durations, ms, row, table};
use vigie::dashboards::dessin::{Style, Taille, dessiner};
use vigie::dashboards::{
    Critere, Dimension, Faits, Filtre, Indicateur, Lecteur, PAGE, Page, calculer, calculer_masque, catalogue, trouver,
};
use vigie::demo::Demo;
use vigie::domain::Parametres;
use vigie::storage::{self, Base, Cible};

const CLICKS: usize = 40;

fn main() {
    let dossiers = commun::size(12_000);
    let dir = tempfile::tempdir().expect("a folder");
    let file = commun::new_file(dir.path(), "tableaux.vigie");
    bench("SQLite", &file, dossiers);
    // The server is measured where it does not take the morning.
    if dossiers <= 100_000 {
        let cluster = Cluster::start();
        let server = commun::new_server_base(&cluster, "tableaux");
        bench("PostgreSQL", &server, dossiers);
        drop(server);
        cluster.drop_database("tableaux");
    }
}

/// Kilobytes of this process in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS")).expect("a line");
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("a number")
}

fn read(base: &Base, parametres: &Parametres) -> Faits {
    let mut lecteur = Lecteur::new(parametres, commun::today());
    base.faits(None, |fait| lecteur.push(fait)).expect("read");
    lecteur.finish(base.populations().expect("read"))
}

fn bench(engine: &str, base: &Base, dossiers: usize) {
    let parametres = commun::parametres(base);
    storage::load(base, Demo::new(&parametres, dossiers, 1, commun::today()), |_| true).expect("loaded");
    let before = resident();
    let start = Instant::now();
    let faits = read(base, &parametres);
    let first = start.elapsed();
    let grown = resident().saturating_sub(before);
    let shown: Vec<Indicateur> = PAGE.iter().map(|code| trouver(code).expect("of the catalogue").clone()).collect();
    let year = Filtre::annee(2025);
    let page = Page::default();
    let start = Instant::now();
    page.figures(&faits, &shown, &year);
    let opened = start.elapsed();
    let drawn = |filtre: &Filtre| {
        let figures = page.figures(&faits, &shown, filtre);
        let start = Instant::now();
        for figure in &figures {
            dessiner(figure, &Style::default(), Taille { largeur: 440, hauteur: 330 }).expect("drawn");
        }
        start.elapsed()
    };
    drawn(&year);
    let drawn = drawn(&year);
    let start = Instant::now();
    page.figures(&faits, &shown, &Filtre::default());
    let everything = start.elapsed();

    // Each click is on another bar; half of them on the whole base, half on a year.
    let bars: Vec<Critere> = [
        Dimension::Territoire,
        Dimension::Motif,
        Dimension::Origine,
        Dimension::Age,
        Dimension::Suite,
        Dimension::Sexe,
    ]
    .into_iter()
    .flat_map(|dimension| faits.choix(dimension))
    .map(|(critere, _)| critere)
    .filter(|critere| !critere.valeur.is_empty())
    .take(CLICKS)
    .collect();
    let (mut whole, mut of_year) = (Durations::default(), Durations::default());
    for bar in &bars {
        whole.measure(|| drop(page.figures(&faits, &shown, &Filtre::default().with(bar))));
        of_year.measure(|| drop(page.figures(&faits, &shown, &year.with(bar))));
    }
    let masked = {
        let start = Instant::now();
        let figures = calculer_masque(&faits, catalogue(), &year);
        (start.elapsed(), figures.iter().map(|figure| figure.masques).sum::<usize>())
    };
    let (all, sql) = in_sql(base.cible(), &faits, bars.first().expect("a bar"));
    let title = format!("Tableaux de bord, {engine}, {} faits de {dossiers} dossiers", faits.len());
    let line = |what: &str, value: String| row(&[&what, &value]);
    table(
        &title,
        &["Quoi", "Mesure"],
        &[
            line("première lecture, ms", ms(first)),
            line("mémoire des faits, octets l’un", format!("{}", faits.octets() / faits.len().max(1))),
            line("mémoire du processus, Mo de plus", format!("{}", grown / 1024)),
            line("douze figures d’une année, la première fois, ms", ms(opened)),
            line("douze graphiques dessinés, ms", ms(drawn)),
            line("la page, de la base au dernier graphique, ms", ms(first + opened + drawn)),
            line("douze figures de toute la base, ms", ms(everything)),
            line(
                "clic sur une barre, toute la base : p50 / p95, ms",
                format!("{} / {}", ms(whole.percentile(50)), ms(whole.percentile(95))),
            ),
            line(
                "clic sur une barre, une année : p50 / p95, ms",
                format!("{} / {}", ms(of_year.percentile(50)), ms(of_year.percentile(95))),
            ),
            line("les mêmes douze en SQL, un territoire, ms", ms(sql)),
            line("les mêmes douze en SQL, toute la base, ms", ms(all)),
            line("tous les indicateurs masqués, une année, ms", ms(masked.0)),
            line("valeurs masquées", masked.1.to_string()),
        ],
    );
}

/// The twelve counts of the page; the number that each gives back is compared, so that they are the same.
fn in_sql(cible: &Cible, faits: &Faits, bar: &Critere) -> (std::time::Duration, std::time::Duration) {
    let mut bare = Bare::open(cible);
    let mut ask = |condition: &str| {
        let start = Instant::now();
        for query in queries(condition) {
            bare.texts(&query);
        }
        start.elapsed()
    };
    let territoire = ask(&format!("d.territoire = '{}'", bar.valeur));
    let whole = ask("d.territoire IS NOT NULL");
    let informations = bare
        .texts(&format!("SELECT CAST(count(DISTINCT d.id) AS text) FROM {FROM} WHERE d.territoire = '{}'", bar.valeur));
    let here =
        calculer(faits, trouver("informations_territoire").expect("of the catalogue"), &Filtre::default().with(bar));
    assert_eq!(here.total.nombre().map(|n| format!("{n}")), informations.first().cloned());
    (whole, territoire)
}

const FROM: &str = "enfant_concerne c JOIN dossier d ON d.id = c.dossier_id JOIN enfant e ON e.id = c.enfant_id";

fn queries(condition: &str) -> Vec<String> {
    let month = "substr(CAST(d.date_reception AS text), 1, 7)";
    let age = "(CAST(substr(CAST(d.date_reception AS text), 1, 4) AS integer) - CAST(substr(CAST(e.date_naissance AS text), 1, 4) AS integer)) / 3";
    let outcome = "(SELECT max(coalesce(v.parent, v.id)) FROM conclusion_enfant s JOIN valeur v ON v.id = s.conclusion WHERE s.dossier_id = c.dossier_id AND s.enfant_concerne_id = c.id)";
    let report = "(SELECT max(t.retour_le) FROM traitement t WHERE t.dossier_id = d.id AND t.nature = 'nature_traitement/evaluation')";
    let grouped = |by: &str, count: &str| {
        format!(
            "SELECT CAST(n AS text) FROM (SELECT {by} AS g, count(DISTINCT {count}) AS n FROM {FROM} WHERE {condition} GROUP BY 1) x"
        )
    };
    let joined = |join: &str, by: &str, count: &str| {
        format!(
            "SELECT CAST(n AS text) FROM (SELECT {by} AS g, count(DISTINCT {count}) AS n FROM {FROM} {join} WHERE {condition} GROUP BY 1) x"
        )
    };
    vec![
        grouped(month, "d.id"),
        grouped("d.territoire", "c.enfant_id"),
        grouped(&format!("coalesce(e.sexe, '') || {age}"), "c.enfant_id"),
        joined("LEFT JOIN motif_enfant m ON m.enfant_concerne_id = c.id", "m.motif", "c.id"),
        grouped("d.origine", "d.id"),
        grouped(outcome, "c.id"),
        grouped(&format!("coalesce(d.origine, '') || coalesce({outcome}, '')"), "c.id"),
        grouped(&format!("d.territoire || {month}"), "d.id"),
        grouped(report, "d.id"),
        grouped(&format!("d.territoire || (CASE WHEN {report} IS NULL THEN 'x' ELSE 'y' END)"), "d.id"),
        joined("LEFT JOIN traitement t ON t.dossier_id = d.id", "t.service", "d.id"),
        format!(
            "SELECT CAST(n AS text) FROM (SELECT d.etat AS g, count(*) AS n FROM dossier d WHERE {condition} AND d.clos_le IS NULL GROUP BY 1) x"
        ),
    ]
}
