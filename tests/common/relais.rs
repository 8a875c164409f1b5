//! Between a client and its server: a slow line, or one that is cut at the worst moment.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use vigie::storage::Cible;

/// When the line is cut, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coupure {
    Jamais = 0,
    /// The commit never reaches the server.
    AvantLeCommit = 1,
    /// The server has committed; the client never hears it.
    ApresLeCommit = 2,
}

pub struct Relais {
    pub port: u16,
    coupure: Arc<AtomicU8>,
    /// Half of what is added to a round trip, in microseconds.
    late: Arc<AtomicU64>,
    /// Every connection is cut, and no new one goes through.
    away: Arc<AtomicBool>,
}

impl Relais {
    /// `lenteur` is added to each round trip, half of it each way.
    pub fn vers(server: u16, lenteur: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let coupure = Arc::new(AtomicU8::new(0));
        let wanted = Arc::clone(&coupure);
        let late = Arc::new(AtomicU64::new(0));
        let slow = Arc::clone(&late);
        let away = Arc::<AtomicBool>::default();
        let gone = Arc::clone(&away);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                // A server that is away is a line that closes.
                let Ok(client) = client else { return };
                if gone.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                client.set_nodelay(true).unwrap();
                server.set_nodelay(true).unwrap();
                let cut = Arc::new(AtomicU8::new(0));
                let (there, back) = ((client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client));
                for (from, to, up) in [(there.0, there.1, true), (back.0, back.1, false)] {
                    let (wanted, cut, gone) = (Arc::clone(&wanted), Arc::clone(&cut), Arc::clone(&gone));
                    let carry = move |bytes: &[u8]| {
                        let commits = up && bytes.windows(7).any(|seven| seven == b"COMMIT\0");
                        if commits {
                            cut.store(wanted.swap(0, Ordering::SeqCst), Ordering::SeqCst);
                        }
                        match cut.load(Ordering::SeqCst) {
                            0 => !gone.load(Ordering::SeqCst),
                            2 => up,
                            _ => false,
                        }
                    };
                    forward(from, to, Arc::clone(&slow), carry);
                }
            }
        });
        let relais = Self { port, coupure, late, away };
        relais.ralentis(lenteur);
        relais
    }

    /// Before that base, and its address from there.
    pub fn devant(cible: &Cible) -> (Self, Cible) {
        let adresse = cible.adresse();
        let port = adresse.rsplit('@').next().unwrap().split('/').next().unwrap().rsplit(':').next().unwrap();
        let relais = Self::vers(port.parse().unwrap(), Duration::ZERO);
        let there = adresse.replace(&format!(":{port}"), &format!(":{}", relais.port));
        (relais, Cible::parse(&there).unwrap())
    }

    /// From now on, that much is added to each round trip.
    pub fn ralentis(&self, lenteur: Duration) {
        self.late.store(u64::try_from(lenteur.as_micros() / 2).unwrap(), Ordering::SeqCst);
    }

    /// The server is away, or back.
    pub fn absent(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    /// The next commit is the one that is cut.
    pub fn coupe(&self, coupure: Coupure) {
        self.coupure.store(coupure as u8, Ordering::SeqCst);
    }
}

/// Bytes leave in their order, each as late as it should; none when `carry` says no, and both ends close.
fn forward(
    mut from: TcpStream,
    mut to: TcpStream,
    late: Arc<AtomicU64>,
    carry: impl Fn(&[u8]) -> bool + Send + 'static,
) {
    let (tell, told) = mpsc::channel::<(Instant, Vec<u8>)>();
    let source = from.try_clone().unwrap();
    std::thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let due = Instant::now() + Duration::from_micros(late.load(Ordering::SeqCst));
            if tell.send((due, buffer[..read].to_vec())).is_err() {
                return;
            }
        }
    });
    std::thread::spawn(move || {
        for (when, bytes) in told {
            std::thread::sleep(when.saturating_duration_since(Instant::now()));
            if !carry(&bytes) {
                let _ = source.shutdown(Shutdown::Both);
                break;
            }
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}
