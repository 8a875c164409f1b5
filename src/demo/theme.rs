//! What an information is about: it gives the motives, the sentences and the presumed authors.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    Violence,
    Negligence,
    Conflit,
    Conjugal,
    Ecole,
    Sante,
    Logement,
    Mineur,
    /// How the information came: only told, never a motive; the same for the two that follow.
    Appel,
    Suivi,
    Cloture,
}

impl Theme {
    /// As the file of sentences calls it.
    pub const TOUS: [(Self, &'static str); 11] = [
        (Self::Violence, "violence"),
        (Self::Negligence, "negligence"),
        (Self::Conflit, "conflit"),
        (Self::Conjugal, "conjugal"),
        (Self::Ecole, "ecole"),
        (Self::Sante, "sante"),
        (Self::Logement, "logement"),
        (Self::Mineur, "mineur"),
        (Self::Appel, "appel"),
        (Self::Suivi, "suivi"),
        (Self::Cloture, "cloture"),
    ];

    pub fn named(nom: &str) -> Option<Self> {
        Self::TOUS.into_iter().find(|(_, each)| *each == nom).map(|(theme, _)| theme)
    }
}
