-- Lines of other kinds stay: the journal loses nothing, so the table keeps its wider check.
DROP TRIGGER liste_journal_ajout;
DROP TRIGGER liste_journal_modification;
DROP TRIGGER liste_journal_suppression;
DROP TRIGGER valeur_journal_ajout;
DROP TRIGGER valeur_journal_modification;
DROP TRIGGER valeur_journal_suppression;
DROP TRIGGER territoire_journal_ajout;
DROP TRIGGER territoire_journal_modification;
DROP TRIGGER territoire_journal_suppression;
DROP TRIGGER service_journal_ajout;
DROP TRIGGER service_journal_modification;
DROP TRIGGER service_journal_suppression;
DROP TRIGGER correspondant_journal_ajout;
DROP TRIGGER correspondant_journal_modification;
DROP TRIGGER correspondant_journal_suppression;
DROP TRIGGER commune_journal_ajout;
DROP TRIGGER commune_journal_modification;
DROP TRIGGER commune_journal_suppression;
DROP TRIGGER delai_journal_ajout;
DROP TRIGGER delai_journal_modification;
DROP TRIGGER delai_journal_suppression;
DROP TRIGGER modele_courrier_journal_ajout;
DROP TRIGGER modele_courrier_journal_modification;
DROP TRIGGER modele_courrier_journal_suppression;
DROP TRIGGER reglage_courrier_journal_ajout;
DROP TRIGGER reglage_courrier_journal_modification;
DROP TRIGGER reglage_courrier_journal_suppression;
DROP VIEW journal_lu;
DROP TRIGGER journal_scelle;
DROP TABLE journal_tete;
DROP TABLE journal_sceau;
DROP INDEX journal_par_qui;
DROP INDEX journal_par_quand;
CREATE TABLE journal_copie AS SELECT * FROM journal;
DROP TABLE journal;
CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  quand TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  qui TEXT NOT NULL DEFAULT (vigie_utilisateur()),
  operation TEXT NOT NULL,
  nom_table TEXT NOT NULL,
  ligne TEXT,
  dossier_id TEXT,
  avant TEXT,
  apres TEXT
);
INSERT INTO journal SELECT id, quand, qui, operation, nom_table, ligne, dossier_id, avant, apres FROM journal_copie ORDER BY id;
DROP TABLE journal_copie;
CREATE INDEX journal_par_dossier ON journal (dossier_id, id);
CREATE INDEX journal_par_ligne ON journal (ligne, id);
CREATE TRIGGER journal_sans_modification BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER journal_sans_suppression BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
