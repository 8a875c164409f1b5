#!/usr/bin/env bash
# Makes the pictures of the Courriers screen and of four letters, with invented families; ends with 1
# when a letter was not written.
#
#   docs/images/courriers.sh            builds Vigie (debug) and makes the pictures
#   VIGIE=chemin docs/images/courriers.sh   uses that program
#   SORTIE=dossier docs/images/courriers.sh writes the pictures there
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
racine=$(cd "$ici/../.." && pwd)
sortie=${SORTIE:-$ici}
for outil in Xvfb xdotool setxkbmap import convert jq pdftoppm; do
    command -v "$outil" >/dev/null || { echo "Il manque $outil" >&2; exit 2; }
done
if [[ -z ${VIGIE:-} ]]; then
    (cd "$racine" && cargo build --quiet)
    VIGIE=${CARGO_TARGET_DIR:-$racine/target}/debug/vigie
fi
travail=$(mktemp -d)
base=$travail/demo.vigie
ecran= application=
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
"$VIGIE" demo --dossiers 2000 --graine 1 --base "$base" >/dev/null

# --- four letters, as they are printed --------------------------------------------------------

# The largest fratries still open: what lays a page out hardest.
mapfile -t numeros < <(for mot in martin petit durand moreau; do
    "$VIGIE" dossier chercher "$mot" --base "$base" --json | jq -r '.dossiers[].numero'
done | sort -u | head -30)
# lettre modele champs... : the first of these dossiers that this letter can be written for.
lettre() {
    local modele=$1
    shift
    for numero in "${numeros[@]}"; do
        if "$VIGIE" courrier ecrire --modele "$modele" --dossier "$numero" --sortie "$travail/$modele.pdf" \
            --base "$base" "$@" >"$travail/dit" 2>&1; then
            pdftoppm -png -r 70 -f 1 -l 1 -singlefile "$travail/$modele.pdf" "$travail/$modele"
            convert "$travail/$modele.png" -strip -dither None -colors 64 -bordercolor '#ddd' -border 1 \
                -define png:compression-level=9 "PNG8:$sortie/lettre-$modele.png"
            echo "  lettre-$modele.png"
            return
        fi
    done
    cat "$travail/dit" >&2
    echo "La lettre $modele n’a pu être écrite pour aucun dossier" >&2
    exit 1
}
lettre information_parents
lettre rendez_vous --champ rdv_date=14/12/2026 --champ 'rdv_heure=9 h 30' --champ 'rdv_lieu=Maison de la solidarité, 3 rue de l’Exemple, Vierzon' --champ 'rdv_personnes=Mmes Petit et Roux, travailleuses sociales'
lettre demande_evaluation
lettre signalement_parquet --champ 'elements=L’évaluation rapporte des absences répétées et un suivi de santé interrompu.' --champ 'actions=Deux visites à domicile, une rencontre avec l’établissement scolaire.'

# --- the screen ---------------------------------------------------------------------------------

Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset 3>"$travail/ecran" 2>"$travail/xvfb.log" &
ecran=$!
for _ in {1..100}; do [[ -s $travail/ecran ]] && break; sleep 0.05; done
DISPLAY=:$(<"$travail/ecran")
export DISPLAY
setxkbmap fr

# ouvrir sombre largeur hauteur
ouvrir() {
    printf '{"sombre":%s}\n' "$1" >"$XDG_CONFIG_HOME/vigie/preferences.json"
    "$VIGIE" --base "$base" >>"$travail/vigie.log" 2>&1 &
    application=$!
    for _ in {1..400}; do
        fenetre=$(xdotool search --onlyvisible --pid "$application" 2>/dev/null | tail -1 || true)
        [[ -n $fenetre ]] && break
        sleep 0.05
    done
    timeout 5 xdotool windowsize --sync "$fenetre" "$2" "$3"
    timeout 5 xdotool windowfocus --sync "$fenetre"
    xdotool mousemove --window "$fenetre" 4 "$(($3 - 4))"
    sleep "${LENT:-1.5}"
}
fermer() {
    kill "$application" 2>/dev/null
    wait "$application" 2>/dev/null || true
    application=
}
touche() { for combinaison in "$@"; do xdotool key --window 0 "$combinaison"; sleep 0.15; done; }
taper() { xdotool type --delay 15 -- "$1"; sleep 0.3; }
image() {
    sleep "${LENT:-1.5}"
    import -silent -window "$fenetre" "$travail/image.png"
    convert "$travail/image.png" -strip -dither None -colors 255 -define png:compression-level=9 "PNG8:$sortie/$1.png"
    echo "  $1.png"
}
for suite in clair-1280:false:1280:800 sombre-1280:true:1280:800 clair-1920:false:1920:1080; do
    IFS=: read -r nom sombre largeur hauteur <<<"$suite"
    ouvrir "$sombre" "$largeur" "$hauteur"
    # Every late service: the template by some letters, then the button behind numbers, recipient and
    # « Préparer »; the one field that is missing takes the keys.
    touche ctrl+p
    sleep 0.6
    taper 'relance serv'
    touche Return Tab Tab Tab space
    sleep "${LENT:-1.5}"
    taper 14122026
    touche Return
    image "courriers-$nom"
    touche ctrl+p
    sleep 1.5
    touche alt+eacute
    image "registre-$nom"
    touche alt+quotedbl
    sleep 0.4
    taper 'rendez'
    image "modeles-$nom"
    fermer
done
