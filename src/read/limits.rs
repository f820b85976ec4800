//! What reading one file may cost. Readers count; nobody asks the clock, so the verdict on a file
//! is the same on a fast machine and on a slow one.

use crate::error::{Error, Kind, Result};

/// Upper bounds for one file; what goes beyond is refused with the bound and the option that moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that the parts of a package, or the members of an archive and all that is packed in
    /// them, may unpack to in sum.
    pub max_unpacked: u64,
    /// Members of an archive or parts of a package.
    pub max_members: usize,
    /// Unpacked bytes for one packed byte, where more than [`RATIO_FREE`] bytes come out.
    pub max_ratio: u64,
    /// Pages of a PDF or OFD document.
    pub max_pages: usize,
    /// Elements inside elements, groups inside groups, objects inside objects.
    pub max_depth: usize,
    /// Archives inside archives; the outermost counts as one.
    pub max_nested: usize,
    /// Steps (see [`Steps`]) that the reading of one document may take.
    pub max_steps: u64,
}

/// Below so many unpacked bytes the ratio does not count: a few blank pages pack well.
pub const RATIO_FREE: u64 = 16 << 20;

impl Default for Limits {
    /// Far above any real report, and some seconds and some hundred megabytes at the most.
    fn default() -> Limits {
        Limits {
            max_unpacked: 512 << 20,
            max_members: 20_000,
            // Deflate packs a run of one byte 1,032 to 1; the mark-up of the dullest table about 100 to 1.
            max_ratio: 250,
            max_pages: 5_000,
            max_depth: 400,
            max_nested: 4,
            max_steps: 100_000_000,
        }
    }
}

impl Limits {
    /// A full budget of steps.
    pub fn steps(&self) -> Steps {
        Steps { left: self.max_steps, of: self.max_steps }
    }

    /// Refuses what lies `depth` deep.
    ///
    /// # Errors
    /// [`Kind::Input`] beyond [`Limits::max_depth`].
    pub fn check_depth(&self, depth: usize) -> Result<()> {
        if depth <= self.max_depth {
            return Ok(());
        }
        Err(Error::new(Kind::Input, format!("its parts are nested more than {} deep", self.max_depth))
            .hint("no word processor writes such a file; open it there and save it anew"))
    }

    /// Refuses a document of too many pages.
    ///
    /// # Errors
    /// [`Kind::Input`] beyond [`Limits::max_pages`].
    pub fn check_pages(&self, pages: usize) -> Result<()> {
        if pages <= self.max_pages {
            return Ok(());
        }
        Err(Error::new(Kind::Input, format!("it has {pages} pages, the limit is {}", self.max_pages))
            .hint("raise the limit with --max-pages, or split the file"))
    }
}

/// The work that is left for one document. One step is about what one tag, one token or one drawn
/// character costs, so that the default is some seconds.
#[derive(Debug, Clone)]
pub struct Steps {
    left: u64,
    of: u64,
}

impl Steps {
    /// Takes `steps` from the budget.
    ///
    /// # Errors
    /// [`Kind::Input`] where it is used up.
    pub fn spend(&mut self, steps: u64) -> Result<()> {
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                let message = format!("reading it takes too long: more than {} steps", self.of);
                Err(Error::new(Kind::Input, message)
                    .hint("the file is damaged or made to do so; open it in its program and save it anew"))
            }
        }
    }
}
