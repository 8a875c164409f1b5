-- Two informations on one child within that time of each other are told: a length like the others,
-- kept with them and with their history.
INSERT INTO delai (code, libelle, longueur, unite, depart, article, condition, note) VALUES
  ('A01', 'Deux informations rapprochées pour un même enfant', 90, 'jours', 'information_precedente', '', '', 'Alerte : signale le dossier, n’engage aucune échéance')
ON CONFLICT (code) DO NOTHING;

-- A child who is known where the caller may read nothing: by which territory, and whom to call; never which
-- dossier, nor which child. Asked with a name, a first name and the day of birth, so that nobody fishes;
-- each answer leaves its trace, once an hour. In a base without rights nothing is hidden, and nothing is told.
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
