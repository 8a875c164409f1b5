//! Round trips, counted by a small proxy between Vigie and PostgreSQL. Over a wide network they are
//! what one waits for: at 20 ms each, seven make a seventh of a second.
//!
//! A flight is what the client sends after the server last spoke; statements sent together are one.
//! « Warm » is a connection that has done the same kind of work before, on other rows; « cold » is a
//! new connection, where a statement that is kept prepared takes one flight more.
#![expect(clippy::disallowed_methods, reason = "the proxy is no part of Vigie: its threads are its own")]

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use vigie::domain::recherche::{Colonne, Filtre, Tri};
use vigie::domain::{Dossier, Fiche, Parametres, Table, adulte, conclusion, dossier, enfant, motif, parse, traitement};
use vigie::storage::{Base, Cible};

use crate::common::dossiers::{court, values};
use crate::common::{Fresh, Moteur, today};

#[derive(Default)]
struct Talk {
    flights: usize,
    client_spoke_last: bool,
}

/// Between a base and its server.
struct Proxy {
    talk: Arc<Mutex<Talk>>,
    port: u16,
}

impl Proxy {
    fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let talk = Arc::<Mutex<Talk>>::default();
        let shared = Arc::clone(&talk);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                for socket in [&client, &server] {
                    socket.set_nodelay(true).unwrap();
                }
                let there = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let (talk, back) = (Arc::clone(&shared), Arc::clone(&shared));
                std::thread::spawn(move || {
                    forward(there.0, there.1, || {
                        let mut talk = talk.lock().unwrap();
                        talk.flights += usize::from(!talk.client_spoke_last);
                        talk.client_spoke_last = true;
                    });
                });
                std::thread::spawn(move || forward(server, client, || back.lock().unwrap().client_spoke_last = false));
            }
        });
        Self { talk, port }
    }

    /// What `work` gives, and the flights that it took.
    fn count<T>(&self, work: impl FnOnce() -> T) -> (usize, T) {
        let before = self.talk.lock().unwrap().flights;
        let result = work();
        (self.talk.lock().unwrap().flights - before, result)
    }
}

/// Counted before it is passed on, so that the answer always comes after.
fn forward(mut from: TcpStream, mut to: TcpStream, heard: impl Fn()) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        heard();
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// A PostgreSQL base behind a proxy.
struct Far {
    fresh: Fresh,
    proxy: Proxy,
    cible: Cible,
    parametres: Parametres,
}

impl Far {
    fn new() -> Self {
        let fresh = Moteur::Postgres.fresh();
        let adresse = fresh.cible.adresse();
        let (who, place) = adresse.split_once('@').unwrap();
        let (server, name) = place.split_once('/').unwrap();
        let proxy = Proxy::to(server.to_owned());
        let cible = Cible::parse(&format!("{who}@127.0.0.1:{}/{name}", proxy.port)).unwrap();
        let parametres = fresh.base.parametres(today()).unwrap();
        Self { fresh, proxy, cible, parametres }
    }

    /// A connection that has done nothing but being opened.
    fn cold(&self) -> Base {
        Base::open(self.cible.clone()).unwrap()
    }

    /// Saved behind the proxy's back.
    fn saved(&self, children: usize) -> Dossier {
        self.fresh.base.save(&Dossier::default(), &fratrie(&self.parametres, children)).unwrap().dossier
    }
}

