//! Files in, rows out: the one place that joins the stages.
//!
//! Files are read, decoded and extracted in parallel; one writer puts them into the archive in the
//! order of the walk, so ids do not depend on the number of cores. Trouble with a file is recorded
//! with the run and reported, and the run goes on; only trouble with the archive itself ends it.

use std::any::Any;
use std::collections::HashSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use crate::error::{Error, Kind, Result};
use crate::extract;
use crate::fact::{Doubt, DoubtKind, Reading};
use crate::lexicon::Lexicon;
use crate::read::{self, Decoded, Encoding, How, Limits, bytes, foreign};
use crate::store::Archive;
use crate::store::write::{FileStatus, ImportStart, SourceFile};
use batch::Batch;
use walk::{Item, Origin};

mod batch;
mod parallel;
mod walk;

/// So many damaged places of one text are doubts of their own; what is beyond is counted in one more.
const DAMAGE_LISTED: usize = 50;

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct Order {
    /// Files, folders, and `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// Where the archive is: it is left out, and paths below its folder are kept relative to it.
    pub archive: PathBuf,
    /// Overrides what would be found.
    pub encoding: Option<Encoding>,
    /// Files that are worked on at once.
    pub jobs: usize,
    /// Larger files are failures.
    pub max_bytes: u64,
    /// What the reading of one file may cost.
    pub limits: Limits,
    /// The arguments as typed, for the record.
    pub arguments: Vec<String>,
}

/// The time of day and the time that passes, from the caller.
pub struct Clock<'a> {
    /// Now, RFC 3339 UTC.
    pub now: &'a dyn Fn() -> String,
    /// Milliseconds since some moment.
    pub milliseconds: &'a (dyn Fn() -> u64 + Sync),
}

/// What happens in a run, as it happens.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many files will be looked at.
    Found(usize),
    /// One of them is done.
    Done(&'a Verdict),
}

/// What became of one file.
#[derive(Debug)]
pub struct Verdict {
    /// The path as the user would say it.
    pub path: PathBuf,
    /// What became of it.
    pub status: FileStatus,
    /// Why, where it failed or was left out.
    pub trouble: Option<Error>,
}

/// How many files went which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// New documents.
    pub added: u64,
    /// New places of known documents.
    pub duplicate: u64,
    /// Nothing new about them.
    pub known: u64,
    /// Could not be read or written.
    pub failed: u64,
    /// Left out on purpose.
    pub skipped: u64,
}

impl Tally {
    fn count(&mut self, status: FileStatus) {
        match status {
            FileStatus::Added => self.added += 1,
            FileStatus::Duplicate => self.duplicate += 1,
            FileStatus::Known => self.known += 1,
            FileStatus::Failed => self.failed += 1,
            FileStatus::Skipped => self.skipped += 1,
        }
    }
}

/// Imports; calls `tell` for each file in the order of the walk.
///
/// # Errors
/// Only where the archive itself cannot be used any more. What was written until then stays.
pub fn run(
    order: &Order,
    lexicon: &Lexicon,
    archive: &mut Archive,
    clock: &Clock<'_>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Tally> {
    let items = walk::walk(&order.paths, &order.archive);
    tell(Event::Found(items.len()));
    let import_id = archive.begin_import(&ImportStart {
        started_at: (clock.now)(),
        arguments: serde_json::json!(order.arguments).to_string(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        extractor_version: extract::EXTRACTOR_VERSION,
    })?;
    let run =
        Run { order, lexicon, batch: Mutex::new(Batch::new(archive)), claimed: Mutex::default(), import_id };
    let mut tally = Tally::default();
    let timed = |item: &Item| {
        let start = (clock.milliseconds)();
        let made = guarded(|| run.make(item)).unwrap_or_else(Made::failed);
        (made, (clock.milliseconds)().saturating_sub(start))
    };
    let each = |item: &Item, (made, milliseconds)| {
        let (status, trouble) = run.write(item, made, milliseconds)?;
        tally.count(status);
        tell(Event::Done(&Verdict { path: item.shown.clone(), status, trouble }));
        Ok(())
    };
    let walked = parallel::in_order(&items, order.jobs, timed, each, || run.batch().settle());
    // What was written stays also where the walk broke off.
    let settled = run.batch().settle();
    drop(run);
    walked.and(settled)?;
    archive.end_import(import_id, &(clock.now)())?;
    Ok(tally)
}

/// Extracts from a decoded text; what the decoding could not give becomes a doubt as well.
pub fn reading(decoded: &Decoded, lexicon: &Lexicon) -> Reading {
    let mut reading = extract::read(&decoded.text, lexicon);
    reading.doubts.extend(decoding_doubts(decoded));
    reading
}

/// What a file gave before it meets the archive.
enum Made {
    Document(Box<Document>),
    /// Its row says all; the error, if any, is the reason.
    Row(FileStatus, Option<Error>),
}

struct Document {
    source: SourceFile,
    decoded: Decoded,
    content: String,
    /// Not made where the archive needs none, or another copy of the run is read.
    reading: Option<Reading>,
}

impl Made {
    fn failed(error: Error) -> Made {
        Made::Row(FileStatus::Failed, Some(error))
    }
}

struct Run<'a> {
    order: &'a Order,
    lexicon: &'a Lexicon,
    batch: Mutex<Batch<'a>>,
    /// Contents that some worker of this run has taken on, so that copies are extracted once.
    claimed: Mutex<HashSet<String>>,
    import_id: i64,
}

