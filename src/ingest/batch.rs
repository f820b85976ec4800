//! Writes that reach the disk together.

use std::mem;

use super::make::Document;
use super::reading;
use super::stage::{Stage, Stages};
use crate::error::Result;
use crate::fact::Reading;
use crate::lexicon::Lexicon;
use crate::store::Archive;
use crate::store::write::{FileStatus, SourceFile};
use crate::text::Text;

/// A batch never holds more files: a kill loses it.
const MOST_FILES: usize = 1024;
/// Nor more bytes of text and originals, since its pages are held in memory until then.
const MOST_BYTES: usize = 2 << 20;
/// Nor is it open for longer, in nanoseconds: others wait for the archive meanwhile.
const MOST_TIME: u64 = 3_000_000_000;

/// What becomes of one file in the archive.
pub(super) enum Write {
    /// A document, read as far as the archive needs it, and the milliseconds that it took.
    Document(Box<Document>, u64),
    /// The original of a source that is there without it.
    Original(Box<SourceFile>),
    /// The row of a file that gave no document.
    Row { recorded: String, status: FileStatus, reason: Option<String>, milliseconds: u64 },
}

impl Write {
    /// Bytes of text and originals.
    fn bytes(&self) -> usize {
        let original = |source: &SourceFile| source.original.as_ref().map_or(0, |packed| packed.data.len());
        match self {
            Write::Document(document, _) => document.decoded.text.source().len() + original(&document.source),
            Write::Original(source) => original(source),
            Write::Row { .. } => 0,
        }
    }
}

/// What was written, and the source of a document whose text and reading were taken out: a whole batch is held, and
/// both are made again where they are ever needed.
struct Held {
    write: Write,
    /// Empty where it is no document.
    source: String,
    /// The document had a reading.
    is_read: bool,
}

impl Held {
    /// What it takes to write the same again, and the reading.
    fn of(mut write: Write) -> (Held, Option<Reading>) {
        let (mut source, mut spent) = (String::new(), None);
        if let Write::Document(document, _) = &mut write {
            source = mem::replace(&mut document.decoded.text, Text::new("")).into_source();
            spent = document.reading.take();
        }
        (Held { write, source, is_read: spent.is_some() }, spent)
    }

    fn again(self, lexicon: &Lexicon) -> Write {
        let Held { mut write, source, is_read } = self;
        if let Write::Document(document, _) = &mut write {
            document.decoded.text = Text::new(source);
            document.reading = is_read.then(|| reading(&document.decoded, lexicon));
        }
        write
    }
}

/// The archive, and what is written to it and not yet on the disk.
///
/// The batch is written as a whole, which is cheaper than a way back for each document. Where one is refused,
/// which no text should bring about, what was good is written again with such ways back, so that it alone is out.
pub(super) struct Batch<'a> {
    archive: &'a mut Archive,
    lexicon: &'a Lexicon,
    now: &'a (dyn Fn() -> u64 + Sync),
    import_id: i64,
    /// What is in a batch that is written as a whole.
    held: Vec<Held>,
    /// A batch is open, if only of what was refused.
    open: bool,
    files: usize,
    bytes: usize,
    since: u64,
    /// Readings that were written since they were taken last.
    pub spent: Vec<Reading>,
    /// What writing took so far.
    pub stages: Stages,
}

impl<'a> Batch<'a> {
    pub(super) fn new(
        archive: &'a mut Archive,
        lexicon: &'a Lexicon,
        now: &'a (dyn Fn() -> u64 + Sync),
        import_id: i64,
    ) -> Self {
        let stages = Stages::default();
        Batch {
            archive,
            lexicon,
            now,
            import_id,
            held: Vec::new(),
            open: false,
            files: 0,
            bytes: 0,
            since: 0,
            spent: Vec::new(),
            stages,
        }
    }

    /// For looking things up; sees what is in the batch.
    pub(super) fn archive(&self) -> &Archive {
        self.archive
    }

    /// Writes what becomes of one file into the batch; gives its status. What fails leaves nothing of its own behind.
    pub(super) fn write(&mut self, mut write: Write) -> Result<FileStatus> {
        let start = (self.now)();
        let is_full = self.files >= MOST_FILES
            || self.bytes >= MOST_BYTES
            || start.saturating_sub(self.since) >= MOST_TIME;
        if is_full {
            self.settle()?;
        }
        let start = (self.now)();
        if !self.open {
            self.archive.begin_whole()?;
            self.open = true;
            self.since = start;
        }
        self.files += 1;
        self.bytes += write.bytes();
        let written = match put(self.archive, self.import_id, &mut write) {
            Err(_) if self.archive.is_spoiled() => {
                self.put_again()?;
                put(self.archive, self.import_id, &mut write)
            }
            Ok(status) if self.archive.is_whole() => {
                let (held, spent) = Held::of(write);
                self.held.push(held);
                self.spent.extend(spent);
                Ok(status)
            }
            written => written,
        };
        self.stages.add(Stage::Write, (self.now)().saturating_sub(start));
        written
    }

    /// Takes the batch back and writes what was good in it again, each with a way back of its own; so goes the rest.
    fn put_again(&mut self) -> Result<()> {
        self.archive.give_up()?;
        self.archive.begin()?;
        for held in mem::take(&mut self.held) {
            let put = put(self.archive, self.import_id, &mut held.again(self.lexicon));
            // Without it the batch is not what was told of it: none of it is to stay.
            put.or_else(|error| self.archive.give_up().and(Err(error)))?;
        }
        Ok(())
    }

    /// The database gave up the batch, and the files in it with it.
    pub(super) fn is_lost(&self) -> bool {
        self.open && !self.archive.is_in_batch()
    }

    /// Brings the batch to the disk.
    pub(super) fn settle(&mut self) -> Result<()> {
        (self.files, self.bytes) = (0, 0);
        self.held.clear();
        if !mem::take(&mut self.open) {
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

/// Writes one file into the open batch.
fn put(archive: &mut Archive, import_id: i64, write: &mut Write) -> Result<FileStatus> {
    match write {
        Write::Document(document, milliseconds) => {
            let Document { source, decoded, content, reading, words } = &mut **document;
            let text = &decoded.text;
            let reading = reading.as_ref();
            let status = archive.write_document(import_id, source, text, content, reading, *milliseconds)?;
            // Where the document is written once more the index makes them itself.
            archive.give_words(mem::take(words));
            Ok(status)
        }
        Write::Original(source) => archive.keep_original(source).map(|()| FileStatus::Known),
        Write::Row { recorded, status, reason, milliseconds } => {
            archive.record_file(import_id, recorded, *status, reason.as_deref(), *milliseconds)?;
            Ok(*status)
        }
    }
}
