-- Letters: templates with their versions, the letterhead, and what was written, frozen once validated.

-- Read by all; written by administration.
CREATE TABLE modele_courrier (
  code TEXT PRIMARY KEY,
  libelle TEXT NOT NULL CHECK (length(trim(libelle)) > 0),
  ordre INTEGER NOT NULL,
  actif BOOLEAN NOT NULL DEFAULT 1 CHECK (actif IN (0, 1)),
  revision INTEGER NOT NULL DEFAULT 1,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);
-- Read by all; added to by administration, never changed: a letter names the revision it was made with.
CREATE TABLE modele_courrier_version (
  code TEXT NOT NULL REFERENCES modele_courrier (code),
  revision INTEGER NOT NULL,
  texte TEXT NOT NULL,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  PRIMARY KEY (code, revision)
);
-- Read by all; written by administration.
CREATE TABLE reglage_courrier (
  code TEXT PRIMARY KEY,
  valeur TEXT NOT NULL DEFAULT '',
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);
-- Read and written by who may read and write its dossier; observatory, administration and audit: not at all.
CREATE TABLE courrier (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  modele TEXT NOT NULL,
  revision INTEGER NOT NULL,
  jour TEXT NOT NULL CHECK (jour IS date(jour)),
  destinataire TEXT NOT NULL,
  cle_destinataire TEXT NOT NULL,
  objet TEXT NOT NULL,
  lettre TEXT NOT NULL,
  etat TEXT NOT NULL DEFAULT 'brouillon' CHECK (etat IN ('brouillon', 'valide', 'envoye')),
  valide_le TEXT,
  valide_par TEXT,
  envoye_le TEXT CHECK (envoye_le IS NULL OR envoye_le IS date(envoye_le)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  CHECK (envoye_le IS NULL OR etat = 'envoye')
);
CREATE INDEX courrier_par_dossier ON courrier (dossier_id, jour, id);
CREATE INDEX courrier_par_jour ON courrier (jour, id);
CREATE INDEX courrier_par_destinataire ON courrier (cle_destinataire, id);
CREATE INDEX courrier_par_modele ON courrier (modele, jour, id);

CREATE TRIGGER modele_courrier_date AFTER UPDATE ON modele_courrier WHEN new.version = old.version BEGIN
  UPDATE modele_courrier SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE code = new.code;
END;
CREATE TRIGGER reglage_courrier_date AFTER UPDATE ON reglage_courrier WHEN new.version = old.version BEGIN
  UPDATE reglage_courrier SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE code = new.code;
END;
-- What was validated is found again as it was; who validated, and when, is the base's word.
CREATE TRIGGER courrier_fige BEFORE UPDATE ON courrier WHEN old.etat <> 'brouillon' AND (new.id IS NOT old.id
    OR new.dossier_id IS NOT old.dossier_id OR new.modele IS NOT old.modele OR new.revision IS NOT old.revision
    OR new.jour IS NOT old.jour OR new.destinataire IS NOT old.destinataire OR new.objet IS NOT old.objet
    OR new.lettre IS NOT old.lettre OR new.etat = 'brouillon' OR (old.etat = 'envoye' AND new.etat <> 'envoye')) BEGIN
  SELECT raise(ABORT, 'un courrier validé ne se modifie pas');
END;
CREATE TRIGGER courrier_garde BEFORE DELETE ON courrier WHEN old.etat <> 'brouillon' BEGIN
  SELECT raise(ABORT, 'un courrier validé ne se supprime pas');
END;
CREATE TRIGGER courrier_date AFTER UPDATE ON courrier WHEN new.version = old.version BEGIN
  UPDATE courrier SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur(),
    valide_le = CASE WHEN old.etat = 'brouillon' AND new.etat <> 'brouillon' THEN strftime('%Y-%m-%dT%H:%M:%fZ','now') ELSE old.valide_le END,
    valide_par = CASE WHEN old.etat = 'brouillon' AND new.etat <> 'brouillon' THEN vigie_utilisateur() ELSE old.valide_par END
    WHERE id = new.id;
END;
CREATE TRIGGER modele_courrier_version_figee BEFORE UPDATE ON modele_courrier_version BEGIN
  SELECT raise(ABORT, 'une version de modèle ne se modifie pas');
END;
CREATE TRIGGER modele_courrier_version_gardee BEFORE DELETE ON modele_courrier_version BEGIN
  SELECT raise(ABORT, 'une version de modèle ne se supprime pas');
END;

-- The journal tells of each letter to whom and in which state, not its text, which stays beside.
CREATE TRIGGER courrier_journal_ajout AFTER INSERT ON courrier BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  VALUES ('ajout', 'courrier', new.id, new.dossier_id, json_object('modele', new.modele, 'destinataire', new.destinataire, 'objet', new.objet, 'etat', new.etat, 'envoye_le', new.envoye_le));
END;
CREATE TRIGGER courrier_journal_modification AFTER UPDATE ON courrier WHEN new.etat IS NOT old.etat OR new.destinataire IS NOT old.destinataire
    OR new.objet IS NOT old.objet OR new.modele IS NOT old.modele OR new.envoye_le IS NOT old.envoye_le BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  VALUES ('modification', 'courrier', new.id, new.dossier_id, json_object('modele', old.modele, 'destinataire', old.destinataire, 'objet', old.objet, 'etat', old.etat, 'envoye_le', old.envoye_le), json_object('modele', new.modele, 'destinataire', new.destinataire, 'objet', new.objet, 'etat', new.etat, 'envoye_le', new.envoye_le));
END;
CREATE TRIGGER courrier_journal_suppression AFTER DELETE ON courrier BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  VALUES ('suppression', 'courrier', old.id, old.dossier_id, json_object('modele', old.modele, 'destinataire', old.destinataire, 'objet', old.objet, 'etat', old.etat, 'envoye_le', old.envoye_le));
END;
