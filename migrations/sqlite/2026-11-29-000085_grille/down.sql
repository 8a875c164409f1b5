DELETE FROM delai_historique WHERE code = 'A01';
DELETE FROM delai WHERE code = 'A01';
