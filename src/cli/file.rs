//! A file that appears under its name when it is whole, and not before.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::cli::interrupt;
use crate::error::{Error, Kind, Result};
use crate::read::{bytes, foreign};

/// Written beside its place; what stood there stays until [`NewFile::keep`].
pub(super) struct NewFile {
    path: PathBuf,
    to: To,
}

enum To {
    Beside(NamedTempFile),
    /// A device or a pipe, which cannot be replaced.
    Straight(File),
    Kept,
}

impl NewFile {
    /// A file for that path; a link is followed.
    ///
    /// # Errors
    /// [`Kind::Usage`] where a folder, the archive or another database stands there;
    /// [`Kind::Archive`] where nothing can be written there.
    pub(super) fn at(path: &Path, db: &Path) -> Result<NewFile> {
        let shown = path.to_path_buf();
        let path = fs::canonicalize(path).unwrap_or_else(|_| shown.clone());
        let refuse = |why: &str, hint: &str| Err(Error::new(Kind::Usage, why).at(&shown).hint(hint));
        let failed = |error: io::Error| {
            Error::new(Kind::Archive, format!("the file cannot be written: {error}")).at(&shown)
        };
        let about = fs::metadata(&path).ok();
        if about.as_ref().is_some_and(fs::Metadata::is_dir) {
            return refuse("a folder, not a file to write", "name a file in it");
        }
        if belongs_to(&path, db) {
            return refuse("this is the archive itself", "write the rows to another file");
        }
        let is_file = about.as_ref().is_some_and(fs::Metadata::is_file);
        if about.is_some() && !is_file {
            let device = OpenOptions::new().write(true).open(&path).map_err(failed)?;
            return Ok(NewFile { path: shown, to: To::Straight(device) });
        }
        if is_file && foreign::is_database(&bytes::first(&path)) {
            return refuse(
                "a database stands there, perhaps an archive",
                "name another file, or move it away",
            );
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return refuse("the folder that it should be in is not there", "make it first");
        }
        let mut builder = Builder::new();
        builder.prefix(".archive-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new file; the umask takes its share.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let beside = builder.tempfile_in(folder).map_err(failed)?;
        let part = beside.path().to_path_buf();
        interrupt::on_signal(move |signal| {
            let _ = fs::remove_file(&part);
            interrupt::end(signal);
        });
        if let Some(about) = about {
            beside.as_file().set_permissions(about.permissions()).map_err(failed)?;
        }
        Ok(NewFile { path, to: To::Beside(beside) })
    }

    /// All is written: puts the file in its place.
    ///
    /// # Errors
    /// Where that fails; what stood there is then still there.
    pub(super) fn keep(&mut self) -> Result<()> {
        match std::mem::replace(&mut self.to, To::Kept) {
            To::Beside(beside) => {
                let on_disk = beside.as_file().sync_all();
                let placed = on_disk.and_then(|()| beside.persist(&self.path).map_err(|error| error.error));
                placed.map(drop).map_err(|error| {
                    Error::new(Kind::Archive, format!("the file cannot be written: {error}")).at(&self.path)
                })
            }
            To::Straight(_) | To::Kept => Ok(()),
        }
    }
}

/// The path is that of the archive, or of a journal of it.
fn belongs_to(path: &Path, db: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path)).ok();
    ["", "-journal", "-wal", "-shm"].iter().any(|ending| {
        let mut name = db.as_os_str().to_owned();
        name.push(ending);
        whole(path).is_some_and(|path| whole(Path::new(&name)).is_some_and(|other| other == path))
    })
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Beside(file) => file.write(bytes),
            To::Straight(file) => file.write(bytes),
            To::Kept => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Beside(file) => file.flush(),
            To::Straight(file) => file.flush(),
            To::Kept => Ok(()),
        }
    }
}
