-- The follow-up: what is found again, what is due, who handed what to whom.
ALTER TABLE dossier ADD COLUMN qualifie_le date;
ALTER TABLE dossier ADD COLUMN danger_constate_le date;
ALTER TABLE dossier ADD COLUMN parents_informes_le date;
ALTER TABLE dossier ADD COLUMN parents_non_informes text;
ALTER TABLE dossier ADD COLUMN rencontre_domicile_le date;
ALTER TABLE dossier ADD COLUMN mineurs_evalues boolean NOT NULL DEFAULT false;
ALTER TABLE dossier ADD COLUMN parents_saisine_le date;
ALTER TABLE dossier ADD COLUMN suites_donnees_le date;
ALTER TABLE dossier ADD COLUMN suites_refus text REFERENCES valeur (id) CHECK (suites_refus LIKE 'motif_refus_suites/%');
ALTER TABLE dossier ADD COLUMN adresse_demandee_le date;
ALTER TABLE dossier ADD COLUMN adresse_recue_le date;
ALTER TABLE dossier ADD COLUMN clos_le date;
ALTER TABLE dossier ADD COLUMN cloture_motif text;
ALTER TABLE dossier ADD COLUMN rouvert_le date;
ALTER TABLE traitement ADD COLUMN relances integer CHECK (relances >= 0);
ALTER TABLE traitement ADD COLUMN relance_le date;
ALTER TABLE enfant ADD COLUMN cle_nom2 text COLLATE "C";
ALTER TABLE enfant ADD COLUMN son_nom text COLLATE "C";
ALTER TABLE enfant ADD COLUMN son_nom2 text COLLATE "C";
ALTER TABLE enfant ADD COLUMN son_prenom text COLLATE "C";
ALTER TABLE adulte ADD COLUMN cle_nom text COLLATE "C";
ALTER TABLE adulte ADD COLUMN cle_prenom text COLLATE "C";
ALTER TABLE adulte ADD COLUMN son_nom text COLLATE "C";
ALTER TABLE enfant_concerne ADD COLUMN cle_voie text COLLATE "C";

CREATE INDEX enfant_par_nom2 ON enfant (cle_nom2, cle_prenom) WHERE cle_nom2 IS NOT NULL;
CREATE INDEX enfant_par_son ON enfant (son_nom, son_prenom);
CREATE INDEX enfant_par_son2 ON enfant (son_nom2, son_prenom) WHERE son_nom2 IS NOT NULL;
CREATE INDEX enfant_par_son_prenom ON enfant (son_prenom, son_nom);
CREATE INDEX enfant_par_prenom_nom ON enfant (cle_prenom, cle_nom);
CREATE INDEX enfant_par_naissance ON enfant (date_naissance, son_prenom);
CREATE INDEX adulte_par_nom ON adulte (cle_nom, cle_prenom);
CREATE INDEX adulte_par_son ON adulte (son_nom, cle_prenom);
CREATE INDEX enfant_concerne_par_voie ON enfant_concerne (cle_voie, commune);

-- Two persons found to be one: what hung on the one now hangs on the other, and these are the rows that moved.
-- Read and written by who enters dossiers or heads the cell.
CREATE TABLE fusion_enfant (
  id uuid PRIMARY KEY,
  garde uuid NOT NULL REFERENCES enfant (id),
  absorbe uuid NOT NULL REFERENCES enfant (id),
  liens text NOT NULL,
  motif text,
  defaite_le timestamptz,
  defaite_par text,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  CHECK (garde <> absorbe)
);
CREATE UNIQUE INDEX une_fusion_a_la_fois ON fusion_enfant (absorbe) WHERE defaite_le IS NULL;
CREATE INDEX fusion_enfant_par_garde ON fusion_enfant (garde);

-- A dossier handed from one territory to another, once the other accepts.
-- Read by both territories and the cell; asked by who may write the dossier, answered by the other territory or the cell.
CREATE TABLE passation (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  de text NOT NULL REFERENCES territoire (id),
  vers text NOT NULL REFERENCES territoire (id),
  motif text,
  etat text NOT NULL DEFAULT 'demandee' CHECK (etat IN ('demandee', 'acceptee', 'refusee', 'retiree')),
  reponse text,
  repondue_le timestamptz,
  repondue_par text,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  CHECK (de <> vers),
  CHECK (etat <> 'refusee' OR length(trim(reponse)) > 0)
);
CREATE UNIQUE INDEX une_passation_a_la_fois ON passation (dossier_id) WHERE etat = 'demandee';
CREATE INDEX passation_par_dossier ON passation (dossier_id);
CREATE INDEX passation_attendue ON passation (vers) WHERE etat = 'demandee';

-- What is due, dossier by dossier: follows from the dossiers and the delays, and is written with them.
-- Read by who may read the dossier; written by who may write it.
CREATE TABLE echeance (
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  objet uuid NOT NULL,
  code text COLLATE "C" NOT NULL,
  service text REFERENCES service (id),
  depart_le date NOT NULL,
  due_le date NOT NULL,
  PRIMARY KEY (dossier_id, objet, code),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE
);
CREATE INDEX echeance_par_jour ON echeance (due_le, code);

