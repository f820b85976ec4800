//! What happens to a file on its way through schema versions, and to files that are none of ours.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use crate::fixture::*;
use archive::error::Kind;
use archive::store::migrate::{self, SCRIPTS, Script};
use archive::store::read::Filter;
use archive::store::{APPLICATION_ID, Archive, Options};

/// A next version that rebuilds a parent table, the way that loses its children where foreign keys are on.
const REBUILD: &str = "
    CREATE TABLE new_documents AS SELECT * FROM documents;
    DROP TABLE documents;
    CREATE TABLE documents (id INTEGER PRIMARY KEY, content_sha256 TEXT, title TEXT, kind TEXT, town TEXT,
        county TEXT, province TEXT, declared_year INTEGER, review_year INTEGER, plan_year INTEGER,
        year INTEGER, published_on TEXT, script TEXT, char_count INTEGER, extractor_version INTEGER,
        text TEXT);
    INSERT INTO documents SELECT * FROM new_documents;
    DROP TABLE new_documents";

/// The newest version, and the one after it.
const NEWEST: usize = SCRIPTS.len();
const NEXT: usize = NEWEST + 1;

fn options(scripts: Vec<Script>) -> Options {
    let scripts = [SCRIPTS, &scripts].concat().leak();
    Options { scripts, ..Options::default() }
}

/// A version that is still to come.
fn script(version: usize, sql: &'static str) -> Script {
    Script { name: format!("V{version}__later").leak(), sql }
}

fn next(sql: &'static str) -> Options {
    options(vec![script(NEXT, sql)])
}

/// Nobody may open the file, and nobody changes it by trying.
fn all_refuse(place: &Place, kind: Kind, words: &str) {
    let before = fs::read(&place.db).unwrap();
    let names = files(place);
    let errors = [
        Archive::open_read_only(&place.db).unwrap_err(),
        Archive::open_or_create(&place.db).unwrap_err(),
        migrate::run(&place.db).unwrap_err(),
        migrate::status(&place.db).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.to_string().starts_with(place.db.to_str().unwrap()), "{error}");
        assert!(error.next_step().is_some(), "{error}");
    }
    assert!(fs::read(&place.db).unwrap() == before, "the file was changed");
    assert_eq!(files(place), names);
}

#[test]
fn the_list_of_scripts_is_the_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let listed: Vec<String> = SCRIPTS.iter().map(|script| format!("{}.sql", script.name)).collect();
    assert_eq!(names, listed);
    assert!(SCRIPTS.iter().all(|script| !script.sql.contains('\r')), "a line end is part of the checksum");
}

#[test]
fn a_new_file_is_an_archive_and_nothing_else_is_left() {
    let place = place();
    let archive = Archive::open_or_create(&place.db).unwrap();
    assert_eq!(sqlite3(&place.db, "PRAGMA application_id"), APPLICATION_ID.to_string());
    assert_eq!(sqlite3(&place.db, "PRAGMA journal_mode"), "delete");
    assert_eq!(sqlite3(&place.db, "PRAGMA integrity_check"), "ok");
    let status = migrate::status(&place.db).unwrap();
    assert_eq!(status.len(), SCRIPTS.len());
    assert!(status.iter().all(|step| step.applied_on.is_some()));
    assert!(migrate::run(&place.db).unwrap().applied.is_empty());
    drop(archive);
    assert_eq!(files(&place), ["archive.db"]);
    // refinery by itself finds its own history in order.
    let mut connection = rusqlite::Connection::open(&place.db).unwrap();
    let all: Vec<refinery::Migration> =
        SCRIPTS.iter().map(|s| refinery::Migration::unapplied(s.name, s.sql).unwrap()).collect();
    let report = refinery::Runner::new(&all).set_grouped(true).run(&mut connection).unwrap();
    assert!(report.applied_migrations().is_empty());
}

#[test]
fn tables_are_strict_but_for_the_archive_of_originals() {
    let place = place();
    Archive::open_or_create(&place.db).unwrap();
    let loose = "SELECT name FROM pragma_table_list
                 WHERE type = 'table' AND schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'
                 ORDER BY name";
    assert_eq!(sqlite3(&place.db, loose), "refinery_schema_history\nsqlar");
    // The format is the one that sqlite3 packs and unpacks.
    fs::write(place.folder.path().join("a.txt"), "青石镇").unwrap();
    let packed = Command::new("sqlite3")
        .current_dir(place.folder.path())
        .args(["archive.db", "-A", "-u", "a.txt"])
        .status();
    // Without that program there is nobody to ask.
    if let Ok(packed) = packed {
        assert!(packed.success());
        assert_eq!(sqlite3(&place.db, "SELECT name, sz FROM sqlar"), "a.txt|9");
    }
    assert!(Archive::open_read_only(&place.db).is_ok());
}

