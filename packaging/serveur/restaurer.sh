#!/usr/bin/env bash
# Remet une sauvegarde dans un PostgreSQL où cette base n’existe pas, et vérifie qu’elle est entière.
# Usage : restaurer.sh REPERTOIRE BASE   (serveur et compte par PGHOST, PGPORT, PGUSER, PGPASSFILE ; superutilisateur)
# VIGIE nomme le programme qui vérifie le journal (vigie par défaut).
set -euo pipefail
dossier=${1:?usage : restaurer.sh REPERTOIRE BASE}
base=${2:?usage : restaurer.sh REPERTOIRE BASE}
vigie=${VIGIE:-vigie}
ici=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
refuse() { echo "$1" >&2; exit 1; }
une() { psql -XAtq -v ON_ERROR_STOP=1 -d "${2:-postgres}" -c "$1"; }

[ -e "$dossier/complete" ] || refuse "La sauvegarde $dossier n’est pas complète ; prenez la précédente, rien n’a été touché"
(cd "$dossier" && sha256sum --quiet --check empreintes.txt >/dev/null 2>&1) ||
  refuse "La sauvegarde $dossier est abîmée ; prenez la précédente, rien n’a été touché"
command -v "$vigie" >/dev/null || refuse "Il manque le programme vigie pour vérifier le journal ; nommez-le par VIGIE, rien n’a été touché"
[ -z "$(une "SELECT 1 FROM pg_database WHERE datname = '$base'")" ] ||
  refuse "La base $base existe déjà sur ce serveur ; choisissez un autre nom, rien n’a été touché"

# Les comptes qui sont déjà là restent comme ils sont ; les autres reviennent, avec leurs droits et sans mot de passe en clair.
psql -Xq -d postgres -f "$dossier/roles.sql" >/dev/null 2>&1 || true
manquants=$(comm -23 <(sort "$dossier/roles.txt") <(une "SELECT rolname FROM pg_roles" | sort))
[ -z "$manquants" ] || refuse "Des comptes n’ont pas pu être remis ($(echo $manquants)) ; la base n’a pas été créée"

createdb --template=template0 --encoding=UTF8 "$base"
pg_restore --exit-on-error --single-transaction --no-password --dbname="$base" "$dossier/base.dump" ||
  { dropdb "$base"; refuse "La copie n’a pas pu être remise ; la base a été retirée"; }
une "ANALYZE" "$base"

psql -XAtq -v ON_ERROR_STOP=1 -d "$base" -f "$ici/lignes.sql" | diff "$dossier/lignes.txt" - ||
  refuse "Des lignes manquent ou sont en trop (voir ci-dessus) ; n’ouvrez pas cette base"
hote=${PGHOST:-localhost}
"$vigie" journal verifier --tete "$(cat "$dossier/tete.txt")" --base "postgres://${PGUSER:+$PGUSER@}${hote//\//%2F}:${PGPORT:-5432}/$base" ||
  refuse "Le journal n’est pas celui qui avait été sauvegardé ; n’ouvrez pas cette base"
echo "Base $base remise et entière : toutes les lignes sont là, le journal est vérifié"
