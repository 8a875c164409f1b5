-- The dossier and what hangs on it. Each row carries the dossier's territory, by a composite key:
-- rights are kept by it, and a row can never hang on a dossier of another territory.

-- Numbers without gaps: the row of the year is held until the dossier is committed.
CREATE TABLE compteur (
  annee integer PRIMARY KEY,
  dernier integer NOT NULL
);

CREATE TABLE dossier (
  id uuid PRIMARY KEY,
  numero text COLLATE "C" UNIQUE,
  date_traitement timestamptz NOT NULL DEFAULT now(),
  date_reception date,
  type_dossier text REFERENCES valeur (id) CHECK (type_dossier LIKE 'type_dossier/%'),
  sip boolean NOT NULL DEFAULT false,
  danger_grave boolean NOT NULL DEFAULT false,
  danger_saisine_le timestamptz,
  violence_conjugale text REFERENCES valeur (id) CHECK (violence_conjugale LIKE 'oui_non_nsp/%'),
  recepteur text REFERENCES valeur (id) CHECK (recepteur LIKE 'recepteur/%'),
  support text REFERENCES valeur (id) CHECK (support LIKE 'support/%'),
  numero_snatem text,
  territoire text NOT NULL REFERENCES territoire (id),
  origine text REFERENCES valeur (id) CHECK (origine LIKE 'origine/%'),
  transmetteur text REFERENCES valeur (id) CHECK (transmetteur LIKE 'transmetteur/%'),
  transmis_le date,
  souhaite_suites boolean NOT NULL DEFAULT false,
  suites_demandees_le date,
  synthese text,
  observation_cema text,
  etat text NOT NULL REFERENCES valeur (id) CHECK (etat LIKE 'etat_dossier/%'),
  fratrie text,
  cle_fratrie text COLLATE "C",
  nombre_enfants integer NOT NULL DEFAULT 0,
  echeance_le date,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  UNIQUE (id, territoire)
);

CREATE TABLE enfant (
  id uuid PRIMARY KEY,
  sexe text REFERENCES valeur (id) CHECK (sexe LIKE 'sexe/%'),
  nom_usage text,
  nom_naissance text,
  prenom text,
  date_naissance date,
  precision_naissance text CHECK (precision_naissance IN ('exacte', 'mois', 'annee', 'estimee', 'a_naitre')),
  nom_mere text,
  cle_nom text COLLATE "C",
  cle_prenom text COLLATE "C",
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  CHECK ((date_naissance IS NULL) OR (precision_naissance IS NOT NULL))
);

CREATE TABLE enfant_concerne (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  enfant_id uuid NOT NULL REFERENCES enfant (id),
  rang integer NOT NULL DEFAULT 1,
  ancien_dossier text,
  commune text REFERENCES commune (code),
  code_postal text,
  numero_voie text,
  voie text,
  ailleurs text,
  csp_pere text REFERENCES valeur (id) CHECK (csp_pere LIKE 'csp/%'),
  csp_mere text REFERENCES valeur (id) CHECK (csp_mere LIKE 'csp/%'),
  lieu_vie text REFERENCES valeur (id) CHECK (lieu_vie LIKE 'lieu_vie/%'),
  autorite_parentale text REFERENCES valeur (id) CHECK (autorite_parentale LIKE 'autorite_parentale/%'),
  commentaire text,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  UNIQUE (id, dossier_id),
  UNIQUE (dossier_id, enfant_id)
);

CREATE TABLE adulte (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  rang integer NOT NULL DEFAULT 1,
  nom text,
  prenom text,
  sexe text REFERENCES valeur (id) CHECK (sexe LIKE 'sexe/%'),
  date_naissance date,
  precision_naissance text CHECK (precision_naissance IN ('exacte', 'mois', 'annee', 'estimee', 'a_naitre')),
  telephone text,
  commune text REFERENCES commune (code),
  code_postal text,
  numero_voie text,
  voie text,
  commentaire text,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  UNIQUE (id, dossier_id)
);

CREATE TABLE adulte_enfant (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  adulte_id uuid NOT NULL,
  enfant_concerne_id uuid NOT NULL,
  lien text REFERENCES valeur (id) CHECK (lien LIKE 'lien/%'),
  auteur_presume boolean NOT NULL DEFAULT false,
  titulaire_autorite boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  FOREIGN KEY (enfant_concerne_id, dossier_id) REFERENCES enfant_concerne (id, dossier_id),
  FOREIGN KEY (adulte_id, dossier_id) REFERENCES adulte (id, dossier_id),
  UNIQUE (enfant_concerne_id, adulte_id)
);

