//! `archive check` finds what is hurt, and makes again what can be: every kind of damage that somebody can do to
//! rows, one by one.

use std::fs;
use std::path::Path;

use crate::fixture::{Place, files, place, sqlite3};
use crate::torture::{run, verb};
use archive::error::{Kind, Result};
use archive::ingest::audit::{self, Depth, Looked};
use archive::ingest::{self, Clock, Order};
use archive::lexicon::Lexicon;
use archive::read::Limits;
use archive::store::audit::{Finding, Part, Remedy};
use archive::store::migrate::SCRIPTS;
use archive::store::{Archive, Options};

const REPORTS: &[(&str, &str)] = &[
    (
        "a.txt",
        "青石镇2023年政府工作报告\n\n一、2022年工作回顾\n全年完成一般公共预算收入6.2亿元，同比增长3.2%。新建公厕3处。\n\
         二、2023年工作安排\n（一）抓项目。力争全年引进项目5个以上，完成云溪水库除险加固工程。\n\
         （二）抓民生。硬化道路12.5公里，新增就业XX人。\n",
    ),
    (
        "b.txt",
        "青石镇2024年政府工作报告\n\n一、2023年工作回顾\n云溪水库除险加固工程全面完工。引进项目6个。\n\
         二、2024年工作安排\n力争农村居民人均可支配收入增长7%以上，新建公厕2处。\n",
    ),
];

/// An archive of the two reports, with their originals or without.
fn filled(place: &Place, originals: bool) {
    for (name, text) in REPORTS {
        fs::write(place.folder.path().join(name), text).unwrap();
    }
    let order = Order {
        paths: REPORTS.iter().map(|(name, _)| place.folder.path().join(name)).collect(),
        archive: place.db.clone(),
        encoding: None,
        jobs: 1,
        max_bytes: 1 << 20,
        limits: Limits::default(),
        counted: false,
        originals,
        arguments: Vec::new(),
    };
    let clock = Clock { now: &|| "2026-01-02T03:04:05Z".to_owned(), nanoseconds: &|| 0 };
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    ingest::run(&order, &lexicon(), &mut archive, &clock, &mut |_| Ok(())).unwrap();
    REPORTS.iter().for_each(|(name, _)| fs::remove_file(place.folder.path().join(name)).unwrap());
}

fn lexicon() -> Lexicon {
    Lexicon::builtin()
}

fn check(db: &Path, deep: bool) -> Vec<Finding> {
    let archive = Archive::open_read_only(db).unwrap();
    let depth = Depth { deep, percent: None, seed: 1 };
    let mut findings = Vec::new();
    audit::audit(&archive, &depth, &Limits::default(), &lexicon(), &mut |_| (), &mut |finding| {
        findings.push(finding);
        Ok(())
    })
    .unwrap();
    findings
}

fn repair(db: &Path) -> Result<std::path::PathBuf> {
    audit::repair(db, &Options::default(), &Limits::default(), &lexicon(), &mut |_| ())
}

/// All rows but for their numbers.
fn rows(db: &Path) -> String {
    sqlite3(
        db,
        "SELECT content_sha256, title, kind, town, year, text FROM documents ORDER BY 1;
         SELECT path, file_sha256, encoding, format FROM sources ORDER BY 1;
         SELECT text, kind, indicator, value_low, unit, year, rule FROM goals ORDER BY 1, 4;
         SELECT text, indicator, value_low, unit, year, rule FROM outcomes ORDER BY 1, 3;
         SELECT name, kind, town, documents, mentions FROM v_projects ORDER BY 1;
         SELECT path, part, start_char, end_char FROM sections ORDER BY 1, 3;
         SELECT kind, message, start_char FROM doubts ORDER BY 1, 3;
         SELECT name, sz, hex(data) FROM sqlar ORDER BY 1;
         SELECT * FROM imports; SELECT path, status, reason, milliseconds FROM import_files ORDER BY id",
    )
}

#[test]
fn a_sound_archive_has_no_findings() {
    for originals in [true, false] {
        let place = place();
        filled(&place, originals);
        let before = fs::read(&place.db).unwrap();
        assert_eq!(check(&place.db, false), []);
        assert_eq!(check(&place.db, true), []);
        assert!(fs::read(&place.db).unwrap() == before, "a check writes nothing");
        assert_eq!(files(&place), ["archive.db"]);
    }
}

