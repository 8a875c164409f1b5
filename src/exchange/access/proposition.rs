//! A mapping proposed for an old base that nobody described: from names, types, keys, relationships,
//! combo boxes and contents. It is written out to be corrected by hand.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use crate::domain::{Cle, Nature, Parametres, nom};

use super::complexes;
use super::correspondance::{But, Role};
use super::mots::{MOTS_COLONNES, MOTS_PROPRES, MOTS_TABLES, mots, porte};
use super::source::{Genre, Source, TableSource, Valeur};
use super::vocabulaire::{Vocabulaires, liste_de};

/// A mapping of this base, as text.
pub fn proposer(source: &Source, parametres: &Parametres) -> String {
    let roles = roles(source);
    let mut text = String::from(
        "# Correspondance proposée par Vigie d’après les noms, les types, les relations et le contenu\u{a0}: relisez chaque ligne.\n\
         # Une colonne qui n’est pas ici est gardée telle quelle à côté du dossier.\n\nformat = 1\n",
    );
    let stem = source.fichier.rsplit_once('.').map_or(source.fichier.as_str(), |(stem, _)| stem);
    let named: String = nom::fold(stem).replace(' ', "-").chars().take(60).collect();
    let _ = writeln!(text, "source = {}", quote(if named.is_empty() { "ancienne-base" } else { &named }));
    let _ = writeln!(text, "conclusions_en_attente = []");
    let mut vocabularies: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for table in &source.tables {
        let role = roles.get(&table.nom).copied().unwrap_or(Role::Gardee);
        let _ = write!(
            text,
            "\n# {} lignes\n[[table]]\nnom = {}\ndevient = {}\n",
            table.lignes.len(),
            quote(&table.nom),
            quote(role.code())
        );
        let cle = cle_de(table);
        if let Some(cle) = cle {
            let _ = writeln!(text, "cle = {}", quote(cle));
        }
        let behind = complexes::jointe(source, table, &roles).filter(|_| role == Role::Piece).map(str::to_owned);
        let parent = role.parent().filter(|_| behind.is_none()).and_then(|wanted| {
            let parent = roles.iter().find(|(_, role)| **role == wanted)?.0;
            parent_de(source, table, source.table(parent)?)
        });
        let parent = behind.or(parent);
        if let Some(parent) = &parent {
            let _ = writeln!(text, "parent = {}", quote(parent));
        }
        if role.tables().is_empty() && role != Role::Piece {
            secrets(table, &mut text);
            continue;
        }
        let mut taken: HashSet<&str> = [cle, parent.as_deref()].into_iter().flatten().collect();
        // The number of a dossier may be its key as well.
        if role == Role::Dossier {
            taken.clear();
        }
        let _ = writeln!(text, "[table.colonnes]");
        colonnes(source, table, role, &taken, parametres, &mut text, &mut vocabularies);
    }
    for (name, values) in vocabularies {
        let _ = write!(text, "\n[valeurs.{name}]\n");
        for (old, code) in values {
            let _ = writeln!(text, "{} = {}", quote(&old), quote(&code));
        }
    }
    text
}

