//! sample_db/archive.db is what the program of today makes of sample_db/reports, row for row.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::read::ZlibDecoder;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

/// Columns that tell when something was, which no second run can repeat.
const TIMES: &[&str] =
    &["started_at", "ended_at", "modified_at", "mtime", "imported_at", "milliseconds", "applied_on"];

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_db").join(name)
}

fn open(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .unwrap_or_else(|error| panic!("{}: {error}; `just sample` makes it", path.display()))
}

fn committed() -> Connection {
    open(&sample("archive.db"))
}

fn rows(connection: &Connection, sql: &str) -> Vec<BTreeMap<String, Value>> {
    let mut statement = connection.prepare(sql).unwrap();
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let row = |row: &rusqlite::Row| {
        Ok(names.iter().enumerate().map(|(at, name)| (name.clone(), row.get_unwrap(at))).collect())
    };
    statement.query_map([], row).unwrap().map(Result::unwrap).collect()
}

/// The first column of every row, as words.
fn words(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let first = |row: &rusqlite::Row| {
        Ok(match row.get_unwrap(0) {
            Value::Text(text) => text,
            other => format!("{other:?}"),
        })
    };
    statement.query_map([], first).unwrap().map(Result::unwrap).collect()
}

/// How well a file is packed depends on the library that did it; what is in it does not.
fn unpack(row: &mut BTreeMap<String, Value>) {
    let (Value::Blob(packed), Value::Integer(size)) = (&row["data"], &row["sz"]) else { panic!("{row:?}") };
    if packed.len() as i64 != *size {
        let mut bytes = Vec::new();
        ZlibDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes.len() as i64, *size, "{:?}", row["name"]);
        row.insert("data".to_owned(), Value::Blob(bytes));
    }
}

/// Every row of a table or view as one line, without its times, in an order of its own.
fn lines(connection: &Connection, name: &str) -> Vec<String> {
    let timeless = |mut row: BTreeMap<String, Value>| {
        if name == "sqlar" {
            unpack(&mut row);
        }
        let cells = row.iter().filter(|(column, _)| !TIMES.contains(&column.as_str()));
        cells.map(|(column, value)| format!("{column}={value:?}")).collect::<Vec<String>>().join(" ")
    };
    let mut lines: Vec<String> =
        rows(connection, &format!("SELECT * FROM {name}")).into_iter().map(timeless).collect();
    lines.sort();
    lines
}

