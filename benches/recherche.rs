//! Finding anyone in a base of a million children: the one search field, the candidates beside the form,
//! the grid's filters, the home screen, and a day's deadlines reckoned again. On both bases; on the central
//! one by the administrator of the server, whom no right holds, then by an agent of the largest territory.
//!
//! `cargo bench --bench recherche [-- CHILDREN] [postgresql]`: on that base alone
//! `cargo bench --bench recherche -- ADDRESS`: on a base that is there, as who the address names
//!
//! Timed from the question to the answer in hand, as the job that a key starts does it.

#[path = "../tests/common/cluster.rs"]
#[allow(dead_code, reason = "the faults use the rest")]
mod cluster;
mod commun;

use std::time::Instant;

use cluster::Cluster;
use commun::gens::Gens;
use commun::nu::Bare;
use commun::{Durations, ms, row, table};
use vigie::demo::Demo;
use vigie::domain::accueil::FiltreAccueil;
use vigie::domain::compte::Role;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::enfant::personne;
use vigie::domain::identite;
use vigie::domain::recherche::{Colonne, Condition, Filtre, Ordre, Tri};
use vigie::domain::{Fiche, Table, nom, parse, phonetique};
use vigie::storage::{self, Base, Cible};
use vigie::ui::dossiers::PAGE;

/// Of each thing.
const TIMES: usize = 400;
/// Children of one dossier of the demonstration, on the average, a little less.
const PER_DOSSIER: f64 = 1.7;

fn main() {
    if let Some(adresse) = std::env::args().find(|arg| arg.starts_with("postgres://") || arg.ends_with(".vigie")) {
        let base = Base::open(Cible::parse(&adresse).expect("an address")).expect("the base");
        return bench(&adresse, &base);
    }
    let children = commun::size(1_000_000);
    if !std::env::args().any(|arg| arg == "postgresql") {
        let dir = tempfile::tempdir().expect("a folder");
        let file = commun::new_file(dir.path(), "mesure.vigie");
        fill("SQLite", &file, children);
        bench("SQLite", &file);
        deadlines("SQLite", &file);
        drop(file);
        drop(dir);
    }

    let cluster = Cluster::start();
    let cible = Cible::parse(&cluster.url).expect("an address");
    let server = Base::create(cible.clone()).expect("a new base");
    fill("PostgreSQL", &server, children);
    let territoire =
        Bare::open(&cible).texts("SELECT territoire FROM dossier GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").remove(0);
    let agent = Gens::install(&cible, cluster.ca()).add("agent", Role::Territoire, &[&territoire], &[]);
    bench("PostgreSQL sans droits", &server);
    bench("PostgreSQL, agent d’un territoire", &Base::open(agent).expect("the base"));
    deadlines("PostgreSQL", &server);
}

fn fill(engine: &str, base: &Base, children: usize) {
    let parametres = commun::parametres(base);
    let dossiers = (children as f64 / PER_DOSSIER) as usize;
    let start = Instant::now();
    storage::load(base, Demo::new(&parametres, dossiers, 1, commun::today()), |_| true).expect("loaded");
    println!("\n{engine} : chargé en {} s", start.elapsed().as_secs());
}

fn bench(engine: &str, base: &Base) {
    let etat = base.etat().expect("a base");
    println!("\n{engine} : {} dossiers, {} enfants en vue", etat.dossiers, etat.enfants);
    let persons = persons(base);
    searches(engine, base, &persons);
    grid(engine, base, etat.dossiers as u64);
    let mut times = Durations::default();
    for _ in 0..5 {
        times.measure(|| drop(base.travail(&FiltreAccueil::default(), commun::today()).expect("the work")));
    }
    println!("{engine} : accueil, p50 {} ms, max {} ms", ms(times.percentile(50)), ms(times.max()));
}

