#!/usr/bin/env bash
# Makes the pictures of the takeover of an old Access base, light and dark: file, mapping with what does not
# fit, figures and their rows, an old row beside its dossier, persons proposed.
#
#   docs/images/reprise.sh              builds Vigie (debug), takes the tests' old base over, makes the pictures
#   VIGIE=chemin docs/images/reprise.sh uses that program
#   SORTIE=dossier docs/images/reprise.sh writes the pictures there
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
racine=$(cd "$ici/../.." && pwd)
sortie=${SORTIE:-$ici}
for outil in Xvfb xdotool setxkbmap import convert zstd; do
    command -v "$outil" >/dev/null || { echo "Il manque $outil (xvfb, xdotool, x11-xkb-utils, imagemagick, zstd)" >&2; exit 2; }
done
if [[ -z ${VIGIE:-} ]]; then
    (cd "$racine" && cargo build --quiet)
    VIGIE=${CARGO_TARGET_DIR:-$racine/target}/debug/vigie
fi
travail=$(mktemp -d)
application= ecran= fenetre=
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

zstd -dq "$racine/tests/exchange/ancienne-application.accdb.zst" -o "$travail/FormDossier.accdb"
"$VIGIE" base creer --base "$travail/Cher.vigie" >/dev/null
"$VIGIE" importer "$travail/FormDossier.accdb" --base "$travail/Cher.vigie" >/dev/null

Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset 3>"$travail/ecran" 2>/dev/null &
ecran=$!
for _ in {1..100}; do [[ -s $travail/ecran ]] && break; sleep 0.05; done
DISPLAY=:$(<"$travail/ecran")
export DISPLAY
setxkbmap fr

touche() { for une in "$@"; do xdotool key --window 0 "$une"; sleep 0.2; done; }
taper() { xdotool type --delay 14 -- "$1"; sleep 0.4; }
cliquer() { xdotool mousemove --window "$fenetre" "$1" "$2" click 1; sleep "${3:-1}"; }
image() {
    xdotool mousemove --window "$fenetre" 4 "$((haut - 4))"
    sleep 0.6
    import -silent -window "$fenetre" "$travail/image.png"
    convert "$travail/image.png" -strip -dither None -colors 255 -define png:compression-level=9 "PNG8:$sortie/reprise-$1.png"
    echo "  reprise-$1.png"
}
# The steps stand in one line; the places below are those of the first rows.
etape() { cliquer $((91 + 154 * ($1 - 1))) 73 "${2:-1}"; }

for theme in clair sombre; do
    printf '{"sombre":%s}\n' "$([[ $theme == sombre ]] && echo true || echo false)" >"$XDG_CONFIG_HOME/vigie/preferences.json"
    for taille in "1280 800" "1920 1080"; do
        read -r large haut <<<"$taille"
        (cd "$travail" && exec "$VIGIE" --base Cher.vigie) >"$travail/vigie.log" 2>&1 &
        application=$!
        fenetre=
        for _ in {1..400}; do
            fenetre=$(xdotool search --onlyvisible --pid "$application" 2>/dev/null | tail -1 || true)
            [[ -n $fenetre ]] && break
            sleep 0.05
        done
        [[ -n $fenetre ]] || { cat "$travail/vigie.log" >&2; exit 1; }
        timeout 5 xdotool windowsize --sync "$fenetre" "$large" "$haut"
        timeout 5 xdotool windowfocus --sync "$fenetre"
        sleep 1.5
        touche ctrl+k
        taper "Reprendre une base"
        touche Return
        sleep 1.5
        touche Tab Tab Tab Tab Tab
        taper FormDossier.accdb
        touche Return
        sleep "${LECTURE:-6}"
        image "fichier-$theme-$large"
        etape 2
        cliquer 130 212
        image "correspondance-$theme-$large"
        etape 4
        image "regles-$theme-$large"
        # « Date impossible »: its rows, then the first dossier beside what it was.
        cliquer 94 574 1.5
        image "lignes-$theme-$large"
        cliquer "$((large * 42 / 100 + 60))" 270 2
        image "cote-$theme-$large"
        etape 4
        cliquer 190 117
        image "colonnes-$theme-$large"
        etape 5
        cliquer 120 148 "${RECHERCHE:-9}"
        image "personnes-$theme-$large"
        kill "$application" 2>/dev/null
        wait "$application" 2>/dev/null || true
        application=
    done
done
