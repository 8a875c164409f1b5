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
