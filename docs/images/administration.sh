#!/usr/bin/env bash
# The Administration screen of a central base, light and dark: makes its pictures.
#
#   docs/images/administration.sh            builds Vigie (debug) and makes the pictures
# VIGIE, SORTIE and AFFICHAGE: see fenetre.sh.
. "$(dirname "${BASH_SOURCE[0]}")/fenetre.sh"

# A cluster of its own, with a base, invented people, and what they did.
grappe
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
numero=$(sql 'SELECT max(numero) FROM dossier')
export PGPASSWORD=$VIGIE_MOT_DE_PASSE
for qui in claire.petit ousmane.ndiaye claire.petit; do
    "$VIGIE" dossier lire "$numero" --base "${base/vigie_test@/$qui@}" >/dev/null
done

affichage
PAUSE=0.15
# ouvrir qui sombre largeur hauteur : Administration, as that person sees it.
ouvrir() {
    local chez=$travail/$1-$2
    mkdir -p "$chez/config/vigie"
    printf '{"sombre":%s}\n' "$2" >"$chez/config/vigie/preferences.json"
    demarrer "$3" "$4" env HOME="$chez" XDG_CONFIG_HOME="$chez/config" XDG_DATA_HOME="$chez/data" \
        "$VIGIE" --base "${base/vigie_test@/$1@}"
    sleep 1
    touche ctrl+k
    taper Administration
    touche Return
    sleep 1.5
}
image() { prendre; garder "administration-$1"; }

for teinte in clair sombre; do
    sombre=$([[ $teinte == sombre ]] && echo true || echo false)
    for mesures in "1280 800" "1920 1080"; do
        read -r large haut <<<"$mesures"
        ouvrir anne.garnier "$sombre" "$large" "$haut"
        # The second account of the list.
        xdotool mousemove --window "$fenetre" 180 "${COMPTE_Y:-230}" click 1
        xdotool mousemove --window "$fenetre" 4 "$((haut - 4))"
        image "comptes-$teinte-$large"
        if [[ $large == 1280 ]]; then
            touche ctrl+k
            taper 'Changer mon mot'
            touche Return
            sleep 0.6
            touche Tab
            taper 'Ma phrase 7'
            image "motdepasse-$teinte-$large"
            touche Escape
        fi
        fermer
        ouvrir ines.faure "$sombre" "$large" "$haut"
        touche Tab Tab
        xdotool mousemove --window "$fenetre" 300 "${LIGNE_Y:-330}" click --repeat 2 --delay 60 1
        xdotool mousemove --window "$fenetre" 4 "$((haut - 4))"
        sleep 1
        image "journal-$teinte-$large"
        fermer
    done
done
