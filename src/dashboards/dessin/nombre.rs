//! Numbers as French writes them.

/// `1 234,5`, with the narrow no-break space and the comma; a zero keeps no sign.
pub fn nombre(valeur: f64, decimales: usize) -> String {
    if !valeur.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.decimales$}", valeur.abs());
    let (entier, reste) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if valeur < 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) {
        out.push('−');
    }
    for (at, digit) in entier.chars().enumerate() {
        if at > 0 && (entier.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    if !reste.is_empty() {
        out.push(',');
        out.push_str(reste);
    }
    out
}

/// As few decimals as tell it: none for a count, one for a rate.
pub fn court(valeur: f64) -> String {
    nombre(valeur, usize::from(valeur.fract().abs() > 1e-9 && valeur.abs() < 1000.0))
}

/// The rule that an axis is divided by: 1, 2 or 5 times a power of ten, about `parts` times in `max`.
pub fn pas(max: f64, parts: f64) -> f64 {
    if max.is_nan() || max <= 0.0 {
        return 1.0;
    }
    let rough = max / parts.max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= rough * 0.999).unwrap_or(10.0) * power;
    if step.is_finite() && step > 0.0 { step } else { 1.0 }
}

/// From nought to the first division that holds `max`.
pub fn graduations(max: f64, parts: f64, whole: bool) -> Vec<f64> {
    let step = if whole { pas(max, parts).max(1.0) } else { pas(max, parts) };
    let count = (max / step - 1e-9).ceil().clamp(1.0, 50.0) as u32;
    (0..=count).map(|at| f64::from(at) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_french() {
        for (valeur, decimales, text) in [
            (0.0, 0, "0"),
            (1234.5, 1, "1\u{202f}234,5"),
            (1_234_567.0, 0, "1\u{202f}234\u{202f}567"),
            (999.0, 0, "999"),
            (-0.04, 1, "0,0"),
            (-12.0, 0, "−12"),
            (f64::NAN, 0, "–"),
        ] {
            assert_eq!(nombre(valeur, decimales), text);
        }
        assert_eq!(court(12.0), "12");
        assert_eq!(court(12.34), "12,3");
    }

    #[test]
    fn an_axis_is_divided_by_one_two_or_five_and_holds_its_greatest() {
        for (max, parts, steps) in [
            (0.0, 5.0, vec![0.0, 1.0]),
            (3.0, 5.0, vec![0.0, 1.0, 2.0, 3.0]),
            (97.0, 5.0, vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
            (100.0, 5.0, vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
            (1.0, 5.0, vec![0.0, 1.0]),
        ] {
            assert_eq!(graduations(max, parts, true), steps, "{max}");
        }
        assert_eq!(graduations(0.4, 4.0, false), vec![0.0, 0.1, 0.2, 0.30000000000000004, 0.4]);
    }
}
