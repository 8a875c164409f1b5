-- Who may do what: asked of these functions by every policy, view and reading function.
-- The name is always that of the session: SET ROLE changes current_user, never session_user.
-- What is granted to whom, and the policies themselves, are put in place by « vigie base installer ».

CREATE INDEX traitement_par_service ON traitement (service, dossier_id);

-- Does this session own the base? True for the administrator of the server, never for a person's account.
CREATE FUNCTION maitre() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT pg_has_role(session_user, c.relowner, 'MEMBER') FROM pg_class c WHERE c.oid = 'public.dossier'::regclass);
END $$;

-- Has this person one of these roles, by an account that is open?
CREATE FUNCTION a_role(VARIADIC roles text[]) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM utilisateur u JOIN utilisateur_role r ON r.login = u.login
    WHERE u.login = session_user AND u.actif AND r.role = ANY (roles));
END $$;

-- The roles of this person, for the window; nothing for who owns the base, who has them all.
CREATE FUNCTION mes_roles() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN maitre() THEN NULL ELSE ARRAY (SELECT r.role FROM utilisateur u JOIN utilisateur_role r ON r.login = u.login
    WHERE u.login = session_user AND u.actif ORDER BY r.role) END;
END $$;

-- The cell sees every dossier.
CREATE FUNCTION voit_tout() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN a_role('saisie', 'encadrement') OR maitre();
END $$;

-- Facts without a name are for the observatory too.
CREATE FUNCTION voit_faits() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN a_role('saisie', 'encadrement', 'observatoire') OR maitre();
END $$;

CREATE FUNCTION mes_territoires() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN a_role('territoire') THEN ARRAY (SELECT territoire FROM utilisateur_territoire WHERE login = session_user) ELSE '{}' END;
END $$;

CREATE FUNCTION mes_services() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN a_role('territoire') THEN ARRAY (SELECT service FROM utilisateur_service WHERE login = session_user) ELSE '{}' END;
END $$;

-- The dossiers attributed to a service of this person, but for an attribution that was cancelled.
CREATE FUNCTION mes_attribues() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT t.dossier_id FROM traitement t
    WHERE t.service = ANY (mes_services()) AND t.etat IS DISTINCT FROM 'etat_traitement/annule';
END $$;

CREATE FUNCTION peut_lire(dossier uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM dossier d WHERE d.id = peut_lire.dossier AND (voit_tout() OR d.territoire = ANY (mes_territoires())
    OR EXISTS (SELECT 1 FROM traitement t WHERE t.dossier_id = d.id AND t.service = ANY (mes_services()) AND t.etat IS DISTINCT FROM 'etat_traitement/annule')));
END $$;

