DROP INDEX enfant_concerne_par_voie;
CREATE INDEX enfant_concerne_par_voie ON enfant_concerne (cle_voie, commune);
