//! What a figure says, in sentences: the greatest, the least, the change, the middle.

use crate::dashboards::dessin::{ecrire, nombre};
use crate::dashboards::{Figure, Forme, Role, Serie, Valeur};

/// The sentences of a figure, most important first; none of them tells a hidden value.
pub fn commentaires(figure: &Figure) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(whole(figure));
    match figure.forme {
        Forme::Delais => out.extend(marks(figure)),
        Forme::Pyramide => out.extend(sides(figure)),
        Forme::Flux | Forme::BarresEmpilees | Forme::Chaleur => out.extend(cells(figure)),
        Forme::Barres | Forme::Courbe | Forme::Classement => out.extend(extremes(figure)),
    }
    out.extend(progress(figure));
    out
}

/// The whole figure for somebody who cannot see it: its sentences, then every value.
pub fn resume(figure: &Figure) -> String {
    let mut text = vec![format!("{}.", figure.titre)];
    text.extend(commentaires(figure));
    for serie in &figure.series {
        let values: Vec<String> = figure
            .axe
            .postes
            .iter()
            .zip(&serie.valeurs)
            .map(|(poste, valeur)| format!("{} {}", poste.libelle, ecrire(figure, *valeur)))
            .collect();
        text.push(format!("{}\u{a0}: {}.", serie.libelle, values.join(", ")));
    }
    text.join(" ")
}

fn current(figure: &Figure) -> impl Iterator<Item = &Serie> {
    figure.series.iter().filter(|serie| serie.role == Role::Courante)
}

fn signed(figure: &Figure, change: f64) -> String {
    let sign = if change > 0.0 { "+" } else { "" };
    let decimals = usize::from(figure.unite.decimales);
    let points = match change.abs() {
        _ if !figure.unite.suffixe.contains('%') => "",
        many if many >= 2.0 => " points",
        _ => " point",
    };
    let suffix = if points.is_empty() { figure.unite.suffixe.as_str() } else { "" };
    format!("{sign}{}{suffix}{points}", nombre(change, decimals))
}

fn whole(figure: &Figure) -> Option<String> {
    let now = figure.total.nombre()?;
    let unit = if figure.unite.suffixe.is_empty() { format!(" {}", figure.unite.libelle) } else { String::new() };
    let head = format!(
        "{}\u{a0}: {}{unit}",
        if unit.is_empty() || figure.unite.decimales > 0 { "Ensemble" } else { "Total" },
        ecrire(figure, figure.total)
    );
    let Some(before) = figure.total_comparaison.and_then(Valeur::nombre) else { return Some(format!("{head}.")) };
    let change = now - before;
    if change.abs() < 0.5 * 10_f64.powi(-i32::from(figure.unite.decimales)) {
        return Some(format!("{head}, comme sur la période comparée."));
    }
    // A part of a part would be read as points.
    let part = if before > 0.0 && figure.unite.suffixe.is_empty() {
        format!(", soit {}{}\u{a0}%", if change > 0.0 { "+" } else { "" }, nombre(100.0 * change / before, 1))
    } else {
        String::new()
    };
    let earlier = ecrire(figure, Valeur::Nombre(before));
    Some(format!("{head}, contre {earlier} sur la période comparée ({}{part}).", signed(figure, change)))
}

/// Each place with its value, of a series that has at least two known.
fn known<'a>(figure: &'a Figure, serie: &'a Serie) -> Vec<(&'a str, f64)> {
    let places = figure.axe.postes.iter().zip(&serie.valeurs);
    places.filter_map(|(poste, valeur)| Some((poste.libelle.as_str(), valeur.nombre()?))).collect()
}

fn greatest<'a>(known: &[(&'a str, f64)]) -> Option<(&'a str, f64)> {
    known.iter().copied().fold(None, |best, each| match best {
        Some((_, most)) if most >= each.1 => best,
        _ => Some(each),
    })
}

fn least<'a>(known: &[(&'a str, f64)]) -> Option<(&'a str, f64)> {
    known.iter().copied().fold(None, |best, each| match best {
        Some((_, few)) if few <= each.1 => best,
        _ => Some(each),
    })
}

