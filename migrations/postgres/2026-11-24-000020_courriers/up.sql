-- Letters: templates with their versions, the letterhead, and what was written, frozen once validated.

-- Read by all; written by administration.
CREATE TABLE modele_courrier (
  code text PRIMARY KEY,
  libelle text NOT NULL CHECK (length(trim(libelle)) > 0),
  ordre integer NOT NULL,
  actif boolean NOT NULL DEFAULT true,
  revision integer NOT NULL DEFAULT 1,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);
-- Read by all; added to by administration, never changed: a letter names the revision it was made with.
CREATE TABLE modele_courrier_version (
  code text NOT NULL REFERENCES modele_courrier (code),
  revision integer NOT NULL,
  texte text NOT NULL,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  PRIMARY KEY (code, revision)
);
-- Read by all; written by administration.
CREATE TABLE reglage_courrier (
  code text PRIMARY KEY,
  valeur text NOT NULL DEFAULT '',
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);
-- Read and written by who may read and write its dossier; observatory, administration and audit: not at all.
CREATE TABLE courrier (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  modele text NOT NULL,
  revision integer NOT NULL,
  jour date NOT NULL,
  destinataire text NOT NULL,
  cle_destinataire text COLLATE "C" NOT NULL,
  objet text NOT NULL,
  lettre text NOT NULL,
  etat text NOT NULL DEFAULT 'brouillon' CHECK (etat IN ('brouillon', 'valide', 'envoye')),
  valide_le timestamptz,
  valide_par text,
  envoye_le date,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  CHECK (envoye_le IS NULL OR etat = 'envoye')
);
CREATE INDEX courrier_par_dossier ON courrier (dossier_id, jour, id);
CREATE INDEX courrier_par_jour ON courrier (jour, id);
CREATE INDEX courrier_par_destinataire ON courrier (cle_destinataire, id);
CREATE INDEX courrier_par_modele ON courrier (modele, jour, id);

CREATE TRIGGER modele_courrier_date BEFORE INSERT OR UPDATE ON modele_courrier FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER reglage_courrier_date BEFORE INSERT OR UPDATE ON reglage_courrier FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER courrier_date BEFORE INSERT OR UPDATE ON courrier FOR EACH ROW EXECUTE FUNCTION dater();

-- What was validated is found again as it was; who validated, and when, is the server's word.
CREATE FUNCTION figer_courrier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.etat <> 'brouillon' THEN RAISE EXCEPTION 'un courrier validé ne se supprime pas'; END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.etat <> 'brouillon' THEN
    IF (NEW.id, NEW.dossier_id, NEW.modele, NEW.revision, NEW.jour, NEW.destinataire, NEW.objet, NEW.lettre)
      IS DISTINCT FROM (OLD.id, OLD.dossier_id, OLD.modele, OLD.revision, OLD.jour, OLD.destinataire, OLD.objet, OLD.lettre)
      OR NEW.etat = 'brouillon' OR (OLD.etat = 'envoye' AND NEW.etat <> 'envoye') THEN
      RAISE EXCEPTION 'un courrier validé ne se modifie pas';
    END IF;
    NEW.valide_le := OLD.valide_le;
    NEW.valide_par := OLD.valide_par;
  ELSIF NEW.etat <> 'brouillon' THEN
    NEW.valide_le := now();
    NEW.valide_par := session_user;
  ELSE
    NEW.valide_le := NULL;
    NEW.valide_par := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER courrier_fige BEFORE INSERT OR UPDATE OR DELETE ON courrier FOR EACH ROW EXECUTE FUNCTION figer_courrier();

CREATE FUNCTION modele_version_figee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'une version de modèle ne se modifie pas';
END $$;
CREATE TRIGGER modele_courrier_version_figee BEFORE UPDATE OR DELETE ON modele_courrier_version FOR EACH ROW EXECUTE FUNCTION modele_version_figee();

-- The journal tells of each letter to whom and in which state, not its text, which stays beside.
CREATE FUNCTION journaliser_courrier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  avant jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE jsonb_build_object('modele', OLD.modele, 'destinataire', OLD.destinataire, 'objet', OLD.objet, 'etat', OLD.etat, 'envoye_le', OLD.envoye_le) END;
  apres jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE jsonb_build_object('modele', NEW.modele, 'destinataire', NEW.destinataire, 'objet', NEW.objet, 'etat', NEW.etat, 'envoye_le', NEW.envoye_le) END;
BEGIN
  IF avant IS DISTINCT FROM apres THEN
    INSERT INTO public.journal (operation, nom_table, ligne, dossier_id, avant, apres) VALUES (
      CASE TG_OP WHEN 'INSERT' THEN 'ajout' WHEN 'UPDATE' THEN 'modification' ELSE 'suppression' END, 'courrier',
      CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
      CASE WHEN TG_OP = 'DELETE' THEN OLD.dossier_id ELSE NEW.dossier_id END, avant, apres);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER courrier_journal AFTER INSERT OR UPDATE OR DELETE ON courrier FOR EACH ROW EXECUTE FUNCTION journaliser_courrier();
