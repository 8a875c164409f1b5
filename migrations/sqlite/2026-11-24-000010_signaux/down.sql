-- Nothing here: a file tells its own changes (PRAGMA data_version).
SELECT 1;
