-- Every write of a dossier: who, when, which row, what changed. Written by triggers, never by the client.

CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  quand TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  qui TEXT NOT NULL DEFAULT (vigie_utilisateur()),
  operation TEXT NOT NULL CHECK (operation IN ('ajout', 'modification', 'suppression')),
  nom_table TEXT NOT NULL,
  ligne TEXT NOT NULL,
  dossier_id TEXT,
  avant TEXT,
  apres TEXT
);
CREATE INDEX journal_par_dossier ON journal (dossier_id, id);
CREATE INDEX journal_par_ligne ON journal (ligne, id);


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
CREATE TRIGGER dossier_journal_modification AFTER UPDATE ON dossier WHEN new.numero IS NOT old.numero OR new.date_traitement IS NOT old.date_traitement OR new.date_reception IS NOT
    old.date_reception OR new.type_dossier IS NOT old.type_dossier OR new.sip IS NOT old.sip OR new.danger_grave IS
    NOT old.danger_grave OR new.danger_saisine_le IS NOT old.danger_saisine_le OR new.violence_conjugale IS NOT
    old.violence_conjugale OR new.recepteur IS NOT old.recepteur OR new.support IS NOT old.support OR
    new.numero_snatem IS NOT old.numero_snatem OR new.territoire IS NOT old.territoire OR new.origine IS NOT
    old.origine OR new.transmetteur IS NOT old.transmetteur OR new.transmis_le IS NOT old.transmis_le OR
    new.souhaite_suites IS NOT old.souhaite_suites OR new.suites_demandees_le IS NOT old.suites_demandees_le OR
    new.synthese IS NOT old.synthese OR new.observation_cema IS NOT old.observation_cema OR new.etat IS NOT old.etat
    OR new.fratrie IS NOT old.fratrie OR new.nombre_enfants IS NOT old.nombre_enfants OR new.echeance_le IS NOT
    old.echeance_le BEGIN
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

