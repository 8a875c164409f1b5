//! Children of dossiers, their motives and their conclusions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::fiche::OUI;
use crate::domain::{Fiche, Table, conclusion, enfant, motif};

use super::atelier::{Atelier, TableLue};
use super::bilan::Lieu;
use super::construction::{EnfantDe, Ouvrage, dans_l_ordre, retirer};
use super::correspondance::But;
use super::dossiers::{meme_enfant, numero_de_vigie};
use super::regles::Regle;
use super::texte::count;

/// Every child whose dossier is there; the others are kept beside.
pub fn lire<'a>(atelier: &mut Atelier<'a>, table: &TableLue<'a>, ouvrage: &mut Ouvrage) {
    let rang_colonne =
        table.colonnes.iter().find(|colonne| colonne.but == But::Champ(enfant::RANG)).map(|colonne| colonne.at);
    let mut rangs = dans_l_ordre(table);
    // The old rank orders brothers and sisters; those without one come last.
    rangs.sort_by_key(|rang| {
        rang_colonne
            .map(|at| table.valeur(*rang, at))
            .and_then(|value| value.show().parse::<i64>().ok())
            .unwrap_or(i64::MAX)
    });
    let mut seen: HashSet<(usize, String)> = HashSet::new();
    for rang in rangs {
        let parent = table.parent(rang).unwrap_or_default();
        let Some(&at) = ouvrage.par_cle.get(&parent) else {
            atelier.perdre(table, rang, None, Regle::Orphelin, &parent);
            continue;
        };
        let Some(en_cours) = ouvrage.dossiers.get_mut(at) else { continue };
        let cle = table.cle(rang);
        let lieu = table.lieu(rang, Some(en_cours.id()));
        let mut personne = Fiche::with_id(Table::Enfant, atelier.id(&table.nom, "personne", &cle));
        let mut concerne = Fiche::with_id(Table::EnfantConcerne, atelier.id(&table.nom, "", &cle));
        concerne.set(enfant::ENFANT_ID, personne.id.to_string());
        atelier.remplir(table, rang, &lieu, en_cours.jour, &mut [&mut concerne, &mut personne]);
        adresse(atelier, table, &lieu, &mut concerne);
        ancien(atelier, table, &lieu, &mut concerne);
        un_rang(atelier, table, &lieu, en_cours.enfants.len() + 1, &mut concerne);
        let none: Arc<str> = "".into();
        if personne.get(enfant::personne::NOM_USAGE).is_empty() && personne.get(enfant::personne::PRENOM).is_empty() {
            atelier.bilan.noter(Regle::EnfantSansNom, &lieu, &none, None, ("", ""), (0, 0));
        }
        let who = meme_enfant(&personne);
        if !seen.insert((at, who.clone())) {
            atelier.bilan.noter(Regle::EnfantDouble, &lieu, &none, None, (&who, &who), (0, 0));
        }
        en_cours.enfants.push((cle.clone(), concerne.id));
        en_cours.ajouter(personne, &table.nom, &cle);
        en_cours.ajouter(concerne, &table.nom, &cle);
        atelier.garder(table, rang, lieu.dossier, true);
    }
}

/// The name of the column that fills this field.
fn nom_de(table: &TableLue<'_>, but: But) -> Arc<str> {
    table
        .colonnes
        .iter()
        .find(|colonne| colonne.but == but)
        .map_or_else(|| "".into(), |colonne| Arc::clone(&colonne.nom))
}

fn adresse(atelier: &mut Atelier<'_>, table: &TableLue<'_>, lieu: &Lieu, concerne: &mut Fiche) {
    let but = But::Champ(enfant::CODE_POSTAL);
    let written = concerne.get(enfant::CODE_POSTAL).to_owned();
    let digits = written.trim().to_owned();
    let padded = format!("{digits:0>5}");
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.len() != 5 {
        let good = digits.len() < 5 && digits.len() >= 4 && atelier.communes.code_postal_connu(&padded);
        let (regle, kept, values) =
            if good { (Regle::CodePostalZero, padded, 0) } else { (Regle::CodePostalImpossible, String::new(), -1) };
        let lost = count(&kept) - count(&written);
        atelier.bilan.noter(regle, lieu, &nom_de(table, but), Some(but), (&written, &kept), (values, lost));
        concerne.set(enfant::CODE_POSTAL, kept);
    }
    let but = But::Champ(enfant::COMMUNE);
    let written = concerne.get(enfant::COMMUNE).to_owned();
    if written.is_empty() {
        return;
    }
    let nom = nom_de(table, but);
    let vocabulary = table.colonnes.iter().find(|colonne| colonne.but == but).and_then(|colonne| colonne.valeurs);
    let said =
        atelier.vocabulaires.dit(vocabulary, &written).filter(|code| atelier.communes.existe(code)).map(str::to_owned);
    let found =
        said.or_else(|| atelier.communes.trouver(&written, concerne.get(enfant::CODE_POSTAL)).map(str::to_owned));
    atelier.bilan.passage(lieu, but, &nom, written.trim(), found.as_deref().unwrap_or_default());
    if found.is_none() {
        concerne.set(enfant::AILLEURS, written.trim());
        atelier.bilan.noter(Regle::CommuneNonReconnue, lieu, &nom, Some(but), (&written, ""), (-1, -count(&written)));
    }
    concerne.set(enfant::COMMUNE, found.unwrap_or_default());
}

