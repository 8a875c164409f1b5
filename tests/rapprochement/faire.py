#!/usr/bin/env python3
"""Writes cas.tsv: synthetic children, what somebody could type of them, and pairs to be judged.

    python3 tests/rapprochement/faire.py > tests/rapprochement/cas.tsv

The format is told in README.md. Families belong to one half, `reglage` or `epreuve`, and so do
the misspellings: the test half holds neither a family nor a misspelling of the tuning half.
Nobody in here exists.
"""

import random
import sys
from datetime import date, timedelta
from pathlib import Path

ICI = Path(__file__).parent
DEMO = ICI.parent.parent / "assets/demo"
R = random.Random(20261124)
MOITIES = ("reglage", "epreuve")


def lignes(nom):
    return [x.strip() for x in (DEMO / nom).read_text(encoding="utf-8").splitlines() if x.strip()]


NOMS, PRENOMS = lignes("noms.txt"), {"f": lignes("prenoms_f.txt"), "m": lignes("prenoms_m.txt")}
VOIES = lignes("voies.txt")
COMMUNES = ["18033", "18279", "18197", "18207", "18015", "18097", "18205", "18213"]

# Written by hand: a name, and how somebody heard or wrote it. One in two tunes, one in two tests.
TEXTE_NOMS = """
Gauthier/Gotier;Lefebvre/Lefèvre;Thibault/Tibeau;Hébert/Ébert;Beaudoin/Bodouin;Rousseau/Roussot
Moreau/Moraud;Girault/Giraud;Lemaître/Lemettre;Gaillard/Gayard;Chevallier/Chevalié;Renault/Renaux
Guillaume/Guiyaume;Perrault/Pérot;Descamps/Décan;Lefort/Leford;Delaunay/Delonet;Maillard/Mayard
Boutin/Boutain;Blanchard/Blanchart;Le Gall/Legal;Berthelot/Bertelo;Marchand/Marchant;Prévost/Prévot
Fournier/Fourgnier;Meunier/Mounier;Carpentier/Karpentier;Vasseur/Wasseur;Philippe/Filipe;Bertin/Bertain
Leclercq/Leclerc;Langlois/Langloi;Mallet/Malet;Besson/Bessont;Brunet/Bruné;Gilbert/Jilbert
Schneider/Chnaider;Weber/Veber;Aubert/Obert;Fleury/Fleurie;Collin/Colin;Huet/Hué
Bourgeois/Bourjois;Cordier/Cordié;Pelletier/Peltier;Poirier/Poirié;Jacquet/Jaquet;Rey/Ray
Hoareau/Oiro;Payet/Payé;Germain/Jermain;Daniel/Danielle;Lacroix/Lacroit;Etienne/Étiène
Charpentier/Charpantier;Roussel/Roucel;Barbier/Barbié;Giraud/Jiraud;Bailly/Bayi;Royer/Roiyer
Dupuis/Dupuy;Hubert/Ubert;Klein/Clain;Arnaud/Harnaud;Caron/Karon;Marty/Marti
Fernandez/Fernandes;Rodriguez/Rodrigues;Gonzalez/Gonzales;Pereira/Péreira;Ferreira/Ferera;Moreira/Moréra
Da Silva/Dasilva;Dos Santos/Dossantos;De Oliveira/Doliveira;Teixeira/Techeira;Carvalho/Carvalio;Gonçalves/Gonsalves
Ben Youssef/Benyoucef;El Amrani/Elamrani;Bouchaïb/Bouchaib;Belkacem/Belcacem;Cherif/Shérif;Benali/Ben Ali
Haddad/Hadad;Boukhari/Bokari;Mansouri/Mensouri;Khelifi/Klifi;Saïdi/Saydi;Zerrouki/Zérouki
N'Diaye/Ndiaye;Diallo/Dialo;Traoré/Traorè;Coulibaly/Koulibali;Ouattara/Watara;Konaté/Conaté
Camara/Kamara;Keïta/Kéita;Sissoko/Cissoko;Touré/Tourée;Soumaré/Soumarré;Sylla/Sila
Nguyen/Nguyenne;Phạm/Pham;Trần/Tran;Hoàng/Hoang;Yıldız/Yildiz;Öztürk/Ozturk
Kowalski/Kovalsky;Wiśniewski/Visnievski;Popescu/Popesco;Ionescu/Yonescu;Kaya/Caya;Demir/Démir
Quéméneur/Kéméneur;Le Guen/Leguenne;Kervella/Kervela;Guéguen/Guegen;Quillévéré/Kiléveré;d'Hérouville/Derouville
"""
TEXTE_PRENOMS = """
f:Chloé/Kloé;f:Manon/Mannon;m:Théo/Téo;m:Mathis/Matisse;f:Inès/Ynès;m:Enzo/Anzo;f:Maëlys/Maélisse;m:Nathan/Nattan
f:Clémence/Clémance;m:Rayan/Rayane;f:Sarah/Sara;m:Hugo/Ugo;f:Louane/Louanne;m:Mathéo/Matéo;f:Lilou/Lylou;m:Evan/Evann
f:Océane/Osséane;m:Gabin/Gabain;f:Éloïse/Héloïse;m:Yanis/Yannis;f:Anaïs/Annaïs;m:Noa/Noah;f:Jade/Jad;m:Maxence/Maxance
f:Agathe/Agate;m:Raphaël/Rafael;f:Émilie/Emily;m:Antoine/Anthoine;f:Justine/Gustine;m:Quentin/Kantin;f:Mélissa/Mélyssa;m:Killian/Kylian
f:Zoé/Zoée;m:Axel/Aksel;f:Margaux/Margot;m:Timéo/Tyméo;f:Capucine/Kapucine;m:Sacha/Sasha;f:Élise/Elyse;m:Loïc/Loick
f:Lina/Lyna;m:Mickaël/Michael;f:Alizée/Alysée;m:Jérémy/Gérémie;f:Charline/Sharline;m:Bastien/Bastyen;f:Romane/Romanne;m:Kévin/Kevyn
m:Mohamed/Muhammad;f:Aïcha/Aisha;m:Youssef/Yusuf;f:Khadija/Kadidja;m:Souleymane/Suleiman;f:Meriem/Maryam;m:Ousmane/Othman;f:Zineb/Zaynab
m:Ibrahim/Brahim;f:Fatima/Fatma;m:Soufiane/Sofyan;f:Leïla/Layla;m:Ismaël/Ismail;f:Yasmine/Yasmin;m:Ilyès/Elias;f:Nour/Nur
m:Oleksandr/Alexandre;f:Kateryna/Ekaterina;m:Serhiy/Sergueï;f:Yuliia/Julia;m:Dmytro/Dimitri;f:Nataliia/Natalia;m:Mykola/Nikolaï;f:Anastasiia/Anastasia
m:Abdelkader/Abdulkadir;f:Houria/Huriya;m:Noureddine/Nordine;f:Salima/Selima;m:Mustapha/Moustafa;f:Hafsa/Hafssa;m:Ayoub/Eyüp;f:Amina/Aminah
m:Ștefan/Stéphane;f:Ioana/Yoana;m:Mihai/Mihaï;f:Agnieszka/Agniechka;m:Krzysztof/Kristof;f:Małgorzata/Malgorzata;m:Łukasz/Lucas;f:Bożena/Bojena
"""


