-- The follow-up: what is found again, what is due, who handed what to whom.
ALTER TABLE dossier ADD COLUMN qualifie_le TEXT CHECK (qualifie_le IS NULL OR qualifie_le IS date(qualifie_le));
ALTER TABLE dossier ADD COLUMN danger_constate_le TEXT CHECK (danger_constate_le IS NULL OR danger_constate_le IS date(danger_constate_le));
ALTER TABLE dossier ADD COLUMN parents_informes_le TEXT CHECK (parents_informes_le IS NULL OR parents_informes_le IS date(parents_informes_le));
ALTER TABLE dossier ADD COLUMN parents_non_informes TEXT;
ALTER TABLE dossier ADD COLUMN rencontre_domicile_le TEXT CHECK (rencontre_domicile_le IS NULL OR rencontre_domicile_le IS date(rencontre_domicile_le));
ALTER TABLE dossier ADD COLUMN mineurs_evalues BOOLEAN NOT NULL DEFAULT 0 CHECK (mineurs_evalues IN (0, 1));
ALTER TABLE dossier ADD COLUMN parents_saisine_le TEXT CHECK (parents_saisine_le IS NULL OR parents_saisine_le IS date(parents_saisine_le));
ALTER TABLE dossier ADD COLUMN suites_donnees_le TEXT CHECK (suites_donnees_le IS NULL OR suites_donnees_le IS date(suites_donnees_le));
ALTER TABLE dossier ADD COLUMN suites_refus TEXT REFERENCES valeur (id) CHECK (suites_refus LIKE 'motif_refus_suites/%');
ALTER TABLE dossier ADD COLUMN adresse_demandee_le TEXT CHECK (adresse_demandee_le IS NULL OR adresse_demandee_le IS date(adresse_demandee_le));
ALTER TABLE dossier ADD COLUMN adresse_recue_le TEXT CHECK (adresse_recue_le IS NULL OR adresse_recue_le IS date(adresse_recue_le));
ALTER TABLE dossier ADD COLUMN clos_le TEXT CHECK (clos_le IS NULL OR clos_le IS date(clos_le));
ALTER TABLE dossier ADD COLUMN cloture_motif TEXT;
ALTER TABLE dossier ADD COLUMN rouvert_le TEXT CHECK (rouvert_le IS NULL OR rouvert_le IS date(rouvert_le));
ALTER TABLE traitement ADD COLUMN relances INTEGER CHECK (relances >= 0);
ALTER TABLE traitement ADD COLUMN relance_le TEXT CHECK (relance_le IS NULL OR relance_le IS date(relance_le));
ALTER TABLE enfant ADD COLUMN cle_nom2 TEXT;
ALTER TABLE enfant ADD COLUMN son_nom TEXT;
ALTER TABLE enfant ADD COLUMN son_nom2 TEXT;
ALTER TABLE enfant ADD COLUMN son_prenom TEXT;
ALTER TABLE adulte ADD COLUMN cle_nom TEXT;
ALTER TABLE adulte ADD COLUMN cle_prenom TEXT;
ALTER TABLE adulte ADD COLUMN son_nom TEXT;
ALTER TABLE enfant_concerne ADD COLUMN cle_voie TEXT;

CREATE INDEX enfant_par_nom2 ON enfant (cle_nom2, cle_prenom) WHERE cle_nom2 IS NOT NULL;
CREATE INDEX enfant_par_son ON enfant (son_nom, son_prenom);
CREATE INDEX enfant_par_son2 ON enfant (son_nom2, son_prenom) WHERE son_nom2 IS NOT NULL;
CREATE INDEX enfant_par_son_prenom ON enfant (son_prenom, son_nom);
CREATE INDEX enfant_par_prenom_nom ON enfant (cle_prenom, cle_nom);
CREATE INDEX enfant_par_naissance ON enfant (date_naissance, son_prenom);
CREATE INDEX adulte_par_nom ON adulte (cle_nom, cle_prenom);
CREATE INDEX adulte_par_son ON adulte (son_nom, cle_prenom);
CREATE INDEX enfant_concerne_par_voie ON enfant_concerne (cle_voie, commune);

