//! « La fiche du dossier »: every field that is filled, with its label, in the order of the screen.

use crate::domain::champ::Forme;
use crate::domain::dossier::{self, Fiches as _};
use crate::domain::{
    Cle, Dossier, Fiche, Lu, Nature, Parametres, Table, adulte, conclusion, date, echeance, enfant, motif, parse,
    traitement,
};
use crate::letters::{BlocReleve, ErreurRendu, Releve};

/// The fiche as a PDF file.
///
/// # Errors
/// The pages could not be drawn.
pub fn pdf(lu: &Lu, parametres: &Parametres, departement: &str) -> Result<Vec<u8>, ErreurRendu> {
    crate::letters::releve(&fiche(lu, parametres, departement))
}

/// What the fiche says, before any page.
pub fn fiche(lu: &Lu, parametres: &Parametres, departement: &str) -> Releve {
    let dossier = &lu.dossier;
    let lecteur = Lecteur { dossier, parametres };
    let Some(entete) = dossier.entete() else { return Releve::default() };
    let mut blocs = vec![BlocReleve::Titre("Information".to_owned())];
    let long = [dossier::SYNTHESE, dossier::OBSERVATION_CEMA];
    let shown = [dossier::NUMERO, dossier::FRATRIE, dossier::CLE_FRATRIE];
    let header = lecteur.champs(entete, |cle| !long.contains(&cle) && !shown.contains(&cle));
    blocs.push(BlocReleve::Champs(header));
    blocs.extend(lecteur.echeances());
    for cle in long {
        if !entete.get(cle).is_empty() {
            blocs.push(BlocReleve::Titre(cle.champ().libelle.to_owned()));
            blocs.push(BlocReleve::Texte(entete.get(cle).to_owned()));
        }
    }
    for (at, concerne) in dossier.of(Table::EnfantConcerne).enumerate() {
        lecteur.enfant(at + 1, concerne, &mut blocs);
    }
    blocs.extend(lecteur.adultes());
    blocs.extend(lecteur.traitements());
    let numero = entete.get(dossier::NUMERO);
    let trace = &lu.trace;
    blocs.push(BlocReleve::Note(format!(
        "Dossier créé le {} par {}, modifié le {} par {}.",
        date::format_instant(&trace.cree_le),
        trace.cree_par,
        date::format_instant(&trace.modifie_le),
        trace.modifie_par
    )));
    Releve {
        entete: departement.to_owned(),
        titre: format!("Dossier {numero}"),
        sous_titre: dossier::fratrie(dossier),
        pied: format!("Dossier {numero} – données couvertes par le secret professionnel (code pénal, article 226-13)"),
        jour: trace.modifie_le.get(..10).and_then(|day| day.parse().ok()),
        blocs,
    }
}

struct Lecteur<'a> {
    dossier: &'a Dossier,
    parametres: &'a Parametres,
}

