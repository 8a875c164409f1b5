//! What stands around the marks of any chart: title, legend, foot, and the value axis.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::nombre::{graduations, nombre};
use super::police::{couper, largeur, lignes};
use super::svg::{Pied, Style, Taille};
use super::toile::{Ancre, Cadre, Ecriture, Toile};
use crate::dashboards::{Figure, Forme, Poste, Role, Serie, Valeur};

pub const TITRE: f64 = 15.0;
pub const TEXTE: f64 = 12.0;
pub const PETIT: f64 = 11.0;
const MARGE: f64 = 12.0;

/// A figure, how it is drawn, and where its marks go.
pub struct Mise<'a> {
    pub figure: &'a Figure,
    pub style: &'a Style,
    pub place: Cadre,
}

impl Mise<'_> {
    /// The number with its unit, as one reads it on a mark.
    pub fn valeur(&self, valeur: Valeur) -> String {
        ecrire(self.figure, valeur)
    }

    /// « Mai 2025, filles : 12 enfants »
    pub fn dit(&self, poste: Option<&Poste>, serie: Option<&Serie>, valeur: Valeur) -> String {
        let several = self.figure.series.len() > 1;
        let mut who: Vec<&str> = poste.map(|poste| poste.libelle.as_str()).into_iter().collect();
        who.extend(serie.filter(|_| several).map(|serie| serie.libelle.as_str()));
        let unit = &self.figure.unite;
        let of = if unit.suffixe.is_empty() && valeur.nombre().is_some() {
            format!(" {}", unit.libelle)
        } else {
            String::new()
        };
        format!("{}\u{a0}: {}{of}", who.join(", "), self.valeur(valeur))
    }

    pub fn couleur(
        &self,
        at: usize,
        serie: &Serie,
        poste: Option<&Poste>,
        teintes: &super::teintes::Teintes,
    ) -> RGBColor {
        let pale =
            self.style.pale(serie.critere.as_ref()) || self.style.pale(poste.and_then(|poste| poste.critere.as_ref()));
        if pale { teintes.pale } else { couleur(self.figure, at, serie, teintes) }
    }

    /// The greatest value drawn, of those that `of` keeps.
    pub fn max(&self, of: impl Fn(&Serie) -> bool) -> f64 {
        let values = self.figure.series.iter().filter(|serie| of(serie)).flat_map(|serie| &serie.valeurs);
        values.filter_map(|valeur| valeur.nombre()).fold(0.0, f64::max)
    }

    /// Counts are divided by whole numbers.
    pub fn whole(&self) -> bool {
        self.figure.unite.decimales == 0
    }
}

pub fn ecrire(figure: &Figure, valeur: Valeur) -> String {
    match valeur {
        Valeur::Nombre(n) => format!("{}{}", nombre(n, usize::from(figure.unite.decimales)), figure.unite.suffixe),
        // As statistics have it: it may be small, or hide one that is.
        Valeur::Masquee => "s".to_owned(),
        Valeur::Absente => "–".to_owned(),
    }
}

/// The colour of a series: the other period is pale, and takes none of those of the present one.
fn couleur(figure: &Figure, at: usize, serie: &Serie, teintes: &super::teintes::Teintes) -> RGBColor {
    match serie.role {
        Role::Comparaison => teintes.pale,
        Role::MoyenneMobile => teintes.repere,
        Role::Courante => {
            let before = figure.series.iter().take(at).filter(|serie| serie.role == Role::Courante).count();
            teintes.serie(before)
        }
    }
}

