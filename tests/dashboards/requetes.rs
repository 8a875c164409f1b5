//! Each indicator again, in SQL, from the tables themselves: nothing here is taken from the dashboards.

/// What is counted once.
pub const INFORMATION: &str = "did";
pub const ENFANT: &str = "cid";
pub const DISTINCT: &str = "eid";
pub const FRATRIE: &str = "fam";

pub enum Valeur {
    Compte,
    /// The part that also is so.
    Part(&'static str),
    /// Days from the second to the first; which of a hundred.
    Delai(&'static str, &'static str, f64),
    /// How many of the second for one of the first.
    Moyenne(&'static str),
    PourMille,
}
pub use Valeur::*;

pub struct Requete {
    pub code: &'static str,
    pub unite: &'static str,
    pub date: &'static str,
    pub valeur: Valeur,
    /// Columns of `i`, or of a table that [`jointure`] joins.
    pub par: &'static str,
    pub et: &'static str,
    pub si: &'static str,
}

const fn q(code: &'static str, unite: &'static str, date: &'static str, par: &'static str, valeur: Valeur) -> Requete {
    Requete { code, unite, date, valeur, par, et: "", si: "1" }
}

const fn qs(
    code: &'static str,
    unite: &'static str,
    date: &'static str,
    par: &'static str,
    si: &'static str,
    valeur: Valeur,
) -> Requete {
    Requete { code, unite, date, valeur, par, et: "", si }
}

const fn q2(
    code: &'static str,
    unite: &'static str,
    date: &'static str,
    par: &'static str,
    et: &'static str,
) -> Requete {
    Requete { code, unite, date, valeur: Compte, par, et, si: "1" }
}

/// The several values of a child: one row each, an empty one when there is none.
pub fn jointure(column: &str) -> &'static str {
    match column {
        "motif" => "LEFT JOIN motif_enfant x ON x.enfant_concerne_id = i.cid",
        "famille" => {
            "LEFT JOIN (SELECT DISTINCT m.enfant_concerne_id, coalesce(v.parent, v.id) AS famille FROM motif_enfant m \
             JOIN valeur v ON v.id = m.motif) x ON x.enfant_concerne_id = i.cid"
        }
        "service" => {
            "LEFT JOIN (SELECT DISTINCT dossier_id, service FROM traitement WHERE coalesce(etat, '') <> 'etat_traitement/annule') x \
             ON x.dossier_id = i.did"
        }
        "lien" => {
            "LEFT JOIN (SELECT DISTINCT enfant_concerne_id, lien FROM adulte_enfant WHERE auteur_presume AND lien IS NOT NULL) x \
             ON x.enfant_concerne_id = i.cid"
        }
        "conclusion" => {
            "LEFT JOIN (SELECT DISTINCT enfant_concerne_id, conclusion FROM conclusion_enfant) x ON x.enfant_concerne_id = i.cid"
        }
        _ => "",
    }
}

/// One row an information about a child, worked out by SQL alone.
pub const PREPARE: &str = "
CREATE TEMP TABLE i AS
SELECT c.id AS cid, d.id AS did, c.enfant_id AS eid, d.territoire, c.commune, d.type_dossier, d.support, d.recepteur, d.origine,
  d.transmetteur, d.violence_conjugale, d.etat, e.sexe, c.lieu_vie, c.autorite_parentale,
  (SELECT coalesce(v.parent, v.id) FROM valeur v WHERE v.id = c.csp_pere) AS csp_pere,
  (SELECT coalesce(v.parent, v.id) FROM valeur v WHERE v.id = c.csp_mere) AS csp_mere,
  CASE WHEN d.danger_grave THEN 'oui' ELSE 'non' END AS danger, c.ancien_dossier, d.parents_non_informes,
  coalesce(d.date_reception, date(d.date_traitement, 'localtime')) AS recu,
  d.transmis_le AS transmis, d.qualifie_le AS qualifie, date(d.danger_saisine_le, 'localtime') AS saisi,
  d.parents_informes_le AS informes, d.rencontre_domicile_le AS rencontre, d.suites_demandees_le AS demande,
  d.suites_donnees_le AS donne, d.clos_le AS clos, d.nombre_enfants,
  e.date_naissance AS ne, e.precision_naissance AS precis,
  (SELECT min(envoye_le) FROM traitement t WHERE t.dossier_id = d.id AND coalesce(t.etat, '') <> 'etat_traitement/annule') AS envoye,
  (SELECT CASE WHEN count(*) = count(retour_le) THEN max(retour_le) END FROM traitement t WHERE t.dossier_id = d.id
    AND t.nature IN ('nature_traitement/evaluation', 'nature_traitement/evaluation_urgence', 'nature_traitement/complement_evaluation')
    AND coalesce(t.etat, '') <> 'etat_traitement/annule') AS rapport,
  (SELECT min(date_conclusion) FROM conclusion_enfant s WHERE s.dossier_id = d.id AND s.enfant_concerne_id = c.id) AS decide,
  (SELECT min(date_conclusion) FROM conclusion_enfant s WHERE s.dossier_id = d.id AND s.enfant_concerne_id = c.id
    AND s.conclusion IN ('conclusion/signalement_parquet', 'conclusion/saisine_je')) AS signale,
  (SELECT min(motif_signalement) FROM conclusion_enfant s WHERE s.dossier_id = d.id AND s.enfant_concerne_id = c.id) AS motif_signalement,
  (SELECT date_conclusion || ' ' || s.conclusion FROM conclusion_enfant s WHERE s.dossier_id = d.id AND s.enfant_concerne_id = c.id AND date_conclusion IS NOT NULL
    AND s.conclusion IN ('conclusion/renvoi_departement', 'conclusion/saisine_je_parquet', 'conclusion/opp_parquet', 'conclusion/opp_je',
      'conclusion/enquete_penale', 'conclusion/saisine_penale', 'conclusion/sans_suite_parquet')
    ORDER BY date_conclusion, s.conclusion LIMIT 1) AS reponse,
  (SELECT coalesce(v.parent, v.id) FROM conclusion_enfant s JOIN valeur v ON v.id = s.conclusion WHERE s.dossier_id = d.id AND s.enfant_concerne_id = c.id
    ORDER BY CASE coalesce(v.parent, v.id) WHEN 'conclusion/judiciaire' THEN 1 WHEN 'conclusion/administratif' THEN 2
      WHEN 'conclusion/classement' THEN 3 ELSE 4 END LIMIT 1) AS suite,
  (SELECT motif FROM motif_enfant m WHERE m.enfant_concerne_id = c.id AND m.principal) AS principal
FROM enfant_concerne c JOIN dossier d ON d.id = c.dossier_id JOIN enfant e ON e.id = c.enfant_id;
CREATE INDEX temp.i_eid ON i (eid);
CREATE INDEX temp.i_did ON i (did);
CREATE TEMP TABLE famille_de AS
WITH RECURSIVE r (a, b) AS (SELECT eid, eid FROM i UNION SELECT r.a, y.eid FROM r JOIN i x ON x.eid = r.b JOIN i y ON y.did = x.did)
SELECT a AS eid, min(b) AS fam FROM r GROUP BY a;
CREATE INDEX temp.famille_de_eid ON famille_de (eid);
CREATE TEMP TABLE j AS
SELECT i.*, f.fam, substr(reponse, 1, 10) AS repondu, substr(reponse, 12) AS code_reponse,
  lag(recu) OVER (PARTITION BY i.eid ORDER BY recu, did) AS avant,
  CASE WHEN precis = 'a_naitre' OR ne > recu THEN -1 WHEN ne IS NOT NULL THEN
    (strftime('%Y', recu) - strftime('%Y', ne)) * 12 + strftime('%m', recu) - strftime('%m', ne) - (strftime('%d', recu) < strftime('%d', ne))
  END AS mois
FROM i JOIN famille_de f ON f.eid = i.eid;
DROP TABLE i;
CREATE TEMP TABLE i AS
SELECT j.*,
  CASE WHEN mois IS NULL THEN NULL WHEN mois < 0 THEN 'a_naitre' WHEN mois < 36 THEN '0_2' WHEN mois < 72 THEN '3_5' WHEN mois < 132 THEN '6_10'
    WHEN mois < 180 THEN '11_14' WHEN mois < 216 THEN '15_17' ELSE 'majeur' END AS age,
  CASE WHEN nombre_enfants < 2 THEN '1' WHEN nombre_enfants > 4 THEN '5' ELSE CAST(nombre_enfants AS text) END AS enfants,
  CASE WHEN avant IS NOT NULL OR ancien_dossier IS NOT NULL THEN 'oui' ELSE 'non' END AS connu,
  CASE WHEN avant IS NULL THEN 'aucune' WHEN recu <= date(avant, '+12 months', 'floor') THEN '12_mois'
    WHEN recu <= date(avant, '+24 months', 'floor') THEN '24_mois' ELSE 'plus' END AS repetition,
  CASE WHEN julianday(rapport) < julianday(recu) OR rapport IS NULL THEN NULL ELSE CAST(julianday(rapport) - julianday(recu) AS integer) END AS j_rapport,
  CASE WHEN julianday(decide) < julianday(recu) OR decide IS NULL THEN NULL ELSE CAST(julianday(decide) - julianday(recu) AS integer) END AS j_decision
FROM j;
CREATE TEMP TABLE tranche (lo integer, hi integer, code text);
INSERT INTO tranche VALUES (0, 7, '0_7'), (8, 15, '8_15'), (16, 30, '16_30'), (31, 60, '31_60'), (61, 92, '61_92'), (93, 120, '93_120'),
  (121, 180, '121_180'), (181, 1000000, '181');
ALTER TABLE i ADD COLUMN t_rapport text;
ALTER TABLE i ADD COLUMN t_decision text;
UPDATE i SET t_rapport = (SELECT code FROM tranche WHERE j_rapport BETWEEN lo AND hi), t_decision = (SELECT code FROM tranche WHERE j_decision BETWEEN lo AND hi);
";

const IP: &str = "type_dossier IN ('type_dossier/information_preoccupante', 'type_dossier/ip_complementaire')";
const VIOLENCES: &str = "EXISTS (SELECT 1 FROM motif_enfant m WHERE m.enfant_concerne_id = i.cid AND m.motif IN ('motif/violences_physiques', \
    'motif/violences_psychologiques', 'motif/violences_sexuelles', 'motif/negligences', 'motif/negligences_lourdes'))";
const PRO: &str = "transmetteur IS NOT NULL AND transmetteur NOT IN ('transmetteur/parents', 'transmetteur/autre_famille', \
    'transmetteur/mineur', 'transmetteur/autre_particulier')";
/// Open on the day; `{jour}` is put in.
pub const STOCK: &str = "recu <= '{jour}' AND CASE WHEN clos IS NULL THEN coalesce(etat, '') <> 'etat_dossier/clos' ELSE clos > '{jour}' END";

pub fn requetes() -> Vec<Requete> {
    let i = INFORMATION;
    let e = ENFANT;
    vec![
        q("informations_mois", i, "recu", "strftime('%Y-%m', recu)", Compte),
        q("informations_annee", i, "recu", "strftime('%Y', recu)", Compte),
        q("informations_type", i, "recu", "type_dossier", Compte),
        qs("ip_territoire", i, "recu", "territoire", IP, Compte),
        q("part_ip", i, "recu", "territoire", Part(IP)),
        qs(
            "part_complementaires",
            i,
            "recu",
            "strftime('%Y', recu)",
            IP,
            Part("type_dossier = 'type_dossier/ip_complementaire'"),
        ),
        q("saisonnalite", i, "recu", "strftime('%m', recu)", Compte),
        q2("saisonnalite_age", e, "recu", "strftime('%m', recu)", "age"),
        qs(
            "transferts_entrants",
            i,
            "recu",
            "strftime('%Y', recu)",
            "type_dossier = 'type_dossier/transfert_departement'",
            Compte,
        ),
        qs(
            "transferts_sortants",
            i,
            "recu",
            "strftime('%Y', recu)",
            "EXISTS (SELECT 1 FROM traitement t WHERE t.dossier_id = did AND t.service = 'autre-departement' AND coalesce(t.etat, '') <> 'etat_traitement/annule')",
            Compte,
        ),
        qs(
            "passages_territoire",
            i,
            "recu",
            "territoire",
            "type_dossier = 'type_dossier/transfert_departement'",
            Compte,
        ),
        q("enfants_annee", DISTINCT, "recu", "strftime('%Y', recu)", Compte),
        q("enfants_territoire", DISTINCT, "recu", "territoire", Compte),
        q("fratries_territoire", FRATRIE, "recu", "territoire", Compte),
        q("enfants_par_information", i, "recu", "territoire", Moyenne(ENFANT)),
        q("taille_fratries", i, "recu", "enfants", Compte),
        q("enfants_pour_mille", DISTINCT, "recu", "territoire", PourMille),
        q("repetitions", e, "recu", "repetition", Compte),
        q("part_repetees_12", e, "recu", "territoire", Part("repetition = '12_mois'")),
        q("part_repetees_24", e, "recu", "strftime('%Y', recu)", Part("repetition IN ('12_mois', '24_mois')")),
        q("deja_connus", e, "recu", "connu", Compte),
        q("part_connus", e, "recu", "territoire", Part("connu = 'oui'")),
        q("supports", i, "recu", "support", Compte),
        q("recepteurs", i, "recu", "recepteur", Compte),
        q("origines", i, "recu", "origine", Compte),
        q("transmetteurs", i, "recu", "transmetteur", Compte),
        q("part_119", i, "recu", "strftime('%Y-%m', recu)", Part("transmetteur = 'transmetteur/snated'")),
        q("informations_territoire", i, "recu", "territoire", Compte),
        q2("territoire_mois", i, "recu", "strftime('%Y-%m', recu)", "territoire"),
        q("communes", e, "recu", "commune", Compte),
        q("motifs", e, "recu", "motif", Compte),
        q("motifs_principaux", e, "recu", "principal", Compte),
        q2("familles_motifs_age", e, "recu", "age", "famille"),
        qs("violences_sexe", e, "recu", "sexe", VIOLENCES, Compte),
        qs("danger_grave", i, "recu", "strftime('%Y-%m', recu)", "danger = 'oui'", Compte),
        q("part_danger_grave", i, "recu", "territoire", Part("danger = 'oui'")),
        q("violence_conjugale", i, "recu", "violence_conjugale", Compte),
        qs(
            "part_violence_conjugale",
            i,
            "recu",
            "territoire",
            "violence_conjugale IN ('oui_non_nsp/oui', 'oui_non_nsp/non')",
            Part("violence_conjugale = 'oui_non_nsp/oui'"),
        ),
        q2("pyramide", DISTINCT, "recu", "age", "sexe"),
        q("ages", e, "recu", "age", Compte),
        q("sexes", DISTINCT, "recu", "sexe", Compte),
        q("lieux_vie", e, "recu", "lieu_vie", Compte),
        q("autorite_parentale", e, "recu", "autorite_parentale", Compte),
        q("csp_mere", e, "recu", "csp_mere", Compte),
        q("csp_pere", e, "recu", "csp_pere", Compte),
        q("liens_auteurs", e, "recu", "lien", Compte),
        q2("liens_auteurs_sexe", e, "recu", "lien", "sexe"),
        qs("services", i, "recu", "service", "envoye IS NOT NULL", Compte),
        qs("services_en_cours", i, "", "service", "envoye IS NOT NULL", Compte),
        q("stock_etat", i, "", "etat", Compte),
        q2("stock_territoire", i, "", "territoire", "etat"),
        qs(
            "retards_territoire",
            i,
            "",
            "territoire",
            "date(recu, '+3 months', 'floor') < '{jour}' AND (rapport IS NULL OR rapport > '{jour}')",
            Compte,
        ),
        q("delai_qualification", i, "qualifie", "territoire", Delai("qualifie", "recu", 0.5)),
        q("delai_rapport", i, "rapport", "territoire", Delai("rapport", "recu", 0.5)),
        q("delai_rapport_90", i, "rapport", "territoire", Delai("rapport", "recu", 0.9)),
        q("delai_rapport_mois", i, "rapport", "strftime('%Y-%m', rapport)", Delai("rapport", "recu", 0.5)),
        q("delai_rapport_repartition", i, "rapport", "t_rapport", Compte),
        q("part_trois_mois", i, "rapport", "territoire", Part("rapport <= date(recu, '+3 months', 'floor')")),
        qs("delai_rapport_tout_petits", i, "rapport", "territoire", "mois < 24", Delai("rapport", "recu", 0.5)),
        q("delai_decision", e, "decide", "territoire", Delai("decide", "rapport", 0.5)),
        q("delai_decision_repartition", e, "decide", "t_decision", Compte),
        qs("delai_saisine", i, "saisi", "territoire", "danger = 'oui'", Delai("saisi", "recu", 0.5)),
        q("suites", e, "recu", "suite", Compte),
        q("conclusions", e, "decide", "conclusion", Compte),
        q2("suites_motif", e, "decide", "famille", "suite"),
        q2("origine_suite", e, "recu", "origine", "suite"),
        q2("suites_annee", e, "decide", "strftime('%Y', decide)", "suite"),
        q("signalements_mois", e, "signale", "strftime('%Y-%m', signale)", Compte),
        q("motifs_signalement", e, "signale", "motif_signalement", Compte),
        q("reponses_parquet", e, "signale", "code_reponse", Compte),
        q("delai_reponse", e, "repondu", "strftime('%Y', repondu)", Delai("repondu", "signale", 0.5)),
        qs(
            "copies_signalement",
            i,
            "recu",
            "strftime('%Y', recu)",
            "type_dossier = 'type_dossier/copie_signalement'",
            Compte,
        ),
        qs("parents_informes", i, "envoye", "territoire", "parents_non_informes IS NULL", Part("informes IS NOT NULL")),
        qs(
            "suites_professionnels",
            i,
            "transmis",
            "strftime('%Y', transmis)",
            PRO,
            Part("donne <= date(transmis, '+3 months', 'floor')"),
        ),
        q(
            "suites_demandees",
            i,
            "demande",
            "strftime('%Y', demande)",
            Part("donne <= date(demande, '+3 months', 'floor')"),
        ),
        q("rencontres_domicile", i, "rapport", "territoire", Part("rencontre IS NOT NULL")),
        q("rencontres_mois", i, "rencontre", "strftime('%Y-%m', rencontre)", Compte),
    ]
}
