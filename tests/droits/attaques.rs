//! What a person tries who has `psql`, a login of Vigie, and time: refused, empty, or traced.

use std::io::Write as _;
use std::process::{Command, Stdio};

use vigie::domain::Table;
use vigie::domain::dossier::Fiches as _;

use crate::monde::{FAMILLES, MOT_DE_PASSE, Monde, texts};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attendu {
    /// The server says no.
    Refus,
    /// It answers, and there is nothing in it.
    Rien,
    /// Nothing comes of it, and the journal tells that it was tried.
    Trace,
    /// It answers, and tells no word of another's dossier.
    Muet,
}
use Attendu::{Muet, Refus, Rien, Trace};

/// `{v}` a dossier of another territory, `{ve}` its child, `{m}` one's own, `{mc}` the row of a child in it.
const DU_TERRITOIRE: [(&str, Attendu); 112] = [
    // More rights.
    ("GRANT vigie_saisie TO {moi};", Refus),
    ("GRANT vigie_proprietaire TO {moi};", Refus),
    ("GRANT SELECT ON dossier TO {moi};", Refus),
    ("SET ROLE vigie_proprietaire;", Refus),
    ("SET ROLE vigie_saisie;", Refus),
    ("SET ROLE {saisie};", Refus),
    ("SET SESSION AUTHORIZATION vigie_test;", Refus),
    ("ALTER ROLE {moi} SUPERUSER;", Refus),
    ("ALTER ROLE {moi} BYPASSRLS;", Refus),
    ("CREATE ROLE complice LOGIN;", Refus),
    ("ALTER ROLE {saisie} PASSWORD 'x';", Refus),
    ("INSERT INTO utilisateur_territoire VALUES ('{moi}', 'baugy');", Refus),
    ("INSERT INTO utilisateur_role VALUES ('{moi}', 'saisie');", Refus),
    ("SELECT creer_compte('complice', 'x', '', '', NULL, '{saisie}', '{}', '{}');", Refus),
    ("SELECT attribuer('{moi}', '{saisie}', '{}', '{}');", Refus),
    ("SELECT remplacer_mot_de_passe('{saisie}', NULL);", Refus),
    ("SELECT fermer_compte('{saisie}');", Refus),
    ("REASSIGN OWNED BY vigie_proprietaire TO {moi};", Refus),
    ("ALTER TABLE dossier OWNER TO {moi};", Refus),
    // The guards taken away.
    ("ALTER TABLE dossier DISABLE ROW LEVEL SECURITY;", Refus),
    ("ALTER TABLE dossier DISABLE TRIGGER ALL;", Refus),
    ("ALTER TABLE journal DISABLE TRIGGER ALL;", Refus),
    ("SET session_replication_role = replica;", Refus),
    ("SET row_security = off; SELECT numero FROM dossier;", Refus),
    ("DROP POLICY vigie_0 ON dossier;", Refus),
    ("CREATE POLICY tout ON dossier USING (true);", Refus),
    ("DROP TRIGGER dossier_journal ON dossier;", Refus),
    ("CREATE OR REPLACE FUNCTION voit_tout() RETURNS boolean LANGUAGE sql AS 'SELECT true';", Refus),
    ("CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';", Refus),
    ("CREATE FUNCTION pg_temp.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';", Refus),
    ("CREATE TEMP TABLE utilisateur_role (login text, role text);", Refus),
    ("CREATE TABLE copie AS SELECT numero FROM dossier;", Refus),
    ("CREATE VIEW tout AS SELECT synthese FROM dossier;", Refus),
    ("CREATE SCHEMA mien;", Refus),
    ("CREATE EXTENSION dblink;", Refus),
    ("CREATE RULE r AS ON SELECT TO dossier DO INSTEAD NOTHING;", Refus),
    ("DO $$ BEGIN PERFORM 1; END $$;", Refus),
    ("ALTER SYSTEM SET log_statement = 'none';", Refus),
    ("ALTER DATABASE {base} SET search_path = mien;", Refus),
    (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{saisie}' OR usename = 'vigie_test' LIMIT 1;",
        Refus,
    ),
    ("LOCK TABLE dossier;", Refus),
    ("TRUNCATE dossier CASCADE;", Refus),
    // Texts read past the function that leaves a line.
    ("SELECT synthese FROM dossier;", Refus),
    ("SELECT * FROM dossier;", Refus),
    ("SELECT d FROM dossier d;", Refus),
    ("SELECT row_to_json(d) FROM dossier d;", Refus),
    ("SELECT count(*) FROM dossier WHERE synthese LIKE '%œil%';", Refus),
    ("SELECT numero FROM dossier ORDER BY synthese;", Refus),
    ("UPDATE dossier SET numero_snatem = left(synthese, 40) WHERE id = '{m}';", Refus),
    ("UPDATE dossier SET numero_snatem = numero_snatem WHERE id = '{m}' RETURNING synthese;", Refus),
    ("UPDATE enfant_concerne SET commentaire = commentaire || 'x' WHERE id = '{mc}';", Refus),
    (
        "MERGE INTO echeance e USING dossier d ON d.id = e.dossier_id WHEN MATCHED THEN UPDATE SET code = d.synthese;",
        Refus,
    ),
    (
        "INSERT INTO adulte (id, dossier_id, territoire, nom) SELECT gen_random_uuid(), id, territoire, left(synthese, 40) FROM dossier;",
        Refus,
    ),
    ("COPY dossier TO STDOUT;", Refus),
    ("COPY (SELECT synthese FROM dossier) TO STDOUT;", Refus),
    ("COPY (SELECT 1) TO PROGRAM 'cat';", Refus),
    ("COPY dossier (numero) FROM '/etc/passwd';", Refus),
    ("BEGIN; DECLARE c CURSOR FOR SELECT synthese FROM dossier; FETCH ALL FROM c;", Refus),
    ("PREPARE p AS SELECT commentaire FROM enfant_concerne; EXECUTE p;", Refus),
    ("EXPLAIN ANALYZE SELECT synthese FROM dossier;", Refus),
    ("SELECT lettre FROM courrier;", Refus),
    ("TABLE journal;", Refus),
    ("SELECT dernier FROM compteur;", Refus),
    ("SELECT last_value FROM journal_id_seq;", Refus),
    ("BEGIN;\nCALL lire_dossiers('[\"{m}\"]', '{forme}', NULL);\nROLLBACK;", Refus),
    (
        "BEGIN;\nSELECT consulter('[\"{m}\"]', 'dossier');\nSELECT document_dossiers(ARRAY['{m}']::uuid[]);\nROLLBACK;",
        Refus,
    ),
    (
        "BEGIN;\nSAVEPOINT a;\nSELECT consulter('[\"{m}\"]', 'dossier');\nRELEASE a;\nSELECT document_dossiers(ARRAY['{m}']::uuid[]);\nROLLBACK;",
        Refus,
    ),
    ("BEGIN READ ONLY;\nCALL lire_dossiers('[\"{m}\"]', '{forme}', NULL);\nROLLBACK;", Refus),
    (
        "WITH x AS (SELECT consulter('[\"{m}\"]', 'dossier')) SELECT document_dossiers(ARRAY['{m}']::uuid[]) FROM x;",
        Refus,
    ),
    ("SELECT document_tranche('00000000-0000-0000-0000-000000000000', 1000, '{forme}');", Refus),
    ("SELECT trace_ecrite(ARRAY['{v}']::uuid[]);", Refus),
    // Another's dossier.
    ("CALL lire_dossiers('[\"{v}\"]', '{forme}', NULL);", Trace),
    ("CALL lire_historique('{v}', NULL);", Trace),
    ("CALL lire_courriers('[\"{vl}\"]', NULL);", Trace),
    ("SELECT document_dossiers(ARRAY['{v}']::uuid[]);", Rien),
    ("SELECT document_historique('{v}');", Rien),
    ("SELECT numero FROM dossier WHERE id = '{v}';", Rien),
    ("SELECT nom FROM adulte_cherche WHERE dossier_id = '{v}';", Rien),
    ("SELECT nom FROM nom_proche WHERE variante = '{vn}';", Rien),
    ("SELECT enfant_id FROM mes_enfants WHERE enfant_id = '{ve}';", Rien),
    ("SELECT dossier_id FROM mes_attributions WHERE dossier_id = '{v}';", Rien),
    ("SELECT enfant_id FROM mes_enfants WHERE 1 / (CASE WHEN enfant_id = '{ve}' THEN 0 ELSE 1 END) = 0;", Rien),
    ("DELETE FROM mes_attributions;", Refus),
    ("SELECT nom_usage FROM enfant WHERE 1 / (CASE WHEN nom_usage = '{famille}' THEN 0 ELSE 1 END) = 0;", Rien),
    ("SELECT prenom FROM enfant WHERE cle_nom = '{vn}' AND nom_usage::integer = 1;", Rien),
    ("EXPLAIN (ANALYZE, VERBOSE) SELECT prenom FROM enfant WHERE date_naissance = '2015-02-07';", Muet),
    (
        "INSERT INTO enfant_concerne (id, dossier_id, territoire, enfant_id) VALUES (gen_random_uuid(), '{m}', 'vierzon', '{ve}');",
        Refus,
    ),
    ("UPDATE enfant_concerne SET enfant_id = '{ve}' WHERE id = '{mc}';", Refus),
    ("INSERT INTO adulte (id, dossier_id, territoire, nom) VALUES (gen_random_uuid(), '{v}', 'vierzon', 'x');", Refus),
    (
        "INSERT INTO traitement (id, dossier_id, territoire, service) VALUES (gen_random_uuid(), '{v}', 'vierzon', 'mdas-baugy');",
        Refus,
    ),
    ("UPDATE dossier SET territoire = 'vierzon' WHERE id = '{v}';", Refus),
    ("UPDATE dossier SET territoire = 'baugy' WHERE id = '{m}';", Refus),
    // Why a dossier is handed over, a file, an old row, where a child is known: each by its door alone.
    ("SELECT motif FROM passation;", Refus),
    ("SELECT reponse FROM passation;", Refus),
    ("SELECT p::text FROM passation p;", Refus),
    ("BEGIN;\nCALL lire_passations('{m}', NULL);\nROLLBACK;", Refus),
    (
        "BEGIN;\nSELECT consulter_passations('{m}') IS NULL;\nSELECT document_passations(ARRAY (SELECT id FROM passation));\nROLLBACK;",
        Refus,
    ),
    ("SELECT document_passations(ARRAY (SELECT id FROM passation));", Rien),
    ("CALL lire_passations('{v}', NULL);", Rien),
    ("SELECT contenu FROM piece;", Refus),
    ("SELECT contenu FROM ligne_reprise;", Refus),
    ("BEGIN;\nCALL lire_piece('{vl}', NULL);\nROLLBACK;", Refus),
    ("CALL lire_piece('{vl}', NULL);", Trace),
    ("SELECT document_piece('{vl}');", Rien),
    ("BEGIN;\nCALL lire_ailleurs(ARRAY['{vn}'], '{}', 'lea', 'x', '2015-02-07', NULL);\nROLLBACK;", Refus),
    (
        "BEGIN;\nSELECT consulter_ailleurs(ARRAY['{vn}'], '{}', 'lea', 'x', '2015-02-07');\nSELECT document_ailleurs(ARRAY['{vn}'], '{}', 'lea', 'x', '2015-02-07');\nROLLBACK;",
        Refus,
    ),
    ("SELECT document_ailleurs(ARRAY['{vn}'], '{}', 'lea', 'x', '2015-02-07');", Rien),
    ("SELECT enfants_ailleurs(ARRAY['{vn}'], '{}', 'lea', 'x', '2015-02-07');", Refus),
    // What the base alone writes.
    ("UPDATE dossier SET version = 99 WHERE id = '{m}';", Refus),
    ("UPDATE dossier SET modifie_par = 'saisie', cree_le = now() WHERE id = '{m}';", Refus),
    ("UPDATE dossier SET numero = '2020-000001' WHERE id = '{m}';", Refus),
    ("SELECT consigner('ajout', 'dossier', '{v}', '{}');", Refus),
];

