//! The one search field: children, adults, dossiers, addresses, numbers, in one round trip.
//!
//! Each way of looking is a range or an equality on an index of its own, with its own limit: under
//! row-level security no other form is fast. What is one typing error away is asked apart, once the
//! rest has answered little.

use std::collections::BTreeMap;

use diesel::RunQueryDsl as _;
use diesel::sql_types::Text;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::distance::distance;
use crate::domain::trouvaille::{Genre, Pourquoi, Trouvaille};
use crate::domain::{Fiche, Table, date, enfant, nom, phonetique};

use super::Result;
use super::connection::Connexion;
use super::dialect::Dialect;
use super::enfants::Way;
use super::sql::Sql;

/// Rows of each way of looking.
const LIMIT: usize = 20;
/// More words than that are no name.
const WORDS: usize = 5;

/// What begins as typed, what is it exactly, and what sounds the same.
pub fn search(connexion: &mut Connexion, texte: &str) -> Result<Vec<Trouvaille>> {
    let dialect = Dialect::of(connexion);
    let mut union = Union { sql: Sql::new(""), dialect, count: 0, ways: 0 };
    let folded = nom::fold(texte);
    if folded.chars().count() < 2 {
        return Ok(Vec::new());
    }
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        union.numbers(texte.trim(), &folded);
    }
    if folded.contains(char::is_alphabetic) {
        let words: Vec<&str> = folded.split(' ').take(WORDS).collect();
        union.of_children(|union| union.children(&words));
        union.of_adults(|union| union.adults(&words));
        let street = nom::street(texte);
        if street.chars().count() >= 4 {
            union.streets(&street);
        }
    }
    if union.count == 0 {
        return Ok(Vec::new());
    }
    let rows: Vec<String> = union.sql.load(connexion)?;
    Ok(ordered(rows.iter().filter_map(|row| parse(row)), &folded))
}

/// Children whose name is one typing error away.
pub fn near(connexion: &mut Connexion, texte: &str) -> Result<Vec<Trouvaille>> {
    let dialect = Dialect::of(connexion);
    let folded = nom::fold(texte);
    let words: Vec<&str> = folded.split(' ').take(WORDS).collect();
    let mut union = Union { sql: Sql::new(""), dialect, count: 0, ways: 0 };
    if words.len() < 2 && nom::variants(&folded).len() < 2 {
        return Ok(Vec::new());
    }
    union.of_children(|union| union.near(&words));
    let rows: Vec<String> = union.sql.load(connexion)?;
    // A shared variant may hide two errors; those of one come first.
    let mut found = ordered(rows.iter().filter_map(|row| parse(row)), &folded);
    found.sort_by_key(|one| {
        let known = nom::fold(&one.titre);
        words
            .iter()
            .map(|word| known.split(' ').filter_map(|other| distance(word, other, 2)).min().unwrap_or(3))
            .sum::<usize>()
    });
    Ok(found)
}

/// The surest first, each thing once.
fn ordered(found: impl Iterator<Item = Trouvaille>, folded: &str) -> Vec<Trouvaille> {
    let mut best: BTreeMap<(Genre, Uuid, String), Trouvaille> = BTreeMap::new();
    for mut one in found {
        let known = nom::fold(&one.titre);
        let same = |words: &str| words == folded || words.split(' ').rev().eq(folded.split(' '));
        if one.pourquoi < Pourquoi::Son && matches!(one.genre, Genre::Enfant | Genre::Adulte) && same(&known) {
            one.pourquoi = Pourquoi::Exact;
        }
        let key = (one.genre, one.enfant.unwrap_or(one.dossier), one.titre.clone());
        let better = best.get(&key).is_none_or(|other| one.pourquoi < other.pourquoi);
        if better {
            best.insert(key, one);
        }
    }
    let mut all: Vec<Trouvaille> = best.into_values().collect();
    all.sort_by(|a, b| {
        (a.pourquoi, a.genre, &a.titre).cmp(&(b.pourquoi, b.genre, &b.titre)).then(b.numero.cmp(&a.numero))
    });
    all
}

