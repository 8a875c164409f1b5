//! Ten thousand hostile templates and values: refused or printed, in a bounded time, nothing lost.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use vigie::domain::modele::Modele;
use vigie::domain::{Dossier, Table, adulte, enfant};
use vigie::letters::{self, Demande, Recueil};

use crate::common::courriers::{Famille, carnet, parametres, recipients};

/// One letter may not take longer, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);

const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{ dossier.numero }}",
    "{{ enfants | noms }}",
    "{{ enfants }}",
    "{{ jour }}",
    "{% for e in enfants %}",
    "{% endfor %}",
    "{% if dossier.echeance %}",
    "{% else %}",
    "{% endif %}",
    "{{ e.prenom }}",
    "{% for a in enfants %}{% for b in enfants %}{% for c in enfants %}{% for d in enfants %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "{% set x = 'a' %}",
    "{{ x ~ x }}",
    "{{ 'x' * 1000000000 }}",
    "{{ range(1000000000) }}",
    "{{ 9 ** 999999 }}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ enfants | accord('né') }}",
    "{{ dossier | accord('né') }}",
    "{{ jour | date_lettres }}",
    "{{ dossier.numero | date }}",
    "{{ enfants | selon('a', 'b') }}",
    "{{ destinataire.appel | quantite('jour') }}",
    "{{ ''.__class__ }}",
    "{{ self }}",
    "{{ loop.index }}",
    "| a | b |\n",
    "|||||\n",
    "- ",
    "# ",
    "**",
    "\\",
    "\n\n",
    "\r\n",
    "\t",
    "\u{0}",
    "\u{202e}",
    "\u{a0}",
    "é",
    "ễ",
    "ʻ",
    "Ω",
    "Ж",
    "🙂",
    "مرحبا",
    "anticonstitutionnellement ",
    "M",
    "supercalifragilistic",
    " ; ",
    "⟦x⟧",
    "⟦",
    "[[",
    "{{ saisie.q }}",
    "{{ saisie.z }}",
    "((((((((((((((((((((",
    "{{ not not not not not jour }}",
    "{{ [1,2,3] }}",
    "{{ {'a': 1} }}",
    "{{ jour[0] }}",
    "{{ jour is defined }}",
    "{% raw %}{{ x }}{% endraw %}",
    "{{ dossier.numero",
    "endif %}",
    "{% filter upper %}a{% endfilter %}",
    "{% autoescape true %}",
];

fn text(rng: &mut fastrand::Rng, most: usize) -> String {
    (0..rng.usize(0..most)).map(|_| *rng.choice(PIECES).unwrap()).collect()
}

fn dossier(rng: &mut fastrand::Rng) -> Dossier {
    let mut dossier = Famille::new(&text(rng, 3))
        .enfant(&text(rng, 6), &text(rng, 6), "feminin", "2015-02-07", "exacte")
        .enfant("Bis", "Ter", "masculin", "2027-02-07", "a_naitre")
        .adulte(&text(rng, 6), &text(rng, 6), "masculin", "pere", ("1", "rue x", "18033"))
        .dossier();
    for fiche in &mut dossier.fiches {
        match fiche.table {
            Table::Adulte => fiche.set(adulte::VOIE, text(rng, 12)),
            Table::EnfantConcerne => fiche.set(enfant::VOIE, text(rng, 5)),
            _ => {}
        }
    }
    dossier
}

#[test]
fn ten_thousand_hostile_templates_and_values_are_refused_or_printed() {
    let mut rng = fastrand::Rng::with_seed(20_261_124);
    let carnet = carnet();
    let (mut refused, mut unprintable, mut printed, mut slowest) = (0, 0, 0, Duration::ZERO);
    let mut recueil: Option<Recueil> = None;
    for round in 0..10_000 {
        // Every other round the template is sound and only the values are hostile.
        let corps = if round % 2 == 0 {
            text(&mut rng, 14)
        } else {
            "Voici {{ enfants | noms }}, {{ enfants | votre_enfant }} et {{ saisie.q }}.\n\n| {{ dossier.numero }} | b |\n- {{ destinataire.nom }}".to_owned()
        };
        let public = ["famille", "autorite", "signalant", "partenaire"][rng.usize(0..4)];
        let adressage = if public == "famille" { "titulaires" } else { "saisi" };
        let texte = format!(
            "---\ncode: x\nlibelle: X\npublic: {public}\ndestinataire: {adressage}\nobjet: Essai\nsaisie: q | Q | long\n---\n{corps}"
        );
        let start = Instant::now();
        let Ok(modele) = Modele::parse(&texte) else {
            refused += 1;
            continue;
        };
        if letters::check(&modele).is_err() {
            refused += 1;
            slowest = slowest.max(start.elapsed());
            continue;
        }
        let dossier = dossier(&mut rng);
        let answer = text(&mut rng, 30);
        let complements: BTreeMap<String, String> = [
            ("saisie.q", format!("début {answer} fin")),
            ("destinataire.nom", text(&mut rng, 4)),
            ("destinataire.adresse", text(&mut rng, 4)),
        ]
        .into_iter()
        .map(|(path, value)| (path.to_owned(), value))
        .collect();
        let demande = Demande {
            modele: &modele,
            dossier: &dossier,
            parametres: parametres(),
            carnet: &carnet,
            jour: crate::common::today(),
            complements: &complements,
        };
        for destinataire in recipients(&modele, &dossier, &carnet) {
            match letters::merge(&demande, &destinataire) {
                Err(_) => refused += 1,
                Ok(fusion) => {
                    if fusion.lettre.corps.contains("Voici") && fusion.manques.is_empty() {
                        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                        let whole = letters(&letters::plain(&fusion.lettre.corps));
                        // What a value may lose: control and direction marks, no letter.
                        let kept = letters(&vigie::domain::texte::clean(&answer, true));
                        assert!(whole.contains(&kept), "lost text\n{kept}\n{whole}");
                    }
                    let recueil = recueil.get_or_insert_with(|| Recueil::new("Essai", &fusion.lettre));
                    match recueil.add(&fusion.lettre) {
                        Ok(_) => printed += 1,
                        Err(error) => {
                            assert!(!error.to_string().contains("dessin"), "{error}");
                            unprintable += 1;
                        }
                    }
                }
            }
        }
        slowest = slowest.max(start.elapsed());
        assert!(slowest < LONGEST, "round {round} took {slowest:?}:\n{texte}");
        if round % 1000 == 999
            && let Some(recueil) = recueil.take()
        {
            assert!(recueil.finish().unwrap().starts_with(b"%PDF-"));
        }
    }
    println!(
        "{refused} refused, {unprintable} with a character or a gap that is told, {printed} printed, slowest {slowest:?}"
    );
    assert!(refused > 2_000 && printed > 500, "{refused} refused, {printed} printed: this test looks at nothing");
}