/// A dossier of so many children, each with two adults, a motive, a conclusion and long texts.
fn fratrie(parametres: &Parametres, children: usize) -> Dossier {
    let mut whole = court(parametres, "Lefèvre", "N1");
    whole.fiches[0].set(dossier::SYNTHESE, "Une phrase de la synthèse. ".repeat(2_000));
    let adultes = ["Claire", "Ousmane"]
        .map(|prenom| Fiche::new(Table::Adulte).with(adulte::NOM, "Lefèvre").with(adulte::PRENOM, prenom));
    let premier = |liste: &str| parametres.listes[liste].valeurs[0].id.clone();
    for n in 2..=children {
        let mut one = court(parametres, "Lefèvre", &format!("N{n}"));
        whole.fiches.extend(one.fiches.drain(1..));
    }
    let concernes: Vec<_> =
        whole.fiches.iter().filter(|fiche| fiche.table == Table::EnfantConcerne).map(|fiche| fiche.id).collect();
    for (n, id) in concernes.into_iter().enumerate() {
        let child = whole.fiches.iter_mut().find(|fiche| fiche.id == id).unwrap();
        child.set(enfant::RANG, (n + 1).to_string());
        child.set(enfant::COMMENTAIRE, "Un long commentaire. ".repeat(500));
        for adulte in &adultes {
            whole.fiches.push(
                Fiche::new(Table::AdulteEnfant)
                    .with(adulte::lien::ADULTE_ID, adulte.id.to_string())
                    .with(adulte::lien::ENFANT_CONCERNE_ID, id.to_string()),
            );
        }
        whole.fiches.push(
            Fiche::new(Table::MotifEnfant)
                .with(motif::ENFANT_CONCERNE_ID, id.to_string())
                .with(motif::MOTIF, premier("motif")),
        );
        whole.fiches.push(
            Fiche::new(Table::ConclusionEnfant)
                .with(conclusion::ENFANT_CONCERNE_ID, id.to_string())
                .with(conclusion::CONCLUSION, premier("conclusion"))
                .with(conclusion::DETAIL, "Le détail. ".repeat(500)),
        );
    }
    whole.fiches.extend(adultes);
    whole.fiches.push(Fiche::new(Table::Traitement).with(traitement::SERVICE, parametres.services[0].id.clone()));
    parse::derive(&mut whole, parametres);
    whole
}

/// The same dossier with another comment on its last child.
fn commented(dossier: &Dossier, text: &str) -> Dossier {
    let mut after = dossier.clone();
    let child = after.fiches.iter_mut().rfind(|fiche| fiche.table == Table::EnfantConcerne).unwrap();
    child.set(enfant::COMMENTAIRE, text);
    after
}

#[test]
fn the_proxy_counts_flights_and_not_statements() {
    use diesel::connection::SimpleConnection as _;
    let far = Far::new();
    let url = format!("{}?sslmode=disable", far.cible.adresse());
    let (connecting, mut c) =
        far.proxy.count(|| <diesel::PgConnection as diesel::Connection>::establish(&url).unwrap());
    assert!((1..=4).contains(&connecting), "{connecting}");
    assert_eq!(far.proxy.count(|| c.batch_execute("SELECT 1").unwrap()).0, 1);
    assert_eq!(far.proxy.count(|| c.batch_execute("SELECT 1; SELECT 2; SELECT 3").unwrap()).0, 1);
    // Longer than a packet, and than the proxy's own buffer.
    let long = format!("SELECT length('{}')", "x".repeat(1_000_000));
    assert_eq!(far.proxy.count(|| c.batch_execute(&long).unwrap()).0, 1);
    assert_eq!(far.proxy.count(|| (0..5).for_each(|_| c.batch_execute("SELECT 1").unwrap())).0, 5);
    assert_eq!(far.proxy.count(|| ()).0, 0);
}

#[test]
fn opening_a_dossier_takes_two_round_trips_at_most_whatever_its_size() {
    let far = Far::new();
    let dossiers = [far.saved(1), far.saved(12), far.saved(1), far.saved(12)];
    for dossier in &dossiers {
        let (connecting, base) = far.proxy.count(|| far.cold());
        let (cold, read) = far.proxy.count(|| base.dossier(dossier.id().unwrap()).unwrap().unwrap());
        assert_eq!(values(&read.dossier), values(dossier));
        let children = dossier.fiches.iter().filter(|fiche| fiche.table == Table::EnfantConcerne).count();
        // Warm: the connection has opened the other dossiers.
        for other in &dossiers {
            base.dossier(other.id().unwrap()).unwrap().unwrap();
        }
        let (warm, _) = far.proxy.count(|| base.dossier(dossier.id().unwrap()).unwrap().unwrap());
        eprintln!("open, {children} children: warm {warm}, cold {cold}, after {connecting} to open the base");
        assert!((1..=2).contains(&warm) && (1..=2).contains(&cold), "{children} children: warm {warm}, cold {cold}");
    }
}

#[test]
fn saving_one_field_of_a_child_takes_four_round_trips_at_most_the_first_time_too() {
    let far = Far::new();
    for children in [1, 12] {
        let (first, second) = (far.saved(children), far.saved(children));
        let base = far.cold();
        let (cold, _) = far.proxy.count(|| base.save(&first, &commented(&first, "à froid")).unwrap());
        // Warm: the same field of another dossier.
        let (warm, saved) = far.proxy.count(|| base.save(&second, &commented(&second, "à chaud")).unwrap());
        assert_eq!(
            values(&far.fresh.base.dossier(second.id().unwrap()).unwrap().unwrap().dossier),
            values(&saved.dossier)
        );
        eprintln!("save one field, {children} children: warm {warm}, cold {cold}");
        // Begin, header, row, commit.
        assert!((1..=4).contains(&warm) && (1..=4).contains(&cold), "{children} children: warm {warm}, cold {cold}");
    }
}

