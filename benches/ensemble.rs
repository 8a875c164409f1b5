//! Many people at once on one PostgreSQL: each opens, saves, searches and meets conflicts, thinking
//! between; half of the time by Vigie, half by the same statements sent raw, in the same minute and under
//! the same load. Then the same open and save over a slow line.
//!
//! `cargo bench --bench ensemble -- --dossiers 100000 --clients 50 --secondes 300 --reflexion 2`
//! `--clients 50:300,200:60,400:30` goes through several crowds, each with its own number of seconds.

#[path = "../tests/common/cluster.rs"]
#[allow(dead_code, reason = "the faults use the rest")]
mod cluster;
mod commun;
#[path = "../tests/common/relais.rs"]
#[allow(dead_code, reason = "the faults use the rest")]
mod relais;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cluster::Cluster;
use commun::Durations;
use commun::foule::{Options, tell};
use commun::gens::Gens;
use commun::nu::{Bare, Statement, listen, note, values};
use commun::textes::{text_of, with_comment, with_text};
use diesel::connection::set_default_instrumentation;
use uuid::Uuid;
use vigie::demo::Demo;
use vigie::domain::compte::Role;
use vigie::domain::merge::both;
use vigie::domain::recherche::{Filtre, Tri};
use vigie::domain::{Dossier, Table};
use vigie::storage::{self, Base, Cible, StorageError, Suivis};
use vigie::ui::dossiers::PAGE;

/// Dossiers that everybody works on, so that two meet.
const HOT: usize = 20;
/// Of a slow line, each round trip.
const FAR: Duration = Duration::from_millis(20);

/// Between two arrivals, on the average.
const ARRIVAL: Duration = Duration::from_millis(50);

/// What is measured, under the name of what was done.
#[derive(Default)]
struct Measures {
    ours: BTreeMap<&'static str, Durations>,
    raw: BTreeMap<&'static str, Durations>,
    conflicts: usize,
    errors: Vec<String>,
    /// Each word that was told « saved », and the dossier it went to.
    kept: Vec<(Uuid, String)>,
}

/// The statements that a raw client sends: those that Vigie was heard to send.
struct Heard {
    open: Vec<Statement>,
    save: Vec<Statement>,
    search: Vec<Statement>,
}

struct Work {
    cible: Cible,
    gens: Gens,
    /// Ours are the even ones, the raw clients' the odd ones: no word of ours is written over raw.
    ids: Vec<Uuid>,
    names: Vec<String>,
    heard: Heard,
    reflexion: Duration,
    words: AtomicUsize,
}

fn main() {
    let options = Options::of_line();
    set_default_instrumentation(|| Some(Box::new(note))).expect("nothing else is listening");
    let most = options.crowds.iter().map(|(clients, _)| *clients).max().unwrap_or(50);
    let cluster = Cluster::start();
    // A disk that is waited for, and room for three connections each.
    for setting in
        ["fsync = on".to_owned(), format!("max_connections = {}", most * 3 + 50), "shared_buffers = '512MB'".to_owned()]
    {
        cluster.run(&format!("ALTER SYSTEM SET {setting}"));
    }
    cluster.stop("fast");
    cluster.start_again();
    let cible = Cible::parse(&cluster.url).expect("an address");
    let base = Base::create(cible.clone()).expect("a new base");
    let start = Instant::now();
    storage::load(&base, Demo::new(&commun::parametres(&base), options.dossiers, 1, commun::today()), |_| true)
        .expect("loaded");
    cluster.run("ANALYZE");
    cluster.run("CHECKPOINT");
    println!("{} dossiers chargés en {:.0} s", options.dossiers, start.elapsed().as_secs_f64());

    // Each person has an account of their own, and rights that PostgreSQL keeps.
    let gens = Gens::install(&cible, cluster.ca());
    for at in 0..most {
        gens.add(&login(at), Role::Saisie, &[], &[]);
    }
    let work = Work::new(&base, gens, options.reflexion);
    alone(&work);
    for (clients, long) in options.crowds {
        if !crowd(&work, clients, long) {
            break;
        }
    }
    far(&work, cluster.port());
}

