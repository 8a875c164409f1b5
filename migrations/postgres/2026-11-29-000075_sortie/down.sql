DROP TABLE cle_pseudonyme;
DROP TABLE restauration;
DROP FUNCTION sortie_figee();
