//! Every released version of the schema, made and filled as it was, and brought to the newest.

use std::fs;
use std::path::Path;

use refinery::{Migration, Runner, Target};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::fixture::{Place, files, place, sqlite3};
use crate::torture::{reports, rows, run, verb};
use archive::error::Kind;
use archive::store::migrate::{self, SCRIPTS, copies, plan};
use archive::store::{APPLICATION_ID, Archive, Options};

/// A file as the program of that version made it, with the rows of `full` as far as it has room for them. Version
/// numbers count from 1 without a gap.
pub fn older(db: &Path, version: usize, full: &Path) {
    let migrations: Vec<Migration> =
        SCRIPTS.iter().map(|script| Migration::unapplied(script.name, script.sql).unwrap()).collect();
    let mut connection = Connection::open(db).unwrap();
    let target = Target::Version(i32::try_from(version).unwrap());
    Runner::new(&migrations).set_target(target).set_grouped(true).run(&mut connection).unwrap();
    connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    connection.execute("ATTACH ?1 AS whole", [full.to_str().unwrap()]).unwrap();
    let transaction = connection.unchecked_transaction().unwrap();
    for table in tables(&transaction).iter().filter(|table| *table != "about") {
        let columns = columns(&transaction, "main", table);
        let there = self::columns(&transaction, "whole", table);
        let both: Vec<String> = columns.into_iter().filter(|column| there.contains(column)).collect();
        let both = both.join(", ");
        transaction
            .execute_batch(&format!("INSERT INTO main.{table} ({both}) SELECT {both} FROM whole.{table}"))
            .unwrap();
    }
    transaction
        .execute_batch(
            "INSERT INTO about VALUES ('views_sha256', 'of that time'), ('created_by', 'archive 0.0.1');
             CREATE VIEW v_goals AS SELECT id, text FROM goals; CREATE VIEW v_gone AS SELECT 1 AS x",
        )
        .unwrap();
    transaction.commit().unwrap();
}

/// The tables that keep their rows through an upgrade; the search index is made again.
fn tables(connection: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'
               AND name NOT GLOB 'search*' AND name NOT IN ('refinery_schema_history', 'passages') ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn columns(connection: &Connection, schema: &str, table: &str) -> Vec<String> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1, ?2)").unwrap();
    statement.query_map([table, schema], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// All rows of the tables that a file has, column by column as it has them.
fn kept(db: &Path) -> Vec<(String, Vec<String>)> {
    let connection = Connection::open(db).unwrap();
    tables(&connection)
        .into_iter()
        .filter(|table| table != "about")
        .map(|table| {
            let columns = columns(&connection, "main", &table);
            (table, columns)
        })
        .collect()
}

fn cells(db: &Path, table: &str, columns: &[String]) -> Vec<Vec<Value>> {
    let connection = Connection::open(db).unwrap();
    let mut statement =
        connection.prepare(&format!("SELECT {} FROM {table} ORDER BY rowid", columns.join(", "))).unwrap();
    let row = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|at| row.get(at)).collect();
    statement.query_map([], row).unwrap().map(Result::unwrap).collect()
}

