//! What somebody who finds the archive in ten years must know.

use std::fmt::Write as _;

use super::manifeste::Manifeste;

pub fn text(manifeste: &Manifeste) -> String {
    let mut tables = String::new();
    for table in &manifeste.tables {
        let _ = writeln!(tables, "  {:<26}{:>10}", table.table.nom, table.lignes);
    }
    format!(
        "EXPORT DE VIGIE\r\n\
         ===============\n\
         \n\
         Ces fichiers contiennent des données sur des enfants et des familles, couvertes par le secret professionnel.\n\
         Ils ne sont pas chiffrés : gardez-les dans un endroit protégé, et détruisez-les dès qu’ils ne servent plus.\n\
         \n\
         Ce qu’il y a\n\
         ------------\n\
         \n\
           classeur.xlsx        pour les personnes : dossiers, enfants, adultes, motifs, conclusions, traitements, courriers\n\
           donnees/TABLE.csv    chaque table, avec ses codes, pour un tableur (UTF-8, point-virgule, une ligne de titres)\n\
           donnees/TABLE.jsonl  la même, une ligne JSON par ligne, pour un programme ; c’est elle qui se remet dans une base\n\
           dictionnaire.csv     ce que veut dire chaque colonne ; dictionnaire.json dit la même chose\n\
           courriers/           chaque courrier tel qu’il a été écrit, en PDF\n\
           fichiers/            chaque pièce jointe, telle qu’elle a été reçue\n\
           manifeste.json       les tables, leurs colonnes, leur nombre de lignes\n\
           SHA256SUMS           l’empreinte de chaque fichier ; « sha256sum -c SHA256SUMS » les vérifie\n\
         \n\
         Dans les CSV et le classeur, un texte qu’un tableur prendrait pour une formule est précédé d’une apostrophe (').\n\
         Dans les CSV et les lignes JSON, une valeur de liste est nommée « liste/code » ; donnees/valeur.csv donne son libellé.\n\
         Dates : AAAA-MM-JJ. Instants : AAAA-MM-JJThh:mm:ss.mmmZ, en temps universel.\n\
         \n\
         Ce qu’il n’y a pas\n\
         ------------------\n\
         \n\
         Les mots de passe, qui ne sont pas dans la base ; la clé des brouillons ; ce qui se recalcule (noms proches).\n\
         \n\
         Le remettre dans une base vide\n\
         ------------------------------\n\
         \n\
           vigie base creer --base nouvelle.vigie\n\
           vigie restaurer CET_EXPORT --base nouvelle.vigie\n\
         \n\
         Tables et lignes\n\
         ----------------\n\
         \n\
         {tables}"
    )
    .replace("\r\n", "\n")
    .replace('\n', "\r\n")
}
