//! The rights of `assets/droits.tsv` put in place on a server: roles, owners, policies, grants.
//!
//! Everything is taken back first, then granted again, in one transaction: what the table does not say is not
//! there. It may be run again at any time, and is after each migration.

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Bool, Text};

use super::colonnes;
use super::lecture;
use super::regles::{self, Nature, Objet, ROLES};
use crate::storage::connection::Connexion;
use crate::storage::sql::Sql;
use crate::storage::{Result, StorageError};

/// They own, and nobody logs in as them.
pub const PROPRIETAIRES: [&str; 3] = ["vigie_proprietaire", "vigie_registre", "vigie_comptes"];
/// Every person is in it, through the group of a role.
const PERSONNE: &str = "vigie_personne";

/// Every role that Vigie makes for itself: owners, groups, and what all persons are in.
pub fn all_roles() -> Vec<String> {
    let groups = ROLES.iter().map(|role| format!("vigie_{role}"));
    PROPRIETAIRES.iter().chain([&PERSONNE]).map(|&role| role.to_owned()).chain(groups).collect()
}

/// Has `vigie base installer` been run on this base?
pub fn installed(connexion: &mut Connexion) -> Result<bool> {
    Ok(match connexion {
        Connexion::Sqlite(_) => false,
        Connexion::Postgres(_) => Sql::<Bool>::new(
            "SELECT coalesce((SELECT pg_get_userbyid(relowner) = 'vigie_proprietaire' FROM pg_class WHERE oid = to_regclass('public.dossier')), false)",
        )
        .get_result(connexion)?,
    })
}

