#!/usr/bin/env bash
# Makes the four pictures of the dashboards: the screen by day and by night, a chart, a page of the report.
#
#   docs/images/tableaux.sh                  builds Vigie (debug) and makes the pictures
# VIGIE, SORTIE and AFFICHAGE: see fenetre.sh.
. "$(dirname "${BASH_SOURCE[0]}")/fenetre.sh"
outils pdftoppm

demonstration "${DOSSIERS:-2000}" 7
annee=$(($(date +%Y) - 1))

# Without a display first: a chart, and the report.
"$VIGIE" tableau --indicateur motifs --annee "$annee" --sortie "$sortie/graphique-motifs.png" --base "$base" >/dev/null
"$VIGIE" tableau rapport --complet --annee "$annee" --sortie "$travail/rapport.pdf" --base "$base" >/dev/null
pdftoppm -png -r 90 -f 4 -l 4 -singlefile "$travail/rapport.pdf" "$sortie/rapport-page"
[[ -n ${RAPPORT:-} ]] && cp "$travail/rapport.pdf" "$RAPPORT"

affichage

# image nom sombre largeur hauteur : the dashboards of the base, as they stand once drawn.
image() {
    theme "$2"
    demarrer "$3" "$4" "$VIGIE" --base "$base"
    touche ctrl+t
    prendre
    touche Right
    prendre
    cp "$travail/image.png" "$sortie/$1.png"
    fermer
}
image tableaux-clair-1280 false 1280 800
image tableaux-sombre-1920 true 1920 1080
ls -l "$sortie"/tableaux-*.png "$sortie"/graphique-motifs.png "$sortie"/rapport-page.png
