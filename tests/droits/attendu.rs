//! What the matrix expects, written by hand: `o` done, `0` no row is seen, `x` refused; of each of
//! [`crate::monde::GENS`], on a dossier of one's own territory, of another, and of another attributed to one's service.

/// A table; how it is read, added to, changed, removed from; what each of [`GENS`] gets of it, by verb.
pub type Ligne = (&'static str, [(&'static str, &'static str); 4]);

const CELLULE_ET_LES_SIENS: &str = "ooo ooo o00 00o xxx xxx xxx";
const AJOUT_AUX_SIENS: &str = "ooo ooo oxx xxo xxx xxx xxx";
const CELLULE: &str = "ooo ooo xxx xxx xxx xxx xxx";
const PERSONNE: &str = "xxx xxx xxx xxx xxx xxx xxx";
const TOUS: &str = "ooo ooo ooo ooo ooo ooo ooo";
const ADMINISTRATION: &str = "xxx xxx xxx xxx xxx ooo xxx";

#[rustfmt::skip]
pub const MATRICE: [Ligne; 48] = [
    ("dossier", [
            ("SELECT numero AS t FROM dossier WHERE id = '{d}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO dossier (id, territoire, etat) VALUES ('{n}', '{t}', 'etat_dossier/a_qualifier')", CELLULE),
            ("UPDATE dossier SET numero_snatem = 'x' WHERE id = '{d}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM dossier WHERE id = '{d}'", PERSONNE),
    ]),
    ("enfant", [
            ("SELECT nom_usage AS t FROM enfant WHERE id = '{e}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO enfant (id, nom_usage) VALUES ('{n}', 'Neuf')", "ooo ooo ooo ooo xxx xxx xxx"),
            ("UPDATE enfant SET prenom = 'x' WHERE id = '{e}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM enfant WHERE id = '{e}'", PERSONNE),
    ]),
    ("enfant_concerne", [
            ("SELECT voie AS t FROM enfant_concerne WHERE id = '{ec}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO enfant (id, nom_usage) VALUES ('{n}', 'Neuf'); INSERT INTO enfant_concerne (id, dossier_id, territoire, enfant_id) VALUES ('{n}', '{d}', '{t}', '{n}')", AJOUT_AUX_SIENS),
            ("UPDATE enfant_concerne SET commentaire = 'x' WHERE id = '{ec}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM enfant_concerne WHERE id = '{ec}'", CELLULE),
    ]),
    ("adulte", [
            ("SELECT nom AS t FROM adulte WHERE id = '{a}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO adulte (id, dossier_id, territoire, nom) VALUES ('{n}', '{d}', '{t}', 'Neuf')", AJOUT_AUX_SIENS),
            ("UPDATE adulte SET telephone = '0' WHERE id = '{a}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM adulte WHERE id = '{a}'", CELLULE_ET_LES_SIENS),
    ]),
    ("adulte_enfant", [
            ("SELECT lien AS t FROM adulte_enfant WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO adulte (id, dossier_id, territoire) VALUES ('{n}', '{d}', '{t}'); INSERT INTO adulte_enfant (id, dossier_id, territoire, adulte_id, enfant_concerne_id) VALUES ('{n}', '{d}', '{t}', '{n}', '{ec}')", AJOUT_AUX_SIENS),
            ("UPDATE adulte_enfant SET auteur_presume = true WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM adulte_enfant WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
    ]),
    ("motif_enfant", [
            ("SELECT motif AS t FROM motif_enfant WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO motif_enfant (id, dossier_id, territoire, enfant_concerne_id, motif) VALUES ('{n}', '{d}', '{t}', '{ec}', 'motif/securite')", AJOUT_AUX_SIENS),
            ("UPDATE motif_enfant SET precision_motif = 'x' WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM motif_enfant WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
    ]),
    ("conclusion_enfant", [
            ("SELECT conclusion AS t FROM conclusion_enfant WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO conclusion_enfant (id, dossier_id, territoire, enfant_concerne_id, conclusion) SELECT '{n}', '{d}', '{t}', '{ec}', id FROM valeur WHERE liste = 'conclusion' LIMIT 1", CELLULE),
            ("UPDATE conclusion_enfant SET detail = 'x' WHERE dossier_id = '{d}'", CELLULE),
            ("DELETE FROM conclusion_enfant WHERE dossier_id = '{d}'", CELLULE),
    ]),
    ("traitement", [
            ("SELECT service AS t FROM traitement WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO traitement (id, dossier_id, territoire, service) VALUES ('{n}', '{d}', '{t}', 'mdas-baugy')", AJOUT_AUX_SIENS),
            ("UPDATE traitement SET observation = 'x' WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM traitement WHERE dossier_id = '{d}'", CELLULE),
    ]),
    ("echeance", [
            ("SELECT code AS t FROM echeance WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO echeance (dossier_id, territoire, objet, code, depart_le, due_le) VALUES ('{d}', '{t}', '{n}', 'D01', '2026-11-01', '2027-02-01')", AJOUT_AUX_SIENS),
            ("UPDATE echeance SET due_le = '2027-03-01' WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM echeance WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
    ]),
    ("courrier", [
            ("SELECT destinataire AS t FROM courrier WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO courrier (id, dossier_id, territoire, modele, revision, jour, destinataire, cle_destinataire, objet, lettre) VALUES ('{n}', '{d}', '{t}', 'x', 1, '2026-11-01', 'x', 'x', 'x', '{}')", AJOUT_AUX_SIENS),
            ("UPDATE courrier SET objet = 'x' WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM courrier WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
    ]),
    ("passation", [
            ("SELECT vers AS t FROM passation WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("UPDATE passation SET etat = 'retiree' WHERE dossier_id = '{d}'; INSERT INTO passation (id, dossier_id, territoire, de, vers) VALUES ('{n}', '{d}', '{t}', '{t}', 'bourges-nord')", AJOUT_AUX_SIENS),
            ("UPDATE passation SET reponse = 'x' WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
            ("DELETE FROM passation WHERE dossier_id = '{d}'", PERSONNE),
    ]),
    ("fusion_enfant", [
            ("SELECT liens AS t FROM fusion_enfant WHERE garde = '{e}'", "000 000 xxx xxx xxx xxx xxx"),
            ("INSERT INTO fusion_enfant (id, garde, absorbe, liens) VALUES ('{n}', '{e}', '{e2}', '[]')", CELLULE),
            ("UPDATE fusion_enfant SET defaite_le = now() WHERE garde = '{e}'", "000 000 xxx xxx xxx xxx xxx"),
            ("DELETE FROM fusion_enfant WHERE garde = '{e}'", PERSONNE),
    ]),
    ("nom_proche", [
            ("SELECT nom AS t FROM nom_proche WHERE nature = 'nom' AND variante = '{nom}'", CELLULE_ET_LES_SIENS),
            ("INSERT INTO nom_proche (nature, variante, nom) VALUES ('nom', 'x', 'x')", PERSONNE),
            ("UPDATE nom_proche SET nom = 'x' WHERE variante = '{nom}'", PERSONNE),
            ("DELETE FROM nom_proche WHERE variante = '{nom}'", PERSONNE),
    ]),
    ("regard_exterieur", [
            ("SELECT qui AS t FROM regard_exterieur WHERE enfant_id = '{n}'", "xxx xxx xxx xxx xxx xxx 000"),
            ("INSERT INTO regard_exterieur (enfant_id, territoire) VALUES ('{e}', 'baugy')", PERSONNE),
            ("UPDATE regard_exterieur SET qui = 'x' WHERE enfant_id = '{e}'", PERSONNE),
            ("DELETE FROM regard_exterieur WHERE enfant_id = '{e}'", PERSONNE),
    ]),
    ("vue_dossiers", [
            ("SELECT nom AS t FROM vue_dossiers WHERE nom = 'd’un autre'", "000 000 000 000 xxx xxx xxx"),
            ("INSERT INTO vue_dossiers (id, nom, contenu) VALUES ('{n}', 'mienne', '')", "ooo ooo ooo ooo xxx xxx xxx"),
            ("UPDATE vue_dossiers SET nom = 'x' WHERE nom = 'partagée par un autre'", "000 000 000 000 xxx xxx xxx"),
            ("DELETE FROM vue_dossiers WHERE nom = 'partagée par un autre'", "000 000 000 000 xxx xxx xxx"),
    ]),
    ("compteur", [
            ("SELECT dernier::text AS t FROM compteur", PERSONNE),
            ("INSERT INTO compteur (annee, dernier) VALUES (1990, 1)", PERSONNE),
            ("UPDATE compteur SET dernier = 0", PERSONNE),
            ("DELETE FROM compteur", PERSONNE),
    ]),
    ("liste", [
            ("SELECT code AS t FROM liste", TOUS),
            ("INSERT INTO liste (code, libelle) VALUES ('x', 'x')", PERSONNE),
            ("UPDATE liste SET libelle = 'x'", PERSONNE),
            ("DELETE FROM liste", PERSONNE),
    ]),
    ("valeur", [
            ("SELECT id AS t FROM valeur", TOUS),
            ("INSERT INTO valeur (id, liste, code, libelle, ordre) VALUES ('support/x', 'support', 'x', 'x', 99)", ADMINISTRATION),
            ("UPDATE valeur SET libelle = 'x' WHERE id = 'support/telephone'", ADMINISTRATION),
            ("DELETE FROM valeur WHERE id = 'support/telephone'", PERSONNE),
    ]),
    ("territoire", [
            ("SELECT id AS t FROM territoire", TOUS),
            ("INSERT INTO territoire (id, libelle, ordre) VALUES ('x', 'x', 99)", ADMINISTRATION),
            ("UPDATE territoire SET libelle = 'x' WHERE id = 'baugy'", ADMINISTRATION),
            ("DELETE FROM territoire WHERE id = 'baugy'", PERSONNE),
    ]),
    ("service", [
            ("SELECT id AS t FROM service", TOUS),
            ("INSERT INTO service (id, libelle, ordre) VALUES ('x', 'x', 99)", ADMINISTRATION),
            ("UPDATE service SET libelle = 'x' WHERE id = 'mdas-baugy'", ADMINISTRATION),
            ("DELETE FROM service WHERE id = 'mdas-baugy'", PERSONNE),
    ]),
    ("correspondant", [
            ("SELECT id AS t FROM correspondant", TOUS),
            ("INSERT INTO correspondant (id, libelle, ordre) VALUES ('x', 'x', 99)", ADMINISTRATION),
            ("UPDATE correspondant SET libelle = 'x'", ADMINISTRATION),
            ("DELETE FROM correspondant", PERSONNE),
    ]),
    ("commune", [
            ("SELECT nom AS t FROM commune WHERE code = '18279'", TOUS),
            ("INSERT INTO commune (code, nom, codes_postaux) VALUES ('x', 'x', 'x')", PERSONNE),
            ("UPDATE commune SET territoire = 'baugy' WHERE code = '18279'", ADMINISTRATION),
            ("DELETE FROM commune WHERE code = '18279'", PERSONNE),
    ]),
    ("delai", [
            ("SELECT code AS t FROM delai", TOUS),
            ("INSERT INTO delai (code, libelle, longueur, unite, depart) VALUES ('x', 'x', 1, 'mois', 'x')", PERSONNE),
            ("UPDATE delai SET longueur = 4 WHERE code = 'D02'", ADMINISTRATION),
            ("DELETE FROM delai WHERE code = 'D02'", PERSONNE),
    ]),
    ("delai_historique", [
            ("SELECT code AS t FROM delai_historique", TOUS),
            ("INSERT INTO delai_historique (code, version, libelle, longueur, unite, actif) VALUES ('D02', 99, 'x', 1, 'mois', true)", PERSONNE),
            ("UPDATE delai_historique SET longueur = 9", PERSONNE),
            ("DELETE FROM delai_historique", PERSONNE),
    ]),
    ("modele_courrier", [
            ("SELECT code AS t FROM modele_courrier", TOUS),
            ("INSERT INTO modele_courrier (code, libelle, ordre) VALUES ('x', 'x', 99)", ADMINISTRATION),
            ("UPDATE modele_courrier SET libelle = 'x'", ADMINISTRATION),
            ("DELETE FROM modele_courrier", PERSONNE),
    ]),
    ("modele_courrier_version", [
            ("SELECT code AS t FROM modele_courrier_version", TOUS),
            ("INSERT INTO modele_courrier_version (code, revision, texte) SELECT code, 99, 'x' FROM modele_courrier LIMIT 1", ADMINISTRATION),
            ("UPDATE modele_courrier_version SET texte = 'x'", PERSONNE),
            ("DELETE FROM modele_courrier_version", PERSONNE),
    ]),
    ("reglage_courrier", [
            ("SELECT code AS t FROM reglage_courrier", TOUS),
            ("INSERT INTO reglage_courrier (code, valeur) VALUES ('x', 'x')", ADMINISTRATION),
            ("UPDATE reglage_courrier SET valeur = 'x'", ADMINISTRATION),
            ("DELETE FROM reglage_courrier", PERSONNE),
    ]),
    ("utilisateur", [
            ("SELECT nom AS t FROM utilisateur WHERE login = '{audit}'", "000 ooo 000 000 000 ooo ooo"),
            ("INSERT INTO utilisateur (login, nom) VALUES ('x', 'x')", PERSONNE),
            ("UPDATE utilisateur SET actif = false WHERE login = '{audit}'", PERSONNE),
            ("DELETE FROM utilisateur WHERE login = '{audit}'", PERSONNE),
    ]),
    ("utilisateur_role", [
            ("SELECT role AS t FROM utilisateur_role WHERE login = '{audit}'", "000 ooo 000 000 000 ooo ooo"),
            ("INSERT INTO utilisateur_role (login, role) VALUES (session_user, 'encadrement')", PERSONNE),
            ("UPDATE utilisateur_role SET role = 'encadrement'", PERSONNE),
            ("DELETE FROM utilisateur_role", PERSONNE),
    ]),
    ("utilisateur_territoire", [
            ("SELECT territoire AS t FROM utilisateur_territoire WHERE login = '{territoire}'", "000 ooo ooo 000 000 ooo 000"),
            ("INSERT INTO utilisateur_territoire (login, territoire) VALUES (session_user, 'baugy')", PERSONNE),
            ("UPDATE utilisateur_territoire SET territoire = 'baugy'", PERSONNE),
            ("DELETE FROM utilisateur_territoire", PERSONNE),
    ]),
    ("cle_brouillon", [
            ("SELECT cle AS t FROM cle_brouillon WHERE utilisateur = 'quelqu’un'", "000 000 000 000 000 000 000"),
            ("INSERT INTO cle_brouillon (utilisateur, cle) VALUES ('x', 'x')", PERSONNE),
            ("UPDATE cle_brouillon SET cle = 'x'", PERSONNE),
            ("DELETE FROM cle_brouillon", PERSONNE),
    ]),
    ("journal", [
            ("SELECT qui AS t FROM journal", "xxx xxx xxx xxx xxx xxx ooo"),
            ("INSERT INTO journal (operation, nom_table) VALUES ('ajout', 'dossier')", PERSONNE),
            ("UPDATE journal SET qui = 'x'", PERSONNE),
            ("DELETE FROM journal", PERSONNE),
    ]),
    ("population", [
        ("SELECT mineurs::text AS t FROM population WHERE annee = 1990", "000 000 000 000 000 000 xxx"),
        ("INSERT INTO population (annee, territoire, mineurs) VALUES (1990, 'baugy', 100)", ADMINISTRATION),
        ("UPDATE population SET mineurs = 1 WHERE annee = 1990", "xxx xxx xxx xxx xxx 000 xxx"),
        ("DELETE FROM population WHERE annee = 1990", "xxx xxx xxx xxx xxx 000 xxx"),
    ]),
    ("indicateur", [
        ("SELECT titre AS t FROM indicateur WHERE titre = 'partagé par un autre'", "ooo ooo ooo ooo ooo xxx xxx"),
        ("INSERT INTO indicateur (id, titre, contenu) VALUES ('{n}', 'mien', '')", "ooo ooo ooo ooo ooo xxx xxx"),
        ("UPDATE indicateur SET titre = 'x' WHERE titre = 'partagé par un autre'", "000 000 000 000 000 xxx xxx"),
        ("DELETE FROM indicateur WHERE titre = 'partagé par un autre'", "000 000 000 000 000 xxx xxx"),
    ]),
    ("disposition", [
        ("SELECT pour AS t FROM disposition WHERE pour = 'quelqu’un'", "ooo ooo ooo ooo ooo ooo xxx"),
        ("INSERT INTO disposition (nature, pour, indicateurs) VALUES ('role', 'saisie', '')", "xxx ooo xxx xxx xxx ooo xxx"),
        ("UPDATE disposition SET indicateurs = '' WHERE pour = 'quelqu’un'", "000 000 000 000 000 000 xxx"),
        ("DELETE FROM disposition WHERE pour = 'quelqu’un'", "000 000 000 000 000 000 xxx"),
    ]),
    ("cle_pseudonyme", [
        ("SELECT cle AS t FROM cle_pseudonyme", "xxx ooo xxx xxx xxx xxx xxx"),
        ("INSERT INTO cle_pseudonyme (id, cle) VALUES (1, 'x')", PERSONNE),
        ("UPDATE cle_pseudonyme SET cle = 'x'", PERSONNE),
        ("DELETE FROM cle_pseudonyme", PERSONNE),
    ]),
    ("restauration", [
        ("SELECT qui AS t FROM restauration", "xxx xxx xxx xxx xxx 000 000"),
        ("INSERT INTO restauration (empreinte, lignes) VALUES ('x', 1)", PERSONNE),
        ("UPDATE restauration SET qui = 'x'", PERSONNE),
        ("DELETE FROM restauration", PERSONNE),
    ]),
    ("piece", [
        ("SELECT nom AS t FROM piece WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
        ("INSERT INTO piece (id, dossier_id, territoire, nom, libelle, octets, sha256, contenu) VALUES ('{n}', '{d}', '{t}', 'x', '', 1, repeat('0', 64), 'x')", AJOUT_AUX_SIENS),
        ("UPDATE piece SET libelle = 'x' WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
        ("DELETE FROM piece WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
    ]),
    ("reprise", [
        ("SELECT fichier AS t FROM reprise", "ooo ooo xxx xxx xxx ooo xxx"),
        ("INSERT INTO reprise (id, source, fichier, sha256, correspondance, bilan) VALUES ('{n}', '', '', '', '', '')", PERSONNE),
        ("UPDATE reprise SET bilan = 'x'", PERSONNE),
        ("DELETE FROM reprise", PERSONNE),
    ]),
    ("ligne_reprise", [
        ("SELECT cle AS t FROM ligne_reprise WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
        ("INSERT INTO ligne_reprise (source, nom_table, cle, sort, contenu) VALUES ('x', 'x', 'x', 'gardee', 'x')", PERSONNE),
        ("UPDATE ligne_reprise SET sort = 'gardee'", PERSONNE),
        ("DELETE FROM ligne_reprise", PERSONNE),
    ]),
    ("provenance", [
        ("SELECT cle_source AS t FROM provenance WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
        ("INSERT INTO provenance (ligne, nom_table, source, table_source, cle_source, dossier_id, territoire, importe) VALUES ('{n}', 'x', 'x', 'x', 'x', '{d}', '{t}', 'x')", PERSONNE),
        ("UPDATE provenance SET source = 'x'", PERSONNE),
        ("DELETE FROM provenance", PERSONNE),
    ]),
    ("constat_reprise", [
        ("SELECT regle AS t FROM constat_reprise WHERE dossier_id = '{d}'", CELLULE_ET_LES_SIENS),
        ("INSERT INTO constat_reprise (source, rang, regle, nom_table, cle, colonne) VALUES ('x', 99, 'x', 'x', 'x', 'x')", PERSONNE),
        ("UPDATE constat_reprise SET regle = 'x'", PERSONNE),
        ("DELETE FROM constat_reprise", PERSONNE),
    ]),
    ("rapprochement_refuse", [
        ("SELECT refuse_par AS t FROM rapprochement_refuse", "000 000 xxx xxx xxx xxx xxx"),
        ("INSERT INTO rapprochement_refuse (un, autre) VALUES (least('{e}'::uuid, '{e2}'::uuid), greatest('{e}'::uuid, '{e2}'::uuid))", CELLULE),
        ("UPDATE rapprochement_refuse SET refuse_par = 'x'", PERSONNE),
        ("DELETE FROM rapprochement_refuse", "000 000 xxx xxx xxx xxx xxx"),
    ]),
    ("utilisateur_service", [
        ("SELECT service AS t FROM utilisateur_service WHERE login = '{service}'", "000 ooo 000 ooo 000 ooo 000"),
        ("INSERT INTO utilisateur_service (login, service) VALUES (session_user, 'mdas-baugy')", PERSONNE),
        ("UPDATE utilisateur_service SET service = 'mdas-baugy'", PERSONNE),
        ("DELETE FROM utilisateur_service", PERSONNE),
    ]),
    ("journal_sceau", [
        ("SELECT rang::text AS t FROM journal_sceau", "xxx xxx xxx xxx xxx xxx ooo"),
        ("INSERT INTO journal_sceau (rang, ligne, empreinte) VALUES (999999, 999999, sha256('x'))", PERSONNE),
        ("UPDATE journal_sceau SET ligne = 0", PERSONNE),
        ("DELETE FROM journal_sceau", PERSONNE),
    ]),
    ("journal_tete", [
        ("SELECT rang::text AS t FROM journal_tete", "xxx xxx xxx xxx xxx xxx ooo"),
        ("INSERT INTO journal_tete (une, rang, empreinte) VALUES (false, 0, 'x')", PERSONNE),
        ("UPDATE journal_tete SET rang = 0", PERSONNE),
        ("DELETE FROM journal_tete", PERSONNE),
    ]),
    ("journal_attente", [
        ("SELECT ligne::text AS t FROM journal_attente WHERE ligne = -1", "xxx xxx xxx xxx xxx xxx 000"),
        ("INSERT INTO journal_attente (ligne) VALUES (-1)", PERSONNE),
        ("UPDATE journal_attente SET ligne = -1", PERSONNE),
        ("DELETE FROM journal_attente", PERSONNE),
    ]),
    ("__diesel_schema_migrations", [
        ("SELECT version AS t FROM __diesel_schema_migrations", TOUS),
        ("INSERT INTO __diesel_schema_migrations (version) VALUES ('x')", PERSONNE),
        ("UPDATE __diesel_schema_migrations SET version = 'x'", PERSONNE),
        ("DELETE FROM __diesel_schema_migrations", PERSONNE),
    ]),
];

/// The doors that texts are read through, on a dossier of each place.
pub const PORTES: [(&str, &str); 5] = [
    ("CALL lire_dossiers('[\"{d}\"]', '{forme}', NULL)", CELLULE_ET_LES_SIENS),
    ("CALL lire_historique('{d}', NULL)", CELLULE_ET_LES_SIENS),
    ("CALL lire_courriers('[\"{l}\"]', NULL)", CELLULE_ET_LES_SIENS),
    ("CALL lire_piece('{l}', NULL)", CELLULE_ET_LES_SIENS),
    ("CALL lire_passations('{d}', NULL)", CELLULE_ET_LES_SIENS),
];
