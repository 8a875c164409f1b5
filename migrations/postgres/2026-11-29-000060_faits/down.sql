DROP TABLE disposition;
DROP TABLE indicateur;
DROP TABLE population;
DROP VIEW fait;
DROP FUNCTION territoires_des_faits();
