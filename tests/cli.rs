//! The program as a user meets it: arguments in; output, messages, exit status and file out.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use rusqlite::types::Value;
use serde_json::Value as Json;
use tempfile::TempDir;

/// A short report of an invented town.
const REPORT: &str = "青石镇2023年政府工作报告\n\n各位代表：\n现在，我代表镇人民政府，向大会报告工作，请予审议。\n\
    一、2022年工作回顾\n全年完成一般公共预算收入6.2亿元，同比增长3.2%。新建公厕3处。\n\
    二、2023年工作安排\n（一）抓项目。力争全年引进项目5个以上，完成云溪水库除险加固工程。\n\
    （二）抓民生。硬化道路12.5公里，新增就业XX人。\n";

/// Another, in Traditional script.
const TRADITIONAL: &str = "雲溪鎮2022年政府工作要點\n\n一、總體思路\n抓發展、保位次，抓穩定、保平安。\n\
    二、重點工作\n1.強化項目建設，力爭引進過億元項目1個。\n2.新建公廁2處，綠化荒山2000畝。\n";

/// A folder of its own to run the program in.
struct Place {
    folder: TempDir,
}

struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Place {
    fn new() -> Place {
        Place { folder: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_archive"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("ARCHIVE_DB");
        command.env_remove("ARCHIVE_LANG").env("LC_ALL", "C.UTF-8");
        command.env_remove("RUST_BACKTRACE").stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).spawn().unwrap())
    }

    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // The program may have seen enough before it has read all.
        let feed = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let ran = Ran::of(child);
        feed.join().unwrap();
        ran
    }

    /// The archive's rows that an import must leave alone when there is nothing new.
    fn rows(&self, db: &str) -> Vec<String> {
        let tables = [
            "documents",
            "sources",
            "sections",
            "goals",
            "outcomes",
            "projects",
            "project_mentions",
            "doubts",
        ];
        tables.iter().flat_map(|table| self.sql(db, &format!("SELECT * FROM {table} ORDER BY 1"))).collect()
    }

    fn sql(&self, db: &str, query: &str) -> Vec<String> {
        let connection = rusqlite::Connection::open(self.path(db)).unwrap();
        let mut statement = connection.prepare(query).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells: Vec<String> = (0..columns)
                .map(|at| match row.get_unwrap::<_, Value>(at) {
                    Value::Text(text) => text,
                    Value::Null => String::new(),
                    Value::Integer(number) => number.to_string(),
                    other => format!("{other:?}"),
                })
                .collect();
            Ok(cells.join("|"))
        });
        rows.unwrap().map(Result::unwrap).collect()
    }
}

