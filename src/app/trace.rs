//! `VIGIE_TRACE=1`: says on stderr when the first frame with the grid is on the screen, in seconds
//! since 1970. Whoever starts the process knows when that was: `benches/demarrage.sh`.

use std::time::{SystemTime, UNIX_EPOCH};

use egui::Context;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    Asked,
    /// The grid is in the frame that is being made; it is on the screen when the next one begins.
    Drawn,
    Done,
}

impl Trace {
    pub fn asked() -> Self {
        if std::env::var_os("VIGIE_TRACE").is_some() { Self::Asked } else { Self::Done }
    }

    pub fn drawn(&mut self, ctx: &Context) {
        if *self == Self::Asked {
            *self = Self::Drawn;
            ctx.request_repaint();
        }
    }

    pub fn painted(&mut self) {
        if *self == Self::Drawn {
            *self = Self::Done;
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            eprintln!("VIGIE_TRACE {:.6}", now.as_secs_f64());
        }
    }
}
