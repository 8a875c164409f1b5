//! The whole old base taken over: reconciled to the unit, twice the same, and never against what was
//! changed in Vigie.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Table, enfant};
use vigie::exchange::access::correspondance::{Correspondance, FOURNIE};
use vigie::exchange::access::prise::{self, Lue};
use vigie::exchange::access::reconciliation::Reconciliation;
use vigie::exchange::access::regles::Regle;
use vigie::exchange::access::source::{Source, Valeur};
use vigie::storage::{Base, FiltreConstats};

use crate::common::{Fresh, Moteur, today};
use crate::fichier::{attendu, source};
use crate::textes;

pub fn lue(source: Source) -> Lue {
    Lue { source, correspondance: Correspondance::parse(FOURNIE).unwrap(), texte: FOURNIE.to_owned(), proposee: false }
}

pub fn prendre(base: &Base, lue: &Lue) -> Reconciliation {
    let parametres = prise::parametres(base, today()).unwrap();
    prise::reprendre(base, lue, &parametres, |_, _, _| true).unwrap()
}

/// The same base with the dossiers whose key is a multiple of `pas`, and all that hangs on them.
pub fn coupe(pas: i64) -> Source {
    let mut cut = source().clone();
    let number = |value: Option<&Valeur>| if let Some(Valeur::Entier(n)) = value { Some(*n) } else { None };
    let children: BTreeSet<i64> = {
        let table = cut.table("T_ENFANT").unwrap();
        let (id, of) = (table.colonne("ID_ENFANT").unwrap(), table.colonne("N_DOSSIER").unwrap());
        table
            .lignes
            .iter()
            .filter(|row| number(row.get(of)).is_some_and(|n| n % pas == 0))
            .filter_map(|row| number(row.get(id)))
            .collect()
    };
    for table in &mut cut.tables {
        if table.nom.starts_with("TR_") || table.nom == "tbl_users" {
            continue;
        }
        let (dossier, child) = (table.colonne("N_DOSSIER"), table.colonne("ID_ENFANT"));
        table.lignes.retain(|row| match (dossier, child) {
            (Some(at), _) => number(row.get(at)).is_some_and(|n| n % pas == 0),
            (None, Some(at)) => number(row.get(at)).is_some_and(|n| children.contains(&n)),
            (None, None) => true,
        });
    }
    cut
}

pub fn toute(moteur: Moteur) -> (Fresh, Reconciliation) {
    let fresh = moteur.fresh();
    let report = prendre(&fresh.base, &lue(source().clone()));
    (fresh, report)
}

fn n(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value}"))
}

fn regle(report: &Reconciliation, regle: Regle) -> i64 {
    report.regles.iter().find(|one| one.code == regle.code()).map_or(0, |one| one.fois as i64)
}

/// Old values of a column and how many, whatever they became; a value is shown as `code (label)` or as it is.
pub fn lues(report: &Reconciliation, table: &str, colonne: &str) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    for value in report.valeurs.iter().filter(|value| value.table == table && value.colonne == colonne) {
        *all.entry(value.avant.clone()).or_default() += value.fois as i64;
    }
    all
}

/// New values of a column and how many, from any table given.
fn devenues(base: &Base, report: &Reconciliation, tables: &[&str], cle: vigie::domain::Cle) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    for table in tables {
        for (value, count) in base.count_values(&report.source, table, cle).unwrap() {
            *all.entry(value).or_default() += count;
        }
    }
    all
}

#[test]
fn the_whole_base_reconciles_to_the_unit_in_a_local_base() {
    reconciles_to_the_unit(Moteur::Sqlite);
}

#[test]
fn the_whole_base_reconciles_to_the_unit_in_a_central_base() {
    reconciles_to_the_unit(Moteur::Postgres);
}

