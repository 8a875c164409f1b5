//! Headers: numbers, dates, state; the dossiers that only a copy still holds.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use uuid::Uuid;

use crate::domain::dossier::{self, Fiches as _};
use crate::domain::reprise::{DossierRepris, Origine};
use crate::domain::{Dossier, Fiche, Table, conclusion, derive, enfant, traitement};

use super::atelier::{Atelier, TableLue, oui};
use super::construction::{Ouvrage, dans_l_ordre, jour_du_dossier, premiere_annee};
use super::correspondance::{But, Particulier, plie};
use super::dates;
use super::regles::Regle;
use super::source::Valeur;

/// A dossier being made.
pub struct EnCours {
    /// The header first.
    pub fiches: Vec<Fiche>,
    pub origines: Vec<Origine>,
    /// Its children: old key, row in this dossier.
    pub enfants: Vec<(Box<str>, Uuid)>,
    pub cle: Box<str>,
    pub table: Arc<str>,
    /// The day that ages are judged by.
    pub jour: Option<NaiveDate>,
    pub supprime: bool,
}

/// Every dossier of the table, in the order of its keys.
pub fn lire<'a>(atelier: &mut Atelier<'a>, table: Option<&TableLue<'a>>) -> Ouvrage {
    let mut ouvrage = Ouvrage::default();
    let Some(table) = table else { return ouvrage };
    let mut numeros = Numeros::default();
    let premiere = premiere_annee(table.rangs().filter_map(|rang| instant(table, rang)));
    for rang in dans_l_ordre(table) {
        let cle = table.cle(rang);
        let id = atelier.id("dossier", "", &cle);
        let en_cours = entete(atelier, table, rang, id, premiere, &mut numeros);
        atelier.garder(table, rang, Some(id), true);
        ouvrage.par_cle.insert(cle.into(), ouvrage.dossiers.len());
        ouvrage.dossiers.push(en_cours);
    }
    relier_anciens(atelier, &numeros);
    ouvrage
}

/// Dossiers that children still name and that only the copy holds.
pub fn secourir<'a>(
    atelier: &mut Atelier<'a>,
    copie: Option<&TableLue<'a>>,
    enfants: &TableLue<'a>,
    ouvrage: &mut Ouvrage,
) {
    let Some(copie) = copie else { return };
    let wanted: HashSet<String> = enfants
        .rangs()
        .filter_map(|rang| enfants.parent(rang))
        .filter(|cle| !ouvrage.par_cle.contains_key(cle))
        .collect();
    let premiere = premiere_annee(copie.rangs().filter_map(|rang| instant(copie, rang)));
    let mut numeros = Numeros::default();
    for en_cours in &ouvrage.dossiers {
        let held = en_cours.fiches.first().map(|fiche| fiche.get(dossier::NUMERO).to_owned());
        numeros.pris.extend(held);
    }
    for rang in dans_l_ordre(copie) {
        let cle = copie.cle(rang);
        if !wanted.contains(&*cle) || ouvrage.par_cle.contains_key(&*cle) {
            atelier.garder(copie, rang, None, false);
            continue;
        }
        let id = atelier.id("dossier", "", &cle);
        let lieu = copie.lieu(rang, Some(id));
        atelier.bilan.noter(Regle::DossierDeCopie, &lieu, &"".into(), None, ("", ""), (0, 0));
        let en_cours = entete(atelier, copie, rang, id, premiere, &mut numeros);
        atelier.garder(copie, rang, Some(id), true);
        ouvrage.par_cle.insert(cle.into(), ouvrage.dossiers.len());
        ouvrage.dossiers.push(en_cours);
    }
}

fn colonne<'t, 'a>(table: &'t TableLue<'a>, nom: &str) -> Option<&'t super::atelier::ColonneLue<'a>> {
    table.colonnes.iter().find(|colonne| colonne.but.code() == nom)
}

fn instant(table: &TableLue<'_>, rang: usize) -> Option<NaiveDateTime> {
    match table.valeur(rang, colonne(table, "date_traitement")?.at) {
        Valeur::Date(instant) => Some(*instant),
        _ => None,
    }
}