#[test]
fn no_file_is_no_archive() {
    let place = place();
    for error in [
        Archive::open_read_only(&place.db).unwrap_err(),
        migrate::status(&place.db).unwrap_err(),
        migrate::run(&place.db).unwrap_err(),
    ] {
        assert_eq!(error.kind(), Kind::NoArchive);
        assert!(error.next_step().unwrap().contains("archive import"));
    }
    assert!(files(&place).is_empty());
    let nowhere = place.folder.path().join("no/folder/archive.db");
    let error = Archive::open_or_create(&nowhere).unwrap_err();
    assert!(error.to_string().contains("does its folder exist?"), "{error}");
    let folder = Archive::open_or_create(place.folder.path()).unwrap_err();
    assert!(folder.to_string().contains("a folder"), "{folder}");
}

#[test]
fn an_empty_file_is_as_good_as_none() {
    let place = place();
    fs::write(&place.db, "").unwrap();
    assert_eq!(Archive::open_read_only(&place.db).unwrap_err().kind(), Kind::NoArchive);
    assert_eq!(fs::read(&place.db).unwrap().len(), 0);
    Archive::open_or_create(&place.db).unwrap();
    assert!(Archive::open_read_only(&place.db).is_ok());
}

#[test]
fn a_file_of_another_kind_is_refused() {
    for content in ["x".to_owned(), "青石镇工作计划\n".repeat(900), "SQLite format 3\0 and no more".into()]
    {
        let place = place();
        fs::write(&place.db, content).unwrap();
        all_refuse(&place, Kind::NoArchive, "is not an archive");
    }
    let place = place();
    sqlite3(&place.db, "CREATE TABLE goals (id); INSERT INTO goals VALUES (1)");
    all_refuse(&place, Kind::NoArchive, "another program");
}

#[test]
fn a_newer_file_is_refused() {
    let place = place();
    Archive::open_or_create_with(&place.db, &next("CREATE TABLE later (id INTEGER)")).unwrap();
    all_refuse(
        &place,
        Kind::Archive,
        &format!("newer version of this program (its schema is {NEXT}, this program knows {NEWEST})"),
    );
}

#[test]
fn an_edited_history_is_refused_without_panic() {
    for (edit, words) in [
        ("UPDATE refinery_schema_history SET applied_on = 'yesterday'", "date of version 1"),
        ("UPDATE refinery_schema_history SET applied_on = NULL", "date of version 1"),
        ("UPDATE refinery_schema_history SET checksum = '17'", "other SQL"),
        ("UPDATE refinery_schema_history SET checksum = x'00ff'", "other SQL"),
        ("UPDATE refinery_schema_history SET name = 'other'", "another name"),
        ("UPDATE refinery_schema_history SET version = 'one' WHERE version = 1", "no number"),
        ("UPDATE refinery_schema_history SET version = -1 WHERE version = 1", "never was"),
        ("DELETE FROM refinery_schema_history", "it is empty"),
        ("DROP TABLE refinery_schema_history", "it is gone"),
        ("ALTER TABLE refinery_schema_history RENAME applied_on TO seen_on", "columns"),
    ] {
        let place = place();
        filled(&place.db, &[(&report(), "a.txt")]);
        sqlite3(&place.db, edit);
        all_refuse(&place, Kind::Archive, words);
    }
}

#[test]
fn a_version_left_out_is_refused() {
    let place = place();
    let options = options(vec![
        script(NEXT, "CREATE TABLE second (id INTEGER)"),
        script(NEXT + 1, "CREATE TABLE third (id INTEGER)"),
    ]);
    Archive::open_or_create_with(&place.db, &options).unwrap();
    sqlite3(&place.db, &format!("DELETE FROM refinery_schema_history WHERE version = {NEXT}"));
    let error = Archive::open_or_create_with(&place.db, &options).unwrap_err();
    assert!(error.to_string().contains(&format!("version {NEXT} is missing")), "{error}");
}