def halves(texte):
    out = {m: [] for m in MOITIES}
    for at, ligne in enumerate(x for x in texte.strip().splitlines()):
        for k, cas in enumerate(ligne.split(";")):
            out[MOITIES[(at + k) % 2]].append(cas)
    return out


FAUTES_NOMS = {m: [tuple(c.split("/")) for c in cs] for m, cs in halves(TEXTE_NOMS).items()}
FAUTES_PRENOMS = {
    m: [(c[0], *c[2:].split("/")) for c in cs] for m, cs in halves(TEXTE_PRENOMS).items()
}

VOISINES = {}
for rang in ("azertyuiop", "qsdfghjklm", "wxcvbn"):
    for a, b in zip(rang, rang[1:]):
        VOISINES.setdefault(a, []).append(b)
        VOISINES.setdefault(b, []).append(a)


def frappe(mot):
    """One typing error of a hurried hand on an AZERTY keyboard."""
    at = R.randrange(1, len(mot)) if len(mot) > 1 else 0
    quoi = R.choice(["voisine", "voisine", "oubli", "double", "echange"])
    if quoi == "oubli" and len(mot) > 4:
        return mot[:at] + mot[at + 1:]
    if quoi == "double":
        return mot[:at] + mot[at] + mot[at:]
    if quoi == "echange" and at + 1 < len(mot) and mot[at] != mot[at + 1]:
        return mot[:at] + mot[at + 1] + mot[at] + mot[at + 2:]
    lettre = mot[at].lower()
    return mot[:at] + R.choice(VOISINES.get(lettre, ["e"])) + mot[at + 1:]


