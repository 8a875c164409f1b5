-- Files attached to dossiers, and the takeover of an old base: what was read, what became of it, by which rule.

-- Read and written by who may read and write its dossier; observatory, administration and audit: not at all.
CREATE TABLE piece (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  nom TEXT NOT NULL CHECK (length(trim(nom)) > 0),
  libelle TEXT NOT NULL DEFAULT '',
  octets INTEGER NOT NULL CHECK (octets >= 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  contenu BLOB NOT NULL,
  ajoutee_le TEXT CHECK (ajoutee_le IS NULL OR ajoutee_le IS date(ajoutee_le)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  CHECK (length(contenu) = octets)
);
CREATE INDEX piece_par_dossier ON piece (dossier_id, id);
CREATE TRIGGER piece_date AFTER UPDATE ON piece WHEN new.version = old.version BEGIN
  UPDATE piece SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
-- What was attached is found again as it was; only its label may be corrected.
CREATE TRIGGER piece_figee BEFORE UPDATE ON piece WHEN new.id IS NOT old.id OR new.dossier_id IS NOT old.dossier_id
    OR new.nom IS NOT old.nom OR new.sha256 IS NOT old.sha256 OR new.contenu IS NOT old.contenu BEGIN
  SELECT raise(ABORT, 'une pièce jointe ne se modifie pas');
END;
CREATE TRIGGER piece_journal_ajout AFTER INSERT ON piece BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres) VALUES ('ajout', 'piece', new.id, new.dossier_id,
    json_object('nom', new.nom, 'libelle', new.libelle, 'octets', new.octets, 'sha256', new.sha256));
END;
CREATE TRIGGER piece_journal_modification AFTER UPDATE ON piece WHEN new.libelle IS NOT old.libelle BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres) VALUES ('modification', 'piece', new.id,
    new.dossier_id, json_object('libelle', old.libelle), json_object('libelle', new.libelle));
END;
CREATE TRIGGER piece_journal_suppression AFTER DELETE ON piece BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant) VALUES ('suppression', 'piece', old.id, old.dossier_id,
    json_object('nom', old.nom, 'libelle', old.libelle, 'octets', old.octets, 'sha256', old.sha256));
END;

-- One row a run. Read by cell and administration; written by who takes over.
CREATE TABLE reprise (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  fichier TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  correspondance TEXT NOT NULL,
  bilan TEXT NOT NULL,
  faite_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  faite_par TEXT NOT NULL DEFAULT (vigie_utilisateur())
);
-- The old rows as they were. With a dossier: read by who may read it; without: by cell and administration.
CREATE TABLE ligne_reprise (
  source TEXT NOT NULL,
  nom_table TEXT NOT NULL,
  cle TEXT NOT NULL,
  sort TEXT NOT NULL CHECK (sort IN ('reprise', 'gardee')),
  dossier_id TEXT,
  territoire TEXT,
  contenu TEXT NOT NULL,
  PRIMARY KEY (source, nom_table, cle),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX ligne_reprise_par_dossier ON ligne_reprise (dossier_id);
-- From which old row each row of a dossier comes, and its values as they were imported.
CREATE TABLE provenance (
  ligne TEXT NOT NULL,
  nom_table TEXT NOT NULL,
  source TEXT NOT NULL,
  table_source TEXT NOT NULL,
  cle_source TEXT NOT NULL,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  importe TEXT NOT NULL,
  PRIMARY KEY (ligne, table_source, cle_source),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX provenance_par_dossier ON provenance (dossier_id);
-- Each time that a rule changed, moved or only noticed a value. Rights as for the old rows.
CREATE TABLE constat_reprise (
  source TEXT NOT NULL,
  rang INTEGER NOT NULL,
  regle TEXT NOT NULL,
  nom_table TEXT NOT NULL,
  cle TEXT NOT NULL,
  colonne TEXT NOT NULL,
  avant TEXT,
  apres TEXT,
  dossier_id TEXT,
  territoire TEXT,
  PRIMARY KEY (source, rang),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX constat_reprise_par_regle ON constat_reprise (source, regle, rang);
CREATE INDEX constat_reprise_par_dossier ON constat_reprise (dossier_id);
-- Two persons said not to be one: not proposed again.
CREATE TABLE rapprochement_refuse (
  un TEXT NOT NULL REFERENCES enfant (id),
  autre TEXT NOT NULL REFERENCES enfant (id),
  refuse_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  refuse_par TEXT NOT NULL DEFAULT (vigie_utilisateur()),
  PRIMARY KEY (un, autre),
  CHECK (un < autre)
);
