#!/usr/bin/env bash
# Two people, two windows, one central base: makes the pictures of working together, and by that tests
# it. Ends with 1 when a word that somebody typed is not in the base.
#
#   docs/images/ensemble.sh            builds Vigie (debug) and makes the pictures
# VIGIE, SORTIE and AFFICHAGE: see fenetre.sh.
. "$(dirname "${BASH_SOURCE[0]}")/fenetre.sh"

# A cluster of its own, with two people in it.
grappe
for qui in claire ousmane; do sql "CREATE ROLE $qui LOGIN SUPERUSER PASSWORD 'essai'"; done
"$VIGIE" base creer --base "$base" >/dev/null
"$VIGIE" demo --dossiers 60 --graine 7 --base "$base" >/dev/null
affichage 2580x800
declare -A fenetres=() applications=()

# ouvrir qui x : their window, at that place, with the first dossier of the grid open at its account.
ouvrir() {
    local qui=$1
    mkdir -p "$travail/$qui"
    demarrer 1280 800 env HOME="$travail/$qui" XDG_CONFIG_HOME="$travail/$qui/config" XDG_DATA_HOME="$travail/$qui/data" \
        PGPASSWORD=essai "$VIGIE" --base "${base/vigie_test@/$qui@}"
    fenetres[$qui]=$fenetre applications[$qui]=$application
    xdotool windowmove "$fenetre" "$2" 0
    chez "$qui"
    sleep 1
    touche Return
    sleep 1
    touche alt+eacute
}
chez() {
    fenetre=${fenetres[$1]} application=${applications[$1]}
    devant
    sleep 0.3
}
attendre() { # quoi commande...
    local quoi=$1
    shift
    for _ in {1..100}; do "$@" >/dev/null 2>&1 && return; sleep 0.1; done
    echo "Attendu en vain : $quoi" >&2
    exit 1
}
# image nom qui [attente] : their window, or « tous » for both.
image() {
    sleep "${3:-0.6}"
    prendre "$([[ $2 == tous ]] && echo root || echo "${fenetres[$2]}")"
    garder "ensemble-$1"
}
synthese() { sql "SELECT synthese FROM dossier WHERE numero = '$numero'"; }
maitre() { "$psql" -qAt -d "$adresse" -c "$1"; }
contient() { [[ $(synthese) == *"$1"* ]]; }

numero=$(sql 'SELECT max(numero) FROM dossier')
sql "UPDATE dossier SET synthese = 'Appel de l''infirmière scolaire : l''enfant dit avoir peur de rentrer.' WHERE numero = '$numero'"
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
xdotool mousemove --window "${fenetres[claire]}" "${LES_DEUX_X:-328}" "${LES_DEUX_Y:-261}" click 1
sleep 0.4
touche ctrl+s
attendre "les deux textes réunis" contient 'La mère est prévenue'
contient "L'école confirme" || { echo "La phrase d’Ousmane a disparu" >&2; exit 1; }

# The base goes away; a save asked then is done when it is back.
maitre 'ALTER DATABASE vigie ALLOW_CONNECTIONS false'
maitre "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'vigie'" >/dev/null
chez claire
touche alt+eacute ctrl+End
taper ' Elle sera reçue demain.'
touche ctrl+s
image absente claire 1.5
maitre 'ALTER DATABASE vigie ALLOW_CONNECTIONS true'
attendre "l’enregistrement au retour de la base" contient 'reçue demain'
touche ctrl+l
image verrou claire
sql "SELECT synthese FROM dossier WHERE numero = '$numero'"
