//! The base against its table of rights.

use vigie::storage::Niveau;

use crate::monde::{monde, texts};

/// Roles belong to the whole server: what one test opens by hand, another would find open.
static SERVEUR: std::sync::Mutex<()> = std::sync::Mutex::new(());

fn alone() -> std::sync::MutexGuard<'static, ()> {
    SERVEUR.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[test]
fn an_installed_base_is_found_sound_and_every_object_has_its_line() {
    let _alone = alone();
    let monde = monde();
    let constats = monde.maitre.surete().unwrap();
    let bad: Vec<_> = constats.iter().filter(|constat| constat.niveau == Niveau::Grave).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    assert!(constats.len() > 12);
    // A person sees the same, without a right on what is looked at.
    for qui in ["administration", "territoire", "audit"] {
        let seen = monde.base_of(qui).surete().unwrap();
        assert_eq!(seen.iter().filter(|constat| constat.niveau == Niveau::Grave).count(), 0, "{qui}: {seen:#?}");
    }
}

#[test]
fn installing_again_changes_nothing() {
    let monde = crate::monde::new_world();
    let mut root = monde.root();
    let picture = |root: &mut _| {
        texts(
            root,
            "SELECT string_agg(x, E'\\n' ORDER BY x) AS t FROM ( \
             SELECT relname || ' ' || pg_get_userbyid(relowner) || ' ' || coalesce((SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(relacl) a), '') || ' ' || relrowsecurity || coalesce(reloptions::text, '') AS x FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') \
             UNION ALL SELECT attrelid::regclass || '.' || attname || ' ' || (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(attacl) a) FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid > 16384 \
             UNION ALL SELECT oid::regprocedure || ' ' || pg_get_userbyid(proowner) || ' ' || coalesce((SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(proacl) a), '') FROM pg_proc WHERE pronamespace = 'public'::regnamespace \
             UNION ALL SELECT polrelid::regclass || ' ' || polname || ' ' || polcmd::text || coalesce(pg_get_expr(polqual, polrelid), '') || coalesce(pg_get_expr(polwithcheck, polrelid), '') FROM pg_policy) x",
        )
        .unwrap()
    };
    let before = picture(&mut root);
    assert!(before[0].len() > 10_000);
    crate::monde::install_again(&monde);
    assert_eq!(picture(&mut root), before);
}

#[test]
fn what_was_opened_by_hand_is_told_and_closed_by_installing_again() {
    use diesel::connection::SimpleConnection as _;
    let _alone = alone();
    let monde = crate::monde::new_world();
    let mut root = monde.root();
    let agent = monde.login("territoire");
    for (opened, told) in [
        (format!("GRANT SELECT ON dossier TO {agent}"), "donnés à la main"),
        (format!("GRANT SELECT (synthese) ON dossier TO {agent}"), "donnés à la main"),
        ("GRANT SELECT (synthese) ON dossier TO vigie_territoire".to_owned(), "sans laisser de ligne"),
        ("GRANT SELECT ON enfant TO PUBLIC".to_owned(), "Tout le monde"),
        ("ALTER TABLE adulte DISABLE ROW LEVEL SECURITY".to_owned(), "droits par ligne"),
        ("CREATE TABLE notes (texte text)".to_owned(), "table des droits"),
        ("CREATE FUNCTION tout_lire() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT synthese FROM dossier'".to_owned(), "fixent pas leur chemin"),
        (format!("GRANT vigie_proprietaire TO {agent}"), "ou le devenir"),
        (format!("ALTER ROLE {agent} BYPASSRLS"), "passent outre"),
        (format!("GRANT vigie_audit TO {agent}"), "autres rôles"),
    ] {
        root.batch_execute(&opened).unwrap();
        let grave = |constats: Vec<vigie::storage::Constat>| {
            let grave = constats.into_iter().filter(|constat| constat.niveau == Niveau::Grave);
            grave.map(|constat| constat.phrase).collect::<Vec<_>>().join("\n")
        };
        let seen = grave(monde.maitre.surete().unwrap());
        assert!(seen.contains(told), "{opened}: {seen}");
        // What only the administrator of the server may take back is told until it is.
        root.batch_execute(&format!(
            "REVOKE vigie_proprietaire FROM {agent}; REVOKE vigie_audit FROM {agent}; ALTER ROLE {agent} NOBYPASSRLS; DROP TABLE IF EXISTS notes; DROP FUNCTION IF EXISTS tout_lire"
        ))
        .unwrap();
        crate::monde::install_again(&monde);
        assert_eq!(grave(monde.maitre.surete().unwrap()), "", "{opened}");
    }
}
