-- Wishes of handing over are read and kept by PostgreSQL’s rights; a file belongs to who holds it.
SELECT 1;