CREATE TABLE motif_enfant (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  enfant_concerne_id uuid NOT NULL,
  motif text NOT NULL REFERENCES valeur (id) CHECK (motif LIKE 'motif/%'),
  principal boolean NOT NULL DEFAULT false,
  precision_motif text,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  FOREIGN KEY (enfant_concerne_id, dossier_id) REFERENCES enfant_concerne (id, dossier_id),
  UNIQUE (enfant_concerne_id, motif)
);

CREATE TABLE conclusion_enfant (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  enfant_concerne_id uuid NOT NULL,
  conclusion text NOT NULL REFERENCES valeur (id) CHECK (conclusion LIKE 'conclusion/%'),
  date_conclusion date,
  motif_signalement text REFERENCES valeur (id) CHECK (motif_signalement LIKE 'motif_signalement/%'),
  detail text,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  FOREIGN KEY (enfant_concerne_id, dossier_id) REFERENCES enfant_concerne (id, dossier_id)
);

CREATE TABLE traitement (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL,
  territoire text NOT NULL,
  rang integer NOT NULL DEFAULT 1,
  service text NOT NULL REFERENCES service (id),
  nature text REFERENCES valeur (id) CHECK (nature LIKE 'nature_traitement/%'),
  envoye_le date,
  echeance_le date,
  evaluateurs text,
  retour_le date,
  proposition text REFERENCES valeur (id) CHECK (proposition LIKE 'proposition/%'),
  etat text REFERENCES valeur (id) CHECK (etat LIKE 'etat_traitement/%'),
  observation text,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  CHECK (envoye_le IS NULL OR retour_le IS NULL OR retour_le >= envoye_le)
);

-- What the Dossiers screen sorts by, ties broken by id; and what the foreign keys are followed by.
CREATE INDEX dossier_par_numero ON dossier (numero, id);
CREATE INDEX dossier_par_reception ON dossier (date_reception, id);
CREATE INDEX dossier_par_fratrie ON dossier (cle_fratrie, id);
CREATE INDEX dossier_par_echeance ON dossier (echeance_le, id);
CREATE INDEX dossier_par_territoire ON dossier (territoire, date_reception, id);
CREATE INDEX dossier_par_etat ON dossier (etat, date_reception, id);
CREATE INDEX enfant_par_nom ON enfant (cle_nom, cle_prenom);
CREATE INDEX enfant_par_prenom ON enfant (cle_prenom);
CREATE INDEX enfant_concerne_par_enfant ON enfant_concerne (enfant_id);
CREATE INDEX adulte_par_dossier ON adulte (dossier_id);
CREATE INDEX adulte_enfant_par_dossier ON adulte_enfant (dossier_id);
CREATE INDEX motif_enfant_par_dossier ON motif_enfant (dossier_id);
CREATE INDEX conclusion_enfant_par_dossier ON conclusion_enfant (dossier_id);
CREATE INDEX traitement_par_dossier ON traitement (dossier_id);
CREATE UNIQUE INDEX un_motif_principal ON motif_enfant (enfant_concerne_id) WHERE principal;

-- The number is given when the dossier is first saved; only a load of many gives its own.
CREATE FUNCTION numeroter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE an integer := extract(year FROM NEW.date_traitement AT TIME ZONE 'Europe/Paris'); n integer;
BEGIN
  IF NEW.numero IS NULL THEN
    INSERT INTO compteur AS c (annee, dernier) VALUES (an, 1)
      ON CONFLICT (annee) DO UPDATE SET dernier = c.dernier + 1 RETURNING dernier INTO n;
    NEW.numero := an || '-' || lpad(n::text, 6, '0');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dossier_numero BEFORE INSERT ON dossier FOR EACH ROW EXECUTE FUNCTION numeroter();
CREATE TRIGGER dossier_date BEFORE INSERT OR UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER enfant_date BEFORE INSERT OR UPDATE ON enfant FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER enfant_concerne_date BEFORE INSERT OR UPDATE ON enfant_concerne FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER adulte_date BEFORE INSERT OR UPDATE ON adulte FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER adulte_enfant_date BEFORE INSERT OR UPDATE ON adulte_enfant FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER motif_enfant_date BEFORE INSERT OR UPDATE ON motif_enfant FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER conclusion_enfant_date BEFORE INSERT OR UPDATE ON conclusion_enfant FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER traitement_date BEFORE INSERT OR UPDATE ON traitement FOR EACH ROW EXECUTE FUNCTION dater();
