-- A file belongs to who holds it: no policy asks anything of it.
SELECT 1;