-- Two persons found to be one: what hung on the one now hangs on the other, and these are the rows that moved.
-- Read and written by who enters dossiers or heads the cell.
CREATE TABLE fusion_enfant (
  id TEXT PRIMARY KEY,
  garde TEXT NOT NULL REFERENCES enfant (id),
  absorbe TEXT NOT NULL REFERENCES enfant (id),
  liens TEXT NOT NULL,
  motif TEXT,
  defaite_le TEXT,
  defaite_par TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  CHECK (garde <> absorbe)
);
CREATE UNIQUE INDEX une_fusion_a_la_fois ON fusion_enfant (absorbe) WHERE defaite_le IS NULL;
CREATE INDEX fusion_enfant_par_garde ON fusion_enfant (garde);

-- A dossier handed from one territory to another, once the other accepts.
-- Read by both territories and the cell; asked by who may write the dossier, answered by the other territory or the cell.
CREATE TABLE passation (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  de TEXT NOT NULL REFERENCES territoire (id),
  vers TEXT NOT NULL REFERENCES territoire (id),
  motif TEXT,
  etat TEXT NOT NULL DEFAULT 'demandee' CHECK (etat IN ('demandee', 'acceptee', 'refusee', 'retiree')),
  reponse TEXT,
  repondue_le TEXT,
  repondue_par TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  CHECK (de <> vers),
  CHECK (etat <> 'refusee' OR length(trim(reponse)) > 0)
);
CREATE UNIQUE INDEX une_passation_a_la_fois ON passation (dossier_id) WHERE etat = 'demandee';
CREATE INDEX passation_par_dossier ON passation (dossier_id);
CREATE INDEX passation_attendue ON passation (vers) WHERE etat = 'demandee';

-- What is due, dossier by dossier: follows from the dossiers and the delays, and is written with them.
-- Read by who may read the dossier; written by who may write it.
CREATE TABLE echeance (
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  objet TEXT NOT NULL,
  code TEXT NOT NULL,
  service TEXT REFERENCES service (id),
  depart_le TEXT CHECK (depart_le IS NULL OR depart_le IS date(depart_le)) NOT NULL,
  due_le TEXT CHECK (due_le IS NULL OR due_le IS date(due_le)) NOT NULL,
  PRIMARY KEY (dossier_id, objet, code),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE
);
CREATE INDEX echeance_par_jour ON echeance (due_le, code);

-- Somebody learnt that a child is known in a territory that they have no right to: who, when, which child.
-- Added to by the search alone; read by the audit.
CREATE TABLE regard_exterieur (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  quand TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  qui TEXT NOT NULL DEFAULT (vigie_utilisateur()),
  enfant_id TEXT NOT NULL,
  territoire TEXT NOT NULL
);

-- Filters, columns and order of the Dossiers screen, kept under a name.
-- Read by their owner, and by everybody when shared; written by their owner.
CREATE TABLE vue_dossiers (
  id TEXT PRIMARY KEY,
  nom TEXT NOT NULL CHECK (length(trim(nom)) > 0),
  partagee BOOLEAN NOT NULL DEFAULT 0,
  contenu TEXT NOT NULL,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

-- Each length that a delay has had: deadlines of the past stay understandable.
-- Read by everybody; written by the trigger alone.
CREATE TABLE delai_historique (
  code TEXT NOT NULL REFERENCES delai (code),
  version integer NOT NULL,
  libelle TEXT NOT NULL,
  longueur integer NOT NULL,
  unite TEXT NOT NULL,
  actif BOOLEAN NOT NULL,
  depuis TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  par TEXT NOT NULL DEFAULT (vigie_utilisateur()),
  PRIMARY KEY (code, version)
);

-- Names that are one typing error apart share a variant: the name itself, or the name less one letter.
-- Written by triggers alone; read through the search, which never says whose name it is.
CREATE TABLE nom_proche (
  nature TEXT NOT NULL CHECK (nature IN ('nom', 'prenom')),
  variante TEXT NOT NULL,
  nom TEXT NOT NULL,
  PRIMARY KEY (nature, variante, nom)
) WITHOUT ROWID;

-- The places of a letter in a name.
CREATE TABLE rang (n INTEGER PRIMARY KEY);
INSERT INTO rang (n) VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30), (31), (32), (33), (34), (35), (36), (37), (38), (39), (40);

