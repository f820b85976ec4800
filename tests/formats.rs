//! The formats that reports come in: each gives the words that went in, and bad files of each a reason.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;

use archive::error::Result;
use archive::read::{self, Decoded, How};

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn text(name: &str) -> String {
    String::from_utf8(file(name)).unwrap()
}

fn decode(bytes: &[u8], name: &str) -> Result<Decoded> {
    read::decode_as(bytes, &How { name: Some(name), ..How::default() })
}

#[track_caller]
fn says(name: &str, bytes: &[u8], format: &str, words: &str) {
    let decoded = decode(bytes, name).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(decoded.format.word(), format, "{name}");
    assert_eq!(decoded.text.source().trim_end(), words.trim_end(), "{name}");
    assert!(decoded.damage.is_empty(), "{name}");
}

/// Headings, automatic numbers and the table included.
#[test]
fn the_same_report_reads_the_same_from_every_program() {
    let words = text("report.txt");
    for name in ["report.docx", "by_office.docx", "report.doc", "report.rtf", "report.odt", "report.pdf"] {
        // On a page nothing stands between the number of an item and the words that begin with one.
        let words =
            if name == "report.pdf" { words.replace("2. 5亿元", "2.5亿元") } else { words.clone() };
        says(name, &file(name), name.rsplit('.').next().unwrap(), &words);
    }
}

#[test]
fn content_decides_before_the_name() {
    let words = text("report.txt");
    for (name, from, format) in [
        ("a.doc", "report.docx", "docx"),
        ("a.docx", "report.doc", "doc"),
        ("a.wps", "report.doc", "wps"),
        ("a.WPS", "report.docx", "wps"),
        ("a.doc", "report.rtf", "rtf"),
        ("a.docx", "report.odt", "odt"),
        ("a.docx", "report.txt", "txt"),
        ("", "report.doc", "doc"),
    ] {
        says(name, &file(from), format, &words);
    }
}

/// Changes are taken as accepted; text boxes, controls and links stand once; notes follow the text.
#[test]
fn what_only_word_has_is_read_as_word_shows_it() {
    says("changes.docx", &file("changes.docx"), "docx", &text("changes.txt"));
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], reason: &str) {
    let error = decode(bytes, name).expect_err(name);
    assert!(error.message().contains(reason), "{name}: {error}");
    assert!(error.next_step().is_some(), "{name}: {error}");
}

/// Every file cut off at many places: an error in words, never a panic, and never a text that goes on
/// as if nothing were missing without being a part of the whole one.
#[test]
fn cut_off_files_are_refused() {
    for name in ["report.docx", "report.doc", "report.rtf", "report.odt"] {
        let bytes = file(name);
        for parts in 1..40 {
            let cut = &bytes[..bytes.len() * parts / 40];
            if let Err(error) = decode(cut, name) {
                assert!(error.next_step().is_some(), "{name}: {error}");
            }
        }
        refused(name, &bytes[..bytes.len() / 2], "cut off");
    }
}
