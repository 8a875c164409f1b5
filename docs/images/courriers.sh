#!/usr/bin/env bash
# Makes the pictures of the Courriers screen and of four letters, with invented families; ends with 1
# when a letter was not written.
#
#   docs/images/courriers.sh            builds Vigie (debug) and makes the pictures
# VIGIE, SORTIE and AFFICHAGE: see fenetre.sh.
. "$(dirname "${BASH_SOURCE[0]}")/fenetre.sh"
outils jq pdftoppm

demonstration 2000 1

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

affichage
PAUSE=0.15
# ouvrir sombre largeur hauteur
ouvrir() {
    theme "$1"
    demarrer "$2" "$3" "$VIGIE" --base "$base"
    sleep "${LENT:-1}"
}
image() { sleep "${LENT:-0.5}"; prendre; garder "$1"; }
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