CREATE TRIGGER delai_garde_ajout AFTER INSERT ON delai BEGIN
  INSERT OR IGNORE INTO delai_historique (code, version, libelle, longueur, unite, actif) VALUES (new.code, new.version, new.libelle, new.longueur, new.unite, new.actif);
END;
CREATE TRIGGER enfant_noms_ajout AFTER INSERT ON enfant WHEN new.cle_nom IS NOT NULL OR new.cle_nom2 IS NOT NULL OR new.cle_prenom IS NOT NULL BEGIN
  INSERT OR IGNORE INTO nom_proche (nature, variante, nom)
    SELECT 'nom', new.cle_nom, new.cle_nom WHERE length(new.cle_nom) > 0
    UNION SELECT 'nom', substr(new.cle_nom, 1, n - 1) || substr(new.cle_nom, n + 1), new.cle_nom FROM rang WHERE n <= length(new.cle_nom) AND length(new.cle_nom) BETWEEN 4 AND 40;
  INSERT OR IGNORE INTO nom_proche (nature, variante, nom)
    SELECT 'nom', new.cle_nom2, new.cle_nom2 WHERE length(new.cle_nom2) > 0
    UNION SELECT 'nom', substr(new.cle_nom2, 1, n - 1) || substr(new.cle_nom2, n + 1), new.cle_nom2 FROM rang WHERE n <= length(new.cle_nom2) AND length(new.cle_nom2) BETWEEN 4 AND 40;
  INSERT OR IGNORE INTO nom_proche (nature, variante, nom)
    SELECT 'prenom', new.cle_prenom, new.cle_prenom WHERE length(new.cle_prenom) > 0
    UNION SELECT 'prenom', substr(new.cle_prenom, 1, n - 1) || substr(new.cle_prenom, n + 1), new.cle_prenom FROM rang WHERE n <= length(new.cle_prenom) AND length(new.cle_prenom) BETWEEN 4 AND 40;
END;
CREATE TRIGGER enfant_noms_modification AFTER UPDATE OF cle_nom, cle_nom2, cle_prenom ON enfant WHEN new.cle_nom IS NOT NULL OR new.cle_nom2 IS NOT NULL OR new.cle_prenom IS NOT NULL BEGIN
  INSERT OR IGNORE INTO nom_proche (nature, variante, nom)
    SELECT 'nom', new.cle_nom, new.cle_nom WHERE length(new.cle_nom) > 0
    UNION SELECT 'nom', substr(new.cle_nom, 1, n - 1) || substr(new.cle_nom, n + 1), new.cle_nom FROM rang WHERE n <= length(new.cle_nom) AND length(new.cle_nom) BETWEEN 4 AND 40;
  INSERT OR IGNORE INTO nom_proche (nature, variante, nom)
    SELECT 'nom', new.cle_nom2, new.cle_nom2 WHERE length(new.cle_nom2) > 0
    UNION SELECT 'nom', substr(new.cle_nom2, 1, n - 1) || substr(new.cle_nom2, n + 1), new.cle_nom2 FROM rang WHERE n <= length(new.cle_nom2) AND length(new.cle_nom2) BETWEEN 4 AND 40;
  INSERT OR IGNORE INTO nom_proche (nature, variante, nom)
    SELECT 'prenom', new.cle_prenom, new.cle_prenom WHERE length(new.cle_prenom) > 0
    UNION SELECT 'prenom', substr(new.cle_prenom, 1, n - 1) || substr(new.cle_prenom, n + 1), new.cle_prenom FROM rang WHERE n <= length(new.cle_prenom) AND length(new.cle_prenom) BETWEEN 4 AND 40;