#[test]
fn it_is_what_the_reports_give() {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    for entry in fs::read_dir(sample("reports")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, reports.join(path.file_name().unwrap())).unwrap();
    }
    let made = Command::new(env!("CARGO_BIN_EXE_archive"))
        .args(["import", "reports", "--db", "archive.db"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (kept, made) = (committed(), open(&folder.path().join("archive.db")));
    // How FTS5 lays its words out depends on when they came in; what it has of them is looked at elsewhere.
    let names = "SELECT name FROM sqlite_schema
                 WHERE type IN ('table', 'view') AND name NOT GLOB 'search*' ORDER BY name";
    let all = words(&made, names);
    assert!(all.len() > 20, "{all:?}");
    assert_eq!(words(&kept, names), all, "`just sample` makes it anew");
    for name in all {
        let (kept, made) = (lines(&kept, &name), lines(&made, &name));
        let lost = kept.iter().filter(|line| made.binary_search(line).is_err()).take(3);
        let gained = made.iter().filter(|line| kept.binary_search(line).is_err()).take(3);
        let differences: Vec<String> =
            lost.map(|line| format!("- {line}")).chain(gained.map(|line| format!("+ {line}"))).collect();
        let all_the_same = kept == made;
        assert!(
            all_the_same,
            "{name} has {} rows in sample_db/archive.db and {} when built now; look at what changed, then \
             `just sample` makes it anew\n{}",
            kept.len(),
            made.len(),
            differences.join("\n")
        );
    }
}

#[test]
fn it_is_sound() {
    let kept = committed();
    assert_eq!(words(&kept, "PRAGMA integrity_check"), ["ok"]);
    assert!(words(&kept, "PRAGMA foreign_key_check").is_empty());
    assert_eq!(words(&kept, "PRAGMA journal_mode"), ["delete"]);
    assert!(fs::metadata(sample("archive.db")).unwrap().len() < 2 << 20, "it is meant to be small");
}

#[test]
fn every_row_has_its_place_in_the_text() {
    let kept = committed();
    for table in ["goals", "outcomes", "project_mentions"] {
        let all = format!(
            "SELECT substr(d.text, t.start_char + 1, t.end_char - t.start_char) AS quote, t.text AS words
             FROM {table} AS t JOIN documents AS d ON d.id = t.document_id"
        );
        let all = rows(&kept, &all);
        assert!(!all.is_empty(), "{table} has no row");
        for row in all {
            assert_eq!(row["quote"], row["words"], "{table}");
        }
    }
    let sections = "SELECT substr(d.text, s.start_char + 1, s.body_start_char - s.start_char) AS quote, s.marker, s.heading
                    FROM sections AS s JOIN documents AS d ON d.id = s.document_id";
    for row in rows(&kept, sections) {
        let squashed = |name: &str| match &row[name] {
            Value::Text(text) => text.split_whitespace().collect::<String>(),
            other => panic!("{other:?}"),
        };
        let quote = squashed("quote");
        let rest = quote.strip_prefix(&squashed("marker"));
        assert!(rest.is_some_and(|rest| rest.contains(&squashed("heading"))), "{row:?}");
    }
    let outside = "SELECT message FROM doubts AS b JOIN documents AS d ON d.id = b.document_id WHERE end_char > char_count";
    assert!(words(&kept, outside).is_empty());
}

#[test]
fn it_tells_nothing_of_the_machine_that_made_it() {
    let kept = committed();
    assert_eq!(
        words(&kept, "SELECT arguments FROM imports"),
        [r#"["import","reports","--db","archive.db"]"#],
        "made in one run, as `just sample` does"
    );
    for path in words(&kept, "SELECT path FROM sources UNION SELECT path FROM import_files") {
        assert!(path.starts_with("reports/"), "{path}");
    }
    assert!(
        words(&kept, "SELECT path FROM import_files WHERE status NOT IN ('added', 'duplicate')").is_empty()
    );
}

/// Each phenomenon that the reports were written to show is there to be seen.
#[test]
fn it_shows_what_its_page_promises() {
    let kept = committed();
    let count = |sql: &str| words(&kept, sql).len();
    assert!(count("SELECT path FROM sources") > count("SELECT id FROM documents"), "a copy");
    assert!(count("SELECT DISTINCT encoding FROM sources") >= 4, "encodings");
    assert_eq!(words(&kept, "SELECT DISTINCT script FROM documents ORDER BY 1"), ["hans", "hant"]);
    assert_eq!(count("SELECT DISTINCT kind FROM documents"), 5);
    assert_eq!(count("SELECT DISTINCT kind FROM goals"), 3);
    assert_eq!(count("SELECT DISTINCT kind FROM projects"), 4);
    assert!(count("SELECT id FROM goals WHERE masked AND value_low IS NULL") > 0, "masked goals");
    let years = "SELECT p.id FROM projects AS p JOIN project_mentions AS m ON m.project_id = p.id
                 GROUP BY p.id HAVING count(DISTINCT m.document_id) > 2";
    assert!(count(years) > 0, "a project over three reports");
}

/// The page of the reports tells of each of them.
#[test]
fn every_report_is_on_its_page() {
    let page = fs::read_to_string(sample("README.md")).unwrap();
    for entry in fs::read_dir(sample("reports")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(page.contains(&format!("| {name} |")), "{name} is not in sample_db/README.md");
    }
}
