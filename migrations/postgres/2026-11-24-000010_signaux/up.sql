-- Who listens on the channel « vigie » hears that something changed: a table, an id, a version; never a word of a dossier.
-- Anyone who can connect may listen and may notify: a notice only makes a window read again, under its own rights.

CREATE FUNCTION signaler() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_catalog.pg_notify('vigie', TG_TABLE_NAME || ' ' || NEW.id || ' ' || NEW.version);
  RETURN NULL;
END $$;
-- The header is written with every save, so it speaks for the rows below it.
CREATE TRIGGER dossier_signal AFTER INSERT OR UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION signaler();
-- A person may stand in several dossiers.
CREATE TRIGGER enfant_signal AFTER UPDATE ON enfant FOR EACH ROW EXECUTE FUNCTION signaler();

CREATE FUNCTION signaler_listes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_catalog.pg_notify('vigie', 'listes');
  RETURN NULL;
END $$;
CREATE TRIGGER valeur_signal AFTER INSERT OR UPDATE OR DELETE ON valeur FOR EACH STATEMENT EXECUTE FUNCTION signaler_listes();
CREATE TRIGGER territoire_signal AFTER INSERT OR UPDATE OR DELETE ON territoire FOR EACH STATEMENT EXECUTE FUNCTION signaler_listes();
CREATE TRIGGER service_signal AFTER INSERT OR UPDATE OR DELETE ON service FOR EACH STATEMENT EXECUTE FUNCTION signaler_listes();
CREATE TRIGGER correspondant_signal AFTER INSERT OR UPDATE OR DELETE ON correspondant FOR EACH STATEMENT EXECUTE FUNCTION signaler_listes();
CREATE TRIGGER commune_signal AFTER INSERT OR UPDATE OR DELETE ON commune FOR EACH STATEMENT EXECUTE FUNCTION signaler_listes();
CREATE TRIGGER delai_signal AFTER INSERT OR UPDATE OR DELETE ON delai FOR EACH STATEMENT EXECUTE FUNCTION signaler_listes();
