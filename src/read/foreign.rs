//! Known formats that are not read: told by their first bytes, refused in words that say what to do.

use std::borrow::Cow;

use crate::error::{Error, Kind, Result};

/// A format told by the bytes a file starts with.
struct Mark {
    starts: &'static [u8],
    is: &'static str,
    hint: &'static str,
}

const NOT_A_DOCUMENT: &str = "this is no document: leave this file out";
const PICTURE: &str = "a scanned page needs text recognition first";
const PACKED: &str = "of archives only zip is read: unpack it and import what is inside";
const WEB_ARCHIVE: &str = "a page of the web saved with its pictures as one file (mht)";
const SAVE_AS: &str = "save its words as .txt or .docx";

const MARKS: &[Mark] = &[
    Mark { starts: b"SQLite format 3\0", is: "an SQLite database", hint: NOT_A_DOCUMENT },
    Mark { starts: b"\x89PNG\r\n\x1a\n", is: "a PNG picture", hint: PICTURE },
    Mark { starts: b"\xff\xd8\xff", is: "a JPEG picture", hint: PICTURE },
    Mark { starts: b"GIF87a", is: "a GIF picture", hint: PICTURE },
    Mark { starts: b"GIF89a", is: "a GIF picture", hint: PICTURE },
    Mark { starts: b"II*\0", is: "a TIFF picture", hint: PICTURE },
    Mark { starts: b"MM\0*", is: "a TIFF picture", hint: PICTURE },
    Mark { starts: b"\x1f\x8b", is: "a gzip file", hint: PACKED },
    Mark { starts: b"7z\xbc\xaf\x27\x1c", is: "a 7z file", hint: PACKED },
    Mark { starts: b"Rar!\x1a\x07", is: "a RAR file", hint: PACKED },
    Mark { starts: b"\x7fELF", is: "a program", hint: NOT_A_DOCUMENT },
    Mark { starts: b"MZ\x90\0", is: "a program", hint: NOT_A_DOCUMENT },
    Mark { starts: b"MIME-Version:", is: WEB_ARCHIVE, hint: SAVE_AS },
    Mark { starts: b"From: <Saved by", is: WEB_ARCHIVE, hint: SAVE_AS },
    Mark { starts: b"From: \"Saved by", is: WEB_ARCHIVE, hint: SAVE_AS },
    Mark { starts: b"\xff\xfe\0\0", is: "UTF-32 text", hint: "save it as UTF-8" },
    Mark { starts: b"\0\0\xfe\xff", is: "UTF-32 text", hint: "save it as UTF-8" },
];

/// Refuses what is known to be something else than a document.
///
/// # Errors
/// [`Kind::Input`], naming the format, with a hint.
pub fn refuse(bytes: &[u8]) -> Result<()> {
    match MARKS.iter().find(|mark| bytes.starts_with(mark.starts)) {
        Some(Mark { is, hint, .. }) => Err(looks_like(is).hint(*hint)),
        None => match single_xml(bytes) {
            Some(is) => Err(not_read(is)),
            None => Ok(()),
        },
    }
}

/// Documents that are one XML file: a name from their first element, and what they are.
const SINGLE_XML: &[(&str, &str)] = &[
    ("wordDocument", "a Word document saved as one XML file"),
    ("pkg:package", "an Office document saved as one XML file"),
    ("office:document", "an OpenDocument file, but no text, saved as one XML file"),
];
/// The first element stands within so many bytes; LibreOffice declares forty names of others in it.
const FIRST_ELEMENT: usize = 8192;

/// The start of an XML file, its first element included.
pub(super) fn first_element(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    start.starts_with(b"<?xml").then(|| String::from_utf8_lossy(&start[..start.len().min(FIRST_ELEMENT)]))
}

fn single_xml(bytes: &[u8]) -> Option<&'static str> {
    let start = first_element(bytes)?;
    SINGLE_XML.iter().find(|(name, _)| start.contains(name)).map(|(_, is)| *is)
}

/// The refusal of a document of another program.
pub(super) fn not_read(is: &str) -> Error {
    looks_like(is).hint(SAVE_AS)
}

fn looks_like(is: &str) -> Error {
    Error::new(Kind::Input, format!("this looks like {is}"))
}

/// The bytes are an SQLite database: an archive, or a back-up of one.
pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SQLite format 3\0")
}