/// Rows of all kinds as one answer: `[genre, why, id, …]`.
struct Union {
    sql: Sql<Text>,
    dialect: Dialect,
    count: usize,
    /// Ways of looking in the part being written.
    ways: usize,
}

impl Union {
    fn begin(&mut self) {
        self.sql.push(if self.count > 0 { " UNION ALL " } else { "" });
        self.count += 1;
    }

    /// As many ways of looking as are given, with what is read around all of them together: the rights of two more
    /// tables in each way would take longer to plan than all of it to answer.
    fn around(&mut self, head: &str, tail: &str, ways: impl FnOnce(&mut Self)) {
        self.begin();
        self.sql.push(head);
        self.ways = 0;
        ways(self);
        self.sql.push(tail);
    }

    /// One way of looking; `order` makes the limit stop at the first rows of the index.
    fn way(
        &mut self,
        why: Pourquoi,
        columns: &str,
        from: &str,
        order: &str,
        way: impl for<'a, 'b> FnOnce(&'a mut Way<'b>) -> &'a mut Way<'b>,
    ) {
        let (union, at) = (if self.ways > 0 { " UNION ALL " } else { "" }, self.ways);
        self.sql.push(&format!(
            "{union}SELECT {} AS pourquoi, v{at}.* FROM (SELECT {columns} FROM {from} WHERE ",
            why as usize
        ));
        way(&mut Way { sql: &mut self.sql });
        let order = if order.is_empty() { String::new() } else { format!(" ORDER BY {order}") };
        self.sql.push(&format!("{order} LIMIT {LIMIT}) v{at}"));
        self.ways += 1;
    }

    /// Children with the numbers of their dossiers.
    fn of_children(&mut self, ways: impl FnOnce(&mut Self)) {
        let (array, group, text) = (self.dialect.json_array(), self.dialect.json_group(), self.dialect.as_text());
        let head = format!(
            "SELECT {array}('e', e.pourquoi, e.id, e.nom_usage, e.nom_naissance, e.prenom, e.date_naissance, e.precision_naissance, \
             (SELECT {group}({array}(d.numero, d.id) ORDER BY d.numero DESC) FROM enfant_concerne ec JOIN dossier d ON d.id = ec.dossier_id WHERE ec.enfant_id = e.id)){text} FROM ("
        );
        self.around(&head, ") e", ways);
    }

    fn child(&mut self, why: Pourquoi, order: &str, way: impl for<'a, 'b> FnOnce(&'a mut Way<'b>) -> &'a mut Way<'b>) {
        let columns = "id, nom_usage, nom_naissance, prenom, date_naissance, precision_naissance";
        self.way(why, columns, "enfant", order, way);
    }

    fn children(&mut self, words: &[&str]) {
        let whole = words.join(" ");
        let son = phonetique::cle(&whole);
        self.child(Pourquoi::Nom, "cle_nom, cle_prenom", |w| w.prefix("cle_nom", &whole));
        self.child(Pourquoi::AutreNom, "cle_nom2, cle_prenom", |w| {
            w.known("cle_nom2").and().prefix("cle_nom2", &whole)
        });
        self.child(Pourquoi::Prenom, "cle_prenom, cle_nom", |w| w.prefix("cle_prenom", &whole));
        if !son.is_empty() {
            self.child(Pourquoi::Son, "son_nom, son_prenom", |w| w.prefix("son_nom", &son));
            self.child(Pourquoi::Son, "son_prenom, son_nom", |w| w.equal("son_prenom", &son));
        }
        for (first, rest) in splits(words) {
            self.child(Pourquoi::Nom, "cle_nom, cle_prenom", |w| {
                w.either("cle_nom", &first).and().prefix("cle_prenom", &rest)
            });
            self.child(Pourquoi::AutreNom, "cle_nom2, cle_prenom", |w| {
                w.known("cle_nom2").and().either("cle_nom2", &first).and().prefix("cle_prenom", &rest)
            });
            self.child(Pourquoi::Interverti, "cle_prenom, cle_nom", |w| {
                w.either("cle_prenom", &first).and().prefix("cle_nom", &rest)
            });
            let (son_first, son_rest) = (phonetique::cle(&first), phonetique::cle(&rest));
            if !son_first.is_empty() && !son_rest.is_empty() {
                self.child(Pourquoi::Son, "son_nom, son_prenom", |w| {
                    w.equal("son_nom", &son_first).and().prefix("son_prenom", &son_rest)
                });
                self.child(Pourquoi::Son, "son_prenom, son_nom", |w| {
                    w.equal("son_prenom", &son_first).and().prefix("son_nom", &son_rest)
                });
            }
        }
    }

