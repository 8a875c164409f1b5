DROP TRIGGER journal_scelle ON journal;
DROP FUNCTION consigner(text, text, uuid, jsonb);
DROP FUNCTION sceller_journal();
DROP FUNCTION sceller_au_commit();
DROP FUNCTION sceller(bigint);
DROP TABLE journal_attente;
DROP TABLE journal_tete;
DROP TABLE journal_sceau;
DROP FUNCTION garder_chaine();
DROP FUNCTION journal_mot(text);
DROP INDEX journal_par_tx;
DROP INDEX journal_par_qui;
DROP INDEX journal_par_quand;
ALTER TABLE journal DROP COLUMN depuis;
ALTER TABLE journal DROP COLUMN tx;
-- Lines of other kinds stay: the journal loses nothing.
ALTER TABLE journal DROP CONSTRAINT journal_operation_check;
ALTER TABLE journal ADD CONSTRAINT journal_operation_check CHECK (operation IN ('ajout', 'modification', 'suppression')) NOT VALID;
