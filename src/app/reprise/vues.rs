//! The takeover as the screen shows it.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::coche;
use crate::domain::date;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::rapprochement::{Paire, Personne};
use crate::domain::reprise::{Constat, ConstatVu, LigneVue};
use crate::exchange::access::construction::Reprise;
use crate::exchange::access::correspondance::{But, Role};
use crate::exchange::access::prise::Lue;
use crate::exchange::access::reconciliation::{ColonneRapprochee, Reconciliation, RegleAppliquee};
use crate::exchange::access::regles::Regle;
use crate::ui::dossiers::thousands;
use crate::ui::reprise::{BilanVu, ColonneBilan, ColonneVue, PaireVue, SourceVue, TableBilan, TableVue};

pub(super) fn source(lue: &Lue) -> SourceVue {
    let source = &lue.source;
    // What becomes dossiers first, what stays beside last.
    let mut ordered: Vec<_> = source.tables.iter().collect();
    ordered.sort_by_key(|table| lue.correspondance.table_nommee(&table.nom).map_or(Role::Gardee, |vers| vers.devient));
    let tables = ordered.into_iter().map(|table| {
        let vers = lue.correspondance.table_nommee(&table.nom);
        let role = vers.map_or(Role::Gardee, |vers| vers.devient);
        let colonnes = table.colonnes.iter().enumerate().map(|(at, colonne)| {
            let to = vers.and_then(|vers| {
                let (_, to) = vers.colonnes.iter().find(|(nom, _)| nom.to_lowercase() == colonne.nom.to_lowercase())?;
                Some(to.champ.clone())
            });
            let key = vers
                .is_some_and(|vers| [&vers.cle, &vers.parent].iter().any(|name| name.as_deref() == Some(&colonne.nom)));
            ColonneVue {
                nom: colonne.nom.clone(),
                genre: colonne.genre.libelle(),
                champ: to.unwrap_or_default(),
                exemples: if key { format!("clé · {}", table.samples(at)) } else { table.samples(at) },
                reste: Vec::new(),
            }
        });
        TableVue {
            nom: table.nom.clone(),
            lignes: table.lignes.len(),
            devient: role.libelle(),
            colonnes: colonnes.collect(),
            champs: But::all(role).into_iter().map(|but| (but.code().to_owned(), but.libelle())).collect(),
        }
    });
    SourceVue {
        resume: format!(
            "{}\u{a0}: {} lignes en {} tables ({}, empreinte {}…).",
            source.fichier,
            thousands(source.lignes() as u64),
            source.tables.len(),
            version(&source.version),
            source.sha256.chars().take(16).collect::<String>()
        ),
        incidents: source.incidents.iter().cloned().chain(lue.correspondance.manques(source)).collect(),
        tables: tables.collect(),
        proposee: lue.proposee,
    }
}

/// Which Access wrote the file.
fn version(version: &str) -> &str {
    match version {
        "Jet3" => "Access 97",
        "Jet4" => "Access 2000 à 2003",
        "Ace12" => "Access 2007",
        "Ace14" => "Access 2010",
        "Ace15" => "Access 2013",
        "Ace16" | "Ace17" => "Access 2016 ou plus récent",
        other => other,
    }
}

/// What does not fit, beside each column.
pub(super) fn restes(source: &mut SourceVue, report: &Reconciliation) {
    for column in &report.colonnes {
        let fits = |regle: &&RegleAppliquee| regle.effet.valeurs < 0 || regle.regle == Regle::ValeurAncienne.code();
        let said: Vec<(String, String, u64)> = column
            .regles
            .iter()
            .filter(fits)
            .map(|regle| (regle.regle.clone(), regle.libelle.clone(), regle.effet.fois.unsigned_abs()))
            .collect();
        let Some(table) = source.tables.iter_mut().find(|table| table.nom == column.table) else { continue };
        for vue in table.colonnes.iter_mut().filter(|vue| column.colonnes.contains(&vue.nom)) {
            vue.reste.clone_from(&said);
        }
    }
}

