//! French agreement: number, gender, elision, civility.

/// Grammatical gender of who is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    Masculin,
    Feminin,
    Inconnu,
}

impl Genre {
    /// Of a stored value of the list `sexe`.
    pub fn of_sexe(sexe: &str) -> Self {
        match sexe {
            "sexe/masculin" | "masculin" => Self::Masculin,
            "sexe/feminin" | "feminin" => Self::Feminin,
            _ => Self::Inconnu,
        }
    }
}

/// Who or what an adjective agrees with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groupe {
    pub genres: Vec<Genre>,
    /// A child of unknown sex is « un enfant », masculine; an adult to whom one writes is « invité(e) ».
    pub enfants: bool,
}

impl Groupe {
    pub fn plural(&self) -> bool {
        self.genres.len() > 1
    }

    fn feminine(&self) -> bool {
        !self.genres.is_empty() && self.genres.iter().all(|genre| *genre == Genre::Feminin)
    }

    fn unknown(&self) -> bool {
        !self.enfants && matches!(self.genres.as_slice(), [Genre::Inconnu])
    }

    /// « invité » → invitée, invités, invitées, invité(e).
    pub fn accord(&self, mot: &str) -> String {
        let marked = if self.feminine() { feminin(mot) } else { mot.to_owned() };
        if self.plural() {
            return pluriel(&marked);
        }
        if self.unknown() {
            let feminine = feminin(mot);
            return match feminine.strip_prefix(mot) {
                Some("") => feminine,
                Some(end) => format!("{mot}({end})"),
                None => format!("{mot} ou {feminine}"),
            };
        }
        marked
    }

    /// « il », « elle », « ils », « elles », « il ou elle ».
    pub fn pronom(&self) -> &'static str {
        match (self.plural(), self.feminine()) {
            (false, false) if self.unknown() => "il ou elle",
            (false, false) => "il",
            (false, true) => "elle",
            (true, false) => "ils",
            (true, true) => "elles",
        }
    }
}

/// The feminine of an adjective or participle, by its ending.
pub fn feminin(mot: &str) -> String {
    const IRREGULAR: [(&str, &str); 12] = [
        ("beau", "belle"),
        ("nouveau", "nouvelle"),
        ("premier", "première"),
        ("dernier", "dernière"),
        ("tuteur", "tutrice"),
        ("public", "publique"),
        ("absous", "absoute"),
        ("exprès", "expresse"),
        ("doux", "douce"),
        ("fils", "fille"),
        ("frère", "sœur"),
        ("père", "mère"),
    ];
    if let Some((_, feminine)) = IRREGULAR.iter().find(|(masculine, _)| *masculine == mot) {
        return (*feminine).to_owned();
    }
    for (end, feminine) in [
        ("eux", "euse"),
        ("if", "ive"),
        ("er", "ère"),
        ("et", "ette"),
        ("on", "onne"),
        ("ien", "ienne"),
        ("el", "elle"),
    ] {
        if let Some(root) = mot.strip_suffix(end) {
            // « prêt », « complet » and « inquiet » do not double their t.
            let feminine = match mot {
                "complet" | "incomplet" | "inquiet" | "discret" | "secret" => "ète",
                _ => feminine,
            };
            return format!("{root}{feminine}");
        }
    }
    if mot.ends_with('e') { mot.to_owned() } else { format!("{mot}e") }
}

/// The plural of a noun, adjective or participle, by its ending.
pub fn pluriel(mot: &str) -> String {
    match mot {
        _ if mot.ends_with(['s', 'x', 'z']) => mot.to_owned(),
        "travail" => "travaux".to_owned(),
        _ if mot.ends_with("eau") || mot.ends_with("eu") => format!("{mot}x"),
        _ if mot.ends_with("al") => format!("{}aux", mot.trim_end_matches("al")),
        _ => format!("{mot}s"),
    }
}

/// First names whose h is silent: « d’Hugo », but « de Hamza ».
const H_MUET: [&str; 24] = [
    "habiba",
    "hector",
    "helena",
    "helene",
    "heloise",
    "henri",
    "henriette",
    "herbert",
    "hermann",
    "hermine",
    "herve",
    "hippolyte",
    "honore",
    "honorine",
    "horace",
    "hortense",
    "hubert",
    "hugo",
    "hugues",
    "huguette",
    "humbert",
    "homme",
    "hopital",
    "heure",
];

