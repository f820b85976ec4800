//! Writes that reach the disk together.

use crate::error::Result;
use crate::store::Archive;

/// A batch never holds more files: others wait for the archive meanwhile, and a kill loses it.
const FULL: usize = 64;

/// The archive, and how many files are written to it and not yet on the disk.
pub(super) struct Batch<'a> {
    archive: &'a mut Archive,
    files: usize,
}

impl<'a> Batch<'a> {
    pub(super) fn new(archive: &'a mut Archive) -> Self {
        Batch { archive, files: 0 }
    }

    /// For looking things up; sees what is in the batch.
    pub(super) fn archive(&self) -> &Archive {
        self.archive
    }

    /// Writes one file into the batch. What fails leaves nothing of its own behind.
    pub(super) fn write<T>(&mut self, work: impl FnOnce(&mut Archive) -> Result<T>) -> Result<T> {
        if self.files == FULL {
            self.settle()?;
        }
        if self.files == 0 {
            self.archive.begin()?;
        }
        self.files += 1;
        work(self.archive)
    }

    /// The database gave up the batch, and the files in it with it.
    pub(super) fn is_lost(&self) -> bool {
        self.files > 0 && !self.archive.is_in_batch()
    }

    /// Brings the batch to the disk.
    pub(super) fn settle(&mut self) -> Result<()> {
        if std::mem::take(&mut self.files) == 0 { Ok(()) } else { self.archive.commit() }
    }
}
