//! The template engine, shut in: our filters only, no function, no file, a bounded effort.

use std::sync::OnceLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};

use crate::domain::modele::ErreurModele;

use super::filtres;

/// Steps that a letter may take: the longest of ours takes about two thousand.
const FUEL: u64 = 200_000;
/// The longest merged text, in bytes: a dossier's synthesis may have 200,000 characters.
pub const LONGEST: usize = 2_000_000;

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(50);
        environment.set_syntax(syntax());
        filtres::register(&mut environment);
        environment
    })
}

/// Lines that hold only a condition or a loop leave no blank line.
pub(super) fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default()
}

/// Merges `texte` with a context; `ligne` is where the text begins in its template.
///
/// # Errors
/// What cannot be merged, with its line and column.
pub fn render(texte: &str, contexte: &Value, ligne: usize) -> Result<String, ErreurModele> {
    let mut bounded = Bounded { bytes: Vec::new() };
    environment()
        .template_from_str(texte)
        .and_then(|template| template.render_captured_to(contexte.clone(), &mut bounded).map(drop))
        .map_err(|error| translate(&error, texte, ligne))?;
    Ok(String::from_utf8_lossy(&bounded.bytes).into_owned())
}

/// Refuses to grow without end.
struct Bounded {
    bytes: Vec<u8>,
}

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > LONGEST {
            return Err(std::io::Error::other("too long"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The engine's error as a French sentence with its place.
pub(super) fn translate(error: &minijinja::Error, texte: &str, ligne: usize) -> ErreurModele {
    let detail = error.detail().unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::SyntaxError if detail.contains("unexpected end") => {
            "il manque la fin : « }} », « %} », « endif » ou « endfor »".to_owned()
        }
        ErrorKind::SyntaxError if detail.contains("unknown statement") => {
            "ce mot n’est pas admis entre « {% » et « %} » : if, else, endif, for, endfor ou set".to_owned()
        }
        ErrorKind::SyntaxError => format!("ce passage n’est pas compris ({detail})"),
        ErrorKind::UnknownFilter => format!("ce filtre n’existe pas ; il y a {}", filtres::NOMS.join(", ")),
        ErrorKind::UndefinedError => "ce champ n’existe pas".to_owned(),
        ErrorKind::OutOfFuel => "ce modèle demande trop de travail ; simplifiez ses boucles".to_owned(),
        ErrorKind::WriteFailure => format!("le courrier serait trop long ({LONGEST} caractères au plus)"),
        ErrorKind::TooManyArguments | ErrorKind::MissingArgument => {
            "ce filtre n’a pas le bon nombre de valeurs entre parenthèses".to_owned()
        }
        _ if detail.is_empty() => "ce passage ne peut pas être fusionné".to_owned(),
        _ => format!("ce passage ne peut pas être fusionné ({detail})"),
    };
    let line = error.line().unwrap_or(1).max(1);
    let colonne = error
        .range()
        .and_then(|range| texte.get(..range.start))
        .map_or(1, |before| before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
    ErreurModele { ligne: line - 1 + ligne, colonne, message }
}
