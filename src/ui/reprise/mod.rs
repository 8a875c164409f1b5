//! The takeover of an old Access base: file, mapping with samples, dry run, run, reconciliation, persons.

mod bilan;
mod correspondance;
mod cote;
mod ecran;
mod personnes;
mod vue;

pub use ecran::ui;
pub use vue::{
    BilanVu, ColonneBilan, ColonneVue, Constats, Cote, Demande, EcranReprise, Etape, Format, PaireVue, SourceVue,
    TableBilan, TableVue, VueBilan,
};
