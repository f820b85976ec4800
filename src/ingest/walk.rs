//! Paths as typed → the files to read, each once, in an order that does not depend on the disk.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    Nowhere(Box<(FileStatus, String)>),
}

/// One file of a run. There may be a million of them, so the paths are put together when they are asked for.
#[derive(Debug)]
pub struct Item {
    place: Place,
    /// Its size when it was met; 0 where it states none.
    pub bytes: u64,
}

#[derive(Debug)]
enum Place {
    /// What was named, and what a link leads to.
    Alone(Box<Alone>),
    /// The name of an ordinary file in its folder.
    In(Arc<Folder>, Box<OsStr>),
}

#[derive(Debug)]
struct Alone {
    shown: PathBuf,
    recorded: String,
    origin: Origin,
}

/// A folder as the user would say it, and as the archive keeps it.
#[derive(Debug)]
struct Folder {
    shown: PathBuf,
    recorded: PathBuf,
}

impl Item {
    /// Where its bytes are.
    pub fn origin(&self) -> &Origin {
        match &self.place {
            Place::Alone(alone) => &alone.origin,
            Place::In(..) => &Origin::Met,
        }
    }

    /// The path as the user would say it, for messages and for reading.
    pub fn shown(&self) -> PathBuf {
        match &self.place {
            Place::Alone(alone) => alone.shown.clone(),
            Place::In(folder, name) => folder.shown.join(&**name),
        }
    }

    /// The path as the archive keeps it.
    pub fn recorded(&self) -> String {
        match &self.place {
            Place::Alone(alone) => alone.recorded.clone(),
            Place::In(folder, name) => folder.recorded.join(&**name).to_string_lossy().into_owned(),
        }
    }
}

/// Finds the files. Folders are walked in the order of their names; hidden entries and the
/// archive itself (with what SQLite and we put beside it) are left out; links are followed, but no
/// file or folder counts twice, and a link back to a folder that holds it is a failure of its own.
pub fn walk(paths: &[PathBuf], archive: &Path) -> Vec<Item> {
    let mut walk = Walk { home: home(archive), own: own_files(archive), ..Walk::default() };
    for path in paths {
        if path.as_os_str() == "-" {
            walk.standard_input();
        } else {
            walk.named(path);
        }
    }
    walk.items.shrink_to_fit();
    walk.items
}

#[derive(Default)]
struct Walk {
    /// Canonical folder of the archive.
    home: PathBuf,
    own: Vec<PathBuf>,
    items: Vec<Item>,
    /// Marks of the canonical paths.
    seen_files: HashSet<(u64, u64)>,
    seen_folders: HashSet<PathBuf>,
    /// Canonical folders from the one that was named to the one being walked.
    above: Vec<PathBuf>,
}

impl Walk {
    fn standard_input(&mut self) {
        if self.seen_files.insert(mark(Path::new("-"))) {
            let alone = Alone { shown: "-".into(), recorded: "-".to_owned(), origin: Origin::StandardInput };
            self.items.push(Item { place: Place::Alone(Box::new(alone)), bytes: 0 });
        }
    }

    fn named(&mut self, path: &Path) {
        match fs::metadata(path) {
            Err(error) => self.nowhere(path, FileStatus::Failed, missing(path, &error)),
            Ok(about) if about.is_dir() => self.folder(path),
            Ok(about) => self.file(path, Origin::Named, about.len()),
        }
    }

    fn folder(&mut self, path: &Path) {
        let canonical = match fs::canonicalize(path) {
            Ok(canonical) => canonical,
            Err(error) => return self.nowhere(path, FileStatus::Failed, reason(&error)),
        };
        if self.above.iter().any(|held| held.starts_with(&canonical)) {
            let reason = "a folder loop: this link leads back to a folder that holds it";
            return self.nowhere(path, FileStatus::Failed, reason.to_owned());
        }
        if !self.seen_folders.insert(canonical.clone()) {
            return;
        }
        let listed: Result<Vec<DirEntry>, _> = fs::read_dir(path).and_then(Iterator::collect);
        let mut entries = match listed {
            Ok(entries) => entries,
            Err(error) => return self.nowhere(path, FileStatus::Failed, reason(&error)),
        };
        entries.sort_by_key(DirEntry::file_name);
        let recorded = canonical.strip_prefix(&self.home).unwrap_or(&canonical).to_path_buf();
        let folder = Arc::new(Folder { shown: shown(path), recorded });
        self.above.push(canonical.clone());
        for entry in entries.iter().filter(|entry| !is_hidden(entry)) {
            self.met(entry, &folder, &canonical);
        }
        self.above.pop();
    }

    fn met(&mut self, entry: &DirEntry, folder: &Arc<Folder>, canonical: &Path) {
        let path = entry.path();
        // What is no link has its folder's canonical path and its name, which spares a look at each step of it.
        let is_link = entry.file_type().map_or(true, |about| about.is_symlink());
        match fs::metadata(&path) {
            Err(error) => self.nowhere(&path, FileStatus::Failed, missing(&path, &error)),
            Ok(about) if about.is_dir() => self.folder(&path),
            Ok(about) if about.is_file() && is_link => self.file(&path, Origin::Met, about.len()),
            Ok(about) if about.is_file() => {
                let name = entry.file_name();
                let canonical = canonical.join(&name);
                if !self.own.contains(&canonical) && self.seen_files.insert(mark(&canonical)) {
                    let place = Place::In(Arc::clone(folder), name.into());
                    self.items.push(Item { place, bytes: about.len() });
                }
            }
            Ok(_) => {
                let reason = "not a file (a pipe, a socket or a device)";
                self.nowhere(&path, FileStatus::Skipped, reason.to_owned());
            }
        }
    }

    fn file(&mut self, path: &Path, origin: Origin, bytes: u64) {
        // What has no canonical path (a pipe of the shell, say) is read as it is named.
        let canonical = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if matches!(origin, Origin::Met) && self.own.contains(&canonical) {
            return;
        }
        self.alone(path, &canonical, origin, bytes);
    }

    fn nowhere(&mut self, path: &Path, status: FileStatus, reason: String) {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let canonical = match (absolute.parent().map(fs::canonicalize), absolute.file_name()) {
            (Some(Ok(parent)), Some(name)) => parent.join(name),
            _ => absolute,
        };
        self.alone(path, &canonical, Origin::Nowhere(Box::new((status, reason))), 0);
    }

    fn alone(&mut self, path: &Path, canonical: &Path, origin: Origin, bytes: u64) {
        if self.seen_files.insert(mark(canonical)) {
            let alone = Alone { shown: shown(path), recorded: recorded(canonical, &self.home), origin };
            self.items.push(Item { place: Place::Alone(Box::new(alone)), bytes });
        }
    }
}

/// 128 bits in the place of a path: among a million files two share one with a chance of 10⁻²⁷.
fn mark(path: &Path) -> (u64, u64) {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, path.as_os_str()).hash(&mut hasher);
        hasher.finish()
    };
    (half(0), half(1))
}

/// Paths below the archive's folder are kept relative to it, so that a folder can be moved with its
/// archive, and the same file has the same path wherever the program was called; others are absolute.
fn recorded(canonical: &Path, home: &Path) -> String {
    canonical.strip_prefix(home).unwrap_or(canonical).to_string_lossy().into_owned()
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

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
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
