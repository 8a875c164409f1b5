//! Killed in mid-save: the dossier is wholly old or wholly new, whoever was killed.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use diesel::dsl::sql;
use diesel::sql_types::{BigInt, Integer};
use diesel::{Connection as _, PgConnection, RunQueryDsl as _, SqliteConnection};
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::fiche::OUI;
use vigie::domain::recherche::{Colonne, Filtre, Tri};
use vigie::domain::{Dossier, Fiche, Parametres, Table, adulte, conclusion, enfant, motif, traitement};
use vigie::storage::{Base, Cible, StorageError};

use crate::common::cluster::{Cluster, patiently};
use crate::common::dossiers::complet;
use crate::common::{Moteur, today};
use crate::in_a_process;

const KILLS: usize = 30;
const BASE: &str = "VIGIE_TEST_BASE";

/// Rows of every table tell which version they are of; B has more of them.
fn version_a(parametres: &Parametres) -> Dossier {
    marked(complet(parametres), "A")
}

fn version_b(a: &Dossier, parametres: &Parametres) -> Dossier {
    let mut b = a.clone();
    let child = a.of(Table::EnfantConcerne).next().unwrap().id.to_string();
    let adulte = Fiche::new(Table::Adulte).with(adulte::NOM, "Moreau");
    b.fiches.push(
        Fiche::new(Table::AdulteEnfant)
            .with(adulte::lien::ADULTE_ID, adulte.id.to_string())
            .with(adulte::lien::ENFANT_CONCERNE_ID, child.clone()),
    );
    b.fiches.push(adulte);
    let premiers = |liste: &str| parametres.listes[liste].valeurs.iter().map(|choix| choix.id.clone());
    let motif = premiers("motif").find(|motif| a.of(Table::MotifEnfant).all(|row| row.get(motif::MOTIF) != motif));
    b.fiches.push(
        Fiche::new(Table::MotifEnfant)
            .with(motif::ENFANT_CONCERNE_ID, child.clone())
            .with(motif::MOTIF, motif.unwrap()),
    );
    b.fiches.push(
        Fiche::new(Table::ConclusionEnfant)
            .with(conclusion::ENFANT_CONCERNE_ID, child)
            .with(conclusion::CONCLUSION, premiers("conclusion").next().unwrap()),
    );
    b.fiches.push(Fiche::new(Table::Traitement).with(traitement::SERVICE, parametres.services[0].id.clone()));
    marked(b, "B")
}

fn marked(mut dossier: Dossier, mark: &str) -> Dossier {
    for fiche in &mut dossier.fiches {
        match fiche.table {
            Table::Dossier => fiche.set(dossier::SYNTHESE, mark.repeat(20_000)),
            Table::Enfant => fiche.set(enfant::personne::NOM_MERE, mark),
            Table::EnfantConcerne => fiche.set(enfant::COMMENTAIRE, mark.repeat(2_000)),
            Table::Adulte => fiche.set(adulte::COMMENTAIRE, mark),
            Table::AdulteEnfant => fiche.set(adulte::lien::AUTEUR_PRESUME, if mark == "B" { OUI } else { "" }),
            Table::MotifEnfant => fiche.set(motif::PRECISION, mark),
            Table::ConclusionEnfant => fiche.set(conclusion::DETAIL, mark),
            Table::Traitement => fiche.set(traitement::OBSERVATION, mark),
        }
    }
    dossier
}

/// « A » or « B », when every row of every table is of that version and none is missing.
fn whole(dossier: &Dossier) -> &'static str {
    let marks: BTreeSet<String> = dossier
        .fiches
        .iter()
        .map(|fiche| match fiche.table {
            Table::Dossier => fiche.get(dossier::SYNTHESE),
            Table::Enfant => fiche.get(enfant::personne::NOM_MERE),
            Table::EnfantConcerne => fiche.get(enfant::COMMENTAIRE),
            Table::Adulte => fiche.get(adulte::COMMENTAIRE),
            Table::AdulteEnfant if fiche.oui(adulte::lien::AUTEUR_PRESUME) => "B",
            Table::AdulteEnfant => "A",
            Table::MotifEnfant => fiche.get(motif::PRECISION),
            Table::ConclusionEnfant => fiche.get(conclusion::DETAIL),
            Table::Traitement => fiche.get(traitement::OBSERVATION),
        })
        .map(|text| text.chars().collect::<BTreeSet<_>>().into_iter().collect())
        .collect();
    let count = |table| dossier.of(table).count();
    let rows = [
        count(Table::Dossier),
        count(Table::Enfant),
        count(Table::EnfantConcerne),
        count(Table::Adulte),
        count(Table::AdulteEnfant),
        count(Table::MotifEnfant),
        count(Table::ConclusionEnfant),
        count(Table::Traitement),
    ];
    match (marks.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), rows) {
        (["A"], [1, 3, 3, 2, 6, 3, 3, 2]) => "A",
        (["B"], [1, 3, 3, 3, 7, 4, 4, 3]) => "B",
        other => panic!("neither the old dossier nor the new one: {other:?}"),
    }
}