/// A TOML string, whatever is in it.
pub fn quote(texte: &str) -> String {
    let mut quoted = String::from("\"");
    for c in texte.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Each table that becomes something, a role at most once but for lists.
fn roles(source: &Source) -> BTreeMap<String, Role> {
    let mut scores: Vec<(i64, Role, &TableSource)> = Vec::new();
    for table in &source.tables {
        let words = mots(&table.nom);
        if words
            .iter()
            .any(|word| ["copie", "tmp", "temp", "erreurs", "sauvegarde", "old", "stat"].contains(&word.as_str()))
        {
            continue;
        }
        for (role, voulus) in MOTS_TABLES {
            let named = voulus.iter().position(|voulu| porte(&words, &[voulu]));
            let matched = i64::try_from(fields(table, role).len()).unwrap_or_default();
            let named = named.map_or(0, |rank| 100 - 8 * i64::try_from(rank).unwrap_or_default());
            // A list of labels is no table of facts, whatever it is called.
            let facts = if table.colonnes.len() <= 3 && references(source, table) { -80 } else { 0 };
            let filled = if table.lignes.is_empty() { -50 } else { 0 };
            // A name in two words is of the second: T_MOTIF_ENFANT holds motives.
            let first = words.iter().position(|word| voulus.iter().any(|voulu| word.starts_with(voulu)));
            let early = first.map_or(0, |at| -3 * i64::try_from(at).unwrap_or_default());
            let score = named + 6 * matched + facts + filled + early;
            if named > 0 && score > 40 {
                scores.push((score, role, table));
            }
        }
    }
    scores.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.nom.cmp(&b.2.nom)));
    let mut roles: BTreeMap<String, Role> = BTreeMap::new();
    for (_, role, table) in scores {
        if !roles.contains_key(&table.nom) && !roles.values().any(|taken| *taken == role) {
            roles.insert(table.nom.clone(), role);
        }
    }
    // What hangs on nothing cannot be placed.
    let lost: Vec<String> = roles
        .iter()
        .filter(|(nom, role)| {
            role.parent().is_some_and(|wanted| {
                let parent = roles.iter().find(|(_, role)| **role == wanted).and_then(|(nom, _)| source.table(nom));
                parent.zip(source.table(nom)).and_then(|(parent, table)| parent_de(source, table, parent)).is_none()
            })
        })
        .map(|(nom, _)| nom.clone())
        .collect();
    roles.retain(|nom, _| !lost.contains(nom));
    for table in &source.tables {
        if complexes::jointe(source, table, &roles).is_some() {
            roles.insert(table.nom.clone(), Role::Piece);
        }
    }
    for table in &source.tables {
        if !roles.contains_key(&table.nom) && table.colonnes.len() <= 6 && references(source, table) {
            roles.insert(table.nom.clone(), Role::Liste);
        }
    }
    roles
}

/// Do other tables refer to it, by a relationship or a combo box?
fn references(source: &Source, table: &TableSource) -> bool {
    let name = table.nom.to_lowercase();
    let related = source
        .relations
        .iter()
        .any(|relation| [&relation.parent.0, &relation.enfant.0].iter().any(|other| other.to_lowercase() == name));
    let listed = source
        .tables
        .iter()
        .flat_map(|other| &other.colonnes)
        .any(|colonne| colonne.origine_liste.to_lowercase().contains(&name));
    related || listed
}

fn cle_de(table: &TableSource) -> Option<&str> {
    let at = table.cle.or_else(|| table.colonnes.iter().position(|colonne| colonne.auto))?;
    table.colonnes.get(at).map(|colonne| colonne.nom.as_str())
}

/// The column whose values are keys of `parent`: related to it, called like its key, or holding its keys.
fn parent_de(source: &Source, table: &TableSource, parent: &TableSource) -> Option<String> {
    let (own, other) = (table.nom.to_lowercase(), parent.nom.to_lowercase());
    let related = source.relations.iter().find_map(|relation| {
        let pair = [(&relation.parent, &relation.enfant), (&relation.enfant, &relation.parent)];
        pair.into_iter()
            .find(|(up, down)| up.0.to_lowercase() == other && down.0.to_lowercase() == own)
            .map(|(_, down)| down.1.clone())
    });
    let key = cle_de(parent)?;
    let keys: HashSet<String> =
        parent.colonne(key).map(|at| parent.lignes.iter().filter_map(|row| row.get(at)).map(Valeur::show).collect())?;
    let known = |colonne: &str| {
        let at = table.colonne(colonne)?;
        let mut values =
            table.lignes.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_vide()).take(500).peekable();
        values.peek()?;
        let (hit, all) =
            values.fold((0, 0), |(hit, all), value| (hit + usize::from(keys.contains(&value.show())), all + 1));
        (hit * 10 >= all * 8).then(|| colonne.to_owned())
    };
    let related = related.filter(|colonne| table.colonne(colonne).is_some() && cle_de(table) != Some(colonne));
    related.or_else(|| known(key).filter(|colonne| Some(colonne.as_str()) != cle_de(table))).or_else(|| {
        let candidates = table
            .colonnes
            .iter()
            .filter(|colonne| colonne.genre == Genre::Entier && Some(colonne.nom.as_str()) != cle_de(table));
        let words = mots(&parent.nom);
        let called = |nom: &str| {
            mots(nom).iter().any(|word| {
                word.len() > 3
                    && words.iter().any(|other| {
                        other.starts_with(word.as_str()) || word.starts_with(other.as_str()) && other.len() > 3
                    })
            })
        };
        candidates.filter(|colonne| called(&colonne.nom)).find_map(|colonne| known(&colonne.nom))
    })
}

