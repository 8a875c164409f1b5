//! Template + dossier + recipient = a letter, and the list of what is missing in it.

use crate::domain::Table;
use crate::domain::carnet::Carnet;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::lettre::{Entete, Lettre};
use crate::domain::modele::{ErreurModele, FormeSaisie};

use super::champs::{self, Forme};
use super::contexte::{self, Demande};
use super::destinataire::Destinataire;
use super::{moteur, typographie, valeur};

/// A field to ask for before the letter can be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manque {
    /// The key of the answer in [`Demande::complements`].
    pub chemin: String,
    pub libelle: String,
    pub forme: FormeSaisie,
}

/// A merged letter. With `manques`, its text still holds their marks and must not be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fusion {
    pub lettre: Lettre,
    pub manques: Vec<Manque>,
}

/// Merges one letter.
///
/// # Errors
/// A template that cannot be merged with this dossier, with line and column.
pub fn merge(demande: &Demande<'_>, destinataire: &Destinataire) -> Result<Fusion, ErreurModele> {
    let modele = demande.modele;
    let contexte = contexte::build(demande, destinataire);
    let render = |texte: &str, ligne: usize| -> Result<String, ErreurModele> {
        Ok(typographie::polish(tidy(&moteur::render(texte, &contexte, ligne)?).trim_end()))
    };
    let one_line = |texte: &str| render(texte, 1).map(|texte| plain(texte.trim()));
    let carnet = demande.carnet;
    let lettre = Lettre {
        entete: entete(carnet),
        references: references(demande),
        adresse: address_lines(demande, destinataire),
        mention: one_line(&modele.mention)?,
        lieu_date: one_line("{{ lieu }}, le {{ jour }}")?,
        jour: Some(demande.jour),
        objet: one_line(&modele.objet)?,
        corps: render(&modele.corps, modele.ligne_corps)?,
        signature: signature(carnet),
        pieces: modele
            .pieces
            .iter()
            .map(|piece| one_line(piece))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .collect(),
        pied: pied(carnet),
    };
    let manques = lettre
        .all_text()
        .flat_map(valeur::marks)
        .fold(Vec::<String>::new(), |mut all, path| {
            if !all.contains(&path) {
                all.push(path);
            }
            all
        })
        .into_iter()
        .map(|chemin| manque(demande, destinataire, chemin))
        .collect();
    Ok(Fusion { lettre, manques })
}

/// Blank lines left by conditions are one blank line; spaces at the end of lines are none.
fn tidy(texte: &str) -> String {
    let mut tidied = String::with_capacity(texte.len());
    let mut blank = true;
    for line in texte.lines().map(str::trim_end) {
        if line.is_empty() {
            if !blank {
                tidied.push('\n');
            }
            blank = true;
        } else {
            tidied.push_str(line);
            tidied.push('\n');
            blank = false;
        }
    }
    tidied
}

/// A text that has no layout: the escapes of [`valeur::harmless`] are taken back.
fn plain(texte: &str) -> String {
    let mut plain = String::with_capacity(texte.len());
    let mut chars = texte.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next()),
            c => plain.push(c),
        }
    }
    plain
}

fn filled(lines: impl IntoIterator<Item = String>) -> Vec<String> {
    lines.into_iter().map(|line| typographie::polish(line.trim())).filter(|line| !line.is_empty()).collect()
}

fn entete(carnet: &Carnet) -> Entete {
    let ville = format!("{} {}", carnet.reglage("code_postal"), carnet.reglage("ville"));
    let lines = ["direction", "service", "adresse"].map(|code| carnet.reglage(code).to_owned());
    Entete {
        departement: carnet.reglage("departement").to_owned(),
        lignes: filled(lines.into_iter().chain([ville])),
        logo: carnet.reglage("logo").to_owned(),
    }
}