const DES_AUTRES: [(&str, &str, Attendu); 36] = [
    (
        "service",
        "INSERT INTO traitement (id, dossier_id, territoire, service) VALUES (gen_random_uuid(), '{v}', 'baugy', 'mdas-aubigny');",
        Refus,
    ),
    ("service", "SELECT document_dossiers(ARRAY['{v2}']::uuid[]);", Rien),
    ("service", "UPDATE traitement SET dossier_id = '{v}';", Refus),
    ("territoire", "UPDATE passation SET etat = 'acceptee' WHERE dossier_id = '{m}';", Refus),
    (
        "territoire",
        "INSERT INTO passation (id, dossier_id, territoire, de, vers, etat) VALUES (gen_random_uuid(), '{m}', 'vierzon', 'vierzon', 'baugy', 'acceptee');",
        Refus,
    ),
    ("territoire", "SELECT rolpassword FROM pg_authid;", Refus),
    ("territoire", "SELECT passwd FROM pg_shadow;", Refus),
    ("territoire", "SELECT stavalues1 FROM pg_statistic;", Refus),
    ("territoire", "SELECT most_common_vals FROM pg_stats WHERE tablename IN ('enfant', 'dossier', 'adulte');", Rien),
    ("territoire", "SELECT pg_read_file('/etc/passwd');", Refus),
    ("territoire", "SELECT pg_ls_dir('.');", Refus),
    ("territoire", "SELECT lo_import('/etc/passwd');", Refus),
    ("territoire", "SELECT lo_from_bytea(0, 'x');", Refus),
    ("territoire", "SELECT query FROM pg_stat_activity;", Muet),
    ("territoire", "SELECT * FROM pg_locks;", Muet),
    ("territoire", "LISTEN vigie; NOTIFY vigie, 'dossier x'; SELECT pg_sleep(0.2);", Muet),
    ("territoire", "SELECT cle FROM cle_brouillon WHERE utilisateur <> session_user;", Rien),
    ("territoire", "SET search_path = pg_temp, public; SELECT voit_tout();", Rien),
    ("saisie", "UPDATE dossier SET etat = 'etat_dossier/clos' WHERE id = '{v}';", Refus),
    ("saisie", "UPDATE dossier SET clos_le = '2026-11-29' WHERE id = '{v}';", Refus),
    (
        "saisie",
        "INSERT INTO dossier (id, territoire, etat) VALUES ('{v}', 'baugy', 'etat_dossier/evaluation') ON CONFLICT (id) DO UPDATE SET numero_snatem = left(dossier.synthese, 40);",
        Refus,
    ),
    (
        "saisie",
        "INSERT INTO dossier (id, numero, territoire, etat) VALUES (gen_random_uuid(), '2020-000001', 'baugy', 'etat_dossier/evaluation');",
        Refus,
    ),
    ("saisie", "DELETE FROM dossier;", Refus),
    ("encadrement", "SELECT observation_cema FROM dossier;", Refus),
    ("encadrement", "UPDATE journal SET qui = 'x';", Refus),
    ("observatoire", "SELECT fratrie FROM dossier;", Refus),
    ("observatoire", "SELECT nom_usage FROM enfant;", Refus),
    ("observatoire", "CALL lire_dossiers('[\"{v}\"]', '{forme}', NULL);", Refus),
    ("administration", "SELECT fratrie FROM dossier;", Refus),
    ("administration", "CALL lire_dossiers('[\"{v}\"]', '{forme}', NULL);", Refus),
    ("administration", "SELECT modifier_compte('{moi}', 'x', '', '', '{administration,saisie}', '{}', '{}');", Refus),
    ("administration", "SELECT creer_compte('clair', 'x', '', '', 'motdepasse', '{saisie}', '{}', '{}');", Refus),
    ("administration", "SELECT creer_compte('x\" SUPERUSER; --', 'x', '', '', NULL, '{saisie}', '{}', '{}');", Refus),
    (
        "administration",
        "SELECT creer_compte('faible', 'x', '', '', 'SCRAM-SHA-256$1000:AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', '{saisie}', '{}', '{}');",
        Refus,
    ),
    ("audit", "SELECT apres FROM journal;", Refus),
    ("audit", "DELETE FROM journal;", Refus),
];

