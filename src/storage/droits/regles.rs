//! The table of rights, read: what each role may do, object by object.

use std::sync::LazyLock;

use crate::storage::{Result, StorageError};

const TABLE: &str = include_str!("../../../assets/droits.tsv");

/// The roles of people, in the order of the columns. Each is a group of PostgreSQL, `vigie_…`.
pub const ROLES: [&str; 6] = ["saisie", "encadrement", "territoire", "observatoire", "administration", "audit"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    Table,
    Vue,
    Fonction,
}

/// One line of the table.
#[derive(Debug)]
pub struct Objet {
    pub nom: &'static str,
    pub nature: Nature,
    /// `vigie_…`, who cannot log in.
    pub proprietaire: String,
    /// Which rows (a table), by whose rights (a view, a function).
    pub lignes: &'static str,
    /// What each role may do, in the order of [`ROLES`].
    pub roles: Vec<Vec<Droit>>,
}

/// One verb, perhaps on some columns only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Droit {
    pub verbe: &'static str,
    /// As written: `liste-synthese`, `id,nom`; empty for all.
    pub colonnes: &'static str,
}

pub fn objets() -> Result<&'static [Objet]> {
    static OBJETS: LazyLock<std::result::Result<Vec<Objet>, String>> = LazyLock::new(|| read(TABLE));
    OBJETS.as_deref().map_err(|line| StorageError::Database(format!("table des droits illisible\u{a0}: {line}")))
}

fn read(table: &'static str) -> std::result::Result<Vec<Objet>, String> {
    table
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| objet(line).ok_or_else(|| line.to_owned()))
        .collect()
}

fn objet(line: &'static str) -> Option<Objet> {
    let cells: Vec<&'static str> = line.split('\t').collect();
    let [nom, nature, proprietaire, lignes, roles @ ..] = cells.as_slice() else { return None };
    let nature = match *nature {
        "table" => Nature::Table,
        "vue" => Nature::Vue,
        "fonction" => Nature::Fonction,
        _ => return None,
    };
    let first = roles.first()?;
    let roles = roles
        .iter()
        .map(|cell| if *cell == "=" { *first } else { *cell })
        .map(|cell| cell.split(' ').filter(|right| !right.is_empty()).map(droit).collect())
        .collect::<Option<Vec<Vec<Droit>>>>()
        .filter(|roles| roles.len() == ROLES.len())?;
    Some(Objet { nom, nature, proprietaire: format!("vigie_{proprietaire}"), lignes, roles })
}

/// `L`, `L:liste-synthese`, `L-avant`
fn droit(text: &'static str) -> Option<Droit> {
    let (letter, rest) = text.split_at_checked(1)?;
    let verbe = match letter {
        "L" => "SELECT",
        "A" => "INSERT",
        "M" => "UPDATE",
        "S" => "DELETE",
        "X" => "EXECUTE",
        _ => return None,
    };
    Some(Droit { verbe, colonnes: rest.strip_prefix(':').unwrap_or(rest) })
}

/// Which rows of the table `nom`, as a condition on its columns, to see and to write; none: no row for anybody.
/// Each is written so that what it asks of the account is asked once a statement, not once a row.
pub fn condition(nom: &str, lignes: &str) -> Option<Vec<(&'static str, String, String)>> {
    // Whether a dossier is attributed to one's service is left to the planner: one index for a row, a table of all for many.
    let portee = |id: &str| {
        format!(
            "(SELECT public.voit_tout()) OR territoire = ANY ((SELECT public.mes_territoires())::text[]) OR ((SELECT public.mes_services() <> '{{}}') AND EXISTS (SELECT 1 FROM public.mes_attributions m WHERE m.dossier_id = {id}))"
        )
    };
    // Written by who it is of, seen by others too.
    let kept = |mine: &str, seen: &str| {
        let mine = mine.to_owned();
        vec![
            ("SELECT", seen.to_owned(), String::new()),
            ("INSERT", String::new(), mine.clone()),
            ("UPDATE", mine.clone(), mine.clone()),
            ("DELETE", mine, String::new()),
        ]
    };
    let all = |condition: String| vec![("ALL", condition.clone(), condition)];
    let rows = match lignes {
        "tout" => all("true".to_owned()),
        "portee" => all(portee(&format!("{nom}.dossier_id"))),
        "dossier" => all(portee("dossier.id")),
        "enfant" => {
            // A name is looked for among all children and stops at the first found: each row asks its index, and the
            // children that one may see are never all gathered first, as they would be for an EXISTS.
            let seen = "(SELECT public.voit_tout()) OR coalesce((SELECT true FROM public.mes_enfants m WHERE m.enfant_id = enfant.id LIMIT 1), false)".to_owned();
            vec![
                ("SELECT", seen.clone(), String::new()),
                // A child is written before the row that puts it in a dossier.
                ("INSERT", String::new(), "true".to_owned()),
                ("UPDATE", seen.clone(), seen),
            ]
        }
        "enfant_concerne" => {
            let seen = portee("enfant_concerne.dossier_id");
            let written = format!("({seen}) AND public.enfant_a_relier(enfant_id)");
            vec![
                ("SELECT", seen.clone(), String::new()),
                ("INSERT", String::new(), written.clone()),
                ("UPDATE", seen.clone(), written),
                ("DELETE", seen, String::new()),
            ]
        }
        "passation" => {
            let seen =
                format!("{} OR vers = ANY ((SELECT public.mes_territoires())::text[])", portee("passation.dossier_id"));
            vec![
                ("SELECT", seen.clone(), String::new()),
                ("INSERT", String::new(), portee("passation.dossier_id")),
                ("UPDATE", seen.clone(), seen),
            ]
        }
        "cellule" => all("(SELECT public.voit_tout())".to_owned()),
        "nom_proche" => all("(SELECT public.voit_tout()) OR public.nom_visible(nature, nom)".to_owned()),
        "vue" => kept("cree_par = session_user", "partagee OR cree_par = session_user"),
        "indicateur" => kept("cree_par = session_user", "partage OR cree_par = session_user"),
        "disposition" => kept(
            "(nature = 'personne' AND pour = session_user) OR (nature = 'role' AND (SELECT public.a_role('administration', 'encadrement')))",
            "true",
        ),
        "compte" => all("login = session_user OR (SELECT public.a_role('administration', 'encadrement'))".to_owned()),
        "brouillon" => all("utilisateur = session_user".to_owned()),
        "rien" => Vec::new(),
        _ => return None,
    };
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_the_table_is_understood_and_none_is_there_twice() {
        let objets = objets().unwrap();
        assert!(objets.len() > 60);
        for (at, objet) in objets.iter().enumerate() {
            assert!(!objets[..at].iter().any(|other| other.nom == objet.nom), "{} twice", objet.nom);
            match objet.nature {
                Nature::Table => {
                    assert!(condition(objet.nom, objet.lignes).is_some(), "{}: {}", objet.nom, objet.lignes)
                }
                _ => assert!(["appelant", "definisseur"].contains(&objet.lignes), "{}", objet.nom),
            }
            for droit in objet.roles.iter().flatten() {
                assert_eq!(droit.verbe == "EXECUTE", objet.nature == Nature::Fonction, "{}", objet.nom);
            }
        }
    }
}