/// A base under attack, and the dossier that is written all the time.
struct Cibleur {
    cible: Cible,
    premier: Dossier,
    /// Lines of the journal about the header, beyond its version.
    surplus: i64,
    seen: BTreeSet<&'static str>,
    dossiers: u64,
}

impl Cibleur {
    fn new(base: &Base) -> Self {
        let premier = version_a(&base.parametres(today()).unwrap());
        let premier = base.save(&Dossier::default(), &premier).unwrap().dossier;
        let mut cibleur = Self { cible: base.cible().clone(), premier, surplus: 0, seen: BTreeSet::new(), dossiers: 0 };
        cibleur.surplus = cibleur.journal();
        cibleur
    }

    fn query(&self, question: &str) -> i64 {
        let question = format!("SELECT {question}");
        match &self.cible {
            Cible::Fichier { chemin, .. } => sql::<BigInt>(&question)
                .get_result(&mut SqliteConnection::establish(&chemin.display().to_string()).unwrap()),
            Cible::Serveur { url, .. } => {
                sql::<BigInt>(&question).get_result(&mut PgConnection::establish(url).unwrap())
            }
        }
        .unwrap()
    }

    fn journal(&self) -> i64 {
        let id = self.premier.id().unwrap();
        self.query(&format!(
            "(SELECT count(*) FROM journal WHERE operation IN ('ajout', 'modification', 'suppression') AND nom_table = 'dossier' AND CAST(ligne AS text) = '{id}') - (SELECT version FROM dossier WHERE CAST(id AS text) = '{id}')"
        ))
    }

    /// Opens the base again and looks at all that the killed one may have left.
    fn check(&mut self) {
        let base = patiently(|| Base::open(self.cible.clone()));
        let read = base.dossier(self.premier.id().unwrap()).unwrap().unwrap().dossier;
        self.seen.insert(whole(&read));
        assert_eq!(self.journal(), self.surplus, "the journal tells each write of the header once, and no other");

        let tri = Tri { colonne: Colonne::Numero, descending: false };
        let page = base.page(&Filtre::default(), tri, 0, 10_000).unwrap();
        for (at, ligne) in page.lignes.iter().enumerate() {
            assert!(ligne.numero.ends_with(&format!("-{:06}", at + 1)), "a gap before {}", ligne.numero);
        }
        assert_eq!(page.total, page.lignes.len() as u64);
        for ligne in page.lignes.iter().skip(self.dossiers.saturating_sub(1) as usize) {
            whole(&base.dossier(ligne.id).unwrap().unwrap().dossier);
        }
        self.dossiers = page.total;
        let etat = base.etat().unwrap();
        assert_eq!((etat.integrite.as_str(), etat.enfants), ("ok", 3 * etat.dossiers));
        if matches!(self.cible, Cible::Fichier { .. }) {
            assert_eq!(self.query("count(*) FROM pragma_foreign_key_check"), 0);
        }
    }
}

/// Prints « < » when a save begins and « > » when it is done, until it is killed.
#[test]
#[ignore = "started, and killed, by the tests below"]
fn saves_until_it_is_killed() {
    let base = Base::open(Cible::parse(&std::env::var(BASE).unwrap()).unwrap()).unwrap();
    let parametres = base.parametres(today()).unwrap();
    let tri = Tri { colonne: Colonne::Numero, descending: false };
    let id = base.page(&Filtre::default(), tri, 0, 1).unwrap().lignes[0].id;
    let mut now = base.dossier(id).unwrap().unwrap().dossier;
    let mut out = std::io::stdout();
    let mut save = |before: &Dossier, after: &Dossier| {
        out.write_all(b"<").unwrap();
        out.flush().unwrap();
        let saved = base.save(before, after);
        // A save that failed is one that was cut.
        if saved.is_ok() {
            out.write_all(b">").unwrap();
            out.flush().unwrap();
        }
        saved
    };
    let stop = Instant::now() + Duration::from_secs(20);
    while Instant::now() < stop {
        let next = if whole(&now) == "A" {
            version_b(&now, &parametres)
        } else {
            let mut a = now.clone();
            for (table, rows) in [
                (Table::Adulte, 2),
                (Table::AdulteEnfant, 6),
                (Table::MotifEnfant, 3),
                (Table::ConclusionEnfant, 3),
                (Table::Traitement, 2),
            ] {
                // Ids are made in the order of time: the oldest rows are those of version A.
                let mut ids: Vec<_> = a.of(table).map(|fiche| fiche.id).collect();
                ids.sort();
                a.fiches.retain(|fiche| fiche.table != table || ids[..rows].contains(&fiche.id));
            }
            marked(a, "A")
        };
        for (before, after) in [(&now, &next), (&Dossier::default(), &version_a(&parametres))] {
            match save(before, after) {
                Ok(saved) if before.fiches.is_empty() => drop(saved),
                Ok(saved) => assert_eq!(saved.dossier.fiches.len(), next.fiches.len()),
                // The server was killed, not this process.
                Err(StorageError::Offline(_)) => return,
                Err(error) => panic!("{error}"),
            }
        }
        now = match base.dossier(id) {
            Ok(read) => read.unwrap().dossier,
            Err(StorageError::Offline(_)) => return,
            Err(error) => panic!("{error}"),
        };
    }
}