/// What is done to the archive, the part and row that are named for it, and the remedy; (deep) only a fresh reading
/// can tell.
const HURTS: &[(&str, Part, &str, Remedy, bool)] = &[
    ("UPDATE goals SET text = '别的' WHERE id = 1", Part::Quote, "goals 1", Remedy::Repair, false),
    (
        "UPDATE goals SET start_char = 3, end_char = 99999 WHERE id = 1",
        Part::Quote,
        "goals 1",
        Remedy::Repair,
        false,
    ),
    (
        "UPDATE outcomes SET start_char = start_char + 1 WHERE id = 1",
        Part::Quote,
        "outcomes 1",
        Remedy::Repair,
        false,
    ),
    ("UPDATE sections SET end_char = 99999 WHERE id = 1", Part::Quote, "sections 1", Remedy::Repair, false),
    ("UPDATE doubts SET end_char = 99999 WHERE id = 1", Part::Quote, "doubts 1", Remedy::Repair, false),
    (
        "UPDATE goals SET value_low = value_low + 1 WHERE id = 1",
        Part::Reading,
        "goals 1",
        Remedy::Repair,
        true,
    ),
    ("UPDATE goals SET year = 1999 WHERE id = 1", Part::Reading, "goals 1", Remedy::Repair, true),
    ("DELETE FROM outcomes WHERE id = 1", Part::Reading, "outcomes", Remedy::Repair, true),
    ("UPDATE sections SET path = 'x' WHERE id = 1", Part::Reading, "sections 1", Remedy::Repair, true),
    ("UPDATE projects SET name = '别的工程'", Part::Reading, "project_mentions 1", Remedy::Repair, true),
    ("UPDATE documents SET town = '白沙乡' WHERE id = 2", Part::Reading, "documents 2", Remedy::Repair, true),
    ("UPDATE sources SET encoding = 'Big5' WHERE id = 2", Part::Reading, "sources 2", Remedy::Repair, true),
    ("UPDATE projects SET kind = 'road'", Part::Reference, "projects 1", Remedy::Repair, false),
    (
        "INSERT INTO projects (name, kind) VALUES ('桥', 'road')",
        Part::Reference,
        "projects 2",
        Remedy::Repair,
        false,
    ),
    ("UPDATE goals SET section_id = 999 WHERE id = 1", Part::Reference, "goals 1", Remedy::Repair, false),
    ("DELETE FROM passages WHERE id = 1", Part::Search, "", Remedy::Repair, false),
    (
        "INSERT INTO search (search, rowid, words) VALUES ('delete', 1, '青石')",
        Part::Search,
        "",
        Remedy::Repair,
        false,
    ),
    ("INSERT INTO search (rowid, words) VALUES (99, '青石')", Part::Search, "", Remedy::Repair, false),
    ("DROP INDEX goals_by_year", Part::Schema, "index goals_by_year", Remedy::Repair, false),
    ("ALTER TABLE goals ADD COLUMN mine TEXT", Part::Schema, "table goals", Remedy::Repair, false),
    ("ALTER TABLE sources ADD COLUMN mine TEXT", Part::Schema, "table sources", Remedy::Restore, false),
    (
        "DROP VIEW v_goals; CREATE VIEW v_goals AS SELECT 1",
        Part::Views,
        "view v_goals",
        Remedy::Repair,
        false,
    ),
    (
        "UPDATE about SET value = 'x' WHERE name = 'offsets'",
        Part::Views,
        "about offsets",
        Remedy::Repair,
        false,
    ),
    (
        "CREATE TRIGGER t AFTER INSERT ON goals BEGIN DELETE FROM goals; END",
        Part::Schema,
        "trigger t",
        Remedy::Repair,
        false,
    ),
    (
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_sqlar_1';
         UPDATE sqlite_schema SET sql = replace(sql, 'PRIMARY KEY', '') WHERE name = 'sqlar'",
        Part::Schema,
        "table sqlar",
        Remedy::Restore,
        false,
    ),
    ("PRAGMA journal_mode = WAL", Part::File, "", Remedy::Repair, false),
    (
        "UPDATE documents SET text = replace(text, '6', '9') WHERE id = 1",
        Part::Text,
        "",
        Remedy::Restore,
        false,
    ),
    (
        "UPDATE documents SET text = replace(text, char(10, 10), char(10, 32)) WHERE id = 1",
        Part::Text,
        "",
        Remedy::Repair,
        true,
    ),
    (
        "UPDATE sqlar SET data = zeroblob(sz) WHERE rowid = 1",
        Part::Original,
        "sources 1",
        Remedy::Restore,
        false,
    ),
    (
        "UPDATE sqlar SET data = x'00ff00ff' WHERE rowid = 1",
        Part::Original,
        "sources 1",
        Remedy::Restore,
        false,
    ),
    ("UPDATE sources SET byte_count = 7 WHERE id = 1", Part::Original, "sources 1", Remedy::Restore, false),
    ("UPDATE sources SET path = 'c.txt' WHERE id = 1", Part::Reference, "sources 1", Remedy::Restore, false),
    (
        "UPDATE imports SET started_at = '2026-99-02T03:04:05Z'",
        Part::Reference,
        "imports 1",
        Remedy::Restore,
        false,
    ),
    (
        "PRAGMA ignore_check_constraints = ON; UPDATE sources SET file_sha256 = upper(file_sha256) WHERE id = 1",
        Part::File,
        "sources 1",
        Remedy::Restore,
        false,
    ),
    (
        "PRAGMA ignore_check_constraints = ON; UPDATE goals SET kind = 'Quantified' WHERE id = 1",
        Part::File,
        "goals 1",
        Remedy::Repair,
        false,
    ),
    ("DELETE FROM sources WHERE id = 1", Part::Reference, "documents 1", Remedy::Restore, false),
    ("DELETE FROM sqlar", Part::Reference, "sources 1", Remedy::Restore, false),
];