/// The first number of an old dossier that a text names: « voir 2016/143 », « dossier 143 de 2016 ».
fn numero_nomme(texte: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == '/' || c == '-';
    let direct = texte.split(|c| !is_part(c)).find_map(|word| numero_de_vigie(word.trim_matches(['-', '/'])));
    direct.or_else(|| {
        let words: Vec<&str> = texte.split_whitespace().collect();
        words.windows(3).find_map(|window| match window {
            [rank, "de", year] => numero_de_vigie(&format!("{year}-{rank}")).filter(|_| year.len() == 4),
            _ => None,
        })
    })
}

fn ancien(atelier: &mut Atelier<'_>, table: &TableLue<'_>, lieu: &Lieu, concerne: &mut Fiche) {
    let but = But::Champ(enfant::ANCIEN_DOSSIER);
    let written = concerne.get(enfant::ANCIEN_DOSSIER).to_owned();
    let Some(numero) = numero_nomme(&written) else { return };
    let nom = nom_de(table, but);
    let (regle, kept) = match atelier.numeros.get(&numero) {
        Some(1) if numero_de_vigie(&written).is_some() => (Regle::AncienDossierRelie, numero),
        Some(1) => (Regle::AncienDossierRelie, format!("{numero} ({written})").chars().take(80).collect()),
        Some(_) => (Regle::AncienDossierPlusieurs, written.clone()),
        None => (Regle::AncienDossierIntrouvable, written.clone()),
    };
    atelier.bilan.noter(regle, lieu, &nom, Some(but), (&written, &kept), (0, count(&kept) - count(&written)));
    concerne.set(enfant::ANCIEN_DOSSIER, kept);
}

fn un_rang(atelier: &mut Atelier<'_>, table: &TableLue<'_>, lieu: &Lieu, rang: usize, concerne: &mut Fiche) {
    let (old, new) = (concerne.get(enfant::RANG).to_owned(), rang.to_string());
    if old != new {
        let but = But::Champ(enfant::RANG);
        let gained = i64::from(old.is_empty());
        atelier.bilan.noter(
            Regle::RangRefait,
            lieu,
            &nom_de(table, but),
            Some(but),
            (&old, &new),
            (gained, count(&new) - count(&old)),
        );
    }
    concerne.set(enfant::RANG, new);
}

/// Motives: each once for a child, one of them principal.
pub fn motifs<'a>(
    atelier: &mut Atelier<'a>,
    table: &TableLue<'a>,
    ouvrage: &mut Ouvrage,
    enfants: &HashMap<String, EnfantDe>,
) {
    let mut seen: HashMap<(Uuid, String), (usize, usize)> = HashMap::new();
    let (mut principals, mut met): (HashSet<Uuid>, HashSet<Uuid>) = (HashSet::new(), HashSet::new());
    let mut firsts: Vec<(Uuid, usize, usize, Lieu)> = Vec::new();
    let principal = But::Champ(motif::PRINCIPAL);
    for rang in dans_l_ordre(table) {
        let Some((child, dossier)) = parent(atelier, table, rang, ouvrage, enfants) else { continue };
        let cle = table.cle(rang);
        let lieu = table.lieu(rang, Some(dossier));
        let mut fiche = Fiche::with_id(Table::MotifEnfant, atelier.id(&table.nom, "", &cle));
        fiche.set(motif::ENFANT_CONCERNE_ID, child.concerne.to_string());
        atelier.remplir(table, rang, &lieu, None, &mut [&mut fiche]);
        let Some(en_cours) = ouvrage.dossiers.get_mut(child.dossier) else { continue };
        if fiche.get(motif::MOTIF).is_empty() {
            retirer(atelier, table, rang, dossier, &[&fiche], Regle::ValeurSansSens);
            continue;
        }
        atelier.garder(table, rang, Some(dossier), true);
        let key = (child.concerne, fiche.get(motif::MOTIF).to_owned());
        let first = seen.get(&key).copied();
        if let Some(first) = first.and_then(|(_, at)| en_cours.fiches.get_mut(at)) {
            reunir_motifs(atelier, table, &lieu, first, &fiche);
            if fiche.oui(motif::PRINCIPAL) {
                principals.insert(child.concerne);
            }
            en_cours.origines.push(crate::domain::reprise::Origine {
                ligne: first.id,
                table: Arc::clone(&table.nom),
                cle,
            });
            continue;
        }
        if fiche.oui(motif::PRINCIPAL) && !principals.insert(child.concerne) {
            fiche.set(motif::PRINCIPAL, "");
            atelier.bilan.noter(
                Regle::PrincipalChoisi,
                &lieu,
                &nom_de(table, principal),
                Some(principal),
                ("Oui", "Non"),
                (-1, 0),
            );
        }
        if met.insert(child.concerne) {
            firsts.push((child.concerne, child.dossier, en_cours.fiches.len(), lieu.clone()));
        }
        seen.insert(key, (child.dossier, en_cours.fiches.len()));
        en_cours.ajouter(fiche, &table.nom, &cle);
    }
    for (child, dossier, at, lieu) in firsts {
        if principals.contains(&child) {
            continue;
        }
        if let Some(fiche) = ouvrage.dossiers.get_mut(dossier).and_then(|en_cours| en_cours.fiches.get_mut(at)) {
            fiche.set(motif::PRINCIPAL, OUI);
            atelier.bilan.noter(
                Regle::PrincipalChoisi,
                &lieu,
                &nom_de(table, principal),
                Some(principal),
                ("", "Oui"),
                (1, 0),
            );
        }
    }
}

