-- Every write of a dossier: who, when, which row, what changed. Written by triggers, never by the client.

CREATE TABLE journal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  quand timestamptz NOT NULL DEFAULT now(),
  qui text NOT NULL DEFAULT session_user,
  operation text NOT NULL CHECK (operation IN ('ajout', 'modification', 'suppression')),
  nom_table text NOT NULL,
  ligne uuid NOT NULL,
  dossier_id uuid,
  avant jsonb,
  apres jsonb
);
CREATE INDEX journal_par_dossier ON journal (dossier_id, id);
CREATE INDEX journal_par_ligne ON journal (ligne, id);

-- Only the columns that differ; none of those that the database itself keeps.
CREATE FUNCTION journaliser() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  tenues constant text[] := '{id,version,cree_le,cree_par,modifie_le,modifie_par,cle_nom,cle_prenom,cle_fratrie}';
  vieux jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) - tenues END;
  neuf jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) - tenues END;
  avant jsonb; apres jsonb;
BEGIN
  SELECT jsonb_object_agg(key, value) INTO avant FROM jsonb_each(vieux) WHERE value IS DISTINCT FROM neuf -> key AND value <> 'null';
  SELECT jsonb_object_agg(key, value) INTO apres FROM jsonb_each(neuf) WHERE value IS DISTINCT FROM vieux -> key AND (TG_OP = 'UPDATE' OR value <> 'null');
  IF avant IS NOT NULL OR apres IS NOT NULL THEN
    INSERT INTO public.journal (operation, nom_table, ligne, dossier_id, avant, apres) VALUES (
      CASE TG_OP WHEN 'INSERT' THEN 'ajout' WHEN 'UPDATE' THEN 'modification' ELSE 'suppression' END,
      TG_TABLE_NAME,
      CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
      CASE TG_TABLE_NAME WHEN 'dossier' THEN CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END
        WHEN 'enfant' THEN NULL ELSE (CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END ->> 'dossier_id')::uuid END,
      avant, apres);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER dossier_journal AFTER INSERT OR UPDATE OR DELETE ON dossier FOR EACH ROW EXECUTE FUNCTION journaliser();
CREATE TRIGGER enfant_journal AFTER INSERT OR UPDATE OR DELETE ON enfant FOR EACH ROW EXECUTE FUNCTION journaliser();
CREATE TRIGGER enfant_concerne_journal AFTER INSERT OR UPDATE OR DELETE ON enfant_concerne FOR EACH ROW EXECUTE FUNCTION journaliser();
CREATE TRIGGER adulte_journal AFTER INSERT OR UPDATE OR DELETE ON adulte FOR EACH ROW EXECUTE FUNCTION journaliser();
CREATE TRIGGER adulte_enfant_journal AFTER INSERT OR UPDATE OR DELETE ON adulte_enfant FOR EACH ROW EXECUTE FUNCTION journaliser();
CREATE TRIGGER motif_enfant_journal AFTER INSERT OR UPDATE OR DELETE ON motif_enfant FOR EACH ROW EXECUTE FUNCTION journaliser();
CREATE TRIGGER conclusion_enfant_journal AFTER INSERT OR UPDATE OR DELETE ON conclusion_enfant FOR EACH ROW EXECUTE FUNCTION journaliser();
CREATE TRIGGER traitement_journal AFTER INSERT OR UPDATE OR DELETE ON traitement FOR EACH ROW EXECUTE FUNCTION journaliser();

CREATE FUNCTION refuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'le journal ne se modifie pas';
END $$;
CREATE TRIGGER journal_fige BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuser();