/// Roles, then rights. Inside a transaction of the caller.
///
/// # Errors
/// Refused to who is not superuser of the server.
pub fn install(connexion: &mut Connexion) -> Result<()> {
    let superuser = Sql::<Bool>::new("SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
    if !superuser.get_result(connexion)? {
        return Err(StorageError::Refused(
            "L’installation demande le compte d’administration du serveur PostgreSQL (superutilisateur)\u{a0}; rien n’a été touché, recommencez avec lui"
                .to_owned(),
        ));
    }
    // Roles are the whole server's: a base installed beside this one, or an account made there, waits for its turn.
    connexion.batch_execute("LOCK TABLE pg_authid IN SHARE ROW EXCLUSIVE MODE")?;
    // All at once, before anything is written: autovacuum waits for whoever has written what it counts in the
    // catalogue, and would hold meanwhile the table whose policies come next.
    let tables: Vec<String> = Sql::<Text>::new(
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1",
    )
    .load(connexion)?;
    connexion.batch_execute(&format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", tables.join(", ")))?;
    for role in PROPRIETAIRES.into_iter().chain([PERSONNE]) {
        prepare_role(connexion, role)?;
    }
    for role in ROLES {
        let group = format!("vigie_{role}");
        prepare_role(connexion, &group)?;
        connexion.batch_execute(&format!("GRANT {PERSONNE} TO {group}"))?;
    }
    // Since PostgreSQL 16 a role gives only the groups that it administers.
    connexion.batch_execute(&format!(
        "ALTER ROLE vigie_comptes CREATEROLE; \
         DO $$ BEGIN IF current_setting('server_version_num')::integer >= 160000 THEN GRANT {} TO vigie_comptes WITH ADMIN OPTION; END IF; END $$",
        ROLES.map(|role| format!("vigie_{role}")).join(", ")
    ))?;
    apply(connexion)
}

/// A role that owns or groups: made if it is not there, and never able to do more than that.
fn prepare_role(connexion: &mut Connexion, role: &str) -> Result<()> {
    connexion.batch_execute(&format!(
        "DO $$ BEGIN IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role}; END IF; END $$; \
         ALTER ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL"
    ))?;
    Ok(())
}

/// Everything that the table says, and nothing else.
fn apply(connexion: &mut Connexion) -> Result<()> {
    lecture::functions(connexion)?;
    let objets = regles::objets()?;
    take_back(connexion)?;
    for objet in objets {
        let statements = match objet.nature {
            Nature::Table => table(connexion, objet)?,
            Nature::Vue => view(connexion, objet)?,
            Nature::Fonction => function(connexion, objet)?,
        };
        connexion.batch_execute(&statements.join(";\n"))?;
    }
    // Last: what the owners do for people.
    connexion.batch_execute(
        "GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO vigie_proprietaire, vigie_registre, vigie_comptes; \
         GRANT SELECT, INSERT, UPDATE, DELETE ON utilisateur, utilisateur_role, utilisateur_territoire, utilisateur_service TO vigie_comptes; \
         GRANT SELECT ON ALL TABLES IN SCHEMA public TO vigie_proprietaire",
    )?;
    for table in ["utilisateur", "utilisateur_role", "utilisateur_territoire", "utilisateur_service"] {
        connexion.batch_execute(&format!(
            "CREATE POLICY vigie_comptes ON {table} TO vigie_comptes USING (true) WITH CHECK (true)"
        ))?;
    }
    Ok(())
}

/// Whatever was granted before, to anybody; and what PostgreSQL gives to everybody by itself.
fn take_back(connexion: &mut Connexion) -> Result<()> {
    let mut grantees: Vec<String> = Sql::<Text>::new(
        "SELECT quote_ident(r.rolname) FROM pg_roles r JOIN utilisateur u ON u.login = r.rolname \
         UNION SELECT quote_ident(pg_get_userbyid(a.grantee)) FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee NOT IN (0, c.relowner)",
    )
    .load(connexion)?;
    grantees.extend(all_roles());
    grantees.push("PUBLIC".to_owned());
    grantees.sort();
    grantees.dedup();
    let grantees = grantees.join(", ");
    connexion.batch_execute(&format!(
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {grantees}; \
         REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {grantees}; \
         REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM {grantees}; \
         REVOKE ALL ON SCHEMA public FROM {grantees}; \
         GRANT USAGE ON SCHEMA public TO {PERSONNE}, {owners}; \
         ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC; \
         REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC; GRANT USAGE ON LANGUAGE plpgsql TO {owners}; \
         DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()); \
           EXECUTE format('GRANT CONNECT ON DATABASE %I TO {PERSONNE}', current_database()); END $$",
        owners = PROPRIETAIRES.join(", ")
    ))?;
    // Objects without a table are of no use to Vigie, and nobody would look there for a child's name.
    let large: Vec<String> = Sql::<Text>::new(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^(lo_|loread|lowrite)'",
    )
    .load(connexion)?;
    for routine in large {
        connexion.batch_execute(&format!("REVOKE ALL ON FUNCTION {routine} FROM PUBLIC"))?;
    }
    // An object that the table does not name belongs to its owner alone.
    let orphans: Vec<String> = Sql::<Text>::new(
        "SELECT format('ALTER %s %s OWNER TO vigie_proprietaire', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, oid::regclass) \
         FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') \
         UNION ALL SELECT format('GRANT ALL ON %s TO vigie_proprietaire', oid::regclass) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S') \
         UNION ALL SELECT format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', oid::regclass) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') \
         UNION ALL SELECT format('DROP POLICY %I ON %s', polname, polrelid::regclass) FROM pg_policy \
         UNION ALL SELECT format('ALTER ROUTINE %s OWNER TO vigie_proprietaire', oid::regprocedure) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    )
    .load(connexion)?;
    connexion.batch_execute(&orphans.join(";\n"))?;
    Ok(())
}

fn table(connexion: &mut Connexion, objet: &Objet) -> Result<Vec<String>> {
    let Objet { nom, proprietaire, lignes, .. } = objet;
    let there: Vec<String> = Sql::<Text>::new(
        "SELECT attname::text FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid = to_regclass('public.' || ",
    )
    .bind(*nom)
    .text(") ORDER BY attnum")
    .load(connexion)?;
    if there.is_empty() {
        return Err(absent(nom));
    }
    let mut statements =
        vec![format!("ALTER TABLE {nom} OWNER TO {proprietaire}"), format!("GRANT ALL ON {nom} TO {proprietaire}")];
    if proprietaire != "vigie_proprietaire" {
        // Who owns the functions reads it as the rest.
        statements
            .push(format!("CREATE POLICY vigie_fonctions ON {nom} FOR SELECT TO vigie_proprietaire USING (true)"));
    }
    for (at, (verb, seen, written)) in regles::condition(nom, lignes).unwrap_or_default().iter().enumerate() {
        let seen = if seen.is_empty() { String::new() } else { format!(" USING ({seen})") };
        let written = if written.is_empty() { String::new() } else { format!(" WITH CHECK ({written})") };
        statements.push(format!("CREATE POLICY vigie_{at} ON {nom} FOR {verb} TO {PERSONNE}{seen}{written}"));
    }
    for (role, droits) in ROLES.iter().zip(&objet.roles) {
        for droit in droits {
            let columns = match (droit.verbe, droit.colonnes) {
                (_, "") => String::new(),
                ("DELETE", _) => return Err(StorageError::Database(format!("droit illisible sur {nom}"))),
                (verbe, written) => format!(" ({})", colonnes::columns(nom, verbe, written, &there).join(", ")),
            };
            statements.push(format!("GRANT {}{columns} ON {nom} TO vigie_{role}", droit.verbe));
        }
    }
    Ok(statements)
}

fn view(connexion: &mut Connexion, objet: &Objet) -> Result<Vec<String>> {
    let Objet { nom, proprietaire, lignes, .. } = objet;
    let there = Sql::<Bool>::new("SELECT to_regclass('public.' || ").bind(*nom).text(") IS NOT NULL");
    if !there.get_result(connexion)? {
        return Err(absent(nom));
    }
    let invoker = *lignes == "appelant";
    // What is granted to nobody is read by other views, which are the barrier.
    let barrier = !invoker && objet.roles.iter().any(|droits| !droits.is_empty());
    let mut statements = vec![
        format!("ALTER VIEW {nom} OWNER TO {proprietaire}"),
        format!("ALTER VIEW {nom} SET (security_invoker = {invoker}, security_barrier = {barrier})"),
    ];
    for (role, droits) in ROLES.iter().zip(&objet.roles) {
        statements.extend(droits.iter().map(|droit| format!("GRANT {} ON {nom} TO vigie_{role}", droit.verbe)));
    }
    Ok(statements)
}

fn function(connexion: &mut Connexion, objet: &Objet) -> Result<Vec<String>> {
    let Objet { nom, proprietaire, .. } = objet;
    let signatures: Vec<String> = Sql::<Text>::new(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ",
    )
    .bind(*nom)
    .load(connexion)?;
    if signatures.is_empty() {
        return Err(absent(nom));
    }
    let mut statements = Vec::new();
    for signature in signatures {
        statements.push(format!("ALTER ROUTINE {signature} OWNER TO {proprietaire}"));
        for (role, droits) in ROLES.iter().zip(&objet.roles) {
            statements.extend(droits.iter().map(|_| format!("GRANT EXECUTE ON ROUTINE {signature} TO vigie_{role}")));
        }
    }
    Ok(statements)
}

fn absent(nom: &str) -> StorageError {
    StorageError::Database(format!("la table des droits nomme «\u{a0}{nom}\u{a0}», qui n’est pas dans la base"))
}