fn psql(monde: &Monde, qui: &str, sql: &str) -> (String, String) {
    let mut child = Command::new("psql")
        .args(["-X", "-A", "-t", "-q", "-d", &monde.cible_of(qui).adresse()])
        .env("PGPASSWORD", MOT_DE_PASSE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn filled(sql: &str, monde: &Monde, qui: &str) -> String {
    let of = |lieu: usize, table: Table| monde.dossiers[lieu].of(table).next().unwrap().id.to_string();
    [
        ("{v}", monde.id(1).to_string()),
        ("{v2}", monde.id(2).to_string()),
        ("{ve}", of(1, Table::Enfant)),
        ("{vl}", monde.courriers[1].to_string()),
        ("{vn}", vigie::domain::nom::fold(FAMILLES[1])),
        ("{famille}", FAMILLES[1].to_owned()),
        ("{m}", monde.id(0).to_string()),
        ("{mc}", of(0, Table::EnfantConcerne)),
        ("{moi}", monde.login(qui)),
        ("'{saisie}'", format!("'{}'", monde.login("saisie"))),
        ("TO {saisie}", format!("TO {}", monde.login("saisie"))),
        ("ROLE {saisie}", format!("ROLE {}", monde.login("saisie"))),
        ("{base}", monde.cible.adresse().rsplit('/').next().unwrap().to_owned()),
        ("{forme}", monde.forme.clone()),
    ]
    .into_iter()
    .fold(sql.to_owned(), |sql, (mark, value)| sql.replace(mark, &value))
}

/// Everything that an attempt could have changed.
fn picture(monde: &Monde) -> Vec<String> {
    let mut root = monde.root();
    let tables = [
        "dossier",
        "enfant",
        "enfant_concerne",
        "adulte",
        "adulte_enfant",
        "motif_enfant",
        "conclusion_enfant",
        "traitement",
        "echeance",
        "courrier",
        "passation",
        "utilisateur",
        "utilisateur_role",
        "utilisateur_territoire",
        "utilisateur_service",
        "valeur",
        "compteur",
    ];
    let mut all: Vec<String> = tables
        .iter()
        .map(|table| texts(&mut root, &format!("SELECT '{table} ' || count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS t FROM {table} t")).unwrap().remove(0))
        .collect();
    all.extend(texts(&mut root, "SELECT polrelid::regclass::text || polname AS t FROM pg_policy ORDER BY 1").unwrap());
    all.extend(
        texts(&mut root, "SELECT tgname || tgenabled::text AS t FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
            .unwrap(),
    );
    all
}

#[test]
fn whatever_is_tried_with_psql_is_refused_or_traced_and_changes_nothing() {
    let monde = crate::monde::with_extras(crate::monde::new_world());
    monde.root_run("ANALYZE");
    let before = picture(&monde);
    let mut wrong = Vec::new();
    let of_territory = DU_TERRITOIRE.iter().map(|(sql, wanted)| ("territoire", *sql, *wanted));
    let all: Vec<_> = of_territory.chain(DES_AUTRES).collect();
    assert!(all.len() >= 120);
    for (qui, sql, wanted) in all {
        let traces = |operation: &str| {
            let sql = format!(
                "SELECT count(*)::text AS t FROM journal WHERE qui = '{}' AND operation = '{operation}'",
                monde.login(qui)
            );
            texts(&mut monde.root(), &sql).unwrap().remove(0)
        };
        let refusals = traces("refus");
        let (out, err) = psql(&monde, qui, &filled(sql, &monde, qui));
        let told = format!("{out}{err}");
        let secrets = ["œil", "secret", "SCRAM-SHA-256$4096"].iter().any(|word| told.contains(word));
        let other = ["territoire", "observatoire", "administration"].contains(&qui) && out.contains(FAMILLES[1]);
        let error = err.contains("ERROR:");
        let nothing = ["", "f", "{}"].contains(&out.trim());
        let good = match wanted {
            Refus => error,
            Rien => !error && nothing,
            Trace => !error && nothing && traces("refus") != refusals,
            Muet => !error,
        };
        if !good || secrets || other {
            wrong.push(format!("{qui}: {sql}\n   {wanted:?}, but: {}", told.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(picture(&monde), before);
}

#[test]
fn who_reads_with_psql_leaves_a_line_whatever_comes_after() {
    let monde = crate::monde::new_world();
    let lines = || {
        let sql = format!(
            "SELECT count(*)::text AS t FROM journal WHERE qui = '{}' AND operation = 'consultation'",
            monde.login("territoire")
        );
        texts(&mut monde.root(), &sql).unwrap().remove(0)
    };
    assert_eq!(lines(), "0");
    let call = filled("CALL lire_dossiers('[\"{m}\"]', '{forme}', NULL);", &monde, "territoire");
    let (out, err) = psql(&monde, "territoire", &call);
    assert!(out.contains("œil") && err.is_empty(), "{err}");
    assert_eq!(lines(), "1");
    // The parts, one by one.
    let parts = filled(
        "SELECT consulter('[\"{m}\"]', 'dossier');\nSELECT document_dossiers(ARRAY['{m}']::uuid[]);",
        &monde,
        "territoire",
    );
    let (out, _) = psql(&monde, "territoire", &parts);
    assert!(out.contains("œil"));
    assert_eq!(lines(), "2");
    // Another's line opens nothing.
    let alone = filled("SELECT document_dossiers(ARRAY['{m}']::uuid[]);", &monde, "encadrement");
    assert_eq!(psql(&monde, "encadrement", &alone).0.trim(), "");
}

#[test]
fn who_looks_where_a_child_is_known_leaves_a_trace_whatever_comes_after() {
    let monde = crate::monde::new_world();
    let traces = || {
        let sql =
            format!("SELECT count(*)::text AS t FROM regard_exterieur WHERE qui = '{}'", monde.login("territoire"));
        texts(&mut monde.root(), &sql).unwrap().remove(0)
    };
    let look = filled("CALL lire_ailleurs(ARRAY['{vn}'], '{}', 'lea', 'x', '2015-02-07', NULL);", &monde, "territoire");
    let (out, err) = psql(&monde, "territoire", &format!("BEGIN;\n{look}\nROLLBACK;"));
    assert!(err.contains("ERROR:") && !out.contains("Baugy"), "{out}{err}");
    // Whether somebody was found is not told by the transaction either.
    let number = "SELECT pg_current_xact_id_if_assigned() IS NULL;\nROLLBACK;";
    for (first_name, name) in [("lea", "the child"), ("personne", "nobody")] {
        let parts = look.replace("CALL lire_ailleurs", "BEGIN;\nSELECT consulter_ailleurs").replace(", NULL", "");
        let (out, _) = psql(&monde, "territoire", &format!("{}\n{number}", parts.replace("lea", first_name)));
        assert_eq!(out.trim(), "f", "{name}");
    }
    assert_eq!(traces(), "0");
    let (out, err) = psql(&monde, "territoire", &look);
    assert!(out.contains("Baugy") && err.is_empty(), "{out}{err}");
    assert_eq!(traces(), "1");
}
