#!/usr/bin/env bash
# The Administration screen of a central base, light and dark: makes its pictures.
#
#   docs/images/administration.sh            builds Vigie (debug) and makes the pictures
#   VIGIE=chemin docs/images/administration.sh   uses that program
#   SORTIE=dossier docs/images/administration.sh writes the pictures there
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
racine=$(cd "$ici/../.." && pwd)
sortie=${SORTIE:-$ici}
for outil in Xvfb xdotool setxkbmap import convert; do
    command -v "$outil" >/dev/null || { echo "Il manque $outil ; voir docs/images/faire.sh" >&2; exit 2; }
done
psql=$(ls -d /usr/lib/postgresql/*/bin/psql | sort -V | tail -n 1)
if [[ -z ${VIGIE:-} ]]; then
    (cd "$racine" && cargo build --quiet)
    VIGIE=${CARGO_TARGET_DIR:-$racine/target}/debug/vigie
fi

travail=$(mktemp -d)
chmod 755 "$travail"
fenetre= application= ecran=
finir() {
    [[ -n $application ]] && kill "$application" 2>/dev/null
    [[ -n $ecran ]] && kill "$ecran" 2>/dev/null
    VIGIE_TEST_POSTGRES_HOME=$travail/grappe "$racine/tests/postgres" stop || true
    wait 2>/dev/null
    rm -rf "$travail"
}
trap finir EXIT
export LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS VIGIE_BASE VIGIE_PHRASE

# A cluster of its own, with a base, invented people, and what they did.
adresse=$(VIGIE_TEST_POSTGRES_HOME=$travail/grappe "$racine/tests/postgres" start)
"$psql" -qAt -d "$adresse" -c 'CREATE DATABASE vigie'
base=${adresse/\/postgres/\/vigie}
export VIGIE_MOT_DE_PASSE='Le chat gris dort sur 3 toits'
"$VIGIE" base installer --base "$base" --administrateur anne.garnier --nom Garnier --prenom Anne >/dev/null
"$VIGIE" demo --base "$base" --dossiers 60 --graine 7 >/dev/null
compte() { "$VIGIE" utilisateur ajouter "$@" --base "$base" >/dev/null; }
compte claire.petit --nom Petit --prenom Claire --role saisie
compte ousmane.ndiaye --nom "N’Diaye" --prenom Ousmane --role encadrement
compte josephine.de-la-tour --nom "de La Tour d’Auvergne-Lauraguais" --prenom "Marie-Joséphine" --role territoire --territoire vierzon --service pmi
compte paul.roux --nom Roux --prenom Paul --role observatoire
compte ines.faure --nom Faure --prenom Inès --role audit
"$VIGIE" utilisateur fermer paul.roux --base "$base" >/dev/null
numero=$("$psql" -qAt -d "$base" -c 'SELECT max(numero) FROM dossier')
export PGPASSWORD=$VIGIE_MOT_DE_PASSE
for qui in claire.petit ousmane.ndiaye claire.petit; do
    "$VIGIE" dossier lire "$numero" --base "${base/vigie_test@/$qui@}" >/dev/null
done

Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset 3>"$travail/ecran" 2>"$travail/xvfb.log" &
ecran=$!
for _ in {1..100}; do [[ -s $travail/ecran ]] && break; sleep 0.05; done
DISPLAY=:$(<"$travail/ecran")
export DISPLAY
setxkbmap fr

touche() { for une in "$@"; do xdotool key --window 0 "$une"; sleep 0.15; done; }
taper() { xdotool type --delay 14 -- "$1"; sleep 0.3; }
# ouvrir qui sombre largeur hauteur : Administration, as that person sees it.
ouvrir() {
    local chez=$travail/$1-$2
    mkdir -p "$chez/config/vigie"
    printf '{"sombre":%s}\n' "$2" >"$chez/config/vigie/preferences.json"
    env HOME="$chez" XDG_CONFIG_HOME="$chez/config" XDG_DATA_HOME="$chez/data" \
        "$VIGIE" --base "${base/vigie_test@/$1@}" >>"$travail/vigie.log" 2>&1 &
    application=$!
    for _ in {1..200}; do
        fenetre=$(xdotool search --onlyvisible --pid "$application" 2>/dev/null | tail -1 || true)
        [[ -n $fenetre ]] && break
        sleep 0.05
    done
    [[ -n $fenetre ]] || { cat "$travail/vigie.log" >&2; exit 1; }
    timeout 5 xdotool windowsize --sync "$fenetre" "$3" "$4"
    timeout 5 xdotool windowfocus --sync "$fenetre"
    xdotool mousemove --window "$fenetre" 4 "$(($4 - 4))"
    sleep 2
    touche ctrl+k
    taper Administration
    touche Return
    sleep 1.5
}
fermer() {
    kill "$application" 2>/dev/null
    wait "$application" 2>/dev/null || true
    application=
}
image() {
    sleep 0.5
    import -silent -window "$fenetre" "$travail/image.png"
    convert "$travail/image.png" -strip -dither None -colors 255 -define png:compression-level=9 "PNG8:$sortie/administration-$1.png"
    echo "  administration-$1.png"
}

for theme in clair sombre; do
    sombre=$([[ $theme == sombre ]] && echo true || echo false)
    for taille in "1280 800" "1920 1080"; do
        read -r large haut <<<"$taille"
        ouvrir anne.garnier "$sombre" "$large" "$haut"
        # The second account of the list.
        xdotool mousemove --window "$fenetre" 180 "${COMPTE_Y:-230}" click 1
        xdotool mousemove --window "$fenetre" 4 "$((haut - 4))"
        image "comptes-$theme-$large"
        if [[ $large == 1280 ]]; then
            touche ctrl+k
            taper 'Changer mon mot'
            touche Return
            sleep 0.6
            touche Tab
            taper 'Ma phrase 7'
            image "motdepasse-$theme-$large"
            touche Escape
        fi
        fermer
        ouvrir ines.faure "$sombre" "$large" "$haut"
        touche Tab Tab
        xdotool mousemove --window "$fenetre" 300 "${LIGNE_Y:-330}" click --repeat 2 --delay 60 1
        xdotool mousemove --window "$fenetre" 4 "$((haut - 4))"
        sleep 1
        image "journal-$theme-$large"
        fermer
    done
done
