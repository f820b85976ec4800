//! Paths as typed → the files to read, each once, in an order that does not depend on the disk.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::{slice, vec};

use crate::read::bytes::unreadable;
use crate::store::write::FileStatus;

/// Where the bytes of an item come from.
#[derive(Debug)]
pub enum Origin {
    /// A file that was named, whatever it is.
    Named,
    /// A file that was met in a folder.
    Met,
    /// Standard input.
    StandardInput,
    /// Nowhere: the walk itself came to the verdict.
    Nowhere(FileStatus, String),
}

/// One file of a run.
#[derive(Debug)]
pub struct Item {
    /// The path as the user would say it, for messages and for reading.
    pub shown: PathBuf,
    /// The path as the archive keeps it.
    pub recorded: String,
    /// Where its bytes are.
    pub origin: Origin,
    /// Its size when it was met; 0 where it states none.
    pub bytes: u64,
}

/// Finds the files, one after the other as they are asked for. Folders are walked in the order of their
/// names; hidden entries and the archive itself (with what SQLite and we put beside it) are left out; links
/// are followed, but no file or folder counts twice, and a link back to a folder that holds it is a failure
/// of its own. What is held meanwhile are the names in the folders on the way to the one that is walked.
pub fn walk<'a>(paths: &'a [PathBuf], archive: &Path) -> Walk<'a> {
    Walk {
        home: home(archive),
        own: own_files(archive),
        paths: paths.iter(),
        open: Vec::new(),
        listed: HashSet::new(),
        alone: HashSet::new(),
    }
}

/// The files of a run; see [`walk`].
#[derive(Debug)]
pub struct Walk<'a> {
    /// Canonical folder of the archive.
    home: PathBuf,
    own: Vec<PathBuf>,
    /// What was named and is still to be looked at.
    paths: slice::Iter<'a, PathBuf>,
    /// From the folder that was named to the one being walked.
    open: Vec<Open>,
    /// Marks of the folders that are walked or were: each file in them comes once, as their entry.
    listed: HashSet<Mark>,
    /// Marks of what came by itself: named, behind a link, or not to be read.
    alone: HashSet<Mark>,
}

/// A folder being walked.
#[derive(Debug)]
struct Open {
    /// As the user would say it.
    shown: PathBuf,
    canonical: PathBuf,
    entries: vec::IntoIter<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: OsString,
    is_link: bool,
}

impl Iterator for Walk<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let item = match self.open.last_mut() {
                Some(open) => match open.entries.next() {
                    Some(entry) => self.met(&entry),
                    None => {
                        self.open.pop();
                        continue;
                    }
                },
                None => {
                    let path = self.paths.next()?;
                    if path.as_os_str() == "-" { self.standard_input() } else { self.named(path) }
                }
            };
            if item.is_some() {
                return item;
            }
        }
    }
}

