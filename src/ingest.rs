//! Files in, rows out: the one place that joins the stages.
//!
//! Files are read, decoded and extracted in parallel; one writer puts them into the archive in the
//! order of the walk, so ids do not depend on the number of cores. Trouble with a file is recorded
//! with the run and reported, and the run goes on; only trouble with the archive itself ends it.

use std::any::Any;
use std::collections::HashSet;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::{Error, Kind, Result};
use crate::extract;
use crate::fact::{Doubt, DoubtKind, Reading};
use crate::lexicon::Lexicon;
use crate::read::{Decoded, Encoding, Format, Limits};
use crate::store::Archive;
use crate::store::seen::{self, Seen};
use crate::store::write::{FileStatus, ImportStart};
use batch::{Batch, Write};
use make::{Document, Made, Sent};
use parallel::Pace;
use stage::Stages;
use walk::Item;

pub mod again;
pub mod audit;
mod batch;
mod make;
mod parallel;
pub mod stage;
mod walk;

/// So many damaged places of one text are doubts of their own; what is beyond is counted in one more.
const DAMAGE_LISTED: usize = 50;

/// Files of so many bytes together may be begun and not written.
const LIGHT: u64 = 1 << 18;

/// So long the writer waits for a file before what it has goes to the disk.
const PATIENCE: Duration = Duration::from_secs(1);

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
    /// The files are counted first, so that [`Event::Found`] can tell how many there are.
    pub counted: bool,
    /// The bytes of each file that became a source are kept in the archive.
    pub originals: bool,
    /// The arguments as typed, for the record.
    pub arguments: Vec<String>,
}

/// The time of day and the time that passes, from the caller.
pub struct Clock<'a> {
    /// Now, RFC 3339 UTC.
    pub now: &'a dyn Fn() -> String,
    /// Nanoseconds since some moment.
    pub nanoseconds: &'a (dyn Fn() -> u64 + Sync),
}