END;
CREATE TRIGGER fusion_enfant_date AFTER UPDATE ON fusion_enfant WHEN new.version = old.version BEGIN
  UPDATE fusion_enfant SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER passation_date AFTER UPDATE ON passation WHEN new.version = old.version BEGIN
  UPDATE passation SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER vue_dossiers_date AFTER UPDATE ON vue_dossiers WHEN new.version = old.version BEGIN
  UPDATE vue_dossiers SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER delai_garde_modification AFTER UPDATE ON delai WHEN new.version <> old.version BEGIN
  INSERT OR IGNORE INTO delai_historique (code, version, libelle, longueur, unite, actif) VALUES (new.code, new.version, new.libelle, new.longueur, new.unite, new.actif);
END;

-- The journal tells the new fields and tables too.
CREATE TRIGGER fusion_enfant_journal_ajout AFTER INSERT ON fusion_enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'fusion_enfant', new.id, NULL, json_group_object(key, value) FROM json_each(json_object(
      'garde', new.garde, 'absorbe', new.absorbe, 'liens', new.liens, 'motif', new.motif,
      'defaite_le', new.defaite_le, 'defaite_par', new.defaite_par)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER fusion_enfant_journal_modification AFTER UPDATE ON fusion_enfant WHEN new.garde IS NOT old.garde OR new.absorbe IS NOT old.absorbe OR new.liens IS NOT old.liens OR
    new.motif IS NOT old.motif OR new.defaite_le IS NOT old.defaite_le OR new.defaite_par IS NOT old.defaite_par BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'fusion_enfant', new.id, NULL, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'garde', old.garde, 'absorbe', old.absorbe, 'liens', old.liens, 'motif', old.motif,
      'defaite_le', old.defaite_le, 'defaite_par', old.defaite_par)) a JOIN json_each(json_object(
      'garde', new.garde, 'absorbe', new.absorbe, 'liens', new.liens, 'motif', new.motif,
      'defaite_le', new.defaite_le, 'defaite_par', new.defaite_par)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER fusion_enfant_journal_suppression AFTER DELETE ON fusion_enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'fusion_enfant', old.id, NULL, json_group_object(key, value) FROM json_each(json_object(
      'garde', old.garde, 'absorbe', old.absorbe, 'liens', old.liens, 'motif', old.motif,
      'defaite_le', old.defaite_le, 'defaite_par', old.defaite_par)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER passation_journal_ajout AFTER INSERT ON passation BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'passation', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'de', new.de, 'vers', new.vers,
      'motif', new.motif, 'etat', new.etat, 'reponse', new.reponse, 'repondue_le', new.repondue_le,
      'repondue_par', new.repondue_par)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER passation_journal_modification AFTER UPDATE ON passation WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.de IS NOT old.de OR
    new.vers IS NOT old.vers OR new.motif IS NOT old.motif OR new.etat IS NOT old.etat OR
    new.reponse IS NOT old.reponse OR new.repondue_le IS NOT old.repondue_le OR
    new.repondue_par IS NOT old.repondue_par BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'passation', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'de', old.de, 'vers', old.vers,
      'motif', old.motif, 'etat', old.etat, 'reponse', old.reponse, 'repondue_le', old.repondue_le,
      'repondue_par', old.repondue_par)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'de', new.de, 'vers', new.vers,
      'motif', new.motif, 'etat', new.etat, 'reponse', new.reponse, 'repondue_le', new.repondue_le,
      'repondue_par', new.repondue_par)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER passation_journal_suppression AFTER DELETE ON passation BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'passation', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'de', old.de, 'vers', old.vers,
      'motif', old.motif, 'etat', old.etat, 'reponse', old.reponse, 'repondue_le', old.repondue_le,
      'repondue_par', old.repondue_par)) WHERE value IS NOT NULL;
