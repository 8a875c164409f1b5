DROP TABLE cle_pseudonyme;
DROP TABLE restauration;