/// What happens in a run, as it happens.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many files will be looked at; told where [`Order::counted`] asks for it.
    Found(usize),
    /// So many more, in an archive that was just opened.
    More(usize),
    /// One of them is done.
    Done(&'a Verdict),
    /// The run is over; so much time each stage took.
    Ended(&'a Stages),
}

/// What became of one file.
#[derive(Debug)]
pub struct Verdict {
    /// The path as the user would say it.
    pub path: PathBuf,
    /// What it is, where it was read.
    pub format: Option<Format>,
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

/// Imports; calls `tell` for each file in the order of the walk. An error of `tell` ends the run.
///
/// # Errors
/// Where the archive itself cannot be used any more, and those of `tell`. What was written until then stays.
pub fn run(
    order: &Order,
    lexicon: &Lexicon,
    archive: &mut Archive,
    clock: &Clock<'_>,
    tell: &mut dyn FnMut(Event<'_>) -> Result<()>,
) -> Result<Tally> {
    let walk = || walk::walk(&order.paths, &order.archive);
    if order.counted {
        tell(Event::Found(walk().count()))?;
    }
    let import_id = archive.begin_import(&ImportStart {
        started_at: (clock.now)(),
        arguments: serde_json::json!(order.arguments).to_string(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        extractor_version: extract::EXTRACTOR_VERSION,
    })?;
    let seen = archive.seen()?;
    let run = Run {
        order,
        lexicon,
        batch: Mutex::new(Batch::new(archive, lexicon, clock.nanoseconds, import_id)),
        seen,
        claimed: Mutex::default(),
        spent: Mutex::default(),
    };
    let mut tally = Tally::default();
    let mut stages = Stages::default();
    let work = |item: Item, give: &mut dyn FnMut(Sent) -> bool| run.make(item, clock.nanoseconds, give);
    let each = |sent: Sent| {
        let one = match sent {
            Sent::More(files) => {
                return tell(Event::More(files));
            }
            Sent::One(one) => *one,
        };
        let format = one.made.format();
        stages.and(&one.stages);
        let (status, trouble) = run.write(one.recorded, one.made, one.milliseconds)?;
        tally.count(status);
        tell(Event::Done(&Verdict { path: one.shown, format, status, trouble }))
    };
    let pace = Pace { jobs: order.jobs, weight: |item: &Item| item.bytes, light: LIGHT, patience: PATIENCE };
    let walked = parallel::in_order(walk(), &pace, work, each, || run.batch().settle());
    // What was written stays also where the walk broke off.
    let settled = run.batch().settle();
    stages.and(&run.batch().stages);
    drop(run);
    walked.and(settled)?;
    archive.end_import(import_id, &(clock.now)())?;
    tell(Event::Ended(&stages))?;
    Ok(tally)
}

/// Extracts from a decoded text; what the decoding could not give becomes a doubt as well.
pub fn reading(decoded: &Decoded, lexicon: &Lexicon) -> Reading {
    let mut reading = extract::read(&decoded.text, lexicon);
    reading.doubts.extend(decoding_doubts(decoded));
    reading
}

struct Run<'a> {
    order: &'a Order,
    lexicon: &'a Lexicon,
    batch: Mutex<Batch<'a>>,
    /// What was in the archive before, so that for what is new nobody waits for the writer.
    seen: Seen,
    /// Contents that some worker of this run has taken on, so that copies are extracted once. The beginning
    /// of a fingerprint is enough: of two that begin alike the second is extracted by the writer.
    claimed: Mutex<HashSet<u64>>,
    /// Readings that were written. They go where they were made: a hundred pieces of memory that another core gave
    /// would each be fetched from there and handed back.
    spent: Mutex<Vec<Reading>>,
}

impl<'a> Run<'a> {
    fn batch(&self) -> MutexGuard<'_, Batch<'a>> {
        self.batch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn claim(&self, content: &str) -> bool {
        self.claimed.lock().unwrap_or_else(PoisonError::into_inner).insert(seen::beginning(content))
    }

    /// The part that needs order: facts → rows.
    fn write(&self, recorded: String, made: Made, milliseconds: u64) -> Result<(FileStatus, Option<Error>)> {
        let (status, trouble) = match made {
            Made::Row(status, trouble) => (status, trouble),
            Made::Known(None) => (FileStatus::Known, None),
            Made::Known(Some(source)) => match self.put(Write::Original(source))? {
                Ok(status) => (status, None),
                Err(error) => (FileStatus::Failed, Some(error)),
            },
            Made::Document(document) => match self.put_document(document, milliseconds)? {
                // Its row is written with it.
                Ok(status) => return Ok((status, None)),
                Err(error) => (FileStatus::Failed, Some(error)),
            },
        };
        // Where the archive itself is the trouble, this fails as well and ends the run.
        let reason = trouble.as_ref().map(|error: &Error| error.message().to_owned());
        self.batch().write(Write::Row { recorded, status, reason, milliseconds })?;
        Ok((status, trouble))
    }

    fn put_document(&self, mut document: Box<Document>, milliseconds: u64) -> Result<Result<FileStatus>> {
        match self.read_late(&mut document) {
            Ok(()) => self.put(Write::Document(document, milliseconds)),
            Err(error) => self.alone(Err(error)),
        }
    }

    /// Reads a text of which another copy was read in its stead that stands later in the order, failed, or is the
    /// worse one.
    fn read_late(&self, document: &mut Document) -> Result<()> {
        let needed = || self.batch().archive().needs_reading(&document.decoded.text, &document.content);
        if document.reading.is_none() && needed()? {
            document.reading = Some(guarded(|| Ok(reading(&document.decoded, self.lexicon)))?);
        }
        Ok(())
    }

    /// Puts a file into the batch: [`Run::alone`].
    fn put(&self, write: Write) -> Result<Result<FileStatus>> {
        let (written, mut spent) = {
            let mut batch = self.batch();
            (batch.write(write), mem::take(&mut batch.spent))
        };
        self.spent().append(&mut spent);
        self.alone(written)
    }

    fn spent(&self) -> MutexGuard<'_, Vec<Reading>> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The trouble of one file, if any; an error where not this file alone is the trouble, because others that
    /// seemed to be in are gone.
    fn alone<T>(&self, done: Result<T>) -> Result<Result<T>> {
        match done {
            Err(error) if self.batch().is_lost() => Err(error),
            done => Ok(done),
        }
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
