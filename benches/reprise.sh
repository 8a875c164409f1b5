#!/usr/bin/env bash
# The old Access base of the tests (83,209 rows) taken over into an empty base, then again: time and peak
# memory of the process, on both bases.
#   benches/reprise.sh [RUNS]          3 runs if nothing is said
. "$(dirname "$0")/bases.sh"
runs=${1:-3}
zstd -dq tests/exchange/ancienne-application.accdb.zst -o "$dir/ancienne.accdb"
for base in $bases; do
  for _ in $(seq "$runs"); do
    neuve "$base" reprise
    mesurer "$base, à blanc" "$VIGIE" importer "$dir/ancienne.accdb" --base "$adresse" --a-blanc
    mesurer "$base, reprise dans une base vide" "$VIGIE" importer "$dir/ancienne.accdb" --base "$adresse"
    mesurer "$base, reprise refaite" "$VIGIE" importer "$dir/ancienne.accdb" --base "$adresse"
  done
done
