#!/usr/bin/env bash
# Demonstration dossiers out in one zip and back into an empty base, then out again, equal: time, peak memory
# of the process, size; first a tenth of them, so that one sees whether memory grows.
#   benches/sortie.sh [DOSSIERS]       100000 if nothing is said
. "$(dirname "$0")/bases.sh"
dossiers=${1:-100000}
for base in $bases; do
  for count in $((dossiers / 10)) "$dossiers"; do
    neuve "$base" sortie
    "$VIGIE" demo --base "$adresse" --dossiers "$count" --graine 7 >/dev/null
    rm -f "$dir"/*.zip
    mesurer "$base, $count dossiers, exporter" "$VIGIE" exporter --sortie "$dir/un.zip" --base "$adresse"
    neuve "$base" retour
    mesurer "$base, $count dossiers, restaurer" "$VIGIE" restaurer "$dir/un.zip" --base "$adresse"
    "$VIGIE" exporter --sortie "$dir/deux.zip" --base "$adresse" >/dev/null
    cmp "$dir/un.zip" "$dir/deux.zip"
    echo "$base, $count dossiers : $(($(stat -c %s "$dir/un.zip") / 1000000)) Mo, le second export est le même à l’octet"
  done
done