impl<'a> Run<'a> {
    fn batch(&self) -> MutexGuard<'_, Batch<'a>> {
        self.batch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The part that needs no order: bytes → text → facts.
    fn make(&self, item: &Item) -> Result<Made> {
        let (bytes, modified_at) = match &item.origin {
            Origin::Nowhere(status, reason) => {
                return Ok(Made::Row(*status, Some(Error::new(Kind::Input, reason))));
            }
            Origin::StandardInput => (bytes::of_reader(std::io::stdin().lock(), self.order.max_bytes)?, None),
            Origin::Met(path) if foreign::is_database(&bytes::first(path)) => {
                let reason = Error::new(Kind::Input, "an SQLite database, perhaps another archive");
                return Ok(Made::Row(FileStatus::Skipped, Some(reason)));
            }
            Origin::Met(path) | Origin::Named(path) => {
                let modified = fs::metadata(path).and_then(|about| about.modified()).ok();
                (bytes::of_file(path, self.order.max_bytes)?, modified.map(DateTime::<Utc>::from))
            }
        };
        let file_sha256 = hex(&Sha256::digest(&bytes));
        if self.batch().archive().is_known(&item.recorded, &file_sha256)? {
            return Ok(Made::Row(FileStatus::Known, None));
        }
        let how =
            How { name: Some(&item.recorded), encoding: self.order.encoding, limits: self.order.limits };
        let decoded = read::decode_as(&bytes, &how)?;
        let content = decoded.text.content_sha256();
        let wanted = self.batch().archive().needs_reading(&decoded.text, &content)?;
        let mine = wanted && self.claim(&content);
        let source = SourceFile {
            path: item.recorded.clone(),
            file_sha256,
            format: decoded.format.word().to_owned(),
            encoding: decoded.encoding.to_owned(),
            byte_count: bytes.len() as u64,
            modified_at: modified_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        };
        let reading = mine.then(|| reading(&decoded, self.lexicon));
        Ok(Made::Document(Box::new(Document { source, decoded, content, reading })))
    }

    fn claim(&self, content: &str) -> bool {
        self.claimed.lock().unwrap_or_else(PoisonError::into_inner).insert(content.to_owned())
    }

    /// The part that needs order: facts → rows.
    fn write(&self, item: &Item, made: Made, milliseconds: u64) -> Result<(FileStatus, Option<Error>)> {
        let (status, trouble) = match made {
            Made::Row(status, trouble) => (status, trouble),
            Made::Document(document) => match self.write_document(&document, milliseconds) {
                Ok(status) => return Ok((status, None)),
                Err(error) => (FileStatus::Failed, Some(error)),
            },
        };
        // Where the archive itself is the trouble, this fails as well and ends the run.
        let reason = trouble.as_ref().map(Error::message);
        self.batch().write(|archive| {
            archive.record_file(self.import_id, &item.recorded, status, reason, milliseconds)
        })?;
        Ok((status, trouble))
    }

    fn write_document(&self, document: &Document, milliseconds: u64) -> Result<FileStatus> {
        let Document { source, decoded, content, reading: made } = document;
        // Another copy was read in its stead, but stands later in the order, failed, or is the worse one.
        let left_out = made.is_none() && self.batch().archive().needs_reading(&decoded.text, content)?;
        let late = if left_out { Some(guarded(|| Ok(reading(decoded, self.lexicon)))?) } else { None };
        let reading = made.as_ref().or(late.as_ref());
        self.batch().write(|archive| {
            archive.write_document(self.import_id, source, &decoded.text, content, reading, milliseconds)
        })
    }
}

/// A panic of a stage is a defect of the program, but it costs one file, not the run.
fn guarded<T>(stage: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(stage)).unwrap_or_else(|panic| Err(defect(&*panic)))
}

/// The words of a panic, as an error.
pub fn defect(panic: &(dyn Any + Send)) -> Error {
    let words = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no more is known");
    Error::new(Kind::Input, format!("the program broke on it: {words}"))
        .hint("this is a defect of archive, please report it with the file")
}

fn decoding_doubts(decoded: &Decoded) -> Vec<Doubt> {
    let doubt = |message: String, span| Doubt { kind: DoubtKind::Decoding, message, span };
    let mut doubts = Vec::new();
    if decoded.encoding_unsure {
        let message = format!("the encoding is not certain; read as {}", decoded.encoding);
        doubts.push(doubt(message, None));
    }
    for span in decoded.damage.iter().take(DAMAGE_LISTED) {
        let message = format!("bytes here are no characters in {}", decoded.encoding);
        doubts.push(doubt(message, Some(*span)));
    }
    if let Some(more) = decoded.damage.len().checked_sub(DAMAGE_LISTED + 1) {
        doubts.push(doubt(format!("{} more places like this", more + 1), None));
    }
    doubts
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_error_of_its_file() {
        let index = 7;
        let error = guarded(|| Ok([1, 2, 3][std::hint::black_box(index)])).err();
        let message = error.map(|error| error.message().to_owned()).unwrap_or_default();
        assert!(message.starts_with("the program broke on it: index out of bounds"), "{message}");
    }
}