    fn near(&mut self, words: &[&str]) {
        let whole = words.join(" ");
        let variants = nom::variants(&whole);
        if variants.len() > 1 {
            self.child(Pourquoi::Faute, "", |w| w.near("cle_nom", "nom", &variants));
            self.child(Pourquoi::Faute, "", |w| w.near("cle_prenom", "prenom", &variants));
        }
        for (first, rest) in splits(words) {
            for (nom, prenom) in [(&first, &rest), (&rest, &first)] {
                let (noms, prenoms) = (nom::variants(nom), nom::variants(prenom));
                self.child(Pourquoi::Faute, "", |w| w.near("cle_nom", "nom", &noms).and().prefix("cle_prenom", prenom));
                self.child(Pourquoi::Faute, "", |w| {
                    w.near("cle_prenom", "prenom", &prenoms).and().near("cle_nom", "nom", &noms)
                });
            }
        }
    }

    fn of_adults(&mut self, ways: impl FnOnce(&mut Self)) {
        let (array, text) = (self.dialect.json_array(), self.dialect.as_text());
        let head = format!("SELECT {array}('a', a.pourquoi, a.nom, a.prenom, d.id, d.numero, d.fratrie){text} FROM (");
        self.around(&head, ") a JOIN dossier d ON d.id = a.dossier_id", ways);
    }

    fn adult(&mut self, why: Pourquoi, order: &str, way: impl for<'a, 'b> FnOnce(&'a mut Way<'b>) -> &'a mut Way<'b>) {
        self.way(why, "nom, prenom, dossier_id", "adulte_cherche", order, way);
    }

    fn adults(&mut self, words: &[&str]) {
        let whole = words.join(" ");
        let son = phonetique::cle(&whole);
        self.adult(Pourquoi::Nom, "cle_nom, cle_prenom", |w| w.prefix("cle_nom", &whole));
        if !son.is_empty() {
            self.adult(Pourquoi::Son, "son_nom, cle_prenom", |w| w.equal("son_nom", &son));
        }
        for (first, rest) in splits(words) {
            self.adult(Pourquoi::Nom, "cle_nom, cle_prenom", |w| {
                w.equal("cle_nom", &first).and().prefix("cle_prenom", &rest)
            });
            self.adult(Pourquoi::Interverti, "cle_nom, cle_prenom", |w| {
                w.either("cle_nom", &rest).and().equal("cle_prenom", &first)
            });
            let son = phonetique::cle(&first);
            if !son.is_empty() {
                self.adult(Pourquoi::Son, "son_nom, cle_prenom", |w| {
                    w.equal("son_nom", &son).and().prefix("cle_prenom", &rest)
                });
            }
        }
    }

    fn streets(&mut self, street: &str) {
        self.begin();
        let (array, text) = (self.dialect.json_array(), self.dialect.as_text());
        self.sql.push(&format!(
            "SELECT {array}('v', {}, v.numero_voie, v.voie, c.nom, d.id, d.numero, d.fratrie){text} FROM (SELECT * FROM adresse_cherchee WHERE ",
            Pourquoi::Voie as usize
        ));
        Way { sql: &mut self.sql }.prefix("cle_voie", street);
        self.sql.push(&format!(
            " ORDER BY cle_voie, commune LIMIT {LIMIT}) v JOIN dossier d ON d.id = v.dossier_id LEFT JOIN commune c ON c.code = v.commune"
        ));
    }