/// Runs one test of this module as a process of its own, on an archive.
fn process(test: &str, db: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("migrations::{test}"), "--nocapture"])
        .env("ARCHIVE_TEST_DB", db)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// The archive of a process that [`process`] started; `None` in an ordinary run of the tests.
fn given_archive() -> Option<PathBuf> {
    std::env::var_os("ARCHIVE_TEST_DB").map(PathBuf::from)
}

#[test]
fn process_that_opens_and_writes() {
    let Some(db) = given_archive() else { return };
    let mut archive = Archive::open_or_create(&db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    let name = format!("{}.txt", std::process::id());
    doc(&format!("文件{name}\n")).write(&mut archive, import, &name).unwrap();
}

#[test]
fn eight_processes_that_open_a_new_file_at_once_all_succeed() {
    for _ in 0..6 {
        let place = place();
        let mut processes: Vec<Child> =
            (0..8).map(|_| process("process_that_opens_and_writes", &place.db)).collect();
        assert!(processes.iter_mut().all(|process| process.wait().unwrap().success()));
        all_eight_are_in(&place);
    }
}

#[test]
fn eight_threads_that_open_a_new_file_at_once_all_succeed() {
    for _ in 0..5 {
        let place = place();
        let ready = Barrier::new(8);
        thread::scope(|scope| {
            for number in 0..8 {
                let (ready, db) = (&ready, &place.db);
                scope.spawn(move || {
                    ready.wait();
                    let mut archive = Archive::open_or_create(db).unwrap();
                    let import = archive.begin_import(&start()).unwrap();
                    doc(&format!("第{number}号文件\n")).write(&mut archive, import, "a.txt").unwrap();
                });
            }
        });
        all_eight_are_in(&place);
    }
}

fn all_eight_are_in(place: &Place) {
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM documents"), "8");
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM refinery_schema_history"), NEWEST.to_string());
    assert_eq!(files(place), ["archive.db"]);
}

#[test]
fn a_creation_that_fails_leaves_no_table() {
    let place = place();
    let broken = next("CREATE TABLE second (id INTEGER); CREATE TABLE second (id INTEGER)");
    let error = Archive::open_or_create_with(&place.db, &broken).unwrap_err();
    assert!(error.to_string().contains("table second already exists"), "{error}");
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM sqlite_schema"), "0");
    Archive::open_or_create(&place.db).unwrap();
}

#[test]
fn process_that_writes_until_it_is_killed() {
    let Some(db) = given_archive() else { return };
    let mut archive = Archive::open_or_create(&db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    for number in 0.. {
        let doc = doc(&format!("{REPORT}第{number}号\n")).goal("新建公厕3处", "3", "处");
        doc.write(&mut archive, import, &format!("{number}.txt")).unwrap();
    }
}

/// Waits until a writer has written something.
fn until_written(db: &Path, writer: &mut Child) {
    let written = || {
        let reader =
            rusqlite::Connection::open_with_flags(db, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        let count = "SELECT count(*) FROM documents";
        reader.query_row(count, [], |row| row.get::<_, i64>(0)).ok().filter(|count| *count > 0)
    };
    while written().is_none() {
        assert!(writer.try_wait().unwrap().is_none(), "the writer has written nothing, and is gone");
        thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_kill_leaves_whole_documents_or_nothing() {
    let first = place();
    let mut writer = process("process_that_writes_until_it_is_killed", &first.db);
    until_written(&first.db, &mut writer);
    writer.kill().unwrap();
    writer.wait().unwrap();
    for milliseconds in [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 25, 30, 40, 60, 90] {
        let place = place();
        let mut writer = process("process_that_writes_until_it_is_killed", &place.db);
        thread::sleep(Duration::from_millis(milliseconds));
        writer.kill().unwrap();
        writer.wait().unwrap();
        match Archive::open_read_only(&place.db) {
            Ok(archive) => archive.query("goals", &Filter::default(), &mut |_| Ok(())).unwrap(),
            Err(error) => assert_eq!(error.kind(), Kind::NoArchive, "{error}"),
        }
        let mut archive = Archive::open_or_create(&place.db).unwrap();
        archive.begin_import(&start()).unwrap();
        let torn = "SELECT count(*) FROM documents d WHERE
                        (SELECT count(*) FROM goals g WHERE g.document_id = d.id) <> 1
                     OR (SELECT count(*) FROM sources s WHERE s.document_id = d.id) <> 1";
        assert_eq!(sqlite3(&place.db, torn), "0");
        assert_eq!(sqlite3(&place.db, "PRAGMA integrity_check; PRAGMA foreign_key_check"), "ok");
    }
}

#[test]
fn a_cut_off_write_is_taken_back_for_a_reader() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    let sound = fs::read(&place.db).unwrap();
    // A writer with next to no cache has half its pages in the file and the old ones in the journal.
    let writer = rusqlite::Connection::open(&place.db).unwrap();
    writer.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN").unwrap();
    for number in 0..300 {
        let name = format!("{number:0>500}");
        writer.execute("INSERT INTO about VALUES (?1, 'x')", [name]).unwrap();
    }
    let journal = place.folder.path().join("archive.db-journal");
    let (torn, old_pages) = (fs::read(&place.db).unwrap(), fs::read(&journal).unwrap());
    drop(writer);
    assert_ne!(torn, sound, "the test makes a torn file");
    fs::write(&place.db, torn).unwrap();
    fs::write(&journal, old_pages).unwrap();
    let reader = Archive::open_read_only(&place.db).unwrap();
    drop(reader);
    assert!(fs::read(&place.db).unwrap() == sound);
    assert_eq!(files(&place), ["archive.db"]);
}

#[test]
fn reading_writes_nothing_even_where_it_could_not() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    let before = fs::read(&place.db).unwrap();
    let changed = fs::metadata(&place.db).unwrap().modified().unwrap();
    fs::set_permissions(&place.db, fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let archive = Archive::open_read_only(&place.db).unwrap();
    archive.query("goals", &Filter::default(), &mut |_| Ok(())).unwrap();
    archive.document("1").unwrap();
    assert!(migrate::status(&place.db).is_ok());
    drop(archive);
    fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(fs::read(&place.db).unwrap() == before);
    assert_eq!(fs::metadata(&place.db).unwrap().modified().unwrap(), changed);
    assert_eq!(files(&place), ["archive.db"]);
}

#[test]
fn an_older_file_is_upgraded_after_a_backup_and_keeps_its_children() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    let newer = next(REBUILD);
    let error = Archive::open_read_only_with(&place.db, &newer).unwrap_err();
    assert_eq!(error.kind(), Kind::Archive);
    assert_eq!(error.next_step().unwrap(), format!("run `archive migrate run --db {}`", place.db.display()));
    let pending = migrate::status_with(&place.db, &newer).unwrap();
    assert_eq!((pending[NEWEST].version, pending[NEWEST].name.as_str()), (NEXT as i32, "later"));
    assert!(pending[NEWEST].applied_on.is_none());
    let kept = Options { keep_backup: true, ..newer };
    let before = sqlite3(&place.db, ".dump");
    let upgrade = migrate::run_with(&place.db, &kept).unwrap();
    assert_eq!(upgrade.applied, [NEXT as i32]);
    let backup = upgrade.backup.unwrap();
    let name = format!("archive.db.backup-v{NEWEST}");
    assert!(backup.ends_with(&name), "{}", backup.display());
    assert!(sqlite3(&backup, ".dump") == before, "the back-up is the file as it was");
    assert!(Archive::open_read_only(&backup).is_ok(), "and an archive of its own");
    assert_eq!(files(&place), ["archive.db", &name]);
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM v_goals"), "2");
    assert_eq!(sqlite3(&place.db, "SELECT value FROM about WHERE name = 'schema_version'"), NEXT.to_string());
    assert!(Archive::open_read_only_with(&place.db, &newer).is_ok());
    assert!(migrate::run_with(&place.db, &newer).unwrap().applied.is_empty());
}

#[test]
fn a_writer_upgrades_by_itself_and_leaves_no_backup() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    let newer = next("CREATE TABLE second (id INTEGER)");
    let mut archive = Archive::open_or_create_with(&place.db, &newer).unwrap();
    archive.begin_import(&start()).unwrap();
    assert_eq!(files(&place), ["archive.db"]);
    let bad =
        "INSERT INTO sources (document_id, path, file_sha256, format, encoding, byte_count, first_import_id)
               VALUES (99, 'x', 'y', 'txt', 'UTF-8', 1, 1)";
    assert!(rusqlite::Connection::open(&place.db).unwrap().execute(bad, []).is_err());
}

#[test]
fn an_upgrade_that_would_do_harm_is_undone() {
    for (sql, words) in [
        ("DELETE FROM sources", "lost rows of sources"),
        ("DROP TABLE import_files", "lost rows of import_files"),
        ("UPDATE goals SET section_id = 999", "refer to nothing"),
        ("CREATE TABLE second (id INTEGER); SELECT nonsense", "no such column"),
        ("DELETE FROM sources; COMMIT", "lost rows of sources"),
        ("DELETE FROM sources; COMMIT; BEGIN", "lost rows of sources"),
        ("CREATE TABLE second (id INTEGER); COMMIT", "ended the transaction"),
        ("CREATE TABLE second (id INTEGER); COMMIT; BEGIN", "ended the transaction"),
    ] {
        let place = place();
        filled(&place.db, &[(&report(), "a.txt")]);
        let before = sqlite3(&place.db, ".dump");
        let error = migrate::run_with(&place.db, &next(sql)).unwrap_err();
        assert!(error.to_string().contains("could not be upgraded"), "{sql}: {error}");
        assert!(error.to_string().contains(words), "{sql}: {error}");
        assert!(sqlite3(&place.db, ".dump") == before, "{sql}");
        assert_eq!(files(&place), ["archive.db"], "{sql}");
        assert!(Archive::open_or_create(&place.db).is_ok(), "{sql}");
    }
}

#[test]
fn an_earlier_backup_is_not_overwritten() {
    let place = place();
    filled(&place.db, &[]);
    let old = place.folder.path().join(format!("archive.db.backup-v{NEWEST}"));
    fs::write(&old, "keep me").unwrap();
    let kept = Options { keep_backup: true, ..next("CREATE TABLE second (id INTEGER)") };
    let upgrade = migrate::run_with(&place.db, &kept).unwrap();
    assert!(upgrade.backup.unwrap().ends_with(format!("archive.db.backup-v{NEWEST}-2")));
    assert_eq!(fs::read_to_string(old).unwrap(), "keep me");
}

#[test]
fn views_of_another_wording_are_renewed_by_a_writer_and_covered_by_a_reader() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    sqlite3(
        &place.db,
        "DROP VIEW v_goals; CREATE VIEW v_goals AS SELECT 1 AS year; CREATE VIEW mine AS SELECT 2;
         CREATE VIEW v_gone AS SELECT 3; UPDATE about SET value = 'old' WHERE name = 'views_sha256'",
    );
    let before = fs::read(&place.db).unwrap();
    let reader = Archive::open_read_only(&place.db).unwrap();
    let mut rows = 0;
    reader
        .query("goals", &Filter { year: Some(2023.into()), ..Filter::default() }, &mut |row| {
            rows += 1;
            assert_eq!(row.len(), 22);
            Ok(())
        })
        .unwrap();
    assert_eq!(rows, 2);
    drop(reader);
    assert!(fs::read(&place.db).unwrap() == before);
    Archive::open_or_create(&place.db).unwrap();
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM v_goals WHERE year = 2023"), "2");
    let others = "SELECT group_concat(name) FROM sqlite_schema WHERE name IN ('mine', 'v_gone')";
    assert_eq!(sqlite3(&place.db, others), "mine");
}

#[test]
fn a_file_switched_to_wal_comes_back_to_one_file() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    sqlite3(&place.db, "PRAGMA journal_mode = WAL");
    Archive::open_or_create(&place.db).unwrap();
    assert_eq!(sqlite3(&place.db, "PRAGMA journal_mode"), "delete");
    assert_eq!(files(&place), ["archive.db"]);
}

#[test]
fn an_upgrade_waits_for_others_and_then_says_who_is_in_the_way() {
    let place = place();
    let mut writer = filled(&place.db, &[]);
    writer.begin().unwrap();
    let newer =
        Options { busy_timeout: Duration::from_millis(20), ..next("CREATE TABLE second (id INTEGER)") };
    let error = migrate::run_with(&place.db, &newer).unwrap_err();
    assert_eq!(error.kind(), Kind::Busy);
    assert_eq!(files(&place), ["archive.db", "archive.db-journal"].map(String::from)[..files(&place).len()]);
    writer.commit().unwrap();
    assert_eq!(migrate::run_with(&place.db, &newer).unwrap().applied, [NEXT as i32]);
}