/// Children drawn from the dossiers that one sees, each with the dossier that they are in.
fn persons(base: &Base) -> Vec<(Fiche, vigie::domain::Dossier)> {
    let mut random = fastrand::Rng::with_seed(7);
    let ids = base.ids(&Filtre::default(), &Ordre::default(), 0, 1_000_000).expect("ids");
    let mut all = Vec::new();
    while all.len() < TIMES {
        let Some(lu) = random.choice(&ids).and_then(|id| base.dossier(*id).expect("a dossier")) else { continue };
        let child = lu.dossier.of(Table::Enfant).find(|one| {
            one.get(personne::NOM_USAGE).chars().count() >= 5 && one.get(personne::PRENOM).chars().count() >= 4
        });
        if let Some(child) = child.cloned() {
            all.push((child, lu.dossier));
        }
    }
    all
}

fn searches(engine: &str, base: &Base, persons: &[(Fiche, vigie::domain::Dossier)]) {
    let name = |one: &Fiche| one.get(personne::NOM_USAGE).to_owned();
    let first = |one: &Fiche| one.get(personne::PRENOM).to_owned();
    let mut lines = Vec::new();
    let mut measure = |what: &str, typed: &dyn Fn(&Fiche) -> Option<String>, near: bool| {
        let mut times = Durations::default();
        let mut found = 0;
        for (one, _) in persons {
            let Some(text) = typed(one) else { continue };
            times.measure(|| {
                let mut all = base.search(&text).expect("an answer");
                if near && all.len() < 5 {
                    all.extend(base.search_near(&text).expect("an answer"));
                }
                found += usize::from(all.iter().any(|each| each.enfant == Some(one.id)));
            });
        }
        let share = format!("{} %", found * 100 / times.len().max(1));
        lines.push(row(&[
            &what,
            &times.len(),
            &share,
            &ms(times.percentile(50)),
            &ms(times.percentile(99)),
            &ms(times.max()),
        ]));
    };
    measure("exacte : nom et prénom", &|one| Some(format!("{} {}", name(one), first(one))), false);
    measure("exacte : prénom et nom", &|one| Some(format!("{} {}", first(one), name(one))), false);
    measure("début : quatre lettres du nom", &|one| Some(name(one).chars().take(4).collect()), false);
    measure(
        "début : nom et deux lettres",
        &|one| Some(format!("{} {}", name(one), first(one).chars().take(2).collect::<String>())),
        false,
    );
    measure(
        "son : autre orthographe",
        &|one| sound_alike(&name(one)).map(|name| format!("{name} {}", first(one))),
        false,
    );
    measure(
        "faute : une lettre ôtée, suites comprises",
        &|one| {
            let mut letters: Vec<char> = name(one).chars().collect();
            letters.remove(2);
            Some(format!("{} {}", letters.into_iter().collect::<String>(), first(one)))
        },
        true,
    );
    let mut numbers = Durations::default();
    for (_, dossier) in persons {
        let numero = dossier.entete().expect("a header").get(vigie::domain::dossier::NUMERO).to_owned();
        numbers.measure(|| assert!(!base.search(&numero).expect("an answer").is_empty()));
    }
    lines.push(row(&[
        &"numéro de dossier",
        &numbers.len(),
        &"",
        &ms(numbers.percentile(50)),
        &ms(numbers.percentile(99)),
        &ms(numbers.max()),
    ]));
    for (what, with_birth) in [("candidats : nom et prénom", false), ("candidats : avec naissance et adresse", true)] {
        let mut times = Durations::default();
        let mut found = 0;
        for (one, dossier) in persons {
            let draft = parse::format(dossier);
            let concerne = draft
                .of(Table::EnfantConcerne)
                .find(|row| row.reference(vigie::domain::enfant::ENFANT_ID) == Some(one.id))
                .cloned();
            let Some(concerne) = concerne else { continue };
            let tape = if with_birth {
                identite::of_draft(&draft, &concerne, commun::today())
            } else {
                let names =
                    Fiche::new(Table::Enfant).with(personne::NOM_USAGE, name(one)).with(personne::PRENOM, first(one));
                Some(identite::Identite::of_person(&names))
            };
            let Some(tape) = tape else { continue };
            times.measure(|| {
                let known = base.known_children(&tape).expect("an answer");
                found += usize::from(known.iter().take(5).any(|each| each.personne.id == one.id));
            });
        }
        let share = format!("{} %", found * 100 / times.len().max(1));
        lines.push(row(&[
            &what,
            &times.len(),
            &share,
            &ms(times.percentile(50)),
            &ms(times.percentile(99)),
            &ms(times.max()),
        ]));
    }
    table(
        &format!("{engine} : de la question à la réponse, en ms (recherche partout et enfants connus)"),
        &["", "fois", "trouvé", "p50", "p99", "max"],
        &lines,
    );
}