impl Walk<'_> {
    fn standard_input(&mut self) -> Option<Item> {
        let path = Path::new("-");
        self.alone(path, path, Origin::StandardInput, 0)
    }

    fn named(&mut self, path: &Path) -> Option<Item> {
        match fs::metadata(path) {
            Err(error) => self.nowhere(path, FileStatus::Failed, missing(path, &error)),
            Ok(about) if about.is_dir() => self.folder(path),
            Ok(about) => self.file(path, Origin::Named, &about),
        }
    }

    /// Opens a folder; an item only where that fails.
    fn folder(&mut self, path: &Path) -> Option<Item> {
        let canonical = match fs::canonicalize(path) {
            Ok(canonical) => canonical,
            Err(error) => return self.nowhere(path, FileStatus::Failed, reason(&error)),
        };
        if self.open.iter().any(|open| open.canonical.starts_with(&canonical)) {
            let reason = "a folder loop: this link leads back to a folder that holds it";
            return self.nowhere(path, FileStatus::Failed, reason.to_owned());
        }
        if self.listed.contains(&mark(&canonical)) {
            return None;
        }
        let mut entries = match entries(path) {
            Ok(entries) => entries,
            Err(error) => return self.nowhere(path, FileStatus::Failed, reason(&error)),
        };
        self.listed.insert(mark(&canonical));
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        self.open.push(Open { shown: shown(path), canonical, entries: entries.into_iter() });
        None
    }

    /// An entry of the innermost open folder.
    fn met(&mut self, entry: &Entry) -> Option<Item> {
        let Open { shown, canonical, .. } = self.open.last()?;
        let path = shown.join(&entry.name);
        match fs::metadata(&path) {
            Err(error) => self.nowhere(&path, FileStatus::Failed, missing(&path, &error)),
            Ok(about) if about.is_dir() => self.folder(&path),
            Ok(about) if about.is_file() && entry.is_link => self.file(&path, Origin::Met, &about),
            Ok(about) if about.is_file() => {
                // What is no link has its folder's canonical path and its name, which spares a look at each
                // step of it.
                let canonical = canonical.join(&entry.name);
                let comes = !self.own.contains(&canonical)
                    && (self.alone.is_empty() || !self.alone.contains(&mark(&canonical)));
                comes.then(|| self.item(path, &canonical, Origin::Met, about.len()))
            }
            Ok(_) => {
                let reason = "not a file (a pipe, a socket or a device)";
                self.nowhere(&path, FileStatus::Skipped, reason.to_owned())
            }
        }
    }

    fn file(&mut self, path: &Path, origin: Origin, about: &Metadata) -> Option<Item> {
        // What has no canonical path (a pipe of the shell, say) is read as it is named.
        let canonical = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let is_own = self.own.contains(&canonical);
        if is_own && matches!(origin, Origin::Met) || !is_own && about.is_file() && self.is_met(&canonical) {
            return None;
        }
        self.alone(path, &canonical, origin, about.len())
    }

    /// Whether an ordinary file comes, or came, as an entry of its folder.
    fn is_met(&self, canonical: &Path) -> bool {
        canonical.file_name().is_some_and(|name| !is_hidden(name))
            && canonical.parent().is_some_and(|folder| self.listed.contains(&mark(folder)))
    }

    fn nowhere(&mut self, path: &Path, status: FileStatus, reason: String) -> Option<Item> {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let canonical = match (absolute.parent().map(fs::canonicalize), absolute.file_name()) {
            (Some(Ok(parent)), Some(name)) => parent.join(name),
            _ => absolute,
        };
        self.alone(path, &canonical, Origin::Nowhere(status, reason), 0)
    }

    fn alone(&mut self, path: &Path, canonical: &Path, origin: Origin, bytes: u64) -> Option<Item> {
        let comes = self.alone.insert(mark(canonical));
        comes.then(|| self.item(shown(path), canonical, origin, bytes))
    }

    /// Paths below the archive's folder are kept relative to it, so that a folder can be moved with its
    /// archive, and the same file has the same path wherever the program was called; others are absolute.
    fn item(&self, shown: PathBuf, canonical: &Path, origin: Origin, bytes: u64) -> Item {
        let recorded = canonical.strip_prefix(&self.home).unwrap_or(canonical);
        Item { shown, recorded: recorded.to_string_lossy().into_owned(), origin, bytes }
    }
}

/// What a folder holds, without what is hidden.
fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let listed =
        fs::read_dir(folder)?.filter(|entry| entry.as_ref().map_or(true, |e| !is_hidden(&e.file_name())));
    listed
        .map(|entry| {
            let entry = entry?;
            let is_link = entry.file_type().map_or(true, |about| about.is_symlink());
            Ok(Entry { name: entry.file_name(), is_link })
        })
        .collect()
}

/// 128 bits in the place of a path: among a million of them two share one with a chance of 10⁻²⁷.
type Mark = (u64, u64);

fn mark(path: &Path) -> Mark {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, path.as_os_str()).hash(&mut hasher);
        hasher.finish()
    };
    (half(0), half(1))
}

fn shown(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_path_buf()
}

fn home(archive: &Path) -> PathBuf {
    let folder = match archive.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
}

fn own_files(archive: &Path) -> Vec<PathBuf> {
    let Some(name) = archive.file_name() else { return Vec::new() };
    let home = home(archive);
    ["", "-journal", "-wal", "-shm", ".lock"]
        .iter()
        .map(|ending| {
            let mut own = name.to_owned();
            own.push(ending);
            home.join(own)
        })
        .collect()
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn missing(path: &Path, error: &io::Error) -> String {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => "a link that leads nowhere".to_owned(),
        _ => reason(error),
    }
}

fn reason(error: &io::Error) -> String {
    unreadable(error).message().to_owned()
}
