-- The journal sealed: each line hashed with the one before, so that none can be changed, removed or put in between unseen.
-- Sealing is done by who commits, when nobody else is at it; who finds it taken leaves its lines to the next,
-- so that no commit ever waits for another's.

ALTER TABLE journal DROP CONSTRAINT journal_operation_check;
ALTER TABLE journal ADD CONSTRAINT journal_operation_check CHECK (operation IN (
  'ajout', 'modification', 'suppression',
  'consultation', 'export', 'impression', 'refus', 'compte', 'droit', 'chargement', 'import', 'recherche'));
ALTER TABLE journal ALTER COLUMN ligne DROP NOT NULL;
-- The transaction that wrote the line: a text may be handed out only once its line is there for good.
ALTER TABLE journal ADD COLUMN tx xid8;
ALTER TABLE journal ALTER COLUMN tx SET DEFAULT pg_current_xact_id();
-- Address of the workstation, and the program as it names itself.
ALTER TABLE journal ADD COLUMN depuis text;
ALTER TABLE journal ALTER COLUMN depuis SET DEFAULT concat_ws(' ', coalesce(host(inet_client_addr()), 'local'), nullif(current_setting('application_name'), ''));
-- Sealed with the texts and shown to nobody: without it, a seal would let who may not read a text try guesses at it.
ALTER TABLE journal ADD COLUMN sel uuid NOT NULL DEFAULT gen_random_uuid();
CREATE INDEX journal_par_quand ON journal (quand, id);
CREATE INDEX journal_par_qui ON journal (qui, id);
CREATE INDEX journal_par_tx ON journal (tx) WHERE tx IS NOT NULL;

-- The chain: rank without gaps, hash of the seal before and of the line. Read by the audit, written by sceller().
CREATE TABLE journal_sceau (
  rang bigint PRIMARY KEY CHECK (rang > 0),
  ligne bigint NOT NULL UNIQUE,
  empreinte bytea NOT NULL CHECK (length(empreinte) = 32)
);
-- Where the chain ends; its row is also the lock of who seals. Read by the audit.
CREATE TABLE journal_tete (
  une boolean PRIMARY KEY DEFAULT true CHECK (une),
  rang bigint NOT NULL,
  empreinte bytea NOT NULL
);
INSERT INTO journal_tete (rang, empreinte) VALUES (0, decode(repeat('00', 32), 'hex'));
-- Lines committed while somebody else was sealing. Read by the audit.
CREATE TABLE journal_attente (ligne bigint PRIMARY KEY);

-- A value with its length before it, so that no two lines are written alike.
CREATE FUNCTION journal_mot(mot text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN mot IS NULL THEN '-' ELSE pg_catalog.octet_length(mot) || ':' || mot END
$$;

-- What stands in the chain for the texts of a line.
CREATE FUNCTION journal_textes(sel uuid, avant jsonb, apres jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(sel::text || public.journal_mot(avant::text) || public.journal_mot(apres::text), 'UTF8')), 'hex')
$$;

