//! The synthetic old base, unpacked once a run, and the totals that it must reconcile to.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use vigie::exchange::access::lecteur::{Access, Lecteur as _};
use vigie::exchange::access::source::Source;

pub fn octets() -> &'static Vec<u8> {
    static OCTETS: OnceLock<Vec<u8>> = OnceLock::new();
    OCTETS.get_or_init(|| {
        let packed = std::fs::File::open("tests/exchange/ancienne-application.accdb.zst").unwrap();
        let mut octets = Vec::new();
        ruzstd::decoding::StreamingDecoder::new(packed).unwrap().read_to_end(&mut octets).unwrap();
        octets
    })
}

pub fn chemin() -> &'static Path {
    static CHEMIN: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, chemin) = CHEMIN.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let chemin = dir.path().join("ancienne-application.accdb");
        std::fs::write(&chemin, octets()).unwrap();
        (dir, chemin)
    });
    chemin
}

pub fn source() -> &'static Source {
    static SOURCE: OnceLock<Source> = OnceLock::new();
    SOURCE.get_or_init(|| Access.lire(chemin(), None).unwrap())
}

/// The totals counted by who made the file.
pub fn attendu() -> &'static Value {
    static ATTENDU: OnceLock<Value> = OnceLock::new();
    ATTENDU.get_or_init(|| {
        let packed = std::fs::File::open("tests/exchange/attendu.json.gz").unwrap();
        serde_json::from_reader(flate2::read::GzDecoder::new(packed)).unwrap()
    })
}
