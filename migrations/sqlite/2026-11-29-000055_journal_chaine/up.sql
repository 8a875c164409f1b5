-- The journal sealed: each line hashed with the one before. One writer at a time: a line is sealed as it is written.
-- Who holds the file can drop these triggers: here the chain tells accidents and clumsy hands, and proves
-- something only with a head that was kept elsewhere.

-- Columns and checks cannot be changed in place; the table is made again under its name, which other triggers know.
CREATE TABLE journal_copie AS SELECT * FROM journal;
DROP TABLE journal;
CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  quand TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  qui TEXT NOT NULL DEFAULT (vigie_utilisateur()),
  operation TEXT NOT NULL CHECK (operation IN (
    'ajout', 'modification', 'suppression',
    'consultation', 'export', 'impression', 'refus', 'compte', 'droit', 'chargement', 'import', 'recherche')),
  nom_table TEXT NOT NULL,
  ligne TEXT,
  dossier_id TEXT,
  avant TEXT,
  apres TEXT,
  depuis TEXT DEFAULT (vigie_poste())
);
CREATE INDEX journal_par_dossier ON journal (dossier_id, id);
CREATE INDEX journal_par_ligne ON journal (ligne, id);
CREATE INDEX journal_par_quand ON journal (quand, id);
CREATE INDEX journal_par_qui ON journal (qui, id);

CREATE TABLE journal_sceau (
  rang INTEGER PRIMARY KEY CHECK (rang > 0),
  ligne INTEGER NOT NULL UNIQUE,
  empreinte TEXT NOT NULL CHECK (length(empreinte) = 64)
);
CREATE TABLE journal_tete (
  une INTEGER PRIMARY KEY DEFAULT 1 CHECK (une = 1),
  rang INTEGER NOT NULL,
  empreinte TEXT NOT NULL
);
INSERT INTO journal_tete (rang, empreinte) VALUES (0, printf('%064d', 0));

-- vigie_mot: a value with its length before it, so that no two lines are written alike; vigie_sceau: SHA-256 in hexadecimal.
CREATE TRIGGER journal_scelle AFTER INSERT ON journal BEGIN
  INSERT INTO journal_sceau (rang, ligne, empreinte)
    SELECT t.rang + 1, new.id, vigie_sceau(t.empreinte || vigie_mot(CAST(t.rang + 1 AS TEXT)) || vigie_mot(CAST(new.id AS TEXT))
      || vigie_mot(new.quand) || vigie_mot(new.qui) || vigie_mot(new.depuis) || '-' || vigie_mot(new.operation)
      || vigie_mot(new.nom_table) || vigie_mot(new.ligne) || vigie_mot(new.dossier_id) || vigie_mot(vigie_sceau(vigie_mot(new.avant) || vigie_mot(new.apres))))
    FROM journal_tete t;
  UPDATE journal_tete SET rang = rang + 1, empreinte = (SELECT empreinte FROM journal_sceau WHERE ligne = new.id);
END;

INSERT INTO journal (id, quand, qui, operation, nom_table, ligne, dossier_id, avant, apres, depuis)
  SELECT id, quand, qui, operation, nom_table, ligne, dossier_id, avant, apres, NULL FROM journal_copie ORDER BY id;
DROP TABLE journal_copie;

CREATE VIEW journal_lu AS
  SELECT j.id, j.quand, j.qui, j.depuis, j.operation, j.nom_table, j.ligne, j.dossier_id, d.numero
  FROM journal j LEFT JOIN dossier d ON d.id = j.dossier_id;

CREATE TRIGGER journal_sans_modification BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER journal_sans_suppression BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER journal_sceau_sans_modification BEFORE UPDATE ON journal_sceau BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER journal_sceau_sans_suppression BEFORE DELETE ON journal_sceau BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER journal_tete_avance BEFORE UPDATE ON journal_tete WHEN new.rang <= old.rang BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER journal_tete_sans_suppression BEFORE DELETE ON journal_tete BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;