/// « du 03/01/2002 au 12/06/2025 », « 1 à 9 », or how many characters there were and are.
fn etendue(column: &ColonneRapprochee) -> String {
    let (min, max) = (&column.resultat.min, &column.resultat.max);
    let day = |text: &str| text.get(..10)?.parse().ok().map(date::format);
    if column.texte {
        let shown = |count: i64| thousands(count.unsigned_abs());
        format!("{} → {} caractères", shown(column.source.caracteres), shown(column.resultat.caracteres))
    } else if let (Some(first), Some(last)) = (day(min), day(max)) {
        format!("du {first} au {last}")
    } else if !min.starts_with(|first: char| first.is_ascii_digit()) {
        // Yes or no, or a value of a list: the Listes view tells.
        String::new()
    } else {
        format!("{min} à {max}")
    }
}

/// What the rules met in a dry run, each with the number that its dossier would have.
pub(super) fn constats(reprise: &Reprise) -> Vec<ConstatVu> {
    // Nothing can be opened yet.
    numerotes(reprise, &reprise.bilan.constats, false)
}

/// The rows that a run followed; their dossiers open once they are written.
pub(super) fn suivies(reprise: &Reprise, ecrite: bool) -> Vec<ConstatVu> {
    numerotes(reprise, &reprise.bilan.suivies, ecrite)
}

fn numerotes(reprise: &Reprise, constats: &[Constat], ecrite: bool) -> Vec<ConstatVu> {
    let numbers: HashMap<Uuid, &str> = reprise
        .dossiers
        .iter()
        .filter_map(|one| Some((one.dossier.id()?, one.dossier.entete()?.get(dossier::NUMERO))))
        .collect();
    let seen = |one: &Constat| ConstatVu {
        regle: one.regle.to_owned(),
        table: one.table.to_string(),
        cle: one.cle.to_string(),
        colonne: one.colonne.to_string(),
        avant: one.avant.to_string(),
        apres: one.apres.to_string(),
        dossier: one.dossier.filter(|_| ecrite),
        numero: one.dossier.and_then(|id| numbers.get(&id)).map(|numero| (*numero).to_owned()).unwrap_or_default(),
    };
    constats.iter().map(seen).collect()
}

/// An old row that became nothing, as the rows behind a figure are shown.
pub(super) fn gardee(ligne: LigneVue) -> ConstatVu {
    let texts: Vec<String> = ligne.valeurs.iter().map(|(nom, valeur)| format!("{nom}\u{a0}: {valeur}")).collect();
    ConstatVu {
        regle: String::new(),
        table: ligne.table,
        cle: ligne.cle,
        colonne: "toutes".to_owned(),
        avant: texts.join(" · "),
        apres: "gardée à côté".to_owned(),
        dossier: None,
        numero: String::new(),
    }
}

