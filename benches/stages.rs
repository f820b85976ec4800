//! How many bytes of reports each stage takes in a second: `cargo bench`.
//!
//! The reports of sample_db/ are repeated, each time with other digits, until they are 20 MB of files
//! in the encodings they have there; `REPORTS=FOLDER` names others. Every stage is measured over all of
//! them, on one core, with what the stages before it gave already made.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs};

use archive::fact::Reading;
use archive::lexicon::Lexicon;
use archive::read::{self, Decoded};
use archive::store::Archive;
use archive::store::write::{FileStatus, ImportStart, SourceFile};
use archive::{extract, outline};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use encoding_rs::{BIG5, GB18030};

const TOTAL: usize = 20 << 20;
/// So many files reach the disk together, as in an import.
const BATCH: usize = 64;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let files = FILES.len();
    let megabytes = bytes() as f64 / 1e6;
    let characters: u32 = DECODED.iter().map(|decoded| decoded.text.char_count()).sum();
    println!("{files} files, {megabytes:.1} MB, {:.1} million characters", f64::from(characters) / 1e6);
    divan::main();
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::builtin);
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(files);
static DECODED: LazyLock<Vec<Decoded>> =
    LazyLock::new(|| FILES.iter().map(|bytes| read::decode(bytes, None).unwrap()).collect());
static READINGS: LazyLock<Vec<Reading>> =
    LazyLock::new(|| DECODED.iter().map(|decoded| extract::read(&decoded.text, &LEXICON)).collect());

/// Bytes → text: the encoding, the decoded words, their normalised form.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn read(bencher: Bencher) {
    let files = &*FILES;
    bencher.counter(BytesCount::new(bytes())).bench(|| {
        for bytes in files {
            black_box(read::decode(bytes, None).unwrap());
        }
    });
}

/// Text → what makes copies of one report the same document.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn compare(bencher: Bencher) {
    let decoded = &*DECODED;
    bencher.counter(BytesCount::new(bytes())).bench(|| {
        for one in decoded {
            black_box(one.text.content_sha256());
        }
    });
}

/// Text → section tree.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn outline(bencher: Bencher) {
    let decoded = &*DECODED;
    bencher.counter(BytesCount::new(bytes())).bench(|| {
        for one in decoded {
            black_box(outline::outline(&one.text));
        }
    });
}

/// Text → facts; makes the outline on its way.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn extract(bencher: Bencher) {
    let (decoded, lexicon) = (&*DECODED, &*LEXICON);
    bencher.counter(BytesCount::new(bytes())).bench(|| {
        for one in decoded {
            black_box(extract::read(&one.text, lexicon));
        }
    });
}

/// Facts → rows of a new archive on the disk.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn write(bencher: Bencher) {
    let contents: Vec<String> = DECODED.iter().map(|decoded| decoded.text.content_sha256()).collect();
    let readings = &*READINGS;
    let folder = || tempfile::tempdir().unwrap();
    bencher.counter(BytesCount::new(bytes())).with_inputs(folder).bench_refs(|folder| {
        let mut archive = Archive::open_or_create(&folder.path().join("archive.db")).unwrap();
        let import = archive.begin_import(&start()).unwrap();
        for batch in (0..DECODED.len()).collect::<Vec<usize>>().chunks(BATCH) {
            archive.begin().unwrap();
            for &at in batch {
                let (decoded, content) = (&DECODED[at], &contents[at]);
                let source = source(at, decoded);
                let status =
                    archive.write_document(import, &source, &decoded.text, content, Some(&readings[at]), 0);
                assert_eq!(status.unwrap(), FileStatus::Added);
            }
            archive.commit().unwrap();
        }
    });
}

fn bytes() -> usize {
    FILES.iter().map(Vec::len).sum()
}

fn start() -> ImportStart {
    ImportStart {
        started_at: "2026-01-02T03:04:05Z".into(),
        arguments: "[]".into(),
        program_version: "0".into(),
        extractor_version: extract::EXTRACTOR_VERSION,
    }
}

fn source(at: usize, decoded: &Decoded) -> SourceFile {
    SourceFile {
        path: format!("{at}.txt"),
        file_sha256: format!("{at:064x}"),
        format: decoded.format.word().into(),
        encoding: decoded.encoding.into(),
        byte_count: FILES[at].len() as u64,
        modified_at: None,
        encoding_given: false,
        title: None,
        published_on: None,
        original: None,
    }
}

/// The sample reports over and over, each time with other digits and a number of its own at the end.
fn files() -> Vec<Vec<u8>> {
    let samples = || Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_db/reports");
    let reports = env::var_os("REPORTS").map_or_else(samples, PathBuf::from);
    let mut paths: Vec<_> = fs::read_dir(reports).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let reports: Vec<Decoded> =
        paths.iter().map(|path| read::decode(&fs::read(path).unwrap(), None).unwrap()).collect();
    let mut files = Vec::new();
    let mut total = 0;
    for copy in 0_u64.. {
        for (number, report) in reports.iter().enumerate() {
            if total >= TOTAL {
                return files;
            }
            let text = format!("{}\n第{copy}份之{number}\n", vary(report.text.source(), copy));
            let bytes = encoded(&text, report.encoding);
            total += bytes.len();
            files.push(bytes);
        }
    }
    files
}

/// Other digits, but for those that open a number, and other last digits of years.
fn vary(text: &str, copy: u64) -> String {
    let mut state = copy;
    let mut before = ' ';
    let mut vary = |c: char| {
        let other = if c.is_ascii_digit() && before.is_ascii_digit() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let year = before == '2' && c == '0';
            let digit = char::from_digit((state >> 33) as u32 % 10, 10).unwrap();
            if copy == 0 || year { c } else { digit }
        } else {
            c
        };
        before = c;
        other
    };
    text.chars().map(&mut vary).collect()
}

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "GB18030" => GB18030.encode(text).0.into_owned(),
        "Big5" => BIG5.encode(text).0.into_owned(),
        "UTF-16LE" => {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        _ => text.as_bytes().to_vec(),
    }
}