-- Somebody learnt that a child is known in a territory that they have no right to: who, when, which child.
-- Added to by the search alone; read by the audit.
CREATE TABLE regard_exterieur (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  quand timestamptz NOT NULL DEFAULT now(),
  qui text NOT NULL DEFAULT session_user,
  enfant_id uuid NOT NULL,
  territoire text NOT NULL
);

-- Filters, columns and order of the Dossiers screen, kept under a name.
-- Read by their owner, and by everybody when shared; written by their owner.
CREATE TABLE vue_dossiers (
  id uuid PRIMARY KEY,
  nom text NOT NULL CHECK (length(trim(nom)) > 0),
  partagee boolean NOT NULL DEFAULT false,
  contenu text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);

-- Each length that a delay has had: deadlines of the past stay understandable.
-- Read by everybody; written by the trigger alone.
CREATE TABLE delai_historique (
  code text NOT NULL REFERENCES delai (code),
  version integer NOT NULL,
  libelle text NOT NULL,
  longueur integer NOT NULL,
  unite text NOT NULL,
  actif boolean NOT NULL,
  depuis timestamptz NOT NULL DEFAULT now(),
  par text NOT NULL DEFAULT session_user,
  PRIMARY KEY (code, version)
);

-- Names that are one typing error apart share a variant: the name itself, or the name less one letter.
-- Written by triggers alone; read through the search, which never says whose name it is.
CREATE TABLE nom_proche (
  nature text NOT NULL CHECK (nature IN ('nom', 'prenom')),
  variante text COLLATE "C" NOT NULL,
  nom text COLLATE "C" NOT NULL,
  PRIMARY KEY (nature, variante, nom)
);

CREATE TRIGGER fusion_enfant_date BEFORE INSERT OR UPDATE ON fusion_enfant FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER passation_date BEFORE INSERT OR UPDATE ON passation FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER vue_dossiers_date BEFORE INSERT OR UPDATE ON vue_dossiers FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER fusion_enfant_journal AFTER INSERT OR UPDATE OR DELETE ON fusion_enfant FOR EACH ROW EXECUTE FUNCTION journaliser();
CREATE TRIGGER passation_journal AFTER INSERT OR UPDATE OR DELETE ON passation FOR EACH ROW EXECUTE FUNCTION journaliser();

CREATE FUNCTION garder_delai() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO public.delai_historique (code, version, libelle, longueur, unite, actif, depuis, par)
    VALUES (NEW.code, NEW.version, NEW.libelle, NEW.longueur, NEW.unite, NEW.actif, NEW.modifie_le, NEW.modifie_par)
    ON CONFLICT (code, version) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER delai_garde AFTER INSERT OR UPDATE ON delai FOR EACH ROW EXECUTE FUNCTION garder_delai();

-- The variants of one name. Called by the trigger and by a load.
CREATE FUNCTION variantes(nom text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT nom UNION SELECT substr(nom, 1, n - 1) || substr(nom, n + 1) FROM generate_series(1, length(nom)) n WHERE length(nom) BETWEEN 4 AND 40
$$;
CREATE FUNCTION retenir_noms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO public.nom_proche (nature, variante, nom)
    SELECT 'nom', v, e.nom FROM (VALUES (NEW.cle_nom), (NEW.cle_nom2)) e (nom), public.variantes(e.nom) v
      WHERE length(e.nom) > 0 AND NOT EXISTS (SELECT 1 FROM public.nom_proche p WHERE p.nature = 'nom' AND p.variante = e.nom AND p.nom = e.nom)
    UNION ALL
    SELECT 'prenom', v, NEW.cle_prenom FROM public.variantes(NEW.cle_prenom) v
      WHERE length(NEW.cle_prenom) > 0 AND NOT EXISTS (SELECT 1 FROM public.nom_proche p WHERE p.nature = 'prenom' AND p.variante = NEW.cle_prenom AND p.nom = NEW.cle_prenom)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER enfant_noms AFTER INSERT OR UPDATE OF cle_nom, cle_nom2, cle_prenom ON enfant FOR EACH ROW EXECUTE FUNCTION retenir_noms();

INSERT INTO delai_historique (code, version, libelle, longueur, unite, actif, depuis, par)
  SELECT code, version, libelle, longueur, unite, actif, modifie_le, modifie_par FROM delai;
-- Reminders that the law sets to others, counted here so that nobody waits for nothing.
INSERT INTO delai (code, libelle, longueur, unite, depart, article, condition, note) VALUES
  ('D12', 'Saisine du juge des enfants après un placement ordonné par le parquet', 8, 'jours', 'placement_parquet', 'Code civil 375-5', '', 'Rappel : le délai court pour le parquet'),
  ('D13', 'Décision du juge des enfants après la saisine', 15, 'jours', 'saisine_juge', 'Code de procédure civile 1184', '', 'Rappel : le délai court pour le juge')
ON CONFLICT (code) DO NOTHING;
