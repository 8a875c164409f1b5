//! The count itself.

use chrono::{Datelike as _, NaiveDate};

use super::points;
use super::{Motif, Niveau, Raison};
use crate::domain::identite::{Identite, NomCompare, Precision, Ressemblance, compare};

/// How much two children are alike, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rapprochement {
    pub points: i32,
    pub raisons: Vec<Raison>,
}

impl Rapprochement {
    pub const fn niveau(&self) -> Niveau {
        Niveau::of(self.points)
    }

    fn add(&mut self, motif: Motif, points: i32) {
        self.points += points;
        self.raisons.push(Raison { motif, points });
    }

    fn at_most(&mut self, most: i32, motif: Motif) {
        if self.points > most {
            self.add(motif, most - self.points);
        }
    }
}

/// `tape` is what is being typed or compared, `connu` a child of the base.
pub fn rapprocher(tape: &Identite, connu: &Identite) -> Rapprochement {
    let mut found = Rapprochement { points: 0, raisons: Vec::with_capacity(8) };
    let (mut nom, mut prenom) = (best(&tape.noms, &connu.noms), compare(&tape.prenom, &connu.prenom));
    let straight = points::nom(nom) + points::prenom(prenom);
    let (other_nom, other_prenom) =
        (best(std::slice::from_ref(&tape.prenom), &connu.noms), best(&tape.noms, std::slice::from_ref(&connu.prenom)));
    let crossed = points::nom(other_nom) + points::prenom(other_prenom) + points::INTERVERTI;
    let swapped =
        other_nom <= Ressemblance::DeuxFautes && other_prenom <= Ressemblance::DeuxFautes && crossed > straight;
    if swapped {
        (nom, prenom) = (other_nom, other_prenom);
        found.add(Motif::Interverti, points::INTERVERTI);
    }
    for (motif, how, points) in
        [(Motif::Nom(nom), nom, points::nom(nom)), (Motif::Prenom(prenom), prenom, points::prenom(prenom))]
    {
        if how != Ressemblance::Inconnue {
            found.add(motif, points);
        }
    }
    let birth = naissance(tape, connu);
    let mere = compare(&tape.nom_mere, &connu.nom_mere);
    let mere = (mere != Ressemblance::Inconnue).then_some(Motif::Mere(mere));
    let address = adresse(tape, connu);
    let siblings = fratrie(tape, connu);
    let other_sex = !tape.sexe.is_empty() && !connu.sexe.is_empty() && tape.sexe != connu.sexe;
    let sexe = other_sex.then_some(Motif::SexeAutre);
    for motif in [birth, mere, address, siblings, sexe].into_iter().flatten() {
        found.add(motif, points::autre(motif));
    }
    if prenom == Ressemblance::Autre {
        found.at_most(points::AUTRE_PRENOM_AU_PLUS, Motif::AutrePrenom);
    }
    // Two dates that say no: only what a family shares could still say yes.
    let family = [mere, address, siblings].into_iter().flatten().map(points::autre).sum::<i32>();
    if birth == Some(Motif::NaissanceAutre) && family < 20 {
        found.at_most(points::HOMONYME_AU_PLUS, Motif::Homonyme);
    }
    found
}

/// The closest of the names of one to the names of the other.
fn best(tape: &[NomCompare], connu: &[NomCompare]) -> Ressemblance {
    let all = tape.iter().flat_map(|one| connu.iter().map(move |other| compare(one, other)));
    all.min().unwrap_or(Ressemblance::Inconnue)
}

fn naissance(tape: &Identite, connu: &Identite) -> Option<Motif> {
    let (one, other) = (tape.naissance?, connu.naissance?);
    let years = one.year().abs_diff(other.year());
    Some(match (tape.precision, connu.precision) {
        (Precision::Jour, Precision::Jour) => exact(one, other),
        (Precision::Estimee, _) | (_, Precision::Estimee) => match years {
            0 => Motif::NaissanceAnnee,
            1 => Motif::NaissanceVoisine,
            _ => Motif::NaissanceAutre,
        },
        (Precision::Annee, _) | (_, Precision::Annee) if years == 0 => Motif::NaissanceAnnee,
        (Precision::Jour | Precision::Mois, Precision::Jour | Precision::Mois)
            if years == 0 && one.month() == other.month() =>
        {
            Motif::NaissanceMois
        }
        _ => Motif::NaissanceAutre,
    })
}

fn exact(one: NaiveDate, other: NaiveDate) -> Motif {
    if one == other {
        return Motif::NaissanceExacte;
    }
    if one.year() == other.year() && one.month() == other.day() && one.day() == other.month() {
        return Motif::NaissanceJourMois;
    }
    let (a, b) = (digits(one), digits(other));
    let wrong = a.iter().zip(&b).filter(|(a, b)| a != b).count();
    let exchanged = wrong == 2 && a.windows(2).zip(b.windows(2)).any(|(a, b)| a != b && a.iter().eq(b.iter().rev()));
    if wrong == 1 || exchanged { Motif::NaissanceUnChiffre } else { Motif::NaissanceAutre }
}

