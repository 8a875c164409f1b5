-- How this base came to be, when it was filled from an export: it does not leave with the rest.
-- Added to by the restoration alone; read by administration and audit.
CREATE TABLE restauration (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  quand timestamptz NOT NULL DEFAULT now(),
  qui text NOT NULL DEFAULT session_user,
  empreinte text NOT NULL CHECK (length(empreinte) = 64),
  lignes integer NOT NULL
);
-- What children's pseudonyms are made with: the same for as long as the base lives, so that years can be joined.
-- Read by who makes the national export; never changed.
CREATE TABLE cle_pseudonyme (
  id integer PRIMARY KEY CHECK (id = 1),
  cle text NOT NULL CHECK (length(cle) = 64)
);
INSERT INTO cle_pseudonyme (id, cle)
  VALUES (1, encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'));

CREATE FUNCTION sortie_figee() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  RAISE EXCEPTION 'cette table ne se modifie pas';
END $$;
CREATE TRIGGER restauration_figee BEFORE UPDATE OR DELETE OR TRUNCATE ON restauration FOR EACH STATEMENT EXECUTE FUNCTION sortie_figee();
CREATE TRIGGER cle_pseudonyme_figee BEFORE UPDATE OR DELETE OR TRUNCATE ON cle_pseudonyme FOR EACH STATEMENT EXECUTE FUNCTION sortie_figee();
