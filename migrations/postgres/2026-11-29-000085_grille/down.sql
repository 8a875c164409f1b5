DROP FUNCTION connus_ailleurs(text[], text[], text, text, date);
DELETE FROM delai_historique WHERE code = 'A01';
DELETE FROM delai WHERE code = 'A01';
