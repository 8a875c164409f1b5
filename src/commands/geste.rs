//! The keys of a screen or of a widget that are no command: they do something only where the keys stand.
//!
//! The code of a screen asks whether one was pressed, and the help sheet shows them: neither knows a key of its own.

use super::Touche;
use super::commande::Groupe;
use super::touche::{ctrl, plain, shift};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Geste {
    ChampSuivant,
    ChampPrecedent,
    NouvelleLigne,
    Cocher,
    ListeLigne,
    ListePage,
    ListeValeur,
    Jour,
    Semaine,
    Mois,
    BoutDuMois,
    Prendre,
    Ligne,
    Page,
    Bout,
    Ouvrir,
    Copier,
    Coller,
    Etendre,
    EtendrePage,
    EtendreAuBout,
    Choisir,
    ChoisirTout,
    Glisser,
    Marque,
    Rangee,
    Graphique,
    BoutDesGraphiques,
    Filtrer,
    Agrandir,
    CopierImage,
    VersLaGrille,
    CaseDessous,
    GarderCases,
    Voisin,
    OuvrirEnfant,
}

impl Geste {
    /// Of a gesture with two keys, what the first does and what the second does, in that order.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::ChampSuivant => "Champ suivant ; à la fin d’une partie, la partie suivante",
            Self::ChampPrecedent => "Champ précédent",
            Self::NouvelleLigne => "Nouvelle ligne dans un texte long (Entrée aussi)",
            Self::Cocher => "Cocher, décocher ; appuyer sur un bouton",
            Self::ListeLigne => "Liste ouverte : valeur précédente, suivante",
            Self::ListePage => "Liste ouverte : huit valeurs plus haut, plus bas",
            Self::ListeValeur => "Liste fermée d’un filtre : valeur précédente, suivante",
            Self::Jour => "Calendrier : jour précédent, suivant",
            Self::Semaine => "Calendrier : semaine précédente, suivante",
            Self::Mois => "Calendrier : mois précédent, suivant",
            Self::BoutDuMois => "Calendrier : premier, dernier jour du mois",
            Self::Prendre => "Prendre la valeur ou le jour marqué",
            Self::Ligne => "Ligne précédente, suivante",
            Self::Page => "Page précédente, suivante",
            Self::Bout => "Première, dernière ligne",
            Self::Ouvrir => "Ouvrir la ligne marquée, ou les dossiers choisis",
            Self::Copier => {
                "Copier pour un tableur les lignes choisies ; dans un champ d’une grille où rien n’est choisi, toutes"
            }
            Self::Coller => {
                "Coller les cellules d’un tableur dans les motifs, la conclusion, le traitement, les populations"
            }
            Self::Etendre => "Dossiers : étendre le choix d’une ligne",
            Self::EtendrePage => "Dossiers : étendre le choix d’une page",
            Self::EtendreAuBout => "Dossiers : étendre le choix jusqu’au bout",
            Self::Choisir => "Dossiers : choisir la ligne, ou non",
            Self::ChoisirTout => "Dossiers : choisir tout le résultat",
            Self::Glisser => "Dossiers : colonnes de gauche, de droite",
            Self::Marque => "Marque précédente, suivante",
            Self::Rangee => "Graphique du dessus, du dessous",
            Self::Graphique => "Graphique précédent, suivant",
            Self::BoutDesGraphiques => "Premier, dernier graphique",
            Self::Filtrer => "Filtrer par la marque, ou non",
            Self::Agrandir => "Graphique seul, ou tous",
            Self::CopierImage => "Copier l’image du graphique",
            Self::VersLaGrille => "Du champ de recherche à la grille",
            Self::CaseDessous => "Populations : case du dessous",
            Self::GarderCases => "Populations : enregistrer",
            Self::Voisin => "Page de l’enfant : d’une personne à l’autre",
            Self::OuvrirEnfant => "Recherche : page de l’enfant trouvé",
        }
    }

    pub const fn touches(self) -> &'static [Touche] {
        use egui::Key;
        match self {
            Self::ChampSuivant => const { &[plain(Key::Tab), plain(Key::Enter)] },
            Self::ChampPrecedent => const { &[shift(Key::Tab)] },
            Self::NouvelleLigne | Self::OuvrirEnfant => const { &[ctrl(Key::Enter)] },
            Self::Prendre => const { &[plain(Key::Enter), plain(Key::Tab)] },
            Self::Cocher | Self::Choisir | Self::Agrandir => const { &[plain(Key::Space)] },
            Self::Ouvrir | Self::Filtrer | Self::CaseDessous => const { &[plain(Key::Enter)] },
            Self::Coller => const { &[ctrl(Key::V)] },
            Self::Copier | Self::CopierImage => const { &[ctrl(Key::C)] },
            Self::ListeLigne | Self::ListeValeur | Self::Semaine | Self::Ligne | Self::Rangee => {
                const { &[plain(Key::ArrowUp), plain(Key::ArrowDown)] }
            }
            Self::ListePage | Self::Mois | Self::Page | Self::Graphique => {
                const { &[plain(Key::PageUp), plain(Key::PageDown)] }
            }
            Self::BoutDuMois | Self::Bout | Self::BoutDesGraphiques => const { &[plain(Key::Home), plain(Key::End)] },
            Self::Jour | Self::Glisser | Self::Marque => const { &[plain(Key::ArrowLeft), plain(Key::ArrowRight)] },
            Self::Etendre => const { &[shift(Key::ArrowUp), shift(Key::ArrowDown)] },
            Self::EtendrePage => const { &[shift(Key::PageUp), shift(Key::PageDown)] },
            Self::EtendreAuBout => const { &[shift(Key::Home), shift(Key::End)] },
            Self::VersLaGrille => const { &[plain(Key::ArrowDown)] },
            Self::GarderCases => const { &[ctrl(Key::S)] },
            Self::ChoisirTout => const { &[ctrl(Key::A)] },
            Self::Voisin => {
                const { &[plain(Key::ArrowLeft), plain(Key::ArrowRight), plain(Key::ArrowUp), plain(Key::ArrowDown)] }
            }
        }
    }

    pub const fn groupe(self) -> Groupe {
        match self {
            Self::ChampSuivant
            | Self::ChampPrecedent
            | Self::NouvelleLigne
            | Self::Cocher
            | Self::ListeLigne
            | Self::ListePage
            | Self::ListeValeur
            | Self::Jour
            | Self::Semaine
            | Self::Mois
            | Self::BoutDuMois
            | Self::Prendre => Groupe::Saisie,
            Self::Marque
            | Self::Rangee
            | Self::Graphique
            | Self::BoutDesGraphiques
            | Self::Filtrer
            | Self::Agrandir
            | Self::CopierImage => Groupe::Graphiques,
            _ => Groupe::Listes,
        }
    }
}
