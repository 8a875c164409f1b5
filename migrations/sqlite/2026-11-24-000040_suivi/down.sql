DROP TRIGGER enfant_noms_ajout;
DROP TRIGGER enfant_noms_modification;
DROP TRIGGER delai_garde_ajout;
DROP TRIGGER delai_garde_modification;
DROP TRIGGER dossier_journal_ajout;
DROP TRIGGER dossier_journal_modification;
DROP TRIGGER dossier_journal_suppression;
DROP TRIGGER traitement_journal_ajout;
DROP TRIGGER traitement_journal_modification;
DROP TRIGGER traitement_journal_suppression;
DROP TABLE nom_proche;
DROP TABLE delai_historique;
DROP TABLE vue_dossiers;
DROP TABLE regard_exterieur;
DROP TABLE echeance;
DROP TABLE passation;
DROP TABLE fusion_enfant;
DROP TABLE rang;
DELETE FROM delai WHERE code IN ('D12', 'D13');
DROP INDEX enfant_par_nom2;
DROP INDEX enfant_par_son;
DROP INDEX enfant_par_son2;
DROP INDEX enfant_par_son_prenom;
DROP INDEX enfant_par_prenom_nom;
DROP INDEX enfant_par_naissance;
DROP INDEX adulte_par_nom;
DROP INDEX adulte_par_son;
DROP INDEX enfant_concerne_par_voie;
ALTER TABLE enfant_concerne DROP COLUMN cle_voie;
ALTER TABLE adulte DROP COLUMN son_nom;
ALTER TABLE adulte DROP COLUMN cle_prenom;
ALTER TABLE adulte DROP COLUMN cle_nom;
ALTER TABLE enfant DROP COLUMN son_prenom;
ALTER TABLE enfant DROP COLUMN son_nom2;
ALTER TABLE enfant DROP COLUMN son_nom;
ALTER TABLE enfant DROP COLUMN cle_nom2;
ALTER TABLE traitement DROP COLUMN relance_le;
ALTER TABLE traitement DROP COLUMN relances;
ALTER TABLE dossier DROP COLUMN rouvert_le;
ALTER TABLE dossier DROP COLUMN cloture_motif;
ALTER TABLE dossier DROP COLUMN clos_le;
ALTER TABLE dossier DROP COLUMN adresse_recue_le;
ALTER TABLE dossier DROP COLUMN adresse_demandee_le;
ALTER TABLE dossier DROP COLUMN suites_refus;
ALTER TABLE dossier DROP COLUMN suites_donnees_le;
ALTER TABLE dossier DROP COLUMN parents_saisine_le;
ALTER TABLE dossier DROP COLUMN mineurs_evalues;
ALTER TABLE dossier DROP COLUMN rencontre_domicile_le;
ALTER TABLE dossier DROP COLUMN parents_non_informes;
ALTER TABLE dossier DROP COLUMN parents_informes_le;
ALTER TABLE dossier DROP COLUMN danger_constate_le;
ALTER TABLE dossier DROP COLUMN qualifie_le;
CREATE TRIGGER dossier_journal_ajout AFTER INSERT ON dossier BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'dossier', new.id, new.id, json_group_object(key, value) FROM json_each(json_object(
      'numero', new.numero, 'date_traitement', new.date_traitement, 'date_reception', new.date_reception,
      'type_dossier', new.type_dossier, 'sip', new.sip, 'danger_grave', new.danger_grave,
      'danger_saisine_le', new.danger_saisine_le, 'violence_conjugale', new.violence_conjugale,
      'recepteur', new.recepteur, 'support', new.support, 'numero_snatem', new.numero_snatem,
      'territoire', new.territoire, 'origine', new.origine, 'transmetteur', new.transmetteur,
      'transmis_le', new.transmis_le, 'souhaite_suites', new.souhaite_suites,
      'suites_demandees_le', new.suites_demandees_le, 'synthese', new.synthese,
      'observation_cema', new.observation_cema, 'etat', new.etat, 'fratrie', new.fratrie,
      'nombre_enfants', new.nombre_enfants, 'echeance_le', new.echeance_le)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER dossier_journal_modification AFTER UPDATE ON dossier WHEN new.numero IS NOT old.numero OR new.date_traitement IS NOT old.date_traitement OR
    new.date_reception IS NOT old.date_reception OR new.type_dossier IS NOT old.type_dossier OR
    new.sip IS NOT old.sip OR new.danger_grave IS NOT old.danger_grave OR
    new.danger_saisine_le IS NOT old.danger_saisine_le OR new.violence_conjugale IS NOT old.violence_conjugale
    OR new.recepteur IS NOT old.recepteur OR new.support IS NOT old.support OR
    new.numero_snatem IS NOT old.numero_snatem OR new.territoire IS NOT old.territoire OR
    new.origine IS NOT old.origine OR new.transmetteur IS NOT old.transmetteur OR
    new.transmis_le IS NOT old.transmis_le OR new.souhaite_suites IS NOT old.souhaite_suites OR
    new.suites_demandees_le IS NOT old.suites_demandees_le OR new.synthese IS NOT old.synthese OR
    new.observation_cema IS NOT old.observation_cema OR new.etat IS NOT old.etat OR
    new.fratrie IS NOT old.fratrie OR new.nombre_enfants IS NOT old.nombre_enfants OR
    new.echeance_le IS NOT old.echeance_le BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'dossier', new.id, new.id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'numero', old.numero, 'date_traitement', old.date_traitement, 'date_reception', old.date_reception,
      'type_dossier', old.type_dossier, 'sip', old.sip, 'danger_grave', old.danger_grave,
      'danger_saisine_le', old.danger_saisine_le, 'violence_conjugale', old.violence_conjugale,
      'recepteur', old.recepteur, 'support', old.support, 'numero_snatem', old.numero_snatem,
      'territoire', old.territoire, 'origine', old.origine, 'transmetteur', old.transmetteur,
      'transmis_le', old.transmis_le, 'souhaite_suites', old.souhaite_suites,
      'suites_demandees_le', old.suites_demandees_le, 'synthese', old.synthese,
      'observation_cema', old.observation_cema, 'etat', old.etat, 'fratrie', old.fratrie,
      'nombre_enfants', old.nombre_enfants, 'echeance_le', old.echeance_le)) a JOIN json_each(json_object(
      'numero', new.numero, 'date_traitement', new.date_traitement, 'date_reception', new.date_reception,
      'type_dossier', new.type_dossier, 'sip', new.sip, 'danger_grave', new.danger_grave,
      'danger_saisine_le', new.danger_saisine_le, 'violence_conjugale', new.violence_conjugale,
      'recepteur', new.recepteur, 'support', new.support, 'numero_snatem', new.numero_snatem,
      'territoire', new.territoire, 'origine', new.origine, 'transmetteur', new.transmetteur,
      'transmis_le', new.transmis_le, 'souhaite_suites', new.souhaite_suites,
      'suites_demandees_le', new.suites_demandees_le, 'synthese', new.synthese,
      'observation_cema', new.observation_cema, 'etat', new.etat, 'fratrie', new.fratrie,
      'nombre_enfants', new.nombre_enfants, 'echeance_le', new.echeance_le)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER dossier_journal_suppression AFTER DELETE ON dossier BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'dossier', old.id, old.id, json_group_object(key, value) FROM json_each(json_object(
      'numero', old.numero, 'date_traitement', old.date_traitement, 'date_reception', old.date_reception,
      'type_dossier', old.type_dossier, 'sip', old.sip, 'danger_grave', old.danger_grave,
      'danger_saisine_le', old.danger_saisine_le, 'violence_conjugale', old.violence_conjugale,
      'recepteur', old.recepteur, 'support', old.support, 'numero_snatem', old.numero_snatem,
      'territoire', old.territoire, 'origine', old.origine, 'transmetteur', old.transmetteur,
      'transmis_le', old.transmis_le, 'souhaite_suites', old.souhaite_suites,
      'suites_demandees_le', old.suites_demandees_le, 'synthese', old.synthese,
      'observation_cema', old.observation_cema, 'etat', old.etat, 'fratrie', old.fratrie,
      'nombre_enfants', old.nombre_enfants, 'echeance_le', old.echeance_le)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER traitement_journal_ajout AFTER INSERT ON traitement BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'traitement', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'rang', new.rang, 'service', new.service,
      'nature', new.nature, 'envoye_le', new.envoye_le, 'echeance_le', new.echeance_le,
      'evaluateurs', new.evaluateurs, 'retour_le', new.retour_le, 'proposition', new.proposition,
      'etat', new.etat, 'observation', new.observation)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER traitement_journal_modification AFTER UPDATE ON traitement WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.rang IS NOT old.rang OR
    new.service IS NOT old.service OR new.nature IS NOT old.nature OR new.envoye_le IS NOT old.envoye_le OR
    new.echeance_le IS NOT old.echeance_le OR new.evaluateurs IS NOT old.evaluateurs OR
    new.retour_le IS NOT old.retour_le OR new.proposition IS NOT old.proposition OR new.etat IS NOT old.etat OR
    new.observation IS NOT old.observation BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'traitement', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'rang', old.rang, 'service', old.service,
      'nature', old.nature, 'envoye_le', old.envoye_le, 'echeance_le', old.echeance_le,
      'evaluateurs', old.evaluateurs, 'retour_le', old.retour_le, 'proposition', old.proposition,
      'etat', old.etat, 'observation', old.observation)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'rang', new.rang, 'service', new.service,
      'nature', new.nature, 'envoye_le', new.envoye_le, 'echeance_le', new.echeance_le,
      'evaluateurs', new.evaluateurs, 'retour_le', new.retour_le, 'proposition', new.proposition,
      'etat', new.etat, 'observation', new.observation)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER traitement_journal_suppression AFTER DELETE ON traitement BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'traitement', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'rang', old.rang, 'service', old.service,
      'nature', old.nature, 'envoye_le', old.envoye_le, 'echeance_le', old.echeance_le,
      'evaluateurs', old.evaluateurs, 'retour_le', old.retour_le, 'proposition', old.proposition,
      'etat', old.etat, 'observation', old.observation)) WHERE value IS NOT NULL;
END;