fn login(at: usize) -> String {
    format!("agent{at}")
}

impl Work {
    fn new(base: &Base, gens: Gens, reflexion: Duration) -> Self {
        let cible = base.cible().clone();
        let mut bare = Bare::open(&cible);
        let ids: Vec<Uuid> = bare
            .texts("SELECT CAST(id AS text) FROM dossier ORDER BY md5(CAST(id AS text)) LIMIT 20000")
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        let names = bare.texts("SELECT DISTINCT cle_nom FROM enfant WHERE cle_nom NOT LIKE '% %' ORDER BY 1 LIMIT 500");
        let read = || base.dossier(ids[1]).expect("read").expect("there").dossier;
        let open = listen(|| drop(read()));
        let before = read();
        let after = with_comment(&before, "écouté");
        let save = listen(|| drop(base.save(&before, &after).expect("saved")));
        let search = listen(|| drop(page(base, &names[0]).expect("a page")));
        let heard = Heard { open, save, search };
        Self { cible, gens, ids, names, heard, reflexion, words: AtomicUsize::new(0) }
    }

    fn pick(&self, random: &mut fastrand::Rng, ours: bool) -> Uuid {
        self.ids[random.usize(HOT..self.ids.len() / 2) * 2 + usize::from(!ours)]
    }

    fn hot(&self, random: &mut fastrand::Rng) -> Uuid {
        self.ids[random.usize(..HOT) * 2]
    }
}

fn page(base: &Base, name: &str) -> storage::Result<vigie::domain::recherche::Page> {
    base.page(&Filtre { texte: name.to_owned(), ..Filtre::default() }, Tri::default(), 0, PAGE)
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed(), done)
}

/// One person at work until the end: a pool, a listening connection, and a raw one to compare.
fn person(work: &Work, (at, clients): (usize, usize), ends: Instant, measures: &Mutex<Measures>) {
    let mut random = fastrand::Rng::with_seed(at as u64);
    let mut mine = Measures::default();
    let cible = work.gens.of(&login(at));
    // They do not all arrive in the same second.
    std::thread::sleep(ARRIVAL.mul_f64(random.f64() * clients as f64));
    let opened = Base::open(cible.clone()).map_err(|error| error.to_string());
    let (base, mut bare) = match opened.and_then(|base| Ok((base, Bare::try_open(&cible)?))) {
        Ok(both) => both,
        Err(error) => return measures.lock().expect("nobody failed").errors.push(error),
    };
    let suivis = Suivis::default();
    let mut ecoute = base.ecoute(suivis.clone());
    // What was prepared and read for the first time is not what one meets all day.
    for kind in [0, 50, 90] {
        if let Err(error) = by_vigie(work, kind, &base, &suivis, &mut random, &mut mine) {
            mine.errors.push(error.to_string());
        }
        by_hand(work, kind, &mut bare, &mut random, &mut mine);
    }
    (mine.ours, mine.raw) = (BTreeMap::new(), BTreeMap::new());
    loop {
        let think = work.reflexion.mul_f64(0.5 + random.f64());
        let wakes = (Instant::now() + think).min(ends);
        while Instant::now() < wakes {
            ecoute.round();
            std::thread::sleep(wakes.saturating_duration_since(Instant::now()).min(Duration::from_millis(500)));
        }
        if Instant::now() >= ends {
            break;
        }
        let (kind, ours) = (random.usize(..100), random.bool());
        let done = if ours {
            by_vigie(work, kind, &base, &suivis, &mut random, &mut mine)
        } else {
            by_hand(work, kind, &mut bare, &mut random, &mut mine);
            Ok(())
        };
        if let Err(error) = done {
            mine.errors.push(error.to_string());
        }
    }
    let mut all = measures.lock().expect("nobody failed");
    for (from, to) in [(mine.ours, true), (mine.raw, false)] {
        for (what, durations) in from {
            let into = if to { &mut all.ours } else { &mut all.raw };
            into.entry(what).or_default().extend(durations);
        }
    }
    all.conflicts += mine.conflicts;
    all.errors.extend(mine.errors);
    all.kept.extend(mine.kept);
}

