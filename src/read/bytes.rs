//! Files → bytes, never more than a limit of them in memory.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::error::{Error, Kind, Result};

/// Reads a file of at most `max` bytes.
///
/// # Errors
/// [`Kind::Input`] where it cannot be read, is no file, or is larger.
pub fn of_file(path: &Path, max: u64) -> Result<Vec<u8>> {
    let file = File::open(path).map_err(|e| unreadable(&e))?;
    let about = file.metadata().map_err(|e| unreadable(&e))?;
    if about.is_dir() {
        return Err(Error::new(Kind::Input, "this is a folder, not a file"));
    }
    if about.len() > max {
        return Err(too_large(Some(about.len()), max));
    }
    // With room for all of it and one more, at which the end is seen: two calls of the system instead of a dozen.
    let room = usize::try_from(about.len()).unwrap_or(0).saturating_add(1);
    read_on(Vec::with_capacity(room), file, max)
}

/// Reads everything a reader gives, at most `max` bytes. The size that a file system states is
/// no promise (pipes state none, and a file can grow while it is read), so the limit counts again.
///
/// # Errors
/// [`Kind::Input`] where reading fails or there is more.
pub fn of_reader(reader: impl Read, max: u64) -> Result<Vec<u8>> {
    read_on(Vec::new(), reader, max)
}

fn read_on(mut bytes: Vec<u8>, reader: impl Read, max: u64) -> Result<Vec<u8>> {
    reader.take(max.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    if bytes.len() as u64 > max { Err(too_large(None, max)) } else { Ok(bytes) }
}

/// The first bytes of a file, as many as tell its format; none where it cannot be read.
pub fn first(path: &Path) -> Vec<u8> {
    let mut start = Vec::new();
    // A file that cannot be read is reported by the reading proper.
    let _ = File::open(path).map(|file| file.take(16).read_to_end(&mut start));
    start
}

/// The reason for a failure of the file system, in words that do not need a manual.
pub fn unreadable(error: &io::Error) -> Error {
    let reason = match error.kind() {
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        ErrorKind::IsADirectory => "this is a folder, not a file".to_owned(),
        _ => format!("it cannot be read: {error}"),
    };
    Error::new(Kind::Input, reason)
}

fn too_large(size: Option<u64>, max: u64) -> Error {
    let message = match size {
        Some(size) => format!("it is too large: {size} bytes, the limit is {max}"),
        None => format!("it is too large: more than {max} bytes"),
    };
    Error::new(Kind::Input, message).hint("raise the limit with --max-bytes, or split the file")
}
