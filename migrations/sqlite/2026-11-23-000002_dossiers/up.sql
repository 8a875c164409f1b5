-- The dossier and what hangs on it. Each row carries the dossier's territory, by a composite key:
-- rights are kept by it, and a row can never hang on a dossier of another territory.

-- Numbers without gaps: the row of the year is held until the dossier is committed.
CREATE TABLE compteur (
  annee INTEGER PRIMARY KEY,
  dernier INTEGER NOT NULL
);

CREATE TABLE dossier (
  id TEXT PRIMARY KEY,
  numero TEXT UNIQUE,
  date_traitement TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  date_reception TEXT CHECK (date_reception IS NULL OR date_reception IS date(date_reception)),
  type_dossier TEXT REFERENCES valeur (id) CHECK (type_dossier LIKE 'type_dossier/%'),
  sip BOOLEAN NOT NULL DEFAULT 0 CHECK (sip IN (0, 1)),
  danger_grave BOOLEAN NOT NULL DEFAULT 0 CHECK (danger_grave IN (0, 1)),
  danger_saisine_le TEXT,
  violence_conjugale TEXT REFERENCES valeur (id) CHECK (violence_conjugale LIKE 'oui_non_nsp/%'),
  recepteur TEXT REFERENCES valeur (id) CHECK (recepteur LIKE 'recepteur/%'),
  support TEXT REFERENCES valeur (id) CHECK (support LIKE 'support/%'),
  numero_snatem TEXT,
  territoire TEXT NOT NULL REFERENCES territoire (id),
  origine TEXT REFERENCES valeur (id) CHECK (origine LIKE 'origine/%'),
  transmetteur TEXT REFERENCES valeur (id) CHECK (transmetteur LIKE 'transmetteur/%'),
  transmis_le TEXT CHECK (transmis_le IS NULL OR transmis_le IS date(transmis_le)),
  souhaite_suites BOOLEAN NOT NULL DEFAULT 0 CHECK (souhaite_suites IN (0, 1)),
  suites_demandees_le TEXT CHECK (suites_demandees_le IS NULL OR suites_demandees_le IS date(suites_demandees_le)),
  synthese TEXT,
  observation_cema TEXT,
  etat TEXT NOT NULL REFERENCES valeur (id) CHECK (etat LIKE 'etat_dossier/%'),
  fratrie TEXT,
  cle_fratrie TEXT,
  nombre_enfants INTEGER NOT NULL DEFAULT 0,
  echeance_le TEXT CHECK (echeance_le IS NULL OR echeance_le IS date(echeance_le)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  UNIQUE (id, territoire)
);

CREATE TABLE enfant (
  id TEXT PRIMARY KEY,
  sexe TEXT REFERENCES valeur (id) CHECK (sexe LIKE 'sexe/%'),
  nom_usage TEXT,
  nom_naissance TEXT,
  prenom TEXT,
  date_naissance TEXT CHECK (date_naissance IS NULL OR date_naissance IS date(date_naissance)),
  precision_naissance TEXT CHECK (precision_naissance IN ('exacte', 'mois', 'annee', 'estimee', 'a_naitre')),
  nom_mere TEXT,
  cle_nom TEXT,
  cle_prenom TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  CHECK ((date_naissance IS NULL) OR (precision_naissance IS NOT NULL))
);

CREATE TABLE enfant_concerne (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  enfant_id TEXT NOT NULL REFERENCES enfant (id),
  rang INTEGER NOT NULL DEFAULT 1,
  ancien_dossier TEXT,
  commune TEXT REFERENCES commune (code),
  code_postal TEXT,
  numero_voie TEXT,
  voie TEXT,
  ailleurs TEXT,
  csp_pere TEXT REFERENCES valeur (id) CHECK (csp_pere LIKE 'csp/%'),
  csp_mere TEXT REFERENCES valeur (id) CHECK (csp_mere LIKE 'csp/%'),
  lieu_vie TEXT REFERENCES valeur (id) CHECK (lieu_vie LIKE 'lieu_vie/%'),
  autorite_parentale TEXT REFERENCES valeur (id) CHECK (autorite_parentale LIKE 'autorite_parentale/%'),
  commentaire TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  UNIQUE (id, dossier_id),
  UNIQUE (dossier_id, enfant_id)
);

CREATE TABLE adulte (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  rang INTEGER NOT NULL DEFAULT 1,
  nom TEXT,
  prenom TEXT,
  sexe TEXT REFERENCES valeur (id) CHECK (sexe LIKE 'sexe/%'),
  date_naissance TEXT CHECK (date_naissance IS NULL OR date_naissance IS date(date_naissance)),
  precision_naissance TEXT CHECK (precision_naissance IN ('exacte', 'mois', 'annee', 'estimee', 'a_naitre')),
  telephone TEXT,
  commune TEXT REFERENCES commune (code),
  code_postal TEXT,
  numero_voie TEXT,
  voie TEXT,
  commentaire TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  UNIQUE (id, dossier_id)
);

CREATE TABLE adulte_enfant (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  adulte_id TEXT NOT NULL,
  enfant_concerne_id TEXT NOT NULL,
  lien TEXT REFERENCES valeur (id) CHECK (lien LIKE 'lien/%'),
  auteur_presume BOOLEAN NOT NULL DEFAULT 0 CHECK (auteur_presume IN (0, 1)),
  titulaire_autorite BOOLEAN NOT NULL DEFAULT 0 CHECK (titulaire_autorite IN (0, 1)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  FOREIGN KEY (enfant_concerne_id, dossier_id) REFERENCES enfant_concerne (id, dossier_id),
  FOREIGN KEY (adulte_id, dossier_id) REFERENCES adulte (id, dossier_id),
  UNIQUE (enfant_concerne_id, adulte_id)
);

CREATE TABLE motif_enfant (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  enfant_concerne_id TEXT NOT NULL,
  motif TEXT NOT NULL REFERENCES valeur (id) CHECK (motif LIKE 'motif/%'),
  principal BOOLEAN NOT NULL DEFAULT 0 CHECK (principal IN (0, 1)),
  precision_motif TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  FOREIGN KEY (enfant_concerne_id, dossier_id) REFERENCES enfant_concerne (id, dossier_id),
  UNIQUE (enfant_concerne_id, motif)
);

CREATE TABLE conclusion_enfant (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  enfant_concerne_id TEXT NOT NULL,
  conclusion TEXT NOT NULL REFERENCES valeur (id) CHECK (conclusion LIKE 'conclusion/%'),
  date_conclusion TEXT CHECK (date_conclusion IS NULL OR date_conclusion IS date(date_conclusion)),
  motif_signalement TEXT REFERENCES valeur (id) CHECK (motif_signalement LIKE 'motif_signalement/%'),
  detail TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  FOREIGN KEY (dossier_id, territoire) REFERENCES dossier (id, territoire) ON UPDATE CASCADE,
  FOREIGN KEY (enfant_concerne_id, dossier_id) REFERENCES enfant_concerne (id, dossier_id)
);

CREATE TABLE traitement (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  territoire TEXT NOT NULL,
  rang INTEGER NOT NULL DEFAULT 1,
  service TEXT NOT NULL REFERENCES service (id),
  nature TEXT REFERENCES valeur (id) CHECK (nature LIKE 'nature_traitement/%'),
  envoye_le TEXT CHECK (envoye_le IS NULL OR envoye_le IS date(envoye_le)),
  echeance_le TEXT CHECK (echeance_le IS NULL OR echeance_le IS date(echeance_le)),
  evaluateurs TEXT,
  retour_le TEXT CHECK (retour_le IS NULL OR retour_le IS date(retour_le)),
  proposition TEXT REFERENCES valeur (id) CHECK (proposition LIKE 'proposition/%'),
  etat TEXT REFERENCES valeur (id) CHECK (etat LIKE 'etat_traitement/%'),
  observation TEXT,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
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
CREATE TRIGGER dossier_numero AFTER INSERT ON dossier WHEN new.numero IS NULL BEGIN
  INSERT INTO compteur (annee, dernier) VALUES (CAST(strftime('%Y', new.date_traitement, 'localtime') AS INTEGER), 1)
    ON CONFLICT (annee) DO UPDATE SET dernier = dernier + 1;
  UPDATE dossier SET numero = (SELECT printf('%d-%06d', annee, dernier) FROM compteur
    WHERE annee = CAST(strftime('%Y', new.date_traitement, 'localtime') AS INTEGER)) WHERE id = new.id;
END;

CREATE TRIGGER dossier_date AFTER UPDATE ON dossier WHEN new.version = old.version AND new.numero IS old.numero BEGIN
  UPDATE dossier SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER enfant_date AFTER UPDATE ON enfant WHEN new.version = old.version BEGIN
  UPDATE enfant SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER enfant_concerne_date AFTER UPDATE ON enfant_concerne WHEN new.version = old.version BEGIN
  UPDATE enfant_concerne SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER adulte_date AFTER UPDATE ON adulte WHEN new.version = old.version BEGIN
  UPDATE adulte SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER adulte_enfant_date AFTER UPDATE ON adulte_enfant WHEN new.version = old.version BEGIN
  UPDATE adulte_enfant SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER motif_enfant_date AFTER UPDATE ON motif_enfant WHEN new.version = old.version BEGIN
  UPDATE motif_enfant SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER conclusion_enfant_date AFTER UPDATE ON conclusion_enfant WHEN new.version = old.version BEGIN
  UPDATE conclusion_enfant SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER traitement_date AFTER UPDATE ON traitement WHEN new.version = old.version BEGIN
  UPDATE traitement SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
