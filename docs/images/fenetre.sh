# Shared by the scripts of this folder, which source it: tools, the program, a folder of one's own, a screen
# without a person before it, windows, keys, pictures.
#
#   VIGIE=chemin     uses that program instead of building it (debug)
#   SORTIE=dossier   writes the pictures there
#   AFFICHAGE=93     takes that display instead of the first free one
# shellcheck shell=bash
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
racine=$(cd "$ici/../.." && pwd)
sortie=${SORTIE:-$ici}

# outils commande... : stops when one is missing, and says what installs them.
outils() {
    local -A paquet=([Xvfb]=xvfb [xdotool]=xdotool [setxkbmap]=x11-xkb-utils [import]=imagemagick [convert]=imagemagick
        [pdftoppm]=poppler-utils)
    local manque=() outil
    for outil in "$@"; do
        command -v "$outil" >/dev/null || manque+=("${paquet[$outil]:-$outil}")
    done
    ((${#manque[@]} == 0)) && return
    echo "Il manque des outils ; installez-les par exemple avec : apt install $(printf '%s\n' "${manque[@]}" | sort -u | tr '\n' ' ')" >&2
    exit 2
}
outils Xvfb xdotool setxkbmap import convert

if [[ -z ${VIGIE:-} ]]; then
    (cd "$racine" && cargo build --quiet)
    VIGIE=${CARGO_TARGET_DIR:-$racine/target}/debug/vigie
fi

# Everything in a folder of its own: nothing of the person who runs this is read or written.
travail=$(mktemp -d)
chmod 755 "$travail"
ecran= application= fenetre= hauteur=800
ouvertes=()
finir() {
    local une
    for une in "${ouvertes[@]}" $ecran; do kill "$une" 2>/dev/null || true; done
    [[ -d $travail/grappe ]] && VIGIE_TEST_POSTGRES_HOME=$travail/grappe "$racine/tests/postgres" stop || true
    wait 2>/dev/null || true
    rm -rf "$travail"
}
trap finir EXIT
export HOME=$travail/home XDG_CONFIG_HOME=$travail/config XDG_DATA_HOME=$travail/data
export LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS VIGIE_BASE VIGIE_PHRASE
mkdir -p "$HOME" "$XDG_CONFIG_HOME/vigie" "$XDG_DATA_HOME" "$sortie"

# demonstration dossiers graine : a base of invented families, `$base`.
demonstration() {
    base=$travail/demo.vigie
    "$VIGIE" base creer --base "$base" >/dev/null
    "$VIGIE" demo --dossiers "$1" --graine "$2" --base "$base" >/dev/null
}

# grappe : a PostgreSQL cluster of its own, its empty database `$base`, and `sql` to look into it.
grappe() {
    psql=$(ls -d /usr/lib/postgresql/*/bin/psql | sort -V | tail -n 1)
    adresse=$(VIGIE_TEST_POSTGRES_HOME=$travail/grappe "$racine/tests/postgres" start)
    "$psql" -qAt -d "$adresse" -c 'CREATE DATABASE vigie'
    base=${adresse/\/postgres/\/vigie}
}
sql() { "$psql" -qAt -d "$base" -c "$1"; }

# affichage [largeurxhauteur] : a screen under a French keyboard.
affichage() {
    Xvfb ${AFFICHAGE:+":$AFFICHAGE"} -displayfd 3 -screen 0 "${1:-1920x1080}x24" -nolisten tcp -noreset \
        3>"$travail/ecran" 2>"$travail/xvfb.log" &
    ecran=$!
    for _ in {1..100}; do [[ -s $travail/ecran ]] && break; sleep 0.05; done
    DISPLAY=:$(<"$travail/ecran")
    export DISPLAY
    setxkbmap fr
}

# demarrer largeur hauteur commande... : starts it, waits for its window, gives it that size and the keyboard.
demarrer() {
    local largeur=$1
    hauteur=$2
    shift 2
    "$@" >>"$travail/vigie.log" 2>&1 &
    application=$!
    ouvertes+=("$application")
    fenetre=
    for _ in {1..400}; do
        fenetre=$(xdotool search --onlyvisible --pid "$application" 2>/dev/null | tail -1 || true)
        [[ -n $fenetre ]] && break
        sleep 0.05
    done
    [[ -n $fenetre ]] || { echo "La fenêtre ne s’ouvre pas :" >&2; cat "$travail/vigie.log" >&2; exit 1; }
    taille "$largeur" "$hauteur"
    devant
    sleep 0.5
}
taille() {
    timeout 5 xdotool windowsize --sync "$fenetre" "$1" "$2"
    sleep 0.3
}
# The keyboard to `$fenetre`, and the pointer away from what would show an explanation.
devant() {
    timeout 5 xdotool windowfocus --sync "$fenetre"
    xdotool mousemove --window "$fenetre" 4 "$((hauteur - 4))"
}
fermer() {
    kill "$application" 2>/dev/null || true
    wait "$application" 2>/dev/null || true
    application=
}
vivante() {
    kill -0 "$application" 2>/dev/null && return
    echo "Vigie s’est arrêtée :" >&2
    grep -v '^ ' "$travail/vigie.log" >&2
    exit 1
}
theme() { printf '{"sombre":%s}\n' "$1" >"$XDG_CONFIG_HOME/vigie/preferences.json"; }

touche() { for combinaison in "$@"; do xdotool key --window 0 "$combinaison"; sleep "${PAUSE:-0.12}"; done; }
# What a French keyboard writes with the circumflex is written with it: two keys, as a person does. The
# window forgets a dead key while the focus moves, so the field is waited for.
taper() {
    local reste=$1
    [[ $reste == *[âêîôû]* ]] && sleep 0.4
    while [[ $reste =~ ^([^âêîôû]*)([âêîôû])(.*)$ ]]; do
        reste=${BASH_REMATCH[3]}
        local lettre=${BASH_REMATCH[2]}
        [[ -n ${BASH_REMATCH[1]} ]] && xdotool type --delay 12 -- "${BASH_REMATCH[1]}"
        case $lettre in â) lettre=a ;; ê) lettre=e ;; î) lettre=i ;; ô) lettre=o ;; û) lettre=u ;; esac
        xdotool key --delay 20 dead_circumflex "$lettre"
    done
    [[ -n $reste ]] && xdotool type --delay 12 -- "$reste"
    sleep 0.15
}

# prendre [fenêtre] : a picture of it once nothing moves any more. While the base is asked something a sign
# turns at the foot of the window, so an answer is waited for; a caret that blinks is not.
prendre() {
    vivante
    local avant= apres= pareilles=0
    sleep 0.4
    for _ in {1..24}; do
        import -silent -window "${1:-$fenetre}" "$travail/image.png"
        apres=$(convert "$travail/image.png" rgb:- | cksum)
        if [[ $apres == "$avant" ]]; then
            pareilles=$((pareilles + 1))
            ((pareilles >= 2)) && break
        else
            pareilles=0
        fi
        avant=$apres
        sleep 0.12
    done
}
# garder nom : that picture. A screen has few colours: a palette keeps them all but some shades of letters' edges.
garder() {
    convert "$travail/image.png" -strip -dither None -colors 255 -define png:compression-level=9 "PNG8:$sortie/$1.png"
    echo "  $1.png"
}