fn reconciles_to_the_unit(moteur: Moteur) {
    let (fresh, report) = toute(moteur);
    let (base, attendu) = (&fresh.base, attendu());
    let wrong: Vec<String> = report
        .ecarts()
        .map(|one| {
            format!(
                "{}.{:?} → {}: {} values, {} characters",
                one.table, one.colonnes, one.champ, one.ecart_valeurs, one.ecart_caracteres
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(report.lignes as i64, n(&attendu["total_lignes"]));
    for table in &report.tables {
        assert_eq!(table.lignes, table.reprises + table.gardees + table.ecartees, "{}", table.nom);
        assert!(table.ecartees == 0 || table.nom == "T_SIGNALANT", "{}", table.nom);
    }
    let found = n(&attendu["enfants"]["orphelins_retrouves_dans_Copie_de_T_DOSSIER"]);
    let disparus = n(&attendu["copie_de_T_DOSSIER"]["disparus_avec_enfants_restants"]);
    let etat = base.etat().unwrap();
    assert_eq!(etat.dossiers, n(&attendu["dossiers"]["total"]) + disparus);
    assert_eq!(report.enfants as i64, n(&attendu["enfants"]["rattaches_a_un_dossier"]) + found);
    assert_eq!(regle(&report, Regle::DossierDeCopie), disparus);
    assert_eq!(regle(&report, Regle::NumeroAbsent), n(&attendu["dossiers"]["NumDossier_null"]));
    // Of the two that bear one number, one keeps it; a dossier of the copy may bear one more.
    let twice = n(&attendu["dossiers"]["NumDossier_en_double_lignes"])
        - n(&attendu["dossiers"]["NumDossier_en_double_groupes"]);
    assert!((twice..=twice + disparus).contains(&regle(&report, Regle::NumeroDouble)));
    assert_eq!(
        regle(&report, Regle::HorlogeRemise),
        attendu["dossiers"]["Date_traitement_avant_2012"].as_array().unwrap().len() as i64
    );
    assert_eq!(
        regle(&report, Regle::ReceptionApresTraitement),
        n(&attendu["dossiers"]["DateInfo_apres_Date_traitement"])
    );
    let deleted = n(&attendu["dossiers"]["suppression_logique"]);
    assert_eq!(regle(&report, Regle::DossierSupprime), deleted);

    types_and_lists(base, &report, attendu);
    children_and_orphans(base, &report, attendu);
    textes::texts(base, attendu);
    textes::files(base, attendu);
    no_password_nor_reporter(base, &report);
}

fn types_and_lists(base: &Base, report: &Reconciliation, attendu: &Value) {
    let sums = |raw: &BTreeMap<String, i64>, expected: &Value, missing: &[&str]| {
        for (value, count) in expected.as_object().unwrap() {
            if missing.contains(&value.as_str()) {
                continue;
            }
            let found: i64 = raw
                .iter()
                .filter(|(old, _)| *old == value || old.trim() == value.trim() && old.len() == value.len())
                .map(|(_, count)| count)
                .sum();
            assert_eq!(found, n(count), "{value}");
        }
    };
    sums(&lues(report, "T_DOSSIER", "Type de dossier"), &attendu["dossiers"]["par_type_brut"], &["(NULL)"]);
    sums(
        &lues(report, "T_DOSSIER", "Violence conjugale"),
        &attendu["dossiers"]["violence_conjugale_brut"],
        &["(NULL)", "(vide)"],
    );
    sums(&lues(report, "T_DOSSIER", "Support"), &attendu["dossiers"]["par_Support"], &["(NULL)"]);
    sums(&lues(report, "T_AUTEUR", "Auteur"), &attendu["auteurs"]["auteur_brut"], &["(NULL)", "(vide)"]);
    sums(&lues(report, "T_TRAITEMENT", "Rapport reçu"), &attendu["traitements"]["rapport_recu_brut"], &["(NULL)"]);
    let types = devenues(base, report, &["T_DOSSIER"], dossier::TYPE_DOSSIER);
    for (code, label) in [
        ("information_preoccupante", "Information préoccupante"),
        ("ip_complementaire", "IP complémentaire"),
        ("copie_signalement", "Signalement direct au parquet"),
        ("fiche_snated", "Fiche 119 / SNATEM"),
        ("soit_transmis", "Soit-transmis"),
        ("transfert_departement", "Transfert autre département"),
        ("information_entrante", "Information entrante"),
    ] {
        assert_eq!(
            types[&format!("type_dossier/{code}")],
            n(&attendu["dossiers"]["par_type_normalise"][label]),
            "{code}"
        );
    }
    let violence = devenues(base, report, &["T_DOSSIER"], dossier::VIOLENCE_CONJUGALE);
    for (code, label) in [("oui", "oui"), ("non", "non"), ("nsp", "ne sait pas")] {
        assert_eq!(
            violence[&format!("oui_non_nsp/{code}")],
            n(&attendu["dossiers"]["violence_conjugale_normalise"][label])
        );
    }
    let boxes = base.measure_reprise(&report.source, "T_DOSSIER", &[dossier::SIP, dossier::DANGER_GRAVE]).unwrap();
    assert_eq!(boxes[0].valeurs, n(&attendu["dossiers"]["SIP_vrai"]));
    assert_eq!(boxes[1].valeurs, n(&attendu["dossiers"]["DGI_vrai"]));
    let territories = devenues(base, report, &["T_DOSSIER"], dossier::TERRITOIRE);
    assert_eq!(territories["a_determiner"], n(&attendu["dossiers"]["territoire_null"]));
    let lost: i64 = territories
        .iter()
        .filter(|(id, _)| ["access-1", "access-2", "access-6", "access-12"].contains(&id.as_str()))
        .map(|(_, n)| n)
        .sum();
    assert_eq!(lost, n(&attendu["dossiers"]["territoire_hors_TR_TERRITOIRE"]));
    let snatem = base.measure_reprise(&report.source, "T_DOSSIER", &[dossier::NUMERO_SNATEM]).unwrap();
    assert_eq!(snatem[0].valeurs, n(&attendu["dossiers"]["SNATEM_renseigne"]));
}

fn children_and_orphans(base: &Base, report: &Reconciliation, attendu: &Value) {
    let orphans = |table: &str| {
        let filtre = FiltreConstats {
            source: report.source.clone(),
            regle: Regle::Orphelin.code().to_owned(),
            table: table.to_owned(),
            ..FiltreConstats::default()
        };
        base.constats_reprise(&filtre, 10).unwrap().0
    };
    let found = n(&attendu["enfants"]["orphelins_retrouves_dans_Copie_de_T_DOSSIER"]);
    assert_eq!(orphans("T_ENFANT"), n(&attendu["orphelins"]["T_ENFANT sans T_DOSSIER"]) - found);
    assert_eq!(orphans("T_PIECE_JOINTE"), n(&attendu["orphelins"]["T_PIECE_JOINTE sans T_DOSSIER"]));
    // Those without a child, and those of the children who stay orphans.
    let below = &attendu["orphelins"]["rattaches a un enfant orphelin"];
    for (table, alone) in [
        ("T_MOTIF_ENFANT", "T_MOTIF_ENFANT sans T_ENFANT"),
        ("T_CONCLUSION", "T_CONCLUSION sans T_ENFANT"),
        ("T_AUTEUR", "T_AUTEUR sans T_ENFANT"),
    ] {
        let alone = n(&attendu["orphelins"][alone]);
        assert!((alone..=alone + n(&below[table])).contains(&orphans(table)), "{table} {}", orphans(table));
    }
    let sexes = lues(report, "T_ENFANT", "Sexe");
    let lost: i64 = orphans("T_ENFANT");
    let all: i64 = sexes.values().sum();
    assert!(all >= n(&attendu["enfants"]["total"]) - n(&attendu["enfants"]["par_Sexe"]["(NULL)"]) - lost);
    let twice = n(&attendu["enfants"]["meme_enfant_saisi_deux_fois_dans_un_dossier_groupes_exacts"]);
    assert!(
        (twice..=twice + 3).contains(&regle(report, Regle::EnfantDouble)),
        "{}",
        regle(report, Regle::EnfantDouble)
    );
    let named: i64 = [Regle::AncienDossierRelie, Regle::AncienDossierIntrouvable, Regle::AncienDossierPlusieurs]
        .iter()
        .map(|one| regle(report, *one))
        .sum();
    let readable: i64 =
        ["numéro lisible, un seul dossier", "numéro lisible introuvable", "numéro lisible, plusieurs dossiers"]
            .iter()
            .map(|key| n(&attendu["enfants"]["ancien_dossier_lecture"][*key]))
            .sum();
    assert!((readable - lost..=readable).contains(&named), "{named} of {readable}");
    assert_eq!(
        regle(report, Regle::MotifDouble),
        n(&attendu["motifs"]["paires_enfant_motif_en_double"]),
        "the same motive twice"
    );
    assert_eq!(regle(report, Regle::RetourAvantEnvoi), n(&attendu["traitements"]["retour_avant_envoi"]));
    assert_eq!(regle(report, Regle::ServiceLibre), n(&attendu["traitements"]["par_service"]["(NULL)"]));
    let conclusions: i64 =
        devenues(base, report, &["T_CONCLUSION"], vigie::domain::conclusion::CONCLUSION).values().sum();
    assert_eq!(conclusions, n(&attendu["conclusions"]["total"]) - orphans("T_CONCLUSION"));
}

fn no_password_nor_reporter(base: &Base, report: &Reconciliation) {
    let users = base.lignes_gardees(&report.source, "tbl_users", 100).unwrap();
    assert_eq!(users.len(), 20);
    assert!(users.iter().all(|row| row.valeurs.iter().all(|(name, _)| name != "MDP")));
    assert!(base.lignes_gardees(&report.source, "T_SIGNALANT", 10).unwrap().is_empty());
    let reporters = report.tables.iter().find(|table| table.nom == "T_SIGNALANT").unwrap();
    assert_eq!((reporters.lignes, reporters.ecartees), (5584, 5584));
}

/// Everything that people see, as text.
pub fn etat(base: &Base) -> BTreeMap<uuid::Uuid, Dossier> {
    let filtre = vigie::domain::recherche::Filtre::default();
    let page = base.page(&filtre, vigie::domain::recherche::Tri::default(), 0, 100_000).unwrap();
    page.lignes.iter().map(|ligne| (ligne.id, base.dossier(ligne.id).unwrap().unwrap().dossier)).collect()
}

#[test]
fn again_nothing_changes_and_what_was_edited_stands() {
    for (moteur, pas) in [(Moteur::Sqlite, 12), (Moteur::Postgres, 40)] {
        let fresh = moteur.fresh();
        let lue = lue(coupe(pas));
        let first = prendre(&fresh.base, &lue);
        assert_eq!(first.ecarts().count(), 0, "{moteur:?}");
        let before = etat(&fresh.base);
        // Reading a dossier is journaled too: counted around the takeover alone.
        let changes = fresh.base.etat().unwrap().changements;
        let second = prendre(&fresh.base, &lue);
        assert_eq!(fresh.base.etat().unwrap().changements, changes, "{moteur:?}: nothing is journaled");
        let written = second.ecriture.clone().unwrap();
        assert_eq!((written.dossiers_ajoutes, written.dossiers_changes, written.pieces), (0, 0, 0), "{moteur:?}");
        assert_eq!(etat(&fresh.base), before, "{moteur:?}");
        // Values that the first takeover added to the lists are told as such by the second too.
        let rules = |report: &Reconciliation| format!("{:?}", report.regles);
        assert_eq!(rules(&second), rules(&first), "{moteur:?}");
        // Fifty dossiers changed by people: a text, a name, a row removed.
        let mut edited = BTreeMap::new();
        for (rank, (id, dossier)) in before.iter().take(50).enumerate() {
            let mut after = dossier.clone();
            after.fiches[0].set(dossier::SYNTHESE, format!("Repris dans Vigie {rank}"));
            after.fiches[0].set(dossier::TYPE_DOSSIER, "type_dossier/demande_enquete");
            if let Some(person) = after.fiches.iter_mut().find(|fiche| fiche.table == Table::Enfant) {
                person.set(enfant::personne::PRENOM, "Zoé");
            }
            if let Some(at) = after.fiches.iter().position(|fiche| fiche.table == Table::Traitement) {
                after.fiches.remove(at);
            }
            let saved = fresh.base.save(dossier, &after).unwrap().dossier;
            edited.insert(*id, saved);
        }
        let changes = fresh.base.etat().unwrap().changements;
        prendre(&fresh.base, &lue);
        assert_eq!(fresh.base.etat().unwrap().changements, changes, "{moteur:?}");
        let now = etat(&fresh.base);
        for (id, dossier) in &edited {
            assert_eq!(now[id], *dossier, "{moteur:?}");
        }
    }
}

#[test]
fn a_newer_file_brings_what_it_says_and_leaves_what_vigie_said() {
    let fresh = Moteur::Sqlite.fresh();
    let mut newer = coupe(60);
    let old = newer.clone();
    prendre(&fresh.base, &lue(old));
    let before = etat(&fresh.base);
    let (mine, other): (uuid::Uuid, uuid::Uuid) = {
        let mut ids = before.keys();
        (*ids.next().unwrap(), *ids.next().unwrap())
    };
    let mut after = before[&mine].clone();
    after.fiches[0].set(dossier::SYNTHESE, "Texte de Vigie");
    fresh.base.save(&before[&mine], &after).unwrap();
    let table = newer.tables.iter_mut().find(|table| table.nom == "T_DOSSIER").unwrap();
    let at = table.colonne("Synthèse de la situation").unwrap();
    for row in &mut table.lignes {
        row[at] = Valeur::Texte("Texte d’Access".into());
    }
    let key = table.colonne("N_DOSSIER").unwrap();
    let mut added = table.lignes[0].clone();
    added[key] = Valeur::Entier(900_000);
    table.lignes.push(added);
    let report = prendre(&fresh.base, &lue(newer));
    let written = report.ecriture.unwrap();
    assert_eq!((written.dossiers_ajoutes, written.valeurs_gardees), (1, 1));
    assert_eq!(written.dossiers_changes, before.len() - 1);
    let read =
        |id| fresh.base.dossier(id).unwrap().unwrap().dossier.entete().unwrap().get(dossier::SYNTHESE).to_owned();
    assert_eq!((read(mine), read(other)), ("Texte de Vigie".to_owned(), "Texte d’Access".to_owned()));
}

#[test]
fn stopped_in_the_middle_and_run_again_it_is_the_same() {
    for (moteur, pas) in [(Moteur::Sqlite, 20), (Moteur::Postgres, 60)] {
        let lue = lue(coupe(pas));
        let whole = moteur.fresh();
        prendre(&whole.base, &lue);
        let cut = moteur.fresh();
        let parametres = prise::parametres(&cut.base, today()).unwrap();
        // Into an empty base: nothing is left of it.
        let stop = |at: usize| move |etape, done: usize, _: usize| !(etape == prise::Etape::Ecriture && done >= at);
        assert!(prise::reprendre(&cut.base, &lue, &parametres, stop(1)).is_err());
        assert_eq!(cut.base.etat().unwrap().dossiers, 0, "{moteur:?}");
        // Into a base that has one dossier of its own: what is written is whole, the rest comes later.
        let own = crate::common::dossiers::court(&parametres, "Martin", "Léa");
        cut.base.save(&Dossier::default(), &own).unwrap();
        assert!(prise::reprendre(&cut.base, &lue, &parametres, stop(1)).is_err());
        let part = cut.base.etat().unwrap().dossiers;
        assert!(part > 1, "{moteur:?} {part}");
        prise::reprendre(&cut.base, &lue, &parametres, |_, _, _| true).unwrap();
        let (mut a, b) = (etat(&cut.base), etat(&whole.base));
        a.remove(&own.id().unwrap());
        assert_eq!(a.len(), b.len(), "{moteur:?}");
        for (id, dossier) in &b {
            let strip = |dossier: &Dossier| -> Vec<String> {
                let mut rows: Vec<String> = dossier
                    .fiches
                    .iter()
                    .map(|fiche| {
                        format!(
                            "{:?} {} {:?}",
                            fiche.table,
                            fiche.id,
                            fiche.valeurs().map(|(_, value)| value).collect::<Vec<_>>()
                        )
                    })
                    .collect();
                rows.sort();
                rows
            };
            assert_eq!(strip(&a[id]), strip(dossier), "{moteur:?}");
        }
    }
}
