//! The commands themselves, and where the user stands when one is asked for.

use crate::domain::compte::Droits;

use super::Touche;
use super::touche::{alt, alt_physical, ctrl, ctrl_shift, plain, shift};

/// What can be done without pointing at anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Commande {
    Enregistrer,
    Nouveau,
    Ajouter,
    Retirer,
    Annuler,
    Retablir,
    Fermer,
    AppliquerFratrie,
    MemeValeur,
    CopierLignes,
    Aujourdhui,
    Maintenant,
    OuvrirListe,
    ChampEntier,
    Agrandir,
    LierConnu,
    Onglet1,
    Onglet2,
    Onglet3,
    Onglet4,
    Onglet5,
    OngletSuivant,
    OngletPrecedent,
    EnfantSuivant,
    EnfantPrecedent,
    ZoneSuivante,
    ZonePrecedente,
    DossierSuivant,
    EcranAccueil,
    EcranDossiers,
    EcranCourriers,
    EcranTableaux,
    EcranParametres,
    EcranAdministration,
    EcranReprise,
    CourriersEcrire,
    CourriersRegistre,
    CourriersModeles,
    CourriersImprimer,
    CourriersDocx,
    CourriersGarder,
    PageEnfant,
    DossiersDerriere,
    ExporterTableau,
    RapportActivite,
    ComposerIndicateur,
    GraphiqueAvant,
    GraphiqueApres,
    PageDuRole,
    PageDeDepart,
    ExporterDossier,
    ExporterTout,
    Rechercher,
    Actualiser,
    Palette,
    Aide,
    Echapper,
    ZoomPlus,
    ZoomMoins,
    ZoomNormal,
    Theme,
    Verrouiller,
    MotDePasse,
    ChangerBase,
    Quitter,
}

/// The groups of the help sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Groupe {
    Dossier,
    Saisie,
    Deplacement,
    Listes,
    Graphiques,
    Application,
}

impl Groupe {
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Dossier => "Dossier",
            Self::Saisie => "Saisie",
            Self::Deplacement => "Se déplacer",
            Self::Listes => "Grilles et listes",
            Self::Graphiques => "Graphiques",
            Self::Application => "Application",
        }
    }
}

/// Where the user stands, as far as commands are concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contexte {
    pub base_open: bool,
    /// That of a server, with accounts.
    pub central: bool,
    pub dossier_open: bool,
    /// A dossier is open, perhaps behind another screen.
    pub any_dossier: bool,
    pub can_undo: bool,
    pub can_redo: bool,
    /// The focus is in a field of the dossier.
    pub in_field: bool,
    /// The focus is in a field that has a list, or a calendar.
    pub in_list: bool,
    /// The focus is in a text of several lines.
    pub in_long_text: bool,
    /// The focus is in lines that cells are pasted into.
    pub in_lines: bool,
    pub known_child: bool,
    /// The Courriers screen is shown.
    pub courriers: bool,
    /// It holds letters that can be printed.
    pub courriers_prets: bool,
    /// The dashboards are shown, with figures.
    pub tableaux: bool,
    /// A question is on the screen: only it can be answered.
    pub modal: bool,
    /// What the role of this person gives them.
    pub droits: Droits,
}

