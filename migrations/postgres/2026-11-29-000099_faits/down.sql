DROP VIEW faits;
DROP VIEW fait;
DROP VIEW fait_seul;

-- One row an information about a child. The view reads with the rights of its owner; the function above decides of the rows.
CREATE VIEW fait WITH (security_barrier) AS
  SELECT
    d.id AS dossier_id, c.enfant_id, d.territoire, c.commune, d.type_dossier, d.support, d.recepteur, d.origine, d.transmetteur,
    d.violence_conjugale, d.etat, e.sexe, c.lieu_vie, c.autorite_parentale, c.csp_pere, c.csp_mere,
    (SELECT string_agg(m.motif || CASE WHEN m.principal THEN '*' ELSE '' END, '|' ORDER BY m.motif) FROM motif_enfant m
      WHERE m.enfant_concerne_id = c.id) AS motifs,
    (SELECT string_agg(s.conclusion || '~' || coalesce(s.date_conclusion::text, '') || '~' || coalesce(s.motif_signalement, ''), '|' ORDER BY s.date_conclusion, s.conclusion) FROM conclusion_enfant s
      WHERE s.dossier_id = c.dossier_id AND s.enfant_concerne_id = c.id) AS conclusions,
    (SELECT string_agg(t.service || '~' || coalesce(t.nature, '') || '~' || coalesce(t.envoye_le::text, '') || '~' || coalesce(t.retour_le::text, '') || '~' || coalesce(t.etat, ''), '|' ORDER BY t.rang, t.id) FROM traitement t
      WHERE t.dossier_id = d.id) AS traitements,
    (SELECT string_agg(a.lien, '|' ORDER BY a.lien) FROM adulte_enfant a
      WHERE a.enfant_concerne_id = c.id AND a.auteur_presume AND a.lien IS NOT NULL) AS liens,
    coalesce(d.date_reception, (d.date_traitement AT TIME ZONE 'Europe/Paris')::date) AS date_reception,
    d.transmis_le, d.qualifie_le, d.danger_constate_le, (d.danger_saisine_le AT TIME ZONE 'Europe/Paris')::date AS danger_saisine_le,
    d.parents_informes_le, d.rencontre_domicile_le, d.parents_saisine_le, d.suites_demandees_le, d.suites_donnees_le, d.clos_le, d.rouvert_le,
    CASE
      WHEN e.precision_naissance = 'a_naitre' OR e.date_naissance > coalesce(d.date_reception, (d.date_traitement AT TIME ZONE 'Europe/Paris')::date) THEN -1
      WHEN e.date_naissance IS NOT NULL THEN 12 * (extract(year FROM coalesce(d.date_reception, (d.date_traitement AT TIME ZONE 'Europe/Paris')::date))::integer - extract(year FROM e.date_naissance)::integer) + extract(month FROM coalesce(d.date_reception, (d.date_traitement AT TIME ZONE 'Europe/Paris')::date))::integer - extract(month FROM e.date_naissance)::integer - CASE WHEN extract(day FROM coalesce(d.date_reception, (d.date_traitement AT TIME ZONE 'Europe/Paris')::date))::integer < extract(day FROM e.date_naissance)::integer THEN 1 ELSE 0 END
    END AS age_mois,
    d.nombre_enfants AS enfants, d.sip, d.danger_grave, c.ancien_dossier IS NOT NULL AS ancien_dossier, d.souhaite_suites,
    d.parents_non_informes IS NOT NULL AS parents_non_informes, d.mineurs_evalues, d.suites_refus IS NOT NULL AS suites_refusees
  FROM enfant_concerne c
  JOIN dossier d ON d.id = c.dossier_id
  JOIN enfant e ON e.id = c.enfant_id
  WHERE d.territoire = ANY ((SELECT territoires_des_faits())::text[]);
