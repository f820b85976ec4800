//! What a file is: by its content first, by its name where the content leaves it open.

use std::io::Cursor;
use std::path::Path;

use crate::error::{Error, Kind, Result};
use crate::read::foreign;
use crate::read::limits::Limits;
use crate::read::package::Package;

/// A format that a document, or several of them, can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Plain text.
    Txt,
    /// Markdown: told by its name alone.
    Md,
    /// Word 2007 and later (Office Open XML).
    Docx,
    /// Word 6 to 2003 (a binary file in an OLE compound file).
    Doc,
    /// WPS Writer: inside either of the two before, told by its name.
    Wps,
    /// OpenDocument text: a package, or one XML file (fodt).
    Odt,
    /// Rich Text Format.
    Rtf,
    /// Portable Document Format.
    Pdf,
    /// Open Fixed-layout Document, GB/T 33190.
    Ofd,
    /// A page of the web.
    Html,
    /// A zip archive with files in it.
    Zip,
}

impl Format {
    /// The word that the database and every output use.
    pub fn word(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Md => "md",
            Format::Docx => "docx",
            Format::Doc => "doc",
            Format::Wps => "wps",
            Format::Odt => "odt",
            Format::Rtf => "rtf",
            Format::Pdf => "pdf",
            Format::Ofd => "ofd",
            Format::Html => "html",
            Format::Zip => "zip",
        }
    }

    /// What these bytes are; the name (a path will do) settles only what they leave open.
    ///
    /// # Errors
    /// [`Kind::Input`] where they are of a known kind that is not read, or a damaged package.
    pub fn of(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<Format> {
        if is_flat_odt(bytes) {
            return Ok(Format::Odt);
        }
        foreign::refuse(bytes)?;
        let ending = ending(name);
        let wps = matches!(ending.as_deref(), Some("wps" | "wpt"));
        if is_pdf(bytes) {
            return Ok(Format::Pdf);
        }
        if bytes.starts_with(OLE) {
            word_binary(bytes)?;
            return Ok(if wps { Format::Wps } else { Format::Doc });
        }
        if bytes.starts_with(b"{\\rtf") {
            return Ok(Format::Rtf);
        }
        if is_zip(bytes) {
            return match zipped(bytes, limits)? {
                Format::Docx if wps => Ok(Format::Wps),
                format => Ok(format),
            };
        }
        if is_html(bytes) {
            return Ok(Format::Html);
        }
        Ok(if matches!(ending.as_deref(), Some("md" | "markdown")) { Format::Md } else { Format::Txt })
    }
}

/// The first bytes of an OLE compound file.
pub(super) const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

fn ending(name: Option<&str>) -> Option<String> {
    Path::new(name?).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase())
}

/// Readers of PDF look for its mark in the first 1,024 bytes, since mail gateways put lines before it;
/// elsewhere than at the very start it is only believed at the start of a line.
fn is_pdf(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    start.starts_with(b"%PDF-") || start.windows(6).any(|window| window == b"\n%PDF-")
}

/// OpenDocument text as one XML file: its first element states the kind.
fn is_flat_odt(bytes: &[u8]) -> bool {
    const KIND: &str = "office:mimetype=\"application/vnd.oasis.opendocument.text";
    foreign::first_element(bytes).is_some_and(|start| start.contains(KIND))
}

/// The bytes are a zip, a document in one or a plain one.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A name that one format alone has among its parts → that format, or the refusal of another program's.
const PARTS: &[(&str, Zipped)] = &[
    ("word/document.xml", Zipped::Read(Format::Docx)),
    ("OFD.xml", Zipped::Read(Format::Ofd)),
    ("xl/workbook.xml", Zipped::Other("an Excel workbook (xlsx)")),
    ("xl/workbook.bin", Zipped::Other("an Excel workbook (xlsb)")),
    ("ppt/presentation.xml", Zipped::Other("a PowerPoint file (pptx)")),
    ("META-INF/container.xml", Zipped::Other("an e-book (epub)")),
    ("META-INF/MANIFEST.MF", Zipped::Other("a Java program (jar)")),
    ("AndroidManifest.xml", Zipped::Other("an Android program (apk)")),
];

#[derive(Clone, Copy)]
enum Zipped {
    Read(Format),
    Other(&'static str),
}

fn zipped(bytes: &[u8], limits: &Limits) -> Result<Format> {
    let mut package = Package::open(bytes, limits)?;
    if let Some((_, found)) = PARTS.iter().find(|(part, _)| package.has(part)) {
        return match found {
            Zipped::Read(format) => Ok(*format),
            Zipped::Other(is) => Err(foreign::not_read(is)),
        };
    }
    if package.has("mimetype") {
        let kind = package.part("mimetype")?.unwrap_or_default();
        let kind = String::from_utf8_lossy(&kind);
        if let Some(kind) = kind.trim().strip_prefix("application/vnd.oasis.opendocument.") {
            return match kind {
                "text" | "text-template" | "text-master" => Ok(Format::Odt),
                kind => Err(foreign::not_read(&format!("an OpenDocument {kind} file"))),
            };
        }
    }
    // A package of Word whose main part has another name.
    let is_office = package.has("[Content_Types].xml") && package.has("_rels/.rels");
    let in_word = package.names().iter().any(|name| name.starts_with("word/"));
    Ok(if is_office && in_word { Format::Docx } else { Format::Zip })
}

/// Refuses a compound file without a Word document in it.
fn word_binary(bytes: &[u8]) -> Result<()> {
    // What cannot even be opened is for the reader to describe.
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else { return Ok(()) };
    if file.is_stream("WordDocument") {
        return Ok(());
    }
    if file.is_stream("EncryptedPackage") {
        return Err(Error::new(Kind::Input, "this is an Office document encrypted with a password")
            .hint("open it with its password and save it without one"));
    }
    let others = [
        ("Workbook", "an old Excel workbook (xls)"),
        ("Book", "an old Excel workbook (xls)"),
        ("PowerPoint Document", "an old PowerPoint file (ppt)"),
        ("__properties_version1.0", "a mail of Outlook (msg)"),
        ("VisioDocument", "a Visio drawing (vsd)"),
        ("Contents", "an old Works or Publisher file"),
    ];
    let other = others.iter().find(|(stream, _)| file.is_stream(stream));
    Err(foreign::not_read(other.map_or("an OLE file without a Word document in it", |(_, is)| is)))
}

/// Pages are text, but their mark-up would stand among the words. Before the first tag may stand a
/// declaration of XML and comments; some pages leave out the first tags.
fn is_html(bytes: &[u8]) -> bool {
    const FIRST: &[&[u8]] = &[b"<!doctype html", b"<html", b"<head", b"<body", b"<meta ", b"<title>"];
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    for (opens, ends) in [(&b"<?xml"[..], &b"?>"[..]), (b"<!--", b"-->"), (b"<!--", b"-->")] {
        if rest.starts_with(opens) {
            let start = &rest[..rest.len().min(4096)];
            let Some(end) = start.windows(ends.len()).position(|window| window == ends) else { return false };
            rest = rest[end + ends.len()..].trim_ascii_start();
        }
    }
    FIRST.iter().any(|tag| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
}
