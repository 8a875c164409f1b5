-- What the search reads of tables whose texts are otherwise read through the dossier alone.
-- Each is read by who may read the dossier of its rows, which is what its territory is there for.

CREATE INDEX dossier_par_snatem ON dossier (numero_snatem) WHERE numero_snatem IS NOT NULL;

CREATE VIEW adulte_cherche AS
  SELECT id, dossier_id, territoire, nom, prenom, cle_nom, cle_prenom, son_nom FROM adulte;
CREATE VIEW adresse_cherchee AS
  SELECT id, dossier_id, territoire, enfant_id, commune, numero_voie, voie, cle_voie FROM enfant_concerne;
CREATE VIEW dossier_cherche AS
  SELECT id, territoire, numero, numero_snatem, fratrie, date_reception FROM dossier;
