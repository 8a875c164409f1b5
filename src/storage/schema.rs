//! The tables that are read and written with diesel's own query language. The rows of a dossier are
//! not among them: their columns are the catalogue of fields.

diesel::table! {
    liste (code) {
        code -> Text,
        libelle -> Text,
        niveaux -> Integer,
        source -> Text,
    }
}

diesel::table! {
    valeur (id) {
        id -> Text,
        liste -> Text,
        code -> Text,
        libelle -> Text,
        ordre -> Integer,
        actif -> Bool,
        valide_du -> Nullable<Date>,
        valide_au -> Nullable<Date>,
        parent -> Nullable<Text>,
        olinpe -> Nullable<Text>,
    }
}

diesel::table! {
    territoire (id) {
        id -> Text,
        libelle -> Text,
        adresse -> Text,
        code_postal -> Text,
        ville -> Text,
        telephone -> Text,
        courriel -> Text,
        ordre -> Integer,
        actif -> Bool,
    }
}

diesel::table! {
    service (id) {
        id -> Text,
        libelle -> Text,
        territoire -> Nullable<Text>,
        telephone -> Text,
        courriel -> Text,
        ordre -> Integer,
        actif -> Bool,
    }
}

diesel::table! {
    correspondant (id) {
        id -> Text,
        libelle -> Text,
        nature -> Text,
        adresse -> Text,
        code_postal -> Text,
        ville -> Text,
        telephone -> Text,
        courriel -> Text,
        ordre -> Integer,
        actif -> Bool,
    }
}

diesel::table! {
    commune (code) {
        code -> Text,
        nom -> Text,
        codes_postaux -> Text,
        arrondissement -> Text,
        territoire -> Nullable<Text>,
    }
}

diesel::table! {
    delai (code) {
        code -> Text,
        libelle -> Text,
        longueur -> Integer,
        unite -> Text,
        depart -> Text,
        article -> Text,
        condition -> Text,
        note -> Text,
        actif -> Bool,
    }
}

diesel::table! {
    cle_brouillon (utilisateur) {
        utilisateur -> Text,
        cle -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(liste, valeur);
