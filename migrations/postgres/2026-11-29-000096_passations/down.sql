DROP PROCEDURE lire_ailleurs(text[], text[], text, text, date, text);
DROP FUNCTION document_ailleurs(text[], text[], text, text, date);
DROP FUNCTION consulter_ailleurs(text[], text[], text, text, date);
DROP FUNCTION enfants_ailleurs(text[], text[], text, text, date);
DROP PROCEDURE lire_passations(text, text);
DROP FUNCTION document_passations(uuid[]);
DROP FUNCTION consulter_passations(uuid);
CREATE FUNCTION connus_ailleurs(noms text[], sons text[], le_prenom text, son_du_prenom text, naissance date)
RETURNS TABLE (territoire text, telephone text, courriel text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  connu record;
BEGIN
  IF naissance IS NULL OR to_regprocedure('public.peut_lire(uuid)') IS NULL THEN
    RETURN;
  END IF;
  FOR connu IN
    SELECT DISTINCT ON (e.id) e.id, d.territoire AS place
      FROM public.enfant e
      JOIN public.enfant_concerne ec ON ec.enfant_id = e.id
      JOIN public.dossier d ON d.id = ec.dossier_id
     WHERE e.date_naissance = naissance
       AND (e.son_prenom = son_du_prenom OR e.cle_prenom = le_prenom)
       AND (e.cle_nom = ANY (noms) OR e.cle_nom2 = ANY (noms) OR e.son_nom = ANY (sons) OR e.son_nom2 = ANY (sons))
       AND NOT EXISTS (
         SELECT 1 FROM public.enfant_concerne autre WHERE autre.enfant_id = e.id AND public.peut_lire(autre.dossier_id))
     ORDER BY e.id, d.date_reception DESC NULLS LAST
     LIMIT 10
  LOOP
    INSERT INTO public.regard_exterieur (qui, enfant_id, territoire)
      SELECT session_user, connu.id, connu.place
       WHERE NOT EXISTS (
         SELECT 1 FROM public.regard_exterieur r
          WHERE r.qui = session_user AND r.enfant_id = connu.id AND r.quand > now() - interval '1 hour');
    RETURN QUERY SELECT t.libelle, t.telephone, t.courriel FROM public.territoire t WHERE t.id = connu.place;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION connus_ailleurs(text[], text[], text, text, date) FROM PUBLIC;
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
    NEW.repondue_le := now();
    NEW.repondue_par := session_user;
  END IF;
  RETURN NEW;
END $$;
