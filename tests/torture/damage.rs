//! Bytes turned over, headers and ends gone, journals taken away: `archive check` tells what is hurt, and no
//! command breaks, hangs or says what is not so unless the check finds it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Dice, import_all, put, rows, run, times, verb, with_reports};

const REPORTS: usize = 8;
/// Archives hurt in the short form.
const HURTS: usize = 12;

/// What is asked of an archive. The record of imports and the times of files stand in it only once, so nothing can
/// tell whether they are hurt; they are asked for apart.
const QUESTIONS: &[&[&str]] = &[
    &["query", "documents", "--format", "csv"],
    &["query", "goals", "--format", "csv"],
    &["query", "outcomes", "--format", "json"],
    &["query", "mentions", "--format", "ndjson"],
    &["query", "doubts", "--format", "csv"],
    &["query", "sources", "--format", "csv", "--columns", "path,format,encoding,file_sha256,byte_count"],
    &["query", "series", "--format", "csv"],
    &["query", "ledger", "--format", "csv"],
    &["search", "水库 OR 公厕", "--format", "csv"],
    &["show", "1", "--format", "json"],
    &["show", "2", "--format", "html"],
    &["original", "3"],
    &["migrate", "status", "--format", "csv"],
];
const TOLD_ONCE: &[&[&str]] =
    &[&["query", "imports"], &["query", "files", "--format", "json"], &["query", "sources"]];

fn answers(db: &Path) -> BTreeMap<String, (i32, String)> {
    let ask = |question: &&[&str]| {
        let ran = run(&mut verb(db, question)).decent();
        (question.join(" "), (ran.status.code().unwrap_or(-1), ran.stdout))
    };
    QUESTIONS.iter().map(ask).collect()
}

/// Everything is asked of a hurt archive; whether the check finds something.
fn is_told(db: &Path, sound: &BTreeMap<String, (i32, String)>, how: &str) -> bool {
    let check = run(&mut verb(db, &["check", "--deep", "--format", "csv"])).decent();
    let found = !check.status.success();
    for (question, (code, answer)) in answers(db) {
        let right = code != 0 || answer == sound[&question].1;
        assert!(right || found, "{how}: `{question}` says what is not so, and no check finds it:\n{answer}");
    }
    for question in TOLD_ONCE {
        run(&mut verb(db, question)).decent();
    }
    found
}

/// What writes to a hurt archive does not break either, and does not make it worse for a repair.
fn writers_are_decent(db: &Path, folder: &Path) {
    run(verb(db, &["import"]).arg(folder)).decent();
    run(&mut verb(db, &["reextract"])).decent();
    run(&mut verb(db, &["migrate", "run"])).decent();
}

#[test]
fn bytes_turned_over_are_found() {
    let (place, folder) = with_reports(REPORTS);
    import_all(&place.db, &folder);
    let (whole, held, sound) = (fs::read(&place.db).unwrap(), rows(&place.db), answers(&place.db));
    assert!(!is_told(&place.db, &sound, "nothing"), "a sound archive");
    let hurt = place.folder.path().join("hurt.db");
    let mut dice = Dice(11);
    let (mut flipped, mut found, mut repaired) = (0, 0, 0);
    for round in 0..times(HURTS) {
        let mut bytes = whole.clone();
        let count = 1 << (round % 7);
        let mut how = format!("round {round}, bytes");
        for _ in 0..count {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
            how.push_str(&format!(" {at}"));
        }
        flipped += count;
        put(&hurt, &bytes);
        let told = is_told(&hurt, &sound, &how);
        found += usize::from(told);
        // A repair makes it whole, or says that it cannot, and then nothing was touched.
        let repair = run(&mut verb(&hurt, &["check", "--repair"])).decent();
        match repair.status.code() {
            Some(0) => {
                let now = rows(&hurt);
                let other: Vec<&String> = now.iter().filter(|row| !held.contains(row)).collect();
                assert!(
                    other.is_empty() && now.len() == held.len(),
                    "{how}: repaired to other rows: {other:?}"
                );
                repaired += usize::from(told);
            }
            Some(1) => {}
            _ => assert!(fs::read(&hurt).unwrap() == bytes, "{how}: {}", repair.stderr),
        }
        put(&hurt, &bytes);
        writers_are_decent(&hurt, &folder);
    }
    println!(
        "bytes turned over: {flipped} in {} archives, found in {found}, repaired: {repaired}",
        times(HURTS)
    );
    assert!(found > 0);
}

