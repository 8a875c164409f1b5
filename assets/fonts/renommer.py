#!/usr/bin/env python3
"""Renomme une fonte découpée : renommer.py ENTREE SORTIE FAMILLE STYLE "MENTION"

Réécrit tous les noms de la table « name » (le nom d'origine peut être réservé),
garde les mentions de droits, de marque, d'auteurs et de licence, et date le
fichier de façon reproductible.
"""
import sys
from fontTools.ttLib import TTFont

entree, sortie, famille, style, mention = sys.argv[1:6]
fonte = TTFont(entree, recalcTimestamp=False)
noms = fonte["name"]
# droits, version, marque, fabricant, auteur, adresses, licence
gardes = {i: noms.getDebugName(i) for i in (0, 5, 7, 8, 9, 11, 12, 13, 14)}
noms.names = []
complet = famille if style == "Regular" else f"{famille} {style}"
postscript = f"{famille.replace(' ', '')}-{style}"
nouveaux = {
    **{i: t for i, t in gardes.items() if t},
    1: complet, 2: "Regular", 3: f"Vigie;{postscript}", 4: complet, 6: postscript,
    10: mention,
}
if style != "Regular":
    nouveaux |= {16: famille, 17: style}
for ident, texte in sorted(nouveaux.items()):
    noms.setName(texte, ident, 3, 1, 0x409)
fonte["OS/2"].achVendID = "NONE"
fonte.save(sortie)