-- Seals what waits and, if `premiere` is given, the lines of this transaction from that one on.
-- False: somebody else is sealing.
CREATE FUNCTION sceller(premiere bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  l record;
  n bigint;
  h bytea;
  depart bigint;
BEGIN
  SELECT rang, empreinte INTO n, h FROM public.journal_tete FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN false; END IF;
  depart := n;
  FOR l IN
    SELECT j.* FROM (
        SELECT ligne AS id FROM public.journal_attente
        UNION SELECT id FROM public.journal WHERE id >= premiere AND tx = pg_current_xact_id()
      ) a JOIN public.journal j USING (id)
      WHERE NOT EXISTS (SELECT 1 FROM public.journal_sceau s WHERE s.ligne = j.id)
      ORDER BY j.id
  LOOP
    n := n + 1;
    h := sha256(convert_to(encode(h, 'hex') || public.journal_mot(n::text) || public.journal_mot(l.id::text)
      || public.journal_mot((extract(epoch FROM l.quand) * 1000000)::bigint::text) || public.journal_mot(l.qui)
      || public.journal_mot(l.depuis) || public.journal_mot(l.tx::text) || public.journal_mot(l.operation)
      || public.journal_mot(l.nom_table) || public.journal_mot(l.ligne::text) || public.journal_mot(l.dossier_id::text)
      || public.journal_mot(public.journal_textes(l.sel, l.avant, l.apres)), 'UTF8'));
    INSERT INTO public.journal_sceau (rang, ligne, empreinte) VALUES (n, l.id, h);
  END LOOP;
  DELETE FROM public.journal_attente a USING public.journal_sceau s WHERE s.ligne = a.ligne;
  IF n > depart THEN
    UPDATE public.journal_tete SET rang = n, empreinte = h;
  END IF;
  RETURN true;
END $$;

-- Once a transaction at its commit: the other lines find theirs done. Another isolation would fail on the
-- head that moved since, so it leaves its lines to the next.
CREATE FUNCTION sceller_au_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  fait boolean := false;
BEGIN
  IF EXISTS (SELECT 1 FROM public.journal_sceau WHERE ligne = NEW.id)
    OR EXISTS (SELECT 1 FROM public.journal_attente WHERE ligne = NEW.id) THEN
    RETURN NULL;
  END IF;
  IF current_setting('transaction_isolation') = 'read committed' THEN
    fait := public.sceller(NEW.id);
  END IF;
  IF NOT fait THEN
    INSERT INTO public.journal_attente (ligne)
      SELECT id FROM public.journal WHERE id >= NEW.id AND tx = pg_current_xact_id() ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_scelle AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION sceller_au_commit();

-- Everything that waits, now: before a verification, before a head is told.
CREATE FUNCTION sceller_journal() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM 1 FROM public.journal_tete FOR UPDATE;
  PERFORM public.sceller(NULL);
END $$;

-- What is told beside the writes, by whoever does it: who is session_user, whatever role was taken.
CREATE FUNCTION consigner(operation text, nom_table text, dossier uuid, detail jsonb) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  n bigint;
BEGIN
  IF consigner.operation IS NULL OR consigner.operation NOT IN ('consultation', 'export', 'impression', 'refus', 'compte', 'droit', 'chargement', 'import', 'recherche')
    OR consigner.nom_table IS NULL OR consigner.nom_table !~ '^[a-z_]{1,40}$' OR octet_length(consigner.detail::text) > 16384 THEN
    RAISE EXCEPTION 'le journal refuse cette ligne';
  END IF;
  INSERT INTO public.journal (operation, nom_table, ligne, dossier_id, apres)
    VALUES (consigner.operation, consigner.nom_table, consigner.dossier, consigner.dossier, consigner.detail)
    RETURNING id INTO n;
  RETURN n;
END $$;

-- What a verification hashes again: every line of the chain from a rank on, the digest in the place of its texts.
-- Called by the audit.
CREATE FUNCTION journal_a_verifier(depuis_rang bigint, jusqua bigint, nombre integer)
  RETURNS TABLE (rang bigint, ligne bigint, empreinte text, id bigint, quand text, qui text, depuis text, tx text,
    operation text, nom_table text, sur text, dossier text, textes text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.rang, s.ligne, encode(s.empreinte, 'hex'), j.id, (extract(epoch FROM j.quand) * 1000000)::bigint::text, j.qui, j.depuis, j.tx::text,
    j.operation, j.nom_table, j.ligne::text, j.dossier_id::text, public.journal_textes(j.sel, j.avant, j.apres)
  FROM public.journal_sceau s LEFT JOIN public.journal j ON j.id = s.ligne
  WHERE s.rang > depuis_rang AND s.rang <= jusqua ORDER BY s.rang LIMIT nombre
$$;

-- The first line that has no seal and waits for none. Called by the audit.
CREATE FUNCTION journal_hors_chaine() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT min(j.id) FROM public.journal j
  WHERE NOT EXISTS (SELECT 1 FROM public.journal_sceau s WHERE s.ligne = j.id)
    AND NOT EXISTS (SELECT 1 FROM public.journal_attente a WHERE a.ligne = j.id)
$$;

-- The journal as it is looked through: no texts, the number of the dossier. Read by the audit.
CREATE VIEW journal_lu AS
  SELECT j.id, j.quand, j.qui, j.depuis, j.operation, j.nom_table, j.ligne, j.dossier_id, d.numero
  FROM journal j LEFT JOIN dossier d ON d.id = j.dossier_id;

-- The texts of one line, before and after, to who has left a line that says so, committed, a moment ago.
CREATE FUNCTION journal_detail(numero_ligne bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT jsonb_build_array(j.avant, j.apres)::text FROM public.journal j
  WHERE j.id = numero_ligne AND EXISTS (
    SELECT 1 FROM public.journal t
    WHERE t.qui = session_user AND t.operation = 'consultation' AND t.nom_table = 'journal' AND t.apres ->> 'ligne' = numero_ligne::text
      AND t.quand > now() - interval '10 seconds' AND pg_xact_status(t.tx) = 'committed')
$$;
-- Committed in between: what is read inside a transaction that is then rolled back would leave no line.
CREATE PROCEDURE lire_ligne_journal(numero_ligne bigint, INOUT textes text) LANGUAGE plpgsql AS $$
DECLARE
  sur uuid := (SELECT l.dossier_id FROM public.journal_lu l WHERE l.id OPERATOR(pg_catalog.=) numero_ligne);
BEGIN
  PERFORM public.consigner('consultation', 'journal', sur, pg_catalog.jsonb_build_object('ligne', numero_ligne));
  COMMIT;
  textes := public.journal_detail(numero_ligne);
END $$;

-- Nothing of it ever changes, for its owner either.
CREATE TRIGGER journal_sceau_fige BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_sceau FOR EACH STATEMENT EXECUTE FUNCTION refuser();
CREATE TRIGGER journal_tete_figee BEFORE INSERT OR DELETE OR TRUNCATE ON journal_tete FOR EACH STATEMENT EXECUTE FUNCTION refuser();
CREATE TRIGGER journal_attente_figee BEFORE UPDATE OR TRUNCATE ON journal_attente FOR EACH STATEMENT EXECUTE FUNCTION refuser();
CREATE FUNCTION garder_chaine() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_TABLE_NAME = 'journal_tete' THEN
    IF NEW.rang > OLD.rang AND EXISTS (SELECT 1 FROM public.journal_sceau s WHERE s.rang = NEW.rang AND s.empreinte = NEW.empreinte) THEN
      RETURN NEW;
    END IF;
  ELSIF EXISTS (SELECT 1 FROM public.journal_sceau s WHERE s.ligne = OLD.ligne) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'le journal ne se modifie pas';
END $$;
CREATE TRIGGER journal_tete_avance BEFORE UPDATE ON journal_tete FOR EACH ROW EXECUTE FUNCTION garder_chaine();
CREATE TRIGGER journal_attente_scellee BEFORE DELETE ON journal_attente FOR EACH ROW EXECUTE FUNCTION garder_chaine();

-- The lines of before take their place in the chain.
INSERT INTO journal_attente (ligne) SELECT id FROM journal;
SELECT sceller_journal();

-- The parameters: who changed a list, a delay, a template. Filling a new base is no change.
CREATE FUNCTION journaliser_parametre() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  tenues constant text[] := '{version,cree_le,cree_par,modifie_le,modifie_par}';
  cle constant text := TG_ARGV[0];
  vieux jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) - tenues END;
  neuf jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) - tenues END;
  avant jsonb; apres jsonb;
BEGIN
  IF vieux = neuf OR (TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM public.journal)) THEN RETURN NULL; END IF;
  SELECT jsonb_object_agg(key, value) INTO avant FROM jsonb_each(vieux) WHERE value IS DISTINCT FROM neuf -> key AND value <> 'null' OR key = cle;
  SELECT jsonb_object_agg(key, value) INTO apres FROM jsonb_each(neuf) WHERE value IS DISTINCT FROM vieux -> key AND (TG_OP = 'UPDATE' OR value <> 'null') OR key = cle;
  INSERT INTO public.journal (operation, nom_table, avant, apres) VALUES (
    CASE TG_OP WHEN 'INSERT' THEN 'ajout' WHEN 'UPDATE' THEN 'modification' ELSE 'suppression' END, TG_TABLE_NAME, avant, apres);
  RETURN NULL;
END $$;
CREATE TRIGGER liste_journal AFTER INSERT OR UPDATE OR DELETE ON liste FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('code');
CREATE TRIGGER valeur_journal AFTER INSERT OR UPDATE OR DELETE ON valeur FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('id');
CREATE TRIGGER territoire_journal AFTER INSERT OR UPDATE OR DELETE ON territoire FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('id');
CREATE TRIGGER service_journal AFTER INSERT OR UPDATE OR DELETE ON service FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('id');
CREATE TRIGGER correspondant_journal AFTER INSERT OR UPDATE OR DELETE ON correspondant FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('id');
CREATE TRIGGER commune_journal AFTER INSERT OR UPDATE OR DELETE ON commune FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('code');
CREATE TRIGGER delai_journal AFTER INSERT OR UPDATE OR DELETE ON delai FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('code');
CREATE TRIGGER modele_courrier_journal AFTER INSERT OR UPDATE OR DELETE ON modele_courrier FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('code');
CREATE TRIGGER reglage_courrier_journal AFTER INSERT OR UPDATE OR DELETE ON reglage_courrier FOR EACH ROW EXECUTE FUNCTION journaliser_parametre('code');
