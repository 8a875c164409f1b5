#!/usr/bin/env bash
# Makes the pictures of the follow-up: home screen, search, grid, candidates, a dossier's follow-up, a
# child's page with the family drawn, in the light theme and in the dark one, on invented families.
#
#   docs/images/suivi.sh                  builds Vigie (debug) and makes the pictures
#   VIGIE=chemin docs/images/suivi.sh     uses that program
#   SORTIE=dossier docs/images/suivi.sh   writes the pictures there
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
racine=$(cd "$ici/../.." && pwd)
sortie=${SORTIE:-$ici}
for outil in Xvfb xdotool setxkbmap import convert jq; do
    command -v "$outil" >/dev/null || { echo "Il manque $outil ; docs/images/faire.sh dit les paquets" >&2; exit 2; }
done
if [[ -z ${VIGIE:-} ]]; then
    (cd "$racine" && cargo build --quiet)
    VIGIE=${CARGO_TARGET_DIR:-$racine/target}/debug/vigie
fi

travail=$(mktemp -d)
base=$travail/demo.vigie
fenetre= application= ecran= suffixe=
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
"$VIGIE" base creer --base "$base" >/dev/null
"$VIGIE" demo --dossiers 2000 --graine 11 --base "$base" >/dev/null

Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset 3>"$travail/ecran" 2>"$travail/xvfb.log" &
ecran=$!
for _ in {1..100}; do [[ -s $travail/ecran ]] && break; sleep 0.05; done
DISPLAY=:$(<"$travail/ecran")
export DISPLAY
setxkbmap fr

ouvrir() {
    "$VIGIE" --base "$base" >>"$travail/vigie.log" 2>&1 &
    application=$!
    for _ in {1..200}; do
        fenetre=$(xdotool search --onlyvisible --pid "$application" 2>/dev/null | tail -1 || true)
        [[ -n $fenetre ]] && break
        sleep 0.05
    done
    [[ -n $fenetre ]] || { echo "La fenêtre ne s’ouvre pas :" >&2; cat "$travail/vigie.log" >&2; exit 1; }
    timeout 5 xdotool windowsize --sync "$fenetre" "$1" "$2"
    timeout 5 xdotool windowfocus --sync "$fenetre"
    xdotool mousemove --window "$fenetre" 4 "$(($2 - 4))"
    sleep 1
}
fermer() {
    kill "$application" 2>/dev/null
    wait "$application" 2>/dev/null || true
    application=
}
touche() { for combinaison in "$@"; do xdotool key --window 0 "$combinaison"; sleep 0.3; done; }
taper() { xdotool type --delay 30 -- "$1"; sleep 0.4; }
image() {
    sleep 0.7
    import -silent -window "$fenetre" "$travail/image.png"
    convert "$travail/image.png" -strip -dither None -colors 255 -define png:compression-level=9 \
        "PNG8:$sortie/$1-$suffixe.png"
    echo "  $1-$suffixe.png"
}

# A name that the demonstration gave to a child of several dossiers, so that the page has much to tell.
enfant=$("$VIGIE" dossier chercher a --base "$base" --json | jq -r '[.dossiers[].fratrie][0] | split(",")[0]')
# Without accents: they are not on every keyboard, and are found all the same.
enfant=$(iconv -t ascii//TRANSLIT <<<"$enfant")
nom=${enfant%% *} prenom=${enfant##* }

for theme in clair sombre; do
    printf '{"sombre":%s}\n' "$([[ $theme == sombre ]] && echo true || echo false)" >"$XDG_CONFIG_HOME/vigie/preferences.json"
    for taille in '1280 800' '1920 1080'; do
        suffixe=$theme-${taille%% *}
        ouvrir $taille
        touche ctrl+h
        image travail
        touche Return
        sleep 0.6
        touche ctrl+Next ctrl+Next ctrl+Next ctrl+Next ctrl+Next ctrl+Next
        image suivi
        touche ctrl+w ctrl+k
        taper "$nom"
        image recherche
        touche ctrl+Return
        sleep 0.6
        image enfant
        touche Escape ctrl+d
        touche shift+Down shift+Down
        image grille
        touche ctrl+n F6 Return
        taper "$nom"
        touche Tab
        taper "$prenom"
        touche Tab
        sleep 1
        image candidats
        fermer
        # What was typed would be offered back.
        rm -rf "$XDG_DATA_HOME/vigie/brouillons"
    done
done