/// An archive of some reports, of the newest version.
fn full(place: &Place) {
    let folder = place.folder.path().join("reports");
    reports(&folder, 12);
    run(verb(&place.db, &["import"]).arg(&folder)).ok();
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_version_is_brought_to_the_newest_with_every_row() {
    let newest = place();
    full(&newest);
    for version in 1..=SCRIPTS.len() {
        let place = place();
        older(&place.db, version, &newest.db);
        let tables = kept(&place.db);
        let before: Vec<_> = tables.iter().map(|(table, columns)| cells(&place.db, table, columns)).collect();
        assert!(before.iter().all(|rows| !rows.is_empty()), "version {version} is filled");
        let pending = SCRIPTS.len() - version;
        let status = migrate::status(&place.db).unwrap();
        assert_eq!(status.iter().filter(|step| step.applied_on.is_none()).count(), pending);
        assert_eq!(plan::edits(&place.db, &Options::default()).unwrap(), [], "it is merely old");
        let plan = run(&mut verb(&place.db, &["migrate", "plan", "--on-copy", "--format", "csv"])).ok();
        for (table, rows) in tables.iter().map(|(table, _)| table).zip(&before) {
            let line = format!("\n{table},");
            let told = plan.stdout.split(&line).nth(1).unwrap_or_default().lines().next().unwrap_or_default();
            assert!(told.ends_with(&format!(",{0},{0}", rows.len())), "{version} {table}: {}", plan.stdout);
        }
        assert_eq!(files(&place), ["archive.db"], "the copy is gone");
        let upgrade = run(&mut verb(&place.db, &["migrate", "run"])).ok();
        assert_eq!(
            upgrade.stdout.rsplit_once("applied ").map_or(0, |(_, steps)| steps.split(", ").count()),
            pending,
            "{}",
            upgrade.stdout
        );
        for ((table, columns), rows) in tables.iter().zip(&before) {
            assert!(cells(&place.db, table, columns) == *rows, "version {version}: {table} is another");
        }
        run(&mut verb(&place.db, &["check", "--deep"])).ok();
        assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM sqlite_schema WHERE name = 'v_gone'"), "0");
        assert_eq!(sqlite3(&place.db, "SELECT value FROM about WHERE name = 'created_by'"), "archive 0.0.1");
        let shape = "SELECT group_concat(type || name || replace(coalesce(sql, ''), '\"', '')) FROM
                     (SELECT * FROM sqlite_schema WHERE name <> 'refinery_schema_history' ORDER BY type, name)";
        assert!(sqlite3(&place.db, shape) == sqlite3(&newest.db, shape), "version {version}: another schema");
        let without_originals = |db: &Path| -> Vec<String> {
            rows(db).into_iter().filter(|line| !line.starts_with("sqlar")).collect()
        };
        assert!(without_originals(&place.db) == without_originals(&newest.db), "version {version}");
        assert_eq!(files(&place), ["archive.db"]);
    }
}

#[test]
fn a_schema_that_somebody_changed_is_not_taken_for_an_old_one() {
    let newest = place();
    full(&newest);
    for (edit, words) in [
        ("ALTER TABLE goals ADD COLUMN mine TEXT", "table goals: it was changed by hand"),
        ("ALTER TABLE sources RENAME COLUMN path TO place", "table sources: it was changed by hand"),
        ("DROP INDEX goals_by_year", "index goals_by_year: it is gone"),
        (
            "DROP INDEX goals_by_year; CREATE INDEX goals_by_year ON goals (id)",
            "index goals_by_year: it was changed",
        ),
        ("DROP TABLE project_mentions", "project_mentions: it is gone"),
        ("CREATE TRIGGER t AFTER DELETE ON goals BEGIN SELECT 1; END", "trigger t: it was added"),
    ] {
        let place = place();
        older(&place.db, 1, &newest.db);
        sqlite3(&place.db, edit);
        let before = fs::read(&place.db).unwrap();
        for error in [migrate::run(&place.db).unwrap_err(), Archive::open_or_create(&place.db).unwrap_err()] {
            assert_eq!(error.kind(), Kind::Archive, "{error}");
            assert!(
                error.to_string().contains("was changed by hand, so it cannot be upgraded"),
                "{edit}: {error}"
            );
        }
        let edits = plan::edits(&place.db, &Options::default()).unwrap();
        assert!(
            edits.iter().any(|(object, what)| format!("{object}: {what}").contains(words)),
            "{edit}: {edits:?}"
        );
        let status = run(&mut verb(&place.db, &["migrate", "status"])).ok();
        assert!(status.stderr.contains("its schema was changed by hand"), "{}", status.stderr);
        assert!(fs::read(&place.db).unwrap() == before, "{edit}: the file was touched");
        assert_eq!(files(&place), ["archive.db"]);
    }
    // What is somebody's own stays.
    let place = place();
    older(&place.db, 1, &newest.db);
    sqlite3(
        &place.db,
        "CREATE TABLE mine (a); INSERT INTO mine VALUES (7); CREATE INDEX mine_goals ON goals (text); ANALYZE;
         CREATE VIEW my_view AS SELECT * FROM mine",
    );
    migrate::run(&place.db).unwrap();
    assert_eq!(sqlite3(&place.db, "SELECT a FROM my_view"), "7");
    run(&mut verb(&place.db, &["check"])).ok();
}

#[test]
fn a_backup_is_a_copy_of_one_moment_and_overwrites_nothing() {
    let place = place();
    full(&place);
    let copy = place.folder.path().join("copy.db");
    let before = rows(&place.db);
    // A reader and a writer that has not committed are no hindrance.
    let writer = Connection::open(&place.db).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; DELETE FROM goals").unwrap();
    copies::backup(&place.db, &copy, &Options::default()).unwrap();
    drop(writer);
    assert!(rows(&copy) == before);
    let error = copies::backup(&place.db, &copy, &Options::default()).unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(rows(&copy) == before);
    run(&mut verb(&copy, &["check"])).ok();
    // Of a file that is hurt no copy is called a back-up.
    let hurt = place.folder.path().join("hurt.db");
    fs::copy(&copy, &hurt).unwrap();
    sqlite3(&hurt, "PRAGMA foreign_keys = OFF; UPDATE goals SET section_id = 99999");
    let second = place.folder.path().join("second.db");
    assert_eq!(copies::backup(&hurt, &second, &Options::default()).unwrap_err().kind(), Kind::Damaged);
    assert!(!second.exists());
}

type Hurt = fn(&mut Vec<u8>);

#[test]
fn a_backup_is_put_back_over_whatever_is_left() {
    let newest = place();
    full(&newest);
    let sound = rows(&newest.db);
    let whole = fs::read(&newest.db).unwrap();
    let hurts: [(&str, Hurt); 5] = [
        ("sound", |_| {}),
        ("no header", |bytes| bytes[..60].fill(0)),
        ("half", |bytes| bytes.truncate(bytes.len() / 2)),
        ("holes", |bytes| bytes[5000..20000].fill(0xaa)),
        ("no schema", |bytes| bytes[100..4096].fill(0xff)),
    ];
    for (name, hurt) in hurts {
        let place = place();
        let backup = place.folder.path().join("backup.db");
        fs::write(&backup, &whole).unwrap();
        let mut bytes = whole.clone();
        hurt(&mut bytes);
        fs::write(&place.db, &bytes).unwrap();
        let restored = run(verb(&place.db, &["migrate", "restore"]).arg(&backup)).ok();
        assert!(restored.stdout.contains("before-restore"), "{name}: {}", restored.stdout);
        assert!(rows(&place.db) == sound, "{name}");
        run(&mut verb(&place.db, &["check", "--deep"])).ok();
        assert!(fs::read(&backup).unwrap() == whole);
        assert_eq!(files(&place), ["archive.db", "archive.db.before-restore", "backup.db"], "{name}");
        let kept = fs::read(place.folder.path().join("archive.db.before-restore")).unwrap();
        assert!(kept.len() >= bytes.len().min(4096), "{name}");
    }
    // Where nothing was, there is an archive; an older one is told to be that.
    let place = place();
    let old = place.folder.path().join("old.db");
    older(&old, 1, &newest.db);
    let restored = run(verb(&place.db, &["migrate", "restore"]).arg(&old)).ok();
    assert_eq!(restored.stdout.contains("of an older version"), SCRIPTS.len() > 1, "{}", restored.stdout);
    run(&mut verb(&place.db, &["migrate", "run"])).ok();
    run(&mut verb(&place.db, &["check"])).ok();
    // What is no back-up, and what is not to be overwritten.
    let other = place.folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE x (a)").unwrap();
    let before = fs::read(&place.db).unwrap();
    run(verb(&place.db, &["migrate", "restore"]).arg(&other)).fails("an SQLite file of another program");
    run(verb(&place.db, &["migrate", "restore"]).arg(&place.db)).fails("is itself the back-up");
    run(verb(&other, &["migrate", "restore"]).arg(&place.db)).fails("an SQLite file of another program");
    let hurt = place.folder.path().join("hurt.db");
    fs::write(&hurt, &whole[..whole.len() / 2]).unwrap();
    run(verb(&place.db, &["migrate", "restore"]).arg(&hurt)).fails("damaged");
    assert!(fs::read(&place.db).unwrap() == before);
    assert_eq!(sqlite3(&other, "SELECT count(*) FROM sqlite_schema"), "1");
}