def naissance():
    return date(2009, 1, 1) + timedelta(days=R.randrange(6500))


CHAMPS = ("usage", "naissance_nom", "prenom", "date", "sexe", "mere", "commune", "voie", "fratrie")
population, requetes, paires = [], [], []


def personne(**kw):
    p = dict.fromkeys(CHAMPS, "")
    p.update(kw)
    p["id"] = f"p{len(population) + 1:04}"
    population.append(p)
    return p


def famille(moitie, nom=None, enfants=None, mere=None, prenoms=None):
    nom = nom or R.choice(NOMS)
    mere = mere or R.choice(NOMS)
    commune, voie = R.choice(COMMUNES), f"{R.randrange(1, 90)} {R.choice(VOIES)}"
    membres = []
    for k in range(enfants or R.choice([1, 1, 2, 2, 3])):
        sexe = R.choice("fm")
        prenom = R.choice(PRENOMS[sexe])
        if prenoms and k < len(prenoms):
            sexe, prenom = prenoms[k]
        if any(x["prenom"] == prenom for x in membres):
            continue
        membres.append(
            personne(naissance_nom=nom, prenom=prenom, date=naissance().isoformat(), sexe=sexe, mere=mere, commune=commune, voie=voie)
        )
    for p in membres:
        p["fratrie"] = ";".join(x["prenom"] for x in membres if x is not p)
        p["moitie"] = moitie
    return membres


def requete(nature, moitie, attendus, p, **kw):
    """What is typed of `p`: by default only names and birth, as while a caller speaks."""
    r = {c: p[c] if c in ("usage", "naissance_nom", "prenom", "date", "sexe") else "" for c in CHAMPS}
    r.update(kw)
    requetes.append((f"q{len(requetes) + 1:04}", attendus, nature, moitie, r))


def paire(nature, moitie, a, b, verdict):
    paires.append((a["id"], b["id"], verdict, nature, moitie))


def double(p, **kw):
    """The same child recorded a second time, otherwise."""
    d = {c: p[c] for c in CHAMPS}
    d.update(kw)
    d = personne(**d)
    d["moitie"] = p["moitie"]
    return d


def date_fausse(iso):
    y, m, d = iso.split("-")
    choix = R.randrange(3)
    if choix == 0 and int(d) <= 12 and d != m:
        return f"{y}-{d}-{m}"
    if choix == 1:
        return f"{int(y) + R.choice([-1, 1])}-{m}-{d}"
    jour = int(d)
    return f"{y}-{m}-{(jour + 10) if jour <= 18 else (jour - 10):02}"


