//! The rules by which a value is changed, moved or only noticed: each has a name, a sentence and its rows.

use strum::IntoEnumIterator as _;

/// Why a value is not in Vigie as it was in Access, or what is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter)]
pub enum Regle {
    Bords,
    FinsDeLigne,
    LignesVides,
    LigneUnique,
    TabulationVerticale,
    Controle,
    AccentsCasses,
    TexteEnrichi,
    TropLong,
    ValeurAncienne,
    ValeurSansSens,
    OuiNonIllisible,
    NombreIllisible,
    DateImpossible,
    HeureOtee,
    AnneeDeuxChiffres,
    AnneeSeule,
    AgeEstime,
    NaissanceApresDossier,
    MajeurAuDossier,
    HorlogeRemise,
    ReceptionDeduite,
    TraitementDeduit,
    ReceptionApresTraitement,
    NumeroAbsent,
    NumeroDouble,
    NumeroAutre,
    DossierSupprime,
    DossierSansSuite,
    DossierDeCopie,
    DossierClos,
    TerritoireAbsent,
    CommuneNonReconnue,
    CodePostalZero,
    CodePostalImpossible,
    AncienDossierRelie,
    AncienDossierIntrouvable,
    AncienDossierPlusieurs,
    TelephoneDansTexte,
    EnfantDouble,
    EnfantSansNom,
    RangRefait,
    PrincipalChoisi,
    MotifDouble,
    AdulteRegroupe,
    AdulteEcart,
    DejaDite,
    ConclusionContredite,
    ConclusionAbsente,
    RetourAvantEnvoi,
    ServiceLibre,
    ServiceAbsent,
    EcheanceCalculee,
    EtatDeduit,
    AjouteAuTexte,
    PieceVide,
    PieceBrute,
    /// Larger than what a dossier takes.
    PieceTropGrande,
    Orphelin,
    TableGardee,
    NonReprise,
}

impl Regle {
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// As it is kept: never changed once it was.
    pub const fn code(self) -> &'static str {
        use Regle::*;
        match self {
            Bords => "bords",
            FinsDeLigne => "fins-de-ligne",
            LignesVides => "lignes-vides",
            LigneUnique => "ligne-unique",
            TabulationVerticale => "tabulation-verticale",
            Controle => "caracteres-de-controle",
            AccentsCasses => "accents-casses",
            TexteEnrichi => "texte-enrichi",
            TropLong => "trop-long",
            ValeurAncienne => "valeur-ancienne",
            ValeurSansSens => "valeur-sans-sens",
            OuiNonIllisible => "oui-non-illisible",
            NombreIllisible => "nombre-illisible",
            DateImpossible => "date-impossible",
            HeureOtee => "heure-otee",
            AnneeDeuxChiffres => "annee-deux-chiffres",
            AnneeSeule => "annee-seule",
            AgeEstime => "age-estime",
            NaissanceApresDossier => "naissance-apres-dossier",
            MajeurAuDossier => "majeur-au-dossier",
            HorlogeRemise => "horloge-remise",
            ReceptionDeduite => "reception-deduite",
            TraitementDeduit => "traitement-deduit",
            ReceptionApresTraitement => "reception-apres-traitement",
            NumeroAbsent => "numero-absent",
            NumeroDouble => "numero-double",
            NumeroAutre => "numero-autre",
            DossierSupprime => "dossier-supprime",
            DossierSansSuite => "dossier-sans-suite",
            DossierDeCopie => "dossier-de-copie",
            DossierClos => "dossier-clos",
            TerritoireAbsent => "territoire-absent",
            CommuneNonReconnue => "commune-non-reconnue",
            CodePostalZero => "code-postal-zero",
            CodePostalImpossible => "code-postal-impossible",
            AncienDossierRelie => "ancien-dossier-relie",
            AncienDossierIntrouvable => "ancien-dossier-introuvable",
            AncienDossierPlusieurs => "ancien-dossier-plusieurs",
            TelephoneDansTexte => "telephone-dans-texte",
            EnfantDouble => "enfant-double",
            EnfantSansNom => "enfant-sans-nom",
            RangRefait => "rang-refait",
            PrincipalChoisi => "principal-choisi",
            MotifDouble => "motif-double",
            AdulteRegroupe => "adulte-regroupe",
            AdulteEcart => "adulte-ecart",
            DejaDite => "deja-dite",
            ConclusionContredite => "contredite",
            ConclusionAbsente => "conclusion-absente",
            RetourAvantEnvoi => "retour-avant-envoi",
            ServiceLibre => "service-libre",
            ServiceAbsent => "service-absent",
            EcheanceCalculee => "echeance-calculee",
            EtatDeduit => "etat-deduit",
            AjouteAuTexte => "ajoute-au-texte",
            PieceVide => "piece-vide",
            PieceBrute => "piece-brute",
            PieceTropGrande => "piece-trop-grande",
            Orphelin => "orphelin",
            TableGardee => "table-gardee",
            NonReprise => "non-reprise",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::iter().find(|regle| regle.code() == code)
    }

