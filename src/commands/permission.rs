//! What the role of a person gives them, command by command.

use crate::domain::compte::Droits;

use super::Commande;

impl Commande {
    /// What the base would refuse is not offered.
    pub(super) const fn permise(self, droits: Droits) -> bool {
        match self {
            Self::Nouveau => droits.cree_dossiers(),
            Self::EcranAccueil | Self::EcranDossiers | Self::EcranCourriers | Self::Rechercher => droits.lit_dossiers(),
            Self::EcranTableaux => droits.lit_faits(),
            Self::EcranParametres => droits.lit_dossiers() || droits.tient_listes(),
            // Whoever takes over an old base writes every dossier.
            Self::EcranReprise => droits.clot_dossiers(),
            Self::EcranAdministration => droits.tient_comptes() || droits.lit_journal() || droits.clot_dossiers(),
            Self::PageDuRole => droits.amenage_pages(),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::Contexte;

    #[test]
    fn each_role_is_offered_its_own_screens() {
        use crate::domain::compte::Role;
        let offered = |roles: &[Role]| -> Vec<Commande> {
            let contexte = Contexte { base_open: true, droits: Droits::of_roles(roles), ..Contexte::default() };
            let screens = [
                Commande::Nouveau,
                Commande::EcranDossiers,
                Commande::EcranTableaux,
                Commande::EcranParametres,
                Commande::EcranAdministration,
                Commande::Rechercher,
            ];
            screens.into_iter().filter(|commande| commande.available(contexte)).collect()
        };
        assert_eq!(
            offered(&[Role::Saisie]),
            [
                Commande::Nouveau,
                Commande::EcranDossiers,
                Commande::EcranTableaux,
                Commande::EcranParametres,
                Commande::Rechercher
            ]
        );
        assert_eq!(
            offered(&[Role::Territoire]),
            [Commande::EcranDossiers, Commande::EcranTableaux, Commande::EcranParametres, Commande::Rechercher]
        );
        assert_eq!(offered(&[Role::Administration]), [Commande::EcranParametres, Commande::EcranAdministration]);
        assert_eq!(offered(&[Role::Audit]), [Commande::EcranAdministration]);
        assert_eq!(offered(&[Role::Observatoire]), [Commande::EcranTableaux]);
        let file = Contexte { base_open: true, ..Contexte::default() };
        assert!(Commande::Nouveau.available(file) && Commande::EcranAdministration.available(file));
    }
}
