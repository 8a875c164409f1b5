//! `vigie base`: making a base, bringing it to this version, saying how it is.

use serde_json::json;

use crate::storage::{Base, Cible, Niveau};

use super::error::{CliError, Result};
use super::output::{self, number, pairs};
use super::passphrase;

pub fn create(cible: &Cible, encrypted: bool, json: bool) -> Result<()> {
    let cible = match (cible, encrypted) {
        (Cible::Serveur { .. }, true) => {
            return Err(CliError::Usage(
                "« --chiffree » ne vaut que pour un fichier : un serveur chiffre son disque lui-même".to_owned(),
            ));
        }
        // Who set the variable believes that the file will be protected: it must not be written in clear.
        (Cible::Fichier { .. }, false) if passphrase::from_environment()?.is_some() => {
            return Err(CliError::Usage(
                "VIGIE_PHRASE est donnée sans « --chiffree » : ajoutez l’option pour une base protégée, ou retirez la variable"
                    .to_owned(),
            ));
        }
        (cible, true) => cible.clone().with_secret(Some(passphrase::choose()?)),
        (cible, false) => cible.clone(),
    };
    let base = Base::create(cible)?;
    let adresse = base.cible().adresse();
    output::print(json, &json!({ "adresse": adresse, "chiffree": encrypted }), || {
        let adresse = output::one_line(&adresse);
        if encrypted {
            format!(
                "Base créée et chiffrée : {adresse}\nLa phrase secrète n’est gardée nulle part : sans elle, personne ne pourra rouvrir cette base.\n"
            )
        } else {
            format!("Base créée : {adresse}\n")
        }
    })
}

pub fn migrate(cible: &Cible, json: bool) -> Result<()> {
    let copie = passphrase::with_base(cible, |cible| Base::migrate(&cible))?;
    let copie = copie.map(|copie| copie.display().to_string());
    output::print(json, &json!({ "adresse": cible.adresse(), "copie": copie }), || {
        let adresse = output::one_line(&cible.adresse());
        let copie = copie.as_deref().map(output::one_line);
        let kept = copie.map(|copie| format!("L’ancienne est gardée : {copie}\n")).unwrap_or_default();
        format!("Base à jour : {adresse}\n{kept}")
    })
}

pub fn describe(cible: &Cible, json: bool) -> Result<()> {
    let (etat, constats) = passphrase::with_base(cible, |cible| {
        let base = Base::open(cible)?;
        Ok((base.etat()?, base.surete()?))
    })?;
    let document = json!({
        "adresse": etat.adresse, "moteur": etat.moteur, "chiffree": etat.chiffree, "utilisateur": etat.utilisateur,
        "dossiers": etat.dossiers, "enfants": etat.enfants, "changements": etat.changements, "integrite": etat.integrite,
        "constats": constats,
    });
    output::print(json, &document, || {
        let rows = [
            ("Adresse", output::one_line(&etat.adresse)),
            ("Moteur", output::one_line(&etat.moteur)),
            ("Chiffrée", if etat.chiffree { "oui" } else { "non" }.to_owned()),
            ("Utilisateur", output::one_line(&etat.utilisateur)),
            ("Dossiers", number(etat.dossiers)),
            ("Enfants", number(etat.enfants)),
            ("Changements", number(etat.changements)),
            ("Intégrité", output::one_line(&etat.integrite)),
        ];
        let mut text = pairs(&rows.map(|(label, value)| (label.to_owned(), value)));
        for constat in &constats {
            let mark = match constat.niveau {
                Niveau::Bien => "bien",
                Niveau::Attention => "attention",
                Niveau::Grave => "GRAVE",
            };
            text.push_str(&pairs(&[(format!("{mark:9}"), output::one_line(&constat.phrase))]));
        }
        text
    })?;
    let grave = constats.iter().filter(|constat| constat.niveau == Niveau::Grave).count();
    if etat.integrite == "ok" {
        return match grave {
            0 => Ok(()),
            _ => Err(CliError::Refused(format!(
                "La base n’est pas sûre ({})\u{a0}; corrigez ce qui est dit GRAVE ci-dessus",
                output::count(grave, "point")
            ))),
        };
    }
    // A script that only looks at the code must not take a damaged base for a sound one.
    Err(CliError::Refused(format!(
        "La base est abîmée ({}) ; n’y écrivez plus et reprenez la dernière sauvegarde",
        etat.integrite
    )))
}
