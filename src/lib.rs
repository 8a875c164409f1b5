//! Vigie records *informations préoccupantes* about children in danger, and follows them up.

pub mod domain;
pub mod storage;
