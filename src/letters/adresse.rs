//! The lines of a postal address, as they stand in the window of an envelope.

use crate::domain::commune::Commune;
use crate::domain::{Cle, Fiche, Parametres, adulte, enfant, nom};

/// The columns of an address in one table.
struct Colonnes {
    numero: Cle,
    voie: Cle,
    code_postal: Cle,
    commune: Cle,
}

const ADULTE: Colonnes = Colonnes {
    numero: adulte::NUMERO_VOIE,
    voie: adulte::VOIE,
    code_postal: adulte::CODE_POSTAL,
    commune: adulte::COMMUNE,
};

const ENFANT: Colonnes = Colonnes {
    numero: enfant::NUMERO_VOIE,
    voie: enfant::VOIE,
    code_postal: enfant::CODE_POSTAL,
    commune: enfant::COMMUNE,
};

/// A street longer than this is cut at its commas: « Résidence X, bâtiment C, 3 allée Y ».
const LINE: usize = 38;

fn lines(fiche: &Fiche, colonnes: &Colonnes, parametres: &Parametres) -> Vec<String> {
    let code = fiche.get(colonnes.commune);
    let commune = parametres.commune(code);
    let ville = commune.map_or_else(|| code.to_owned(), |commune| commune.nom().to_owned());
    let code_postal = match fiche.get(colonnes.code_postal) {
        "" => commune.map_or("", Commune::code_postal),
        typed => typed,
    };
    let voie = format!("{} {}", fiche.get(colonnes.numero), fiche.get(colonnes.voie));
    let voie = voie.trim();
    let mut lines: Vec<String> =
        if voie.chars().count() > LINE { voie.split(", ").map(str::to_owned).collect() } else { vec![voie.to_owned()] };
    lines.push(format!("{code_postal} {}", ville.to_uppercase()).trim().to_owned());
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// Where an adult lives; empty when the commune is not known: half an address reaches nobody.
pub fn of_adult(adulte: &Fiche, parametres: &Parametres) -> Vec<String> {
    if adulte.get(adulte::COMMUNE).is_empty() { Vec::new() } else { lines(adulte, &ADULTE, parametres) }
}

pub fn of_child(concerne: &Fiche, parametres: &Parametres) -> Vec<String> {
    match concerne.get(enfant::AILLEURS) {
        "" if concerne.get(enfant::COMMUNE).is_empty() => Vec::new(),
        "" => lines(concerne, &ENFANT, parametres),
        elsewhere => vec![elsewhere.to_owned()],
    }
}

/// Two adults of one household write their address the same way, but for case and accents.
pub fn key(lines: &[String]) -> String {
    nom::fold(&lines.join(" "))
}