fn by_vigie(
    work: &Work,
    kind: usize,
    base: &Base,
    suivis: &Suivis,
    random: &mut fastrand::Rng,
    mine: &mut Measures,
) -> storage::Result<()> {
    if kind >= 80 {
        let name = &work.names[random.usize(..work.names.len())];
        let (took, page) = time(|| page(base, name));
        mine.ours.entry("chercher").or_default().push(took);
        return page.map(drop);
    }
    let hot = (70..80).contains(&kind);
    let id = if hot { work.hot(random) } else { work.pick(random, true) };
    suivis.set(std::iter::once(id));
    let (took, read) = time(|| base.dossier(id));
    mine.ours.entry("ouvrir").or_default().push(took);
    let mut before = read?.expect("there").dossier;
    if kind < 45 {
        return Ok(());
    }
    if hot {
        // Typed for a while: another may save meanwhile.
        std::thread::sleep(work.reflexion.mul_f64(random.f64()));
    }
    let word = format!("mot{}", work.words.fetch_add(1, Ordering::Relaxed));
    let mut after = with_text(&before, hot, format!("{} {word}", text_of(&before, hot)));
    loop {
        let (took, saved) = time(|| base.save(&before, &after));
        mine.ours.entry("enregistrer").or_default().push(took);
        match saved {
            Ok(_) => break,
            Err(StorageError::Conflict) => {
                mine.conflicts += 1;
                let theirs = base.dossier(id)?.expect("there").dossier;
                // As the window does when both texts are kept.
                let one = both(&text_of(&after, hot), &text_of(&theirs, hot));
                after = with_text(&theirs, hot, one);
                before = theirs;
            }
            Err(error) => return Err(error),
        }
    }
    mine.kept.push((id, word));
    Ok(())
}

fn by_hand(work: &Work, kind: usize, bare: &mut Bare, random: &mut fastrand::Rng, mine: &mut Measures) {
    let bound = |statements: &[Statement], values: &dyn Fn(&Statement) -> Vec<Option<String>>| -> Vec<Statement> {
        statements.iter().map(|one| Statement { binds: values(one), ..one.clone() }).collect()
    };
    if kind >= 80 {
        let name = &work.names[random.usize(..work.names.len())];
        let heard = &work.names[0];
        let other = |one: &Statement| {
            let replaced = one.binds.iter().map(|value| value.as_ref().map(|text| text.replace(heard.as_str(), name)));
            replaced.collect()
        };
        let statements = bound(&work.heard.search, &other);
        mine.raw.entry("chercher").or_default().push(time(|| bare.page(&statements)).0);
        return;
    }
    let id = work.pick(random, false).to_string();
    let heard = work.ids[1].to_string();
    let other =
        |one: &Statement| one.binds.iter().map(|value| value.as_ref().map(|text| text.replace(&heard, &id))).collect();
    let statements = bound(&work.heard.open, &other);
    let (took, ()) = time(|| bare.opening(&statements));
    mine.raw.entry("ouvrir").or_default().push(took);
    if kind < 45 {
        return;
    }
    let found = bare.texts(&format!("SELECT d.version || ' ' || e.id || ' ' || e.version FROM dossier d JOIN enfant_concerne e ON e.dossier_id = d.id WHERE d.id = '{id}' ORDER BY e.rang, e.id LIMIT 1"));
    let words: Vec<&str> = found[0].split(' ').collect();
    let mut dossier = Dossier::default();
    for (table, id, version) in [(Table::Dossier, id.as_str(), words[0]), (Table::EnfantConcerne, words[1], words[2])] {
        let mut fiche = vigie::domain::Fiche::with_id(table, id.parse().expect("an id"));
        fiche.version = version.parse().expect("a version");
        dossier.fiches.push(fiche);
    }
    let after = with_comment(&dossier, &format!("à la main {}", random.u64(..)));
    let statements = bound(&work.heard.save, &|one| values(one, &dossier, &after));
    let (took, written) = time(|| bare.try_write(&statements));
    if written {
        mine.raw.entry("enregistrer").or_default().push(took);
    }
}

