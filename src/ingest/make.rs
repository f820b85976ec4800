//! The part of an import that needs no order: bytes → text → facts, for a file or for each file in an
//! archive.

use std::fs::{self, File};
use std::io::{Cursor, Read, Seek};
use std::mem;
use std::path::PathBuf;

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use super::stage::{Stage, Stages, Watch};
use super::walk::{Item, Origin};
use super::{Run, guarded, reading};
use crate::error::{Error, Kind, Result};
use crate::fact::Reading;
use crate::read::archive::Archived;
use crate::read::{self, Decoded, Format, How, bytes, foreign};
use crate::store::write::{FileStatus, SourceFile};
use crate::store::{index, original};

/// What a worker hands over.
pub(super) enum Sent {
    /// An archive was opened that holds so many files.
    More(usize),
    /// A file is done.
    One(Box<One>),
}

/// One file, as far as it is before it meets the archive.
pub(super) struct One {
    /// The path as the user would say it.
    pub shown: PathBuf,
    /// The path as the archive keeps it.
    pub recorded: String,
    /// What it gave.
    pub made: Made,
    /// What that took.
    pub milliseconds: u64,
    /// The same by stages.
    pub stages: Stages,
}

/// What a file gave.
pub(super) enum Made {
    /// A text, and what was read in it.
    Document(Box<Document>),
    /// The file is in the archive already; its original is to be kept where that was not done yet.
    Known(Option<Box<SourceFile>>),
    /// Its row says all; the error, if any, is the reason.
    Row(FileStatus, Option<Error>),
}

/// A text on its way into the archive.
pub(super) struct Document {
    pub source: SourceFile,
    pub decoded: Decoded,
    pub content: String,
    /// Not made where the archive needs none, or another copy of the run is read.
    pub reading: Option<Reading>,
    /// What the search index is fed with for it; empty where there is none.
    pub words: Vec<index::Pairs>,
}

impl Made {
    /// What the file is, where it was read.
    pub(super) fn format(&self) -> Option<Format> {
        match self {
            Made::Document(document) => Some(document.decoded.format),
            Made::Known(_) | Made::Row(..) => None,
        }
    }
}

/// A file that is being read: what to call it.
struct Name {
    shown: PathBuf,
    recorded: String,
}

impl Name {
    /// A member of this archive: `a.zip!/b.docx`.
    fn member(&self, name: &str) -> Name {
        let mut shown = self.shown.clone().into_os_string();
        shown.push("!/");
        shown.push(name);
        Name { shown: shown.into(), recorded: format!("{}!/{name}", self.recorded) }
    }
}

/// Hands over what became of files, one after the other, with the time that each took.
struct Hand<'a> {
    now: &'a dyn Fn() -> u64,
    since: u64,
    give: &'a mut dyn FnMut(Sent) -> bool,
    /// The run goes on.
    wanted: bool,
}

impl Hand<'_> {
    fn over(&mut self, name: &Name, made: Made, stages: Stages) {
        let now = (self.now)();
        let milliseconds = now.saturating_sub(std::mem::replace(&mut self.since, now)) / 1_000_000;
        let Name { shown, recorded } = name;
        let one = One { shown: shown.clone(), recorded: recorded.clone(), made, milliseconds, stages };
        self.wanted &= (self.give)(Sent::One(Box::new(one)));
    }

    fn failed(&mut self, name: &Name, error: Error) {
        self.over(name, Made::Row(FileStatus::Failed, Some(error)), Stages::default());
    }
}

/// What an item turned out to be.
enum Found {
    Made(Made),
    /// An archive of many files, in memory.
    Archive(Vec<u8>),
    /// An archive that is too large for that.
    LargeArchive(PathBuf),
}