/// Starts the saver, lets it reach its first save, waits up to `most`, and gives what `kill` killed:
/// whether that was in mid-save.
fn killed_in_mid_save(cible: &Cible, most: Duration, kill: impl FnOnce(&mut std::process::Child)) -> bool {
    let mut saver = in_a_process("enregistrement::saves_until_it_is_killed")
        .env(BASE, cible.adresse())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = saver.stdout.take().unwrap();
    let mut byte = [0];
    while byte != *b"<" {
        assert_eq!(out.read(&mut byte).unwrap(), 1, "it ended before its first save: {:?}", said(&mut saver));
    }
    std::thread::sleep(most.mul_f64(fastrand::f64()));
    kill(&mut saver);
    let mut rest = String::from("<");
    out.read_to_string(&mut rest).unwrap();
    saver.wait().unwrap();
    let complaint = said(&mut saver);
    assert!(!complaint.contains("panicked"), "{complaint}");
    rest.rfind('<') > rest.rfind('>')
}

fn said(child: &mut std::process::Child) -> String {
    let mut text = String::new();
    if let Some(mut err) = child.stderr.take() {
        let _ = err.read_to_string(&mut text);
    }
    text
}

fn killed_thirty_times(moteur: Moteur, most: Duration) {
    let fresh = moteur.fresh();
    let mut cibleur = Cibleur::new(&fresh.base);
    drop(fresh.base);
    let start = Instant::now();
    let mut cut = 0;
    for _ in 0..KILLS {
        let mid_save = killed_in_mid_save(&cibleur.cible, most, |saver| saver.kill().unwrap());
        cut += usize::from(mid_save);
        cibleur.check();
    }
    eprintln!(
        "{moteur:?}: killed {KILLS} times, {cut} of them in mid-save, {} dossiers, {:.1} s",
        cibleur.dossiers,
        start.elapsed().as_secs_f64()
    );
    assert!(cut >= KILLS / 4, "only {cut} kills fell in a save");
    assert_eq!(cibleur.seen, BTreeSet::from(["A", "B"]), "both versions were met");
    assert!(cibleur.dossiers > 1);
}

#[test]
fn a_local_base_whose_window_is_killed_in_mid_save_is_wholly_old_or_wholly_new() {
    killed_thirty_times(Moteur::Sqlite, Duration::from_millis(60));
}

#[test]
fn a_central_base_whose_client_is_killed_in_mid_save_is_wholly_old_or_wholly_new() {
    killed_thirty_times(Moteur::Postgres, Duration::from_millis(200));
}

#[test]
fn a_server_process_killed_in_mid_save_leaves_the_dossier_wholly_old_or_wholly_new() {
    let cluster = Cluster::start();
    let base = Base::create(Cible::parse(&cluster.url).unwrap()).unwrap();
    let mut cibleur = Cibleur::new(&base);
    drop(base);
    let mut cut = 0;
    let start = Instant::now();
    for _ in 0..8 {
        let mid_save = killed_in_mid_save(&cibleur.cible, Duration::from_millis(200), |saver| {
            let pid: i32 = sql::<Integer>(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'vigie' ORDER BY backend_start DESC LIMIT 1",
            )
            .get_result(&mut cluster.admin())
            .unwrap();
            // The whole cluster falls with it, and recovers from its log.
            assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
            // Cut between two saves, Vigie would read again and go on.
            std::thread::sleep(Duration::from_millis(300));
            saver.kill().unwrap();
        });
        cut += usize::from(mid_save);
        cibleur.check();
    }
    eprintln!(
        "server killed 8 times, {cut} of them in mid-save, {} dossiers, {:.1} s",
        cibleur.dossiers,
        start.elapsed().as_secs_f64()
    );
    assert!(cut >= 2 && cibleur.dossiers > 1, "only {cut} kills fell in a save");
}
