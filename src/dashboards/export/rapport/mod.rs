//! The yearly report: a title page, contents, commented figures by chapter, notes of method; as a PDF.

mod composition;
mod encart;
mod mise;
mod page;
mod papier;
mod table;
mod tetes;

pub use composition::{Chapitre, Rapport};
pub use page::{Op, Page, Sens};
