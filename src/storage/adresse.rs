//! The address of a server: no secret in it, and whether the server is this very machine.

use std::net::IpAddr;

/// Parameters that libpq would read a secret from.
const SECRETS: [&str; 5] = ["password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"];

/// Is there a password before the place (`moi:secret@`), or as a parameter, as libpq would read it?
/// In doubt, yes: an address goes to screens, to preferences and to logs.
pub(super) fn tells_password(adresse: &str) -> bool {
    let Some((_, rest)) = adresse.split_once("://") else {
        // « postgres:moi:secret@serveur » would be taken for the path of a file, and shown.
        let scheme = adresse.split(':').next().unwrap_or_default().to_lowercase();
        return scheme.starts_with("postgres") && adresse.contains('@') && adresse.contains(':');
    };
    let before = rest.rsplit_once('@').map_or("", |(who, _)| who);
    before.contains(':') || parameters(rest).any(|(key, _)| SECRETS.contains(&key.to_lowercase().as_str()))
}

/// Does every host of this address stand on this machine? Beyond it TLS is verified.
pub(super) fn on_this_machine(url: &str) -> bool {
    hosts(url).all(|host| is_loopback(&host))
}

/// Those of the place, and those of the parameters.
pub(super) fn hosts(url: &str) -> impl Iterator<Item = String> + '_ {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let places = authority.rsplit('@').next().unwrap_or_default();
    let named = parameters(rest)
        .filter(|(key, _)| key == "host" || key == "hostaddr")
        .flat_map(|(_, hosts)| hosts.split(',').map(str::to_owned).collect::<Vec<_>>());
    places.split(',').map(|place| decoded(without_port(place))).chain(named)
}

/// `serveur:5432`, `[::1]:5432`
fn without_port(place: &str) -> &str {
    match place.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    }
}

fn is_loopback(host: &str) -> bool {
    // A path is that of a socket; no host at all is libpq's own, the socket of this machine.
    host.is_empty()
        || host.starts_with(['/', '@'])
        || host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What follows « ? », and any « & »: keys and values may be written with `%xx`.
fn parameters(rest: &str) -> impl Iterator<Item = (String, String)> + '_ {
    rest.split(['?', '&']).skip(1).map(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (decoded(key), decoded(value))
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = rest.clone().take(2).map(char::from).collect::<String>();
        match u8::from_str_radix(&hex, 16) {
            Ok(value) if byte == b'%' && hex.len() == 2 => {
                bytes.push(value);
                rest.nth(1);
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_seen_wherever_libpq_would_read_it() {
        for adresse in [
            "postgres://moi:secret@serveur/base",
            "postgres://moi:se/cret@serveur/base",
            "postgres://moi:se?cret@serveur/base",
            "postgres://moi:se@cret@serveur/base",
            "postgres://:secret@serveur/base",
            "postgres://serveur/base?password=secret",
            "postgres://serveur/base?sslmode=require&PASSWORD=secret",
            "postgres://serveur/base?p%61ssword=secret",
            "postgres://serveur?sslpassword=secret",
            "http://moi:secret@serveur",
            "postgres:moi:secret@serveur/base",
            "postgresql:/moi:secret@serveur/base",
        ] {
            assert!(tells_password(adresse), "{adresse}");
        }
        for adresse in [
            "postgres://moi@serveur:5432/base",
            "postgres://serveur/base?host=/tmp",
            "postgres://serveur/base?passfile=/home/moi/.pgpass",
            "postgres://[::1]:5432/base",
            "C:\\a@b.vigie",
            "a:b@c",
            "sqlite:/a@b.vigie",
        ] {
            assert!(!tells_password(adresse), "{adresse}");
        }
    }

    #[test]
    fn only_this_machine_is_this_machine() {
        for url in [
            "postgres://127.0.0.1:5432/base",
            "postgres://moi@127.8.9.1/base",
            "postgres://localhost/base",
            "postgres://moi@[::1]:5432/base",
            "postgres:///base",
            "postgres:///base?host=/var/run/postgresql",
            "postgres://%2Fvar%2Frun/base",
        ] {
            assert!(on_this_machine(url), "{url}");
        }
        for url in [
            "postgres://serveur/base",
            "postgres://127.0.0.1.exemple.fr/base",
            "postgres://localhost.exemple.fr/base",
            "postgres://localhost,serveur/base",
            "postgres://localhost@serveur/base",
            "postgres:///base?host=serveur",
            "postgres://localhost/base?hostaddr=192.0.2.1",
            "postgres://localhost/base?h%6fst=serveur",
        ] {
            assert!(!on_this_machine(url), "{url}");
        }
    }
}
