#!/usr/bin/env bash
# Makes the four pictures of the dashboards: the screen by day and by night, a chart, a page of the report.
#
#   docs/images/tableaux.sh                  builds Vigie (debug) and makes the pictures
#   VIGIE=chemin docs/images/tableaux.sh     uses that program
#   SORTIE=dossier docs/images/tableaux.sh   writes the pictures there
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
racine=$(cd "$ici/../.." && pwd)
sortie=${SORTIE:-$ici}
for outil in Xvfb xdotool import pdftoppm; do
    command -v "$outil" >/dev/null || { echo "Il manque $outil (xvfb, xdotool, imagemagick, poppler-utils)" >&2; exit 2; }
done
if [[ -z ${VIGIE:-} ]]; then
    (cd "$racine" && cargo build --quiet)
    VIGIE=${CARGO_TARGET_DIR:-$racine/target}/debug/vigie
fi

# Everything in a folder of its own: nothing of the person who runs this is read or written.
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
export LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS VIGIE_BASE VIGIE_PHRASE
mkdir -p "$HOME" "$XDG_CONFIG_HOME/vigie" "$XDG_DATA_HOME" "$sortie"
base=$travail/demo.vigie
"$VIGIE" base creer --base "$base" >/dev/null
"$VIGIE" demo --dossiers "${DOSSIERS:-2000}" --graine 7 --base "$base" >/dev/null
annee=$(($(date +%Y) - 1))

# Without a display first: a chart, and the report.
"$VIGIE" tableau --indicateur motifs --annee "$annee" --sortie "$sortie/graphique-motifs.png" --base "$base" >/dev/null
"$VIGIE" tableau rapport --complet --annee "$annee" --sortie "$travail/rapport.pdf" --base "$base" >/dev/null
pdftoppm -png -r 90 -f 4 -l 4 -singlefile "$travail/rapport.pdf" "$sortie/rapport-page"
[[ -n ${RAPPORT:-} ]] && cp "$travail/rapport.pdf" "$RAPPORT"

Xvfb ${AFFICHAGE:+":$AFFICHAGE"} -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset 3>"$travail/ecran" 2>"$travail/xvfb.log" &
ecran=$!
for _ in {1..100}; do [[ -s $travail/ecran ]] && break; sleep 0.05; done
DISPLAY=:$(<"$travail/ecran")
export DISPLAY

# image nom sombre largeur hauteur : the dashboards of the base, as they stand once drawn.
image() {
    printf '{"sombre":%s}\n' "$2" >"$XDG_CONFIG_HOME/vigie/preferences.json"
    "$VIGIE" --base "$base" >>"$travail/vigie.log" 2>&1 &
    application=$!
    local fenetre=
    for _ in {1..400}; do
        fenetre=$(xdotool search --onlyvisible --pid "$application" 2>/dev/null | tail -1 || true)
        [[ -n $fenetre ]] && break
        sleep 0.05
    done
    [[ -n $fenetre ]] || { echo "La fenêtre ne s’ouvre pas :" >&2; cat "$travail/vigie.log" >&2; exit 1; }
    timeout 5 xdotool windowsize --sync "$fenetre" "$3" "$4"
    timeout 5 xdotool windowfocus --sync "$fenetre"
    sleep 1.5
    xdotool key --window 0 ctrl+t
    # Two pictures alike: every chart is there.
    local avant= apres=
    for _ in {1..60}; do
        sleep 0.7
        apres=$(import -window root -crop "$3x$4+0+0" +repage rgb:- | md5sum)
        [[ $apres == "$avant" ]] && break
        avant=$apres
    done
    xdotool key --window 0 Right
    sleep 0.6
    import -window root -crop "$3x$4+0+0" +repage "$sortie/$1.png"
    kill "$application" 2>/dev/null
    wait "$application" 2>/dev/null || true
    application=
}
image tableaux-clair-1280 false 1280 800
image tableaux-sombre-1920 true 1920 1080
ls -l "$sortie"/tableaux-*.png "$sortie"/graphique-motifs.png "$sortie"/rapport-page.png
