//! Any bytes into one reader, named by the environment variable READER (`docx`, `doc`, `rtf`, `odt`, `md`,
//! `zip`, `txt`, …): a panic, a hang or memory beyond libFuzzer's limits is a finding.
//!
//! A package is a zip, which random bytes never are for long. So for the formats in packages the bytes
//! stand for one part of it, by their first byte, and the package around them is made here.
#![no_main]

use std::io::{Cursor, Write};

use archive::read::archive::Archived;
use archive::read::{How, Limits, decode_as};
use libfuzzer_sys::fuzz_target;

const DOCX: &[&str] = &[
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "word/_rels/document.xml.rels",
    "word/chunk",
];
const ODT: &[&str] = &["content.xml", "styles.xml", "META-INF/manifest.xml"];
const OFD: &[&str] = &["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Tpl.xml"];

fuzz_target!(|bytes: &[u8]| {
    let reader = std::env::var("READER").unwrap_or_default();
    let name = format!("a.{reader}");
    let limits = Limits { max_unpacked: 16 << 20, max_steps: 2_000_000, ..Limits::default() };
    let how = How { name: Some(&name), limits, ..How::default() };
    let _ = decode_as(bytes, &how);
    match reader.as_str() {
        "docx" => drop(decode_as(&package(bytes, DOCX, &[]), &how)),
        "odt" => drop(decode_as(&package(bytes, ODT, b"application/vnd.oasis.opendocument.text"), &how)),
        "ofd" => drop(decode_as(&package(bytes, OFD, &[]), &how)),
        "zip" => members(bytes, &limits),
        _ => {}
    }
});

/// A package of the parts, in which the bytes take the place of one and the others are small and sound.
fn package(bytes: &[u8], parts: &[&str], mimetype: &[u8]) -> Vec<u8> {
    let (chosen, content) = bytes.split_first().unwrap_or((&0, &[]));
    let chosen = usize::from(*chosen) % parts.len();
    let mut zip = StoredZip::default();
    if !mimetype.is_empty() {
        zip.add("mimetype", mimetype);
    }
    for (at, part) in parts.iter().enumerate() {
        zip.add(part, if at == chosen { content } else { sound(part) });
    }
    zip.finish()
}

fn sound(part: &str) -> &'static [u8] {
    match part {
        "word/document.xml" => include_bytes!("../parts/document.xml"),
        "word/numbering.xml" => include_bytes!("../parts/numbering.xml"),
        "word/styles.xml" => include_bytes!("../parts/styles.xml"),
        "word/footnotes.xml" => include_bytes!("../parts/footnotes.xml"),
        "word/_rels/document.xml.rels" => include_bytes!("../parts/document.xml.rels"),
        "word/chunk" => include_bytes!("../parts/chunk.html"),
        "OFD.xml" => include_bytes!("../parts/ofd.xml"),
        "Doc_0/Document.xml" => include_bytes!("../parts/ofd_document.xml"),
        "Doc_0/Pages/Page_0/Content.xml" => include_bytes!("../parts/ofd_page.xml"),
        "Doc_0/Tpl.xml" => include_bytes!("../parts/ofd_template.xml"),
        "content.xml" => include_bytes!("../parts/content.xml"),
        _ => b"<a/>",
    }
}

fn members(bytes: &[u8], limits: &Limits) {
    let Ok(mut archive) = Archived::open(Cursor::new(bytes), limits) else { return };
    let mut left = limits.max_unpacked;
    for member in archive.members().to_vec() {
        let _ = archive.unpack(&member, 1 << 20, &mut left);
    }
}

/// A zip of stored members, written by hand so that no checksum stands between the fuzzer and a reader.
#[derive(Default)]
struct StoredZip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl StoredZip {
    fn add(&mut self, name: &str, content: &[u8]) {
        let offset = self.bytes.len() as u32;
        let sum = crc32(content);
        let (size, length) = (content.len() as u32, name.len() as u16);
        let common = |out: &mut Vec<u8>| {
            out.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            [sum, size, size].iter().for_each(|number| out.extend(number.to_le_bytes()));
            out.extend(length.to_le_bytes());
            out.extend([0, 0]);
        };
        self.bytes.extend(b"PK\x03\x04");
        common(&mut self.bytes);
        self.bytes.extend(name.as_bytes());
        let _ = self.bytes.write_all(content);
        self.directory.extend(b"PK\x01\x02\x14\0");
        common(&mut self.directory);
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count += 1;
    }

    fn finish(mut self) -> Vec<u8> {
        let (start, size) = (self.bytes.len() as u32, self.directory.len() as u32);
        self.bytes.extend(self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        [self.count, self.count].iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
        [size, start].iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
        self.bytes.extend([0, 0]);
        self.bytes
    }
}

fn crc32(content: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in content {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}
