#!/usr/bin/env bash
# Sauvegarde une base Vigie centrale : les données, les comptes, ce qu’il faut pour prouver que rien ne manque.
# Usage : sauvegarder.sh BASE REPERTOIRE   (serveur et compte par PGHOST, PGPORT, PGUSER, PGPASSFILE, comme pour psql)
# Le compte doit tout lire malgré les droits par ligne : superutilisateur, ou BYPASSRLS et pg_read_all_data.
set -euo pipefail
base=${1:?usage : sauvegarder.sh BASE REPERTOIRE}
dossier=${2:?usage : sauvegarder.sh BASE REPERTOIRE}
ici=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
umask 077

mkdir -p "$dossier"
[ -z "$(ls -A "$dossier")" ] || { echo "Le répertoire $dossier n’est pas vide ; donnez-en un nouveau, rien n’a été écrit" >&2; exit 1; }
# Ce qui n’est pas fini n’est pas une sauvegarde.
trap '[ -e "$dossier/complete" ] || { echo "La sauvegarde a échoué ; $dossier n’est pas à garder" >&2; }' EXIT

pg_dumpall --globals-only >"$dossier/roles.sql"
psql -XAtq -v ON_ERROR_STOP=1 -d "$base" -c "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1" >"$dossier/roles.txt"
# Un même instantané pour la copie, les comptes de lignes et la tête du journal : on travaille pendant ce temps.
DOSSIER=$dossier BASE=$base psql -Xq -v ON_ERROR_STOP=1 -d "$base" <<SQL
BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SELECT pg_export_snapshot() AS instantane \gset
\setenv INSTANTANE :instantane
\! pg_dump --format=custom --snapshot="\$INSTANTANE" --file="\$DOSSIER/base.dump" "\$BASE" && touch "\$DOSSIER/copie"
\a
\t
\o '$dossier/lignes.txt'
\i '$ici/lignes.sql'
\o '$dossier/tete.txt'
SELECT rang || '-' || encode(empreinte, 'hex') FROM journal_tete;
\o
COMMIT;
SQL
[ -e "$dossier/copie" ] && rm "$dossier/copie"
(cd "$dossier" && sha256sum base.dump roles.sql roles.txt lignes.txt tete.txt >empreintes.txt)
touch "$dossier/complete"
echo "Base $base sauvegardée dans $dossier : $(wc -l <"$dossier/lignes.txt") tables, journal jusqu’à $(cut -c1-24 "$dossier/tete.txt")…"
