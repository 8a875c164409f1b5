-- Files attached to dossiers, and the takeover of an old base: what was read, what became of it, by which rule.

-- Read and written by who may read and write its dossier; observatory, administration and audit: not at all.
CREATE TABLE piece (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  nom text NOT NULL CHECK (length(trim(nom)) > 0),
  libelle text NOT NULL DEFAULT '',
  octets integer NOT NULL CHECK (octets >= 0),
  sha256 text NOT NULL CHECK (length(sha256) = 64),
  contenu bytea NOT NULL,
  ajoutee_le date,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  CHECK (length(contenu) = octets)
);
CREATE INDEX piece_par_dossier ON piece (dossier_id, id);
CREATE TRIGGER piece_date BEFORE INSERT OR UPDATE ON piece FOR EACH ROW EXECUTE FUNCTION dater();
-- What was attached is found again as it was; only its label may be corrected.
CREATE FUNCTION figer_piece() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.dossier_id, NEW.nom, NEW.sha256, NEW.contenu) IS DISTINCT FROM (OLD.id, OLD.dossier_id, OLD.nom, OLD.sha256, OLD.contenu) THEN
    RAISE EXCEPTION 'une pièce jointe ne se modifie pas';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER piece_figee BEFORE UPDATE ON piece FOR EACH ROW EXECUTE FUNCTION figer_piece();
CREATE FUNCTION journaliser_piece() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  avant jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE jsonb_build_object('nom', OLD.nom, 'libelle', OLD.libelle, 'octets', OLD.octets, 'sha256', OLD.sha256) END;
  apres jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE jsonb_build_object('nom', NEW.nom, 'libelle', NEW.libelle, 'octets', NEW.octets, 'sha256', NEW.sha256) END;
BEGIN
  IF avant IS DISTINCT FROM apres THEN
    INSERT INTO public.journal (operation, nom_table, ligne, dossier_id, avant, apres) VALUES (
      CASE TG_OP WHEN 'INSERT' THEN 'ajout' WHEN 'UPDATE' THEN 'modification' ELSE 'suppression' END, 'piece',
      CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
      CASE WHEN TG_OP = 'DELETE' THEN OLD.dossier_id ELSE NEW.dossier_id END, avant, apres);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER piece_journal AFTER INSERT OR UPDATE OR DELETE ON piece FOR EACH ROW EXECUTE FUNCTION journaliser_piece();

-- One row a run. Read by cell and administration; written by who takes over.
CREATE TABLE reprise (
  id uuid PRIMARY KEY,
  source text NOT NULL,
  fichier text NOT NULL,
  sha256 text NOT NULL,
  correspondance text NOT NULL,
  bilan text NOT NULL,
  faite_le timestamptz NOT NULL DEFAULT now(),
  faite_par text NOT NULL DEFAULT session_user
);
-- The old rows as they were. With a dossier: read by who may read it; without: by cell and administration.
CREATE TABLE ligne_reprise (
  source text NOT NULL,
  nom_table text NOT NULL,
  cle text COLLATE "C" NOT NULL,
  sort text NOT NULL CHECK (sort IN ('reprise', 'gardee')),
  dossier_id uuid,
  territoire text,
  contenu text NOT NULL,
  PRIMARY KEY (source, nom_table, cle),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX ligne_reprise_par_dossier ON ligne_reprise (dossier_id);
-- From which old row each row of a dossier comes, and its values as they were imported.
CREATE TABLE provenance (
  ligne uuid NOT NULL,
  nom_table text NOT NULL,
  source text NOT NULL,
  table_source text NOT NULL,
  cle_source text NOT NULL,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  importe text NOT NULL,
  PRIMARY KEY (ligne, table_source, cle_source),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX provenance_par_dossier ON provenance (dossier_id);
-- Each time that a rule changed, moved or only noticed a value. Rights as for the old rows.
CREATE TABLE constat_reprise (
  source text NOT NULL,
  rang integer NOT NULL,
  regle text NOT NULL,
  nom_table text NOT NULL,
  cle text COLLATE "C" NOT NULL,
  colonne text NOT NULL,
  avant text,
  apres text,
  dossier_id uuid,
  territoire text,
  PRIMARY KEY (source, rang),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX constat_reprise_par_regle ON constat_reprise (source, regle, rang);
CREATE INDEX constat_reprise_par_dossier ON constat_reprise (dossier_id);
-- Two persons said not to be one: not proposed again.
CREATE TABLE rapprochement_refuse (
  un uuid NOT NULL REFERENCES enfant (id),
  autre uuid NOT NULL REFERENCES enfant (id),
  refuse_le timestamptz NOT NULL DEFAULT now(),
  refuse_par text NOT NULL DEFAULT session_user,
  PRIMARY KEY (un, autre),
  CHECK (un < autre)
);
