//! The database: open, migrate, write, read. All SQL of the program is here and in `migrations/`.

use std::path::Path;

use crate::error::{Error, Kind, Result};

pub mod migrate;
pub mod read;
pub mod write;

/// An open archive file.
#[derive(Debug)]
pub struct Archive {}

impl Archive {
    /// Opens for writing; creates the file, or upgrades an older one after a back-up.
    pub fn open_or_create(_path: &Path) -> Result<Archive> {
        Err(Error::new(Kind::Archive, "not built yet"))
    }

    /// Opens read-only; never creates, never upgrades, never writes. An older schema is
    /// an error whose hint names `archive migrate run`.
    pub fn open_read_only(_path: &Path) -> Result<Archive> {
        Err(Error::new(Kind::NoArchive, "not built yet"))
    }
}