    /// What it does, for who checks.
    pub const fn libelle(self) -> &'static str {
        use Regle::*;
        match self {
            Bords => "Espaces retirées au début ou à la fin",
            FinsDeLigne => "Fins de ligne Windows ramenées à une seule",
            LigneUnique => "Fins de ligne changées en espaces\u{a0}: le champ n’a qu’une ligne",
            LignesVides => "Lignes vides retirées à la fin du texte",
            TabulationVerticale => "Tabulation verticale changée en fin de ligne",
            Controle => "Caractères qui ne s’affichent pas retirés",
            AccentsCasses => "Accents cassés réparés («\u{a0}Ã©\u{a0}» en «\u{a0}é\u{a0}»)",
            TexteEnrichi => "Mise en forme d’Access retirée, le texte gardé",
            TropLong => "Début placé dans le champ, le texte entier gardé à côté",
            ValeurAncienne => "Valeur d’une ancienne liste, ajoutée fermée à la liste de Vigie",
            ValeurSansSens => "Valeur qui ne dit rien, laissée vide et gardée à côté",
            OuiNonIllisible => "Ni oui ni non, laissé vide et gardé à côté",
            NombreIllisible => "Nombre illisible, gardé à côté",
            DateImpossible => "Date impossible, laissée vide et gardée à côté",
            HeureOtee => "Heure retirée d’une date",
            AnneeDeuxChiffres => "Année à deux chiffres remise dans son siècle",
            AnneeSeule => "Année seule\u{a0}: date au 1er janvier, précision «\u{a0}année\u{a0}»",
            AgeEstime => "Âge estimé changé en date estimée d’après le dossier",
            NaissanceApresDossier => "Naissance après la date du dossier, reprise telle quelle, à vérifier",
            MajeurAuDossier => "21 ans ou plus à la date du dossier, repris tel quel, à vérifier",
            HorlogeRemise => "Date traitement d’avant l’application (horloge remise à zéro), reprise telle quelle",
            TraitementDeduit => {
                "Date traitement absente, prise à la date de réception, à l’année du numéro, ou au 01/01/1900 quand rien ne la dit"
            }
            ReceptionDeduite => "Date de réception absente, prise à la date traitement",
            ReceptionApresTraitement => "Date de réception après la date traitement, reprise telle quelle, à vérifier",
            NumeroAbsent => "Sans numéro\u{a0}: nommé par son numéro interne",
            NumeroDouble => "Numéro déjà porté par un autre dossier\u{a0}: un suffixe le distingue",
            NumeroAutre => "Numéro d’une forme inconnue, repris tel quel",
            DossierSupprime => "Supprimé dans l’ancienne application\u{a0}: repris clos",
            DossierSansSuite => "Ancien et sans conclusion\u{a0}: repris clos",
            DossierDeCopie => "Dossier disparu, retrouvé dans la copie de secours",
            DossierClos => "Toutes les conclusions y sont\u{a0}: repris clos",
            TerritoireAbsent => "Sans territoire\u{a0}: «\u{a0}À déterminer\u{a0}»",
            CommuneNonReconnue => "Commune non reconnue, écrite dans «\u{a0}Autre adresse\u{a0}»",
            CodePostalZero => "Zéro du début du code postal rendu",
            CodePostalImpossible => "Code postal impossible, laissé vide et gardé à côté",
            AncienDossierRelie => "Ancien dossier relié à son nouveau numéro",
            AncienDossierIntrouvable => "Ancien dossier\u{a0}: numéro lisible, introuvable, repris tel quel",
            AncienDossierPlusieurs => "Ancien dossier\u{a0}: plusieurs dossiers portent ce numéro, repris tel quel",
            TelephoneDansTexte => "Numéro de téléphone écrit dans un texte, laissé où il est",
            EnfantDouble => "Même enfant deux fois dans un dossier, les deux gardés, à vérifier",
            EnfantSansNom => "Enfant sans nom ni prénom",
            RangRefait => "Rang refait dans l’ordre du dossier",
            PrincipalChoisi => "Aucun motif principal\u{a0}: le premier l’est devenu",
            MotifDouble => "Même motif deux fois pour un enfant, réunis",
            AdulteRegroupe => "Même adulte répété pour chaque enfant, réuni en une fiche",
            AdulteEcart => "Adulte répété avec une autre valeur, ajoutée à son commentaire",
            DejaDite => "Valeur déjà donnée par une autre colonne",
            ConclusionContredite => "Deux colonnes se contredisent, la première gardée, l’autre à côté",
            ConclusionAbsente => "Conclusion sans code ni libellé, gardée à côté",
            RetourAvantEnvoi => "Retour avant l’envoi\u{a0}: le retour écrit dans l’observation",
            ServiceLibre => "Service écrit en toutes lettres",
            ServiceAbsent => "Traitement sans service, gardé à côté",
            EcheanceCalculee => "Échéance calculée\u{a0}: envoi plus délai en jours",
            EtatDeduit => "État du traitement déduit des dates",
            AjouteAuTexte => "Valeur sans champ, ajoutée au texte",
            PieceVide => "Pièce jointe sans fichier, gardée à côté",
            PieceTropGrande => "Fichier de plus de 20\u{a0}Mo, non joint\u{a0}: à copier depuis l’ancienne base",
            PieceBrute => "Pièce jointe sans enveloppe OLE\u{a0}: octets repris tels quels",
            Orphelin => "Ligne dont le parent n’existe plus, gardée à côté",
            TableGardee => "Table sans équivalent, gardée telle quelle",
            NonReprise => "Comptée, et non reprise",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_read_back() {
        for regle in Regle::all() {
            assert_eq!(Regle::from_code(regle.code()), Some(regle));
            assert!(!regle.libelle().ends_with('.'));
        }
    }
}
