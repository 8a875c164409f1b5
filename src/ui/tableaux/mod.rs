//! The dashboards' screen: filters above, charts below, what leaves. Charts are drawn elsewhere, from
//! their SVG; here they are shown, chosen and asked for.

mod carte;
mod composeur;
mod ecran;
mod exporter;
mod filtres;
mod pour_role;
mod vue;

pub use composeur::{Composeur, FORMES};
pub use ecran::ui;
pub use exporter::{Export, FormatExport, Quoi};
pub use filtres::douze_mois;
pub use pour_role::PourRole;
pub use vue::{Aspect, Carte, Demande, Dialogue, EcranTableaux, Rendu};
