#!/usr/bin/env bash
# From the start of the process to the first usable frame, memory, and CPU when idle, under Xvfb, on a
# local base of DOSSIERS dossiers without passphrase; beside an empty window of the same library.
#   benches/demarrage.sh [DOSSIERS [RUNS]]          100000 dossiers, 10 runs if nothing is said
# The first usable frame is the first one with the grid's rows in it, once it is on the screen; the
# program says so itself (VIGIE_TRACE, src/app/trace.rs).
set -euo pipefail
cd "$(dirname "$0")/.."
dossiers=${1:-100000}
runs=${2:-10}

for tool in Xvfb awk; do
  command -v $tool >/dev/null || { echo "$tool manque (apt-get install xvfb)" >&2; exit 1; }
done
dir=$(mktemp -d)
xvfb=
app=
cleanup() {
  [ -z "$app" ] || kill "$app" 2>/dev/null || true
  [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || true
  rm -rf "$dir"
}
trap cleanup EXIT

echo "Construction…" >&2
executable() { grep "\"name\":\"$1\"" | sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1; }
# Copied at once: another build may share the folder.
cp "$(cargo build --release --quiet --bin vigie --message-format=json | executable vigie)" "$dir/vigie"
cp "$(cargo bench --no-run --quiet --bench fenetre_vide --message-format=json | executable fenetre_vide)" "$dir/vide"

echo "Base de $dossiers dossiers…" >&2
"$dir/vigie" base creer --base "$dir/base.vigie" >/dev/null
"$dir/vigie" demo --base "$dir/base.vigie" --dossiers "$dossiers" >/dev/null

exec 3<>"$dir/display"
# Without -noreset it starts anew, and refuses for a moment, each time its last window closes.
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 2>/dev/null &
xvfb=$!
for _ in $(seq 100); do [ ! -s "$dir/display" ] || break; sleep 0.05; done
export DISPLAY=:$(head -n 1 "$dir/display") VIGIE_TRACE=1
unset WAYLAND_DISPLAY
export HOME=$dir XDG_CONFIG_HOME=$dir/config XDG_DATA_HOME=$dir/data XDG_RUNTIME_DIR=$dir

# Starts "$@" and waits until it says that it is on the screen; sets app and took (ms).
start() {
  : >"$dir/said"
  local begin=$EPOCHREALTIME
  "$@" 2>"$dir/said" &
  app=$!
  local mark=
  for _ in $(seq 1000); do
    mark=$(awk '/^VIGIE_TRACE/ { print $2; exit }' "$dir/said")
    [ -z "$mark" ] || break
    kill -0 "$app" 2>/dev/null || { cat "$dir/said" >&2; exit 1; }
    sleep 0.05
  done
  [ -n "$mark" ] || { echo "rien à l’écran après une minute" >&2; exit 1; }
  took=$(awk -v a="${begin/,/.}" -v b="$mark" 'BEGIN { printf "%.0f", (b - a) * 1000 }')
}
stop() { kill "$app"; wait "$app" 2>/dev/null || true; app=; }
memory() { awk -v key="$1:" '$1 == key { printf "%.0f", $2 / 1024 }' "/proc/$app/status"; }
# utime + stime, in ticks of 10 ms; the name in the second field may hold spaces.
ticks() { sed 's/.*) //' "/proc/$app/stat" | awk '{ print $12 + $13 }'; }
three() { sort -n | awk '{ a[NR] = $1 } END { printf "%6d %9d %6d", a[1], a[int((NR + 1) / 2)], a[NR] }'; }

# One of each first, uncounted: the files are read from the disk once.
start "$dir/vide"; stop
start "$dir/vigie" --base "$dir/base.vigie"; stop
# In turn, so that what else the machine does weighs on both.
for _ in $(seq "$runs"); do
  start "$dir/vide"; echo "$took" >>"$dir/vide.ms"; sleep 1; memory VmRSS >>"$dir/vide.mo"; echo >>"$dir/vide.mo"; stop
  start "$dir/vigie" --base "$dir/base.vigie"; echo "$took" >>"$dir/vigie.ms"
  sleep 2; memory VmRSS >>"$dir/vigie.mo"; echo >>"$dir/vigie.mo"; memory RssAnon >>"$dir/vigie.anon"; echo >>"$dir/vigie.anon"
  stop
done
start "$dir/vigie" --base "$dir/base.vigie"
sleep 3
before=$(ticks); sleep 10; after=$(ticks)
stop

echo
echo "Démarrage sur une base locale de $dossiers dossiers, $runs fois, Xvfb 1280 × 800, dessin par le processeur"
echo "(machine : $(nproc) cœurs, charge $(cut -d' ' -f1-3 /proc/loadavg))"
printf '%-50s %6s %9s %6s   %s\n' "" "min" "médiane" "max" "but"
printf '%-49s %s   %s\n' "  fenêtre vide, première trame, ms" "$(three <"$dir/vide.ms")" ""
printf '%-50s %s   %s\n' "  Vigie, première trame utilisable, ms" "$(three <"$dir/vigie.ms")" "250"
printf '%-51s %s   %s\n' "  fenêtre vide, mémoire (RSS), Mo" "$(three <"$dir/vide.mo")" ""
printf '%-51s %s   %s\n' "  Vigie, mémoire (RSS), Mo" "$(three <"$dir/vigie.mo")" "130"
printf '%-50s %s   %s\n' "  dont à elle seule (anonyme), Mo" "$(three <"$dir/vigie.anon")" ""
echo "  Vigie au repos : $(((after - before) * 10)) ms de CPU en 10 s (but : 0)"