/// Does « de » lose its e before this word?
pub fn elides(mot: &str) -> bool {
    // The Polynesian ʻeta is a consonant: « de ʻŌlena ».
    if mot.starts_with(['ʻ', 'ʼ']) {
        return false;
    }
    let folded = crate::domain::nom::fold(mot);
    let first = folded.split(' ').next().unwrap_or_default();
    let mut letters = first.chars();
    match letters.next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => !matches!(first, "onze" | "onzieme" | "oui" | "un" | "ouistiti" | "uhlan"),
        // « d’Yves », « d’Ysée », but « de Yanis ».
        Some('y') => letters.next().is_some_and(|second| !matches!(second, 'a' | 'e' | 'i' | 'o' | 'u')),
        Some('h') => H_MUET.contains(&first),
        _ => false,
    }
}

/// « de Léa », « d’Inès »: `mot` with the particle before it.
pub fn de(mot: &str) -> String {
    if elides(mot) { format!("d’{mot}") } else { format!("de {mot}") }
}

/// « que Léa », « qu’Inès »
pub fn que(mot: &str) -> String {
    if elides(mot) { format!("qu’{mot}") } else { format!("que {mot}") }
}

/// « Léa », « Léa et Inès », « Léa, Inès et Hugo »
pub fn liste(noms: &[String]) -> String {
    match noms {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} et {last}", head.join(", ")),
    }
}

/// « Madame », « Monsieur », or both when it is not known.
pub const fn civilite(genre: Genre) -> &'static str {
    match genre {
        Genre::Masculin => "Monsieur",
        Genre::Feminin => "Madame",
        Genre::Inconnu => "Madame, Monsieur",
    }
}

/// How the letter greets its readers: « Madame, Monsieur » to a couple, « Mesdames », « Messieurs ».
pub fn appel(genres: &[Genre]) -> &'static str {
    match genres {
        [one] => civilite(*one),
        [] => "Madame, Monsieur",
        many if many.iter().all(|genre| *genre == Genre::Feminin) => "Mesdames",
        many if many.iter().all(|genre| *genre == Genre::Masculin) => "Messieurs",
        _ => "Madame, Monsieur",
    }
}

/// A child as the letter names it to a parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnfantNomme {
    /// Empty for a child to be born.
    pub prenom: String,
    pub genre: Genre,
    pub a_naitre: bool,
}

/// « votre fille Léa », « vos deux enfants, Léa et Inès », « votre enfant à naître ».
pub fn votre_enfant(enfants: &[EnfantNomme]) -> String {
    named(enfants, "votre", "vos")
}

/// « sa fille Léa », « ses deux enfants, Léa et Inès »
pub fn son_enfant(enfants: &[EnfantNomme]) -> String {
    named(enfants, "son", "ses")
}

fn named(enfants: &[EnfantNomme], one: &str, many: &str) -> String {
    let (unborn, born): (Vec<_>, Vec<_>) = enfants.iter().partition(|enfant| enfant.a_naitre);
    let noms: Vec<String> =
        born.iter().map(|enfant| enfant.prenom.clone()).filter(|prenom| !prenom.is_empty()).collect();
    let born_text = match born.as_slice() {
        [] => String::new(),
        [only] => {
            let noun = match only.genre {
                Genre::Masculin => "fils",
                Genre::Feminin => "fille",
                Genre::Inconnu => "enfant",
            };
            // « sa fille », but « son enfant » and « votre fille ».
            let one = if one == "son" && only.genre == Genre::Feminin { "sa" } else { one };
            format!("{one} {noun} {}", only.prenom).trim_end().to_owned()
        }
        several => {
            let count = u32::try_from(several.len()).unwrap_or(u32::MAX);
            let names = if noms.len() == several.len() { format!(", {}", liste(&noms)) } else { String::new() };
            format!("{many} {} enfants{names}", super::nombres::in_letters(count))
        }
    };
    let unborn_text = match unborn.len() {
        0 => String::new(),
        1 => format!("{one} enfant à naître"),
        _ => format!("{many} enfants à naître"),
    };
    match (born_text.is_empty(), unborn_text.is_empty()) {
        (false, false) => format!("{born_text} et {unborn_text}"),
        _ => format!("{born_text}{unborn_text}"),
    }
}
