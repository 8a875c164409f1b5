//! What is missing or too open on a central base, told as sentences.

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;

use super::colonnes;
use super::installer::{self, PROPRIETAIRES};
use super::regles;
use crate::storage::Result;
use crate::storage::connection::Connexion;
use crate::storage::sql::Sql;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Niveau {
    Bien,
    Attention,
    Grave,
}

/// One sentence on the state of the base.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Constat {
    pub niveau: Niveau,
    pub phrase: String,
}

/// A question to the catalogue of the server: each row names one thing that is not as it should be.
struct Question {
    niveau: Niveau,
    /// `{}` is where the names go.
    mal: &'static str,
    bien: &'static str,
    sql: String,
}

/// The gravest first.
pub fn constats(connexion: &mut Connexion) -> Result<Vec<Constat>> {
    if matches!(connexion, Connexion::Sqlite(_)) {
        return Ok(vec![Constat {
            niveau: Niveau::Attention,
            phrase: "Base d’un poste\u{a0}: qui tient le fichier (et sa phrase secrète) lit et écrit tout, il n’y a pas de comptes".to_owned(),
        }]);
    }
    let installed = installer::installed(connexion)?;
    let mut constats = Vec::new();
    if !installed {
        constats.push(Constat {
            niveau: Niveau::Grave,
            phrase: "Les droits ne sont pas installés\u{a0}: toute personne qui se connecte lit ce que son compte PostgreSQL permet\u{a0}; lancez «\u{a0}vigie base installer\u{a0}»".to_owned(),
        });
    }
    for question in questions().into_iter().filter(|question| installed || !question.sql.contains("vigie_")) {
        let names: Vec<String> = Sql::<Text>::new(question.sql).load(connexion)?;
        let phrase =
            if names.is_empty() { question.bien.to_owned() } else { question.mal.replace("{}", &some(&names)) };
        let niveau = if names.is_empty() { Niveau::Bien } else { question.niveau };
        constats.push(Constat { niveau, phrase });
    }
    constats.sort_by_key(|constat| std::cmp::Reverse(constat.niveau));
    Ok(constats)
}

/// « a, b, c et 4 autres »
fn some(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} et {more} autres", shown.join(", ")),
    }
}

fn quoted(names: impl Iterator<Item = String>) -> String {
    names.map(|name| format!("'{}'", name.replace('\'', "''"))).collect::<Vec<_>>().join(", ")
}

fn questions() -> Vec<Question> {
    let objets = regles::objets().unwrap_or_default();
    let named = quoted(objets.iter().map(|objet| objet.nom.to_owned()));
    let owners = quoted(PROPRIETAIRES.iter().map(|&name| name.to_owned()));
    let ours = quoted(installer::all_roles().into_iter());
    let recits = quoted(colonnes::recits().map(|(table, colonne)| format!("{}.{colonne}", table.nom())));
    let mut all = of_server(&ours);
    all.extend(of_table(&named, &owners, &ours, &recits));
    all
}

fn question(niveau: Niveau, mal: &'static str, bien: &'static str, sql: String) -> Question {
    Question { niveau, mal, bien, sql }
}

