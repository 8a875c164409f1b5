-- Who else lives at that address is asked of each open dossier on the home screen: with the number of the
-- house a long street of a large town is one look, without it all its dossiers were read each time.
DROP INDEX enfant_concerne_par_voie;
CREATE INDEX enfant_concerne_par_voie ON enfant_concerne (cle_voie, commune, numero_voie);
