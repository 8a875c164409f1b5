-- How this base came to be, when it was filled from an export: it does not leave with the rest.
-- Added to by the restoration alone; read by administration and audit.
CREATE TABLE restauration (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  quand TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  qui TEXT NOT NULL DEFAULT (vigie_utilisateur()),
  empreinte TEXT NOT NULL CHECK (length(empreinte) = 64),
  lignes INTEGER NOT NULL
);
CREATE TRIGGER restauration_sans_modification BEFORE UPDATE ON restauration BEGIN SELECT raise(ABORT, 'une restauration ne se modifie pas'); END;
CREATE TRIGGER restauration_sans_suppression BEFORE DELETE ON restauration BEGIN SELECT raise(ABORT, 'une restauration ne se supprime pas'); END;

-- What children's pseudonyms are made with: the same for as long as the base lives, so that years can be joined.
-- Read by who makes the national export; never changed.
CREATE TABLE cle_pseudonyme (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  cle TEXT NOT NULL CHECK (length(cle) = 64)
);
INSERT INTO cle_pseudonyme (id, cle) VALUES (1, lower(hex(randomblob(32))));
CREATE TRIGGER cle_pseudonyme_sans_modification BEFORE UPDATE ON cle_pseudonyme BEGIN SELECT raise(ABORT, 'la clé des pseudonymes ne change pas'); END;
CREATE TRIGGER cle_pseudonyme_sans_suppression BEFORE DELETE ON cle_pseudonyme BEGIN SELECT raise(ABORT, 'la clé des pseudonymes ne change pas'); END;
