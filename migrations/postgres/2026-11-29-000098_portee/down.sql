DO $$ DECLARE p record; BEGIN
  FOR p IN SELECT polname, polrelid::regclass AS de FROM pg_policy LOOP EXECUTE format('DROP POLICY %I ON %s', p.polname, p.de); END LOOP;
END $$;
CREATE OR REPLACE FUNCTION mes_territoires() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN a_role('territoire') THEN ARRAY (SELECT territoire FROM utilisateur_territoire WHERE login = session_user) ELSE '{}' END;
END $$;

CREATE OR REPLACE FUNCTION mes_services() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN a_role('territoire') THEN ARRAY (SELECT service FROM utilisateur_service WHERE login = session_user) ELSE '{}' END;
END $$;

CREATE OR REPLACE FUNCTION mes_attribues() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT t.dossier_id FROM traitement t
    WHERE t.service = ANY (mes_services()) AND t.etat IS DISTINCT FROM 'etat_traitement/annule';
END $$;

CREATE OR REPLACE FUNCTION enfant_visible(enfant uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE territoires constant text[] := mes_territoires(); services constant text[] := mes_services();
BEGIN
  RETURN EXISTS (SELECT 1 FROM enfant_concerne c WHERE c.enfant_id = enfant_visible.enfant AND (c.territoire = ANY (territoires)
    OR EXISTS (SELECT 1 FROM traitement t WHERE t.dossier_id = c.dossier_id AND t.service = ANY (services) AND t.etat IS DISTINCT FROM 'etat_traitement/annule')))
    OR voit_tout();
END $$;

CREATE OR REPLACE FUNCTION nom_visible(nature text, nom text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE nom_visible.nature
    WHEN 'prenom' THEN EXISTS (SELECT 1 FROM enfant e WHERE e.cle_prenom = nom_visible.nom AND enfant_visible(e.id))
    ELSE EXISTS (SELECT 1 FROM enfant e WHERE e.cle_nom = nom_visible.nom AND enfant_visible(e.id))
      OR EXISTS (SELECT 1 FROM enfant e WHERE e.cle_nom2 = nom_visible.nom AND enfant_visible(e.id)) END;
END $$;

DROP VIEW mes_enfants, mes_attributions;
DROP INDEX enfant_concerne_par_enfant;
CREATE INDEX enfant_concerne_par_enfant ON enfant_concerne (enfant_id);
