#!/usr/bin/env bash
# Makes the pictures of the takeover of an old Access base, light and dark: file, mapping with what does not
# fit, figures and their rows, an old row beside its dossier, persons proposed.
#
#   docs/images/reprise.sh              builds Vigie (debug), takes the tests' old base over, makes the pictures
# VIGIE, SORTIE and AFFICHAGE: see fenetre.sh.
. "$(dirname "${BASH_SOURCE[0]}")/fenetre.sh"
outils zstd

zstd -dq "$racine/tests/exchange/ancienne-application.accdb.zst" -o "$travail/FormDossier.accdb"
"$VIGIE" base creer --base "$travail/Cher.vigie" >/dev/null
"$VIGIE" importer "$travail/FormDossier.accdb" --base "$travail/Cher.vigie" >/dev/null

affichage
PAUSE=0.2
cd "$travail"
cliquer() { xdotool mousemove --window "$fenetre" "$1" "$2" click 1; sleep "${3:-1}"; }
image() { devant; prendre; garder "reprise-$1"; }
# The steps stand in one line; the places below are those of the first rows.
etape() { cliquer $((91 + 154 * ($1 - 1))) 73 "${2:-1}"; }

for teinte in clair sombre; do
    theme "$([[ $teinte == sombre ]] && echo true || echo false)"
    for mesures in "1280 800" "1920 1080"; do
        read -r large haut <<<"$mesures"
        demarrer "$large" "$haut" "$VIGIE" --base Cher.vigie
        sleep 1.5
        touche ctrl+k
        taper "Reprendre une base"
        touche Return
        sleep 1.5
        touche Tab Tab Tab Tab Tab
        taper FormDossier.accdb
        touche Return
        sleep "${LECTURE:-6}"
        image "fichier-$teinte-$large"
        etape 2
        cliquer 130 212
        image "correspondance-$teinte-$large"
        etape 4
        image "regles-$teinte-$large"
        # « Date impossible »: its rows, then the first dossier beside what it was.
        cliquer 94 574 1.5
        image "lignes-$teinte-$large"
        cliquer "$((large * 42 / 100 + 60))" 270 2
        image "cote-$teinte-$large"
        etape 4
        cliquer 190 117
        image "colonnes-$teinte-$large"
        etape 5
        cliquer 120 148 "${RECHERCHE:-9}"
        image "personnes-$teinte-$large"
        fermer
    done
done
