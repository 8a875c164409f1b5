//! What `vigie --aide` prints.

pub const TEXT: &str = "\
Vigie enregistre les informations préoccupantes et leurs suites.

Sans commande, Vigie ouvre sa fenêtre.

  vigie base creer [--chiffree]            crée une base vide, avec ses listes
  vigie base migrer                        amène une base ancienne à cette version
  vigie base etat                          dit ce que contient une base, et si elle est saine
  vigie demo --dossiers N [--graine S]     remplit une base vide de dossiers inventés
  vigie dossier lire NUMERO                montre un dossier entier
  vigie dossier chercher TEXTE             cherche par nom d’enfant ou par début de numéro
  vigie courrier modeles                   montre les modèles de courriers
  vigie courrier ecrire --modele CODE --dossier NUMERO… --sortie F.pdf
                                           écrit les courriers en un fichier ; avec --separes
                                           REPERTOIRE, un fichier par courrier ;
                                           pour un traitement de texte, F.docx ou --docx
  vigie journal verifier [--tete TETE]     dit si le journal est entier, ou quelle ligne est rompue
  vigie journal exporter --sortie F.csv    écrit le journal, sans les textes (.jsonl : programme) ;
                                           avec --tete, dit seulement la tête à garder ailleurs
  vigie dossier exporter NUMERO --sortie F écrit un dossier seul, en PDF (F.pdf) ou en JSON (F.json)
  vigie exporter --sortie F.zip            écrit tout ce que vous voyez en formats ouverts ; sans
                                           « .zip », dans un répertoire
  vigie restaurer F.zip                    remet un export dans une base vide, à l’identique
  vigie tableau                            montre les indicateurs des tableaux de bord
  vigie tableau --indicateur CODE --sortie F.csv (ou .png, .svg, .pdf, .xlsx)
                                           écrit les chiffres d’un indicateur, ou de « tous »
  vigie tableau rapport --annee N --sortie F.pdf [--complet]
                                           le rapport d’activité ; --complet ne masque rien
  vigie tableau population [F.csv]         montre les mineurs de chaque territoire, sur lesquels se
                                           calculent les taux, ou prend un fichier
                                           année;territoire;mineurs
  vigie importer FICHIER.accdb [--correspondance F.toml] [--a-blanc] [--rapport F.xlsx|F.pdf|F.json]
                                           reprend une ancienne base Access ; --proposer F.toml
                                           écrit seulement une correspondance à relire
  vigie base installer [--administrateur COMPTE --nom N]
                                           met en place les rôles et les droits sur un
                                           serveur, avec un premier administrateur
  vigie utilisateur lister                 montre les comptes
  vigie utilisateur ajouter COMPTE --nom N --prenom P --role R…
                                           ouvre un compte ; avec --territoire T… et --service S…
                                           pour un agent de territoire, --annuaire si l’annuaire
                                           du Département vérifie le mot de passe
  vigie utilisateur modifier COMPTE …      change ce qui est dit, et rien d’autre
  vigie utilisateur fermer|rouvrir COMPTE  ferme un compte sans l’effacer, ou le rouvre
  vigie utilisateur motdepasse [COMPTE]    change un mot de passe oublié ; sans COMPTE, le sien
  vigie olinpe --annee N --sortie F        écrit l’export national d’une année, sans nom
                                           (F.xml ou F.csv)
  vigie --version                          dit la version
  vigie --aide                             affiche cette aide (aussi -h, --help)

  --base ADRESSE   un fichier (base.vigie) ou un serveur (postgres://serveur/base) ;
                   sans cette option, la variable VIGIE_BASE
  --personne, --nature, --du, --au, --dossier   choisissent les lignes du journal à exporter
  --json           écrit un document JSON, pour un programme ; une erreur aussi
  --en-retard      tous les dossiers dont un service est en retard (modèle relance_service)
  --champ NOM=V    répond à ce que le modèle demande, par exemple reponse_avant=14/12/2026
  --destinataire I le correspondant à qui écrire, quand le modèle en propose plusieurs
  --liste F.csv    la liste des courriers et leurs adresses, pour des étiquettes
  --annee N        la période des chiffres ; ou --du DATE et --au DATE
  --territoire T   les chiffres d’un seul territoire
  --masquer        cache les petits chiffres, et ceux qui permettraient de les retrouver
  --chiffree       protège le nouveau fichier par une phrase secrète
  --graine S       un nombre : le même donne les mêmes dossiers (1 si rien n’est dit)

Une phrase secrète est lue dans la variable VIGIE_PHRASE, ou demandée sur le terminal.
Un nouveau mot de passe est lu dans la variable VIGIE_MOT_DE_PASSE, ou demandé sur le terminal.
Un mot de passe PostgreSQL vient de PGPASSFILE (~/.pgpass) ou de PGPASSWORD, jamais d’une option.
Vigie rend 0 si tout s’est bien passé, 1 sinon, 2 si la ligne de commande n’est pas comprise.

Exemples :
  vigie base creer --base essai.vigie
  vigie demo --base essai.vigie --dossiers 1000
  vigie dossier chercher \"Martin Léa\" --base essai.vigie
  vigie dossier lire 2026-000123 --base postgres://serveur/vigie --json
";