/// The eight digits of a date as it is typed.
fn digits(date: NaiveDate) -> [u32; 8] {
    let (year, month, day) = (date.year().unsigned_abs(), date.month(), date.day());
    [day / 10, day % 10, month / 10, month % 10, year / 1000 % 10, year / 100 % 10, year / 10 % 10, year % 10]
}

fn adresse(tape: &Identite, connu: &Identite) -> Option<Motif> {
    if tape.commune.is_empty() || tape.commune != connu.commune {
        return None;
    }
    Some(if !tape.voie.is_empty() && tape.voie == connu.voie { Motif::AdresseMeme } else { Motif::AdresseCommune })
}

fn fratrie(tape: &Identite, connu: &Identite) -> Option<Motif> {
    let same = |one: &&NomCompare| connu.fratrie.iter().any(|other| compare(one, other) <= Ressemblance::MemeSon);
    match tape.fratrie.iter().filter(same).count() {
        0 => None,
        count => Some(Motif::Fratrie(u8::try_from(count).unwrap_or(u8::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(nom: &str, prenom: &str, birth: &str) -> Identite {
        let mut identite = Identite { prenom: NomCompare::new(prenom), ..Identite::default() };
        identite.add_name(nom);
        identite.naissance = birth.parse().ok();
        identite
    }

    fn with(mut identite: Identite, mere: &str, voie: &str, fratrie: &[&str]) -> Identite {
        identite.nom_mere = NomCompare::new(mere);
        identite.set_address("18033", "4", voie);
        identite.fratrie = fratrie.iter().map(|name| NomCompare::new(name)).collect();
        identite
    }

    #[test]
    fn the_same_child_typed_otherwise_is_found_and_another_is_not() {
        use Niveau::*;
        let lea = child("Gauthier", "Léa", "2015-02-07");
        for (other, expected) in [
            (child("GAUTHIER", "lea", "2015-02-07"), Probable),
            (child("Gotier", "Lea", "2015-02-07"), Probable),
            (child("Léa", "Gauthier", "2015-02-07"), Probable),
            (child("Gauthier", "Léa", "2015-07-02"), Probable),
            (child("Gauthier", "Léa", "2015-02-17"), Probable),
            (child("Gauthier", "Léa", ""), Possible),
            (child("Gauthier-Morel", "Léa", ""), Possible),
            (child("Gauthier", "Léo", "2015-02-07"), Faible),
            (child("Gauthier", "Léa", "2009-11-30"), Faible),
            (child("Garnier", "Léa", "2012-06-01"), Faible),
        ] {
            let found = rapprocher(&lea, &other);
            assert_eq!(found.niveau(), expected, "{other:?} {found:?}");
        }
    }

    #[test]
    fn a_twin_is_told_apart_whatever_the_family_shares() {
        let hugo = with(child("Petit", "Hugo", "2019-03-03"), "Leroy", "rue des Écoles", &["Zoé"]);
        let twin = with(child("Petit", "Mathis", "2019-03-03"), "Leroy", "rue des Écoles", &["Zoé"]);
        let found = rapprocher(&hugo, &twin);
        assert_eq!(found.niveau(), Niveau::Faible);
        assert_eq!(found.raisons.last().map(|raison| raison.motif), Some(Motif::AutrePrenom));
    }

    #[test]
    fn each_point_is_told_and_they_make_the_count() {
        let one = with(child("Gauthier", "Léa", "2015-02-07"), "Leroy", "rue des Écoles", &["Zoé", "Tom"]);
        let other = with(child("Gotier", "Lea", "2015-07-02"), "Leroi", "rue des écoles", &["Zoe", "Tom"]);
        let found = rapprocher(&one, &other);
        assert_eq!(found.points, found.raisons.iter().map(|raison| raison.points).sum::<i32>());
        let told: Vec<String> = found.raisons.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "nom de même prononciation (+30)",
                "même prénom (+26)",
                "jour et mois de naissance échangés (+24)",
                "même nom de la mère (+12)",
                "même adresse (+14)",
                "2 frères et sœurs en commun (+16)",
            ]
        );
    }

    #[test]
    fn one_wrong_digit_or_two_exchanged_are_typing_errors() {
        let date = |text: &str| text.parse().unwrap();
        for (one, other, expected) in [
            ("2015-02-07", "2015-02-08", Motif::NaissanceUnChiffre),
            ("2015-02-07", "2016-02-07", Motif::NaissanceUnChiffre),
            ("2015-02-12", "2015-02-21", Motif::NaissanceUnChiffre),
            ("2015-02-07", "2015-07-02", Motif::NaissanceJourMois),
            ("2015-02-07", "2013-12-25", Motif::NaissanceAutre),
        ] {
            assert_eq!(exact(date(one), date(other)), expected, "{one} {other}");
        }
    }
}
