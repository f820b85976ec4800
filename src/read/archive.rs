//! Zip archives: files in one file, unpacked one by one within limits.

use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::error::{Error, Kind, Result};
use crate::read::encoding;
use crate::read::limits::Limits;
use crate::read::package;

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its path in the archive, with `/` between folders; nothing in it leads out of the archive.
    pub name: String,
    index: usize,
}

/// An open archive.
pub struct Archived<R> {
    zip: ZipArchive<R>,
    members: Vec<Member>,
    limits: Limits,
}

/// Endings of names that are pictures.
const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic"];

impl<R: Read + Seek> Archived<R> {
    /// Reads the list of members. Folders and what systems put beside the files (`.DS_Store`,
    /// `__MACOSX`) are left out, as hidden entries of folders are.
    ///
    /// # Errors
    /// [`Kind::Input`] where the archive is cut off or damaged, has too many members, or none that can
    /// be a document.
    pub fn open(reader: R, limits: &Limits) -> Result<Archived<R>> {
        let zip = package::open(reader, limits)?;
        let mut members: Vec<Member> = names(&zip)
            .into_iter()
            .enumerate()
            .filter(|(_, name)| !name.ends_with('/') && !is_left_out(name))
            .map(|(index, name)| Member { name: inside(&name), index })
            .filter(|member| !member.name.is_empty())
            .collect();
        members.sort_by(|a, b| a.name.cmp(&b.name).then(a.index.cmp(&b.index)));
        if members.is_empty() {
            return Err(
                Error::new(Kind::Input, "it is a zip without any file in it").hint("leave this file out")
            );
        }
        if members.iter().all(is_picture) {
            let message = format!("it is a zip of {} and nothing else", counted(members.len()));
            return Err(Error::new(Kind::Input, message).hint("scanned pages need text recognition first"));
        }
        Ok(Archived { zip, members, limits: *limits })
    }

    /// The files, in the order of their names.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The archive is one document: a package of parts, too large to have been looked at as a whole.
    pub fn is_document(&self) -> bool {
        let marks = ["[Content_Types].xml", "OFD.xml", "mimetype"];
        self.members.iter().any(|member| marks.contains(&member.name.as_str()))
    }

    /// The bytes of one file, at most `left` and at most `most`; what was taken goes off `left`.
    ///
    /// # Errors
    /// [`Kind::Input`] where it is damaged, encrypted, too large, or a zip bomb.
    pub fn unpack(&mut self, member: &Member, most: u64, left: &mut u64) -> Result<Vec<u8>> {
        let bytes =
            package::unpack(&mut self.zip, member.index, &self.limits, (*left).min(most.saturating_add(1)))?;
        if bytes.len() as u64 > most {
            return Err(Error::new(Kind::Input, format!("it is too large: more than {most} bytes"))
                .hint("raise the limit with --max-bytes, or split the file"));
        }
        *left = left.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }
}

fn counted(pictures: usize) -> String {
    if pictures == 1 { "one picture".to_owned() } else { format!("{pictures} pictures") }
}

fn is_picture(member: &Member) -> bool {
    let ending = member.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    PICTURES.iter().any(|picture| picture.eq_ignore_ascii_case(ending))
}

/// The names of all members. The format knows no encoding but UTF-8 and that of old DOS; Chinese
/// programs wrote GBK or Big5, which is found from all names together, since one alone says little.
fn names<R: Read + Seek>(zip: &ZipArchive<R>) -> Vec<String> {
    let raw: Vec<&[u8]> = zip.file_names_raw().collect();
    let old: Vec<&[u8]> = raw.iter().copied().filter(|name| std::str::from_utf8(name).is_err()).collect();
    let found = encoding::detect(&old.join(&b'\n'));
    raw.iter()
        .map(|name| match std::str::from_utf8(name) {
            Ok(name) => name.to_owned(),
            Err(_) => encoding::decode(name, found),
        })
        .map(|name| name.replace('\\', "/"))
        .collect()
}

fn is_left_out(name: &str) -> bool {
    name.split('/').any(|step| step == "__MACOSX" || (step.starts_with('.') && step != "." && step != ".."))
}

/// A path that stays inside of the archive, without signs that are no part of a name.
fn inside(name: &str) -> String {
    let steps = name.split('/').filter(|step| !matches!(*step, "" | "." | ".."));
    let clean = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    steps.collect::<Vec<_>>().join("/").chars().map(clean).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::Archived;
    use crate::read::limits::Limits;

    fn zip(names: &[&str]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            assert!(zip.start_file(*name, SimpleFileOptions::default()).is_ok());
            assert!(zip.write_all(name.as_bytes()).is_ok());
        }
        zip.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    fn listed(bytes: &[u8]) -> Result<Vec<String>, String> {
        let limits = Limits { max_members: 5, ..Limits::default() };
        let archive =
            Archived::open(Cursor::new(bytes), &limits).map_err(|error| error.message().to_owned())?;
        Ok(archive.members().iter().map(|member| member.name.clone()).collect())
    }

    #[test]
    fn members_stay_inside_and_in_order() {
        let bytes = zip(&["b/../../etc/b.txt", "/a.txt", "__MACOSX/._a.txt", "c\\d.txt"]);
        assert_eq!(listed(&bytes), Ok(vec!["a.txt".into(), "b/etc/b.txt".into(), "c/d.txt".into()]));
    }

    #[test]
    fn what_holds_no_document_says_so() {
        assert_eq!(
            listed(&zip(&["a.jpg", "b.PNG"])),
            Err("it is a zip of 2 pictures and nothing else".into())
        );
        assert_eq!(listed(&zip(&[".DS_Store"])), Err("it is a zip without any file in it".into()));
        assert_eq!(
            listed(&zip(&["1", "2", "3", "4", "5", "6"])),
            Err("it has 6 members, the limit is 5".into())
        );
        assert!(listed(b"PK\x03\x04").is_err_and(|error| error.contains("cut off or damaged")));
    }
}