    /// « 2026-12 », « 2026 12 », or a number given by the 119.
    fn numbers(&mut self, typed: &str, folded: &str) {
        let padded = match folded.split_once(' ') {
            Some((year, number)) if year.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{year}-{number:0>6}")
            }
            _ => typed.to_owned(),
        };
        let mut all = vec![typed.to_owned(), padded];
        all.dedup();
        for number in all {
            self.dossier(|w| w.prefix("numero", &number));
        }
        self.dossier(|w| w.known("numero_snatem").and().equal("numero_snatem", typed));
    }

    fn dossier(&mut self, way: impl for<'a, 'b> FnOnce(&'a mut Way<'b>) -> &'a mut Way<'b>) {
        self.begin();
        let (array, text) = (self.dialect.json_array(), self.dialect.as_text());
        self.sql.push(&format!(
            "SELECT {array}('d', {}, d.id, d.numero, d.fratrie, d.date_reception){text} FROM (SELECT * FROM dossier_cherche WHERE ",
            Pourquoi::Numero as usize
        ));
        way(&mut Way { sql: &mut self.sql });
        self.sql.push(&format!(" ORDER BY numero, id LIMIT {LIMIT}) d"));
    }
}

/// Each way to cut the words in two names.
fn splits(words: &[&str]) -> Vec<(String, String)> {
    (1..words.len()).filter_map(|at| Some((words.get(..at)?.join(" "), words.get(at..)?.join(" ")))).collect()
}

fn parse(row: &str) -> Option<Trouvaille> {
    let row: Vec<Value> = serde_json::from_str(row).ok()?;
    let text = |at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default();
    let id = |at: usize| text(at).parse::<Uuid>().ok();
    let pourquoi = usize::try_from(row.get(1)?.as_u64()?).ok().and_then(|at| WHY.get(at)).copied()?;
    Some(match text(0) {
        "e" => {
            use enfant::personne::{NOM_NAISSANCE, NOM_USAGE, PRENOM};
            let personne =
                Fiche::new(Table::Enfant).with(NOM_USAGE, text(3)).with(NOM_NAISSANCE, text(4)).with(PRENOM, text(5));
            // SQLite gives what is inside a value as text.
            let inside = match row.get(8)? {
                Value::String(inside) => serde_json::from_str(inside).ok()?,
                value => value.clone(),
            };
            let dossiers: Vec<(Option<String>, Uuid)> = serde_json::from_value(inside).ok()?;
            let (numero, dossier) = dossiers.first()?.clone();
            let birth = date::phrase_naissance(text(6).parse().ok(), text(7));
            let numeros: Vec<&str> = dossiers.iter().filter_map(|(numero, _)| numero.as_deref()).collect();
            Trouvaille {
                genre: Genre::Enfant,
                pourquoi,
                dossier,
                numero: numero.unwrap_or_default(),
                enfant: id(2),
                titre: enfant::titre(&personne),
                detail: format!("{birth} · {}", numeros.join(", ")),
            }
        }
        "a" => Trouvaille {
            genre: Genre::Adulte,
            pourquoi,
            dossier: id(4)?,
            numero: text(5).to_owned(),
            enfant: None,
            titre: format!("{} {}", text(3), text(2).to_uppercase()).trim().to_owned(),
            detail: format!("{} · {}", text(5), text(6)),
        },
        "v" => Trouvaille {
            genre: Genre::Adresse,
            pourquoi,
            dossier: id(5)?,
            numero: text(6).to_owned(),
            enfant: None,
            titre: [text(2), text(3), text(4)].join(" ").trim().to_owned(),
            detail: format!("{} · {}", text(6), text(7)),
        },
        _ => Trouvaille {
            genre: Genre::Dossier,
            pourquoi,
            dossier: id(2)?,
            numero: text(3).to_owned(),
            enfant: None,
            titre: text(3).to_owned(),
            detail: text(4).to_owned(),
        },
    })
}

/// In the order of their declaration: their place is what the base gives back.
const WHY: [Pourquoi; 9] = [
    Pourquoi::Numero,
    Pourquoi::Exact,
    Pourquoi::Nom,
    Pourquoi::Prenom,
    Pourquoi::Interverti,
    Pourquoi::AutreNom,
    Pourquoi::Voie,
    Pourquoi::Son,
    Pourquoi::Faute,
];
