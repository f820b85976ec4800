//! What is in an archive, in little memory: for most files of a run the answer is that they are not, and
//! nobody has to ask the database for that.

use rusqlite::Connection;

use crate::error::Result;
use crate::store::Archive;

/// The beginnings of the checksums that an archive holds. What is not among them is not in the archive; what is
/// has to be looked up, since others may begin alike.
#[derive(Debug, Default)]
pub struct Seen {
    /// Sorted.
    files: Vec<u64>,
    /// Sorted.
    contents: Vec<u64>,
}

impl Seen {
    /// Perhaps some source has these bytes.
    pub fn has_file(&self, file_sha256: &str) -> bool {
        self.files.binary_search(&beginning(file_sha256)).is_ok()
    }

    /// Perhaps some document has this content.
    pub fn has_content(&self, content_sha256: &str) -> bool {
        self.contents.binary_search(&beginning(content_sha256)).is_ok()
    }
}

/// The first 64 bits of a checksum in hexadecimal digits.
pub fn beginning(sha256: &str) -> u64 {
    sha256.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

const FILES: &str = "SELECT file_sha256 FROM sources";
const CONTENTS: &str = "SELECT content_sha256 FROM documents";

impl Archive {
    /// What the archive holds now: eight bytes for each source and for each document.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn seen(&self) -> Result<Seen> {
        let read = || -> Result<Seen> {
            Ok(Seen {
                files: beginnings(&self.connection, FILES)?,
                contents: beginnings(&self.connection, CONTENTS)?,
            })
        };
        read().map_err(|error| error.at(&self.path))
    }
}

fn beginnings(connection: &Connection, sql: &str) -> Result<Vec<u64>> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(beginning(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?));
    }
    all.sort_unstable();
    Ok(all)
}
