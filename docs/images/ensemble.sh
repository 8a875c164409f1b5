#!/usr/bin/env bash
# Two people, two windows, one central base: makes the pictures of working together, and by that tests
# it. Ends with 1 when a word that somebody typed is not in the base.
#
#   docs/images/ensemble.sh            builds Vigie (debug) and makes the pictures
#   VIGIE=chemin docs/images/ensemble.sh   uses that program
#   SORTIE=dossier docs/images/ensemble.sh writes the pictures there
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
racine=$(cd "$ici/../.." && pwd)
sortie=${SORTIE:-$ici}
for outil in Xvfb xdotool setxkbmap import convert jq; do
    command -v "$outil" >/dev/null || { echo "Il manque $outil ; voir docs/images/faire.sh" >&2; exit 2; }
done
psql=$(ls -d /usr/lib/postgresql/*/bin/psql | sort -V | tail -n 1)
if [[ -z ${VIGIE:-} ]]; then
    (cd "$racine" && cargo build --quiet)
    VIGIE=${CARGO_TARGET_DIR:-$racine/target}/debug/vigie
fi

travail=$(mktemp -d)
chmod 755 "$travail"
declare -A fenetre=() application=()
ecran=
finir() {
    for qui in "${!application[@]}"; do kill "${application[$qui]}" 2>/dev/null || true; done
    [[ -n $ecran ]] && kill "$ecran" 2>/dev/null
    VIGIE_TEST_POSTGRES_HOME=$travail/grappe "$racine/tests/postgres" stop || true
    wait 2>/dev/null
    rm -rf "$travail"
}
trap finir EXIT
export LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS VIGIE_BASE VIGIE_PHRASE

# A cluster of its own, with two people in it.
adresse=$(VIGIE_TEST_POSTGRES_HOME=$travail/grappe "$racine/tests/postgres" start)
sql() { "$psql" -qAt -d "$adresse" -c "$1"; }
sql 'CREATE DATABASE vigie'
base=${adresse/\/postgres/\/vigie}
for qui in claire ousmane; do sql "CREATE ROLE $qui LOGIN SUPERUSER PASSWORD 'essai'"; done
"$VIGIE" base creer --base "$base" >/dev/null
"$VIGIE" demo --dossiers 60 --graine 7 --base "$base" >/dev/null

Xvfb -displayfd 3 -screen 0 2580x800x24 -nolisten tcp -noreset 3>"$travail/ecran" 2>"$travail/xvfb.log" &
ecran=$!
for _ in {1..100}; do [[ -s $travail/ecran ]] && break; sleep 0.05; done
DISPLAY=:$(<"$travail/ecran")
export DISPLAY
setxkbmap fr

# ouvrir qui x : their window, at that place, with the first dossier of the grid open at its account.
ouvrir() {
    local qui=$1
    mkdir -p "$travail/$qui"
    env HOME="$travail/$qui" XDG_CONFIG_HOME="$travail/$qui/config" XDG_DATA_HOME="$travail/$qui/data" PGPASSWORD=essai \
        "$VIGIE" --base "${base/vigie_test@/$qui@}" >>"$travail/$qui.log" 2>&1 &
    application[$qui]=$!
    for _ in {1..200}; do
        fenetre[$qui]=$(xdotool search --onlyvisible --pid "${application[$qui]}" 2>/dev/null | tail -1 || true)
        [[ -n ${fenetre[$qui]} ]] && break
        sleep 0.05
    done
    xdotool windowsize --sync "${fenetre[$qui]}" 1280 800 windowmove "${fenetre[$qui]}" "$2" 0
    chez "$qui"
    sleep 1
    touche Return
    sleep 1
    touche alt+eacute
}
chez() { timeout 5 xdotool windowfocus --sync "${fenetre[$1]}"; xdotool mousemove --window "${fenetre[$1]}" 4 796; sleep 0.3; }
touche() { for une in "$@"; do xdotool key --window 0 "$une"; sleep 0.12; done; }
taper() { xdotool type --delay 14 -- "$1"; sleep 0.2; }
attendre() { # quoi commande...
    local quoi=$1
    shift
    for _ in {1..100}; do "$@" >/dev/null 2>&1 && return; sleep 0.1; done
    echo "Attendu en vain : $quoi" >&2
    exit 1
}
# image nom qui [attente] : their window, or « tous » for both.
image() {
    local nom=$sortie/ensemble-$1.png cible=root
    [[ $2 == tous ]] || cible=${fenetre[$2]}
    sleep "${3:-0.6}"
    import -silent -window "$cible" "$travail/image.png"
    convert "$travail/image.png" -strip -dither None -colors 255 -define png:compression-level=9 "PNG8:$nom"
    echo "  $(basename "$nom")"
}
synthese() { sql2 "SELECT synthese FROM dossier WHERE numero = '$numero'"; }
sql2() { "$psql" -qAt -d "$base" -c "$1"; }
contient() { [[ $(synthese) == *"$1"* ]]; }

numero=$(sql2 'SELECT max(numero) FROM dossier')
sql2 "UPDATE dossier SET synthese = 'Appel de l''infirmière scolaire : l''enfant dit avoir peur de rentrer.' WHERE numero = '$numero'"
echo "Images de deux fenêtres :"
ouvrir claire 0
ouvrir ousmane 1300
chez claire
image presence claire 1.5

chez ousmane
touche ctrl+End
taper ' Le grand frère serait seul le soir.'
touche ctrl+s
attendre "l’enregistrement d’Ousmane" contient 'grand frère'
image rafraichi claire 1.2
image deux-fenetres tous 0.1

chez claire
touche ctrl+End
taper ' La mère est prévenue.'
chez ousmane
touche ctrl+End
taper " L'école confirme."
touche ctrl+s
attendre "le second enregistrement d’Ousmane" contient "L'école confirme"
image modifie claire 1.2
chez claire
touche ctrl+s
image conflit claire 1.5
xdotool mousemove --window "${fenetre[claire]}" "${LES_DEUX_X:-328}" "${LES_DEUX_Y:-261}" click 1
sleep 0.4
touche ctrl+s
attendre "les deux textes réunis" contient 'La mère est prévenue'
contient "L'école confirme" || { echo "La phrase d’Ousmane a disparu" >&2; exit 1; }

# The base goes away; a save asked then is done when it is back.
sql 'ALTER DATABASE vigie ALLOW_CONNECTIONS false'
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'vigie'" >/dev/null
chez claire
touche alt+eacute ctrl+End
taper ' Elle sera reçue demain.'
touche ctrl+s
image absente claire 1.5
sql 'ALTER DATABASE vigie ALLOW_CONNECTIONS true'
attendre "l’enregistrement au retour de la base" contient 'reçue demain'
touche ctrl+l
image verrou claire
sql2 "SELECT synthese FROM dossier WHERE numero = '$numero'"
