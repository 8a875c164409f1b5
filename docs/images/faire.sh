#!/usr/bin/env bash
# Makes the pictures of this folder, and by that tests the window: a whole report is typed by xdotool
# under an AZERTY layout, saved, closed, found again by search, changed by two people at once, and read
# back from the base value by value. Ends with 1 when a value is not the one that was typed.
#
#   docs/images/faire.sh            builds Vigie (debug) and makes all pictures
# VIGIE, SORTIE and AFFICHAGE: see fenetre.sh.
. "$(dirname "${BASH_SOURCE[0]}")/fenetre.sh"
outils jq

suffixe=clair-1280
demonstration 400 7
affichage

# ouvrir [adresse [largeur hauteur]] : starts Vigie at 1280 by 800 and gives it the keyboard.
ouvrir() { demarrer "${2:-1280}" "${3:-800}" "$VIGIE" ${1:+--base "$1"}; }
PAUSE=0.09
# suite texte... : each text, then Entrée to the next field.
suite() { for texte in "$@"; do [[ -n $texte ]] && taper "$texte"; touche Return; done; }
image() { prendre; garder "$1-$suffixe"; }

# --- what is typed ----------------------------------------------------------------------------

# The same story as tests/stories/saisie.rs, by key codes of a French keyboard.
saisir() {
    touche ctrl+n
    suite inform tél secré santé hôp oui
    touche Return space Return F6
    suite fém Lefèvre Léa 07022015 '' Moreau 18100
    touche Return
    suite '12 bis' 'rue du Château' '' 'mère seule' conj ouvriers employés
    touche Return
    taper "Vue par l'infirmière ; à rappeler."
    touche ctrl+Next
    suite Lefèvre Claire fém 1985 '02 61 91 00 01' mère
    touche Return space Return Return Return Return Return Return
    suite "N'Diaye" Ousmane masc 'vers 1980' '' père
    touche space Return space Return ctrl+Next
    suite 'défaut de soins' '' 'Rendez-vous manqués' conflit
    touche ctrl+Next
    suite 'action éducative à domicile' auj
    touche ctrl+shift+n alt+ampersand ctrl+shift+n
    suite masc '' Hugo 2019
    touche ctrl+shift+n
    suite '???' '' '' 'à naître 15/03/2027'
    touche alt+Up alt+Up ctrl+Next ctrl+Next ctrl+shift+f Return ctrl+Next ctrl+shift+f Return
    touche alt+eacute
    taper "Appel de l'infirmière scolaire : oeil gonflé, l'enfant dirait être tombée."
    touche Tab
    taper "Antécédents à chercher ; voir l'école."
    touche alt+quotedbl
    suite 'mdas vierzon' éval auj +90 'Mmes Petit et Roux'
    touche Return Return Return Return
    suite pmi inform auj
}

# --- SCENARIO ---------------------------------------------------------------------------------

# attendre quoi commande... : until it succeeds, at most ten seconds.
attendre() {
    local quoi=$1
    shift
    for _ in {1..100}; do "$@" >/dev/null 2>&1 && return; vivante; sleep 0.1; done
    echo "Attendu en vain : $quoi" >&2
    exit 1
}

lu() { "$VIGIE" dossier lire "$("$VIGIE" dossier chercher 'lefevre lea' --base "$base" --json | jq -r '.dossiers[0].numero')" --base "$base" --json | jq -e "$1"; }

trouves() { "$VIGIE" dossier chercher "$1" --base "$base" --json | jq -e ".total == $2"; }

# pointer x y : a click, then the pointer goes away from what it would explain.
pointer() {
    xdotool mousemove --window "$fenetre" "$1" "$2" click 1
    xdotool mousemove --window "$fenetre" 4 "$((hauteur - 4))"
    sleep 0.5
}

# retrouver : the dossier by its search, opened.
retrouver() {
    touche ctrl+f
    taper 'lefevre lea'
    sleep 0.7
    touche Return Return
    sleep 0.7
}

# onglets : each tab and sub-tab of the dossier that is open.
onglets() {
    touche alt+ampersand
    image dossier
    touche ctrl+Next
    image auteurs
    touche ctrl+Next
    image motifs
    touche ctrl+Next
    image conclusion
    touche alt+eacute
    image expose
    touche alt+quotedbl
    image traitement
    touche alt+apostrophe
    sleep 0.4
    image lettres
    touche alt+parenleft
    sleep 0.4
    image historique
}

echo "Images, thème clair, 1280 × 800 :"
theme false
suffixe=clair-1280
ouvrir
image ouverture
fermer
ouvrir "$base"
image dossiers
saisir
touche ctrl+s
attendre "l’enregistrement" trouves 'lefevre lea' 1
touche ctrl+w
retrouver
onglets

touche alt+ampersand F6 Tab Tab Tab Tab F4
image liste
touche Escape alt+ampersand Return Return Return F4
image calendrier
touche Escape
taper 31/02/2024
touche Return
image erreur
touche ctrl+z alt+ampersand ctrl+shift+f
image question
touche Escape ctrl+k
taper dos
image palette
touche Escape F1
image aide
touche Escape ctrl+n
suite inform
touche F6 Return
suite renau
sleep 0.5
image connus
touche ctrl+w Tab Tab Return
touche ctrl+k
taper parametres
touche Return
pointer 100 406
image parametres
pointer 1196 250
image fusion
touche Escape
fermer

