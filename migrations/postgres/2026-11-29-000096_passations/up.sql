-- Why a dossier is offered to another territory, and why it is refused, tell of a family: they are read as texts
-- are, the right checked and a line committed first. So is where a child is known whose dossiers one may not read.

-- The wishes on this dossier; without one, those that this person is asked to answer. A line for each dossier.
CREATE FUNCTION consulter_passations(du_dossier uuid) RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE lus uuid[];
BEGIN
  lus := ARRAY (SELECT p.id FROM passation p WHERE CASE WHEN du_dossier IS NULL
      THEN p.etat = 'demandee' AND (voit_tout() OR p.vers = ANY (mes_territoires()))
      ELSE p.dossier_id = du_dossier AND peut_lire(du_dossier) END
    ORDER BY p.id DESC LIMIT 200);
  PERFORM consigner('consultation', 'passation', d.id, jsonb_build_object('numero', d.numero))
    FROM dossier d WHERE d.id IN (SELECT p.dossier_id FROM passation p WHERE p.id = ANY (lus));
  RETURN lus;
END $$;

-- Who is asked learns of whom: they must be able to answer. Whose dossier it is reads the answer too.
CREATE FUNCTION document_passations(passations uuid[]) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT trace_ecrite(ARRAY (SELECT DISTINCT p.dossier_id FROM passation p WHERE p.id = ANY (passations))) THEN RETURN NULL; END IF;
  RETURN (SELECT json_agg(json_build_array(p.id, p.dossier_id, d.numero, d.fratrie, p.de, p.vers, p.motif, p.etat, p.reponse,
      p.cree_le::text, p.cree_par, p.repondue_le::text, p.repondue_par, CASE WHEN voit_tout() OR p.vers = ANY (mes_territoires()) THEN 'oui' END) ORDER BY p.id DESC)
    FROM passation p JOIN dossier d ON d.id = p.dossier_id WHERE p.id = ANY (passations)
      AND (peut_lire(p.dossier_id) OR (p.etat = 'demandee' AND p.vers = ANY (mes_territoires()))));
END $$;

CREATE PROCEDURE lire_passations(du_dossier text, INOUT documents text) LANGUAGE plpgsql AS $$
DECLARE ids uuid[];
BEGIN
  ids := public.consulter_passations(du_dossier::uuid);
  COMMIT;
  documents := public.document_passations(ids);
END $$;

-- Only who follows a dossier takes back what was asked for it.
CREATE OR REPLACE FUNCTION passer_dossier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.etat <> 'demandee' OR NEW.de IS DISTINCT FROM (SELECT d.territoire FROM dossier d WHERE d.id = NEW.dossier_id) THEN
      RAISE EXCEPTION 'une passation commence par une demande' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.etat <> 'demandee' OR (NEW.id, NEW.dossier_id, NEW.de, NEW.vers) IS DISTINCT FROM (OLD.id, OLD.dossier_id, OLD.de, OLD.vers) THEN
    -- The cascade of the dossier that moves is all that a wish answered may still know.
    IF (to_jsonb(NEW) - '{territoire,version,modifie_le,modifie_par}'::text[]) = (to_jsonb(OLD) - '{territoire,version,modifie_le,modifie_par}'::text[]) THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'une passation répondue ne change plus' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.etat <> OLD.etat THEN
    IF NEW.etat IN ('acceptee', 'refusee') AND NOT (voit_tout() OR NEW.vers = ANY (mes_territoires())) THEN
      RAISE EXCEPTION 'seul le territoire demandé répond à une passation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.etat = 'retiree' AND NOT peut_lire(NEW.dossier_id) THEN
      RAISE EXCEPTION 'seul qui suit le dossier retire une passation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.repondue_le := now();
    NEW.repondue_par := session_user;
  END IF;
  RETURN NEW;
END $$;

DROP FUNCTION connus_ailleurs(text[], text[], text, text, date);

-- Children of that name and day of birth whose every dossier is closed to this person: for the two functions below.
CREATE FUNCTION enfants_ailleurs(noms text[], sons text[], le_prenom text, son_du_prenom text, naissance date)
RETURNS TABLE (enfant uuid, place text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT ON (e.id) e.id, d.territoire
    FROM public.enfant e
    JOIN public.enfant_concerne ec ON ec.enfant_id = e.id
    JOIN public.dossier d ON d.id = ec.dossier_id
   WHERE e.date_naissance = naissance
     AND (e.son_prenom = son_du_prenom OR e.cle_prenom = le_prenom)
     AND (e.cle_nom = ANY (noms) OR e.cle_nom2 = ANY (noms) OR e.son_nom = ANY (sons) OR e.son_nom2 = ANY (sons))
     AND NOT EXISTS (
       SELECT 1 FROM public.enfant_concerne autre WHERE autre.enfant_id = e.id AND public.peut_lire(autre.dossier_id))
   ORDER BY e.id, d.date_reception DESC NULLS LAST
   LIMIT 10;
END $$;

-- The trace of a look, once an hour; it tells nothing. The transaction counts as one that wrote whether somebody
-- was found or not, so that its number tells nothing either.
CREATE FUNCTION consulter_ailleurs(noms text[], sons text[], le_prenom text, son_du_prenom text, naissance date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_current_xact_id();
  INSERT INTO public.regard_exterieur (qui, enfant_id, territoire)
    SELECT session_user, a.enfant, a.place FROM public.enfants_ailleurs(noms, sons, le_prenom, son_du_prenom, naissance) a
     WHERE NOT EXISTS (SELECT 1 FROM public.regard_exterieur r
       WHERE r.qui = session_user AND r.enfant_id = a.enfant AND r.quand > now() - interval '1 hour');
END $$;

-- By which territory, and whom to call; never which dossier, nor which child. Asked with a name, a first name and
-- the day of birth, so that nobody fishes; told only once the trace is there for good.
CREATE FUNCTION document_ailleurs(noms text[], sons text[], le_prenom text, son_du_prenom text, naissance date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
    RAISE EXCEPTION 'un enfant se cherche hors de toute écriture' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN (SELECT json_agg(DISTINCT jsonb_build_array(t.libelle, t.telephone, t.courriel))
    FROM public.enfants_ailleurs(noms, sons, le_prenom, son_du_prenom, naissance) a JOIN public.territoire t ON t.id = a.place
   WHERE EXISTS (SELECT 1 FROM public.regard_exterieur r
     WHERE r.qui = session_user AND r.enfant_id = a.enfant AND r.quand > now() - interval '61 minutes'));
END $$;

CREATE PROCEDURE lire_ailleurs(noms text[], sons text[], le_prenom text, son_du_prenom text, naissance date, INOUT documents text)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM public.consulter_ailleurs(noms, sons, le_prenom, son_du_prenom, naissance);
  COMMIT;
  documents := public.document_ailleurs(noms, sons, le_prenom, son_du_prenom, naissance);
END $$;

REVOKE ALL ON FUNCTION consulter_passations(uuid), document_passations(uuid[]), enfants_ailleurs(text[], text[], text, text, date),
  consulter_ailleurs(text[], text[], text, text, date), document_ailleurs(text[], text[], text, text, date) FROM PUBLIC;
REVOKE ALL ON PROCEDURE lire_passations(text, text), lire_ailleurs(text[], text[], text, text, date, text) FROM PUBLIC;