fn entete<'a>(
    atelier: &mut Atelier<'a>,
    table: &TableLue<'a>,
    rang: usize,
    id: Uuid,
    premiere: i32,
    numeros: &mut Numeros,
) -> EnCours {
    let lieu = table.lieu(rang, Some(id));
    let mut fiche = Fiche::with_id(Table::Dossier, id);
    let moment = instant(table, rang);
    atelier.remplir(table, rang, &lieu, moment.map(|moment| moment.date()), &mut [&mut fiche]);
    let numero = colonne(table, "numero").map(|colonne| table.valeur(rang, colonne.at).show()).unwrap_or_default();
    numeros.donner(atelier, table, &lieu, &numero, moment, &mut fiche);
    let none: Arc<str> = "".into();
    let dated = moment.is_some();
    let moment = moment.or_else(|| {
        let day = sans_jour(&fiche);
        let but = Some(But::Champ(dossier::DATE_TRAITEMENT));
        atelier.bilan.noter(
            Regle::TraitementDeduit,
            &lieu,
            &none,
            but,
            ("", &crate::domain::date::format(day)),
            (1, 0),
        );
        day.and_hms_opt(0, 0, 0)
    });
    if let Some(moment) = moment {
        fiche.set(dossier::DATE_TRAITEMENT, dates::instant(moment));
        if dated && moment.year() < premiere {
            let but = colonne(table, "date_traitement").map(|colonne| colonne.but);
            let shown = Valeur::Date(moment).show();
            atelier.bilan.noter(Regle::HorlogeRemise, &lieu, &none, but, (&shown, &shown), (0, 0));
        }
    }
    let reception = fiche.date(dossier::DATE_RECEPTION);
    let jour = jour_du_dossier(moment, reception, premiere);
    let but = Some(But::Champ(dossier::DATE_RECEPTION));
    match (reception, jour.filter(|_| reception.is_none()).or_else(|| moment.map(|moment| moment.date()))) {
        (None, Some(jour)) => {
            fiche.set(dossier::DATE_RECEPTION, jour.to_string());
            let day = crate::domain::date::format(jour);
            atelier.bilan.noter(Regle::ReceptionDeduite, &lieu, &none, but, ("", &day), (1, 10));
        }
        (Some(reception), Some(jour)) if reception > jour => {
            let day = crate::domain::date::format(reception);
            atelier.bilan.noter(Regle::ReceptionApresTraitement, &lieu, &none, but, (&day, &day), (0, 0));
        }
        _ => {}
    }
    if fiche.get(dossier::TERRITOIRE).is_empty() {
        fiche.set(dossier::TERRITOIRE, dossier::TERRITOIRE_INITIAL);
        let but = Some(But::Champ(dossier::TERRITOIRE));
        atelier.bilan.noter(Regle::TerritoireAbsent, &lieu, &none, but, ("", dossier::TERRITOIRE_INITIAL), (1, 0));
    }
    let supprime = table.particulier(Particulier::Supprime);
    let supprime = supprime.is_some_and(|colonne| oui(table.valeur(rang, colonne.at)) == Some(true));
    let mut en_cours = EnCours {
        fiches: Vec::new(),
        origines: Vec::new(),
        enfants: Vec::new(),
        cle: lieu.cle.clone(),
        table: Arc::clone(&table.nom),
        jour,
        supprime,
    };
    en_cours.ajouter(fiche, &table.nom, &lieu.cle);
    en_cours
}

/// The day of a dossier that the old base gives none: it was received, numbered in a year, or nobody knows.
fn sans_jour(fiche: &Fiche) -> NaiveDate {
    let numero = fiche.get(dossier::NUMERO);
    let annee = numero.get(..4).and_then(|annee| annee.parse().ok()).filter(|annee| (1990..=2100).contains(annee));
    let premier = |annee| NaiveDate::from_ymd_opt(annee, 1, 1);
    fiche
        .date(dossier::DATE_RECEPTION)
        .or_else(|| annee.and_then(premier))
        .or_else(|| premier(1900))
        .unwrap_or_default()
}

/// Numbers that the old base gave, in the form of Vigie, each once.
#[derive(Default)]
struct Numeros {
    pris: HashSet<String>,
    /// Number of Vigie to how many dossiers bore it.
    portes: HashMap<String, usize>,
}

/// `12-014`, `2016/143`, `2019-0342` → `2012-000014`…
pub fn numero_de_vigie(texte: &str) -> Option<String> {
    let (annee, suite) = texte.trim().split_once(['-', '/'])?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(annee) || !digits(suite) || suite.len() > 6 {
        return None;
    }
    let annee: u32 = annee.parse().ok().map(|year: u32| if annee.len() == 2 { 2000 + year } else { year })?;
    (1990..=2100).contains(&annee).then(|| format!("{annee}-{suite:0>6}"))
}

impl Numeros {
    fn donner(
        &mut self,
        atelier: &mut Atelier<'_>,
        table: &TableLue<'_>,
        lieu: &super::bilan::Lieu,
        ancien: &str,
        moment: Option<NaiveDateTime>,
        fiche: &mut Fiche,
    ) {
        let found = colonne(table, "numero");
        let (but, nom) =
            (found.map(|colonne| colonne.but), found.map_or_else(|| "".into(), |colonne| Arc::clone(&colonne.nom)));
        let ancien = ancien.trim();
        let mut wanted = if ancien.is_empty() {
            let annee = moment.map_or(0, |moment| moment.year());
            let name = format!("{annee}-N{}", lieu.cle);
            atelier.bilan.noter(Regle::NumeroAbsent, lieu, &nom, but, ("", &name), (1, 0));
            name
        } else if let Some(numero) = numero_de_vigie(ancien) {
            *self.portes.entry(numero.clone()).or_default() += 1;
            numero
        } else {
            let name: String = ancien.chars().filter(|c| !c.is_control()).take(40).collect();
            atelier.bilan.noter(Regle::NumeroAutre, lieu, &nom, but, (ancien, &name), (0, 0));
            name
        };
        if self.pris.contains(&wanted) {
            let free = (2..1000).map(|suffix| format!("{wanted}-{suffix}")).find(|name| !self.pris.contains(name));
            let free = free.unwrap_or_else(|| format!("{wanted}-{}", lieu.cle));
            atelier.bilan.noter(Regle::NumeroDouble, lieu, &nom, but, (ancien, &free), (0, 0));
            wanted = free;
        }
        self.pris.insert(wanted.clone());
        fiche.set(dossier::NUMERO, wanted);
    }
}

