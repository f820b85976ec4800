//! The views of `views.sql`: what their comments say, and how they come into a file.

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::read::View;
use crate::error::Result;
use crate::text::fold::FOLD_VERSION;

const VIEWS: &str = include_str!("views.sql");
const ABOUT: &str = include_str!("about.sql");

/// A view with the order of its rows.
pub(super) struct Described {
    pub view: View,
    /// The columns of its ORDER BY.
    pub order: String,
}

/// The views as their comments describe them, in the order of the file.
pub(super) fn described() -> Vec<Described> {
    VIEWS.split("\n-- view: ").skip(1).map(describe).collect()
}

/// Reads one comment; what it lacks stays empty, which a test rules out.
fn describe(block: &str) -> Described {
    let mut lines = block.lines();
    let mut view = View {
        name: lines.next().unwrap_or_default().trim().to_owned(),
        title: String::new(),
        description: String::new(),
        columns: Vec::new(),
    };
    let mut order = String::new();
    for line in lines.map_while(|line| line.strip_prefix("--")) {
        let Some((key, value)) = line.trim_end_matches(':').split_once(": ") else { continue };
        match key {
            " title" => view.title = value.to_owned(),
            " description" => view.description = value.to_owned(),
            " order" => order = value.to_owned(),
            column => view.columns.push((column.trim().to_owned(), value.to_owned())),
        }
    }
    Described { view, order }
}

/// Changes with every change of the wording, and of how texts are folded for search, so that a file's
/// views and index can be told from ours.
fn digest() -> String {
    let mut sha = Sha256::new();
    sha.update(VIEWS);
    sha.update(ABOUT);
    sha.update(FOLD_VERSION.to_le_bytes());
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

const ABOUT_VALUE: &str = "SELECT value FROM about WHERE name = ?1";

/// The file has the views of this program.
pub(super) fn are_current(connection: &Connection) -> Result<bool> {
    let stored: Option<String> =
        connection.query_row(ABOUT_VALUE, ["views_sha256"], |row| row.get(0)).optional()?;
    Ok(stored.is_some_and(|stored| stored == digest()))
}

const OUR_VIEWS: &str = "SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*'";

/// Drops the program's views; a view blocks the rebuilding of a table that it reads.
pub(super) fn drop_all(connection: &Connection) -> Result<()> {
    let mut statement = connection.prepare(OUR_VIEWS)?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    for name in names {
        // A name cannot be a bound parameter; quoted, it cannot be anything but a name.
        connection.execute_batch(&format!("DROP VIEW \"{}\"", name.replace('"', "\"\"")))?;
    }
    Ok(())
}

const SET_ABOUT: &str = "INSERT OR REPLACE INTO about (name, value) VALUES (?1, ?2)";
const SET_ABOUT_ONCE: &str = "INSERT OR IGNORE INTO about (name, value) VALUES (?1, ?2)";

/// Creates the views and the rows of `about`; `version` is that of the schema, where it is new.
pub(super) fn create(connection: &Connection, version: Option<i32>) -> Result<()> {
    connection.execute_batch(VIEWS)?;
    connection.execute_batch(ABOUT)?;
    let program = concat!("archive ", env!("CARGO_PKG_VERSION"));
    connection.execute(SET_ABOUT_ONCE, ["created_by", program])?;
    connection.execute(SET_ABOUT, ["views_by", program])?;
    connection.execute(SET_ABOUT, ["views_sha256", &digest()])?;
    if let Some(version) = version {
        connection.execute(SET_ABOUT, ["schema_version", &version.to_string()])?;
    }
    Ok(())
}

/// For a file that must not be written: the views of this program, which go with the connection.
pub(super) fn create_temporary(connection: &Connection) -> Result<()> {
    Ok(connection.execute_batch(&VIEWS.replace("CREATE VIEW", "CREATE TEMPORARY VIEW"))?)
}