impl Lecteur<'_> {
    fn show(&self, fiche: &Fiche, cle: Cle) -> String {
        let stored = fiche.get(cle);
        match cle.champ().nature {
            Nature::Naissance => date::format_naissance(fiche.date(cle), fiche.get(Cle { rang: cle.rang + 1, ..cle })),
            Nature::Oui => if fiche.oui(cle) { "oui" } else { "non" }.to_owned(),
            _ if stored.is_empty() => String::new(),
            _ => parse::show(cle, stored, self.parametres),
        }
    }

    /// What is filled in, and every box, ticked or not.
    fn champs(&self, fiche: &Fiche, wanted: impl Fn(Cle) -> bool) -> Vec<(String, String)> {
        Cle::all(fiche.table)
            .filter(|cle| {
                let champ = cle.champ();
                let machine = matches!(champ.nature, Nature::Reference(_))
                    || champ.colonne.starts_with("cle_") && champ.nature == Nature::Auto(Forme::Texte)
                    || champ.colonne.starts_with("son_")
                    || champ.colonne == "precision_naissance"
                    || champ.colonne == "rang";
                !machine && wanted(*cle)
            })
            .map(|cle| (cle.champ().libelle.to_owned(), self.show(fiche, cle)))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    fn echeances(&self) -> Vec<BlocReleve> {
        let lignes: Vec<Vec<String>> = echeance::of_dossier(self.dossier, &self.parametres.delais)
            .into_iter()
            .map(|one| {
                let done = one.done.map(date::format).unwrap_or_default();
                let service = self.parametres.libelle(Nature::Service, &one.service).to_owned();
                let what = if service.is_empty() { one.libelle } else { format!("{} – {service}", one.libelle) };
                vec![what, date::format(one.start), date::format(one.due), done]
            })
            .collect();
        table("Échéances", &["Ce qui est dû", "Depuis le", "Pour le", "Fait le"], lignes)
    }

    fn enfant(&self, rang: usize, concerne: &Fiche, blocs: &mut Vec<BlocReleve>) {
        let personne = self.dossier.personne(concerne);
        let titre = personne.map_or_else(|| "—".to_owned(), enfant::titre);
        blocs.push(BlocReleve::Titre(format!("Enfant {rang} : {titre}")));
        let mut champs = personne.map(|personne| self.champs(personne, |_| true)).unwrap_or_default();
        champs.extend(self.champs(concerne, |cle| cle != enfant::COMMENTAIRE));
        blocs.push(BlocReleve::Champs(champs));
        if !concerne.get(enfant::COMMENTAIRE).is_empty() {
            blocs.push(BlocReleve::SousTitre(enfant::COMMENTAIRE.champ().libelle.to_owned()));
            blocs.push(BlocReleve::Texte(concerne.get(enfant::COMMENTAIRE).to_owned()));
        }
        let linked = |cle: Cle| self.dossier.linked(cle, concerne.id);
        let tick = |fiche: &Fiche, cle: Cle| if fiche.oui(cle) { "oui" } else { "" }.to_owned();
        let mut motifs: Vec<&Fiche> = linked(motif::ENFANT_CONCERNE_ID).collect();
        motifs.sort_by_key(|row| !row.oui(motif::PRINCIPAL));
        let rows = motifs.into_iter().map(|row| {
            vec![self.show(row, motif::MOTIF), tick(row, motif::PRINCIPAL), self.show(row, motif::PRECISION)]
        });
        blocs.extend(under("Motifs", &["Motif", "Principal", "Précision"], rows.collect()));
        let rows = linked(adulte::lien::ENFANT_CONCERNE_ID).map(|lien| {
            let one = lien.reference(adulte::lien::ADULTE_ID).and_then(|id| self.dossier.fiche(id));
            vec![
                one.map(adulte::titre).unwrap_or_default(),
                self.show(lien, adulte::lien::LIEN),
                tick(lien, adulte::lien::TITULAIRE),
                tick(lien, adulte::lien::AUTEUR_PRESUME),
            ]
        });
        let titres = ["Adulte", "Lien", "Autorité parentale", "Auteur présumé"];
        blocs.extend(under("Auteurs et autorités", &titres, rows.collect()));
        let rows = linked(conclusion::ENFANT_CONCERNE_ID).map(|row| {
            use conclusion::{CONCLUSION, DATE_CONCLUSION, DETAIL, MOTIF_SIGNALEMENT};
            [CONCLUSION, DATE_CONCLUSION, MOTIF_SIGNALEMENT, DETAIL].map(|cle| self.show(row, cle)).to_vec()
        });
        let titres = ["Conclusion", "Date", "Motif du signalement", "Détail"];
        blocs.extend(under("Conclusions", &titres, rows.collect()));
    }

    fn adultes(&self) -> Vec<BlocReleve> {
        let rows = self.dossier.of(Table::Adulte).map(|one| {
            let parts = [adulte::NUMERO_VOIE, adulte::VOIE, adulte::CODE_POSTAL, adulte::COMMUNE];
            let adresse: Vec<String> =
                parts.iter().map(|cle| self.show(one, *cle)).filter(|part| !part.is_empty()).collect();
            vec![
                adulte::titre(one),
                self.show(one, adulte::SEXE),
                self.show(one, adulte::DATE_NAISSANCE),
                adresse.join(" "),
                self.show(one, adulte::TELEPHONE),
                self.show(one, adulte::COMMENTAIRE),
            ]
        });
        table("Adultes", &["Adulte", "Sexe", "Né(e) le", "Adresse", "Téléphone", "Commentaire"], rows.collect())
    }

    fn traitements(&self) -> Vec<BlocReleve> {
        use traitement::{
            ECHEANCE_LE, ENVOYE_LE, ETAT, EVALUATEURS, NATURE, OBSERVATION, PROPOSITION, RETOUR_LE, SERVICE,
        };
        let mut blocs = Vec::new();
        for (at, row) in self.dossier.of(Table::Traitement).enumerate() {
            if at == 0 {
                blocs.push(BlocReleve::Titre("Traitement de l’information".to_owned()));
            }
            blocs.push(BlocReleve::SousTitre(self.show(row, SERVICE)));
            let champs = [
                NATURE,
                ETAT,
                ENVOYE_LE,
                ECHEANCE_LE,
                RETOUR_LE,
                EVALUATEURS,
                PROPOSITION,
                traitement::RELANCES,
                traitement::RELANCE_LE,
            ]
            .map(|cle| (cle.champ().libelle.to_owned(), self.show(row, cle)));
            blocs.push(BlocReleve::Champs(champs.into_iter().filter(|(_, value)| !value.is_empty()).collect()));
            if !row.get(OBSERVATION).is_empty() {
                blocs.push(BlocReleve::Texte(row.get(OBSERVATION).to_owned()));
            }
        }
        blocs
    }
}

fn table(titre: &str, titres: &[&str], lignes: Vec<Vec<String>>) -> Vec<BlocReleve> {
    framed(BlocReleve::Titre(titre.to_owned()), titres, lignes)
}

fn under(titre: &str, titres: &[&str], lignes: Vec<Vec<String>>) -> Vec<BlocReleve> {
    framed(BlocReleve::SousTitre(titre.to_owned()), titres, lignes)
}

/// Nothing at all for a table without a row; a column that says nothing is left out.
fn framed(titre: BlocReleve, titres: &[&str], lignes: Vec<Vec<String>>) -> Vec<BlocReleve> {
    if lignes.is_empty() {
        return Vec::new();
    }
    let said: Vec<bool> = (0..titres.len())
        .map(|at| at == 0 || lignes.iter().any(|ligne| ligne.get(at).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let keep = |cells: Vec<String>| -> Vec<String> {
        cells.into_iter().zip(&said).filter(|(_, said)| **said).map(|(cell, _)| cell).collect()
    };
    let titres = keep(titres.iter().map(|titre| (*titre).to_owned()).collect());
    vec![titre, BlocReleve::Tableau { titres, lignes: lignes.into_iter().map(keep).collect() }]
}