/// Kept for the children, who name old dossiers by these numbers.
fn relier_anciens(atelier: &mut Atelier<'_>, numeros: &Numeros) {
    atelier.numeros.clone_from(&numeros.portes);
}

/// The states, the keys and everything that follows from the rows.
pub fn finir(atelier: &mut Atelier<'_>, ouvrage: Ouvrage) -> Vec<DossierRepris> {
    let limite: Option<NaiveDate> = atelier.correspondance.ouverts_depuis.as_ref().and_then(|date| date.parse().ok());
    let attente: HashSet<String> =
        atelier.correspondance.conclusions_en_attente.iter().map(|label| plie(label)).collect();
    let waiting: HashSet<String> = attente
        .iter()
        .filter_map(|label| {
            match atelier.vocabulaires.lire(conclusion::CONCLUSION.champ().nature, Some("conclusion"), label, false) {
                super::vocabulaire::Lecture::Connue(id) | super::vocabulaire::Lecture::Ajoutee(id) => Some(id),
                super::vocabulaire::Lecture::SansSens => None,
            }
        })
        .collect();
    let mut made = Vec::with_capacity(ouvrage.dossiers.len());
    for mut en_cours in ouvrage.dossiers {
        en_cours.fiches.sort_by_key(|fiche| fiche.table);
        let mut dossier = Dossier { fiches: std::mem::take(&mut en_cours.fiches) };
        etat(atelier, &en_cours, &mut dossier, limite, &waiting);
        derive::derive(&mut dossier, atelier.parametres);
        made.push(DossierRepris { dossier, origines: en_cours.origines });
    }
    made
}

fn etat(
    atelier: &mut Atelier<'_>,
    en_cours: &EnCours,
    dossier: &mut Dossier,
    limite: Option<NaiveDate>,
    waiting: &HashSet<String>,
) {
    let concluded = |child: &Fiche| {
        dossier
            .linked(conclusion::ENFANT_CONCERNE_ID, child.id)
            .any(|row| !waiting.contains(row.get(conclusion::CONCLUSION)))
    };
    let children: Vec<&Fiche> = dossier.of(Table::EnfantConcerne).collect();
    let all_concluded = !children.is_empty() && children.into_iter().all(concluded);
    let last = dossier.of(Table::ConclusionEnfant).filter_map(|row| row.date(conclusion::DATE_CONCLUSION)).max();
    let sent = dossier.of(Table::Traitement).any(|row| !row.get(traitement::ENVOYE_LE).is_empty());
    let old = limite.zip(en_cours.jour).is_none_or(|(limite, jour)| jour < limite) && limite.is_some();
    let (etat, regle, motif) = if en_cours.supprime {
        (dossier::ETAT_CLOS, Some(Regle::DossierSupprime), "Supprimé dans l’ancienne application")
    } else if all_concluded {
        (dossier::ETAT_CLOS, Some(Regle::DossierClos), "")
    } else if old {
        (dossier::ETAT_CLOS, Some(Regle::DossierSansSuite), "Repris de l’ancienne application, sans conclusion")
    } else if sent {
        ("etat_dossier/evaluation", None, "")
    } else {
        (dossier::ETAT_INITIAL, None, "")
    };
    if let Some(regle) = regle {
        let lieu =
            super::bilan::Lieu { table: Arc::clone(&en_cours.table), cle: en_cours.cle.clone(), dossier: dossier.id() };
        atelier.bilan.noter(regle, &lieu, &"".into(), None, ("", ""), (0, 0));
    }
    if let Some(entete) = dossier.fiches.first_mut() {
        entete.set(dossier::ETAT, etat);
        entete.set(dossier::CLOTURE_MOTIF, motif);
        if regle == Some(Regle::DossierClos)
            && let Some(last) = last
        {
            entete.set(dossier::CLOS_LE, last.to_string());
        }
    }
}

/// The person and the child of a dossier, for who tells two rows of one child apart.
pub fn meme_enfant(personne: &Fiche) -> String {
    use enfant::personne::{DATE_NAISSANCE, NOM_USAGE, PRENOM};
    let fold = |cle| crate::domain::nom::fold(personne.get(cle));
    format!("{}|{}|{}", fold(NOM_USAGE), fold(PRENOM), personne.get(DATE_NAISSANCE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_of_a_number_are_one() {
        for (ancien, numero) in [
            ("12-014", Some("2012-000014")),
            ("2016/143 ", Some("2016-000143")),
            ("2019-0342", Some("2019-000342")),
            ("2019-1234567", None),
            ("oui", None),
            ("1216-1", None),
            ("", None),
        ] {
            assert_eq!(numero_de_vigie(ancien).as_deref(), numero, "{ancien}");
        }
    }
}
