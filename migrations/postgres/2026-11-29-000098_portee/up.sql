-- What a policy asks of each row is asked of an index, and not of a function that asks who the person is again.
-- The views are read with the rights of their owner: a policy that reads a table under a policy would go in circles.

-- The dossiers attributed to a service of this person, but for an attribution that was cancelled.
CREATE VIEW mes_attributions WITH (security_barrier) AS
  SELECT t.dossier_id FROM traitement t
  WHERE t.service = ANY ((SELECT mes_services())::text[]) AND t.etat IS DISTINCT FROM 'etat_traitement/annule';

-- The children of the dossiers of one's territories, and of those attributed to one's services.
CREATE VIEW mes_enfants WITH (security_barrier) AS
  SELECT c.enfant_id FROM enfant_concerne c
  WHERE c.territoire = ANY ((SELECT mes_territoires())::text[])
    OR ((SELECT mes_services() <> '{}') AND EXISTS (SELECT 1 FROM traitement t WHERE t.dossier_id = c.dossier_id
      AND t.service = ANY ((SELECT mes_services())::text[]) AND t.etat IS DISTINCT FROM 'etat_traitement/annule'));

-- One index answers both questions: whose child, and where.
DROP INDEX enfant_concerne_par_enfant;
CREATE INDEX enfant_concerne_par_enfant ON enfant_concerne (enfant_id) INCLUDE (territoire, dossier_id);

-- Asked a few times a statement: one query each.
CREATE OR REPLACE FUNCTION mes_territoires() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN ARRAY (SELECT t.territoire FROM utilisateur_territoire t JOIN utilisateur u ON u.login = t.login JOIN utilisateur_role r ON r.login = t.login
    WHERE t.login = session_user AND u.actif AND r.role = 'territoire');
END $$;

CREATE OR REPLACE FUNCTION mes_services() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN ARRAY (SELECT s.service FROM utilisateur_service s JOIN utilisateur u ON u.login = s.login JOIN utilisateur_role r ON r.login = s.login
    WHERE s.login = session_user AND u.actif AND r.role = 'territoire');
END $$;

CREATE OR REPLACE FUNCTION enfant_visible(enfant uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM mes_enfants m WHERE m.enfant_id = enfant_visible.enfant) OR voit_tout();
END $$;

-- Child by child, not a join: a barrier is not looked into by an index, and all the children would be gathered for a name.
-- Its cost is told, so that a name is asked once and not beside each child who bears it.
CREATE OR REPLACE FUNCTION nom_visible(nature text, nom text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER COST 5000 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN voit_tout() OR CASE nom_visible.nature
    WHEN 'prenom' THEN EXISTS (SELECT 1 FROM enfant e WHERE e.cle_prenom = nom_visible.nom AND (SELECT true FROM mes_enfants m WHERE m.enfant_id = e.id LIMIT 1))
    ELSE EXISTS (SELECT 1 FROM enfant e WHERE e.cle_nom = nom_visible.nom AND (SELECT true FROM mes_enfants m WHERE m.enfant_id = e.id LIMIT 1))
      OR EXISTS (SELECT 1 FROM enfant e WHERE e.cle_nom2 = nom_visible.nom AND (SELECT true FROM mes_enfants m WHERE m.enfant_id = e.id LIMIT 1)) END;
END $$;

-- Where rights are installed, they are put in place again after a migration; until then nobody sees a row.
DO $$ DECLARE p record; BEGIN
  FOR p IN SELECT polname, polrelid::regclass AS de FROM pg_policy LOOP EXECUTE format('DROP POLICY %I ON %s', p.polname, p.de); END LOOP;
END $$;
DROP FUNCTION mes_attribues();
