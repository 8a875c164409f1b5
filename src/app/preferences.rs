//! What a person chose on this workstation: theme, zoom, the last base. No secret.

use std::path::{Path, PathBuf};

use egui::{Context, Theme};
use serde::{Deserialize, Serialize};

use crate::exchange::fichier;
use crate::storage::prive;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub sombre: bool,
    /// 0.8 to 2.0
    pub zoom: f32,
    /// The address of the last base, without any secret.
    pub base: String,
    /// The folder where letters were last put.
    pub courriers: String,
    #[serde(skip)]
    dir: PathBuf,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { sombre: false, zoom: 1.0, base: String::new(), courriers: String::new(), dir: PathBuf::new() }
    }
}

impl Preferences {
    /// Those of `dir`; the usual ones when there are none or they cannot be read.
    pub fn read(dir: &Path) -> Self {
        let text = std::fs::read_to_string(dir.join("preferences.json")).unwrap_or_default();
        let read: Self = serde_json::from_str(&text).unwrap_or_default();
        Self { zoom: read.zoom.clamp(0.8, 2.0), dir: dir.to_owned(), ..read }
    }

    /// A preference that cannot be written is not worth a message.
    pub fn write(&self) {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        let _ =
            prive::dir(&self.dir).and_then(|()| fichier::write(&self.dir.join("preferences.json"), text.as_bytes()));
    }

    /// Where letters go until one says otherwise.
    pub fn dossier_courriers(&self, own: PathBuf) -> PathBuf {
        if self.courriers.is_empty() { own } else { PathBuf::from(&self.courriers) }
    }

    pub fn apply(&self, ctx: &Context) {
        ctx.set_theme(if self.sombre { Theme::Dark } else { Theme::Light });
        ctx.set_zoom_factor(self.zoom);
    }
}