/// So many people for so long; false when it broke.
fn crowd(work: &Work, clients: usize, long: Duration) -> bool {
    let measures = Mutex::new(Measures::default());
    let ends = Instant::now() + ARRIVAL.mul_f64(clients as f64) + long;
    std::thread::scope(|scope| {
        for at in 0..clients {
            let measures = &measures;
            scope.spawn(move || person(work, (at, clients), ends, measures));
        }
    });
    let measures = measures.into_inner().expect("nobody failed");
    let lost = lost_words(work, &measures.kept);
    let saves = measures.kept.len();
    tell(
        &format!(
            "{clients} personnes, {:.0} s, {:.1} s de réflexion ; moitié Vigie, moitié SQL nu, en ms",
            long.as_secs_f64(),
            work.reflexion.as_secs_f64()
        ),
        &measures.ours,
        &measures.raw,
    );
    println!(
        "  {saves} mots enregistrés, {} conflits réunis, {} erreurs, {lost} mots perdus",
        measures.conflicts,
        measures.errors.len()
    );
    measures.errors.iter().take(3).for_each(|error| println!("  erreur : {error}"));
    let slow = measures.ours.values().any(|durations| durations.percentile(99) > Duration::from_secs(2));
    assert_eq!(lost, 0, "words that were told « saved » are not in the base");
    let broke = slow || !measures.errors.is_empty();
    if broke {
        println!("  c’est la rupture : plus de deux secondes au 99e centile, ou des erreurs");
    }
    !broke
}

/// Reads every dossier that was written: each word told « saved » must stand in it.
fn lost_words(work: &Work, kept: &[(Uuid, String)]) -> usize {
    let base = Base::open(work.cible.clone()).expect("the base");
    let mut by_dossier = BTreeMap::<Uuid, Vec<&str>>::new();
    for (id, word) in kept {
        by_dossier.entry(*id).or_default().push(word);
    }
    let lost = by_dossier.into_iter().map(|(id, words)| {
        let read = base.dossier(id).expect("read").expect("there").dossier;
        let text = [true, false].map(|hot| text_of(&read, hot)).join(" ");
        let there: BTreeSet<&str> = text.split_whitespace().collect();
        words.iter().filter(|word| !there.contains(**word)).count()
    });
    lost.sum()
}

/// One person, nobody else, no thinking: the floor of what follows.
fn alone(work: &Work) {
    let (ours, raw) = one_person(work, &work.gens.of(&login(0)), 300);
    tell("Une personne seule, sans réflexion, en ms", &ours, &raw);
}

/// The same over a line of twenty milliseconds.
fn far(work: &Work, port: u16) {
    let relais = relais::Relais::vers(port, FAR);
    let cible = match work.gens.of(&login(0)) {
        Cible::Serveur { url, mot_de_passe } => {
            Cible::Serveur { url: url.replace(&format!(":{port}"), &format!(":{}", relais.port)), mot_de_passe }
        }
        file @ Cible::Fichier { .. } => file,
    };
    let (ours, raw) = one_person(work, &cible, 100);
    tell(
        "Une personne seule, 20 ms d’aller-retour en plus (buts : ouvrir 50 ms, enregistrer 110 ms), en ms",
        &ours,
        &raw,
    );
}

fn one_person(
    work: &Work,
    cible: &Cible,
    turns: usize,
) -> (BTreeMap<&'static str, Durations>, BTreeMap<&'static str, Durations>) {
    let (base, mut bare) = (Base::open(cible.clone()).expect("the base"), Bare::open(cible));
    let (mut random, mut mine, suivis) = (fastrand::Rng::with_seed(1), Measures::default(), Suivis::default());
    for turn in 0..turns + 3 {
        for kind in [0, 50, 90] {
            by_vigie(work, kind, &base, &suivis, &mut random, &mut mine).expect("done");
            by_hand(work, kind, &mut bare, &mut random, &mut mine);
        }
        if turn == 2 {
            mine = Measures::default();
        }
    }
    (mine.ours, mine.raw)
}
