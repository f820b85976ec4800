//! The part of an import that needs no order: bytes → text → facts, for a file or for each file in an
//! archive.

use std::fs::{self, File};
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use super::walk::{Item, Origin};
use super::{Run, guarded, reading};
use crate::error::{Error, Kind, Result};
use crate::fact::Reading;
use crate::read::archive::Archived;
use crate::read::{self, Decoded, Format, How, bytes, foreign};
use crate::store::original;
use crate::store::write::{FileStatus, SourceFile};

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
    fn over(&mut self, name: &Name, made: Made) {
        let now = (self.now)();
        let milliseconds = now.saturating_sub(std::mem::replace(&mut self.since, now));
        let Name { shown, recorded } = name;
        let one = One { shown: shown.clone(), recorded: recorded.clone(), made, milliseconds };
        self.wanted &= (self.give)(Sent::One(Box::new(one)));
    }

    fn failed(&mut self, name: &Name, error: Error) {
        self.over(name, Made::Row(FileStatus::Failed, Some(error)));
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
    pub(super) fn make(&self, item: &Item, now: &dyn Fn() -> u64, give: &mut dyn FnMut(Sent) -> bool) {
        let name = Name { shown: item.shown.clone(), recorded: item.recorded.clone() };
        let mut hand = Hand { now, since: now(), give, wanted: true };
        let mut left = self.order.limits.max_unpacked;
        match guarded(|| self.item(item)) {
            Err(error) => hand.failed(&name, error),
            Ok(Found::Made(made)) => hand.over(&name, made),
            Ok(Found::Archive(bytes)) => self.archive_of(Cursor::new(bytes), &name, 1, &mut left, &mut hand),
            Ok(Found::LargeArchive(path)) => match File::open(&path) {
                Ok(file) => self.archive_of(file, &name, 1, &mut left, &mut hand),
                Err(error) => hand.failed(&name, bytes::unreadable(&error)),
            },
        }
    }

    fn item(&self, item: &Item) -> Result<Found> {
        let (bytes, modified_at) = match &item.origin {
            Origin::Nowhere(status, reason) => {
                return Ok(Found::Made(Made::Row(*status, Some(Error::new(Kind::Input, reason)))));
            }
            Origin::StandardInput => (bytes::of_reader(std::io::stdin().lock(), self.order.max_bytes)?, None),
            Origin::Met(path) if foreign::is_database(&bytes::first(path)) => {
                let reason = Error::new(Kind::Input, "an SQLite database, perhaps another archive");
                return Ok(Found::Made(Made::Row(FileStatus::Skipped, Some(reason))));
            }
            Origin::Met(path) | Origin::Named(path) => {
                if self.is_large_archive(path) {
                    return Ok(Found::LargeArchive(path.clone()));
                }
                let modified = fs::metadata(path).and_then(|about| about.modified()).ok();
                (bytes::of_file(path, self.order.max_bytes)?, modified.map(DateTime::<Utc>::from))
            }
        };
        self.file(bytes, &item.recorded, modified_at)
    }

    /// Archives need not be small, since they are unpacked file by file.
    fn is_large_archive(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > self.order.max_bytes)
            && read::is_zip(&bytes::first(path))
    }

    fn file(&self, bytes: Vec<u8>, recorded: &str, modified_at: Option<DateTime<Utc>>) -> Result<Found> {
        let limits = self.order.limits;
        let format = Format::of(&bytes, Some(recorded), &limits)?;
        if format == Format::Zip {
            return Ok(Found::Archive(bytes));
        }
        let file_sha256 = hex(&Sha256::digest(&bytes));
        let lacks = self.order.originals && self.batch().archive().lacks_original(&file_sha256)?;
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
            original: lacks.then(|| original::pack(&bytes)),
        };
        if self.batch().archive().is_known(&source.path, &source.file_sha256)? {
            return Ok(Found::Made(Made::Known(lacks.then(|| Box::new(source)))));
        }
        let how = How { name: Some(recorded), encoding: self.order.encoding, limits };
        let decoded = read::decode_as(&bytes, &how)?;
        let source = SourceFile {
            encoding: decoded.encoding.to_owned(),
            title: decoded.title.clone(),
            published_on: decoded.published_on.clone(),
            ..source
        };
        let content = decoded.text.content_sha256();
        let wanted = self.batch().archive().needs_reading(&decoded.text, &content)?;
        let mine = wanted && self.claim(&content);
        let reading = mine.then(|| reading(&decoded, self.lexicon));
        Ok(Found::Made(Made::Document(Box::new(Document { source, decoded, content, reading }))))
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
            let found = guarded(|| self.file(unpacked(left)?, &name.recorded, None));
            match found {
                Err(error) => hand.failed(&name, error),
                Ok(Found::Made(made)) => hand.over(&name, made),
                Ok(Found::Archive(bytes)) => {
                    self.archive_of(Cursor::new(bytes), &name, depth + 1, left, hand);
                }
                Ok(Found::LargeArchive(_)) => {}
            }
        }
    }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
