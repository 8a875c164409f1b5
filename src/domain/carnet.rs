//! The address book that letters are written with: letterhead, territories, services, correspondents.

use std::collections::BTreeMap;

/// An institution or a place, with where to write to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub id: String,
    pub libelle: String,
    /// Of a correspondent: `tribunal`, `scolaire`, `sante`…
    pub nature: String,
    /// Of a service: the id of its territory.
    pub territoire: String,
    pub adresse: String,
    pub code_postal: String,
    pub ville: String,
    pub telephone: String,
    pub courriel: String,
}

impl Contact {
    /// The lines of its address, its name first; only the name when it has no address.
    pub fn lines(&self) -> Vec<String> {
        let ville = format!("{} {}", self.code_postal, self.ville.to_uppercase());
        // A name such as « Procureur de la République, tribunal judiciaire de Bourges » reads better in two lines.
        self.libelle
            .split(", ")
            .map(str::to_owned)
            .chain(self.adresse.lines().map(str::to_owned))
            .chain(std::iter::once(ville.trim().to_owned()))
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    pub fn has_address(&self) -> bool {
        !self.ville.is_empty()
    }
}

/// What the letterhead says, by code: see [`REGLAGES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carnet {
    pub reglages: BTreeMap<String, String>,
    pub territoires: Vec<Contact>,
    pub services: Vec<Contact>,
    pub correspondants: Vec<Contact>,
}

/// The parameters of the letterhead: code, label, in the order of the screen.
pub const REGLAGES: [(&str, &str); 13] = [
    ("departement", "Département"),
    ("direction", "Direction"),
    ("service", "Service"),
    ("adresse", "Adresse"),
    ("code_postal", "Code postal"),
    ("ville", "Ville"),
    ("telephone", "Téléphone"),
    ("courriel", "Courriel"),
    ("signataire_nom", "Nom du signataire"),
    ("signataire_qualite", "Qualité du signataire"),
    ("delegation", "Délégation de signature"),
    ("agent", "Affaire suivie par"),
    ("logo", "Logo (image JPEG)"),
];

impl Carnet {
    pub fn reglage(&self, code: &str) -> &str {
        self.reglages.get(code).map_or("", String::as_str)
    }

    pub fn territoire(&self, id: &str) -> Option<&Contact> {
        self.territoires.iter().find(|contact| contact.id == id)
    }

    pub fn service(&self, id: &str) -> Option<&Contact> {
        self.services.iter().find(|contact| contact.id == id)
    }

    /// The correspondents of that nature, or the one of that id.
    pub fn correspondants(&self, nature_or_id: &str) -> impl Iterator<Item = &Contact> {
        self.correspondants.iter().filter(move |contact| contact.nature == nature_or_id || contact.id == nature_or_id)
    }

    /// Is it the département's own? It writes from the same house.
    fn is_own(&self, service: &Contact) -> bool {
        let house = |courriel: &str| courriel.split_once('@').map(|(_, house)| house.trim().to_lowercase());
        house(&service.courriel).is_some_and(|its| house(self.reglage("courriel")) == Some(its))
    }

    /// Where one writes to a service: its own address is that of its territory.
    pub fn service_lines(&self, service: &Contact) -> Vec<String> {
        match self.territoire(&service.territoire) {
            Some(territoire) if territoire.has_address() => {
                Contact { libelle: service.libelle.clone(), ..territoire.clone() }.lines()
            }
            // Without a territory, a service of the département is at its headquarters; where a court or a
            // school is, only the person who writes can say.
            _ if !self.is_own(service) => Contact { libelle: service.libelle.clone(), ..Contact::default() }.lines(),
            _ => Contact {
                libelle: service.libelle.clone(),
                adresse: self.reglage("adresse").to_owned(),
                code_postal: self.reglage("code_postal").to_owned(),
                ville: self.reglage("ville").to_owned(),
                ..Contact::default()
            }
            .lines(),
        }
    }
}
