//! Many dossiers loaded at once: all there, or none, and the base guarded as before.

use std::sync::Arc;

use diesel::{Connection as _, PgConnection, RunQueryDsl as _};
use vigie::demo::Demo;
use vigie::domain::dossier::{self, Fiches as _};
use vigie::domain::{Dossier, Parametres, Table, motif};
use vigie::storage::{self, Cible, StorageError};

use crate::common::dossiers::{complet, values};
use crate::common::{Fresh, MOTEURS, bare_file, today};

fn parametres(fresh: &Fresh) -> Parametres {
    let parametres = fresh.base.parametres(today()).unwrap();
    Parametres { communes: Arc::new(fresh.base.communes().unwrap()), ..parametres }
}

/// The base still refuses what it refused, dates what is changed and keeps its journal.
fn assert_guarded(fresh: &Fresh, parametres: &Parametres) {
    let changes = fresh.base.etat().unwrap().changements;
    let saved = fresh.base.save(&Dossier::default(), &complet(parametres)).unwrap().dossier;
    assert!(fresh.base.etat().unwrap().changements > changes + 10, "the journal is written");
    let mut bad = saved.clone();
    bad.fiches.iter_mut().find(|fiche| fiche.table == Table::MotifEnfant).unwrap().set(motif::MOTIF, "motif/inconnu");
    assert!(matches!(fresh.base.save(&saved, &bad), Err(StorageError::Database(_))), "foreign keys are back");
    assert_eq!(fresh.base.etat().unwrap().integrite, "ok");
}

#[derive(diesel::QueryableByName)]
struct Loi {
    #[diesel(sql_type = diesel::sql_types::Text)]
    loi: String,
}

/// Every key, constraint, index and trigger, as the base writes them.
fn laws(cible: &Cible) -> Vec<String> {
    let laws: Vec<Loi> = match cible {
        Cible::Fichier { chemin, .. } => diesel::sql_query("SELECT coalesce(sql, name) AS loi FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1")
            .load(&mut bare_file(chemin)),
        Cible::Serveur { url, .. } => diesel::sql_query(
            "SELECT conrelid::regclass || ' ' || conname || ' ' || convalidated || ' ' || pg_get_constraintdef(oid) AS loi FROM pg_constraint \
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
             UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
        )
        .load(&mut PgConnection::establish(url).unwrap()),
    }
    .unwrap();
    laws.into_iter().map(|loi| loi.loi).collect()
}

#[test]
fn loaded_dossiers_read_back_equal_and_numbers_go_on_after_them() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = parametres(&fresh);
        let mut dossiers: Vec<Dossier> = Demo::new(&parametres, 700, 3, today()).collect();
        // What a stream of text could take for its own marks.
        let hostile = "a\tb\\n\n\\.\r\u{1}« œ » \\N 😀".replace('\u{1}', "");
        dossiers[0]
            .fiches
            .iter_mut()
            .find(|fiche| fiche.table == Table::Dossier)
            .unwrap()
            .set(dossier::SYNTHESE, hostile.as_str());
        let before = laws(&fresh.cible);
        let loaded = storage::load(&fresh.base, dossiers.clone().into_iter(), |_| true).unwrap();
        assert_eq!((loaded, fresh.base.etat().unwrap().dossiers), (700, 700), "{moteur:?}");
        assert!(before.len() > 100 && laws(&fresh.cible) == before, "{moteur:?}: every key and trigger is back");
        for dossier in dossiers.iter().step_by(97) {
            let read = fresh.base.dossier(dossier.id().unwrap()).unwrap().unwrap().dossier;
            // Instants are written by each base in its own way; a person may have come back since.
            let comparable = |dossier: &Dossier| {
                let mut rows = dossier.clone();
                rows.fiches.retain(|fiche| fiche.table != Table::Enfant);
                for fiche in rows.fiches.iter_mut().filter(|fiche| fiche.table == Table::Dossier) {
                    for cle in [dossier::DATE_TRAITEMENT, dossier::DANGER_SAISINE_LE] {
                        let instant =
                            vigie::domain::date::read_instant(fiche.get(cle)).map(vigie::domain::date::store_instant);
                        fiche.set(cle, instant.unwrap_or_default());
                    }
                }
                values(&rows)
            };
            assert_eq!(comparable(&read), comparable(dossier), "{moteur:?}");
        }
        let last = dossiers.last().and_then(|dossier| dossier.entete()).unwrap().get(dossier::NUMERO).to_owned();
        assert_guarded(&fresh, &parametres);
        let page = fresh.base.page(&Default::default(), vigie::domain::recherche::Tri::default(), 0, 1).unwrap();
        let number = |numero: &str| numero.split_once('-').map(|(_, rank)| rank.parse::<u32>().unwrap()).unwrap();
        if page.lignes[0].numero[..4] == last[..4] {
            assert_eq!(number(&page.lignes[0].numero), number(&last) + 1, "{moteur:?}");
        }
        assert!(matches!(storage::load(&fresh.base, std::iter::empty(), |_| true), Err(StorageError::NotEmpty)));
    }
}

#[test]
fn a_load_that_is_cancelled_or_fails_leaves_the_base_empty_and_guarded() {
    for moteur in MOTEURS {
        let fresh = moteur.fresh();
        let parametres = parametres(&fresh);
        let demo = || Demo::new(&parametres, 1_200, 3, today());
        assert!(
            matches!(storage::load(&fresh.base, demo(), |done| done < 600), Err(StorageError::Refused(_))),
            "{moteur:?}"
        );
        assert_eq!(fresh.base.etat().unwrap().dossiers, 0);
        let broken = demo().map(|mut dossier| {
            for fiche in dossier.fiches.iter_mut().filter(|fiche| fiche.table == Table::MotifEnfant) {
                fiche.set(motif::MOTIF, "motif/inconnu");
            }
            dossier
        });
        assert!(storage::load(&fresh.base, broken, |_| true).is_err(), "{moteur:?}: a link to nothing is found");
        assert_eq!(fresh.base.etat().unwrap().dossiers, 0);
        assert_guarded(&fresh, &parametres);
    }
}
