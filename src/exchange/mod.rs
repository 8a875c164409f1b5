//! Files in and out: what leaves Vigie in open formats, and what comes back or comes from elsewhere.
//!
//! It reads and writes files and asks `storage`; it never draws a screen, never writes SQL, and
//! decides no rule of the trade.

pub mod access;
pub mod archive;
pub mod courriers;
pub mod dossier;
pub mod fichier;
pub mod figures;
pub mod journal;
pub mod menage;
pub mod olinpe;
pub mod tableur;
