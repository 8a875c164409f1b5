//! A template of letter: to whom it goes, what it asks for, its text with merge fields.
//!
//! Kept as one text: a few `clé : valeur` lines between two `---`, then the body. That is what a
//! file of `assets/courriers` holds, what the base keeps a version of, and what one edits.

/// Whose eyes a letter is for: what its template may speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Public {
    /// The holders of parental authority: never the origin, never another's address.
    Famille,
    /// Who gave the information: never what was decided in detail, never an address.
    Signalant,
    /// School, doctor, allowances office…: who the children are, nothing of the situation.
    Partenaire,
    /// Services in charge, prosecutor, judge, another département: the whole dossier.
    Autorite,
}

impl Public {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Famille => "famille",
            Self::Signalant => "signalant",
            Self::Partenaire => "partenaire",
            Self::Autorite => "autorite",
        }
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Famille => "Famille",
            Self::Signalant => "Personne ou institution à l’origine de l’information",
            Self::Partenaire => "Partenaire",
            Self::Autorite => "Autorité ou service chargé du dossier",
        }
    }
}

/// How the recipient of a letter is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adressage {
    /// Each holder of parental authority, one letter a household.
    Titulaires,
    /// Each service that handles the dossier.
    Services,
    /// Each service that was asked for an evaluation.
    ServicesEvaluation,
    /// Each service whose evaluation is late.
    ServicesEnRetard,
    /// The correspondents of this nature, or the one of this name.
    Correspondant(String),
    /// Typed when the letter is made: Vigie keeps no name of who reported.
    Saisi,
}

/// One thing that the dossier does not hold, asked for when the letter is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saisie {
    pub nom: String,
    pub libelle: String,
    pub forme: FormeSaisie,
    pub facultatif: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormeSaisie {
    Texte,
    Long,
    Date,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modele {
    pub code: String,
    pub libelle: String,
    pub public: Public,
    pub adressage: Adressage,
    /// Merge fields are allowed here too, as in `corps`.
    pub objet: String,
    /// « Lettre recommandée avec avis de réception »…
    pub mention: String,
    /// The article that the letter follows, shown to who writes it.
    pub base: String,
    pub pieces: Vec<String>,
    pub saisies: Vec<Saisie>,
    pub corps: String,
    /// The line of the text at which the body begins: errors are told by the line one sees.
    pub ligne_corps: usize,
}

/// What is wrong in a template, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Ligne {ligne}, colonne {colonne} : {message}")]
pub struct ErreurModele {
    pub ligne: usize,
    pub colonne: usize,
    pub message: String,
}

fn error(ligne: usize, message: impl Into<String>) -> ErreurModele {
    ErreurModele { ligne, colonne: 1, message: message.into() }
}

/// A name of template or field: lower case, digits and `_`, no accent.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && text.len() <= 60
}

impl Modele {
    /// Reads a template's text. Its merge fields are checked by the room of letters.
    ///
    /// # Errors
    /// The line at fault, in French.
    pub fn parse(texte: &str) -> Result<Self, ErreurModele> {
        let texte = texte.strip_prefix('\u{feff}').unwrap_or(texte);
        let mut lines = texte.lines().enumerate();
        if lines.next().is_none_or(|(_, first)| first.trim_end() != "---") {
            return Err(error(1, "un modèle commence par une ligne « --- », puis « code : … », « libelle : … »"));
        }
        let mut modele = Self {
            code: String::new(),
            libelle: String::new(),
            public: Public::Autorite,
            adressage: Adressage::Saisi,
            objet: String::new(),
            mention: String::new(),
            base: String::new(),
            pieces: Vec::new(),
            saisies: Vec::new(),
            corps: String::new(),
            ligne_corps: 0,
        };
        let (mut public, mut adressage) = (None, None);
        for (at, line) in lines.by_ref() {
            let number = at + 1;
            if line.trim_end() == "---" {
                modele.ligne_corps = number + 1;
                break;
            }
            if line.trim().is_empty() {
                continue;
            }
            let Some((key, value)) = line.split_once(':') else {
                return Err(error(number, "il manque « : » entre le nom et la valeur"));
            };
            let (key, value) = (key.trim(), value.trim().to_owned());
            match key {
                "code" if is_name(&value) => modele.code = value,
                "code" => return Err(error(number, "un code s’écrit en minuscules sans accent, par exemple relance_service")),
                "libelle" => modele.libelle = value,
                "public" => public = Some(read_public(&value).ok_or_else(|| {
                    error(number, "le public est « famille », « signalant », « partenaire » ou « autorite »")
                })?),
                "destinataire" => adressage = Some(read_adressage(&value).ok_or_else(|| {
                    error(
                        number,
                        "le destinataire est « titulaires », « services », « services_evaluation », « services_en_retard », « saisi » ou « correspondant … »",
                    )
                })?),
                "objet" => modele.objet = value,
                "mention" => modele.mention = value,
                "base" => modele.base = value,
                "piece" => modele.pieces.push(value),
                "saisie" => modele.saisies.push(read_saisie(&value).map_err(|message| error(number, message))?),
                _ => return Err(error(number, format!("« {key} » n’est pas connu dans l’en-tête d’un modèle"))),
            }
        }
        if modele.ligne_corps == 0 {
            return Err(error(1, "l’en-tête du modèle n’est pas fermé par une ligne « --- »"));
        }
        modele.public = public.ok_or_else(|| error(1, "il manque « public : … » dans l’en-tête"))?;
        modele.adressage = adressage.ok_or_else(|| error(1, "il manque « destinataire : … » dans l’en-tête"))?;
        if modele.adressage == Adressage::Titulaires && modele.public != Public::Famille {
            return Err(error(1, "un courrier aux titulaires de l’autorité parentale a pour public « famille »"));
        }
        for (name, value) in [("code", &modele.code), ("libelle", &modele.libelle), ("objet", &modele.objet)] {
            if value.is_empty() {
                return Err(error(1, format!("il manque « {name} : … » dans l’en-tête")));
            }
        }
        let corps = texte.lines().skip(modele.ligne_corps - 1).collect::<Vec<_>>().join("\n");
        corps.trim_end().clone_into(&mut modele.corps);
        if modele.corps.trim().is_empty() {
            return Err(error(modele.ligne_corps, "le texte du courrier est vide"));
        }
        Ok(modele)
    }
}