impl Run<'_> {
    /// Reads an item and hands over what it gave.
    pub(super) fn make(&self, item: Item, now: &dyn Fn() -> u64, give: &mut dyn FnMut(Sent) -> bool) {
        let Item { shown, recorded, origin, bytes } = item;
        let name = Name { shown, recorded };
        let mut hand = Hand { now, since: now(), give, wanted: true };
        let mut left = self.order.limits.max_unpacked;
        let mut watch = Watch::start(now);
        match guarded(|| self.item(&origin, bytes, &name, &mut watch)) {
            Err(error) => hand.failed(&name, error),
            Ok(Found::Made(made)) => hand.over(&name, made, watch.stages),
            Ok(Found::Archive(bytes)) => self.archive_of(Cursor::new(bytes), &name, 1, &mut left, &mut hand),
            Ok(Found::LargeArchive(path)) => match File::open(&path) {
                Ok(file) => self.archive_of(file, &name, 1, &mut left, &mut hand),
                Err(error) => hand.failed(&name, bytes::unreadable(&error)),
            },
        }
    }

    /// What a walk came upon; `met_bytes` long when it did.
    fn item(&self, origin: &Origin, met_bytes: u64, name: &Name, watch: &mut Watch<'_>) -> Result<Found> {
        let max = self.order.max_bytes;
        let (bytes, modified_at) = match origin {
            Origin::Nowhere(status, reason) => {
                return Ok(Found::Made(Made::Row(*status, Some(Error::new(Kind::Input, reason)))));
            }
            Origin::StandardInput => (bytes::of_reader(std::io::stdin().lock(), max)?, None),
            Origin::Met | Origin::Named => {
                let path = &name.shown;
                // A large file may be an archive, which is unpacked file by file, or a database.
                let start = if met_bytes > max { bytes::first(path) } else { Vec::new() };
                if matches!(origin, Origin::Met) && foreign::is_database(&start) {
                    return Ok(Found::Made(database()));
                }
                if read::is_zip(&start) {
                    return Ok(Found::LargeArchive(path.clone()));
                }
                let modified = fs::metadata(path).and_then(|about| about.modified()).ok();
                let bytes = bytes::of_file(path, max)?;
                if matches!(origin, Origin::Met) && foreign::is_database(&bytes) {
                    return Ok(Found::Made(database()));
                }
                (bytes, modified.map(DateTime::<Utc>::from))
            }
        };
        self.file(bytes, &name.recorded, modified_at, watch)
    }

    fn file(
        &self,
        bytes: Vec<u8>,
        recorded: &str,
        modified_at: Option<DateTime<Utc>>,
        watch: &mut Watch<'_>,
    ) -> Result<Found> {
        // Named, so that they go behind the lock.
        let spent = mem::take(&mut *self.spent());
        drop(spent);
        let limits = self.order.limits;
        let format = Format::of(&bytes, Some(recorded), &limits)?;
        if format == Format::Zip {
            return Ok(Found::Archive(bytes));
        }
        let file_sha256 = hex(&Sha256::digest(&bytes));
        let seen = self.seen.has_file(&file_sha256);
        let lacks = self.order.originals && (!seen || self.batch().archive().lacks_original(&file_sha256)?);
        let known = seen && self.batch().archive().is_known(recorded, &file_sha256)?;
        watch.end(Stage::Read);
        let original = lacks.then(|| original::pack(&bytes));
        watch.end(Stage::Pack);
        let source = SourceFile {
            path: recorded.to_owned(),
            file_sha256,
            format: format.word().to_owned(),
            encoding: String::new(),
            encoding_given: self.order.encoding.is_some(),
            byte_count: bytes.len() as u64,
            modified_at: modified_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            title: None,
            published_on: None,
            original,
        };
        if known {
            return Ok(Found::Made(Made::Known(lacks.then(|| Box::new(source)))));
        }
        let how = How { name: Some(recorded), encoding: self.order.encoding, limits };
        let decoded = read::decode_as(&bytes, &how)?;
        watch.end(Stage::Decode);
        let source = SourceFile {
            encoding: decoded.encoding.to_owned(),
            title: decoded.title.clone(),
            published_on: decoded.published_on.clone(),
            ..source
        };
        let content = decoded.text.content_sha256();
        watch.end(Stage::Compare);
        let wanted = !self.seen.has_content(&content)
            || self.batch().archive().needs_reading(&decoded.text, &content)?;
        let mine = wanted && self.claim(&content);
        let reading = mine.then(|| reading(&decoded, self.lexicon));
        watch.end(Stage::Extract);
        let words = reading.as_ref().map_or_else(Vec::new, |reading| index::words(&decoded.text, reading));
        watch.end(Stage::Fold);
        Ok(Found::Made(Made::Document(Box::new(Document { source, decoded, content, reading, words }))))
    }

    /// Reads an archive file by file; `depth` counts the archives that stand inside each other.
    fn archive_of(
        &self,
        reader: impl Read + Seek,
        name: &Name,
        depth: usize,
        left: &mut u64,
        hand: &mut Hand<'_>,
    ) {
        let limits = self.order.limits;
        if depth > limits.max_nested {
            let message = format!("it is an archive in more than {} others", limits.max_nested);
            return hand
                .failed(name, Error::new(Kind::Input, message).hint("unpack it and import what is inside"));
        }
        let mut archive = match guarded(|| Archived::open(reader, &limits)) {
            Ok(archive) => archive,
            Err(error) => return hand.failed(name, error),
        };
        if archive.is_document() {
            let message = format!("it is too large: more than {} bytes", self.order.max_bytes);
            let error = Error::new(Kind::Input, message);
            return hand.failed(name, error.hint("raise the limit with --max-bytes, or split the file"));
        }
        let members = archive.members().to_vec();
        // The archive itself counts as one file already, and is none.
        hand.wanted &= (hand.give)(Sent::More(members.len() - 1));
        for member in members {
            if !hand.wanted {
                return;
            }
            let name = name.member(&member.name);
            let mut unpacked = |left: &mut u64| archive.unpack(&member, self.order.max_bytes, left);
            let mut watch = Watch::start(hand.now);
            let found = guarded(|| self.file(unpacked(left)?, &name.recorded, None, &mut watch));
            match found {
                Err(error) => hand.failed(&name, error),
                Ok(Found::Made(made)) => hand.over(&name, made, watch.stages),
                Ok(Found::Archive(bytes)) => {
                    self.archive_of(Cursor::new(bytes), &name, depth + 1, left, hand);
                }
                Ok(Found::LargeArchive(_)) => {}
            }
        }
    }
}

fn database() -> Made {
    let reason = Error::new(Kind::Input, "an SQLite database, perhaps another archive");
    Made::Row(FileStatus::Skipped, Some(reason))
}

fn hex(digest: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
