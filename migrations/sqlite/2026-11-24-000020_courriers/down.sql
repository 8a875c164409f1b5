DROP TABLE courrier;
DROP TABLE reglage_courrier;
DROP TABLE modele_courrier_version;
DROP TABLE modele_courrier;
