//! Facts as the bases tell them.

use vigie::dashboards::{Filtre, Lecteur, calculer, catalogue};
use vigie::demo::Demo;
use vigie::domain::Dossier;
use vigie::domain::dossier::Fiches as _;
use vigie::domain::fait::Fait;
use vigie::domain::tableau::{Disposition, IndicateurGarde, Nature};
use vigie::storage::{self, StorageError};

use crate::common::{MOTEURS, today};
use crate::sql::{facts, parametres};

#[test]
fn both_bases_tell_the_same_facts_and_no_name() {
    let mut told: Vec<Vec<Fait>> = Vec::new();
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = parametres(&fresh.base);
        let dossiers: Vec<Dossier> = Demo::new(&parametres, 200, 8, today()).collect();
        let children: usize = dossiers.iter().map(|d| d.of(vigie::domain::Table::EnfantConcerne).count()).sum();
        storage::load(&fresh.base, dossiers.into_iter(), |_| true).unwrap();
        let mut facts = Vec::new();
        let read = fresh.base.faits(None, |fait| facts.push(fait.clone())).unwrap();
        assert_eq!((read, facts.len()), (children, children));
        // One by one or all together, from one view or the other.
        let ids: Vec<uuid::Uuid> = facts.iter().map(|fait| fait.dossier).collect();
        let mut named = Vec::new();
        fresh.base.faits(Some(&ids), |fait| named.push(ordered(fait))).unwrap();
        let mut facts: Vec<Fait> = facts.iter().map(ordered).collect();
        for facts in [&mut named, &mut facts] {
            facts.sort_by_key(|fait| (fait.dossier, fait.enfant));
        }
        assert!(named == facts, "{moteur:?}");
        // The hour of a referral is read on the workstation's clock or on the Département's.
        for fait in &mut facts {
            let mut dates: Vec<&str> = fait.dates.split('|').collect();
            assert_eq!(dates.len(), 12);
            dates[4] = "";
            fait.dates = dates.join("|");
        }
        told.push(facts);
    }
    assert!(told[0] == told[1]);
}

/// The lists of a fact come in no order.
fn ordered(fait: &Fait) -> Fait {
    let mut fait = fait.clone();
    for list in [&mut fait.motifs, &mut fait.conclusions, &mut fait.traitements, &mut fait.liens] {
        let mut parts: Vec<&str> = list.split('|').collect();
        parts.sort_unstable();
        *list = parts.join("|");
    }
    fait
}

#[test]
fn a_saved_dossier_is_read_again_alone() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = parametres(&fresh.base);
        storage::load(&fresh.base, Demo::new(&parametres, 60, 2, today()), |_| true).unwrap();
        let first = facts(&fresh.base, &parametres);
        let page = fresh.base.page(&Default::default(), vigie::domain::recherche::Tri::default(), 0, 1).unwrap();
        let before = fresh.base.dossier(page.lignes[0].id).unwrap().unwrap().dossier;
        let mut after = before.clone();
        let entete = after.fiches.iter_mut().find(|fiche| fiche.table == vigie::domain::Table::Dossier).unwrap();
        entete.set(vigie::domain::dossier::TERRITOIRE, "baugy");
        entete.set(vigie::domain::dossier::DATE_RECEPTION, "2025-02-03");
        fresh.base.save(&before, &after).unwrap();

        let mut lecteur = Lecteur::reprendre(&first, &parametres, &[page.lignes[0].id], today());
        let read = fresh.base.faits(Some(&[page.lignes[0].id]), |fait| lecteur.push(fait)).unwrap();
        assert_eq!(read, before.of(vigie::domain::Table::EnfantConcerne).count());
        let refreshed = lecteur.finish(Vec::new());
        let whole = facts(&fresh.base, &parametres);
        for indicateur in catalogue() {
            let of = |faits| calculer(faits, indicateur, &Filtre::default());
            assert_eq!(of(&refreshed), of(&whole), "{moteur:?} {}", indicateur.code);
        }
    }
}

#[test]
fn an_indicator_of_ones_own_and_a_page_are_kept() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let base = &fresh.base;
        let mine = catalogue()[0].clone();
        let mut garde = IndicateurGarde {
            id: uuid::Uuid::now_v7(),
            titre: " Fugues l’été ".to_owned(),
            contenu: serde_json::to_string(&mine).unwrap(),
            partage: false,
            version: 0,
            auteur: String::new(),
        };
        base.save_indicateur(&garde).unwrap();
        let kept = base.indicateurs().unwrap().remove(0);
        assert_eq!((kept.titre.as_str(), kept.version, kept.partage), ("Fugues l’été", 1, false));
        assert_eq!(serde_json::from_str::<vigie::dashboards::Indicateur>(&kept.contenu).unwrap(), mine);
        garde = IndicateurGarde { partage: true, ..kept.clone() };
        base.save_indicateur(&garde).unwrap();
        assert!(matches!(base.save_indicateur(&garde), Err(StorageError::Conflict)), "an older version is not written");
        assert!(base.indicateurs().unwrap()[0].partage);
        garde.titre = "  ".to_owned();
        assert!(matches!(base.save_indicateur(&garde), Err(StorageError::Refused(_))));
        base.delete_indicateur(kept.id).unwrap();
        assert!(base.indicateurs().unwrap().is_empty() && base.delete_indicateur(kept.id).is_err());

        assert_eq!(base.disposition().unwrap(), None);
        let page = |codes: &[&str]| Disposition {
            nature: Nature::Personne,
            pour: base.utilisateur().to_owned(),
            indicateurs: codes.iter().map(|code| (*code).to_owned()).collect(),
        };
        for codes in [&["motifs", "suites"][..], &["ages"]] {
            base.save_disposition(&page(codes)).unwrap();
            assert_eq!(base.disposition().unwrap(), Some(page(codes)));
        }
        base.save_disposition(&page(&[])).unwrap();
        assert_eq!(base.disposition().unwrap(), None);
    }
}
