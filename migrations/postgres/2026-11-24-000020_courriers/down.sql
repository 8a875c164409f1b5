DROP TABLE courrier;
DROP FUNCTION journaliser_courrier();
DROP FUNCTION figer_courrier();
DROP TABLE reglage_courrier;
DROP TABLE modele_courrier_version;
DROP FUNCTION modele_version_figee();
DROP TABLE modele_courrier;