fn reunir_motifs(atelier: &mut Atelier<'_>, table: &TableLue<'_>, lieu: &Lieu, first: &mut Fiche, other: &Fiche) {
    atelier.bilan.noter(
        Regle::MotifDouble,
        lieu,
        &nom_de(table, But::Champ(motif::MOTIF)),
        Some(But::Champ(motif::MOTIF)),
        (other.get(motif::MOTIF), ""),
        (-1, 0),
    );
    if other.oui(motif::PRINCIPAL) {
        let gained = if first.oui(motif::PRINCIPAL) { -1 } else { 0 };
        first.set(motif::PRINCIPAL, OUI);
        atelier.bilan.effet(Regle::MotifDouble, &table.nom, But::Champ(motif::PRINCIPAL), gained, 0);
    }
    let (held, said) = (first.get(motif::PRECISION).to_owned(), other.get(motif::PRECISION).to_owned());
    if said.is_empty() {
        return;
    }
    let joined = match held.as_str() {
        "" => said.clone(),
        same if same == said => held.clone(),
        _ => format!("{held}\u{a0}; {said}"),
    };
    let gained = (-i64::from(!held.is_empty()), count(&joined) - count(&held) - count(&said));
    first.set(motif::PRECISION, joined);
    atelier.bilan.effet(Regle::MotifDouble, &table.nom, But::Champ(motif::PRECISION), gained.0, gained.1);
}

/// Conclusions, as many as a child has.
pub fn conclusions<'a>(
    atelier: &mut Atelier<'a>,
    table: &TableLue<'a>,
    ouvrage: &mut Ouvrage,
    enfants: &HashMap<String, EnfantDe>,
) {
    for rang in dans_l_ordre(table) {
        let Some((child, dossier)) = parent(atelier, table, rang, ouvrage, enfants) else { continue };
        let cle = table.cle(rang);
        let lieu = table.lieu(rang, Some(dossier));
        let mut fiche = Fiche::with_id(Table::ConclusionEnfant, atelier.id(&table.nom, "", &cle));
        fiche.set(conclusion::ENFANT_CONCERNE_ID, child.concerne.to_string());
        atelier.remplir(table, rang, &lieu, None, &mut [&mut fiche]);
        if fiche.get(conclusion::CONCLUSION).is_empty() {
            retirer(atelier, table, rang, dossier, &[&fiche], Regle::ConclusionAbsente);
            continue;
        }
        atelier.garder(table, rang, Some(dossier), true);
        if let Some(en_cours) = ouvrage.dossiers.get_mut(child.dossier) {
            en_cours.ajouter(fiche, &table.nom, &cle);
        }
    }
}

/// The child that a row hangs on, and the id of its dossier; a row without one is kept beside.
pub fn parent(
    atelier: &mut Atelier<'_>,
    table: &TableLue<'_>,
    rang: usize,
    ouvrage: &Ouvrage,
    enfants: &HashMap<String, EnfantDe>,
) -> Option<(EnfantDe, Uuid)> {
    let parent = table.parent(rang).unwrap_or_default();
    let found = enfants.get(&parent).and_then(|child| Some((*child, ouvrage.dossiers.get(child.dossier)?.id())));
    if found.is_none() {
        atelier.perdre(table, rang, None, Regle::Orphelin, &parent);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_number_is_found_in_a_sentence() {
        for (texte, numero) in [
            ("2016/143", Some("2016-000143")),
            ("voir 2016/143", Some("2016-000143")),
            ("2016/143 + papier", Some("2016-000143")),
            ("dossier 143 de 2016", Some("2016-000143")),
            ("16-143", Some("2016-000143")),
            ("cf. 2019-0342.", Some("2019-000342")),
            ("oui", None),
            ("archives 1998", None),
        ] {
            assert_eq!(numero_nomme(texte).as_deref(), numero, "{texte}");
        }
    }
}
