//! Keys and labels never clash.
#![cfg(test)]

use std::collections::HashMap;

use strum::IntoEnumIterator as _;

use super::commande::{Commande, Contexte};
use super::touche::Touche;

#[test]
fn no_two_commands_share_a_key_where_both_can_be_done() {
    let contexts = (0..8192_u32).map(|bits| {
        let on = |bit: u32| bits & (1 << bit) != 0;
        Contexte {
            base_open: on(0),
            dossier_open: on(1),
            can_undo: on(2),
            can_redo: on(3),
            in_field: on(4),
            in_list: on(5),
            in_long_text: on(6),
            known_child: on(7),
            modal: on(8),
            any_dossier: on(9),
            courriers: on(10),
            courriers_prets: on(11),
            tableaux: on(12),
            ..Contexte::default()
        }
    });
    for context in contexts {
        let mut seen: HashMap<Touche, Commande> = HashMap::new();
        for commande in Commande::iter().filter(|commande| commande.available(context)) {
            for touche in commande.touches() {
                if let Some(other) = seen.insert(*touche, commande) {
                    assert_eq!(other, commande, "{touche} does {other:?} and {commande:?}");
                }
            }
        }
    }
}

#[test]
fn labels_are_unique_and_have_no_final_stop() {
    let mut seen = HashMap::new();
    for commande in Commande::iter() {
        let label = commande.libelle();
        assert!(!label.is_empty() && !label.ends_with('.'), "{commande:?}");
        assert_eq!(seen.insert(label, commande), None, "{label} twice");
    }
}