impl Commande {
    /// Sentence case, `…` when more will be asked.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Enregistrer => "Enregistrer",
            Self::Nouveau => "Nouveau dossier",
            Self::Ajouter => "Ajouter un enfant ou une ligne",
            Self::Retirer => "Retirer la ligne ou l’enfant…",
            Self::Annuler => "Annuler",
            Self::Retablir => "Rétablir",
            Self::Fermer => "Fermer le dossier",
            Self::AppliquerFratrie => "Appliquer à la fratrie…",
            Self::MemeValeur => "Même valeur que la ligne précédente",
            Self::CopierLignes => "Copier les lignes pour un tableur",
            Self::Aujourdhui => "Date du jour",
            Self::Maintenant => "Date et heure",
            Self::OuvrirListe => "Ouvrir la liste ou le calendrier",
            Self::ChampEntier => "Champ entier ou curseur",
            Self::Agrandir => "Agrandir le texte",
            Self::LierConnu => "Reprendre l’enfant déjà connu",
            Self::Onglet1 => "Enfant(s) concerné(s)",
            Self::Onglet2 => "Exposé de la situation",
            Self::Onglet3 => "Traitement de l’information",
            Self::Onglet4 => "Courriers du dossier",
            Self::Onglet5 => "Historique",
            Self::OngletSuivant => "Onglet suivant",
            Self::OngletPrecedent => "Onglet précédent",
            Self::EnfantSuivant => "Enfant suivant",
            Self::EnfantPrecedent => "Enfant précédent",
            Self::ZoneSuivante => "Zone suivante",
            Self::ZonePrecedente => "Zone précédente",
            Self::DossierSuivant => "Dossier ouvert suivant",
            Self::EcranAccueil => "Accueil",
            Self::EcranDossiers => "Dossiers",
            Self::EcranCourriers => "Courriers",
            Self::EcranTableaux => "Tableaux de bord",
            Self::EcranParametres => "Paramètres",
            Self::EcranAdministration => "Administration",
            Self::EcranReprise => "Reprendre une base Access",
            Self::CourriersEcrire => "Écrire des courriers",
            Self::CourriersRegistre => "Registre des courriers",
            Self::CourriersModeles => "Modèles de courriers et en-tête",
            Self::CourriersImprimer => "Valider et imprimer les courriers",
            Self::CourriersDocx => "Valider les courriers et les écrire en .docx",
            Self::CourriersGarder => "Garder les courriers en brouillon, enregistrer le modèle",
            Self::PageEnfant => "Page de l’enfant",
            Self::DossiersDerriere => "Ouvrir les dossiers de ce chiffre",
            Self::ExporterTableau => "Exporter le graphique ou la page…",
            Self::RapportActivite => "Rapport d’activité…",
            Self::ComposerIndicateur => "Composer un indicateur…",
            Self::GraphiqueAvant => "Avancer le graphique d’une place",
            Self::GraphiqueApres => "Reculer le graphique d’une place",
            Self::PageDuRole => "Donner cette page de graphiques à un rôle…",
            Self::PageDeDepart => "Revenir à la page de graphiques de mon rôle",
            Self::ExporterDossier => "Exporter ce dossier…",
            Self::ExporterTout => "Tout exporter…",
            Self::Rechercher => "Rechercher",
            Self::Actualiser => "Actualiser",
            Self::Palette => "Rechercher partout…",
            Self::Aide => "Aide des touches",
            Self::Echapper => "Annuler le champ ; deux fois, la fiche",
            Self::ZoomPlus => "Agrandir l’affichage",
            Self::ZoomMoins => "Réduire l’affichage",
            Self::ZoomNormal => "Affichage à 100 %",
            Self::Theme => "Thème clair ou sombre",
            Self::Verrouiller => "Verrouiller l’écran",
            Self::MotDePasse => "Changer mon mot de passe…",
            Self::ChangerBase => "Ouvrir une autre base…",
            Self::Quitter => "Quitter Vigie",
        }
    }

    /// The first is the one shown; the others do the same.
    pub fn touches(self) -> &'static [Touche] {
        use egui::Key;
        const fn num(key: Key) -> Touche {
            alt_physical(key)
        }
        match self {
            Self::Enregistrer => const { &[ctrl(Key::S), shift(Key::Enter)] },
            Self::Nouveau => const { &[ctrl(Key::N)] },
            Self::Ajouter => const { &[ctrl_shift(Key::N), plain(Key::Insert)] },
            Self::Retirer => const { &[ctrl_shift(Key::Delete)] },
            Self::Annuler => const { &[ctrl(Key::Z)] },
            Self::Retablir => const { &[ctrl(Key::Y), ctrl_shift(Key::Z)] },
            Self::Fermer => const { &[ctrl(Key::W)] },
            Self::AppliquerFratrie => const { &[ctrl_shift(Key::F)] },
            Self::MemeValeur => const { &[ctrl(Key::Quote)] },
            Self::CopierLignes => const { &[ctrl_shift(Key::C)] },
            Self::Aujourdhui => const { &[ctrl(Key::Semicolon)] },
            Self::Maintenant => const { &[ctrl(Key::Colon), ctrl_shift(Key::Colon)] },
            Self::OuvrirListe => const { &[plain(Key::F4), alt(Key::ArrowDown)] },
            Self::ChampEntier => const { &[plain(Key::F2)] },
            Self::Agrandir => const { &[shift(Key::F2)] },
            Self::LierConnu => const { &[ctrl(Key::R)] },
            Self::Onglet1 | Self::CourriersEcrire => const { &[num(Key::Num1)] },
            Self::Onglet2 | Self::CourriersRegistre => const { &[num(Key::Num2)] },
            Self::Onglet3 | Self::CourriersModeles => const { &[num(Key::Num3)] },
            Self::Onglet4 => const { &[num(Key::Num4)] },
            Self::Onglet5 => const { &[num(Key::Num5)] },
            Self::OngletSuivant => const { &[ctrl(Key::PageDown)] },
            Self::OngletPrecedent => const { &[ctrl(Key::PageUp)] },
            Self::EnfantSuivant => const { &[alt(Key::ArrowDown)] },
            Self::EnfantPrecedent => const { &[alt(Key::ArrowUp)] },
            Self::ZoneSuivante => const { &[plain(Key::F6)] },
            Self::ZonePrecedente => const { &[shift(Key::F6)] },
            Self::DossierSuivant => const { &[ctrl(Key::Tab)] },
            Self::EcranAccueil => const { &[ctrl(Key::H)] },
            Self::EcranDossiers => const { &[ctrl(Key::D)] },
            Self::EcranCourriers | Self::CourriersImprimer => const { &[ctrl(Key::P)] },
            Self::CourriersDocx => const { &[ctrl_shift(Key::P)] },
            Self::CourriersGarder => const { &[ctrl(Key::S)] },
            Self::PageEnfant => const { &[ctrl(Key::E)] },
            Self::EcranTableaux => const { &[ctrl(Key::T)] },
            Self::DossiersDerriere => const { &[ctrl(Key::O)] },
            // What is on the screen leaves: a dossier, or the charts.
            Self::ExporterTableau | Self::ExporterDossier => const { &[ctrl_shift(Key::E)] },
            Self::GraphiqueAvant => const { &[ctrl_shift(Key::ArrowLeft), ctrl_shift(Key::ArrowUp)] },
            Self::GraphiqueApres => const { &[ctrl_shift(Key::ArrowRight), ctrl_shift(Key::ArrowDown)] },
            Self::ExporterTout => const { &[ctrl_shift(Key::S)] },
            Self::Rechercher => const { &[ctrl(Key::F)] },
            Self::Actualiser => const { &[plain(Key::F5)] },
            Self::Palette => const { &[ctrl(Key::K)] },
            Self::Aide => const { &[plain(Key::F1)] },
            Self::Echapper => const { &[plain(Key::Escape)] },
            Self::ZoomPlus => const { &[ctrl(Key::Plus), ctrl_shift(Key::Plus), ctrl(Key::Equals)] },
            Self::ZoomMoins => const { &[ctrl(Key::Minus)] },
            Self::ZoomNormal => const { &[ctrl(Key::Num0)] },
            Self::Verrouiller => const { &[ctrl(Key::L)] },
            Self::EcranParametres
            | Self::EcranAdministration
            | Self::RapportActivite
            | Self::ComposerIndicateur
            | Self::PageDuRole
            | Self::PageDeDepart
            | Self::EcranReprise
            | Self::Theme
            | Self::MotDePasse
            | Self::ChangerBase => const { &[] },
            Self::Quitter => const { &[ctrl(Key::Q)] },
        }
    }

    pub const fn groupe(self) -> Groupe {
        match self {
            Self::Enregistrer
            | Self::Nouveau
            | Self::Ajouter
            | Self::Retirer
            | Self::Annuler
            | Self::Retablir
            | Self::Fermer
            | Self::AppliquerFratrie
            | Self::LierConnu => Groupe::Dossier,
            Self::MemeValeur
            | Self::CopierLignes
            | Self::Aujourdhui
            | Self::Maintenant
            | Self::OuvrirListe
            | Self::ChampEntier
            | Self::Agrandir
            | Self::Echapper => Groupe::Saisie,
            Self::Onglet1
            | Self::Onglet2
            | Self::Onglet3
            | Self::Onglet4
            | Self::Onglet5
            | Self::OngletSuivant
            | Self::OngletPrecedent
            | Self::EnfantSuivant
            | Self::EnfantPrecedent
            | Self::ZoneSuivante
            | Self::ZonePrecedente
            | Self::DossierSuivant
            | Self::EcranAccueil
            | Self::EcranDossiers
            | Self::EcranCourriers
            | Self::EcranTableaux
            | Self::EcranParametres
            | Self::EcranAdministration
            | Self::EcranReprise
            | Self::CourriersEcrire
            | Self::CourriersRegistre
            | Self::CourriersModeles => Groupe::Deplacement,
            Self::DossiersDerriere
            | Self::ExporterTableau
            | Self::RapportActivite
            | Self::ComposerIndicateur
            | Self::GraphiqueAvant
            | Self::GraphiqueApres
            | Self::PageDuRole
            | Self::PageDeDepart => Groupe::Graphiques,
            _ => Groupe::Application,
        }
    }

    /// Can it be done here? A key whose command cannot is left to the widget that has the focus.
    pub const fn available(self, c: Contexte) -> bool {
        if c.modal {
            return matches!(
                self,
                Self::Echapper | Self::ZoomPlus | Self::ZoomMoins | Self::ZoomNormal | Self::Quitter
            );
        }
        if !self.permise(c.droits) {
            return false;
        }
        match self {
            Self::MotDePasse => c.central,
            Self::Annuler => c.can_undo,
            Self::Retablir => c.can_redo,
            Self::Enregistrer
            | Self::Fermer
            | Self::Ajouter
            | Self::Retirer
            | Self::AppliquerFratrie
            | Self::Onglet1
            | Self::Onglet2
            | Self::Onglet3
            | Self::Onglet4
            | Self::Onglet5
            | Self::OngletSuivant
            | Self::OngletPrecedent
            | Self::ExporterDossier
            | Self::EnfantPrecedent => c.dossier_open,
            Self::DossierSuivant => c.any_dossier,
            // The same key opens the list of the field that has the focus.
            Self::EnfantSuivant => c.dossier_open && !c.in_list,
            Self::OuvrirListe => c.in_list,
            Self::MemeValeur | Self::Aujourdhui | Self::Maintenant | Self::ChampEntier => c.in_field,
            Self::Agrandir => c.in_long_text,
            Self::CopierLignes => c.in_lines,
            Self::LierConnu => c.known_child,
            Self::CourriersEcrire | Self::CourriersRegistre | Self::CourriersModeles | Self::CourriersGarder => {
                c.courriers && !c.dossier_open
            }
            // On the Courriers screen the same key prints what is ready.
            Self::CourriersImprimer | Self::CourriersDocx => c.courriers_prets,
            Self::EcranCourriers => c.base_open && !c.courriers_prets,
            Self::ExporterTableau => c.tableaux && !c.dossier_open,
            Self::DossiersDerriere
            | Self::RapportActivite
            | Self::ComposerIndicateur
            | Self::GraphiqueAvant
            | Self::GraphiqueApres
            | Self::PageDeDepart => c.tableaux,
            // On a file nobody has a role.
            Self::PageDuRole => c.tableaux && c.central,
            Self::Nouveau
            | Self::EcranTableaux
            | Self::EcranAccueil
            | Self::EcranDossiers
            | Self::EcranParametres
            | Self::EcranAdministration
            | Self::PageEnfant
            | Self::EcranReprise
            | Self::ExporterTout
            | Self::Rechercher
            | Self::Actualiser
            | Self::Verrouiller
            | Self::ZoneSuivante
            | Self::ZonePrecedente => c.base_open,
            _ => true,
        }
    }
}