#[test]
fn every_hurt_is_found_and_named() {
    for (sql, part, row, remedy, deep) in HURTS {
        let place = place();
        filled(&place, true);
        sqlite3(&place.db, sql);
        let shallow = check(&place.db, false);
        let thorough = check(&place.db, true);
        let found = if *deep { thorough } else { shallow.clone() };
        assert!(
            found.iter().any(|one| one.part == *part
                && one.remedy == *remedy
                && one.row.as_deref().unwrap_or_default().starts_with(row)),
            "{sql}: {found:#?}"
        );
        assert!(!*deep || shallow.is_empty(), "{sql}: told without a fresh reading: {shallow:#?}");
    }
}

#[test]
fn what_is_derived_is_made_again_and_nothing_else_is_touched() {
    let whole = place();
    filled(&whole, true);
    let sound = rows(&whole.db);
    for (sql, _, _, remedy, _) in HURTS.iter().filter(|hurt| hurt.3 == Remedy::Repair) {
        let place = place();
        filled(&place, true);
        sqlite3(&place.db, sql);
        let hurt = sqlite3(&place.db, ".dump");
        let backup = repair(&place.db).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let left = check(&place.db, true);
        // A trigger is somebody's own, so it stays, and stays a finding.
        assert!(
            left.iter().all(|one| one.row.as_deref() == Some("trigger t")),
            "{sql} {remedy:?}: {left:#?}"
        );
        assert_eq!(rows(&place.db), sound, "{sql}");
        assert!(sqlite3(&backup, ".dump") == hurt, "{sql}: the copy is the file as it was");
        assert_eq!(files(&place), ["archive.db", &format!("archive.db.backup-v{}", SCRIPTS.len())], "{sql}");
    }
}

#[test]
fn a_repair_keeps_what_others_put_in_and_what_it_cannot_make() {
    let place = place();
    filled(&place, true);
    sqlite3(
        &place.db,
        "CREATE TABLE mine (a, b); INSERT INTO mine VALUES (1, 'eins'); CREATE TABLE search_notes (a); CREATE INDEX mine_a ON mine (a);
         CREATE VIEW my_goals AS SELECT count(*) AS n FROM goals; DELETE FROM goals;
         UPDATE sqlar SET data = zeroblob(sz) WHERE rowid = 1",
    );
    repair(&place.db).unwrap();
    assert_eq!(sqlite3(&place.db, "SELECT a, b FROM mine; SELECT n > 0 FROM my_goals"), "1|eins\n1");
    assert_eq!(
        sqlite3(&place.db, "SELECT count(*) FROM sqlite_schema WHERE name IN ('mine_a', 'search_notes')"),
        "2"
    );
    let left = check(&place.db, true);
    assert!(left.len() == 1 && left[0].part == Part::Original, "{left:#?}");
    // A column of somebody's in a table that is only copied.
    sqlite3(&place.db, "ALTER TABLE sources ADD COLUMN mine TEXT");
    let before = fs::read(&place.db).unwrap();
    let error = repair(&place.db).unwrap_err();
    assert!(error.to_string().contains("a column mine of somebody's"), "{error}");
    assert!(fs::read(&place.db).unwrap() == before);
}