#[test]
fn headers_ends_and_holes_are_told() {
    let (place, folder) = with_reports(REPORTS);
    import_all(&place.db, &folder);
    let (whole, sound) = (fs::read(&place.db).unwrap(), answers(&place.db));
    let hurt = place.folder.path().join("hurt.db");
    let mut dice = Dice(12);
    let page = 4096;
    for round in 0..times(10) {
        let mut bytes = whole.clone();
        let how = match round % 5 {
            0 => {
                bytes.truncate(1 + dice.below(whole.len() - 1));
                format!("cut off at {}", bytes.len())
            }
            1 => {
                let at = dice.below(100);
                bytes[at] ^= 0xff;
                format!("header at {at}")
            }
            2 => {
                let at = page * (1 + dice.below(whole.len() / page - 1));
                bytes[at..at + page].fill(0);
                format!("page at {at} without anything")
            }
            3 => {
                let (from, to) =
                    (dice.below(whole.len() / page) * page, dice.below(whole.len() / page) * page);
                let copy = bytes[from..from + page].to_vec();
                bytes[to..to + page].copy_from_slice(&copy);
                format!("page at {from} also at {to}")
            }
            _ => {
                let more = dice.below(3 * page);
                bytes.extend((0..more).map(|_| 7));
                format!("{more} bytes at the end")
            }
        };
        put(&hurt, &bytes);
        is_told(&hurt, &sound, &how);
        run(&mut verb(&hurt, &["check", "--repair"])).decent();
        put(&hurt, &bytes);
        writers_are_decent(&hurt, &folder);
    }
}

#[test]
fn journals_that_somebody_took_away_are_told_or_do_no_harm() {
    let (place, folder) = with_reports(REPORTS);
    import_all(&place.db, &folder);
    let (whole, sound) = (fs::read(&place.db).unwrap(), answers(&place.db));
    let beside = |ending: &str| place.folder.path().join(format!("hurt.db{ending}"));
    let hurt = beside("");
    // A torn write, its journal, and then without the journal; the same of a write-ahead log.
    for mode in ["DELETE", "WAL"] {
        for taken in [false, true] {
            fs::write(&hurt, &whole).unwrap();
            let writer = rusqlite::Connection::open(&hurt).unwrap();
            let set =
                format!("PRAGMA journal_mode = {mode}; PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN");
            writer.execute_batch(&set).unwrap();
            writer
                .execute_batch(
                    "UPDATE goals SET value_low = 1, text = text || 'x'; UPDATE documents SET town = 'X'",
                )
                .unwrap();
            let torn: Vec<(String, Vec<u8>)> = ["", "-journal", "-wal"]
                .iter()
                .filter_map(|ending| Some(((*ending).to_owned(), fs::read(beside(ending)).ok()?)))
                .collect();
            drop(writer);
            super::remove(&hurt);
            for (ending, bytes) in torn.iter().filter(|(ending, _)| ending.is_empty() || !taken) {
                fs::write(beside(ending), bytes).unwrap();
            }
            let told = is_told(&hurt, &sound, &format!("{mode}, taken {taken}"));
            assert!(told || !taken || mode == "WAL", "a torn write is not told");
            assert!(told || mode == "DELETE", "a file that may have a log beside it is told");
            super::remove(&hurt);
        }
    }
    // A journal of somebody else's beside a sound file.
    fs::write(&hurt, &whole).unwrap();
    fs::write(beside("-journal"), "no journal at all".repeat(100)).unwrap();
    assert!(!is_told(&hurt, &sound, "a journal that is none"));
}