fn read_public(value: &str) -> Option<Public> {
    use strum::IntoEnumIterator as _;
    Public::iter().find(|public| public.code() == value)
}

fn read_adressage(value: &str) -> Option<Adressage> {
    Some(match value {
        "titulaires" => Adressage::Titulaires,
        "services" => Adressage::Services,
        "services_evaluation" => Adressage::ServicesEvaluation,
        "services_en_retard" => Adressage::ServicesEnRetard,
        "saisi" => Adressage::Saisi,
        _ => Adressage::Correspondant(value.strip_prefix("correspondant ")?.trim().to_owned()),
    })
}

/// `rdv_date | Date du rendez-vous | date | facultatif`
fn read_saisie(value: &str) -> Result<Saisie, String> {
    let mut cells = value.split('|').map(str::trim);
    let nom = cells.next().unwrap_or_default();
    if !is_name(nom) {
        return Err(format!("« {nom} » n’est pas un nom de champ : minuscules sans accent, chiffres et « _ »"));
    }
    let libelle = cells.next().filter(|libelle| !libelle.is_empty()).ok_or("il manque le libellé du champ demandé")?;
    let mut saisie =
        Saisie { nom: nom.to_owned(), libelle: libelle.to_owned(), forme: FormeSaisie::Texte, facultatif: false };
    for cell in cells {
        match cell {
            "texte" => saisie.forme = FormeSaisie::Texte,
            "long" => saisie.forme = FormeSaisie::Long,
            "date" => saisie.forme = FormeSaisie::Date,
            "facultatif" => saisie.facultatif = true,
            _ => return Err(format!("« {cell} » n’est pas connu : texte, long, date ou facultatif")),
        }
    }
    Ok(saisie)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTE: &str = "---\ncode: essai\nlibelle: Essai\npublic: famille\ndestinataire: titulaires\nobjet: Rendez-vous : {{ jour }}\nsaisie: rdv_date | Date du rendez-vous | date\nsaisie: note | Note | long | facultatif\npiece: Plan\n---\nMadame,\n\nBonjour.\n";

    #[test]
    fn a_template_is_a_header_and_a_body() {
        let modele = Modele::parse(TEXTE).unwrap();
        assert_eq!(modele.objet, "Rendez-vous : {{ jour }}");
        assert_eq!(modele.saisies.len(), 2);
        assert!(modele.saisies[1].facultatif);
        assert_eq!((modele.ligne_corps, modele.corps.as_str()), (11, "Madame,\n\nBonjour."));
    }

    #[test]
    fn a_broken_header_is_refused_with_its_line() {
        for (from, to, ligne) in [
            ("public: famille", "public: tout le monde", 4),
            ("public: famille", "public: autorite", 1),
            ("code: essai", "code: É", 2),
            ("libelle: Essai", "libelle Essai", 3),
            ("piece: Plan", "pièce: Plan", 9),
            ("| date", "| hier", 7),
            ("---\nMadame", "Madame", 10),
            ("Madame,\n\nBonjour.", "", 11),
            ("objet: Rendez-vous : {{ jour }}", "objet:", 1),
        ] {
            let refusal = Modele::parse(&TEXTE.replacen(from, to, 1)).unwrap_err();
            assert_eq!(refusal.ligne, ligne, "{from} → {to}: {refusal}");
        }
        assert!(Modele::parse("").is_err());
    }
}