fn extremes(figure: &Figure) -> Option<String> {
    let serie = current(figure).next()?;
    let known = known(figure, serie);
    if known.len() < 2 {
        return None;
    }
    let (most, few) = (greatest(&known)?, least(&known)?);
    let tell = |value: f64| ecrire(figure, Valeur::Nombre(value));
    if figure.forme == Forme::Classement {
        let sum: f64 = known.iter().map(|(_, value)| value).sum();
        let part = if figure.additive && sum > 0.0 && figure.unite.suffixe.is_empty() && figure.masques == 0 {
            format!(", {}\u{a0}% de l’ensemble", nombre(100.0 * most.1 / sum, 0))
        } else {
            String::new()
        };
        let rest: Vec<(&str, f64)> = known.iter().copied().filter(|(name, _)| *name != most.0).collect();
        let second = greatest(&rest).filter(|(_, value)| *value > 0.0);
        let behind = second.map(|(name, value)| format!(", devant «\u{a0}{name}\u{a0}» ({})", tell(value)));
        return Some(format!(
            "«\u{a0}{}\u{a0}» vient en tête ({}{part}){}.",
            most.0,
            tell(most.1),
            behind.unwrap_or_default()
        ));
    }
    if most.1 - few.1 < 1e-9 {
        // What is hidden is not the same.
        if figure.masques > 0 {
            return None;
        }
        return Some(format!("La valeur est partout la même\u{a0}: {}.", tell(most.1)));
    }
    // Of a masked value it would tell that it is the least.
    let low = if figure.masques == 0 {
        format!("\u{a0}; le plus bas\u{a0}: {} ({})", few.0, tell(few.1))
    } else {
        String::new()
    };
    Some(format!("Le plus élevé\u{a0}: {} ({}){low}.", most.0, tell(most.1)))
}

/// Which place moved most since the other period.
fn progress(figure: &Figure) -> Option<String> {
    let now = current(figure).next()?;
    let before = figure.series.iter().find(|serie| serie.role == Role::Comparaison)?;
    let changes: Vec<(&str, f64)> = figure
        .axe
        .postes
        .iter()
        .zip(now.valeurs.iter().zip(&before.valeurs))
        .filter_map(|(poste, (now, before))| Some((poste.libelle.as_str(), now.nombre()? - before.nombre()?)))
        .collect();
    if changes.len() < 2 {
        return None;
    }
    let (up, down) = (greatest(&changes)?, least(&changes)?);
    let parts: Vec<String> = [(up, "plus forte hausse", up.1 > 0.0), (down, "plus forte baisse", down.1 < 0.0)]
        .into_iter()
        .filter(|(_, _, told)| *told)
        .map(|((name, change), words, _)| format!("{words}\u{a0}: {name} ({})", signed(figure, change)))
        .collect();
    let text = parts.join("\u{a0}; ");
    let mut chars = text.chars();
    let first = chars.next()?;
    Some(format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

fn marks(figure: &Figure) -> Option<String> {
    if figure.reperes.is_empty() {
        return None;
    }
    let told: Vec<&str> = figure.reperes.iter().map(|repere| repere.libelle.as_str()).collect();
    Some(format!("{}.", told.join("\u{a0}; ")))
}

fn sides(figure: &Figure) -> Option<String> {
    let sums: Vec<(&str, f64)> = current(figure)
        .take(2)
        .map(|serie| (serie.libelle.as_str(), serie.valeurs.iter().filter_map(|valeur| valeur.nombre()).sum()))
        .collect();
    let whole: f64 = sums.iter().map(|(_, sum)| sum).sum();
    if whole <= 0.0 || figure.masques > 0 {
        return None;
    }
    let told: Vec<String> =
        sums.iter().map(|(name, sum)| format!("{name} {}\u{a0}%", nombre(100.0 * sum / whole, 0))).collect();
    let ages: Vec<(&str, f64)> = figure
        .axe
        .postes
        .iter()
        .enumerate()
        .map(|(at, poste)| {
            let here = current(figure).filter_map(|serie| serie.valeurs.get(at).and_then(|valeur| valeur.nombre()));
            (poste.libelle.as_str(), here.sum())
        })
        .collect();
    let most = greatest(&ages)?;
    Some(format!(
        "{}. L’âge le plus représenté\u{a0}: {} ({}).",
        told.join(", "),
        most.0,
        ecrire(figure, Valeur::Nombre(most.1))
    ))
}

/// The greatest cell of a table, and the greatest series.
fn cells(figure: &Figure) -> Vec<String> {
    let mut best: Option<(&str, &str, f64)> = None;
    let mut sums: Vec<(&str, f64)> = Vec::new();
    for serie in current(figure) {
        let known = known(figure, serie);
        sums.push((serie.libelle.as_str(), known.iter().map(|(_, value)| value).sum()));
        if let Some((place, value)) = greatest(&known)
            && best.is_none_or(|(_, _, most)| value > most)
        {
            best = Some((place, serie.libelle.as_str(), value));
        }
    }
    let mut out = Vec::new();
    let summed: f64 = sums.iter().map(|(_, sum)| sum).sum();
    if let Some((name, sum)) = greatest(&sums)
        && figure.unite.suffixe.is_empty()
        && figure.masques == 0
        && summed > 0.0
        && sums.len() > 1
    {
        out.push(format!(
            "«\u{a0}{name}\u{a0}» est le plus fréquent ({}, {}\u{a0}%).",
            ecrire(figure, Valeur::Nombre(sum)),
            nombre(100.0 * sum / summed, 0)
        ));
    }
    if let Some((place, serie, value)) = best.filter(|(_, _, value)| *value > 0.0) {
        out.push(format!(
            "La valeur la plus élevée\u{a0}: {place}, {serie} ({}).",
            ecrire(figure, Valeur::Nombre(value))
        ));
    }
    out
}
