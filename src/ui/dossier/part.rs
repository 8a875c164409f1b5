//! The parts of a dossier, in the order in which one types them.

use strum::IntoEnumIterator as _;

use crate::commands::Commande;

/// The first four are of the child that is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter, strum::EnumString, strum::IntoStaticStr)]
pub enum Part {
    #[default]
    Enfant,
    Adultes,
    Motifs,
    Conclusion,
    Expose,
    Traitement,
    Suivi,
    Courriers,
    Historique,
}

impl Part {
    /// The tab of the dossier that it stands in.
    pub const fn onglet(self) -> Commande {
        match self {
            Self::Enfant | Self::Adultes | Self::Motifs | Self::Conclusion => Commande::Onglet1,
            Self::Expose => Commande::Onglet2,
            Self::Traitement | Self::Suivi => Commande::Onglet3,
            Self::Courriers => Commande::Onglet4,
            Self::Historique => Commande::Onglet5,
        }
    }

    pub const fn of_onglet(commande: Commande) -> Option<Self> {
        match commande {
            Commande::Onglet1 => Some(Self::Enfant),
            Commande::Onglet2 => Some(Self::Expose),
            Commande::Onglet3 => Some(Self::Traitement),
            Commande::Onglet4 => Some(Self::Courriers),
            Commande::Onglet5 => Some(Self::Historique),
            _ => None,
        }
    }

    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Enfant => "Enfant concerné",
            Self::Adultes => "Auteur(s)/autorité(s)",
            Self::Motifs => "Motif(s)",
            Self::Conclusion => "Conclusion",
            Self::Expose => "Exposé de la situation",
            Self::Traitement => "Traitement de l’information",
            Self::Suivi => "Suivi et échéances",
            Self::Courriers => "Courriers",
            Self::Historique => "Historique",
        }
    }

    /// Under the tab that already names the whole.
    pub const fn sous_titre(self) -> &'static str {
        match self {
            Self::Traitement => "Services",
            part => part.libelle(),
        }
    }

    /// `step` parts further, going round.
    #[must_use]
    pub fn step(self, step: isize) -> Self {
        let parts: Vec<Self> = Self::iter().collect();
        let at = parts.iter().position(|part| *part == self).unwrap_or_default();
        let to = at.wrapping_add_signed(step).wrapping_add(parts.len()) % parts.len();
        parts.get(to).copied().unwrap_or_default()
    }
}
