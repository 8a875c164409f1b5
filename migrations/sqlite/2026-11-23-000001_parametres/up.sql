-- Parameters: what the dropdowns offer, who may do what.

CREATE TABLE liste (
  code TEXT PRIMARY KEY,
  libelle TEXT NOT NULL,
  niveaux INTEGER NOT NULL DEFAULT 1 CHECK (niveaux IN (1, 2)),
  source TEXT NOT NULL DEFAULT '',
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

-- A value is named `liste/code`, so that the columns that hold one can check which list it is of.
CREATE TABLE valeur (
  id TEXT PRIMARY KEY,
  liste TEXT NOT NULL REFERENCES liste (code),
  code TEXT NOT NULL,
  libelle TEXT NOT NULL CHECK (length(trim(libelle)) > 0),
  ordre INTEGER NOT NULL,
  actif BOOLEAN NOT NULL DEFAULT 1 CHECK (actif IN (0, 1)),
  valide_du TEXT CHECK (valide_du IS NULL OR valide_du IS date(valide_du)),
  valide_au TEXT CHECK (valide_au IS NULL OR valide_au IS date(valide_au)),
  parent TEXT REFERENCES valeur (id),
  olinpe TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  CHECK (id = liste || '/' || code),
  UNIQUE (liste, code),
  CHECK (valide_du IS NULL OR valide_au IS NULL OR valide_du <= valide_au),
  CHECK (parent IS NULL OR parent LIKE liste || '/%')
);

CREATE TABLE territoire (
  id TEXT PRIMARY KEY,
  libelle TEXT NOT NULL CHECK (length(trim(libelle)) > 0),
  adresse TEXT NOT NULL DEFAULT '',
  code_postal TEXT NOT NULL DEFAULT '',
  ville TEXT NOT NULL DEFAULT '',
  telephone TEXT NOT NULL DEFAULT '',
  courriel TEXT NOT NULL DEFAULT '',
  ordre INTEGER NOT NULL,
  actif BOOLEAN NOT NULL DEFAULT 1 CHECK (actif IN (0, 1)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

CREATE TABLE service (
  id TEXT PRIMARY KEY,
  libelle TEXT NOT NULL CHECK (length(trim(libelle)) > 0),
  territoire TEXT REFERENCES territoire (id),
  telephone TEXT NOT NULL DEFAULT '',
  courriel TEXT NOT NULL DEFAULT '',
  ordre INTEGER NOT NULL,
  actif BOOLEAN NOT NULL DEFAULT 1 CHECK (actif IN (0, 1)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

CREATE TABLE correspondant (
  id TEXT PRIMARY KEY,
  libelle TEXT NOT NULL CHECK (length(trim(libelle)) > 0),
  nature TEXT NOT NULL DEFAULT 'organisme',
  adresse TEXT NOT NULL DEFAULT '',
  code_postal TEXT NOT NULL DEFAULT '',
  ville TEXT NOT NULL DEFAULT '',
  telephone TEXT NOT NULL DEFAULT '',
  courriel TEXT NOT NULL DEFAULT '',
  ordre INTEGER NOT NULL,
  actif BOOLEAN NOT NULL DEFAULT 1 CHECK (actif IN (0, 1)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

-- INSEE code; every commune of France, those of the département with their territory.
CREATE TABLE commune (
  code TEXT PRIMARY KEY,
  nom TEXT NOT NULL,
  codes_postaux TEXT NOT NULL,
  arrondissement TEXT NOT NULL DEFAULT '',
  territoire TEXT REFERENCES territoire (id),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

-- The legal clock: lengths are parameters, the law and its readings change.
CREATE TABLE delai (
  code TEXT PRIMARY KEY,
  libelle TEXT NOT NULL,
  longueur INTEGER NOT NULL CHECK (longueur > 0),
  unite TEXT NOT NULL CHECK (unite IN ('mois', 'jours', 'heures', 'heures_ouvrees')),
  depart TEXT NOT NULL,
  article TEXT NOT NULL DEFAULT '',
  condition TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  actif BOOLEAN NOT NULL DEFAULT 1 CHECK (actif IN (0, 1)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

CREATE TABLE utilisateur (
  login TEXT PRIMARY KEY,
  nom TEXT NOT NULL,
  prenom TEXT NOT NULL DEFAULT '',
  courriel TEXT NOT NULL DEFAULT '',
  actif BOOLEAN NOT NULL DEFAULT 1 CHECK (actif IN (0, 1)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

CREATE TABLE utilisateur_role (
  login TEXT NOT NULL REFERENCES utilisateur (login),
  role TEXT NOT NULL CHECK (role IN ('saisie', 'encadrement', 'territoire', 'observatoire', 'administration', 'audit')),
  PRIMARY KEY (login, role)
);

CREATE TABLE utilisateur_territoire (
  login TEXT NOT NULL REFERENCES utilisateur (login),
  territoire TEXT NOT NULL REFERENCES territoire (id),
  PRIMARY KEY (login, territoire)
);

CREATE TABLE utilisateur_service (
  login TEXT NOT NULL REFERENCES utilisateur (login),
  service TEXT NOT NULL REFERENCES service (id),
  PRIMARY KEY (login, service)
);

-- Drafts on a workstation are encrypted with a key that only who can open the base can read.
CREATE TABLE cle_brouillon (
  utilisateur TEXT PRIMARY KEY,
  cle TEXT NOT NULL
);

-- Who and when, when a row changes; a new row has its defaults.
CREATE TRIGGER liste_date AFTER UPDATE ON liste WHEN new.version = old.version BEGIN
  UPDATE liste SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE code = new.code;
END;
CREATE TRIGGER valeur_date AFTER UPDATE ON valeur WHEN new.version = old.version BEGIN
  UPDATE valeur SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER territoire_date AFTER UPDATE ON territoire WHEN new.version = old.version BEGIN
  UPDATE territoire SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER service_date AFTER UPDATE ON service WHEN new.version = old.version BEGIN
  UPDATE service SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER correspondant_date AFTER UPDATE ON correspondant WHEN new.version = old.version BEGIN
  UPDATE correspondant SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER commune_date AFTER UPDATE ON commune WHEN new.version = old.version BEGIN
  UPDATE commune SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE code = new.code;
END;
CREATE TRIGGER delai_date AFTER UPDATE ON delai WHEN new.version = old.version BEGIN
  UPDATE delai SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE code = new.code;
END;
CREATE TRIGGER utilisateur_date AFTER UPDATE ON utilisateur WHEN new.version = old.version BEGIN
  UPDATE utilisateur SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE login = new.login;
END;