pub(super) fn bilan(report: &Reconciliation, a_blanc: bool) -> BilanVu {
    let colonnes = report.colonnes.iter().map(|column| ColonneBilan {
        table: column.table.clone(),
        colonnes: column.colonnes.join(" + "),
        seule: if let [one] = column.colonnes.as_slice() { one.clone() } else { String::new() },
        champ: column.libelle.clone(),
        source: column.source.valeurs,
        regles: column
            .regles
            .iter()
            .filter(|regle| regle.effet.valeurs != 0)
            .map(|regle| (regle.regle.clone(), regle.libelle.clone(), regle.effet.valeurs))
            .collect(),
        resultat: column.resultat.valeurs,
        etendue: etendue(column),
        ecart: match (column.ecart_valeurs, column.ecart_caracteres) {
            (0, 0) => String::new(),
            (values, characters) => format!("{values} valeurs, {characters} caractères"),
        },
    });
    let written = report.ecriture.as_ref();
    BilanVu {
        a_blanc,
        titre: format!(
            "{}\u{a0}: {} dossiers, {} enfants, {} lignes lues",
            report.fichier,
            thousands(report.dossiers as u64),
            thousands(report.enfants as u64),
            thousands(report.lignes as u64)
        ),
        ecriture: written.map_or_else(
            || "À blanc\u{a0}: rien n’a été écrit.".to_owned(),
            |written| {
                format!(
                    "{} dossiers ajoutés, {} changés, {} inchangés\u{a0}; {} valeurs suivies, {} laissées comme elles sont dans Vigie.",
                    thousands(written.dossiers_ajoutes as u64),
                    thousands(written.dossiers_changes as u64),
                    thousands(written.dossiers_inchanges as u64),
                    thousands(written.valeurs_changees as u64),
                    thousands(written.valeurs_gardees as u64)
                )
            },
        ),
        explique: report.ecarts().next().is_none(),
        tables: report
            .tables
            .iter()
            .map(|table| {
                let result: Vec<String> = table
                    .resultat
                    .iter()
                    .map(|(into, count)| format!("{into}\u{a0}: {}", thousands(count.unsigned_abs())))
                    .collect();
                TableBilan {
                    nom: table.nom.clone(),
                    devient: table.devient.clone(),
                    lignes: table.lignes,
                    reprises: table.reprises,
                    gardees: table.gardees,
                    ecartees: table.ecartees,
                    resultat: result.join(", "),
                }
            })
            .collect(),
        colonnes: colonnes.collect(),
        valeurs: report
            .valeurs
            .iter()
            .map(|value| {
                let texts = [&value.table, &value.colonne, &value.avant, &value.libelle].map(Clone::clone);
                (texts, value.fois)
            })
            .collect(),
        regles: report.regles.iter().map(|regle| (regle.code.clone(), regle.libelle.clone(), regle.fois)).collect(),
    }
}

pub(super) fn paire(persons: &[Personne], pair: &Paire) -> Option<PaireVue> {
    let (un, autre) = (persons.get(pair.un)?, persons.get(pair.autre)?);
    let told = |person: &Personne| {
        let birth = if person.naissance.is_empty() { String::new() } else { format!(", {}", person.naissance) };
        (format!("{}{birth}", person.titre), person.numeros.join(", "))
    };
    let raisons: Vec<String> = pair.rapprochement.raisons.iter().map(ToString::to_string).collect();
    let niveau = pair.rapprochement.niveau();
    Some(PaireVue {
        garde: un.id,
        absorbe: autre.id,
        un: told(un),
        autre: told(autre),
        niveau: if coche(niveau) { "Probable" } else { "Possible" },
        probable: coche(niveau),
        raisons: format!("{} ({} points)", raisons.join(", "), pair.rapprochement.points),
        choisie: coche(niveau),
    })
}

/// The chosen pairs as merges: one person kept for all those who are one through them.
pub(super) fn fusions(paires: &[PaireVue]) -> Vec<(Uuid, Uuid)> {
    let mut kept: HashMap<Uuid, Uuid> = HashMap::new();
    let root = |kept: &HashMap<Uuid, Uuid>, id: Uuid| {
        let mut id = id;
        while let Some(next) = kept.get(&id) {
            id = *next;
        }
        id
    };
    for pair in paires.iter().filter(|pair| pair.choisie) {
        let (one, other) = (root(&kept, pair.garde), root(&kept, pair.absorbe));
        if one != other {
            kept.insert(other, one);
        }
    }
    let merged: BTreeMap<Uuid, Uuid> = kept.keys().map(|id| (*id, root(&kept, *id))).collect();
    merged.into_iter().map(|(absorbe, garde)| (garde, absorbe)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_are_one_through_others_are_merged_into_one() {
        let ids: Vec<Uuid> = (0..4).map(|_| Uuid::now_v7()).collect();
        let pair = |a: usize, b: usize, choisie| PaireVue {
            garde: ids[a],
            absorbe: ids[b],
            un: Default::default(),
            autre: Default::default(),
            niveau: "",
            probable: true,
            raisons: String::new(),
            choisie,
        };
        let merged = fusions(&[pair(0, 1, true), pair(1, 2, true), pair(2, 3, false), pair(0, 2, true)]);
        assert_eq!(merged.len(), 2);
        assert!(merged.iter().all(|(garde, _)| *garde == ids[0]));
    }
}
