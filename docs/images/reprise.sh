#!/usr/bin/env bash
# Makes the pictures of the takeover of an old Access base: mapping, reconciliation, side by side.
#
#   docs/images/reprise.sh              builds Vigie (debug), takes the tests' old base over, makes the pictures
#   VIGIE=chemin docs/images/reprise.sh uses that program
#   SORTIE=dossier docs/images/reprise.sh writes the pictures there
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
racine=$(cd "$ici/../.." && pwd)
sortie=${SORTIE:-$ici}
for outil in Xvfb xdotool setxkbmap import zstd; do
    command -v "$outil" >/dev/null || { echo "Il manque $outil (xvfb, xdotool, x11-xkb-utils, imagemagick, zstd)" >&2; exit 2; }
done
if [[ -z ${VIGIE:-} ]]; then
    (cd "$racine" && cargo build --quiet)
    VIGIE=$racine/target/debug/vigie
fi
travail=$(mktemp -d)
application= ecran=
finir() {
    [[ -n $application ]] && kill "$application" 2>/dev/null
    [[ -n $ecran ]] && kill "$ecran" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$travail"
}
trap finir EXIT
export HOME=$travail/home XDG_CONFIG_HOME=$travail/config XDG_DATA_HOME=$travail/data
export LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8 TZ=Europe/Paris
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS VIGIE_BASE VIGIE_PHRASE
mkdir -p "$HOME" "$XDG_CONFIG_HOME/vigie" "$XDG_DATA_HOME" "$sortie"

zstd -dq "$racine/tests/exchange/ancienne-application.accdb.zst" -o "$travail/ancienne.accdb"
"$VIGIE" base creer --base "$travail/b.vigie" >/dev/null
"$VIGIE" importer "$travail/ancienne.accdb" --base "$travail/b.vigie" >/dev/null

Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset 3>"$travail/ecran" 2>/dev/null &
ecran=$!
for _ in {1..100}; do [[ -s $travail/ecran ]] && break; sleep 0.05; done
DISPLAY=:$(<"$travail/ecran")
export DISPLAY
setxkbmap fr
"$VIGIE" --base "$travail/b.vigie" >"$travail/vigie.log" 2>&1 &
application=$!
fenetre=
for _ in {1..400}; do
    fenetre=$(xdotool search --onlyvisible --pid "$application" 2>/dev/null | tail -1 || true)
    [[ -n $fenetre ]] && break
    sleep 0.05
done
largeur=1280
xdotool windowsize "$fenetre" 1280 800 windowmove "$fenetre" 0 0 windowfocus "$fenetre"
sleep 2
prendre() { sleep "${2:-1}"; import -window "$fenetre" "$sortie/$1-$largeur.png"; }
cliquer() { xdotool mousemove --window "$fenetre" "$1" "$2"; sleep 0.2; xdotool click 1; sleep "${3:-0.8}"; }
xdotool key ctrl+k; sleep 0.8
xdotool type --delay 40 "Reprendre une base"; sleep 1
xdotool key Return; sleep 2
# The steps stand in one line below the bar; the file is the first field.
xdotool key Tab Tab Tab Tab Tab; sleep 0.5
xdotool type --delay 20 "$travail/ancienne.accdb"
xdotool key Return; sleep 9
prendre reprise-fichier
cliquer "${X2:-240}" "${Y:-120}" 1.5
prendre reprise-correspondance
cliquer "${X4:-550}" "${Y:-120}" 1.5
prendre reprise-reconciliation
