-- Two informations on one child within that time of each other are told: a length like the others,
-- kept with them and with their history.
INSERT INTO delai (code, libelle, longueur, unite, depart, article, condition, note) VALUES
  ('A01', 'Deux informations rapprochées pour un même enfant', 90, 'jours', 'information_precedente', '', '', 'Alerte : signale le dossier, n’engage aucune échéance')
ON CONFLICT (code) DO NOTHING;