CREATE TRIGGER enfant_journal_ajout AFTER INSERT ON enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'enfant', new.id, NULL, json_group_object(key, value) FROM json_each(json_object(
      'sexe', new.sexe, 'nom_usage', new.nom_usage, 'nom_naissance', new.nom_naissance, 'prenom', new.prenom,
      'date_naissance', new.date_naissance, 'precision_naissance', new.precision_naissance,
      'nom_mere', new.nom_mere)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER enfant_journal_modification AFTER UPDATE ON enfant WHEN new.sexe IS NOT old.sexe OR new.nom_usage IS NOT old.nom_usage OR new.nom_naissance IS NOT old.nom_naissance OR
    new.prenom IS NOT old.prenom OR new.date_naissance IS NOT old.date_naissance OR new.precision_naissance IS NOT
    old.precision_naissance OR new.nom_mere IS NOT old.nom_mere BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'enfant', new.id, NULL, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'sexe', old.sexe, 'nom_usage', old.nom_usage, 'nom_naissance', old.nom_naissance, 'prenom', old.prenom,
      'date_naissance', old.date_naissance, 'precision_naissance', old.precision_naissance,
      'nom_mere', old.nom_mere)) a JOIN json_each(json_object(
      'sexe', new.sexe, 'nom_usage', new.nom_usage, 'nom_naissance', new.nom_naissance, 'prenom', new.prenom,
      'date_naissance', new.date_naissance, 'precision_naissance', new.precision_naissance,
      'nom_mere', new.nom_mere)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER enfant_journal_suppression AFTER DELETE ON enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'enfant', old.id, NULL, json_group_object(key, value) FROM json_each(json_object(
      'sexe', old.sexe, 'nom_usage', old.nom_usage, 'nom_naissance', old.nom_naissance, 'prenom', old.prenom,
      'date_naissance', old.date_naissance, 'precision_naissance', old.precision_naissance,
      'nom_mere', old.nom_mere)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER enfant_concerne_journal_ajout AFTER INSERT ON enfant_concerne BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'enfant_concerne', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'enfant_id', new.enfant_id, 'rang', new.rang,
      'ancien_dossier', new.ancien_dossier, 'commune', new.commune, 'code_postal', new.code_postal,
      'numero_voie', new.numero_voie, 'voie', new.voie, 'ailleurs', new.ailleurs, 'csp_pere', new.csp_pere,
      'csp_mere', new.csp_mere, 'lieu_vie', new.lieu_vie, 'autorite_parentale', new.autorite_parentale,
      'commentaire', new.commentaire)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER enfant_concerne_journal_modification AFTER UPDATE ON enfant_concerne WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.enfant_id IS NOT
    old.enfant_id OR new.rang IS NOT old.rang OR new.ancien_dossier IS NOT old.ancien_dossier OR new.commune IS NOT
    old.commune OR new.code_postal IS NOT old.code_postal OR new.numero_voie IS NOT old.numero_voie OR new.voie IS
    NOT old.voie OR new.ailleurs IS NOT old.ailleurs OR new.csp_pere IS NOT old.csp_pere OR new.csp_mere IS NOT
    old.csp_mere OR new.lieu_vie IS NOT old.lieu_vie OR new.autorite_parentale IS NOT old.autorite_parentale OR
    new.commentaire IS NOT old.commentaire BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'enfant_concerne', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'enfant_id', old.enfant_id, 'rang', old.rang,
      'ancien_dossier', old.ancien_dossier, 'commune', old.commune, 'code_postal', old.code_postal,
      'numero_voie', old.numero_voie, 'voie', old.voie, 'ailleurs', old.ailleurs, 'csp_pere', old.csp_pere,
      'csp_mere', old.csp_mere, 'lieu_vie', old.lieu_vie, 'autorite_parentale', old.autorite_parentale,
      'commentaire', old.commentaire)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'enfant_id', new.enfant_id, 'rang', new.rang,
      'ancien_dossier', new.ancien_dossier, 'commune', new.commune, 'code_postal', new.code_postal,
      'numero_voie', new.numero_voie, 'voie', new.voie, 'ailleurs', new.ailleurs, 'csp_pere', new.csp_pere,
      'csp_mere', new.csp_mere, 'lieu_vie', new.lieu_vie, 'autorite_parentale', new.autorite_parentale,
      'commentaire', new.commentaire)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER enfant_concerne_journal_suppression AFTER DELETE ON enfant_concerne BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'enfant_concerne', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'enfant_id', old.enfant_id, 'rang', old.rang,
      'ancien_dossier', old.ancien_dossier, 'commune', old.commune, 'code_postal', old.code_postal,
      'numero_voie', old.numero_voie, 'voie', old.voie, 'ailleurs', old.ailleurs, 'csp_pere', old.csp_pere,
      'csp_mere', old.csp_mere, 'lieu_vie', old.lieu_vie, 'autorite_parentale', old.autorite_parentale,
      'commentaire', old.commentaire)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER adulte_journal_ajout AFTER INSERT ON adulte BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'adulte', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'rang', new.rang, 'nom', new.nom,
      'prenom', new.prenom, 'sexe', new.sexe, 'date_naissance', new.date_naissance,
      'precision_naissance', new.precision_naissance, 'telephone', new.telephone, 'commune', new.commune,
      'code_postal', new.code_postal, 'numero_voie', new.numero_voie, 'voie', new.voie,
      'commentaire', new.commentaire)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER adulte_journal_modification AFTER UPDATE ON adulte WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.rang IS NOT old.rang OR
    new.nom IS NOT old.nom OR new.prenom IS NOT old.prenom OR new.sexe IS NOT old.sexe OR new.date_naissance IS NOT
    old.date_naissance OR new.precision_naissance IS NOT old.precision_naissance OR new.telephone IS NOT
    old.telephone OR new.commune IS NOT old.commune OR new.code_postal IS NOT old.code_postal OR new.numero_voie IS
    NOT old.numero_voie OR new.voie IS NOT old.voie OR new.commentaire IS NOT old.commentaire BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'adulte', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'rang', old.rang, 'nom', old.nom,
      'prenom', old.prenom, 'sexe', old.sexe, 'date_naissance', old.date_naissance,
      'precision_naissance', old.precision_naissance, 'telephone', old.telephone, 'commune', old.commune,
      'code_postal', old.code_postal, 'numero_voie', old.numero_voie, 'voie', old.voie,
      'commentaire', old.commentaire)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'rang', new.rang, 'nom', new.nom,
      'prenom', new.prenom, 'sexe', new.sexe, 'date_naissance', new.date_naissance,
      'precision_naissance', new.precision_naissance, 'telephone', new.telephone, 'commune', new.commune,
      'code_postal', new.code_postal, 'numero_voie', new.numero_voie, 'voie', new.voie,
      'commentaire', new.commentaire)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER adulte_journal_suppression AFTER DELETE ON adulte BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'adulte', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'rang', old.rang, 'nom', old.nom,
      'prenom', old.prenom, 'sexe', old.sexe, 'date_naissance', old.date_naissance,
      'precision_naissance', old.precision_naissance, 'telephone', old.telephone, 'commune', old.commune,
      'code_postal', old.code_postal, 'numero_voie', old.numero_voie, 'voie', old.voie,
      'commentaire', old.commentaire)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER adulte_enfant_journal_ajout AFTER INSERT ON adulte_enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'adulte_enfant', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'adulte_id', new.adulte_id,
      'enfant_concerne_id', new.enfant_concerne_id, 'lien', new.lien, 'auteur_presume', new.auteur_presume,
      'titulaire_autorite', new.titulaire_autorite)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER adulte_enfant_journal_modification AFTER UPDATE ON adulte_enfant WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.adulte_id IS NOT
    old.adulte_id OR new.enfant_concerne_id IS NOT old.enfant_concerne_id OR new.lien IS NOT old.lien OR
    new.auteur_presume IS NOT old.auteur_presume OR new.titulaire_autorite IS NOT old.titulaire_autorite BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'adulte_enfant', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'adulte_id', old.adulte_id,
      'enfant_concerne_id', old.enfant_concerne_id, 'lien', old.lien, 'auteur_presume', old.auteur_presume,
      'titulaire_autorite', old.titulaire_autorite)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'adulte_id', new.adulte_id,
      'enfant_concerne_id', new.enfant_concerne_id, 'lien', new.lien, 'auteur_presume', new.auteur_presume,
      'titulaire_autorite', new.titulaire_autorite)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER adulte_enfant_journal_suppression AFTER DELETE ON adulte_enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'adulte_enfant', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'adulte_id', old.adulte_id,
      'enfant_concerne_id', old.enfant_concerne_id, 'lien', old.lien, 'auteur_presume', old.auteur_presume,
      'titulaire_autorite', old.titulaire_autorite)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER motif_enfant_journal_ajout AFTER INSERT ON motif_enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'motif_enfant', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'enfant_concerne_id', new.enfant_concerne_id,
      'motif', new.motif, 'principal', new.principal, 'precision_motif', new.precision_motif)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER motif_enfant_journal_modification AFTER UPDATE ON motif_enfant WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.enfant_concerne_id IS NOT
    old.enfant_concerne_id OR new.motif IS NOT old.motif OR new.principal IS NOT old.principal OR
    new.precision_motif IS NOT old.precision_motif BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'motif_enfant', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'enfant_concerne_id', old.enfant_concerne_id,
      'motif', old.motif, 'principal', old.principal, 'precision_motif', old.precision_motif)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'enfant_concerne_id', new.enfant_concerne_id,
      'motif', new.motif, 'principal', new.principal, 'precision_motif', new.precision_motif)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER motif_enfant_journal_suppression AFTER DELETE ON motif_enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'motif_enfant', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'enfant_concerne_id', old.enfant_concerne_id,
      'motif', old.motif, 'principal', old.principal, 'precision_motif', old.precision_motif)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER conclusion_enfant_journal_ajout AFTER INSERT ON conclusion_enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'conclusion_enfant', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'enfant_concerne_id', new.enfant_concerne_id,
      'conclusion', new.conclusion, 'date_conclusion', new.date_conclusion,
      'motif_signalement', new.motif_signalement, 'detail', new.detail)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER conclusion_enfant_journal_modification AFTER UPDATE ON conclusion_enfant WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.enfant_concerne_id IS NOT
    old.enfant_concerne_id OR new.conclusion IS NOT old.conclusion OR new.date_conclusion IS NOT old.date_conclusion
    OR new.motif_signalement IS NOT old.motif_signalement OR new.detail IS NOT old.detail BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'conclusion_enfant', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'enfant_concerne_id', old.enfant_concerne_id,
      'conclusion', old.conclusion, 'date_conclusion', old.date_conclusion,
      'motif_signalement', old.motif_signalement, 'detail', old.detail)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'enfant_concerne_id', new.enfant_concerne_id,
      'conclusion', new.conclusion, 'date_conclusion', new.date_conclusion,
      'motif_signalement', new.motif_signalement, 'detail', new.detail)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER conclusion_enfant_journal_suppression AFTER DELETE ON conclusion_enfant BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'conclusion_enfant', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'enfant_concerne_id', old.enfant_concerne_id,
      'conclusion', old.conclusion, 'date_conclusion', old.date_conclusion,
      'motif_signalement', old.motif_signalement, 'detail', old.detail)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER traitement_journal_ajout AFTER INSERT ON traitement BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, apres)
  SELECT 'ajout', 'traitement', new.id, new.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'rang', new.rang, 'service', new.service,
      'nature', new.nature, 'envoye_le', new.envoye_le, 'echeance_le', new.echeance_le,
      'evaluateurs', new.evaluateurs, 'retour_le', new.retour_le, 'proposition', new.proposition, 'etat', new.etat,
      'observation', new.observation)) WHERE value IS NOT NULL;
