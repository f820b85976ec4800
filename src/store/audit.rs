//! Whether an archive still is what it should be: the findings of `archive check`.
//!
//! SQLite keeps no checksums, so a byte that turned over on a disk can go unseen. But most of an archive
//! stands in it twice: a quote in its row and in the text, a text beside its hash and in its original, a value
//! in a table and in its indexes, a derived row in what a fresh reading gives. Here the one is held
//! against the other.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::error::{Error, Kind, Result};
use crate::store::Archive;

mod constraints;
mod document;
pub mod fresh;
mod pages;
pub mod repair;
mod rules;
pub(super) mod schema;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The file as SQLite sees it: pages, trees, indexes, types.
    File,
    /// Tables and indexes, as the migrations make them.
    Schema,
    /// The program's views, and the rows of `about`.
    Views,
    /// Rows that refer to each other.
    Reference,
    /// The words of a row and their place in the text.
    Quote,
    /// A text and the hash of its content.
    Text,
    /// A kept file and the hash of its bytes.
    Original,
    /// The search index and the texts.
    Search,
    /// What was derived, and what a fresh reading gives.
    Reading,
}

impl Part {
    /// Every part, in the order in which they are looked at.
    pub const ALL: &'static [Part] = &[
        Part::File,
        Part::Schema,
        Part::Views,
        Part::Reference,
        Part::Quote,
        Part::Text,
        Part::Original,
        Part::Search,
        Part::Reading,
    ];

    /// The word that every output uses.
    pub fn word(self) -> &'static str {
        match self {
            Part::File => "file",
            Part::Schema => "schema",
            Part::Views => "views",
            Part::Reference => "reference",
            Part::Quote => "quote",
            Part::Text => "text",
            Part::Original => "original",
            Part::Search => "search",
            Part::Reading => "reading",
        }
    }
}

/// What helps against a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// It is derived, and `archive check --repair` makes it again.
    Repair,
    /// It is derived, by rules of another version; `archive reextract` reads the document again.
    Reextract,
    /// It cannot be made again: take it from a copy of the archive, or from the file it came from.
    Restore,
}

impl Remedy {
    /// The word that every output uses.
    pub fn word(self) -> &'static str {
        match self {
            Remedy::Repair => "repair",
            Remedy::Reextract => "reextract",
            Remedy::Restore => "restore",
        }
    }
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub part: Part,
    /// The document that it concerns, where it is one.
    pub document_id: Option<i64>,
    /// The row or object, as `goals 17`.
    pub row: Option<String>,
    /// What is wrong, a plain sentence without a final stop.
    pub message: String,
    /// What helps.
    pub remedy: Remedy,
}

impl Finding {
    fn new(part: Part, remedy: Remedy, message: impl Into<String>) -> Finding {
        Finding { part, document_id: None, row: None, message: message.into(), remedy }
    }

    fn of(mut self, document_id: impl Into<Option<i64>>) -> Finding {
        self.document_id = document_id.into();
        self
    }

    fn at(mut self, row: impl Into<String>) -> Finding {
        self.row = Some(row.into());
        self
    }
}

/// Damage that keeps a check from its end is a finding; any other error ends the run.
fn noted(part: Part, remedy: Remedy, done: Result<Vec<Finding>>) -> Result<Vec<Finding>> {
    match done {
        // A length that is hurt seems to be one of a text that is too large.
        Err(error) if matches!(error.kind(), Kind::Damaged | Kind::Input) => {
            let message = format!("this could not be looked at, because the archive {}", error.message());
            Ok(vec![Finding::new(part, remedy, message)])
        }
        done => done,
    }
}

impl Archive {
    /// Does some work on one moment of the archive; who writes has to wait meanwhile.
    ///
    /// # Errors
    /// Those of the work, and where the archive cannot be read.
    pub fn in_one_moment<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let moment = self.connection.unchecked_transaction().map_err(|error| self.failed(error))?;
        let done = work();
        drop(moment);
        done
    }

    /// Looks at the file as a whole: SQLite's own checks, the schema, the views, and what refers to what.
    /// Reads every page.
    ///
    /// # Errors
    /// Where the archive cannot be read for another reason than damage.
    pub fn audit_file(&self) -> Result<Vec<Finding>> {
        let look = || -> Result<Vec<Finding>> {
            let mut found = noted(Part::File, Remedy::Repair, pages::check(&self.connection))?;
            found.extend(constraints::check(&self.connection)?);
            found.extend(noted(Part::Schema, Remedy::Repair, schema::check(&self.connection))?);
            found.extend(noted(Part::Views, Remedy::Repair, schema::check_views(&self.connection))?);
            found.extend(rules::check(&self.connection)?);
            Ok(found)
        };
        look().map_err(|error| error.at(self.path()))
    }

    /// Looks at one document: its text against its hash, its rows against its text, its originals
    /// against their hashes.
    ///
    /// # Errors
    /// As [`Archive::audit_file`].
    pub fn audit_document(&self, document_id: i64) -> Result<Vec<Finding>> {
        document::check(&self.connection, document_id).map_err(|error| error.at(self.path()))
    }

    /// Looks at the search index, word by word; takes about as long as making it.
    ///
    /// # Errors
    /// As [`Archive::audit_file`].
    pub fn audit_search(&self) -> Result<Vec<Finding>> {
        let look = || -> Result<Vec<Finding>> {
            let wrong = self.check_search()?;
            let finding = |wrong: super::index::Unindexed| {
                Finding::new(Part::Search, Remedy::Repair, wrong.message).of(wrong.document_id)
            };
            Ok(wrong.into_iter().map(finding).collect())
        };
        noted(Part::Search, Remedy::Repair, look())
    }

    /// The numbers of `percent` of the documents, at least of one; which ones depends on the seed.
    /// Damage to the list of documents is left for [`Archive::audit_file`] to tell.
    ///
    /// # Errors
    /// As [`Archive::audit_file`].
    pub fn sample(&self, percent: f64, seed: u64) -> Result<Vec<i64>> {
        let ids = match self.document_ids() {
            Err(error) if error.kind() == Kind::Damaged => Vec::new(),
            ids => ids?,
        };
        let wanted = (ids.len() as f64 * percent / 100.0).ceil() as usize;
        let lot = |id: i64| {
            let mut hasher = DefaultHasher::new();
            (seed, id).hash(&mut hasher);
            hasher.finish()
        };
        let mut by_lot: Vec<(u64, i64)> = ids.into_iter().map(|id| (lot(id), id)).collect();
        by_lot.sort_unstable();
        let chosen: BTreeSet<i64> = by_lot.into_iter().take(wanted).map(|(_, id)| id).collect();
        Ok(chosen.into_iter().collect())
    }
}

/// Words for an error that stands in the way of something else.
fn because(what: &str, error: &Error) -> String {
    format!("{what}: {}", error.message())
}