const NOT_UTF8: &str = "UPDATE documents
    SET text = CAST(CAST(substr(text, 1, length(text) - 1) AS BLOB) || x'ff' AS TEXT) WHERE id = 1";

#[test]
fn a_text_that_is_hurt_is_taken_from_its_original_and_costs_no_other() {
    let whole = place();
    filled(&whole, true);
    for hurt in [NOT_UTF8, "UPDATE documents SET text = replace(text, '6', '9') WHERE id = 1"] {
        let place = place();
        filled(&place, true);
        sqlite3(&place.db, hurt);
        assert!(check(&place.db, false).iter().any(|one| one.part == Part::Text));
        repair(&place.db).unwrap();
        assert_eq!(check(&place.db, true), [], "{hurt}");
        assert!(rows(&place.db) == rows(&whole.db), "{hurt}");
    }
    // Without its original it stays as it is, and the other document is made whole.
    let place = place();
    filled(&place, false);
    sqlite3(&place.db, &format!("{NOT_UTF8}; UPDATE goals SET value_low = 1 WHERE document_id = 2"));
    let kept = sqlite3(&place.db, "SELECT hex(text) FROM documents");
    repair(&place.db).unwrap();
    let left = check(&place.db, true);
    assert!(!left.is_empty() && left.iter().all(|one| one.document_id.is_none_or(|id| id == 1)), "{left:#?}");
    assert!(left.iter().any(|one| one.part == Part::Text && one.remedy == Remedy::Restore), "{left:#?}");
    assert_eq!(sqlite3(&place.db, "SELECT hex(text) FROM documents"), kept);
}

#[test]
fn a_view_that_cannot_be_read_keeps_nobody_from_a_repair() {
    let place = place();
    filled(&place, true);
    let sound = rows(&place.db);
    let connection = rusqlite::Connection::open(&place.db).unwrap();
    let hurt = "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE VIEW v_gouls' WHERE name = 'v_goals'";
    connection.execute_batch(hurt).unwrap();
    drop(connection);
    let error = Archive::open_read_only(&place.db).unwrap_err();
    assert_eq!(error.kind(), Kind::Damaged);
    assert!(error.to_string().contains("v_gouls") || error.to_string().contains("v_goals"), "{error}");
    repair(&place.db).unwrap();
    assert_eq!(check(&place.db, true), []);
    assert!(rows(&place.db) == sound);
}

#[test]
fn a_table_that_cannot_be_seen_is_not_taken_for_an_empty_one() {
    for (table, sql) in [
        ("sources", "CREATE TABLE sources (id INTEGER PRIMARY KEY, path TEXT)"),
        ("sqlar", "CREATE TABLE sqlar"),
    ] {
        let place = place();
        filled(&place, true);
        let connection = rusqlite::Connection::open(&place.db).unwrap();
        connection.execute_batch("PRAGMA writable_schema = ON").unwrap();
        connection.execute("UPDATE sqlite_schema SET sql = ?1 WHERE name = ?2", [sql, table]).unwrap();
        drop(connection);
        let before = fs::read(&place.db).unwrap();
        let error = repair(&place.db).unwrap_err();
        assert_eq!(error.kind(), Kind::Damaged, "{error}");
        assert!(error.to_string().contains(&format!("in its table {table}")), "{error}");
        assert_eq!(files(&place), ["archive.db"]);
        assert!(fs::read(&place.db).unwrap() == before, "{table}");
    }
}

#[test]
fn a_repair_waits_for_nobody_for_ever() {
    let place = place();
    filled(&place, true);
    let holder = rusqlite::Connection::open(&place.db).unwrap();
    holder.execute_batch("BEGIN; SELECT count(*) FROM goals").unwrap();
    let hurry = Options { busy_timeout: std::time::Duration::from_millis(20), ..Options::default() };
    let error = audit::repair(&place.db, &hurry, &Limits::default(), &lexicon(), &mut |_| ()).unwrap_err();
    assert_eq!(error.kind(), Kind::Busy, "{error}");
    drop(holder);
    assert_eq!(files(&place), ["archive.db"]);
}

