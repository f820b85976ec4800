//! Known formats that are not read: told by their first bytes, refused in words that say what to do.

use crate::error::{Error, Kind, Result};

/// A format told by the bytes a file starts with.
struct Mark {
    starts: &'static [u8],
    is: &'static str,
    hint: &'static str,
}

const SAVE_AS_TEXT: &str = "only plain text is read for now: save it as .txt";
const NOT_A_DOCUMENT: &str = "only plain text is read: leave this file out";
const PICTURE: &str = "only plain text is read for now: a scanned page needs text recognition first";
const PACKED: &str = "unpack it and import what is inside";

const MARKS: &[Mark] = &[
    Mark { starts: b"%PDF-", is: "a PDF", hint: SAVE_AS_TEXT },
    Mark {
        starts: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        is: "an old Office document (doc, xls, ppt or wps)",
        hint: SAVE_AS_TEXT,
    },
    Mark { starts: b"{\\rtf", is: "an RTF document", hint: SAVE_AS_TEXT },
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
    Mark { starts: b"\xff\xfe\0\0", is: "UTF-32 text", hint: "save it as UTF-8" },
    Mark { starts: b"\0\0\xfe\xff", is: "UTF-32 text", hint: "save it as UTF-8" },
];

/// What a zip file is, by the name of a part that only that format has.
const ZIPPED: &[(&[u8], &str)] = &[
    (b"word/", "a Word document (docx)"),
    (b"xl/", "an Excel workbook (xlsx)"),
    (b"ppt/", "a PowerPoint file (pptx)"),
    (b"OFD.xml", "an OFD document"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
];

/// Refuses what is known to be something else than plain text.
///
/// # Errors
/// [`Kind::Input`], naming the format, with a hint.
pub fn refuse(bytes: &[u8]) -> Result<()> {
    match name(bytes) {
        Some((is, hint)) => Err(Error::new(Kind::Input, format!("this looks like {is}")).hint(hint)),
        None => Ok(()),
    }
}

/// The bytes are an SQLite database: an archive, or a back-up of one.
pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SQLite format 3\0")
}

fn name(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if let Some(mark) = MARKS.iter().find(|mark| bytes.starts_with(mark.starts)) {
        return Some((mark.is, mark.hint));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let part = ZIPPED.iter().find(|(part, _)| contains(bytes, part));
        return Some(part.map_or(("a zip file", PACKED), |(_, is)| (is, SAVE_AS_TEXT)));
    }
    is_html(bytes).then_some(("an HTML page", SAVE_AS_TEXT))
}

/// Pages are text, but their mark-up would stand among the words.
fn is_html(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"]
        .iter()
        .any(|tag| bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
}

/// The parts that tell are among the first; a large file is not searched to its end.
fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes[..bytes.len().min(1 << 20)].windows(part.len()).any(|window| window == part)
}
