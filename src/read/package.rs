//! Packages: documents that are a zip of parts (docx, odt, OFD), each part unpacked within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Error, Kind, Result};
use crate::read::limits::{Limits, RATIO_FREE};

/// The words of the longest book are a tenth of it. A part is read as a whole, so this bounds memory.
const LARGEST_PART: u64 = 128 << 20;

/// An open package.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Names of the parts: with `/` between folders and none before the first.
    names: Vec<String>,
    limits: Limits,
    left: u64,
}

impl<'a> Package<'a> {
    /// Reads the list of parts.
    ///
    /// # Errors
    /// [`Kind::Input`] where the zip is cut off or damaged, or has too many parts.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Package<'a>> {
        let zip = open(Cursor::new(bytes), limits)?;
        let names = zip.file_names_raw().map(part_name).collect();
        Ok(Package { zip, names, limits: *limits, left: limits.max_unpacked })
    }

    /// The names of all parts, in the order of the package's directory.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// There is a part of this name; case does not count.
    pub fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// The bytes of the part of this name, `None` where there is none. Case and a leading `/` do not
    /// count.
    ///
    /// # Errors
    /// [`Kind::Input`] where the part is damaged, encrypted, or unpacks to more than the limits allow.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let bytes = unpack(&mut self.zip, index, &self.limits, self.left.min(LARGEST_PART))?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(Some(bytes))
    }

    /// Bytes that the parts not read yet may unpack to.
    pub fn left(&self) -> u64 {
        self.left
    }

    fn index(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        let same = |other: &String| other == name;
        let alike = |other: &String| other.eq_ignore_ascii_case(name);
        self.names.iter().position(same).or_else(|| self.names.iter().position(alike))
    }
}

fn part_name(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).replace('\\', "/").trim_start_matches('/').to_owned()
}

/// Opens a zip and counts its members.
pub(super) fn open<R: Read + std::io::Seek>(reader: R, limits: &Limits) -> Result<ZipArchive<R>> {
    let zip = ZipArchive::new(reader).map_err(|error| broken(&error))?;
    if zip.len() > limits.max_members {
        let message = format!("it has {} members, the limit is {}", zip.len(), limits.max_members);
        return Err(Error::new(Kind::Input, message).hint("raise the limit with --max-members"));
    }
    Ok(zip)
}

/// Unpacks one member to at most `left` bytes. The size that the directory states is no promise.
pub(super) fn unpack<R: Read + std::io::Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    limits: &Limits,
    left: u64,
) -> Result<Vec<u8>> {
    let member = zip.by_index(index).map_err(|error| broken(&error))?;
    let by_ratio = member.compressed_size().saturating_mul(limits.max_ratio).max(RATIO_FREE);
    let most = left.min(by_ratio);
    let mut bytes = Vec::new();
    let read = member.take(most.saturating_add(1)).read_to_end(&mut bytes);
    if bytes.len() as u64 > most {
        return Err(if most < left { bomb(limits) } else { too_much(left) });
    }
    read.map_err(|error| {
        Error::new(Kind::Input, format!("it is damaged: what is packed in it cannot be unpacked ({error})"))
            .hint("get the file again from its source")
    })?;
    Ok(bytes)
}

fn bomb(limits: &Limits) -> Error {
    let message = format!("it unpacks to more than {} times its size: a zip bomb", limits.max_ratio);
    Error::new(Kind::Input, message).hint("raise the limit with --max-ratio if you trust it")
}

fn too_much(left: u64) -> Error {
    let message = format!("it unpacks to more than {left} bytes, which is all that is left to it");
    Error::new(Kind::Input, message).hint("raise the limit with --max-unpacked, or unpack it yourself")
}

/// The words for what the zip crate found wrong.
fn broken(error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => {
            Error::new(Kind::Input, "it is encrypted").hint("save it without a password")
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Error::new(Kind::Input, "it is packed by a method that is not read")
                .hint("only deflate is read: pack it again as an ordinary zip")
        }
        _ => Error::new(Kind::Input, "it is cut off or damaged: its list of parts cannot be read")
            .hint("get the file again from its source"),
    }
}