END;
DROP TRIGGER dossier_journal_ajout;
DROP TRIGGER dossier_journal_modification;
DROP TRIGGER dossier_journal_suppression;
CREATE TRIGGER dossier_journal_ajout AFTER INSERT ON dossier BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'dossier', new.id, new.id, json_group_object(key, value) FROM json_each(json_object(
      'numero', new.numero, 'date_traitement', new.date_traitement, 'date_reception', new.date_reception,
      'type_dossier', new.type_dossier, 'sip', new.sip, 'danger_grave', new.danger_grave,
      'danger_saisine_le', new.danger_saisine_le, 'violence_conjugale', new.violence_conjugale,
      'recepteur', new.recepteur, 'support', new.support, 'numero_snatem', new.numero_snatem,
      'territoire', new.territoire, 'origine', new.origine, 'transmetteur', new.transmetteur,
      'transmis_le', new.transmis_le, 'souhaite_suites', new.souhaite_suites,
      'suites_demandees_le', new.suites_demandees_le, 'synthese', new.synthese,
      'observation_cema', new.observation_cema, 'etat', new.etat, 'fratrie', new.fratrie,
      'nombre_enfants', new.nombre_enfants, 'echeance_le', new.echeance_le, 'qualifie_le', new.qualifie_le,
      'danger_constate_le', new.danger_constate_le, 'parents_informes_le', new.parents_informes_le,
      'parents_non_informes', new.parents_non_informes, 'rencontre_domicile_le', new.rencontre_domicile_le,
      'mineurs_evalues', new.mineurs_evalues, 'parents_saisine_le', new.parents_saisine_le,
      'suites_donnees_le', new.suites_donnees_le, 'suites_refus', new.suites_refus,
      'adresse_demandee_le', new.adresse_demandee_le, 'adresse_recue_le', new.adresse_recue_le,
      'clos_le', new.clos_le, 'cloture_motif', new.cloture_motif, 'rouvert_le', new.rouvert_le)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER dossier_journal_modification AFTER UPDATE ON dossier WHEN new.numero IS NOT old.numero OR new.date_traitement IS NOT old.date_traitement OR
    new.date_reception IS NOT old.date_reception OR new.type_dossier IS NOT old.type_dossier OR
    new.sip IS NOT old.sip OR new.danger_grave IS NOT old.danger_grave OR
    new.danger_saisine_le IS NOT old.danger_saisine_le OR new.violence_conjugale IS NOT old.violence_conjugale
    OR new.recepteur IS NOT old.recepteur OR new.support IS NOT old.support OR
    new.numero_snatem IS NOT old.numero_snatem OR new.territoire IS NOT old.territoire OR
    new.origine IS NOT old.origine OR new.transmetteur IS NOT old.transmetteur OR
    new.transmis_le IS NOT old.transmis_le OR new.souhaite_suites IS NOT old.souhaite_suites OR
    new.suites_demandees_le IS NOT old.suites_demandees_le OR new.synthese IS NOT old.synthese OR
    new.observation_cema IS NOT old.observation_cema OR new.etat IS NOT old.etat OR
    new.fratrie IS NOT old.fratrie OR new.nombre_enfants IS NOT old.nombre_enfants OR
    new.echeance_le IS NOT old.echeance_le OR new.qualifie_le IS NOT old.qualifie_le OR
    new.danger_constate_le IS NOT old.danger_constate_le OR
    new.parents_informes_le IS NOT old.parents_informes_le OR
    new.parents_non_informes IS NOT old.parents_non_informes OR
    new.rencontre_domicile_le IS NOT old.rencontre_domicile_le OR new.mineurs_evalues IS NOT old.mineurs_evalues
    OR new.parents_saisine_le IS NOT old.parents_saisine_le OR
    new.suites_donnees_le IS NOT old.suites_donnees_le OR new.suites_refus IS NOT old.suites_refus OR
    new.adresse_demandee_le IS NOT old.adresse_demandee_le OR new.adresse_recue_le IS NOT old.adresse_recue_le
    OR new.clos_le IS NOT old.clos_le OR new.cloture_motif IS NOT old.cloture_motif OR
    new.rouvert_le IS NOT old.rouvert_le BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'dossier', new.id, new.id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'numero', old.numero, 'date_traitement', old.date_traitement, 'date_reception', old.date_reception,
      'type_dossier', old.type_dossier, 'sip', old.sip, 'danger_grave', old.danger_grave,
      'danger_saisine_le', old.danger_saisine_le, 'violence_conjugale', old.violence_conjugale,
      'recepteur', old.recepteur, 'support', old.support, 'numero_snatem', old.numero_snatem,
      'territoire', old.territoire, 'origine', old.origine, 'transmetteur', old.transmetteur,
      'transmis_le', old.transmis_le, 'souhaite_suites', old.souhaite_suites,
      'suites_demandees_le', old.suites_demandees_le, 'synthese', old.synthese,
      'observation_cema', old.observation_cema, 'etat', old.etat, 'fratrie', old.fratrie,
      'nombre_enfants', old.nombre_enfants, 'echeance_le', old.echeance_le, 'qualifie_le', old.qualifie_le,
      'danger_constate_le', old.danger_constate_le, 'parents_informes_le', old.parents_informes_le,
      'parents_non_informes', old.parents_non_informes, 'rencontre_domicile_le', old.rencontre_domicile_le,
      'mineurs_evalues', old.mineurs_evalues, 'parents_saisine_le', old.parents_saisine_le,
      'suites_donnees_le', old.suites_donnees_le, 'suites_refus', old.suites_refus,
      'adresse_demandee_le', old.adresse_demandee_le, 'adresse_recue_le', old.adresse_recue_le,
      'clos_le', old.clos_le, 'cloture_motif', old.cloture_motif, 'rouvert_le', old.rouvert_le)) a JOIN json_each(json_object(
      'numero', new.numero, 'date_traitement', new.date_traitement, 'date_reception', new.date_reception,
      'type_dossier', new.type_dossier, 'sip', new.sip, 'danger_grave', new.danger_grave,
      'danger_saisine_le', new.danger_saisine_le, 'violence_conjugale', new.violence_conjugale,
      'recepteur', new.recepteur, 'support', new.support, 'numero_snatem', new.numero_snatem,
      'territoire', new.territoire, 'origine', new.origine, 'transmetteur', new.transmetteur,
      'transmis_le', new.transmis_le, 'souhaite_suites', new.souhaite_suites,
      'suites_demandees_le', new.suites_demandees_le, 'synthese', new.synthese,
      'observation_cema', new.observation_cema, 'etat', new.etat, 'fratrie', new.fratrie,
      'nombre_enfants', new.nombre_enfants, 'echeance_le', new.echeance_le, 'qualifie_le', new.qualifie_le,
      'danger_constate_le', new.danger_constate_le, 'parents_informes_le', new.parents_informes_le,
      'parents_non_informes', new.parents_non_informes, 'rencontre_domicile_le', new.rencontre_domicile_le,
      'mineurs_evalues', new.mineurs_evalues, 'parents_saisine_le', new.parents_saisine_le,
      'suites_donnees_le', new.suites_donnees_le, 'suites_refus', new.suites_refus,
      'adresse_demandee_le', new.adresse_demandee_le, 'adresse_recue_le', new.adresse_recue_le,
      'clos_le', new.clos_le, 'cloture_motif', new.cloture_motif, 'rouvert_le', new.rouvert_le)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER dossier_journal_suppression AFTER DELETE ON dossier BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'dossier', old.id, old.id, json_group_object(key, value) FROM json_each(json_object(
      'numero', old.numero, 'date_traitement', old.date_traitement, 'date_reception', old.date_reception,
      'type_dossier', old.type_dossier, 'sip', old.sip, 'danger_grave', old.danger_grave,
      'danger_saisine_le', old.danger_saisine_le, 'violence_conjugale', old.violence_conjugale,
      'recepteur', old.recepteur, 'support', old.support, 'numero_snatem', old.numero_snatem,
      'territoire', old.territoire, 'origine', old.origine, 'transmetteur', old.transmetteur,
      'transmis_le', old.transmis_le, 'souhaite_suites', old.souhaite_suites,
      'suites_demandees_le', old.suites_demandees_le, 'synthese', old.synthese,
      'observation_cema', old.observation_cema, 'etat', old.etat, 'fratrie', old.fratrie,
      'nombre_enfants', old.nombre_enfants, 'echeance_le', old.echeance_le, 'qualifie_le', old.qualifie_le,
      'danger_constate_le', old.danger_constate_le, 'parents_informes_le', old.parents_informes_le,
      'parents_non_informes', old.parents_non_informes, 'rencontre_domicile_le', old.rencontre_domicile_le,
      'mineurs_evalues', old.mineurs_evalues, 'parents_saisine_le', old.parents_saisine_le,
      'suites_donnees_le', old.suites_donnees_le, 'suites_refus', old.suites_refus,
      'adresse_demandee_le', old.adresse_demandee_le, 'adresse_recue_le', old.adresse_recue_le,
      'clos_le', old.clos_le, 'cloture_motif', old.cloture_motif, 'rouvert_le', old.rouvert_le)) WHERE value IS NOT NULL;
END;
DROP TRIGGER traitement_journal_ajout;
DROP TRIGGER traitement_journal_modification;
DROP TRIGGER traitement_journal_suppression;
CREATE TRIGGER traitement_journal_ajout AFTER INSERT ON traitement BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'traitement', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'rang', new.rang, 'service', new.service,
      'nature', new.nature, 'envoye_le', new.envoye_le, 'echeance_le', new.echeance_le,
      'evaluateurs', new.evaluateurs, 'retour_le', new.retour_le, 'proposition', new.proposition,
      'etat', new.etat, 'observation', new.observation, 'relances', new.relances, 'relance_le', new.relance_le)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER traitement_journal_modification AFTER UPDATE ON traitement WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.rang IS NOT old.rang OR
    new.service IS NOT old.service OR new.nature IS NOT old.nature OR new.envoye_le IS NOT old.envoye_le OR
    new.echeance_le IS NOT old.echeance_le OR new.evaluateurs IS NOT old.evaluateurs OR
    new.retour_le IS NOT old.retour_le OR new.proposition IS NOT old.proposition OR new.etat IS NOT old.etat OR
    new.observation IS NOT old.observation OR new.relances IS NOT old.relances OR
    new.relance_le IS NOT old.relance_le BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'traitement', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'rang', old.rang, 'service', old.service,
      'nature', old.nature, 'envoye_le', old.envoye_le, 'echeance_le', old.echeance_le,
      'evaluateurs', old.evaluateurs, 'retour_le', old.retour_le, 'proposition', old.proposition,
      'etat', old.etat, 'observation', old.observation, 'relances', old.relances, 'relance_le', old.relance_le)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'rang', new.rang, 'service', new.service,
      'nature', new.nature, 'envoye_le', new.envoye_le, 'echeance_le', new.echeance_le,
      'evaluateurs', new.evaluateurs, 'retour_le', new.retour_le, 'proposition', new.proposition,
      'etat', new.etat, 'observation', new.observation, 'relances', new.relances, 'relance_le', new.relance_le)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER traitement_journal_suppression AFTER DELETE ON traitement BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'traitement', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'rang', old.rang, 'service', old.service,
      'nature', old.nature, 'envoye_le', old.envoye_le, 'echeance_le', old.echeance_le,
      'evaluateurs', old.evaluateurs, 'retour_le', old.retour_le, 'proposition', old.proposition,
      'etat', old.etat, 'observation', old.observation, 'relances', old.relances, 'relance_le', old.relance_le)) WHERE value IS NOT NULL;
END;

INSERT INTO delai_historique (code, version, libelle, longueur, unite, actif, depuis, par)
  SELECT code, version, libelle, longueur, unite, actif, modifie_le, modifie_par FROM delai;
-- Reminders that the law sets to others, counted here so that nobody waits for nothing.
INSERT INTO delai (code, libelle, longueur, unite, depart, article, condition, note) VALUES
  ('D12', 'Saisine du juge des enfants après un placement ordonné par le parquet', 8, 'jours', 'placement_parquet', 'Code civil 375-5', '', 'Rappel : le délai court pour le parquet'),
  ('D13', 'Décision du juge des enfants après la saisine', 15, 'jours', 'saisine_juge', 'Code de procédure civile 1184', '', 'Rappel : le délai court pour le juge')
ON CONFLICT (code) DO NOTHING;