for moitie in MOITIES:
    for _ in range(420):
        famille(moitie)
    tous = [p for p in population if p.get("moitie") == moitie]
    # A few namesakes in every family name: the crowd in which one is looked for.
    for _ in range(120):
        q = R.choice(tous)
        famille(moitie, nom=q["naissance_nom"], prenoms=[(q["sexe"], q["prenom"])], enfants=1)
    tous = [p for p in population if p.get("moitie") == moitie]
    R.shuffle(tous)
    pris = iter(tous)

    for nom, faute in FAUTES_NOMS[moitie]:
        p = famille(moitie, nom=nom, enfants=2)[0]
        requete("oreille, nom", moitie, [p], p, naissance_nom=faute, sexe="", date=R.choice([p["date"], ""]))
        paire("oreille, nom", moitie, p, double(p, naissance_nom=faute, mere="", fratrie=""), "meme")
    for sexe, prenom, faute in FAUTES_PRENOMS[moitie]:
        p = famille(moitie, prenoms=[(sexe, prenom)], enfants=2)[0]
        requete("oreille, prénom", moitie, [p], p, prenom=faute, sexe="", date=R.choice([p["date"], ""]))
        paire("oreille, prénom", moitie, p, double(p, prenom=faute, voie="", fratrie=""), "meme")
    for _ in range(30):
        p = next(pris)
        requete("frappe, nom", moitie, [p], p, naissance_nom=frappe(p["naissance_nom"]), sexe="")
        p = next(pris)
        requete("frappe, prénom", moitie, [p], p, prenom=frappe(p["prenom"]), sexe="")
        p = next(pris)
        requete("frappe, nom, sans date", moitie, [p], p, naissance_nom=frappe(p["naissance_nom"]), date="", sexe="")
    for _ in range(25):
        p = next(pris)
        requete("nom et prénom échangés", moitie, [p], p, naissance_nom=p["prenom"], prenom=p["naissance_nom"])
        p = next(pris)
        requete("date fausse", moitie, [p], p, date=date_fausse(p["date"]))
        p = next(pris)
        requete("date fausse et faute", moitie, [p], p, date=date_fausse(p["date"]), naissance_nom=frappe(p["naissance_nom"]))
        p = next(pris)
        requete("année seule", moitie, [p], p, date=p["date"][:4])
        paire("date fausse", moitie, p, double(p, date=date_fausse(p["date"]), mere="", fratrie=""), "meme")
        p = next(pris)
        autre = R.choice(NOMS)
        requete("autre nom, même mère", moitie, [p], p, naissance_nom=autre, mere=p["mere"], commune=p["commune"], voie=p["voie"])
        p = next(pris)
        d = double(p, usage=f"{p['naissance_nom']}-{R.choice(NOMS)}", naissance_nom="", fratrie="")
        paire("nom double", moitie, p, d, "meme")
        requete("un nom du nom double", moitie, [p, d], p, sexe="")
        p = next(pris)
        d = double(p, naissance_nom=frappe(p["naissance_nom"]), prenom=frappe(p["prenom"]), mere="")
        paire("deux fautes", moitie, p, d, "meme")
    # Others: a twin, a cousin, a brother, a namesake; none of them is in the base.
    for _ in range(40):
        p = next(pris)
        autre = R.choice(PRENOMS[R.choice("fm")])
        while autre == p["prenom"] or autre in p["fratrie"]:
            autre = R.choice(PRENOMS[R.choice("fm")])
        kw = dict(prenom=autre, mere=p["mere"], commune=p["commune"], voie=p["voie"], fratrie=p["fratrie"], sexe="")
        requete("jumeau absent", moitie, [], p, **kw)
        p = next(pris)
        jumeau = double(p, prenom=R.choice([x for x in PRENOMS[p["sexe"]] if x != p["prenom"]]))
        paire("jumeaux", moitie, p, jumeau, "autre")
        p = next(pris)
        cousin = double(p, date=naissance().isoformat(), mere=R.choice(NOMS), voie=f"{R.randrange(1, 90)} {R.choice(VOIES)}", fratrie="")
        paire("cousins de même prénom", moitie, p, cousin, "autre")
        p = next(pris)
        homonyme = double(p, date=naissance().isoformat(), mere="", commune=R.choice(COMMUNES), voie="", fratrie="")
        paire("homonymes", moitie, p, homonyme, "autre")
        p = next(pris)
        requete("inconnu de même nom", moitie, [], p, prenom=autre if autre != p["prenom"] else "Wilfried", date=naissance().isoformat(), sexe="")
        a, b = next(pris), R.choice(tous)
        if a is not b and (a["naissance_nom"], a["prenom"]) != (b["naissance_nom"], b["prenom"]):
            paire("deux inconnus", moitie, a, b, "autre")
        pris = iter(R.sample(tous, len(tous)))

out = sys.stdout
out.write("# Enfants inventés ; format : README.md. Écrit par faire.py, graine 20261124.\n")
for p in population:
    out.write("\t".join(["P", p["id"], *(p[c] for c in CHAMPS)]) + "\n")
for nom, attendus, nature, moitie, r in requetes:
    out.write("\t".join(["Q", nom, ",".join(p["id"] for p in attendus) or "-", nature, moitie, *(r[c] for c in CHAMPS)]) + "\n")
for a, b, verdict, nature, moitie in paires:
    out.write("\t".join(["C", a, b, verdict, nature, moitie]) + "\n")
