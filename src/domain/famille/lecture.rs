//! From the rows of dossiers to a family: an adult who is named alike in two dossiers of one child is one.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Famille, Foyer, Generation, Lien, Personne};
use crate::domain::adulte::{self, lien};
use crate::domain::commune::Commune;
use crate::domain::dossier::Fiches as _;
use crate::domain::{Dossier, Fiche, Nature, Parametres, Table, date, enfant, nom};

/// The family of that person, from the dossiers they are in, the latest first. Reads stored values.
pub fn famille(sujet: Uuid, dossiers: &[Dossier], parametres: &Parametres) -> Famille {
    let mut reading =
        Reading { famille: Famille::default(), foyers: BTreeMap::new(), adultes: BTreeMap::new(), sujet, parametres };
    for dossier in dossiers {
        reading.dossier(dossier);
    }
    reading.finish()
}

struct Reading<'a> {
    famille: Famille,
    foyers: BTreeMap<String, usize>,
    /// Folded name and birth of an adult, and their place.
    adultes: BTreeMap<(String, String), usize>,
    sujet: Uuid,
    parametres: &'a Parametres,
}

impl Reading<'_> {
    fn dossier(&mut self, dossier: &Dossier) {
        let Some(id) = dossier.id() else { return };
        for concerne in dossier.of(Table::EnfantConcerne) {
            self.child(id, dossier, concerne);
        }
        for adult in dossier.of(Table::Adulte) {
            self.adult(id, dossier, adult);
        }
    }

    fn child(&mut self, dossier_id: Uuid, dossier: &Dossier, concerne: &Fiche) {
        let Some(person) = dossier.personne(concerne) else { return };
        // The latest dossier has the last word.
        if self.place_of(person.id).is_some() {
            return;
        }
        use enfant::personne::{DATE_NAISSANCE, PRECISION_NAISSANCE, SEXE};
        let birth = date::format_naissance(person.date(DATE_NAISSANCE), person.get(PRECISION_NAISSANCE));
        let born = if person.get(SEXE) == "sexe/feminin" { "née" } else { "né" };
        let exact = person.get(PRECISION_NAISSANCE) == "exacte";
        let detail = match birth.as_str() {
            "" => "naissance inconnue".to_owned(),
            birth if exact => format!("{born} le {birth}"),
            birth => birth.to_owned(),
        };
        let place = self.parametres.libelle(Nature::Liste("lieu_vie"), concerne.get(enfant::LIEU_VIE)).to_owned();
        let foyer = self.foyer(&self.child_address(concerne));
        self.famille.personnes.push(Personne {
            id: person.id,
            dossier: dossier_id,
            enfant: true,
            sujet: person.id == self.sujet,
            generation: Generation::Enfants,
            nom: enfant::titre(person),
            detail,
            precisions: vec![place],
            auteur: false,
            foyer,
        });
    }

    fn adult(&mut self, dossier_id: Uuid, dossier: &Dossier, row: &Fiche) {
        let ties: Vec<&Fiche> = dossier.linked(lien::ADULTE_ID, row.id).collect();
        let folded = nom::fold(&format!("{} {}", row.get(adulte::NOM), row.get(adulte::PRENOM)));
        let key = if folded.is_empty() { row.id.to_string() } else { folded };
        let birth = row.get(adulte::DATE_NAISSANCE).to_owned();
        let alike = [(key.clone(), birth.clone()), (key.clone(), String::new())];
        let known = alike.iter().find_map(|alike| self.adultes.get(alike)).copied();
        let at = known.unwrap_or_else(|| {
            let first = ties.iter().map(|tie| tie.get(lien::LIEN)).find(|kind| !kind.is_empty()).unwrap_or_default();
            let foyer = self.adult_home(dossier, row, &ties);
            let telephone = row.get(adulte::TELEPHONE);
            self.famille.personnes.push(Personne {
                id: row.id,
                dossier: dossier_id,
                enfant: false,
                sujet: false,
                generation: generation(first),
                nom: adulte::titre(row),
                detail: String::new(),
                precisions: if telephone.is_empty() { Vec::new() } else { vec![format!("tél. {telephone}")] },
                auteur: false,
                foyer,
            });
            self.famille.personnes.len() - 1
        });
        self.adultes.entry((key.clone(), birth)).or_insert(at);
        self.adultes.entry((key, String::new())).or_insert(at);
        for tie in ties {
            self.tie(dossier, at, tie);
        }
    }

    /// What the latest dossier says of an adult and a child stands; an older one adds what it did not say.
    fn tie(&mut self, dossier: &Dossier, adulte: usize, tie: &Fiche) {
        let child = tie
            .reference(lien::ENFANT_CONCERNE_ID)
            .and_then(|id| dossier.fiche(id)?.reference(enfant::ENFANT_ID))
            .and_then(|id| self.place_of(id));
        let Some(enfant) = child else { return };
        let libelle = self.parametres.libelle(Nature::Liste("lien"), tie.get(lien::LIEN)).to_owned();
        let (autorite, auteur) = (tie.oui(lien::TITULAIRE), tie.oui(lien::AUTEUR_PRESUME));
        if libelle.is_empty() && !autorite && !auteur {
            return;
        }
        if let Some(known) = self.famille.liens.iter_mut().find(|one| (one.adulte, one.enfant) == (adulte, enfant)) {
            if known.libelle.is_empty() {
                known.libelle = libelle;
            }
            known.auteur |= auteur;
            return;
        }
        self.famille.liens.push(Lien { adulte, enfant, libelle, autorite, auteur });
    }

    /// Their own address, else the child's when the place where the child lives says that they live together.
    fn adult_home(&mut self, dossier: &Dossier, row: &Fiche, ties: &[&Fiche]) -> Option<usize> {
        let own = self.address(row.get(adulte::NUMERO_VOIE), row.get(adulte::VOIE), row.get(adulte::COMMUNE));
        if !own.is_empty() {
            return self.foyer(&own);
        }
        let child = ties.iter().find_map(|tie| {
            let concerne = dossier.fiche(tie.reference(lien::ENFANT_CONCERNE_ID)?)?;
            together(tie.get(lien::LIEN), concerne.get(enfant::LIEU_VIE)).then_some(concerne)
        });
        child.and_then(|concerne| self.foyer(&self.child_address(concerne)))
    }

    fn child_address(&self, concerne: &Fiche) -> String {
        match concerne.get(enfant::AILLEURS) {
            "" => self.address(
                concerne.get(enfant::NUMERO_VOIE),
                concerne.get(enfant::VOIE),
                concerne.get(enfant::COMMUNE),
            ),
            elsewhere => elsewhere.to_owned(),
        }
    }

    fn address(&self, numero: &str, voie: &str, commune: &str) -> String {
        let town = self.parametres.commune(commune).map_or(commune, Commune::nom);
        let street = format!("{numero} {voie}").trim().to_owned();
        match (street.is_empty(), town.is_empty()) {
            (false, false) => format!("{street}, {town}"),
            (false, true) => street,
            _ => town.to_owned(),
        }
    }

    /// The same address written otherwise is the same roof.
    fn foyer(&mut self, adresse: &str) -> Option<usize> {
        let key = nom::fold(adresse);
        if key.is_empty() {
            return None;
        }
        let next = self.famille.foyers.len();
        let at = *self.foyers.entry(key).or_insert(next);
        if at == next {
            self.famille.foyers.push(Foyer { adresse: adresse.to_owned() });
        }
        Some(at)
    }

    fn place_of(&self, id: Uuid) -> Option<usize> {
        self.famille.personnes.iter().position(|one| one.id == id)
    }

    /// Says of each adult what they are to whom.
    fn finish(self) -> Famille {
        let mut famille = self.famille;
        let first_name =
            |at: usize| famille.personnes.get(at).map(|one| one.nom.split(' ').next().unwrap_or_default().to_owned());
        /// What an adult is to which children; has authority on one; is presumed author for one.
        type Told = (Vec<(String, Vec<String>)>, bool, bool);
        let mut told: BTreeMap<usize, Told> = BTreeMap::new();
        for one in &famille.liens {
            let entry = told.entry(one.adulte).or_default();
            entry.1 |= one.autorite;
            entry.2 |= one.auteur;
            let Some(child) = first_name(one.enfant).filter(|_| !one.libelle.is_empty()) else { continue };
            match entry.0.iter_mut().find(|(label, _)| *label == one.libelle) {
                Some((_, children)) => children.push(child),
                None => entry.0.push((one.libelle.clone(), vec![child])),
            }
        }
        for (at, (ties, authority, author)) in told {
            let Some(person) = famille.personnes.get_mut(at) else { continue };
            let words: Vec<String> =
                ties.iter().map(|(label, children)| format!("{} de {}", label.to_lowercase(), and(children))).collect();
            person.detail = words.join("\u{a0}; ");
            person.auteur = author;
            if authority {
                person.precisions.push("titulaire de l’autorité parentale".to_owned());
            }
            if author {
                person.precisions.push("auteur présumé".to_owned());
            }
        }
        famille
    }
}

/// « Léa, Hugo et Noé »
fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} et {last}", first.join(", ")),
    }
}

fn generation(lien: &str) -> Generation {
    match lien.trim_start_matches("lien/") {
        "grand_pere" | "grand_mere" => Generation::Aieux,
        "frere" | "soeur" | "demi_frere" | "demi_soeur" | "cousin" | "autre_mineur" => Generation::Enfants,
        _ => Generation::Adultes,
    }
}

/// Does the child live with who is that to them?
fn together(lien: &str, lieu_vie: &str) -> bool {
    let places: &[&str] = match lien {
        "lien/mere" => &[
            "parents_ensemble",
            "mere_seule",
            "mere_recomposee",
            "residence_alternee",
            "accueil_mere_enfant",
            "centre_parental",
        ],
        "lien/pere" => &["parents_ensemble", "pere_seul", "pere_recomposee", "residence_alternee", "centre_parental"],
        "lien/beau_pere" => &["mere_recomposee"],
        "lien/belle_mere" => &["pere_recomposee"],
        _ => &[],
    };
    places.contains(&lieu_vie.trim_start_matches("lieu_vie/"))
}
