DROP TABLE disposition;
DROP TABLE indicateur;
DROP TABLE population;
DROP VIEW fait;