/// Draws title, legend and foot; gives the room left for the marks.
pub fn page<DB: DrawingBackend>(toile: &mut Toile<DB>, figure: &Figure, style: &Style, taille: Taille) -> Cadre {
    let whole = Cadre::new(
        MARGE,
        MARGE,
        (f64::from(taille.largeur) - MARGE).max(MARGE + 1.0),
        (f64::from(taille.hauteur) - MARGE).max(MARGE + 1.0),
    );
    let mut top = whole.y0;
    if !style.sans_titre {
        let ecriture = Ecriture { gras: true, ..toile.ecriture(TITRE) };
        for line in lignes(&figure.titre, whole.largeur(), TITRE, true, 2) {
            toile.texte(&line, (whole.x0, top + TITRE * 0.6), Ancre::Gauche, ecriture);
            top += TITRE * 1.3;
        }
        top += 2.0;
    }
    // On its bars and in a heat map's cells the unit is read from here.
    let unit = format!(
        "{}{}",
        capital(&figure.unite.libelle),
        if figure.unite.suffixe.trim().is_empty() {
            String::new()
        } else {
            format!(" ({})", figure.unite.suffixe.trim())
        }
    );
    let doux = toile.doux(PETIT);
    toile.texte(&couper(&unit, whole.largeur(), PETIT, false), (whole.x0, top + PETIT * 0.6), Ancre::Gauche, doux);
    top += PETIT * 1.5;
    top = legende(toile, figure, style, whole, top);
    let bottom = pied(toile, figure, style, whole);
    Cadre::new(whole.x0, top + 4.0, whole.x1, bottom.max(top + 5.0))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A swatch and a name for each series, on as many rows as it takes, three at most.
fn legende<DB: DrawingBackend>(toile: &mut Toile<DB>, figure: &Figure, style: &Style, whole: Cadre, top: f64) -> f64 {
    const SIGNE: f64 = 16.0;
    const ECART: f64 = 14.0;
    const RANG: f64 = PETIT * 1.5;
    // A heat map's rows and a flow's ends carry their own names.
    if figure.series.len() < 2 || matches!(figure.forme, Forme::Chaleur | Forme::Flux | Forme::Pyramide) {
        return top;
    }
    let (mut x, mut y) = (whole.x0, top);
    for (at, serie) in figure.series.iter().enumerate() {
        let name = couper(&serie.libelle, whole.largeur() - SIGNE, PETIT, false);
        let wide = SIGNE + largeur(&name, PETIT, false);
        if x > whole.x0 && x + wide > whole.x1 {
            (x, y) = (whole.x0, y + RANG);
        }
        if y - top > 2.5 * RANG {
            break;
        }
        let mut colour = couleur(figure, at, serie, toile.teintes);
        if style.pale(serie.critere.as_ref()) {
            colour = toile.teintes.pale;
        }
        let middle = y + PETIT * 0.6;
        if figure.forme == Forme::Courbe || serie.role == Role::MoyenneMobile {
            super::courbe::signe(toile, at, serie, colour, (x, middle));
        } else {
            toile.marque(Cadre::new(x, middle - 5.0, x + 10.0, middle + 5.0), colour);
        }
        let ecriture = toile.ecriture(PETIT);
        toile.texte(&name, (x + SIGNE, middle), Ancre::Gauche, ecriture);
        x += wide + ECART;
    }
    y + RANG
}

/// Total, filter and source; gives where they begin.
fn pied<DB: DrawingBackend>(toile: &mut Toile<DB>, figure: &Figure, style: &Style, whole: Cadre) -> f64 {
    const LIGNE: f64 = PETIT * 1.35;
    let mut lines: Vec<String> = Vec::new();
    let total = total(figure);
    match style.pied {
        Pied::Aucun => return whole.y1,
        Pied::Bref => {
            let parts: Vec<&str> =
                [total.as_str(), figure.filtre.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
            lines.push(couper(&parts.join(" · "), whole.largeur(), PETIT, false));
        }
        Pied::Complet => {
            let mut first = vec![total];
            if !figure.filtre.is_empty() {
                first.push(figure.filtre.clone());
            }
            first.retain(|part| !part.is_empty());
            lines.extend(lignes(&first.join(" · "), whole.largeur(), PETIT, false, 3));
            if figure.masques > 0 {
                lines.push(masques(figure));
            }
            if !figure.source.is_empty() {
                lines.extend(lignes(&format!("Source\u{a0}: {}", figure.source), whole.largeur(), PETIT, false, 2));
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    let top = whole.y1 - LIGNE * lines.len() as f64;
    let doux = toile.doux(PETIT);
    for (at, line) in lines.iter().enumerate() {
        toile.texte(line, (whole.x0, top + LIGNE * (at as f64 + 0.5)), Ancre::Gauche, doux);
    }
    top - 6.0
}

/// « Total : 1 234 enfants (1 100 l’année précédente) »
pub fn total(figure: &Figure) -> String {
    let unit = if figure.unite.suffixe.is_empty() { format!(" {}", figure.unite.libelle) } else { String::new() };
    let name = if figure.unite.suffixe.is_empty() { "Total" } else { "Ensemble" };
    match figure.total {
        Valeur::Absente => String::new(),
        Valeur::Masquee => format!("{name}\u{a0}: s (secret statistique)"),
        shown @ Valeur::Nombre(_) => {
            let before = figure
                .total_comparaison
                .map(|before| format!("\u{a0}; période comparée\u{a0}: {}", ecrire(figure, before)));
            format!("{name}\u{a0}: {}{unit}{}", ecrire(figure, shown), before.unwrap_or_default())
        }
    }
}

pub fn masques(figure: &Figure) -> String {
    match figure.masques {
        0 => String::new(),
        1 => "s\u{a0}: une valeur est masquée (moins de 5, ou déductible)".to_owned(),
        many => format!("s\u{a0}: {many} valeurs sont masquées (moins de 5, ou déductibles)"),
    }
}

/// Nothing was counted: said where the marks would be.
pub fn vide<DB: DrawingBackend>(toile: &mut Toile<DB>, place: Cadre) {
    let middle = (f64::midpoint(place.x0, place.x1), f64::midpoint(place.y0, place.y1));
    let doux = toile.doux(TEXTE);
    toile.texte("Rien à compter avec ce filtre", middle, Ancre::Milieu, doux);
}

/// Lines across and their numbers at the left; gives the room right of them and the top of the scale.
pub fn echelle<DB: DrawingBackend>(toile: &mut Toile<DB>, mise: &Mise, place: Cadre, max: f64) -> (Cadre, f64) {
    // A part is never above the whole.
    let whole = mise.figure.unite.suffixe.contains('%') && (96.0..105.0).contains(&max);
    let max = if whole { 100.0 } else { max };
    let ticks = graduations(max, (place.hauteur() / 44.0).clamp(2.0, 6.0), mise.whole());
    let top = ticks.last().copied().unwrap_or(1.0);
    let decimals = decimals_of(&ticks);
    let texts: Vec<String> = ticks.iter().map(|tick| nombre(*tick, decimals)).collect();
    let wide = texts.iter().map(|text| largeur(text, PETIT, false)).fold(0.0, f64::max) + 8.0;
    let inner = Cadre { x0: place.x0 + wide, y0: place.y0 + PETIT * 0.6, ..place };
    let (doux, ligne) = (toile.doux(PETIT), toile.teintes.ligne);
    for (tick, text) in ticks.iter().zip(&texts) {
        let y = inner.y1 - tick / top * inner.hauteur();
        let colour = if *tick == 0.0 { toile.teintes.bord } else { ligne };
        toile.trait_(&[(inner.x0, y), (inner.x1, y)], colour, 1);
        toile.texte(text, (inner.x0 - 8.0, y), Ancre::Droite, doux);
    }
    (inner, top)
}

pub fn decimals_of(ticks: &[f64]) -> usize {
    match ticks.get(1) {
        Some(step) if *step < 0.0999 => 2,
        Some(step) if step.fract() > 1e-9 => 1,
        _ => 0,
    }
}

/// Columns that follow each other, as months do.
pub fn ordonnes(postes: &[Poste]) -> bool {
    postes.iter().flat_map(|poste| &poste.critere).any(|critere| critere.dimension.ordonnee())
}

/// The names under the columns: whole if they fit, else short ones, else every second, third…
/// Gives the height that they take.
pub struct Noms {
    pub lines: Vec<Vec<String>>,
    pub hauteur: f64,
}

impl Noms {
    /// Reckoned before the scale is drawn, from what its numbers will take at most.
    pub fn before(mise: &Mise, max: f64, wide: f64) -> Self {
        let postes = &mise.figure.axe.postes;
        let numbers = largeur(&nombre(max * 2.0, 1), PETIT, false) + 10.0;
        Self::of(postes, (wide - numbers) / postes.len().max(1) as f64)
    }

    /// Some name is cut short.
    pub fn cut(&self) -> bool {
        self.lines.iter().flatten().any(|line| line.ends_with('…'))
    }

    pub fn of(postes: &[Poste], bande: f64) -> Self {
        let fits = |texts: &[&str], room: f64| texts.iter().all(|text| largeur(text, PETIT, false) <= room);
        let long: Vec<&str> = postes.iter().map(|poste| poste.libelle.as_str()).collect();
        let short: Vec<&str> = postes.iter().map(|poste| poste.court.as_str()).collect();
        let room = bande - 4.0;
        let one = |texts: &[&str], every: usize| {
            let lines = texts
                .iter()
                .enumerate()
                .map(|(at, text)| if at % every == 0 { vec![(*text).to_owned()] } else { Vec::new() })
                .collect();
            Self { lines, hauteur: PETIT * 1.6 }
        };
        if fits(&long, room) {
            return one(&long, 1);
        }
        for rows in [2, 3] {
            let lines: Vec<_> = long.iter().map(|text| lignes(text, room, PETIT, false, rows)).collect();
            if bande > 34.0 && long.iter().zip(&lines).all(|(text, lines)| lines.join(" ") == **text) {
                return Self { lines, hauteur: PETIT * (0.5 + 1.15 * rows as f64) };
            }
        }
        for every in 1..=postes.len().max(1) {
            let shown: Vec<&str> = short.iter().step_by(every).copied().collect();
            if fits(&shown, bande * every as f64 - 4.0) {
                return one(&short, every);
            }
            // Of months one may be left out; of territories none.
            if every == 1 && bande > (if ordonnes(postes) { 40.0 } else { 22.0 }) {
                return Self {
                    lines: short.iter().map(|text| lignes(text, room, PETIT, false, 2)).collect(),
                    hauteur: PETIT * 2.8,
                };
            }
        }
        one(&short, postes.len().max(1))
    }

    pub fn draw<DB: DrawingBackend>(&self, toile: &mut Toile<DB>, top: f64, middle: impl Fn(usize) -> f64) {
        let doux = toile.doux(PETIT);
        for (at, lines) in self.lines.iter().enumerate() {
            for (row, line) in lines.iter().enumerate() {
                toile.texte(line, (middle(at), top + PETIT * (0.9 + 1.15 * row as f64)), Ancre::Milieu, doux);
            }
        }
    }
}