-- A child is seen through a dossier that one may read.
CREATE FUNCTION enfant_visible(enfant uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE territoires constant text[] := mes_territoires(); services constant text[] := mes_services();
BEGIN
  RETURN EXISTS (SELECT 1 FROM enfant_concerne c WHERE c.enfant_id = enfant_visible.enfant AND (c.territoire = ANY (territoires)
    OR EXISTS (SELECT 1 FROM traitement t WHERE t.dossier_id = c.dossier_id AND t.service = ANY (services) AND t.etat IS DISTINCT FROM 'etat_traitement/annule')))
    OR voit_tout();
END $$;

-- May this child be put in a dossier? One that is seen, or one's own that hangs on nothing yet: an id that
-- was heard of must not open the child behind it, and a foreign key asks nobody's right.
CREATE FUNCTION enfant_a_relier(enfant uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN enfant_visible(enfant) OR (NOT EXISTS (SELECT 1 FROM enfant_concerne c WHERE c.enfant_id = enfant_a_relier.enfant)
    AND NOT EXISTS (SELECT 1 FROM fusion_enfant f WHERE f.absorbe = enfant_a_relier.enfant)
    AND EXISTS (SELECT 1 FROM enfant e WHERE e.id = enfant_a_relier.enfant AND e.cree_par = session_user));
END $$;

-- Does a child that this person sees bear this folded name?
CREATE FUNCTION nom_visible(nature text, nom text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE nom_visible.nature
    WHEN 'prenom' THEN EXISTS (SELECT 1 FROM enfant e WHERE e.cle_prenom = nom_visible.nom AND enfant_visible(e.id))
    ELSE EXISTS (SELECT 1 FROM enfant e WHERE e.cle_nom = nom_visible.nom AND enfant_visible(e.id))
      OR EXISTS (SELECT 1 FROM enfant e WHERE e.cle_nom2 = nom_visible.nom AND enfant_visible(e.id)) END;
END $$;

-- Numbers are counted for who may not touch the counter.
ALTER FUNCTION numeroter() SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;

-- Closing and reopening are for the head of the cell.
CREATE FUNCTION garder_etat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ((TG_OP = 'INSERT' AND NEW.etat = 'etat_dossier/clos')
      OR (TG_OP = 'UPDATE' AND NEW.etat <> OLD.etat AND 'etat_dossier/clos' IN (OLD.etat, NEW.etat)))
    AND NOT (public.a_role('encadrement') OR public.maitre()) THEN
    RAISE EXCEPTION 'seul l’encadrement clôt ou rouvre un dossier' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dossier_etat BEFORE INSERT OR UPDATE OF etat ON dossier FOR EACH ROW EXECUTE FUNCTION garder_etat();

-- A dossier that another territory accepts goes there with all that hangs on it, by the base itself: who
-- accepts has no right on it yet, and who asked could take what nobody gave.
CREATE FUNCTION passer_dossier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
CREATE TRIGGER passation_garde BEFORE INSERT OR UPDATE ON passation FOR EACH ROW EXECUTE FUNCTION passer_dossier();

CREATE FUNCTION deplacer_dossier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE dossier SET territoire = NEW.vers WHERE id = NEW.dossier_id AND territoire <> NEW.vers;
  RETURN NULL;
END $$;
CREATE TRIGGER passation_acceptee AFTER UPDATE OF etat ON passation FOR EACH ROW
  WHEN (OLD.etat = 'demandee' AND NEW.etat = 'acceptee') EXECUTE FUNCTION deplacer_dossier();

-- Who undid a merge, and when, is the server's word.
CREATE FUNCTION signer_fusion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.defaite_le IS NOT NULL AND NEW.defaite_le IS DISTINCT FROM OLD.defaite_le THEN
    RAISE EXCEPTION 'une réunion défaite ne change plus' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.defaite_le IS NULL AND NEW.defaite_le IS NOT NULL THEN
    NEW.defaite_le := now();
    NEW.defaite_par := session_user;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fusion_enfant_signe BEFORE UPDATE ON fusion_enfant FOR EACH ROW EXECUTE FUNCTION signer_fusion();

-- Accounts: each person is a role of the server, made here and nowhere else. The password never comes here, only
-- its SCRAM verifier, computed by the client.

CREATE FUNCTION garder_comptes() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT (public.a_role('administration') OR public.maitre()) THEN
    RAISE EXCEPTION 'les comptes sont tenus par l’administration' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- One at a time: the last administrator is counted.
  PERFORM pg_advisory_xact_lock(hashtextextended('vigie comptes', 0));
END $$;

CREATE FUNCTION garder_verificateur(verificateur text) RETURNS void LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF verificateur !~ '^SCRAM-SHA-256\$[0-9]{4,7}:[A-Za-z0-9+/]{22,64}={0,2}\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$'
    OR split_part(split_part(verificateur, '$', 2), ':', 1)::integer < 4096 THEN
    RAISE EXCEPTION 'un mot de passe n’est reçu que sous la forme d’un vérificateur SCRAM' USING ERRCODE = 'invalid_password';
  END IF;
END $$;

-- Gives a person these roles, territories and services, in the base and in the server.
CREATE FUNCTION attribuer(compte text, roles text[], territoires text[], services text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE r text;
BEGIN
  PERFORM public.garder_comptes();
  IF NOT (roles <@ ARRAY['saisie', 'encadrement', 'territoire', 'observatoire', 'administration', 'audit']) THEN
    RAISE EXCEPTION 'rôle inconnu' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  DELETE FROM utilisateur_role WHERE login = compte;
  DELETE FROM utilisateur_territoire WHERE login = compte;
  DELETE FROM utilisateur_service WHERE login = compte;
  INSERT INTO utilisateur_role SELECT DISTINCT compte, x FROM unnest(roles) x;
  INSERT INTO utilisateur_territoire SELECT DISTINCT compte, x FROM unnest(territoires) x;
  INSERT INTO utilisateur_service SELECT DISTINCT compte, x FROM unnest(services) x;
  IF NOT EXISTS (SELECT 1 FROM utilisateur u JOIN utilisateur_role x ON x.login = u.login WHERE u.actif AND x.role = 'administration') THEN
    RAISE EXCEPTION 'il faut garder un administrateur' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  FOREACH r IN ARRAY ARRAY['saisie', 'encadrement', 'territoire', 'observatoire', 'administration', 'audit'] LOOP
    IF r = ANY (roles) AND (SELECT u.actif FROM utilisateur u WHERE u.login = compte) THEN
      EXECUTE format('GRANT %I TO %I', 'vigie_' || r, compte);
    ELSIF EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.roleid = to_regrole('vigie_' || r) AND m.member = to_regrole(quote_ident(compte))) THEN
      EXECUTE format('REVOKE %I FROM %I', 'vigie_' || r, compte);
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION creer_compte(compte text, nom text, prenom text, courriel text, verificateur text, roles text[], territoires text[], services text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM public.garder_comptes();
  IF compte !~ '^[a-z][a-z0-9_.-]{1,30}$' OR compte ~ '^(pg_|vigie_)' OR compte IN ('postgres', 'public', 'none', 'user', 'current_user', 'session_user') THEN
    RAISE EXCEPTION 'nom de compte refusé' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF to_regrole(quote_ident(compte)) IS NOT NULL OR EXISTS (SELECT 1 FROM utilisateur u WHERE u.login = compte) THEN
    RAISE EXCEPTION 'ce compte existe déjà' USING ERRCODE = 'duplicate_object';
  END IF;
  IF verificateur IS NOT NULL THEN PERFORM public.garder_verificateur(verificateur); END IF;
  EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 8 PASSWORD %L', compte, verificateur);
  INSERT INTO utilisateur (login, nom, prenom, courriel) VALUES (compte, creer_compte.nom, creer_compte.prenom, creer_compte.courriel);
  PERFORM public.attribuer(compte, roles, territoires, services);
  PERFORM public.consigner('compte', 'utilisateur', NULL, jsonb_build_object('geste', 'creation', 'compte', compte, 'roles', to_jsonb(roles), 'territoires', to_jsonb(territoires), 'services', to_jsonb(services)));
END $$;

CREATE FUNCTION modifier_compte(compte text, nom text, prenom text, courriel text, roles text[], territoires text[], services text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE avant jsonb;
BEGIN
  PERFORM public.garder_comptes();
  SELECT jsonb_build_array((SELECT jsonb_agg(x.role ORDER BY x.role) FROM utilisateur_role x WHERE x.login = u.login),
      (SELECT jsonb_agg(x.territoire ORDER BY x.territoire) FROM utilisateur_territoire x WHERE x.login = u.login),
      (SELECT jsonb_agg(x.service ORDER BY x.service) FROM utilisateur_service x WHERE x.login = u.login))
    INTO avant FROM utilisateur u WHERE u.login = compte;
  IF avant IS NULL THEN RAISE EXCEPTION 'ce compte n’existe pas' USING ERRCODE = 'undefined_object'; END IF;
  -- Nobody gives rights to themselves.
  IF compte = session_user AND avant IS DISTINCT FROM jsonb_build_array((SELECT jsonb_agg(DISTINCT x ORDER BY x) FROM unnest(roles) x),
      (SELECT jsonb_agg(DISTINCT x ORDER BY x) FROM unnest(territoires) x), (SELECT jsonb_agg(DISTINCT x ORDER BY x) FROM unnest(services) x)) THEN
    RAISE EXCEPTION 'on ne change pas ses propres droits' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE utilisateur u SET nom = modifier_compte.nom, prenom = modifier_compte.prenom, courriel = modifier_compte.courriel WHERE u.login = compte;
  PERFORM public.attribuer(compte, roles, territoires, services);
  PERFORM public.consigner('compte', 'utilisateur', NULL, jsonb_build_object('geste', 'modification', 'compte', compte, 'avant', avant, 'roles', to_jsonb(roles), 'territoires', to_jsonb(territoires), 'services', to_jsonb(services)));
END $$;

-- Closed: nobody logs in by it, it has no right left, and its name stays where it was written.
CREATE FUNCTION fermer_compte(compte text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE r text;
BEGIN
  PERFORM public.garder_comptes();
  IF compte = session_user THEN RAISE EXCEPTION 'on ne ferme pas son propre compte' USING ERRCODE = 'insufficient_privilege'; END IF;
  UPDATE utilisateur u SET actif = false WHERE u.login = compte AND u.actif;
  IF NOT FOUND THEN RAISE EXCEPTION 'ce compte n’existe pas, ou il est déjà fermé' USING ERRCODE = 'undefined_object'; END IF;
  IF NOT EXISTS (SELECT 1 FROM utilisateur u JOIN utilisateur_role x ON x.login = u.login WHERE u.actif AND x.role = 'administration') THEN
    RAISE EXCEPTION 'il faut garder un administrateur' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', compte);
  FOR r IN SELECT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member = to_regrole(quote_ident(compte)) AND m.roleid::regrole::text LIKE 'vigie\_%' LOOP
    EXECUTE format('REVOKE %s FROM %I', r, compte);
  END LOOP;
  PERFORM public.consigner('compte', 'utilisateur', NULL, jsonb_build_object('geste', 'fermeture', 'compte', compte));
END $$;

CREATE FUNCTION rouvrir_compte(compte text, verificateur text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM public.garder_comptes();
  IF verificateur IS NOT NULL THEN PERFORM public.garder_verificateur(verificateur); END IF;
  UPDATE utilisateur u SET actif = true WHERE u.login = compte AND NOT u.actif;
  IF NOT FOUND THEN RAISE EXCEPTION 'ce compte n’existe pas, ou il est ouvert' USING ERRCODE = 'undefined_object'; END IF;
  EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', compte, verificateur);
  PERFORM public.attribuer(compte, ARRAY (SELECT x.role FROM utilisateur_role x WHERE x.login = compte),
    ARRAY (SELECT x.territoire FROM utilisateur_territoire x WHERE x.login = compte), ARRAY (SELECT x.service FROM utilisateur_service x WHERE x.login = compte));
  PERFORM public.consigner('compte', 'utilisateur', NULL, jsonb_build_object('geste', 'reouverture', 'compte', compte));
END $$;

-- A forgotten password, replaced by the administration; never one's own, which has its function.
CREATE FUNCTION remplacer_mot_de_passe(compte text, verificateur text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM public.garder_comptes();
  PERFORM public.garder_verificateur(verificateur);
  IF verificateur IS NULL OR NOT EXISTS (SELECT 1 FROM utilisateur u WHERE u.login = compte AND u.actif) THEN
    RAISE EXCEPTION 'ce compte n’existe pas, ou il est fermé' USING ERRCODE = 'undefined_object';
  END IF;
  EXECUTE format('ALTER ROLE %I PASSWORD %L', compte, verificateur);
  PERFORM public.consigner('compte', 'utilisateur', NULL, jsonb_build_object('geste', 'mot de passe remplacé', 'compte', compte));
END $$;

CREATE FUNCTION changer_mon_mot_de_passe(verificateur text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM public.garder_verificateur(verificateur);
  IF verificateur IS NULL OR NOT EXISTS (SELECT 1 FROM utilisateur u WHERE u.login = session_user AND u.actif) THEN
    RAISE EXCEPTION 'ce compte n’est pas de Vigie' USING ERRCODE = 'undefined_object';
  END IF;
  EXECUTE format('ALTER ROLE %I PASSWORD %L', session_user, verificateur);
  PERFORM public.consigner('compte', 'utilisateur', NULL, jsonb_build_object('geste', 'mot de passe changé', 'compte', session_user::text));
END $$;
