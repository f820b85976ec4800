//! Copies of an archive: one made, one put back.
//!
//! SQLite's own back-up copies page by page, also of a file that somebody writes to, and of one that is
//! hurt. VACUUM INTO would write a smaller file, but reads every row to do so, and does not bring the copy to
//! the disk before it is called done.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::Progress;
use rusqlite::{Connection, MAIN_DB};

use super::{free_name, ground_counts, sound};
use crate::error::{Error, Kind, Result};
use crate::store::history::{self, Found, State};
use crate::store::{self, Options};

/// Copies the archive to a file that must not be there yet, and looks whether the copy is sound.
///
/// # Errors
/// [`Kind::Usage`] where there is a file of that name; [`Kind::Damaged`] where the archive, and so the copy,
/// is hurt; and where there is no archive, or no room. No half copy is left.
pub fn backup(path: &Path, to: &Path, options: &Options) -> Result<()> {
    let made = || -> Result<()> {
        let place = store::absolute(path)?;
        let (original, found) = store::open_existing(&place, options)?;
        if !matches!(found, Found::Ours(_)) {
            return Err(store::no_archive());
        }
        if fs::symlink_metadata(to).is_ok() {
            return Err(Error::new(Kind::Usage, format!("the back-up {} is there already", to.display()))
                .hint("name another file"));
        }
        write_copy(&original, &store::absolute(to)?, options)
    };
    made().map_err(|error| error.at(path))
}

/// Writes a copy and compares it; what came of a failure is removed.
fn write_copy(original: &Connection, to: &Path, options: &Options) -> Result<()> {
    let made = || -> Result<()> {
        // One moment of the archive, however long the copying takes.
        let moment = original.unchecked_transaction()?;
        let counts = ground_counts(&moment)?;
        moment.backup(MAIN_DB, to, None::<fn(Progress)>)?;
        let copy = store::connect_read_only(to, options)?;
        if ground_counts(&copy)? != counts {
            return Err(Error::new(Kind::Archive, "the copy differs from the file"));
        }
        sound(&copy)
    };
    made().inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

/// What [`restore`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What stood there before, if anything did.
    pub kept: Option<PathBuf>,
    /// Steps that the file put back still lacks.
    pub pending: usize,
}

/// Puts a back-up in the place of the archive, which is copied beside it first.
///
/// # Errors
/// Where the back-up is no archive, newer than this program or hurt, or where the file it would
/// replace is none of ours; [`Kind::Busy`] where somebody holds the archive. It is as it was then.
pub fn restore(path: &Path, from: &Path, options: &Options) -> Result<Restored> {
    let state = sound_backup(from, options).map_err(|error| error.at(from))?;
    let done = || -> Result<Option<PathBuf>> {
        let place = store::absolute(path)?;
        if fs::canonicalize(&place).is_ok_and(|one| fs::canonicalize(from).is_ok_and(|other| one == other)) {
            return Err(Error::new(Kind::Usage, "is itself the back-up that is to be put back"));
        }
        let there = match store::identify(&place, options) {
            Ok(there) => there.is_some(),
            // The very case in which a back-up is wanted; the header says that the file is ours.
            Err(error)
                if matches!(error.kind(), Kind::Damaged | Kind::NoArchive)
                    && history::header_is_ours(&place) =>
            {
                true
            }
            Err(error) => return Err(error),
        };
        let kept = free_name(&place, ".before-restore");
        put_back(&place, from, there.then_some(&kept), options)?;
        Ok(there.then_some(kept))
    };
    let kept = done().map_err(|error| error.at(path))?;
    Ok(Restored { kept, pending: state.pending.len() })
}

fn sound_backup(from: &Path, options: &Options) -> Result<State> {
    let (connection, found) = store::open_existing(&store::absolute(from)?, options)?;
    let Found::Ours(state) = found else { return Err(store::no_archive()) };
    sound(&connection)?;
    Ok(state)
}

/// Nobody may write between the copy of what was there and its end.
const LOCK: &str = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT";
const UNLOCK: &str = "PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema";

fn put_back(place: &Path, from: &Path, kept: Option<&PathBuf>, options: &Options) -> Result<()> {
    let over = |keep: Option<&PathBuf>| -> Result<()> {
        let mut connection = store::connect(place, options)?;
        connection.execute_batch(LOCK)?;
        if let Some(kept) = keep {
            connection.backup(MAIN_DB, kept, None::<fn(Progress)>)?;
        }
        connection.restore(MAIN_DB, from, None::<fn(Progress)>)?;
        connection.execute_batch(UNLOCK)?;
        Ok(())
    };
    match (over(kept), kept) {
        // So hurt that SQLite takes it for no database: nobody can have it open.
        (Err(error), Some(kept)) if matches!(error.kind(), Kind::Damaged | Kind::NoArchive) => {
            let _ = fs::remove_file(kept);
            fs::rename(place, kept).map_err(|error| {
                Error::new(Kind::Archive, format!("what is left of it could not be moved away: {error}"))
            })?;
            over(None)
        }
        (Err(error), Some(kept)) => {
            // Nothing was put back, so the copy is one of what is still there.
            let _ = fs::remove_file(kept);
            Err(error)
        }
        (done, None) | (done @ Ok(()), _) => done,
    }
}