/// The fields that the columns of a table would fill in this role, by the names of the columns.
fn fields(table: &TableSource, role: Role) -> BTreeMap<&'static str, usize> {
    let mut found: BTreeMap<&'static str, usize> = BTreeMap::new();
    let own = MOTS_PROPRES.iter().filter(|(of, ..)| *of == role).map(|(_, champ, voulus)| (*champ, *voulus));
    for (champ, voulus) in MOTS_COLONNES.iter().copied().chain(own) {
        if found.contains_key(champ) {
            continue;
        }
        let Some(but) = But::parse(role, champ) else { continue };
        let suits = |(at, colonne): (usize, &super::source::Colonne)| {
            let words: Vec<String> = mots(&colonne.nom).into_iter().chain(mots(&colonne.legende)).collect();
            let key = role != Role::Dossier && cle_de(table) == Some(colonne.nom.as_str());
            (!key && !found.values().any(|taken| *taken == at) && porte(&words, voulus) && convient(but, colonne.genre))
                .then_some(at)
        };
        if let Some(at) = table.colonnes.iter().enumerate().find_map(suits) {
            found.insert(champ, at);
        }
    }
    if role == Role::Piece
        && let Some(at) = table.colonnes.iter().position(|colonne| colonne.genre == Genre::Octets)
    {
        found.insert("contenu", at);
    }
    found
}

