# Sourced by the scripts beside: the program, a folder of their own, and a base of each kind.
# VIGIE names the program, else it is built; VIGIE_TEST_POSTGRES the cluster, else one is started.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "${VIGIE:-}" ]; then
  echo "Construction…" >&2
  cargo build --release --quiet
  VIGIE=${CARGO_TARGET_DIR:-target}/release/vigie
fi
dir=$(mktemp -d)
started=
cleanup() {
  [ -z "$started" ] || VIGIE_TEST_POSTGRES_HOME=$dir/grappe tests/postgres stop || true
  rm -rf "$dir"
}
trap cleanup EXIT
psql=$(ls -d /usr/lib/postgresql/*/bin/psql 2>/dev/null | sort -V | tail -n 1)
if [ -z "${VIGIE_TEST_POSTGRES:-}" ] && [ -n "$psql" ]; then
  chmod 755 "$dir"
  VIGIE_TEST_POSTGRES=$(VIGIE_TEST_POSTGRES_HOME=$dir/grappe tests/postgres start)
  started=oui
fi
bases="sqlite ${VIGIE_TEST_POSTGRES:+postgresql}"

# neuve KIND NAME: a new base; sets adresse.
neuve() {
  if [ "$1" = sqlite ]; then
    adresse=$dir/$2.vigie
    rm -f "$adresse" "$adresse"-*
  else
    adresse=${VIGIE_TEST_POSTGRES%/*}/banc_$2
    "$psql" -qAt -d "$VIGIE_TEST_POSTGRES" -c "DROP DATABASE IF EXISTS banc_$2" -c "CREATE DATABASE banc_$2" 2>/dev/null
  fi
  "$VIGIE" base creer --base "$adresse" >/dev/null
}
# mesurer WHAT COMMAND…: one line of the report.
mesurer() {
  local what=$1
  shift
  printf '%-44s %s\n' "$what" "$(python3 benches/mesurer.py "$@")"
}
