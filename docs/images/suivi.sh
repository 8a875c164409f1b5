#!/usr/bin/env bash
# Makes the pictures of the follow-up: home screen, search, grid, candidates, a dossier's follow-up, a
# child's page with the family drawn, in the light theme and in the dark one, on invented families.
#
#   docs/images/suivi.sh                  builds Vigie (debug) and makes the pictures
# VIGIE, SORTIE and AFFICHAGE: see fenetre.sh.
. "$(dirname "${BASH_SOURCE[0]}")/fenetre.sh"
outils jq iconv

demonstration 2000 11
affichage
PAUSE=0.3
image() { prendre; garder "$1-$suffixe"; }

# A name that the demonstration gave to a child of several dossiers, so that the page has much to tell.
enfant=$("$VIGIE" dossier chercher a --base "$base" --json | jq -r '[.dossiers[].fratrie][0] | split(",")[0]')
# Without accents: they are not on every keyboard, and are found all the same.
enfant=$(iconv -t ascii//TRANSLIT <<<"$enfant")
nom=${enfant%% *} prenom=${enfant##* }

for teinte in clair sombre; do
    theme "$([[ $teinte == sombre ]] && echo true || echo false)"
    for taille in '1280 800' '1920 1080'; do
        suffixe=$teinte-${taille%% *}
        demarrer $taille "$VIGIE" --base "$base"
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