/// The same sound written otherwise, when the name has such a letter.
fn sound_alike(name: &str) -> Option<String> {
    let folded = nom::fold(name);
    let changes = [
        ("ss", "c"),
        ("c", "k"),
        ("ph", "f"),
        ("f", "ph"),
        ("eau", "o"),
        ("au", "o"),
        ("y", "i"),
        ("i", "y"),
        ("t", "tt"),
        ("l", "ll"),
        ("n", "nn"),
        ("r", "rr"),
    ];
    changes.iter().find_map(|(from, to)| {
        let other = folded.replacen(from, to, 1);
        (other != folded && phonetique::cle(&other) == phonetique::cle(&folded)).then_some(other)
    })
}

fn grid(engine: &str, base: &Base, total: u64) {
    let mut lines = Vec::new();
    let one = |colonne: Colonne| Ordre::from(Tri { colonne, descending: false });
    let among = |colonne: Colonne, value: &str| Filtre::among(colonne, [value.to_owned()]);
    let month = Condition::Jours { du: "2025-03-01".parse().ok(), au: "2025-03-31".parse().ok() };
    let cases: Vec<(&str, Filtre, Ordre, u64)> = vec![
        ("première page, par numéro", Filtre::default(), Ordre::default(), 0),
        ("page du milieu", Filtre::default(), Ordre::default(), total / 2),
        (
            "un mois de réception",
            Filtre { conditions: vec![(Colonne::Reception, month)], ..Filtre::default() },
            one(Colonne::Reception),
            0,
        ),
        ("un état, par échéance", among(Colonne::Etat, "etat_dossier/evaluation"), one(Colonne::Echeance), 0),
        ("un service", among(Colonne::Services, "pmi"), Ordre::default(), 0),
        (
            "deux clés : territoire, puis échéance",
            Filtre::default(),
            Ordre(vec![
                Tri { colonne: Colonne::Territoire, descending: false },
                Tri { colonne: Colonne::Echeance, descending: true },
            ]),
            0,
        ),
        ("par type, sans index", Filtre::default(), one(Colonne::Type), 0),
    ];
    for (what, filtre, ordre, from) in cases {
        let mut times = Durations::default();
        for _ in 0..20 {
            times.measure(|| drop(base.page(&filtre, ordre.clone(), from, PAGE).expect("a page")));
        }
        lines.push(row(&[&what, &times.len(), &ms(times.percentile(50)), &ms(times.max())]));
    }
    let mut times = Durations::default();
    let mut ids = Vec::new();
    times.measure(|| ids = base.ids(&Filtre::default(), &Ordre::default(), 0, 100_000).expect("ids"));
    lines.push(row(&[&format!("Ctrl+A : {} identifiants", ids.len()), &1, &ms(times.max()), &ms(times.max())]));
    let choisis = Filtre { choisis: Some(vigie::domain::recherche::Choisis::new("", ids)), ..Filtre::default() };
    let mut times = Durations::default();
    for _ in 0..5 {
        times.measure(|| drop(base.page(&choisis, Ordre::default(), 0, PAGE).expect("a page")));
    }
    lines.push(row(&[&"page de cent mille dossiers choisis", &5, &ms(times.percentile(50)), &ms(times.max())]));
    table(&format!("{engine} : l’écran Dossiers, en ms"), &["", "fois", "p50", "max"], &lines);
}

fn deadlines(engine: &str, base: &Base) {
    let start = Instant::now();
    let (read, waiting) = base.recompute_echeances().expect("reckoned");
    let spent = start.elapsed();
    println!(
        "\n{engine} : {read} dossiers ouverts relus, {waiting} échéances recomptées et gardées en {} ms",
        ms(spent)
    );
}