-- The parameters: who changed a list, a delay, a template. Filling a new base is no change.
CREATE TRIGGER liste_journal_ajout AFTER INSERT ON liste WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'liste', json_group_object(key, value) FROM json_each(json_object('code', new.code, 'libelle', new.libelle, 'niveaux', new.niveaux, 'source', new.source)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER liste_journal_modification AFTER UPDATE ON liste WHEN new.code IS NOT old.code OR new.libelle IS NOT old.libelle OR new.niveaux IS NOT old.niveaux OR
    new.source IS NOT old.source BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'liste', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('code', old.code, 'libelle', old.libelle, 'niveaux', old.niveaux, 'source', old.source)) a JOIN json_each(json_object('code', new.code, 'libelle', new.libelle, 'niveaux', new.niveaux, 'source', new.source)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'code';
END;
CREATE TRIGGER liste_journal_suppression AFTER DELETE ON liste BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'liste', json_group_object(key, value) FROM json_each(json_object('code', old.code, 'libelle', old.libelle, 'niveaux', old.niveaux, 'source', old.source)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER valeur_journal_ajout AFTER INSERT ON valeur WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'valeur', json_group_object(key, value) FROM json_each(json_object('id', new.id, 'liste', new.liste, 'code', new.code, 'libelle', new.libelle, 'ordre', new.ordre,
      'actif', new.actif, 'valide_du', new.valide_du, 'valide_au', new.valide_au, 'parent', new.parent,
      'olinpe', new.olinpe)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER valeur_journal_modification AFTER UPDATE ON valeur WHEN new.id IS NOT old.id OR new.liste IS NOT old.liste OR new.code IS NOT old.code OR
    new.libelle IS NOT old.libelle OR new.ordre IS NOT old.ordre OR new.actif IS NOT old.actif OR
    new.valide_du IS NOT old.valide_du OR new.valide_au IS NOT old.valide_au OR new.parent IS NOT old.parent OR
    new.olinpe IS NOT old.olinpe BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'valeur', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('id', old.id, 'liste', old.liste, 'code', old.code, 'libelle', old.libelle, 'ordre', old.ordre,
      'actif', old.actif, 'valide_du', old.valide_du, 'valide_au', old.valide_au, 'parent', old.parent,
      'olinpe', old.olinpe)) a JOIN json_each(json_object('id', new.id, 'liste', new.liste, 'code', new.code, 'libelle', new.libelle, 'ordre', new.ordre,
      'actif', new.actif, 'valide_du', new.valide_du, 'valide_au', new.valide_au, 'parent', new.parent,
      'olinpe', new.olinpe)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'id';
END;
CREATE TRIGGER valeur_journal_suppression AFTER DELETE ON valeur BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'valeur', json_group_object(key, value) FROM json_each(json_object('id', old.id, 'liste', old.liste, 'code', old.code, 'libelle', old.libelle, 'ordre', old.ordre,
      'actif', old.actif, 'valide_du', old.valide_du, 'valide_au', old.valide_au, 'parent', old.parent,
      'olinpe', old.olinpe)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER territoire_journal_ajout AFTER INSERT ON territoire WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'territoire', json_group_object(key, value) FROM json_each(json_object('id', new.id, 'libelle', new.libelle, 'adresse', new.adresse, 'code_postal', new.code_postal,
      'ville', new.ville, 'telephone', new.telephone, 'courriel', new.courriel, 'ordre', new.ordre,
      'actif', new.actif)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER territoire_journal_modification AFTER UPDATE ON territoire WHEN new.id IS NOT old.id OR new.libelle IS NOT old.libelle OR new.adresse IS NOT old.adresse OR
    new.code_postal IS NOT old.code_postal OR new.ville IS NOT old.ville OR new.telephone IS NOT old.telephone OR
    new.courriel IS NOT old.courriel OR new.ordre IS NOT old.ordre OR new.actif IS NOT old.actif BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'territoire', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('id', old.id, 'libelle', old.libelle, 'adresse', old.adresse, 'code_postal', old.code_postal,
      'ville', old.ville, 'telephone', old.telephone, 'courriel', old.courriel, 'ordre', old.ordre,
      'actif', old.actif)) a JOIN json_each(json_object('id', new.id, 'libelle', new.libelle, 'adresse', new.adresse, 'code_postal', new.code_postal,
      'ville', new.ville, 'telephone', new.telephone, 'courriel', new.courriel, 'ordre', new.ordre,
      'actif', new.actif)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'id';
END;
CREATE TRIGGER territoire_journal_suppression AFTER DELETE ON territoire BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'territoire', json_group_object(key, value) FROM json_each(json_object('id', old.id, 'libelle', old.libelle, 'adresse', old.adresse, 'code_postal', old.code_postal,
      'ville', old.ville, 'telephone', old.telephone, 'courriel', old.courriel, 'ordre', old.ordre,
      'actif', old.actif)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER service_journal_ajout AFTER INSERT ON service WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'service', json_group_object(key, value) FROM json_each(json_object('id', new.id, 'libelle', new.libelle, 'territoire', new.territoire, 'telephone', new.telephone,
      'courriel', new.courriel, 'ordre', new.ordre, 'actif', new.actif)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER service_journal_modification AFTER UPDATE ON service WHEN new.id IS NOT old.id OR new.libelle IS NOT old.libelle OR new.territoire IS NOT old.territoire OR
    new.telephone IS NOT old.telephone OR new.courriel IS NOT old.courriel OR new.ordre IS NOT old.ordre OR
    new.actif IS NOT old.actif BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'service', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('id', old.id, 'libelle', old.libelle, 'territoire', old.territoire, 'telephone', old.telephone,
      'courriel', old.courriel, 'ordre', old.ordre, 'actif', old.actif)) a JOIN json_each(json_object('id', new.id, 'libelle', new.libelle, 'territoire', new.territoire, 'telephone', new.telephone,
      'courriel', new.courriel, 'ordre', new.ordre, 'actif', new.actif)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'id';
END;
CREATE TRIGGER service_journal_suppression AFTER DELETE ON service BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'service', json_group_object(key, value) FROM json_each(json_object('id', old.id, 'libelle', old.libelle, 'territoire', old.territoire, 'telephone', old.telephone,
      'courriel', old.courriel, 'ordre', old.ordre, 'actif', old.actif)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER correspondant_journal_ajout AFTER INSERT ON correspondant WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'correspondant', json_group_object(key, value) FROM json_each(json_object('id', new.id, 'libelle', new.libelle, 'nature', new.nature, 'adresse', new.adresse,
      'code_postal', new.code_postal, 'ville', new.ville, 'telephone', new.telephone, 'courriel', new.courriel,
      'ordre', new.ordre, 'actif', new.actif)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER correspondant_journal_modification AFTER UPDATE ON correspondant WHEN new.id IS NOT old.id OR new.libelle IS NOT old.libelle OR new.nature IS NOT old.nature OR
    new.adresse IS NOT old.adresse OR new.code_postal IS NOT old.code_postal OR new.ville IS NOT old.ville OR
    new.telephone IS NOT old.telephone OR new.courriel IS NOT old.courriel OR new.ordre IS NOT old.ordre OR
    new.actif IS NOT old.actif BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'correspondant', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('id', old.id, 'libelle', old.libelle, 'nature', old.nature, 'adresse', old.adresse,
      'code_postal', old.code_postal, 'ville', old.ville, 'telephone', old.telephone, 'courriel', old.courriel,
      'ordre', old.ordre, 'actif', old.actif)) a JOIN json_each(json_object('id', new.id, 'libelle', new.libelle, 'nature', new.nature, 'adresse', new.adresse,
      'code_postal', new.code_postal, 'ville', new.ville, 'telephone', new.telephone, 'courriel', new.courriel,
      'ordre', new.ordre, 'actif', new.actif)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'id';
END;
CREATE TRIGGER correspondant_journal_suppression AFTER DELETE ON correspondant BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'correspondant', json_group_object(key, value) FROM json_each(json_object('id', old.id, 'libelle', old.libelle, 'nature', old.nature, 'adresse', old.adresse,
      'code_postal', old.code_postal, 'ville', old.ville, 'telephone', old.telephone, 'courriel', old.courriel,
      'ordre', old.ordre, 'actif', old.actif)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER commune_journal_ajout AFTER INSERT ON commune WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'commune', json_group_object(key, value) FROM json_each(json_object('code', new.code, 'nom', new.nom, 'codes_postaux', new.codes_postaux, 'arrondissement', new.arrondissement,
      'territoire', new.territoire)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER commune_journal_modification AFTER UPDATE ON commune WHEN new.code IS NOT old.code OR new.nom IS NOT old.nom OR new.codes_postaux IS NOT old.codes_postaux OR
    new.arrondissement IS NOT old.arrondissement OR new.territoire IS NOT old.territoire BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'commune', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('code', old.code, 'nom', old.nom, 'codes_postaux', old.codes_postaux, 'arrondissement', old.arrondissement,
      'territoire', old.territoire)) a JOIN json_each(json_object('code', new.code, 'nom', new.nom, 'codes_postaux', new.codes_postaux, 'arrondissement', new.arrondissement,
      'territoire', new.territoire)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'code';
END;
CREATE TRIGGER commune_journal_suppression AFTER DELETE ON commune BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'commune', json_group_object(key, value) FROM json_each(json_object('code', old.code, 'nom', old.nom, 'codes_postaux', old.codes_postaux, 'arrondissement', old.arrondissement,
      'territoire', old.territoire)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER delai_journal_ajout AFTER INSERT ON delai WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'delai', json_group_object(key, value) FROM json_each(json_object('code', new.code, 'libelle', new.libelle, 'longueur', new.longueur, 'unite', new.unite, 'depart', new.depart,
      'article', new.article, 'condition', new.condition, 'note', new.note, 'actif', new.actif)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER delai_journal_modification AFTER UPDATE ON delai WHEN new.code IS NOT old.code OR new.libelle IS NOT old.libelle OR new.longueur IS NOT old.longueur OR
    new.unite IS NOT old.unite OR new.depart IS NOT old.depart OR new.article IS NOT old.article OR
    new.condition IS NOT old.condition OR new.note IS NOT old.note OR new.actif IS NOT old.actif BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'delai', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('code', old.code, 'libelle', old.libelle, 'longueur', old.longueur, 'unite', old.unite, 'depart', old.depart,
      'article', old.article, 'condition', old.condition, 'note', old.note, 'actif', old.actif)) a JOIN json_each(json_object('code', new.code, 'libelle', new.libelle, 'longueur', new.longueur, 'unite', new.unite, 'depart', new.depart,
      'article', new.article, 'condition', new.condition, 'note', new.note, 'actif', new.actif)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'code';
END;
CREATE TRIGGER delai_journal_suppression AFTER DELETE ON delai BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'delai', json_group_object(key, value) FROM json_each(json_object('code', old.code, 'libelle', old.libelle, 'longueur', old.longueur, 'unite', old.unite, 'depart', old.depart,
      'article', old.article, 'condition', old.condition, 'note', old.note, 'actif', old.actif)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER modele_courrier_journal_ajout AFTER INSERT ON modele_courrier WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'modele_courrier', json_group_object(key, value) FROM json_each(json_object('code', new.code, 'libelle', new.libelle, 'ordre', new.ordre, 'actif', new.actif, 'revision', new.revision)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER modele_courrier_journal_modification AFTER UPDATE ON modele_courrier WHEN new.code IS NOT old.code OR new.libelle IS NOT old.libelle OR new.ordre IS NOT old.ordre OR
    new.actif IS NOT old.actif OR new.revision IS NOT old.revision BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'modele_courrier', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('code', old.code, 'libelle', old.libelle, 'ordre', old.ordre, 'actif', old.actif, 'revision', old.revision)) a JOIN json_each(json_object('code', new.code, 'libelle', new.libelle, 'ordre', new.ordre, 'actif', new.actif, 'revision', new.revision)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'code';
END;
CREATE TRIGGER modele_courrier_journal_suppression AFTER DELETE ON modele_courrier BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'modele_courrier', json_group_object(key, value) FROM json_each(json_object('code', old.code, 'libelle', old.libelle, 'ordre', old.ordre, 'actif', old.actif, 'revision', old.revision)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER reglage_courrier_journal_ajout AFTER INSERT ON reglage_courrier WHEN EXISTS (SELECT 1 FROM journal) BEGIN
  INSERT INTO journal (operation, nom_table, apres) SELECT 'ajout', 'reglage_courrier', json_group_object(key, value) FROM json_each(json_object('code', new.code, 'valeur', new.valeur)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER reglage_courrier_journal_modification AFTER UPDATE ON reglage_courrier WHEN new.code IS NOT old.code OR new.valeur IS NOT old.valeur BEGIN
  INSERT INTO journal (operation, nom_table, avant, apres)
  SELECT 'modification', 'reglage_courrier', json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object('code', old.code, 'valeur', old.valeur)) a JOIN json_each(json_object('code', new.code, 'valeur', new.valeur)) b ON a.key = b.key WHERE a.value IS NOT b.value OR a.key = 'code';
END;
CREATE TRIGGER reglage_courrier_journal_suppression AFTER DELETE ON reglage_courrier BEGIN
  INSERT INTO journal (operation, nom_table, avant) SELECT 'suppression', 'reglage_courrier', json_group_object(key, value) FROM json_each(json_object('code', old.code, 'valeur', old.valeur)) WHERE value IS NOT NULL;
END;