fn references(demande: &Demande<'_>) -> Vec<String> {
    let numero = demande.dossier.entete().map_or("", |entete| entete.get(dossier::NUMERO));
    let lines = [
        (
            "Affaire suivie par : ",
            demande.complements.get("agent").map_or_else(|| demande.carnet.reglage("agent"), String::as_str),
        ),
        ("Tél. : ", demande.carnet.reglage("telephone")),
        ("Courriel : ", demande.carnet.reglage("courriel")),
        ("N/Réf. : ", numero),
    ];
    filled(lines.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| format!("{label}{value}")))
}

fn address_lines(demande: &Demande<'_>, destinataire: &Destinataire) -> Vec<String> {
    let typed = |chemin: &str| demande.complements.get(chemin).filter(|typed| !typed.trim().is_empty());
    let lines =
        |texte: &str| texte.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    let part = |chemin: &str, known: &[String]| -> Vec<String> {
        match typed(chemin) {
            Some(texte) => lines(texte),
            None if known.is_empty() => vec![valeur::Manquant(chemin.to_owned()).mark()],
            None => known.to_vec(),
        }
    };
    let mut all = part("destinataire.nom", &destinataire.nom);
    all.extend(part("destinataire.adresse", &destinataire.adresse));
    all.iter().map(|line| crate::domain::texte::clean(line, false).trim().to_owned()).collect()
}

fn signature(carnet: &Carnet) -> Vec<String> {
    filled(["delegation", "signataire_qualite", "signataire_nom"].map(|code| carnet.reglage(code).to_owned()))
}

fn pied(carnet: &Carnet) -> String {
    let parts = [
        carnet.reglage("departement").to_owned(),
        carnet.reglage("adresse").to_owned(),
        format!("{} {}", carnet.reglage("code_postal"), carnet.reglage("ville")),
    ];
    filled(parts).join(" – ")
}

fn manque(demande: &Demande<'_>, destinataire: &Destinataire, chemin: String) -> Manque {
    if let Some(saisie) =
        chemin.strip_prefix("saisie.").and_then(|nom| demande.modele.saisies.iter().find(|saisie| saisie.nom == nom))
    {
        return Manque { libelle: saisie.libelle.clone(), forme: saisie.forme, chemin };
    }
    let champ = champs::of_chemin(&chemin);
    let forme = match champ.map(|champ| champ.forme) {
        Some(Forme::Date) => FormeSaisie::Date,
        Some(Forme::Long) => FormeSaisie::Long,
        _ => FormeSaisie::Texte,
    };
    let mut libelle = champ.map_or_else(|| chemin.clone(), |champ| champ.libelle.to_owned());
    if let Some(of_whom) = of_whom(demande, destinataire, &chemin) {
        libelle = format!("{libelle} ({of_whom})");
    }
    Manque { chemin, libelle, forme }
}

/// Whose field it is, when there are several: « Date de naissance (Léa MARTIN) ».
fn of_whom(demande: &Demande<'_>, destinataire: &Destinataire, chemin: &str) -> Option<String> {
    use crate::domain::{adulte, enfant};
    let mut parts = chemin.split('.');
    let (list, at) = (parts.next()?, parts.next()?.parse::<usize>().ok()?);
    let dossier = demande.dossier;
    match list {
        "enfants" => dossier
            .of(Table::EnfantConcerne)
            .filter(|concerne| destinataire.enfants.as_ref().is_none_or(|allowed| allowed.contains(&concerne.id)))
            .nth(at)
            .and_then(|concerne| dossier.personne(concerne))
            .map(enfant::titre),
        "adultes" => dossier.of(Table::Adulte).nth(at).map(adulte::titre),
        _ => None,
    }
}

/// « 2026-000123 Madame Claire MARTIN », for the name of a file: only what every system accepts.
pub fn file_name(numero: &str, destinataire: &Destinataire) -> String {
    safe_name(&format!("{numero} {}", destinataire.libelle()))
}

/// The same of any text.
pub fn safe_name(texte: &str) -> String {
    let name: String =
        texte.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '’') { c } else { ' ' }).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = name.chars().take(80).collect();
    short.trim_end().to_owned()
}
