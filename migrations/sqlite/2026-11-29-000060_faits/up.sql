-- What the dashboards count: no name, no text, no birth date leaves by here. One row an information about a child.
CREATE VIEW fait AS
  SELECT
    d.id AS dossier_id, c.enfant_id, d.territoire, c.commune, d.type_dossier, d.support, d.recepteur, d.origine, d.transmetteur,
    d.violence_conjugale, d.etat, e.sexe, c.lieu_vie, c.autorite_parentale, c.csp_pere, c.csp_mere,
    (SELECT group_concat(m.motif || CASE WHEN m.principal THEN '*' ELSE '' END, '|' ORDER BY m.motif) FROM motif_enfant m
      WHERE m.enfant_concerne_id = c.id) AS motifs,
    (SELECT group_concat(s.conclusion || '~' || coalesce(s.date_conclusion, '') || '~' || coalesce(s.motif_signalement, ''), '|' ORDER BY s.date_conclusion, s.conclusion) FROM conclusion_enfant s
      WHERE s.dossier_id = c.dossier_id AND s.enfant_concerne_id = c.id) AS conclusions,
    (SELECT group_concat(t.service || '~' || coalesce(t.nature, '') || '~' || coalesce(t.envoye_le, '') || '~' || coalesce(t.retour_le, '') || '~' || coalesce(t.etat, ''), '|' ORDER BY t.rang, t.id) FROM traitement t
      WHERE t.dossier_id = d.id) AS traitements,
    (SELECT group_concat(a.lien, '|' ORDER BY a.lien) FROM adulte_enfant a
      WHERE a.enfant_concerne_id = c.id AND a.auteur_presume AND a.lien IS NOT NULL) AS liens,
    coalesce(d.date_reception, date(d.date_traitement, 'localtime')) AS date_reception,
    d.transmis_le, d.qualifie_le, d.danger_constate_le, date(d.danger_saisine_le, 'localtime') AS danger_saisine_le,
    d.parents_informes_le, d.rencontre_domicile_le, d.parents_saisine_le, d.suites_demandees_le, d.suites_donnees_le, d.clos_le, d.rouvert_le,
    CASE
      WHEN e.precision_naissance = 'a_naitre' OR e.date_naissance > coalesce(d.date_reception, date(d.date_traitement, 'localtime')) THEN -1
      WHEN e.date_naissance IS NOT NULL THEN 12 * (CAST(substr(coalesce(d.date_reception, date(d.date_traitement, 'localtime')), 1, 4) AS INTEGER) - CAST(substr(e.date_naissance, 1, 4) AS INTEGER)) + CAST(substr(coalesce(d.date_reception, date(d.date_traitement, 'localtime')), 6, 2) AS INTEGER) - CAST(substr(e.date_naissance, 6, 2) AS INTEGER) - CASE WHEN CAST(substr(coalesce(d.date_reception, date(d.date_traitement, 'localtime')), 9, 2) AS INTEGER) < CAST(substr(e.date_naissance, 9, 2) AS INTEGER) THEN 1 ELSE 0 END
    END AS age_mois,
    d.nombre_enfants AS enfants, d.sip, d.danger_grave, c.ancien_dossier IS NOT NULL AS ancien_dossier, d.souhaite_suites,
    d.parents_non_informes IS NOT NULL AS parents_non_informes, d.mineurs_evalues, d.suites_refus IS NOT NULL AS suites_refusees
  FROM enfant_concerne c
  JOIN dossier d ON d.id = c.dossier_id
  JOIN enfant e ON e.id = c.enfant_id;

-- How many minors live in a territory: what rates are reckoned on.
CREATE TABLE population (
  annee INTEGER NOT NULL CHECK (annee BETWEEN 1950 AND 2200),
  territoire TEXT NOT NULL REFERENCES territoire (id),
  mineurs INTEGER NOT NULL CHECK (mineurs > 0),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  PRIMARY KEY (annee, territoire)
);

-- An indicator of one's own: what the catalogue does not have. Read by who made it, and by everybody when shared.
CREATE TABLE indicateur (
  id TEXT PRIMARY KEY,
  titre TEXT NOT NULL CHECK (length(trim(titre)) > 0),
  contenu TEXT NOT NULL,
  partage BOOLEAN NOT NULL DEFAULT 0 CHECK (partage IN (0, 1)),
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur())
);

-- Which indicators a page shows, in order: a person's own page, or that of a role for who has none.
CREATE TABLE disposition (
  pour TEXT NOT NULL CHECK (length(trim(pour)) > 0),
  nature TEXT NOT NULL CHECK (nature IN ('personne', 'role')),
  indicateurs TEXT NOT NULL,
  version integer NOT NULL DEFAULT 1,
  cree_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  cree_par text NOT NULL DEFAULT (vigie_utilisateur()),
  modifie_le TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  modifie_par text NOT NULL DEFAULT (vigie_utilisateur()),
  PRIMARY KEY (nature, pour)
);

CREATE TRIGGER population_date AFTER UPDATE ON population WHEN new.version = old.version BEGIN
  UPDATE population SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE annee = new.annee AND territoire = new.territoire;
END;
CREATE TRIGGER indicateur_date AFTER UPDATE ON indicateur WHEN new.version = old.version BEGIN
  UPDATE indicateur SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE id = new.id;
END;
CREATE TRIGGER disposition_date AFTER UPDATE ON disposition WHEN new.version = old.version BEGIN
  UPDATE disposition SET version = old.version + 1, cree_le = old.cree_le, cree_par = old.cree_par,
    modifie_le = strftime('%Y-%m-%dT%H:%M:%fZ','now'), modifie_par = vigie_utilisateur() WHERE nature = new.nature AND pour = new.pour;
END;
