//! Files that hold other files, files that are kept, and documents that are read again.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::fixture::ofd;

const REPORT: &str = "青石镇2023年政府工作报告\n一、2022年工作回顾\n新建公厕3处。\n二、2023年工作安排\n力争公共预算收入增长6%以上。\n";
const PLAN: &str = "云溪镇2024年工作计划\n一、主要目标\n硬化道路12.5公里。\n";

struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), content).unwrap();
    }

    #[track_caller]
    fn run(&self, status: i32, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_archive"));
        let output =
            command.args(arguments).current_dir(self.0.path()).env_remove("ARCHIVE_DB").output().unwrap();
        let said = format!("{}{}", words(&output.stdout), words(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        output
    }

    fn sql(&self, query: &str) -> String {
        sqlite3(&self.path("archive.db"), &[query])
    }
}

fn sqlite3(db: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new("sqlite3").arg(db).args(arguments).current_dir(db.parent().unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", words(&output.stderr));
    words(&output.stdout).trim().to_owned()
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn zip(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (_, content)) in members.iter().enumerate() {
        // A name of the same length, put right below: the writer knows only UTF-8.
        let name = "x".repeat(members[at].0.len() - 1) + &at.to_string();
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    for (at, (name, _)) in members.iter().enumerate() {
        let stand_in = "x".repeat(name.len() - 1) + &at.to_string();
        for start in 0..bytes.len() - name.len() {
            if bytes[start..].starts_with(stand_in.as_bytes()) {
                bytes[start..start + name.len()].copy_from_slice(name);
            }
        }
    }
    bytes
}

#[test]
fn the_files_in_an_archive_are_sources_of_their_own() {
    let place = Place::new();
    let (gbk, _, _) = encoding_rs::GBK.encode("报告/青石镇报告.txt");
    let inner = zip(&[("云溪.txt".as_bytes(), PLAN.as_bytes())]);
    let outer: &[(&[u8], &[u8])] = &[
        (&gbk, REPORT.as_bytes()),
        (b"report.docx", &fixture("report.docx")),
        (b"inner.zip", &inner),
        (b"photo.png", b"\x89PNG\r\n\x1a\n0000"),
        (b"__MACOSX/._a.txt", b"x"),
    ];
    place.file("in/all.zip", zip(outer));
    let ran = place.run(1, &["import", "in"]);
    assert!(words(&ran.stderr).contains("in/all.zip!/photo.png: this looks like a PNG picture"));
    assert!(words(&ran.stdout).contains("3 added, 0 duplicate, 0 known, 1 failed"), "{}", words(&ran.stdout));
    assert!(words(&ran.stdout).contains("read: 1 docx, 2 txt"), "{}", words(&ran.stdout));
    assert_eq!(
        place.sql("SELECT path FROM sources ORDER BY path"),
        "in/all.zip!/inner.zip!/云溪.txt\nin/all.zip!/report.docx\nin/all.zip!/报告/青石镇报告.txt"
    );
    assert_eq!(
        place.sql("SELECT path FROM import_files WHERE status = 'failed' AND reason LIKE '%PNG%'"),
        "in/all.zip!/photo.png"
    );
    let again = place.run(1, &["import", "in"]);
    assert!(
        words(&again.stdout).contains("0 added, 0 duplicate, 3 known, 1 failed"),
        "{}",
        words(&again.stdout)
    );
}

#[test]
fn the_same_report_in_every_format_is_one_document() {
    let place = Place::new();
    for name in ["docx", "doc", "rtf", "odt", "pdf", "txt"].map(|ending| format!("report.{ending}")) {
        place.file(&name, fixture(&name));
    }
    place.file("by_office.docx", fixture("by_office.docx"));
    let paragraphs: String =
        words(&fixture("report.txt")).lines().map(|line| format!("<p>{line}</p>\n")).collect();
    place.file("report.html", format!("<!DOCTYPE html><html><body>{paragraphs}</body></html>"));
    place.file("report.ofd", ofd::report(&words(&fixture("report.txt"))));
    place.file("report.md", [b"# ", fixture("report.txt").as_slice()].concat());
    place.file("report.wps", fixture("report.doc"));
    place.file("gbk.txt", encoding_rs::GBK.encode(&words(&fixture("report.txt"))).0);
    place.file("all.zip", zip(&[(b"report.odt", &fixture("report.odt"))]));
    let ran = words(&place.run(0, &["import"]).stdout);
    assert!(ran.contains("1 added, 12 duplicate, 0 known, 0 failed"), "{ran}");
    assert!(
        ran.contains("read: 1 doc, 2 docx, 1 html, 1 md, 2 odt, 1 ofd, 1 pdf, 1 rtf, 2 txt, 1 wps"),
        "{ran}"
    );
    assert_eq!(place.sql("SELECT count(*), count(DISTINCT document_id) FROM sources"), "13|1");
    // On the pages nothing stands between the number of an item and the one that it begins with.
    assert_eq!(place.sql("SELECT text FROM documents"), words(&fixture("report.txt")).trim_end());
}

#[test]
fn bombs_and_empty_archives_are_refused_and_stop_nothing() {
    let place = Place::new();
    place.file("bomb.zip", zip(&[(b"zeros.txt", &vec![b'0'; 40 << 20])]));
    place.file("many.zip", zip(&[(b"a.txt", b"a"), (b"b.txt", b"b"), (b"c.txt", b"c")]));
    let mut nested = zip(&[(b"a.txt", PLAN.as_bytes())]);
    for _ in 0..6 {
        nested = zip(&[(b"n.zip", &nested)]);
    }
    place.file("nested.zip", &nested);
    place.file("pictures.docx", zip(&[(b"1.jpg", b"\xff\xd8\xff"), (b"2.jpg", b"\xff\xd8\xff")]));
    place.file("good.txt", REPORT);
    let ran = place.run(1, &["import", "--max-members", "2"]);
    let told = words(&ran.stderr);
    for reason in [
        "bomb.zip!/zeros.txt: it unpacks to more than 250 times its size",
        "many.zip: it has 3 members, the limit is 2",
        "it is an archive in more than 4 others",
        "pictures.docx: it is a zip of 2 pictures and nothing else",
    ] {
        assert!(told.contains(reason), "no “{reason}” in {told}");
    }
    assert!(words(&ran.stdout).contains("1 added"), "{}", words(&ran.stdout));
    assert!(words(&ran.stdout).contains("\nnot read:\n"), "{}", words(&ran.stdout));
}

#[test]
fn originals_are_kept_once_and_come_back_byte_for_byte() {
    let place = Place::new();
    place.file("b/copy.docx", fixture("report.docx"));
    place.file("b/report.txt", fixture("report.txt"));
    place.run(0, &["import"]);
    // A path that comes first gives its name to the copy that is kept.
    place.file("a/first.docx", fixture("report.docx"));
    place.run(0, &["import"]);
    assert_eq!(place.sql("SELECT count(*) FROM documents"), "1");
    let listed = sqlite3(&place.path("archive.db"), &["-At"]);
    assert_eq!(listed, "a/first.docx\nb/report.txt");
    assert_eq!(
        place.sql("SELECT path, original FROM sources ORDER BY path"),
        "a/first.docx|a/first.docx\nb/copy.docx|a/first.docx\nb/report.txt|b/report.txt"
    );
    assert_eq!(place.sql("PRAGMA foreign_key_check"), "");
    let unpacked = TempDir::new().unwrap();
    fs::copy(place.path("archive.db"), unpacked.path().join("archive.db")).unwrap();
    sqlite3(&unpacked.path().join("archive.db"), &["-Ax"]);
    assert!(fs::read(unpacked.path().join("a/first.docx")).unwrap() == fixture("report.docx"));
    assert!(place.run(0, &["original", "1"]).stdout == fixture("report.docx"));
    assert!(place.run(0, &["original", "1", "--source", ".txt"]).stdout == fixture("report.txt"));
    place.run(0, &["original", "1", "-o", "back.docx"]);
    assert!(fs::read(place.path("back.docx")).unwrap() == fixture("report.docx"));
    place.run(2, &["original", "1", "-o", "back.docx"]);
}

#[test]
fn originals_can_be_left_out_and_be_kept_later() {
    let place = Place::new();
    place.file("r.txt", REPORT);
    place.run(0, &["import", "--no-originals"]);
    assert_eq!(place.sql("SELECT count(*) FROM sqlar"), "0");
    let error = place.run(2, &["original", "1"]);
    assert!(words(&error.stderr).contains("no original of document 1 is kept"));
    assert!(words(&place.run(0, &["import"]).stdout).contains("1 known"));
    assert!(place.run(0, &["original", "1"]).stdout == REPORT.as_bytes());
    // The same path with other bytes is another file.
    place.file("r.txt", PLAN);
    place.run(0, &["import"]);
    assert_eq!(place.sql("SELECT count(*) FROM sqlar WHERE name LIKE 'r~%.txt'"), "1");
}

#[test]
fn an_original_that_cannot_be_kept_is_a_failure_of_its_file_and_the_run_goes_on() {
    let place = Place::new();
    place.file("a.txt", REPORT);
    place.file("b.txt", PLAN);
    place.run(0, &["import", "--no-originals"]);
    place.sql("CREATE TRIGGER no BEFORE INSERT ON sqlar BEGIN SELECT RAISE (ABORT, 'no room here'); END");
    let ran = place.run(1, &["import"]);
    assert!(words(&ran.stdout).contains("2 failed"), "{}", words(&ran.stdout));
    place.sql("DROP TRIGGER no");
    assert!(words(&place.run(0, &["import"]).stdout).contains("2 known"));
    assert_eq!(place.sql("SELECT count(*) FROM sqlar"), "2");
}

/// What is written before and behind it in the same batch stays, and is what it would be without it.
#[test]
fn a_document_that_is_refused_is_a_failure_of_its_file_and_leaves_nothing() {
    let rows =
        "SELECT id, title, town, text FROM documents; SELECT id, document_id, path, original FROM sources;
        SELECT * FROM goals; SELECT * FROM passages;
        SELECT name, sz FROM sqlar; SELECT status, path, reason FROM import_files WHERE status <> 'failed'";
    let start = || {
        let place = Place::new();
        place.file("0.txt", "云溪镇2021年工作计划\n新建公厕1处。\n");
        place.run(0, &["import"]);
        place.file("a.txt", REPORT);
        place.file("c.txt", PLAN);
        place.file("d.html", format!("<p>{REPORT}</p>"));
        place
    };
    let place = start();
    place.run(0, &["import"]);
    let without = place.sql(rows);
    let place = start();
    place.sql(
        "CREATE TRIGGER no BEFORE INSERT ON import_files WHEN NEW.path LIKE 'b%' AND NEW.status = 'added'
         BEGIN SELECT RAISE (ABORT, 'not this one'); END",
    );
    place.file("b1.txt", REPORT.replace('6', "7"));
    place.file("b2.txt", REPORT.replace('6', "8"));
    let ran = place.run(1, &["import"]);
    assert!(words(&ran.stdout).contains("2 failed"), "{}", words(&ran.stdout));
    assert_eq!(place.sql("SELECT count(*) FROM import_files WHERE reason LIKE '%not this one%'"), "2");
    assert_eq!(place.sql(rows), without);
    place.sql("DROP TRIGGER no");
    place.run(0, &["check", "--deep"]);
    assert!(words(&place.run(0, &["import"]).stdout).contains("2 added"));
}

#[test]
fn reading_again_changes_nothing_where_nothing_changed() {
    let place = Place::new();
    for name in ["report.docx", "report.doc", "report.rtf", "report.odt", "report.txt"] {
        place.file(name, fixture(name));
    }
    place
        .file("old.txt", encoding_rs::BIG5.encode("雲溪鎮2022年政府工作要點\n一、總體思路\n新建公廁2處。").0);
    place.run(0, &["import"]);
    let before = place.sql(".dump");
    let ran = place.run(0, &["reextract"]);
    assert_eq!(words(&ran.stdout), "2 documents read again, 0 changed, 0 originals refused\n");
    assert!(place.sql(".dump") == before);
}

/// What an older version read otherwise: rows of other rules, a text of another reader, one source too many.
#[test]
fn reading_again_gives_what_a_fresh_import_gives() {
    let rows = "SELECT content_sha256, title, extractor_version, text FROM documents ORDER BY 1;
        SELECT d.content_sha256, g.text, g.value_low, g.start_char FROM goals AS g
        JOIN documents AS d ON d.id = g.document_id ORDER BY 1, 4;
        SELECT d.content_sha256, s.path, s.format, s.original FROM sources AS s
        JOIN documents AS d ON d.id = s.document_id ORDER BY 2";
    let place = Place::new();
    place.file("a.txt", REPORT);
    place.file("b.txt", PLAN);
    place.run(0, &["import"]);
    let fresh = place.sql(rows);
    place.sql(
        "PRAGMA foreign_keys = OFF;
         UPDATE documents SET text = replace(text, '公', '工'), title = '错', extractor_version = 0,
             content_sha256 = replace(content_sha256, 'a', 'b') WHERE id = 1;
         DELETE FROM goals; UPDATE sources SET document_id = 1",
    );
    let ran = words(&place.run(0, &["reextract"]).stdout);
    assert!(ran.contains("document 1: "), "{ran}");
    assert!(ran.contains("its sources no longer say the same"), "{ran}");
    assert_eq!(place.sql(rows), fresh);
    assert_eq!(place.sql("PRAGMA foreign_key_check"), "");
}

#[test]
fn an_original_that_is_refused_today_keeps_what_it_gave() {
    let place = Place::new();
    place.file("a.txt", REPORT);
    place.run(0, &["import"]);
    place.sql("UPDATE sqlar SET data = x'00000000', sz = 4");
    let ran = place.run(1, &["reextract"]);
    assert!(words(&ran.stderr).contains("a.txt: kept as it was:"), "{}", words(&ran.stderr));
    assert_eq!(place.sql("SELECT text FROM documents"), REPORT.trim_end());
}

/// What a page states about itself stands in the document where its words do not say it, whatever copy
/// comes first, and is still there when the page is read again.
#[test]
fn title_and_day_that_a_page_states_are_those_of_its_document() {
    let words_of =
        "全镇一年来新建公厕3处，硬化通组道路12.5公里，惠及群众2700多人。\n今年力争公共预算收入增长6%以上。\n";
    let paragraphs: String = words_of.lines().map(|line| format!("<p>{line}</p>")).collect();
    let page = format!(
        "<html><head><meta charset=\"utf-8\"><title>石梁乡今年的打算_石梁乡人民政府</title>\
         <meta name=\"PubDate\" content=\"2023-02-09 08:30\"></head>\
         <body><div>首页 &gt; 政务公开</div><div class=\"article\">{paragraphs}</div></body></html>"
    );
    let facts = "SELECT title, published_on FROM v_documents";
    let stated = "石梁乡今年的打算|2023-02-09";
    for first in ["a.html", "a.txt"] {
        let place = Place::new();
        place.file(first, if first == "a.html" { page.as_str() } else { words_of });
        place.run(0, &["import"]);
        assert_eq!(place.sql(facts) == stated, first == "a.html", "{}", place.sql(facts));
        place.file("a.html", &page);
        place.file("a.txt", words_of);
        place.run(0, &["import"]);
        assert_eq!(place.sql("SELECT count(*), (SELECT count(*) FROM documents) FROM sources"), "2|1");
        assert_eq!(place.sql(facts), stated, "{first} first");
        place.run(0, &["reextract"]);
        assert_eq!(place.sql(facts), stated, "{first} first, read again");
    }
}