/// A label beside a code, of the same name: the second column that says one value of a list.
fn second(table: &TableSource, role: Role, at: usize, found: &BTreeMap<&'static str, usize>) -> Option<&'static str> {
    let colonne = table.colonnes.get(at)?;
    let own = MOTS_PROPRES.iter().filter(|(of, ..)| *of == role).map(|(_, champ, voulus)| (*champ, *voulus));
    MOTS_COLONNES.iter().copied().chain(own).find_map(|(champ, voulus)| {
        let first = table.colonnes.get(*found.get(champ)?)?;
        let But::Champ(cle) = But::parse(role, champ)? else { return None };
        let listed = liste_de(cle.champ().nature).is_some();
        (listed && first.genre != colonne.genre && colonne.genre == Genre::Texte && porte(&mots(&colonne.nom), voulus))
            .then_some(champ)
    })
}

/// Can a column of this kind fill that field?
fn convient(but: But, genre: Genre) -> bool {
    let But::Champ(cle) = but else { return true };
    match cle.champ().nature {
        Nature::Date | Nature::Instant => matches!(genre, Genre::Date),
        Nature::Naissance => matches!(genre, Genre::Date | Genre::Texte),
        Nature::Auto(_) => matches!(genre, Genre::Date | Genre::Texte | Genre::Entier),
        Nature::Oui => matches!(genre, Genre::Oui | Genre::Texte | Genre::Entier),
        Nature::Entier => matches!(genre, Genre::Entier),
        Nature::TexteLong => matches!(genre, Genre::Memo | Genre::Texte),
        _ => !matches!(genre, Genre::Octets | Genre::Autre),
    }
}

/// Passwords are never taken, in whatever table.
fn secrets(table: &TableSource, text: &mut String) {
    let secret = |nom: &str| {
        mots(nom).iter().any(|word| ["mdp", "password", "pwd", "passe", "motdepasse"].contains(&word.as_str()))
    };
    let names: Vec<&str> =
        table.colonnes.iter().map(|colonne| colonne.nom.as_str()).filter(|nom| secret(nom)).collect();
    if !names.is_empty() {
        let _ = writeln!(text, "[table.colonnes]");
        text.extend(names.iter().map(|nom| format!("{} = \"jamais\"\n", quote(nom))));
    }
}

fn colonnes(
    source: &Source,
    table: &TableSource,
    role: Role,
    taken: &HashSet<&str>,
    parametres: &Parametres,
    text: &mut String,
    vocabularies: &mut BTreeMap<String, BTreeMap<String, String>>,
) {
    let found = fields(table, role);
    for (at, colonne) in table.colonnes.iter().enumerate() {
        if mots(&colonne.nom).iter().any(|word| ["mdp", "password", "pwd"].contains(&word.as_str())) {
            let _ = writeln!(text, "{} = \"jamais\"", quote(&colonne.nom));
            continue;
        }
        let named = found.iter().find(|(_, found)| **found == at).map(|(champ, _)| *champ);
        let Some(champ) = named.or_else(|| second(table, role, at, &found)) else { continue };
        if taken.contains(colonne.nom.as_str()) && champ != "numero" {
            continue;
        }
        let samples = table.samples(at);
        if !samples.is_empty() {
            let _ = writeln!(text, "# par exemple {samples}");
        }
        let par = par_de(source, table, at);
        let nature = Cle::from_colonne(role.tables().first().copied().unwrap_or(crate::domain::Table::Dossier), champ)
            .or_else(|| role.tables().iter().find_map(|table| Cle::from_colonne(*table, champ)))
            .map(|cle| cle.champ().nature);
        let listed = nature.and_then(liste_de).is_some();
        let name = listed.then(|| format!("{}_{champ}", role.code()));
        if let (Some(name), Some(nature)) = (&name, nature) {
            let values = vocabulary(source, table, at, par.as_deref(), nature, parametres);
            vocabularies.entry(name.clone()).or_default().extend(values);
        }
        let _ = match (par, name) {
            (None, None) => writeln!(text, "{} = {}", quote(&colonne.nom), quote(champ)),
            (par, name) => {
                let par = par.map(|par| format!(", par = {}", quote(&par))).unwrap_or_default();
                let name = name.map(|name| format!(", valeurs = {}", quote(&name))).unwrap_or_default();
                writeln!(text, "{} = {{ champ = {}{par}{name} }}", quote(&colonne.nom), quote(champ))
            }
        };
    }
}

/// The table whose codes a column holds: by its combo box or a relationship, its label the first text.
fn par_de(source: &Source, table: &TableSource, at: usize) -> Option<String> {
    let colonne = table.colonnes.get(at)?;
    if colonne.genre != Genre::Entier {
        return None;
    }
    let origin = colonne.origine_liste.to_lowercase();
    let listed =
        source.tables.iter().filter(|other| other.nom != table.nom && origin.contains(&other.nom.to_lowercase()));
    let related = source.relations.iter().filter_map(|relation| {
        let here =
            |end: &(String, String)| end.0.eq_ignore_ascii_case(&table.nom) && end.1.eq_ignore_ascii_case(&colonne.nom);
        if here(&relation.enfant) {
            source.table(&relation.parent.0)
        } else if here(&relation.parent) {
            source.table(&relation.enfant.0)
        } else {
            None
        }
    });
    let other = listed.chain(related).find(|other| other.lignes.len() < 5000 && cle_de(other).is_some())?;
    let key = cle_de(other)?;
    let label = other.colonnes.iter().find(|colonne| colonne.genre == Genre::Texte && colonne.nom != key)?;
    let plain = |text: &str| !text.contains('.');
    (plain(&other.nom) && plain(key) && plain(&label.nom)).then(|| format!("{}.{key}.{}", other.nom, label.nom))
}

/// The values of a column that Vigie's list knows under the same label: the others are to be filled in, or
/// will be added closed.
fn vocabulary(
    source: &Source,
    table: &TableSource,
    at: usize,
    par: Option<&str>,
    nature: Nature,
    parametres: &Parametres,
) -> BTreeMap<String, String> {
    let labels = par.map(|par| super::vocabulaire::libelles(source, par));
    let empty = super::correspondance::Correspondance {
        format: 1,
        source: String::new(),
        ouverts_depuis: None,
        conclusions_en_attente: Vec::new(),
        tables: Vec::new(),
        valeurs: BTreeMap::new(),
    };
    let mut reader = Vocabulaires::new(&empty, parametres);
    let mut values = BTreeMap::new();
    for value in table.lignes.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_vide()) {
        let shown = value.show();
        let label = labels.as_ref().and_then(|labels| labels.get(&shown)).unwrap_or(&shown).trim().to_owned();
        if label.is_empty() || values.len() >= 300 {
            continue;
        }
        if let super::vocabulaire::Lecture::Connue(id) = reader.lire(nature, None, &label, false) {
            let code = id.rsplit_once('/').map_or(id.as_str(), |(_, code)| code).to_owned();
            values.insert(label, code);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_in_a_name_makes_a_text_of_toml() {
        for text in ["N° \"x\"", "a\\b", "a\u{1}b", "é’\u{a0}"] {
            let read: toml::Table = toml::from_str(&format!("a = {}", quote(text))).unwrap();
            assert_eq!(read["a"].as_str().unwrap(), text);
        }
    }
}