/// What any server shows.
fn of_server(ours: &str) -> Vec<Question> {
    vec![
        question(
            Niveau::Grave,
            "Des comptes passent outre les droits (superutilisateur ou BYPASSRLS) et peuvent se connecter\u{a0}: {}\u{a0}; retirez-leur ce pouvoir ou gardez-les pour l’administration du serveur",
            "Aucune personne de Vigie ne passe outre les droits",
            "SELECT r.rolname::text FROM pg_roles r JOIN utilisateur u ON u.login = r.rolname WHERE (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolreplication) AND r.rolcanlogin".to_owned(),
        ),
        question(
            Niveau::Attention,
            "Le serveur a d’autres comptes tout-puissants que «\u{a0}postgres\u{a0}» qui peuvent se connecter\u{a0}: {}\u{a0}; ils lisent tout sans que Vigie le sache",
            "Le seul compte tout-puissant est celui du serveur",
            "SELECT rolname::text FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND rolcanlogin AND oid <> 10".to_owned(),
        ),
        question(
            Niveau::Grave,
            "Le serveur ne chiffre pas ses liaisons (ssl = {})\u{a0}; mots et mots de passe passent en clair, voir packaging/serveur",
            "Le serveur chiffre ses liaisons (TLS)",
            "SELECT setting FROM pg_settings WHERE name = 'ssl' AND setting <> 'on'".to_owned(),
        ),
        question(
            Niveau::Attention,
            "Cette liaison n’est pas chiffrée ({})\u{a0}; sur un réseau, exigez TLS (hostssl)",
            "Cette liaison est chiffrée ou ne sort pas de la machine",
            "SELECT 'sans TLS' FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND NOT ssl AND inet_client_addr() IS NOT NULL AND NOT inet_client_addr() <<= '127.0.0.0/8'::inet AND inet_client_addr() <> '::1'::inet".to_owned(),
        ),
        question(
            Niveau::Grave,
            "Les mots de passe ne sont pas gardés en SCRAM (password_encryption = {})",
            "Les mots de passe sont gardés en SCRAM",
            "SELECT setting FROM pg_settings WHERE name = 'password_encryption' AND setting <> 'scram-sha-256'".to_owned(),
        ),
        question(
            Niveau::Grave,
            "Des tables n’ont pas de droits par ligne\u{a0}: {}\u{a0}; relancez «\u{a0}vigie base installer\u{a0}»",
            "Chaque table a ses droits par ligne",
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity".to_owned(),
        ),
        question(
            Niveau::Grave,
            "Tout le monde a des droits sur\u{a0}: {}\u{a0}; relancez «\u{a0}vigie base installer\u{a0}»",
            "Rien n’est ouvert à tout le monde",
            "SELECT c.relname::text FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0 \
             UNION SELECT p.proname::text FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE p.pronamespace = 'public'::regnamespace AND a.grantee = 0 \
             UNION SELECT 'la base ' || d.datname FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a WHERE d.datname = current_database() AND a.grantee = 0 \
             UNION SELECT 'le schéma public' FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'public' AND a.grantee = 0".to_owned(),
        ),
        question(
            Niveau::Grave,
            "Des droits ont été donnés à la main\u{a0}: {}\u{a0}; relancez «\u{a0}vigie base installer\u{a0}», qui les retire",
            "Personne n’a reçu de droit hors de la table des droits",
            format!("SELECT DISTINCT pg_get_userbyid(a.grantee) || ' sur ' || c.relname FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee NOT IN (0, c.relowner) AND pg_get_userbyid(a.grantee) NOT IN ({ours}) \
             UNION SELECT DISTINCT pg_get_userbyid(a.grantee) || ' sur ' || p.proname FROM pg_proc p, aclexplode(p.proacl) a WHERE p.pronamespace = 'public'::regnamespace AND a.grantee NOT IN (0, p.proowner) AND pg_get_userbyid(a.grantee) NOT IN ({ours}) \
             UNION SELECT DISTINCT pg_get_userbyid(x.grantee) || ' sur ' || c.relname || '.' || t.attname FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) x WHERE c.relnamespace = 'public'::regnamespace AND pg_get_userbyid(x.grantee) NOT IN ({ours})"),
        ),
        question(
            Niveau::Grave,
            "Des fonctions qui agissent pour leur propriétaire ne fixent pas leur chemin\u{a0}: {}",
            "Chaque fonction qui agit pour son propriétaire fixe son chemin",
            "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef AND NOT EXISTS (SELECT 1 FROM unnest(proconfig) c WHERE c LIKE 'search_path=%')".to_owned(),
        ),
    ]
}