END;
CREATE TRIGGER traitement_journal_modification AFTER UPDATE ON traitement WHEN new.dossier_id IS NOT old.dossier_id OR new.territoire IS NOT old.territoire OR new.rang IS NOT old.rang OR
    new.service IS NOT old.service OR new.nature IS NOT old.nature OR new.envoye_le IS NOT old.envoye_le OR
    new.echeance_le IS NOT old.echeance_le OR new.evaluateurs IS NOT old.evaluateurs OR new.retour_le IS NOT
    old.retour_le OR new.proposition IS NOT old.proposition OR new.etat IS NOT old.etat OR new.observation IS NOT
    old.observation BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant, apres)
  SELECT 'modification', 'traitement', new.id, new.dossier_id, json_group_object(a.key, a.value), json_group_object(b.key, b.value)
  FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'rang', old.rang, 'service', old.service,
      'nature', old.nature, 'envoye_le', old.envoye_le, 'echeance_le', old.echeance_le,
      'evaluateurs', old.evaluateurs, 'retour_le', old.retour_le, 'proposition', old.proposition, 'etat', old.etat,
      'observation', old.observation)) a JOIN json_each(json_object(
      'dossier_id', new.dossier_id, 'territoire', new.territoire, 'rang', new.rang, 'service', new.service,
      'nature', new.nature, 'envoye_le', new.envoye_le, 'echeance_le', new.echeance_le,
      'evaluateurs', new.evaluateurs, 'retour_le', new.retour_le, 'proposition', new.proposition, 'etat', new.etat,
      'observation', new.observation)) b ON a.key = b.key WHERE a.value IS NOT b.value;
END;
CREATE TRIGGER traitement_journal_suppression AFTER DELETE ON traitement BEGIN
  INSERT INTO journal (operation, nom_table, ligne, dossier_id, avant)
  SELECT 'suppression', 'traitement', old.id, old.dossier_id, json_group_object(key, value) FROM json_each(json_object(
      'dossier_id', old.dossier_id, 'territoire', old.territoire, 'rang', old.rang, 'service', old.service,
      'nature', old.nature, 'envoye_le', old.envoye_le, 'echeance_le', old.echeance_le,
      'evaluateurs', old.evaluateurs, 'retour_le', old.retour_le, 'proposition', old.proposition, 'etat', old.etat,
      'observation', old.observation)) WHERE value IS NOT NULL;
END;

CREATE TRIGGER journal_sans_modification BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER journal_sans_suppression BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'le journal ne se modifie pas'); END;
