DROP TABLE rapprochement_refuse;
DROP TABLE constat_reprise;
DROP TABLE provenance;
DROP TABLE ligne_reprise;
DROP TABLE reprise;
DROP TABLE piece;
DROP FUNCTION figer_piece();
DROP FUNCTION journaliser_piece();