#[test]
fn an_original_that_is_hurt_is_told_and_stops_no_reading() {
    let place = place();
    filled(&place, true);
    let sound = rows(&place.db);
    sqlite3(&place.db, "UPDATE sqlar SET data = zeroblob(sz) WHERE rowid = 1");
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    assert_eq!(archive.original(1, "").unwrap_err().kind(), Kind::Damaged);
    let ids = archive.document_ids().unwrap();
    let mut refused = Vec::new();
    ingest::again::reextract(&ids, &Limits::default(), &lexicon(), &mut archive, &mut |reread| {
        refused.extend(reread.refused.iter().map(|(_, error)| error.message().to_owned()));
        assert!(reread.change.is_none());
    })
    .unwrap();
    assert_eq!(refused, ["the file kept of it in the archive is damaged"]);
    let texts =
        |rows: String| rows.lines().filter(|line| !line.contains("|9E") && !line.contains("0000")).count();
    assert!(texts(rows(&place.db)) + 2 > texts(sound));
}

#[test]
fn a_sample_is_a_share_and_another_one_each_time() {
    let place = place();
    let archive = Archive::open_or_create(&place.db).unwrap();
    assert!(archive.sample(50.0, 1).unwrap().is_empty());
    drop(archive);
    filled(&place, false);
    let archive = Archive::open_read_only(&place.db).unwrap();
    assert_eq!(archive.sample(1.0, 1).unwrap().len(), 1);
    assert_eq!(archive.sample(100.0, 1).unwrap(), [1, 2]);
    let chosen: std::collections::BTreeSet<Vec<i64>> =
        (0..50).map(|seed| archive.sample(50.0, seed).unwrap()).collect();
    assert_eq!(chosen.len(), 2);
    let depth = Depth { deep: true, percent: Some(50.0), seed: 3 };
    let looked =
        audit::audit(&archive, &depth, &Limits::default(), &lexicon(), &mut |_| (), &mut |_| Ok(())).unwrap();
    assert_eq!(looked, Looked { documents: 2, seen: 1 });
}

#[test]
fn the_exit_status_says_whether_something_was_found() {
    let place = place();
    run(&mut verb(&place.db, &["check"])).fails("there is no archive here");
    fs::write(&place.db, "青石镇工作计划").unwrap();
    run(&mut verb(&place.db, &["check", "--repair"])).fails("is not an archive");
    fs::remove_file(&place.db).unwrap();
    filled(&place, true);
    let sound = run(&mut verb(&place.db, &["check", "--deep", "--format", "json"])).ok();
    assert_eq!(sound.stdout.trim(), "[]");
    let sampled = run(&mut verb(&place.db, &["check", "--sample", "50%"])).ok();
    assert!(sampled.stderr.contains("1 of 2 documents looked at"), "{}", sampled.stderr);
    for wrong in [&["check", "--sample", "0"][..], &["check", "--sample", "5%", "--repair"]] {
        assert_eq!(run(&mut verb(&place.db, wrong)).status.code(), Some(2));
    }
    // Nothing to repair, so nothing is copied.
    run(&mut verb(&place.db, &["check", "--repair"])).ok();
    assert_eq!(files(&place), ["archive.db"]);
    sqlite3(
        &place.db,
        "UPDATE goals SET text = '别的' WHERE id = 1; UPDATE sqlar SET data = zeroblob(sz) WHERE rowid = 2",
    );
    let hurt = run(&mut verb(&place.db, &["check", "--format", "json"])).decent();
    assert_eq!(hurt.status.code(), Some(1));
    let findings: serde_json::Value = serde_json::from_str(&hurt.stdout).unwrap();
    let one = &findings[0];
    assert_eq!(
        (&one["part"], &one["document"], &one["row"], &one["remedy"]),
        (&"quote".into(), &1.into(), &"goals 1".into(), &"repair".into())
    );
    assert_eq!(findings[1]["remedy"], "restore");
    assert!(hurt.stderr.contains("2 findings"), "{}", hurt.stderr);
    let repaired = run(&mut verb(&place.db, &["check", "--repair", "--format", "json"])).decent();
    assert_eq!(repaired.status.code(), Some(1), "what cannot be made again is still hurt");
    let left: serde_json::Value = serde_json::from_str(&repaired.stdout).unwrap();
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert!(
        repaired.stderr.contains(": made again what is derived; the file as it was: "),
        "{}",
        repaired.stderr
    );
}
