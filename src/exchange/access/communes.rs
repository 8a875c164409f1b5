//! Communes written by hand found in the national list: by name, « ST » for « SAINT », by the beginning
//! of a name where the postal code agrees.

use std::collections::HashMap;

use crate::domain::commune;
use crate::domain::nom;

pub struct Communes {
    par_nom: HashMap<String, Vec<usize>>,
    par_code_postal: HashMap<String, Vec<usize>>,
    toutes: Vec<Fiche>,
}

struct Fiche {
    code: String,
    nom: String,
    codes_postaux: Vec<String>,
    ici: bool,
}

/// Folded, with the saints in full.
pub fn normaliser(texte: &str) -> String {
    let words: Vec<String> = nom::fold(texte)
        .split(' ')
        .map(|word| match word {
            "st" => "saint".to_owned(),
            "ste" => "sainte".to_owned(),
            other => other.to_owned(),
        })
        .collect();
    words.join(" ")
}

impl Communes {
    pub fn new(communes: &commune::Communes) -> Self {
        let (mut par_nom, mut par_code_postal) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        let mut toutes = Vec::with_capacity(communes.len());
        for (at, commune) in communes.iter().enumerate() {
            let nom = normaliser(commune.nom());
            // The folded key ends with the postal codes.
            let folded = nom::fold(commune.nom());
            let codes = commune.cle().strip_prefix(&*folded).unwrap_or_default();
            let codes_postaux: Vec<String> =
                codes.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect();
            par_nom.entry(nom.clone()).or_default().push(at);
            for code in &codes_postaux {
                par_code_postal.entry(code.clone()).or_default().push(at);
            }
            toutes.push(Fiche {
                code: commune.code().to_owned(),
                nom,
                codes_postaux,
                ici: commune.territoire().is_some(),
            });
        }
        Self { par_nom, par_code_postal, toutes }
    }

    /// The one commune that this can be: of the département first, then the only one at that postal code,
    /// then the only one of France.
    pub fn trouver(&self, texte: &str, code_postal: &str) -> Option<&str> {
        let wanted = normaliser(texte);
        if wanted.is_empty() {
            return None;
        }
        let named: Vec<&Fiche> =
            self.par_nom.get(&wanted).into_iter().flatten().filter_map(|at| self.toutes.get(*at)).collect();
        let at_code = |fiche: &&&Fiche| fiche.codes_postaux.iter().any(|code| code == code_postal);
        let found = only(named.iter().filter(|fiche| fiche.ici).copied().collect())
            .or_else(|| only(named.iter().filter(at_code).copied().collect()))
            .or_else(|| only(named.clone()))
            .or_else(|| {
                let there = self.par_code_postal.get(code_postal).into_iter().flatten();
                let begins = |fiche: &&Fiche| fiche.nom.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with(' '));
                only(there.filter_map(|at| self.toutes.get(*at)).filter(begins).collect())
            });
        found.map(|fiche| fiche.code.as_str())
    }

    pub fn existe(&self, code: &str) -> bool {
        self.toutes.binary_search_by(|fiche| fiche.code.as_str().cmp(code)).is_ok()
    }

    pub fn code_postal_connu(&self, code_postal: &str) -> bool {
        self.par_code_postal.contains_key(code_postal)
    }
}

fn only(mut found: Vec<&Fiche>) -> Option<&Fiche> {
    if found.len() == 1 { found.pop() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commune_is_found_by_what_is_written_or_not_at_all() {
        let mut liste = commune::Communes::default();
        for (code, nom, codes, ici) in [
            ("02530", "Moulins", "02160", false),
            ("03190", "Moulins", "03000", false),
            ("18015", "Aubigny-sur-Nère", "18700", true),
            ("18023", "Baugy", "18800", true),
            ("18197", "Saint-Amand-Montrond", "18200", true),
            ("60048", "Baugy", "60113,60190", false),
        ] {
            liste.push(code, nom, codes, ici.then_some("x"));
        }
        let communes = Communes::new(&liste);
        for (texte, code, expected) in [
            ("ST AMAND MONTROND", "", Some("18197")),
            ("Saint-Amand", "18200", Some("18197")),
            ("ST AMAND", "", None),
            ("BAUGY", "", Some("18023")),
            ("MOULINS", "03000", Some("03190")),
            ("MOULINS", "", None),
            ("aubigny", "18700", Some("18015")),
            ("AUBI", "18700", None),
            ("", "18700", None),
        ] {
            assert_eq!(communes.trouver(texte, code), expected, "{texte} {code}");
        }
        assert!(communes.existe("18015") && !communes.existe("99999") && communes.code_postal_connu("60190"));
    }
}
