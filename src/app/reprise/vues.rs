//! The takeover as the screen shows it.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::coche;
use crate::domain::rapprochement::{Paire, Personne};
use crate::exchange::access::correspondance::{But, Role};
use crate::exchange::access::prise::Lue;
use crate::exchange::access::proposition::samples;
use crate::exchange::access::reconciliation::Reconciliation;
use crate::ui::reprise::{BilanVu, ColonneBilan, ColonneVue, PaireVue, SourceVue, TableVue};

pub(super) fn source(lue: &Lue) -> SourceVue {
    let source = &lue.source;
    let tables = source.tables.iter().map(|table| {
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
                exemples: if key { format!("clé · {}", samples(table, at)) } else { samples(table, at) },
                reste: String::new(),
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
            "{}\u{a0}: {} lignes en {} tables ({}, empreinte {}…)",
            source.fichier,
            source.lignes(),
            source.tables.len(),
            source.version,
            source.sha256.chars().take(16).collect::<String>()
        ),
        incidents: source.incidents.iter().cloned().chain(lue.correspondance.manques(source)).collect(),
        tables: tables.collect(),
        proposee: lue.proposee,
    }
}

/// What does not fit, beside each column.
pub(super) fn restes(source: &mut SourceVue, report: &Reconciliation) {
    for column in &report.colonnes {
        let lost: i64 = column.regles.iter().map(|regle| (-regle.effet.valeurs).max(0)).sum();
        let added =
            column.regles.iter().find(|regle| regle.regle == "valeur-ancienne").map_or(0, |regle| regle.effet.fois);
        let mut said = Vec::new();
        if added > 0 {
            said.push(format!("{added} ajoutées fermées à la liste"));
        }
        if lost > 0 {
            said.push(format!("{lost} gardées à côté ou réunies"));
        }
        let Some(table) = source.tables.iter_mut().find(|table| table.nom == column.table) else { continue };
        for vue in table.colonnes.iter_mut().filter(|vue| column.colonnes.contains(&vue.nom)) {
            vue.reste = said.join(", ");
        }
    }
}

pub(super) fn bilan(report: &Reconciliation, a_blanc: bool) -> BilanVu {
    let colonnes = report.colonnes.iter().map(|column| ColonneBilan {
        table: column.table.clone(),
        colonnes: column.colonnes.join(" + "),
        champ: column.libelle.clone(),
        source: column.source.valeurs,
        regles: column
            .regles
            .iter()
            .filter(|regle| regle.effet.valeurs != 0)
            .map(|regle| (regle.regle.clone(), regle.libelle.clone(), regle.effet.valeurs))
            .collect(),
        resultat: column.resultat.valeurs,
        caracteres: if column.texte {
            format!("{} → {}", column.source.caracteres, column.resultat.caracteres)
        } else {
            format!("{} à {}", column.resultat.min, column.resultat.max)
        },
        ecart: match (column.ecart_valeurs, column.ecart_caracteres) {
            (0, 0) => String::new(),
            (values, characters) => format!("{values} valeurs, {characters} caractères"),
        },
    });
    let written = report.ecriture.as_ref();
    BilanVu {
        a_blanc,
        titre: format!("{}\u{a0}: {} dossiers, {} enfants, {} lignes lues", report.fichier, report.dossiers, report.enfants, report.lignes),
        ecriture: written.map_or_else(
            || "À blanc\u{a0}: rien n’a été écrit.".to_owned(),
            |written| {
                format!(
                    "{} dossiers ajoutés, {} changés, {} inchangés\u{a0}; {} valeurs suivies, {} laissées comme elles sont dans Vigie.",
                    written.dossiers_ajoutes, written.dossiers_changes, written.dossiers_inchanges, written.valeurs_changees, written.valeurs_gardees
                )
            },
        ),
        explique: report.ecarts().next().is_none(),
        tables: report
            .tables
            .iter()
            .map(|table| {
                let result: Vec<String> = table.resultat.iter().map(|(into, count)| format!("{into}\u{a0}: {count}")).collect();
                [
                    table.nom.clone(),
                    table.devient.clone(),
                    table.lignes.to_string(),
                    table.reprises.to_string(),
                    table.gardees.to_string(),
                    table.ecartees.to_string(),
                    result.join(", "),
                ]
            })
            .collect(),
        colonnes: colonnes.collect(),
        valeurs: report
            .valeurs
            .iter()
            .map(|value| [value.table.clone(), value.colonne.clone(), value.avant.clone(), value.libelle.clone(), value.fois.to_string()])
            .collect(),
        regles: report.regles.iter().map(|regle| (regle.code.clone(), regle.libelle.clone(), regle.fois)).collect(),
    }
}

pub(super) fn paire(persons: &[Personne], pair: &Paire) -> Option<PaireVue> {
    let (un, autre) = (persons.get(pair.un)?, persons.get(pair.autre)?);
    let told =
        |person: &Personne| format!("{}, né(e) {} · {}", person.titre, person.naissance, person.numeros.join(", "));
    let raisons: Vec<String> = pair.rapprochement.raisons.iter().map(ToString::to_string).collect();
    let niveau = pair.rapprochement.niveau();
    Some(PaireVue {
        garde: un.id,
        absorbe: autre.id,
        un: told(un),
        autre: told(autre),
        niveau: if coche(niveau) { "Probable" } else { "Possible" },
        probable: coche(niveau),
        raisons: format!("{} points\u{a0}: {}", pair.rapprochement.points, raisons.join(", "))
            .replace("\u{a0}:", "\u{a0}:"),
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
            un: String::new(),
            autre: String::new(),
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