impl Ran {
    fn of(child: Child) -> Ran {
        let output = child.wait_with_output().unwrap();
        Ran {
            status: output.status.code().expect("ended by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn ok(self) -> Ran {
        assert_eq!(self.status, 0, "{}{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    #[track_caller]
    fn fails(self, status: i32, with: &str) -> Ran {
        assert_eq!(self.status, status, "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.contains(with), "no “{with}” in: {}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {}", self.stdout))
    }
}

/// An archive of two reports and a copy of one.
fn filled() -> Place {
    let place = Place::new();
    place.file("reports/a.txt", REPORT);
    place.file("reports/b.txt", encoding_rs::BIG5.encode(TRADITIONAL).0);
    place.file("reports/copies/a.txt", encoding_rs::GB18030.encode(REPORT).0);
    place.run(&["import", "reports"]).ok();
    place
}

#[test]
fn import_tells_what_it_did() {
    let place = Place::new();
    place.file("reports/a.txt", REPORT);
    place.file("reports/b.txt", encoding_rs::BIG5.encode(TRADITIONAL).0);
    place.file("reports/copies/a.txt", encoding_rs::GB18030.encode(REPORT).0);
    place.file("reports/.hidden.txt", "hidden");
    let ran = place.run(&["import", "reports"]).ok();
    assert!(
        ran.stdout.starts_with("archive.db: 2 added, 1 duplicate, 0 known, 0 failed, 0 skipped, "),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.stderr, "");
    assert_eq!(
        place.sql("archive.db", "SELECT path, format, encoding FROM sources ORDER BY id"),
        ["reports/a.txt|txt|UTF-8", "reports/b.txt|txt|Big5", "reports/copies/a.txt|txt|GB18030"]
    );
    assert_eq!(
        place.sql("archive.db", "SELECT status FROM import_files ORDER BY id"),
        ["added", "added", "duplicate"]
    );
    assert_eq!(place.sql("archive.db", "SELECT arguments FROM imports"), ["[\"import\",\"reports\"]"]);
}

#[test]
fn importing_again_changes_nothing() {
    let place = filled();
    let before = place.rows("archive.db");
    let ran = place.run(&["import", "reports", "reports/a.txt", "--format", "json"]).ok();
    let summary = ran.json();
    assert_eq!((&summary["known"], &summary["added"]), (&Json::from(3), &Json::from(0)));
    assert_eq!(place.rows("archive.db"), before);
    // From within the folder, without naming it, with the archive named by the environment.
    let mut command = place.command(&["import"]);
    command.current_dir(place.path("reports")).env("ARCHIVE_DB", "../archive.db");
    let ran = Ran::of(command.spawn().unwrap()).ok();
    assert!(ran.stdout.contains(" 0 added, 0 duplicate, 3 known, "), "{}", ran.stdout);
    assert_eq!(place.rows("archive.db"), before);
}

#[test]
fn rows_do_not_depend_on_the_number_of_workers() {
    let place = Place::new();
    for n in 0..40 {
        place.file(&format!("reports/{n:02}.txt"), REPORT.replace("青石", &format!("青石{}", n % 30)));
    }
    place.run(&["import", "reports", "--db", "one.db", "--jobs", "1"]).ok();
    place.run(&["import", "reports", "--db", "many.db", "--jobs", "8"]).ok();
    assert_eq!(place.rows("one.db"), place.rows("many.db"));
    assert_eq!(place.sql("many.db", "SELECT count(*) FROM documents"), ["30"]);
    let order = "SELECT path, status FROM import_files ORDER BY id";
    assert_eq!(place.sql("one.db", order), place.sql("many.db", order));
}

#[test]
fn without_a_path_the_current_folder_is_read_and_archives_are_left_out() {
    let place = Place::new();
    place.file("a.txt", REPORT);
    place.file("deep/er/b.txt", TRADITIONAL);
    let ran = place.run(&["import"]).ok();
    assert!(ran.stdout.contains("2 added"), "{}", ran.stdout);
    let ran = place.run(&["import"]).ok();
    assert!(ran.stdout.contains(" 2 known, 0 failed, 0 skipped"), "{}", ran.stdout);
    // Another archive than the one in use is left out as well, and said to be.
    let ran = place.run(&["import", "--db", "other.db"]).ok();
    assert!(ran.stdout.contains("2 added, 0 duplicate, 0 known, 0 failed, 1 skipped"), "{}", ran.stdout);
    assert!(ran.stderr.contains("archive.db: left out: an SQLite database"), "{}", ran.stderr);
    // Named, it is an error.
    place.run(&["import", "archive.db"]).fails(1, "archive.db: this looks like an SQLite database");
}

#[test]
fn standard_input_is_imported_once() {
    let place = Place::new();
    place.run_with(&["import", "-"], REPORT.as_bytes()).ok();
    let ran = place.run_with(&["import", "-", "-"], REPORT.as_bytes()).ok();
    assert!(ran.stdout.contains("0 added, 0 duplicate, 1 known"), "{}", ran.stdout);
    assert_eq!(place.sql("archive.db", "SELECT path FROM sources"), ["-"]);
    place.run_with(&["import", "-"], b"").fails(1, "-: the file is empty");
}

#[test]
fn bad_files_are_reported_and_the_rest_goes_in() {
    let place = Place::new();
    place.file("in/empty.txt", "");
    place.file("in/blank.txt", " \n\u{3000}\n");
    place.file("in/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    place.file("in/noise.bin", (0u32..4000).map(|n| (n * n * 7 % 251) as u8).collect::<Vec<u8>>());
    place.file("in/nul.txt", [REPORT.as_bytes(), b"\0", REPORT.as_bytes()].concat());
    place.file("in/report.pdf", "%PDF-1.4\n");
    let mut broken = REPORT.as_bytes().to_vec();
    broken.iter_mut().step_by(5).for_each(|byte| *byte = 0xff);
    place.file("in/broken.txt", broken);
    // 100 MB on one line, which takes no room on the disk, and some that are really there.
    fs::File::create(place.path("in/line.txt")).unwrap().set_len(100_000_000).unwrap();
    place.file("in/poem.txt", "床前明月光，疑是地上霜。");
    place.file("in/report.txt", REPORT);
    let mut expected = vec![
        ("in/blank.txt", "the file is empty"),
        ("in/broken.txt", "its encoding is unknown or broken"),
        ("in/empty.txt", "the file is empty"),
        ("in/line.txt", "it is too large: 100000000 bytes"),
        ("in/noise.bin", "this is a binary file"),
        ("in/nul.txt", "it holds 1 NUL byte"),
        ("in/picture.txt", "this looks like a PNG picture"),
        ("in/report.pdf", "the PDF cannot be read"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", place.path("in/dangling.txt")).unwrap();
        std::os::unix::fs::symlink("..", place.path("in/loop")).unwrap();
        expected.push(("in/dangling.txt", "a link that leads nowhere"));
        expected.push(("in/loop", "a folder loop"));
    }
    expected.push(("gone.txt", "no such file or folder"));
    let ran = place.run(&["import", "in", "gone.txt", "--format", "json"]).fails(1, "");
    let summary = ran.json();
    assert_eq!(summary["added"], 2, "{}", ran.stderr);
    assert_eq!(summary["failed"], expected.len(), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), expected.len(), "{}", ran.stderr);
    assert_eq!(summary["failures"].as_array().unwrap().len(), expected.len());
    let rows = place.sql("archive.db", "SELECT path, reason FROM import_files WHERE status = 'failed'");
    for (path, reason) in expected {
        assert!(
            ran.stderr.lines().any(|line| line.starts_with(&format!("{path}: {reason}"))),
            "{path}: {}",
            ran.stderr
        );
        assert!(rows.iter().any(|row| row.starts_with(&format!("{path}|{reason}"))), "{path}: {rows:?}");
    }
    // What is no report is archived all the same.
    assert_eq!(place.sql("archive.db", "SELECT kind FROM documents WHERE text LIKE '床前%'"), ["other"]);
    assert_eq!(place.sql("archive.db", "PRAGMA integrity_check"), ["ok"]);
}

#[test]
fn a_limit_bounds_what_is_read() {
    let place = Place::new();
    place.file("a.txt", REPORT);
    place.run(&["import", "a.txt", "--max-bytes", "100"]).fails(1, "a.txt: it is too large");
    place.run_with(&["import", "-", "--max-bytes", "100"], REPORT.as_bytes()).fails(1, "more than 100 bytes");
    place.run_with(&["explain", "--max-bytes", "100"], REPORT.as_bytes()).fails(1, "more than 100 bytes");
    place.run(&["import", "a.txt"]).ok();
    let line = "年".repeat(24_000_000);
    place
        .run_with(&["import", "-"], line.as_bytes())
        .fails(1, "-: it is too large: more than 67108864 bytes");
}

#[test]
fn a_cut_text_goes_in_with_a_doubt() {
    let place = Place::new();
    place.file("cut.txt", &REPORT.trim_end().as_bytes()[..REPORT.trim_end().len() - 1]);
    place.run(&["import", "cut.txt"]).ok();
    let doubts =
        place.sql("archive.db", "SELECT kind, end_char - start_char FROM doubts WHERE kind = 'decoding'");
    assert_eq!(doubts, ["decoding|1"]);
}

#[test]
fn an_encoding_can_be_named() {
    let place = Place::new();
    place.file("a.txt", encoding_rs::GBK.encode(REPORT).0);
    place.run(&["import", "--encoding", "gbk"]).ok();
    assert_eq!(place.sql("archive.db", "SELECT encoding FROM sources"), ["GB18030"]);
    let ran = place.run(&["import", "--encoding", "utf-8", "a.txt", "--db", "b.db"]);
    ran.fails(1, "a.txt: ").fails(1, "cannot be read as UTF-8; leave --encoding out");
    let ran =
        place.run(&["import", "--encoding", "ebcdic", "--db", "c.db"]).fails(2, "no encoding named ebcdic");
    assert!(ran.stderr.contains("hint: known are UTF-8, GB18030"), "{}", ran.stderr);
    assert!(!place.path("c.db").exists());
}

#[test]
fn query_alone_lists_the_views() {
    let place = Place::new();
    let ran = place.run(&["query"]).ok();
    for view in ["documents", "sections", "goals", "outcomes", "projects", "imports", "doubts"] {
        assert!(ran.stdout.lines().any(|line| line == view), "{view}: {}", ran.stdout);
    }
    let views = place.run(&["query", "--format", "json"]).ok().json();
    assert!(views.as_array().unwrap().iter().all(|view| view["description"] != ""));
    assert!(!place.path("archive.db").exists());
}

#[test]
fn query_prints_in_every_format() {
    let place = filled();
    let query = |format: &str| {
        let arguments = ["query", "sources", "--format", format, "--columns", "path,byte_count"];
        place.run(&arguments).ok().stdout
    };
    let bytes = fs::metadata(place.path("reports/a.txt")).unwrap().len();
    let table = query("table");
    assert_eq!(table.lines().next(), Some("path                  byte_count"));
    assert_eq!(table.lines().nth(2), Some(format!("reports/a.txt         {bytes:>10}").as_str()));
    assert!(query("csv").starts_with(&format!("path,byte_count\r\nreports/a.txt,{bytes}\r\n")));
    assert!(query("markdown").starts_with("| path | byte_count |\n| --- | --- |\n| reports/a.txt | "));
    let array: Json = serde_json::from_str(&query("json")).unwrap();
    assert_eq!(array[0], serde_json::json!({"path": "reports/a.txt", "byte_count": bytes}));
    let lines: Vec<Json> = query("ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&lines, array.as_array().unwrap());
    // Every view can be printed, and the other formats have all of its columns.
    for view in place.run(&["query", "--format", "json"]).ok().json().as_array().unwrap() {
        let name = view["view"].as_str().unwrap();
        place.run(&["query", name]).ok();
        let header = place.run(&["query", name, "--format", "csv", "--limit", "1"]).ok().stdout;
        assert_eq!(header.lines().next().unwrap().replace(',', " "), view["columns"].as_str().unwrap());
    }
}

#[test]
fn query_filters() {
    let place = filled();
    let paths = |filter: &[&str]| {
        let arguments = [&["query", "sources", "--columns", "path", "--format", "csv"], filter].concat();
        place.run(&arguments).ok().stdout.lines().count() - 1
    };
    assert_eq!(paths(&[]), 3);
    assert_eq!(paths(&["--limit", "2"]), 2);
    assert_eq!(paths(&["--document", "b.txt"]), 1);
    assert_eq!(paths(&["--document", "nothing"]), 0);
    let none = place.run(&["query", "sources", "--document", "nothing"]).ok();
    assert_eq!(none.stderr, "no rows\n");
}

#[test]
fn wrong_usage_is_told_from_no_archive() {
    let place = Place::new();
    place.run(&["query", "goals"]).fails(2, "archive.db");
    place.run(&["show", "1"]).fails(2, "archive.db");
    assert!(!place.path("archive.db").exists(), "reading makes no file");
    let ran = place.run(&["query", "gaols"]).fails(2, "no view “gaols”; did you mean goals?");
    assert!(ran.stderr.contains("goals"), "{}", ran.stderr);
    place.run(&["query", "goals", "--columns", "yaer"]).fails(2, "no column “yaer”; did you mean year?");
    place.run(&["query", "goals", "--format", "xml"]).fails(2, "possible values");
    place.run(&["query", "--year", "2023"]).fails(2, "need a view");
    place.run(&["import", "--jobs", "0"]).fails(2, "--jobs");
    place.run(&["frobnicate"]).fails(2, "unrecognized subcommand");
    place.run(&[]).fails(2, "Usage");
    place.file("not.db", "this is no database, but a text that is long enough to look at it twice");
    place.run(&["query", "goals", "--db", "not.db"]).fails(2, "not.db");
    place.run(&["import", "--db", "not.db"]).fails(2, "not.db");
    place.run(&["import", "--db", "no/such/folder/a.db"]).fails(2, "no/such/folder");
    let help = place.run(&["query", "--help"]).ok();
    assert!(help.stdout.contains("Examples:"));
}

#[test]
fn filters_that_a_view_lacks_are_wrong_usage() {
    let place = filled();
    place.run(&["query", "imports", "--indicator", "收入"]).fails(2, "indicator");
}

#[test]
fn show_prints_one_document() {
    let place = filled();
    let shown = place.run(&["show", "b.txt"]).ok().stdout;
    assert!(shown.contains("source         reports/b.txt"), "{shown}");
    for part in ["outline (", "goals (", "outcomes (", "projects (", "doubts ("] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let json = place.run(&["show", "2", "--format", "json"]).ok().json();
    let names: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(names, ["document", "sources", "sections", "goals", "outcomes", "projects", "doubts"]);
    assert_eq!(json["document"]["id"], 2);
    assert_eq!(json["sources"][0]["path"], "reports/b.txt");
    let ran = place.run(&["show", "reports/"]).fails(2, "“reports/” fits 2 documents");
    assert!(ran.stderr.contains("\n  2: "), "{}", ran.stderr);
    place.run(&["show", "77"]).fails(2, "no document has “77”");
    place.run(&["show", "nothing"]).fails(2, "no document has “nothing”");
}

#[test]
fn series_deadlines_and_amounts_are_shown_where_they_are_known() {
    let place = filled();
    let known =
        "UPDATE goals SET indicator = 'GDP', canonical_indicator = '地区生产总值' WHERE document_id = 1;
                 UPDATE goals SET deadline = '年底前' WHERE document_id = 1;
                 UPDATE outcomes SET canonical_indicator = indicator;
                 UPDATE project_mentions SET amount = 35000000.5";
    rusqlite::Connection::open(place.path("archive.db")).unwrap().execute_batch(known).unwrap();
    let shown = place.run(&["show", "1"]).ok().stdout;
    assert!(shown.contains("\n  2023 年底前  quantified GDP [地区生产总值] ≥ 5 个\n"), "{shown}");
    assert!(shown.contains(" 一般公共预算收入 620000000 元\n"), "no name is shown twice: {shown}");
    assert!(shown.contains(" 35000000.5 元: “"), "{shown}");
    let json = place.run(&["show", "1", "--format", "json"]).ok().json();
    assert_eq!(json["goals"][0]["canonical_indicator"], "地区生产总值");
    assert_eq!(json["goals"][0]["deadline"], "年底前");
    assert!(json["outcomes"][0].get("deadline").is_none(), "only a goal has a deadline");
    assert_eq!(json["projects"][0]["mentions"][0]["amount"], 35000000.5);
    let goals = ["query", "goals", "--indicator", "地区生产总值", "--format", "csv"];
    let rows = place.run(&[&goals[..], &["--columns", "indicator,deadline"]].concat()).ok().stdout;
    assert!(rows.starts_with("indicator,deadline\r\nGDP,年底前\r\n"), "{rows}");
    let mentions = place.run(&["query", "mentions"]).ok().stdout;
    assert!(mentions.lines().nth(2).unwrap().contains("  35000000.5  "), "{mentions}");
}

#[test]
fn explain_needs_no_archive() {
    let place = Place::new();
    place.file("a.txt", encoding_rs::GB18030.encode(REPORT).0);
    let json = place.run(&["explain", "a.txt", "--format", "json"]).ok().json();
    let names: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(names, ["document", "sections", "quantities", "goals", "outcomes", "projects", "doubts"]);
    assert_eq!(json["document"]["encoding"], "GB18030");
    let has = |fact: &Json, name: &str| fact.as_object().unwrap().contains_key(name);
    assert!(has(&json["goals"][0], "canonical_indicator") && has(&json["goals"][0], "deadline"));
    assert!(has(&json["outcomes"][0], "canonical_indicator") && !has(&json["outcomes"][0], "deadline"));
    assert!(has(&json["projects"][0]["mentions"][0], "amount"));
    let text = place.run_with(&["explain"], REPORT.as_bytes()).ok().stdout;
    assert!(text.contains("numbers that are neither goal nor outcome ("), "{text}");
    place.run(&["explain", "none.txt"]).fails(1, "archive: none.txt: no such file or folder");
    place.run_with(&["explain", "-"], b"").fails(1, "archive: -: the file is empty");
    assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 1, "nothing was left behind");
}

#[test]
fn migrate_shows_and_runs() {
    let place = filled();
    let status = place.run(&["migrate", "status", "--format", "json"]).ok().json();
    assert!(status.as_array().unwrap().iter().all(|step| step["state"] == "applied"), "{status}");
    assert_eq!(status[0]["version"], 1);
    assert!(place.run(&["migrate", "run"]).ok().stdout.contains("archive.db: nothing to do"));
    place.run(&["migrate", "status", "--db", "none.db"]).fails(2, "none.db");
    assert!(!place.path("none.db").exists());
    place.run(&["migrate"]).fails(2, "Usage");
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let place = Place::new();
    for n in 0..400 {
        place.file(&format!("in/{n}.txt"), format!("{n}\n{REPORT}"));
    }
    place.run(&["import", "in"]).ok();
    for format in ["table", "csv", "json", "ndjson", "markdown"] {
        let mut child = place.command(&["query", "documents", "--format", format]).spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        Ran::of(child).ok();
    }
    let mut child = place.command(&["query", "--help"]).spawn().unwrap();
    drop(child.stdout.take());
    Ran::of(child).ok();
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let place = filled();
    let mut command = place.command(&["query", "documents"]);
    command.stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    Ran::of(command.spawn().unwrap()).fails(2, "the output cannot be written");
}

#[cfg(unix)]
#[test]
fn terminals_are_not_commanded_by_names() {
    let place = Place::new();
    place.file("in/\u{1b}[31mred.txt", "");
    let ran = place.run(&["import", "in"]).fails(1, "␛[31mred.txt");
    assert!(!ran.stderr.contains('\u{1b}'));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_read() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    fs::write(place.folder.path().join(std::ffi::OsStr::from_bytes(b"\xc7\xe0\xca\xaf.txt")), REPORT)
        .unwrap();
    assert!(place.run(&["import"]).ok().stdout.contains("1 added"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_nothing_counts_twice() {
    let place = Place::new();
    place.file("real/a.txt", REPORT);
    place.file("in/b.txt", TRADITIONAL);
    std::os::unix::fs::symlink("../real", place.path("in/linked")).unwrap();
    std::os::unix::fs::symlink("../real", place.path("in/linked again")).unwrap();
    std::os::unix::fs::symlink("b.txt", place.path("in/c.txt")).unwrap();
    let ran = place.run(&["import", "in", "real", "in/b.txt"]).ok();
    assert!(ran.stdout.contains("2 added, 0 duplicate, 0 known"), "{}", ran.stdout);
    assert_eq!(place.sql("archive.db", "SELECT path FROM sources ORDER BY 1"), ["in/b.txt", "real/a.txt"]);
}

#[cfg(unix)]
#[test]
fn a_file_counts_once_whichever_way_to_it_is_the_first() {
    let place = Place::new();
    place.file("real/a.txt", REPORT);
    place.file("real/.hidden.txt", TRADITIONAL);
    place.file("in/b.txt", "床前明月光，疑是地上霜。");
    // To a folder that comes later, to what its folder does not show, and to a neighbour.
    for (to, link) in [("../real/a.txt", "far"), ("../real/.hidden.txt", "hidden"), ("b.txt", "a near one")] {
        std::os::unix::fs::symlink(to, place.path(&format!("in/{link}"))).unwrap();
    }
    for paths in [["in", "real"], ["real", "in"], ["in/b.txt", "."]] {
        let db = format!("{}.db", paths.concat().replace('/', "-"));
        let ran = place.run(&["import", paths[0], paths[1], "--db", &db]).ok();
        assert!(ran.stdout.contains("3 added, 0 duplicate, 0 known"), "{paths:?}: {}", ran.stdout);
        assert_eq!(
            place.sql(&db, "SELECT path FROM sources ORDER BY 1"),
            ["in/b.txt", "real/.hidden.txt", "real/a.txt"]
        );
    }
}

#[test]
fn search_prints_hits_and_says_what_is_wrong() {
    let place = filled();
    let table = place.run(&["search", "公厕", "OR", "没有的词"]).ok().stdout;
    assert!(table.starts_with("year  town"), "{table}");
    assert!(table.contains("【公厕】"), "{table}");
    let csv =
        place.run(&["search", "公廁", "--format", "csv", "--columns", "sentence,document_id"]).ok().stdout;
    assert!(csv.starts_with("sentence,document_id\r\n") && csv.contains("公厕"), "{csv}");
    let latest =
        place.run(&["search", "公厕", "--latest", "--format", "csv", "--columns", "year,score"]).ok();
    let years: Vec<&str> =
        latest.stdout.lines().skip(1).map(|line| line.strip_suffix(',').unwrap()).collect();
    assert!(!years.is_empty() && years.iter().rev().is_sorted(), "{years:?}");
    assert_eq!(latest.stderr, "");
    assert_eq!(place.run(&["search", "没有的词"]).ok().stderr, "no passages\n");
    place.run(&["search", "NOT", "公厕"]).fails(2, "NOT needs words before it");
    place.run(&["search", "公厕", "--columns", "sentense"]).fails(2, "did you mean sentence?");
    place.run(&["search", "公厕", "--indicator", "x"]).fails(2, "cannot be filtered by --indicator");
    place.run(&["search", "公厕", "--year", "2023..2020"]).fails(2, "run backwards");
    let sql = place.run(&["search", "公厕", "--sql"]).ok().stdout;
    assert!(sql.ends_with("WHERE search MATCH '\"公厕\"' ORDER BY search.rank;\n"), "{sql}");
}
