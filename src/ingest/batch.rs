//! Writes that reach the disk together.

use super::stage::{Stage, Stages};
use crate::error::Result;
use crate::store::Archive;

/// A batch never holds more files: a kill loses it.
const MOST_FILES: usize = 1024;
/// Nor more bytes of text and originals, since its pages are held in memory until then.
const MOST_BYTES: usize = 1 << 20;
/// Nor is it open for longer, in nanoseconds: others wait for the archive meanwhile.
const MOST_TIME: u64 = 3_000_000_000;

/// The archive, and how much is written to it and not yet on the disk.
pub(super) struct Batch<'a> {
    archive: &'a mut Archive,
    now: &'a (dyn Fn() -> u64 + Sync),
    files: usize,
    bytes: usize,
    since: u64,
    /// What writing took so far.
    pub stages: Stages,
}

impl<'a> Batch<'a> {
    pub(super) fn new(archive: &'a mut Archive, now: &'a (dyn Fn() -> u64 + Sync)) -> Self {
        Batch { archive, now, files: 0, bytes: 0, since: 0, stages: Stages::default() }
    }

    /// For looking things up; sees what is in the batch.
    pub(super) fn archive(&self) -> &Archive {
        self.archive
    }

    /// Writes one file of so many bytes into the batch. What fails leaves nothing of its own behind.
    pub(super) fn write<T>(
        &mut self,
        bytes: usize,
        work: impl FnOnce(&mut Archive) -> Result<T>,
    ) -> Result<T> {
        let start = (self.now)();
        let is_full = self.files >= MOST_FILES
            || self.bytes >= MOST_BYTES
            || start.saturating_sub(self.since) >= MOST_TIME;
        if is_full {
            self.settle()?;
        }
        let start = (self.now)();
        if self.files == 0 {
            self.archive.begin()?;
            self.since = start;
        }
        self.files += 1;
        self.bytes += bytes;
        let written = work(self.archive);
        self.stages.add(Stage::Write, (self.now)().saturating_sub(start));
        written
    }

    /// The database gave up the batch, and the files in it with it.
    pub(super) fn is_lost(&self) -> bool {
        self.files > 0 && !self.archive.is_in_batch()
    }

    /// Brings the batch to the disk.
    pub(super) fn settle(&mut self) -> Result<()> {
        self.bytes = 0;
        if std::mem::take(&mut self.files) == 0 {
            return Ok(());
        }
        let start = (self.now)();
        let indexed = self.archive.index();
        let between = (self.now)();
        let committed = self.archive.commit();
        self.stages.add(Stage::Index, between.saturating_sub(start));
        self.stages.add(Stage::Commit, (self.now)().saturating_sub(between));
        indexed.and(committed)
    }
}
