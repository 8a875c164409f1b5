//! The line to a PostgreSQL server: its settings, and why a connection was refused.

use std::path::Path;

use diesel::{Connection as _, PgConnection};

use super::{Result, StorageError, adresse};

/// Opens one connection, to the first of the hosts that can be written.
pub(super) fn connect(url: &str, mot_de_passe: Option<&str>) -> Result<PgConnection> {
    PgConnection::establish(&libpq_url(url, mot_de_passe)).map_err(|error| refusal(&error.to_string()))
}

/// Limits that keep one stuck client from holding everybody, a line found cut within the minute, and
/// TLS verified beyond this machine. What the address says itself stands.
fn libpq_url(url: &str, mot_de_passe: Option<&str>) -> String {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let mut address = address.to_owned();
    if let Some(secret) = mot_de_passe {
        let encoded = secret.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
        match address.split_once('@') {
            Some((who, place)) => address = format!("{who}:{encoded}@{place}"),
            None => address = address.replacen("postgres://", &format!("postgres://:{encoded}@"), 1),
        }
    }
    let mut query: Vec<String> = query.split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let has = |query: &[String], key: &str| query.iter().any(|part| part.split('=').next() == Some(key));
    let far = !adresse::on_this_machine(url);
    let authority = system_authorities().filter(|_| far && !has(&query, "sslmode"));
    for (key, value) in [
        ("sslmode", Some(if far { "verify-full" } else { "prefer" })),
        ("sslrootcert", authority),
        // Of several hosts, the one that can be written: the others are its copies.
        ("target_session_attrs", adresse::hosts(url).count().gt(&1).then_some("read-write")),
        // For each host.
        ("connect_timeout", Some("5")),
        ("application_name", Some("vigie")),
        ("keepalives_idle", Some("30")),
        ("keepalives_interval", Some("5")),
        ("keepalives_count", Some("3")),
        ("tcp_user_timeout", Some("20000")),
        (
            "options",
            // Compiling a statement takes longer than any of Vigie's takes to answer.
            Some(
                "-c%20lock_timeout%3D3s%20-c%20statement_timeout%3D60s%20-c%20idle_in_transaction_session_timeout%3D30s%20-c%20jit%3Doff",
            ),
        ),
    ] {
        if let Some(value) = value
            && !has(&query, key)
        {
            query.push(format!("{key}={value}"));
        }
    }
    format!("{address}?{}", query.join("&"))
}

/// The authorities that this system trusts, when the person has none of their own where libpq looks.
fn system_authorities() -> Option<&'static str> {
    let own = dirs::home_dir().map(|home| home.join(".postgresql/root.crt"));
    if own.is_some_and(|own| own.exists()) || std::env::var_os("PGSSLROOTCERT").is_some() {
        return None;
    }
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"]
        .into_iter()
        .find(|path| Path::new(path).exists())
}

/// Why, in a sentence to act on. libpq gives no code here; its texts are English, the server's are
/// those of its `lc_messages`, in English or in French.
fn refusal(text: &str) -> StorageError {
    let has = |needles: &[&str]| needles.iter().any(|needle| text.contains(needle));
    let told = || text.split('\t').next().unwrap_or_default().trim().replace('\n', " ");
    if has(&[
        "password authentication failed",
        "authentification par mot de passe échouée",
        "no password supplied",
        "LDAP authentication failed",
        "authentification LDAP",
        "GSSAPI authentication failed",
        "authentification GSSAPI",
        "Peer authentication failed",
    ]) || (text.contains("role \"") && text.contains("does not exist"))
        || (text.contains("le rôle") && text.contains("n'existe pas"))
    {
        StorageError::WrongPassword
    } else if has(&["is not permitted to log in", "n'est pas autorisé à se connecter"]) {
        StorageError::ClosedAccount
    } else if has(&["permission denied for database", "droit refusé pour la base"]) {
        StorageError::Refused(
            "Ce compte n’a pas le droit d’ouvrir cette base ; rien n’a été touché, demandez-le à l’administrateur"
                .to_owned(),
        )
    } else if has(&["no pg_hba.conf entry", "pg_hba.conf rejects", "aucune entrée dans pg_hba.conf"]) {
        StorageError::Refused("Le serveur n’accepte pas cette liaison (poste, compte ou chiffrement) ; rien n’a été touché, voyez l’administrateur".to_owned())
    } else if has(&[
        "certificate verify failed",
        "does not match host name",
        "root certificate file",
        "could not read root certificate",
        "server does not support SSL",
    ]) {
        StorageError::NotProven(told())
    } else if text.contains("database \"") && text.contains("does not exist")
        || text.contains("la base de données") && text.contains("n'existe pas")
    {
        StorageError::Missing(told())
    } else if has(&["No space left on device", "Aucun espace disponible", "could not write init file"]) {
        // Who comes while the server's disk is full may find that it cannot even write its own notes.
        StorageError::Full
    } else {
        StorageError::Offline(told())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_beyond_this_machine_is_verified_and_several_hosts_fail_over_to_the_writable_one() {
        let near = libpq_url("postgres://moi@127.0.0.1:5432/base", None);
        assert!(near.contains("sslmode=prefer") && !near.contains("target_session_attrs"), "{near}");
        let far = libpq_url("postgres://moi@a.exemple.fr,b.exemple.fr/base", Some("é d"));
        assert!(far.starts_with("postgres://moi:%C3%A9%20%64@") || far.contains("moi:%C3%A9%20%64@"), "{far}");
        for part in [
            "sslmode=verify-full",
            "target_session_attrs=read-write",
            "connect_timeout=5",
            "keepalives_count=3",
            "tcp_user_timeout=20000",
            "lock_timeout",
            "statement_timeout",
            "jit%3Doff",
        ] {
            assert!(far.contains(part), "{part} in {far}");
        }
        let own = libpq_url("postgres://a,b/base?target_session_attrs=any&sslmode=require", None);
        assert!(own.contains("target_session_attrs=any") && !own.contains("read-write"), "{own}");
        assert!(own.contains("sslmode=require") && !own.contains("verify-full") && !own.contains("sslrootcert"));
    }

    #[test]
    fn each_refusal_is_told_as_what_it_is() {
        let at = "connection to server at \"127.0.0.1\", port 5432 failed: ";
        for (text, wanted) in [
            ("FATAL:  password authentication failed for user \"moi\"", "WrongPassword"),
            ("FATAL:  authentification par mot de passe échouée pour l'utilisateur « moi »", "WrongPassword"),
            ("fe_sendauth: no password supplied", "WrongPassword"),
            ("FATAL:  role \"moi\" does not exist", "WrongPassword"),
            ("FATAL:  role \"moi\" is not permitted to log in", "ClosedAccount"),
            ("FATAL:  database \"x\" does not exist", "Missing"),
            ("FATAL:  could not write init file", "Full"),
            ("SSL error: certificate verify failed", "NotProven"),
            ("server certificate for \"a\" does not match host name \"b\"", "NotProven"),
            ("FATAL:  no pg_hba.conf entry for host \"x\"", "Refused"),
            ("Connection refused\n\tIs the server running?", "Offline"),
            ("FATAL:  the database system is starting up", "Offline"),
            ("SSL error: unexpected eof while reading", "Offline"),
            ("FATAL:  sorry, too many clients already", "Offline"),
            ("session is read-only", "Offline"),
        ] {
            let error = refusal(&format!("{at}{text}"));
            assert!(format!("{error:?}").starts_with(wanted), "{text}: {error:?}");
        }
    }
}
