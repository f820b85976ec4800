//! Names and texts that somebody made to do harm: kept as they are, printed so that no terminal obeys them.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use rusqlite::Connection;

use super::{is_whole_or_nothing, run, verb};
use crate::fixture::place;

/// Names of files; what is no UTF-8 in them is kept with U+FFFD in its place.
const NAMES: &[&[u8]] = &[
    b"it's.txt",
    b"\"quoted\".txt",
    b"'; DROP TABLE documents; --.txt",
    b"two\nlines.txt",
    b"tab\tand\rreturn.txt",
    b"\x1b]0;owned\x07\x1b[2J\x1b[31mred.txt",
    "\u{202e}txt.exe\u{202c}".as_bytes(),
    "\u{9b}31m.txt".as_bytes(),
    b"-rf",
    b"--db",
    b"%s%n%d.txt",
    b"$(touch owned).txt",
    b" leading and trailing .txt ",
    b"no utf-8 \xff\xfe\xc3\x28.txt",
    b"\xc7\xe0\xca\xaf\xd5\xf2.txt",
    b"a\\b.txt",
    b"*.txt",
    b".hidden but named.txt",
];

/// Every control character that can stand in a text, with what terminals obey.
const TEXT: &str = "青石镇2023年政府工作报告\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\n\
    一、2022年工作回顾\n完成投资6.2亿元'; DROP TABLE goals; --\u{8}\u{8}\u{1}。新建公厕<script>alert(1)</script>3处。\n\
    二、2023年工作安排\n力争引进“\u{1b}[31m项目”5个，完成\"云溪\u{200f}水库\"除险加固工程=cmd|'/c calc'!A1。\n";

/// No byte that a terminal obeys; line ends and the tabs of tables of plain words are all that is left.
fn is_safe(what: &str, words: &str) {
    let obeyed = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(
        !words.contains(obeyed),
        "{what}: {:?}",
        words.chars().filter(|c| obeyed(*c)).collect::<String>()
    );
}

#[test]
fn names_and_texts_are_kept_as_they_are_and_printed_safely() {
    let place = place();
    let folder = place.folder.path().join("in");
    fs::create_dir(&folder).unwrap();
    for (number, name) in NAMES.iter().enumerate() {
        let text = TEXT.replace("青石", &format!("青石{number}"));
        fs::write(folder.join(OsStr::from_bytes(name)), text).unwrap();
    }
    // Bad ones beside them, whose names are in the complaints.
    fs::write(folder.join("empty\u{1b}[2J\n.txt"), "").unwrap();
    fs::write(folder.join(OsStr::from_bytes(b"\xffempty")), "").unwrap();
    let import =
        run(verb(&place.db, &["import", "--verbose"]).arg(&folder).current_dir(place.folder.path())).decent();
    assert_eq!(import.status.code(), Some(1), "{import:?}");
    is_safe("import", &import.stdout);
    is_safe("import", &import.stderr);
    // One that is hidden is only read when it is named; a name that looks like an option is behind --.
    let named = folder.join(".hidden but named.txt");
    run(verb(&place.db, &["import"]).arg(&named)).ok();
    assert!(is_whole_or_nothing(&place.db));
    assert!(!place.folder.path().join("owned").exists());

    let connection = Connection::open(&place.db).unwrap();
    let mut statement = connection
        .prepare("SELECT s.path, d.text FROM sources AS s JOIN documents AS d ON d.id = s.document_id")
        .unwrap();
    let kept: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    for (number, name) in NAMES.iter().enumerate() {
        let path = format!("in/{}", String::from_utf8_lossy(name));
        let text = TEXT.replace("青石", &format!("青石{number}"));
        let found =
            kept.iter().find(|(kept, _)| *kept == path).unwrap_or_else(|| panic!("{path:?} among {kept:?}"));
        assert!(found.1 == text, "{path:?}: another text");
    }
    assert_eq!(kept.len(), NAMES.len());

    for question in [
        &["query", "documents"][..],
        &["query", "sources"],
        &["query", "files"],
        &["query", "goals"],
        &["query", "outcomes", "--format", "markdown"],
        &["search", "公厕"],
        &["search", "\u{1b}[2J'\"; DROP"],
        &["show", "1"],
        &["show", "in/two\nlines.txt"],
        &["show", "\u{1b}[2J no such thing"],
        &["query", "goals", "--where", "text = '\u{1b}[2J' AND \u{1b}"],
        &["query", "\u{1b}[31mgoals"],
        &["check"],
        &["migrate", "status"],
    ] {
        let ran = run(&mut verb(&place.db, question)).decent();
        is_safe(&question.join(" "), &ran.stdout);
        is_safe(&question.join(" "), &ran.stderr);
    }
    // For programs the words are as they are, in the form that says so.
    let json = run(&mut verb(&place.db, &["query", "sources", "--format", "json"])).ok();
    let rows: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let paths: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap()).collect();
    assert!(
        paths.contains(&"in/two\nlines.txt")
            && paths.contains(&"in/\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[31mred.txt")
    );
    let page = run(&mut verb(&place.db, &["show", "1", "--format", "html"])).ok();
    assert!(!page.stdout.contains("<script>alert"), "{}", page.stdout);
}

#[test]
fn an_archive_may_have_any_name() {
    let place = place();
    let report = place.folder.path().join("report.txt");
    fs::write(&report, TEXT).unwrap();
    for name in NAMES.iter().filter(|name| !name.starts_with(b"-")).chain(&[
        &b":memory:"[..],
        b"file:x?mode=ro",
        b"a b.db",
    ]) {
        let db = place.folder.path().join(OsStr::from_bytes(name));
        run(verb(&db, &["import"]).arg(&report)).ok();
        assert!(db.is_file(), "{name:?}");
        run(&mut verb(&db, &["check", "--deep"])).ok();
        Connection::open(&db).unwrap().execute_batch("DELETE FROM goals").unwrap();
        let repaired = run(&mut verb(&db, &["check", "--repair"])).ok();
        is_safe("repair", &repaired.stderr);
        let copy = place.folder.path().join(OsStr::from_bytes(&[*name, &b".copy"[..]].concat()));
        is_safe("backup", &run(verb(&db, &["migrate", "backup"]).arg(&copy)).ok().stdout);
        run(verb(&db, &["migrate", "restore"]).arg(&copy)).ok();
    }
}