# Two people in one dossier: the other saves first, then this one.
ouvrir "$base"
retrouver
touche alt+eacute
taper ' La mère est prévenue.'
premiere=$fenetre premier=$application
XDG_DATA_HOME=$travail/autre ouvrir "$base"
retrouver
touche alt+eacute
taper ' Le médecin de garde rappelle à 18 h.'
touche ctrl+s
attendre "l’enregistrement de l’autre" lu '.dossier.synthese | contains("médecin de garde")'
fermer
fenetre=$premiere application=$premier
timeout 5 xdotool windowfocus --sync "$fenetre"
touche ctrl+s
sleep 1
image conflit
touche ctrl+s
attendre "l’enregistrement après le conflit" lu '.dossier.synthese | contains("La mère est prévenue")'
fermer

echo "Images, autres thème et taille :"
for suite in sombre-1280 clair-1920 sombre-1920; do
    suffixe=$suite
    theme "$([[ $suite == sombre* ]] && echo true || echo false)"
    if [[ $suite == *1280 ]]; then ouvrir "$base"; else ouvrir "$base" 1920 1080; fi
    image dossiers
    retrouver
    onglets
    fermer
done

# --- what is in the base ----------------------------------------------------------------------

echo "Dans la base :"
fautes=0
# verifier quoi filtre attendu : one value of the dossier, as `vigie dossier lire --json` gives it.
verifier() {
    local trouve
    trouve=$(jq -r "$2" <<<"$dossier")
    if [[ $trouve == "$3" ]]; then
        echo "  bon   $1 : $trouve"
    else
        echo "  FAUX  $1 : « $trouve », attendu « $3 »"
        fautes=$((fautes + 1))
    fi
}
numero=$("$VIGIE" dossier chercher 'lefevre lea' --base "$base" --json | jq -r '.dossiers[0].numero')
dossier=$("$VIGIE" dossier lire "$numero" --base "$base" --json)
verifier "type" '.dossier.libelles.type_dossier' 'Information préoccupante'
verifier "support" '.dossier.libelles.support' 'Téléphone'
verifier "récepteur" '.dossier.libelles.recepteur' 'Secrétariat de la CEMA'
verifier "origine" '.dossier.libelles.origine' 'Personnel de santé'
verifier "transmis par" '.dossier.libelles.transmetteur' 'Hôpital'
verifier "violence conjugale, S.I.P." '"\(.dossier.libelles.violence_conjugale) \(.dossier.sip)"' 'Oui true'
verifier "territoire, de la commune" '.dossier.libelles.territoire' 'Vierzon'
enfants='.enfant_concerne | map'
verifier "enfants" "$enfants(.enfant.prenom) | @csv" '"Léa","Hugo",'
verifier "noms" "$enfants(.enfant.nom_usage) | unique | @csv" '"Lefèvre"'
verifier "naissances" "$enfants(.enfant.date_naissance + \" \" + .enfant.precision_naissance) | @csv" \
    '"2015-02-07 exacte","2019-01-01 annee","2027-03-15 a_naitre"'
verifier "adresses" "$enfants(.code_postal + \" \" + .libelles.commune + \", \" + .numero_voie + \" \" + .voie) | unique | @csv" \
    '"18100 Vierzon, 12 bis rue du Château"'
verifier "commentaire" '.enfant_concerne[0].commentaire' "Vue par l'infirmière ; à rappeler."
verifier "adultes" '.adulte | map(.prenom + " " + .nom) | @csv' "\"Claire Lefèvre\",\"Ousmane N'Diaye\""
verifier "liens de chaque enfant" "$enfants(.adulte_enfant | map(.libelles.lien) | join(\" et \")) | @csv" \
    '"Mère et Père","Mère et Père","Mère et Père"'
verifier "auteur présumé de l’aînée seule" "$enfants(.adulte_enfant | map(select(.auteur_presume)) | length) | @csv" '1,0,0'
verifier "motifs" "$enfants(.motif_enfant | map(.libelles.motif) | sort | join(\" et \")) | @csv" \
    '"Conflit de couple et Défaut de soins","Défaut de soins","Défaut de soins"'
verifier "conclusions" "$enfants(.conclusion_enfant | map(.libelles.conclusion) | join(\" et \")) | unique | @csv" \
    '"Action éducative à domicile (AED)"'
verifier "exposé, les deux textes du conflit" '.dossier.synthese | contains("dirait être tombée.") and contains("La mère est prévenue.")' true
verifier "observation" '.dossier.observation_cema' "Antécédents à chercher ; voir l'école."
verifier "services" '.traitement | map(.service + " " + .libelles.nature) | @csv' '"mdas-vierzon Évaluation","pmi Pour information"'

# A key or a click that misses leaves the picture before.
doubles=$(cd "$sortie" && md5sum ./*.png | sort | uniq -w32 -D)
if [[ -n $doubles ]]; then
    echo "Deux images sont les mêmes :" "$doubles" >&2
    fautes=$((fautes + 1))
fi
poids=$(du -ck "$sortie"/*.png | tail -1 | cut -f1)
echo "Images : $(ls "$sortie"/*.png | wc -l), $poids Kio"
if ((fautes)); then
    echo "$fautes valeur(s) ne sont pas celles qui ont été tapées" >&2
    exit 1
fi
echo "Le dossier $numero tapé dans la fenêtre est dans la base, valeur par valeur"
