DROP VIEW dossier_cherche;
DROP VIEW adresse_cherchee;
DROP VIEW adulte_cherche;
DROP INDEX dossier_par_snatem;
