-- Rights are kept by PostgreSQL; a file belongs to who holds it.
SELECT 1;
