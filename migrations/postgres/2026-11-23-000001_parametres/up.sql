-- Parameters: what the dropdowns offer, who may do what.

-- Who and when are the server's word, never the client's.
CREATE FUNCTION dater() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.version := 1;
    NEW.cree_le := now();
    NEW.cree_par := session_user;
  ELSE
    NEW.version := OLD.version + 1;
    NEW.cree_le := OLD.cree_le;
    NEW.cree_par := OLD.cree_par;
  END IF;
  NEW.modifie_le := now();
  NEW.modifie_par := session_user;
  RETURN NEW;
END $$;

CREATE TABLE liste (
  code text PRIMARY KEY,
  libelle text NOT NULL,
  niveaux integer NOT NULL DEFAULT 1 CHECK (niveaux IN (1, 2)),
  source text NOT NULL DEFAULT '',
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);

-- A value is named `liste/code`, so that the columns that hold one can check which list it is of.
CREATE TABLE valeur (
  id text PRIMARY KEY,
  liste text NOT NULL REFERENCES liste (code),
  code text NOT NULL,
  libelle text NOT NULL CHECK (length(trim(libelle)) > 0),
  ordre integer NOT NULL,
  actif boolean NOT NULL DEFAULT true,
  valide_du date,
  valide_au date,
  parent text REFERENCES valeur (id),
  olinpe text,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user,
  CHECK (id = liste || '/' || code),
  UNIQUE (liste, code),
  CHECK (valide_du IS NULL OR valide_au IS NULL OR valide_du <= valide_au),
  CHECK (parent IS NULL OR parent LIKE liste || '/%')
);

CREATE TABLE territoire (
  id text PRIMARY KEY,
  libelle text NOT NULL CHECK (length(trim(libelle)) > 0),
  adresse text NOT NULL DEFAULT '',
  code_postal text NOT NULL DEFAULT '',
  ville text NOT NULL DEFAULT '',
  telephone text NOT NULL DEFAULT '',
  courriel text NOT NULL DEFAULT '',
  ordre integer NOT NULL,
  actif boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);

CREATE TABLE service (
  id text PRIMARY KEY,
  libelle text NOT NULL CHECK (length(trim(libelle)) > 0),
  territoire text REFERENCES territoire (id),
  telephone text NOT NULL DEFAULT '',
  courriel text NOT NULL DEFAULT '',
  ordre integer NOT NULL,
  actif boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);

CREATE TABLE correspondant (
  id text PRIMARY KEY,
  libelle text NOT NULL CHECK (length(trim(libelle)) > 0),
  nature text NOT NULL DEFAULT 'organisme',
  adresse text NOT NULL DEFAULT '',
  code_postal text NOT NULL DEFAULT '',
  ville text NOT NULL DEFAULT '',
  telephone text NOT NULL DEFAULT '',
  courriel text NOT NULL DEFAULT '',
  ordre integer NOT NULL,
  actif boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);

-- INSEE code; every commune of France, those of the département with their territory.
CREATE TABLE commune (
  code text PRIMARY KEY,
  nom text NOT NULL,
  codes_postaux text NOT NULL,
  arrondissement text NOT NULL DEFAULT '',
  territoire text REFERENCES territoire (id),
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);

-- The legal clock: lengths are parameters, the law and its readings change.
CREATE TABLE delai (
  code text PRIMARY KEY,
  libelle text NOT NULL,
  longueur integer NOT NULL CHECK (longueur > 0),
  unite text NOT NULL CHECK (unite IN ('mois', 'jours', 'heures', 'heures_ouvrees')),
  depart text NOT NULL,
  article text NOT NULL DEFAULT '',
  condition text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  actif boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);

CREATE TABLE utilisateur (
  login text PRIMARY KEY,
  nom text NOT NULL,
  prenom text NOT NULL DEFAULT '',
  courriel text NOT NULL DEFAULT '',
  actif boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  cree_le timestamptz NOT NULL DEFAULT now(),
  cree_par text NOT NULL DEFAULT session_user,
  modifie_le timestamptz NOT NULL DEFAULT now(),
  modifie_par text NOT NULL DEFAULT session_user
);

CREATE TABLE utilisateur_role (
  login text NOT NULL REFERENCES utilisateur (login),
  role text NOT NULL CHECK (role IN ('saisie', 'encadrement', 'territoire', 'observatoire', 'administration', 'audit')),
  PRIMARY KEY (login, role)
);

CREATE TABLE utilisateur_territoire (
  login text NOT NULL REFERENCES utilisateur (login),
  territoire text NOT NULL REFERENCES territoire (id),
  PRIMARY KEY (login, territoire)
);

CREATE TABLE utilisateur_service (
  login text NOT NULL REFERENCES utilisateur (login),
  service text NOT NULL REFERENCES service (id),
  PRIMARY KEY (login, service)
);

-- Drafts on a workstation are encrypted with a key that only who can open the base can read.
CREATE TABLE cle_brouillon (
  utilisateur text PRIMARY KEY,
  cle text NOT NULL
);

CREATE TRIGGER liste_date BEFORE INSERT OR UPDATE ON liste FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER valeur_date BEFORE INSERT OR UPDATE ON valeur FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER territoire_date BEFORE INSERT OR UPDATE ON territoire FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER service_date BEFORE INSERT OR UPDATE ON service FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER correspondant_date BEFORE INSERT OR UPDATE ON correspondant FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER commune_date BEFORE INSERT OR UPDATE ON commune FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER delai_date BEFORE INSERT OR UPDATE ON delai FOR EACH ROW EXECUTE FUNCTION dater();
CREATE TRIGGER utilisateur_date BEFORE INSERT OR UPDATE ON utilisateur FOR EACH ROW EXECUTE FUNCTION dater();
