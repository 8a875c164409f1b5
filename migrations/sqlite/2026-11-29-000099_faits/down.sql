DROP VIEW fait;

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