#[test]
fn saving_a_new_dossier_takes_as_many_round_trips_for_twelve_children_as_for_two() {
    let far = Far::new();
    let counts = [2, 12].map(|children| {
        let base = far.cold();
        let new = fratrie(&far.parametres, children);
        let (cold, saved) = far.proxy.count(|| base.save(&Dossier::default(), &new).unwrap());
        assert_eq!(saved.dossier.fiches.len(), 4 + 6 * children);
        // As many rows again: its statements are known by now.
        let (warm, _) =
            far.proxy.count(|| base.save(&Dossier::default(), &fratrie(&far.parametres, children)).unwrap());
        eprintln!("save a new dossier, {children} children: warm {warm}, cold {cold}");
        (warm, cold)
    });
    assert_eq!(counts[0], counts[1]);
    // Begin, eight tables, what is due, commit.
    assert!(counts[0].0 <= 11 && counts[0].1 <= 11, "{counts:?}");
}

#[test]
fn a_page_of_the_dossiers_takes_two_round_trips_at_most_the_first_time_too() {
    let far = Far::new();
    for n in 0..40 {
        far.fresh.base.save(&Dossier::default(), &court(&far.parametres, "Nom", &format!("N{n:02}"))).unwrap();
    }
    for texte in ["", "nom"] {
        let filtre = Filtre { texte: texte.to_owned(), ..Filtre::default() };
        let base = far.cold();
        let page = |from| {
            let page = base.page(&filtre, Tri { colonne: Colonne::Numero, descending: true }, from, 5).unwrap();
            assert_eq!((page.total, page.lignes.len()), (40, 5));
        };
        let (cold, ()) = far.proxy.count(|| page(0));
        // Read from the end.
        page(35);
        // Warm: pages that were never read.
        let warm: Vec<usize> = [5, 10, 30].map(|from| far.proxy.count(|| page(from)).0).into();
        eprintln!("a page, filter « {texte} »: warm {warm:?}, cold {cold}");
        assert!(warm.iter().all(|warm| (1..=2).contains(warm)), "{warm:?}");
        assert!((1..=2).contains(&cold), "{cold}");
    }
}

#[test]
fn the_home_screen_opens_with_three_round_trips_at_most_once_warm_and_the_search_with_one() {
    let far = Far::new();
    far.saved(2);
    let base = far.cold();
    let filtre = vigie::domain::accueil::FiltreAccueil::default();
    let work = |base: &Base| base.travail(&filtre, today()).unwrap();
    assert!(!work(&base).taches.is_empty() || !work(&base).etats.is_empty());
    let (flights, _) = far.proxy.count(|| work(&base));
    assert!(flights <= 3, "{flights} round trips");
    base.search("lefevre n1").unwrap();
    let (flights, found) = far.proxy.count(|| base.search("lefevre n2").unwrap());
    assert!(!found.is_empty());
    assert_eq!(flights, 1);
}

thread_local! {
    static STATEMENTS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[test]
fn the_home_screen_is_three_statements_on_both_bases_by_territory_and_by_service_too() {
    use diesel::connection::{InstrumentationEvent, set_default_instrumentation};
    use vigie::domain::accueil::FiltreAccueil;
    set_default_instrumentation(|| {
        Some(Box::new(|event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { .. } = event {
                STATEMENTS.set(STATEMENTS.get() + 1);
            }
        }))
    })
    .unwrap();
    for moteur in [Moteur::Sqlite, Moteur::Postgres] {
        let fresh = moteur.fresh();
        let parametres = fresh.base.parametres(today()).unwrap();
        fresh.base.save(&Dossier::default(), &fratrie(&parametres, 2)).unwrap();
        for (territoire, service) in [("", ""), ("vierzon", "pmi")] {
            let filtre = FiltreAccueil { territoire: territoire.into(), service: service.into(), ..Default::default() };
            let before = STATEMENTS.get();
            fresh.base.travail(&filtre, today()).unwrap();
            let sent = STATEMENTS.get() - before;
            assert!((1..=3).contains(&sent), "{moteur:?} {sent} statements");
        }
    }
}