/// What the table of rights says and the base must be.
fn of_table(named: &str, owners: &str, ours: &str, recits: &str) -> Vec<Question> {
    vec![
        question(
            Niveau::Grave,
            "Des objets ne sont pas dans la table des droits\u{a0}: {}\u{a0}; ils restent fermés à tous",
            "Chaque objet de la base est dans la table des droits",
            format!(
                "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND relname NOT IN ({named}) AND to_regrole('vigie_personne') IS NOT NULL \
                 UNION SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname NOT IN ({named})"
            ),
        ),
        question(
            Niveau::Grave,
            "Des textes de dossiers se lisent sans laisser de ligne\u{a0}: {}\u{a0}; relancez «\u{a0}vigie base installer\u{a0}»",
            "Aucun texte de dossier ne se lit sans laisser de ligne",
            format!(
                "SELECT c.relname || '.' || t.attname FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid \
                 WHERE c.relnamespace = 'public'::regnamespace AND c.relname || '.' || t.attname IN ({recits}, 'courrier.lettre', 'journal.avant', 'journal.apres') \
                 AND EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname IN ({ours}) AND r.rolname NOT IN ({owners}) AND has_column_privilege(r.oid, c.oid, t.attnum, 'SELECT'))"
            ),
        ),
        question(
            Niveau::Grave,
            "On peut se connecter comme propriétaire, ou le devenir\u{a0}: {}\u{a0}; retirez ce pouvoir",
            "Personne ne peut devenir propriétaire de la base",
            format!(
                "SELECT rolname::text FROM pg_roles WHERE rolname IN ({ours}) AND rolcanlogin \
                 UNION SELECT m.member::regrole::text FROM pg_auth_members m WHERE m.roleid::regrole::text IN ({owners})"
            ),
        ),
        question(
            Niveau::Grave,
            "Des objets n’appartiennent pas à leur propriétaire\u{a0}: {}\u{a0}; relancez «\u{a0}vigie base installer\u{a0}»",
            "Chaque objet appartient à un rôle qui ne se connecte pas",
            format!(
                "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND pg_get_userbyid(relowner) NOT IN ({owners}) \
                 UNION SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND pg_get_userbyid(proowner) NOT IN ({owners})"
            ),
        ),
        question(
            Niveau::Grave,
            "Des comptes ont dans le serveur d’autres rôles que dans Vigie\u{a0}: {}\u{a0}; refaites-les dans Administration",
            "Les rôles des comptes sont les mêmes dans Vigie et dans le serveur",
            format!("SELECT m.member::regrole::text || ' (' || m.roleid::regrole::text || ')' FROM pg_auth_members m JOIN utilisateur c ON quote_ident(c.login) = m.member::regrole::text WHERE m.roleid::regrole::text IN ({ours}) \
               AND m.roleid::regrole::text <> 'vigie_personne' AND NOT EXISTS (SELECT 1 FROM utilisateur u JOIN utilisateur_role r USING (login) WHERE u.actif AND quote_ident(u.login) = m.member::regrole::text AND 'vigie_' || r.role = m.roleid::regrole::text) \
             UNION SELECT u.login || ' (fermé)' FROM utilisateur u JOIN pg_roles p ON p.rolname = u.login WHERE NOT u.actif AND p.rolcanlogin \
             UNION SELECT u.login || ' (' || r.role || ')' FROM utilisateur u JOIN utilisateur_role r USING (login) WHERE u.actif AND to_regrole(quote_ident(u.login)) IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = to_regrole(quote_ident(u.login)) AND m.roleid = to_regrole('vigie_' || r.role))"),
        ),
        question(
            Niveau::Attention,
            "{}\u{a0}: aucun administrateur\u{a0}; créez-en un avec «\u{a0}vigie base installer --administrateur NOM\u{a0}»",
            "La base a un administrateur",
            "SELECT 'Comptes' WHERE to_regrole('vigie_personne') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM utilisateur u JOIN utilisateur_role r USING (login) WHERE u.actif AND r.role = 'administration')".to_owned(),
        ),
    ]
}
