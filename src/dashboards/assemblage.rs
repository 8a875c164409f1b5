//! From a table of cells to the figure that a chart shows: labels, order, what is left out, notes.

use super::dimension::Dimension;
use super::faits::Faits;
use super::figure::{Axe, Figure, Forme, Poste, Role, Serie, UniteMesure, Valeur};
use super::filtre::{Critere, Filtre};
use super::indicateur::{Indicateur, Mesure};

/// The cells of one place of the axis stand together.
pub struct Tableau {
    pub par: Vec<Poste>,
    pub et: Vec<Poste>,
    pub valeurs: Vec<Valeur>,
    pub total: Valeur,
    pub additive: bool,
    pub mobile: Vec<Valeur>,
}

impl Tableau {
    fn valeur(&self, place: usize, serie: usize) -> Valeur {
        self.valeurs.get(place * self.et.len() + serie).copied().unwrap_or(Valeur::Absente)
    }

    fn poids(&self, place: usize) -> f64 {
        (0..self.et.len()).filter_map(|serie| self.valeur(place, serie).nombre()).sum()
    }

    fn colonne(&self, serie: usize) -> f64 {
        (0..self.par.len()).filter_map(|place| self.valeur(place, serie).nombre()).sum()
    }
}

/// « 1 234,5 »
pub fn decimal(nombre: f64, decimales: u8) -> String {
    let text = format!("{:.*}", usize::from(decimales), nombre.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    let sign = if nombre < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') { "−" } else { "" };
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{rest}") }
}

/// The values that say that nothing is known.
pub fn inconnues(faits: &Faits, dimension: Dimension) -> Vec<String> {
    const SAY_NOTHING: [&str; 4] = ["/nsp", "/inconnu", "/non_renseigne", "/motif_non_precise"];
    let valeurs = faits.valeurs(dimension).iter().map(|sens| sens.valeur.as_str());
    valeurs
        .filter(|valeur| {
            valeur.is_empty() || dimension != Dimension::Lien && SAY_NOTHING.iter().any(|end| valeur.ends_with(end))
        })
        .map(str::to_owned)
        .collect()
}

/// What a figure leaves to a note.
pub struct Reste {
    /// Which note.
    pub note: usize,
    /// The note without its number.
    pub tu: String,
    pub criteres: Vec<Critere>,
}

pub fn figure(
    faits: &Faits,
    indicateur: &Indicateur,
    filtre: &Filtre,
    tableau: &Tableau,
    compare: Option<&Tableau>,
) -> (Figure, Vec<Reste>) {
    let mut restes = Vec::new();
    let mut notes = vec![indicateur.unite.phrase().to_owned(), indicateur.decide()];
    let mut additive = tableau.additive && indicateur.mesure == Mesure::Compte;
    // All territories stand beside each other, those without anything too; a chosen one alone.
    let whole = indicateur.par == Some(Dimension::Territoire) && !filtre.dimensions().contains(&Dimension::Territoire);
    let places = places(indicateur, tableau, whole, &mut notes, &mut restes, &mut additive);
    let series = series(indicateur, tableau, &mut notes, &mut restes, &mut additive);
    let axe = Axe {
        libelle: indicateur.par.map_or("", Dimension::libelle).to_owned(),
        postes: places.iter().filter_map(|place| tableau.par.get(*place).cloned()).collect(),
    };
    let mut shown: Vec<Serie> = series
        .iter()
        .map(|serie| Serie {
            libelle: match (indicateur.et, tableau.et.get(*serie)) {
                (Some(_), Some(poste)) => poste.libelle.clone(),
                // Beside the other period, this one is called by its dates too.
                _ if compare.is_some() => filtre.du.zip(filtre.au).map_or_else(
                    || indicateur.unite.libelle().to_owned(),
                    |(du, au)| super::mots::periode_courte(du, au),
                ),
                _ => indicateur.unite.libelle().to_owned(),
            },
            role: Role::Courante,
            valeurs: places.iter().map(|place| tableau.valeur(*place, *serie)).collect(),
            critere: tableau.et.get(*serie).and_then(|poste| poste.critere.clone()),
        })
        .collect();
    if let (Some(other), None) = (compare, indicateur.et) {
        shown.push(comparaison(indicateur, filtre, tableau, &places, other));
    }
    if !tableau.mobile.is_empty() {
        let valeurs =
            places.iter().map(|place| tableau.mobile.get(*place).copied().unwrap_or(Valeur::Absente)).collect();
        let libelle = "moyenne des 12 derniers mois".to_owned();
        shown.push(Serie { libelle, role: Role::MoyenneMobile, valeurs, critere: None });
    }
    let figure = Figure {
        code: indicateur.code.clone(),
        titre: indicateur.titre.clone(),
        famille: indicateur.famille().to_owned(),
        definition: indicateur.definition.clone(),
        forme: indicateur.forme,
        axe,
        unite: unite(indicateur),
        series: shown,
        reperes: Vec::new(),
        total: tableau.total,
        total_comparaison: compare.map(|other| other.total),
        additive,
        source: "Vigie, dossiers de la cellule".to_owned(),
        filtre: faits.filtre_en_mots(filtre),
        notes,
        masques: 0,
    };
    (figure, restes)
}

/// The places that are shown, in order; what is left out is told.
fn places(
    indicateur: &Indicateur,
    tableau: &Tableau,
    whole: bool,
    notes: &mut Vec<String>,
    restes: &mut Vec<Reste>,
    additive: &mut bool,
) -> Vec<usize> {
    let dimension = indicateur.par;
    let fixed = dimension.is_none_or(Dimension::ordonnee) || matches!(indicateur.mesure, Mesure::Manques(_));
    // Nothing counted; a part of 0 % is something.
    let counted = indicateur.mesure == Mesure::Compte;
    let empty = |place: usize| {
        (0..tableau.et.len()).all(|serie| match tableau.valeur(place, serie) {
            Valeur::Nombre(nombre) => counted && nombre == 0.0,
            Valeur::Masquee | Valeur::Absente => true,
        })
    };
    let says_nothing = |place: usize| {
        let valeur = tableau.par.get(place).and_then(|poste| poste.critere.as_ref()).map_or("", |c| c.valeur.as_str());
        valeur.is_empty() || valeur == "a_determiner"
    };
    let mut places: Vec<usize> = (0..tableau.par.len())
        .filter(|place| {
            let bare = says_nothing(*place) && dimension.is_some() && !matches!(indicateur.mesure, Mesure::Manques(_));
            !empty(*place) || (fixed || whole) && !bare
        })
        .collect();
    if matches!(indicateur.forme, Forme::Delais) {
        // Those who have no delay are no delay.
        let left: f64 = places.iter().filter(|place| says_nothing(**place)).map(|place| tableau.poids(*place)).sum();
        places.retain(|place| !says_nothing(*place));
        if left > 0.0 {
            *additive = false;
            let critere = indicateur.par.map(|dimension| Critere::new(dimension, ""));
            let tu = "Ceux dont le délai n’est pas connu ne figurent pas.".to_owned();
            restes.push(Reste { note: notes.len(), tu, criteres: critere.into_iter().collect() });
            notes.push(format!("Sans délai connu\u{a0}: {}.", decimal(left, 0)));
        }
    }
    if indicateur.forme == Forme::Classement {
        // Equal ones stay in the order of their list.
        places.sort_by(|a, b| tableau.poids(*b).total_cmp(&tableau.poids(*a)));
    }
    if indicateur.premiers > 0 && places.len() > indicateur.premiers {
        let left = places.split_off(indicateur.premiers);
        *additive = false;
        notes.push(format!(
            "Les {} plus nombreux sont montrés\u{a0}; {} autres ne le sont pas.",
            indicateur.premiers,
            left.len()
        ));
    }
    places
}

fn series(
    indicateur: &Indicateur,
    tableau: &Tableau,
    notes: &mut Vec<String>,
    restes: &mut Vec<Reste>,
    additive: &mut bool,
) -> Vec<usize> {
    if indicateur.et.is_none() {
        return vec![0];
    }
    let mut kept: Vec<usize> = (0..tableau.et.len()).filter(|serie| tableau.colonne(*serie) != 0.0).collect();
    if indicateur.forme == Forme::Pyramide {
        let of = |code: &str| {
            let here = |poste: &Poste| poste.critere.as_ref().is_some_and(|critere| critere.valeur == code);
            tableau.et.iter().position(here)
        };
        let sides: Vec<usize> = ["sexe/masculin", "sexe/feminin"].into_iter().filter_map(of).collect();
        let left: f64 = kept.iter().filter(|serie| !sides.contains(serie)).map(|serie| tableau.colonne(*serie)).sum();
        if left > 0.0 {
            *additive = false;
            let tu = "Ceux dont le sexe n’est pas connu ne figurent pas.".to_owned();
            restes.push(Reste { note: notes.len(), tu, criteres: Vec::new() });
            notes.push(format!("Sexe non connu\u{a0}: {}, qui ne figurent pas.", decimal(left, 0)));
        }
        kept = sides;
    }
    kept
}

/// The other period beside this one: month beside month, value beside value.
fn comparaison(indicateur: &Indicateur, filtre: &Filtre, here: &Tableau, places: &[usize], other: &Tableau) -> Serie {
    let by_rank = matches!(indicateur.par, Some(Dimension::Mois | Dimension::Annee));
    let valeur = |place: &usize| {
        if by_rank {
            return if *place < other.par.len() { other.valeur(*place, 0) } else { Valeur::Absente };
        }
        let critere = here.par.get(*place).map(|poste| &poste.critere);
        let there = other.par.iter().position(|poste| Some(&poste.critere) == critere);
        there.map_or(Valeur::Absente, |there| other.valeur(there, 0))
    };
    let libelle = filtre.comparaison.map(|(du, au)| super::mots::periode_courte(du, au));
    Serie {
        libelle: libelle.unwrap_or_default(),
        role: Role::Comparaison,
        valeurs: places.iter().map(valeur).collect(),
        critere: None,
    }
}

fn unite(indicateur: &Indicateur) -> UniteMesure {
    let units = indicateur.unite.libelle();
    let (libelle, suffixe, decimales) = match indicateur.mesure {
        Mesure::Compte => (units.to_owned(), "", 0),
        Mesure::Part(_) | Mesure::Manques(_) => (format!("part des {units}"), "\u{a0}%", 1),
        Mesure::Moyenne(of) => (format!("{} par {}", of.libelle(), indicateur.unite.une()), "", 2),
        Mesure::PourMille => (format!("{units} pour 1\u{202f}000 mineurs"), "\u{a0}‰", 1),
        Mesure::Delai { centile: 50, .. } => ("jours, médiane".to_owned(), "\u{a0}j", 1),
        Mesure::Delai { centile, .. } => (format!("jours, {centile}\u{a0}% en attendent moins"), "\u{a0}j", 1),
    };
    UniteMesure { libelle, suffixe: suffixe.to_owned(), decimales }
}
