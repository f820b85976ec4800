//! What leaves the program: the same cells in every format, files that are whole or not there, pages for a
//! browser that nothing can break out of, and the manners of a program in a terminal.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use archive::output::headings::{Column, Language};
use archive::output::xlsx::{LEDGER, Layout, Sheet};
use archive::output::{Format, printer};
use archive::store::read::Value;
use calamine::{Data, Reader, Xlsx};
use tempfile::TempDir;

/// An invented town whose report would like to be a page, a formula and a terminal.
const HOSTILE: &str = "青石镇2023年工作计划\n\n一、<script>alert('目标')</script>与\"安排\"\n\
    力争一般公共预算收入增长6.5%以上，=1+1，完成技改投资6.2亿元。新建<b>公厕</b>12345678901处。\n\
    二、重点&amp;项目\n城乡居民收入分别增长6%和8%。加快\u{202e}云溪水库除险加固工程\u{1b}[31m建设，硬化道路12.5公里，新增就业XX人。\n";

struct Place {
    folder: TempDir,
}

impl Place {
    /// A folder with an archive of one report.
    fn new() -> Place {
        let place = Place { folder: TempDir::new().unwrap() };
        fs::write(place.path("青石镇.txt"), HOSTILE).unwrap();
        place.ok(&["import", "青石镇.txt"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_archive"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in ["ARCHIVE_DB", "ARCHIVE_LANG", "LC_MESSAGES", "LANG", "RUST_BACKTRACE"] {
            command.env_remove(variable);
        }
        command.env("LC_ALL", "C.UTF-8");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    #[track_caller]
    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn fails(&self, arguments: &[&str], with: &str) {
        let output = self.run(arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(with) && told.contains("hint: "), "{told}");
    }

    /// Names of all that lies in the folder.
    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

fn records(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The cells of the first sheet as words, each number with the digits that it has.
fn cells(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let words = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(words) => words.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        other => panic!("{other:?}"),
    };
    range.rows().map(|row| row.iter().map(words).collect()).collect()
}

#[test]
fn a_spreadsheet_has_the_cells_of_the_csv() {
    let place = Place::new();
    for view in ["goals", "sections", "projects", "documents", "sources", "doubts", "files"] {
        let expected = records(&place.ok(&["query", view, "--format", "csv"]));
        assert!(expected.len() > 1 || view == "doubts", "{view}");
        place.ok(&["query", view, "--output", "rows.xlsx"]);
        // A spreadsheet keeps no carriage return and no trailing empty cells of its last column.
        assert_eq!(cells(fs::read(place.path("rows.xlsx")).unwrap()), expected, "{view}");
    }
    let book = fs::read(place.path("rows.xlsx")).unwrap();
    assert!(book.starts_with(b"PK"));
}

#[test]
fn numbers_of_a_spreadsheet_are_numbers() {
    let sheet = Sheet { name: "数".into(), layout: Layout::Plain, language: Language::English, made_at: 0 };
    let values = [
        Value::Integer(620_000_000),
        Value::Real(3.2),
        Value::Real(-0.000_001),
        Value::Integer(i64::MAX),
        Value::Text("=1+1".into()),
        Value::Text("007".into()),
        Value::Null,
    ];
    let mut bytes = Vec::new();
    let mut rows = printer(Format::Xlsx(sheet), &mut bytes);
    let columns: Vec<Column> =
        (0..values.len()).map(|n| Column::new("", &n.to_string(), Language::English)).collect();
    rows.begin(&columns).unwrap();
    rows.row(&values).unwrap();
    rows.end().unwrap();
    drop(rows);
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let row: Vec<Data> = range.rows().nth(1).unwrap().to_vec();
    assert_eq!(row[..3], [Data::Float(620_000_000.0), Data::Float(3.2), Data::Float(-0.000_001)]);
    // What a float would alter, and what looks like a formula, stays as written.
    assert_eq!(row[3..6], ["9223372036854775807", "=1+1", "007"].map(|words| Data::String(words.into())));
}

/// The form, as cells of its one sheet.
fn form(documents: &[(i64, &str, &str)]) -> Vec<Vec<String>> {
    let sheet =
        Sheet {
            name: "任务分解表".into(), layout: Layout::Ledger, language: Language::Chinese, made_at: 0
        };
    let mut bytes = Vec::new();
    let mut rows = printer(Format::Xlsx(sheet), &mut bytes);
    let columns: Vec<Column> =
        LEDGER.iter().map(|name| Column::new("ledger", name, Language::Chinese)).collect();
    rows.begin(&columns).unwrap();
    for (id, town, title) in documents {
        let text = |words: &str| Value::Text(words.to_owned());
        rows.row(&[
            Value::Integer(1),
            text("一、抓项目"),
            text("新建公厕3处"),
            text("公厕"),
            text("3处"),
            Value::Integer(2023),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            text(town),
            text(title),
            Value::Integer(*id),
        ])
        .unwrap();
    }
    rows.end().unwrap();
    drop(rows);
    cells(bytes)
}

#[test]
fn the_form_of_a_ledger_has_a_title_and_the_columns_it_needs() {
    let one = form(&[(1, "青石镇", "青石镇2023年工作计划"), (1, "青石镇", "青石镇2023年工作计划")]);
    assert_eq!(one[0][0], "青石镇2023年工作计划任务分解表");
    assert_eq!(one[1][0], "共 2 项");
    let headings = [
        "序号",
        "工作领域",
        "工作任务",
        "指标",
        "目标值",
        "年份",
        "完成时限",
        "牵头单位",
        "配合单位",
        "进展情况",
        "完成状态",
    ];
    assert_eq!(one[2], headings);
    assert_eq!(one[3][..6], ["1", "一、抓项目", "新建公厕3处", "公厕", "3处", "2023"]);
    assert_eq!(one.len(), 5);

    assert_eq!(form(&[(1, "青石镇", "工作计划")])[0][0], "青石镇工作计划任务分解表");
    assert_eq!(form(&[(1, "青石镇", "")])[0][0], "青石镇2023年工作任务分解表");

    let two = form(&[(1, "青石镇", "青石镇计划"), (2, "云溪镇", "云溪镇计划")]);
    assert_eq!(two[0][0], "2023年工作任务分解表");
    assert_eq!(two[1][0], "共 2 项，出自 2 份文件");
    assert_eq!((two[2][1].as_str(), two[2].last().unwrap().as_str()), ("乡镇", "文件标题"));
    assert_eq!(two[4][1], "云溪镇");
}

#[test]
fn csv_read_by_sqlite3_is_the_view() {
    if Command::new("sqlite3").arg("-version").stdout(Stdio::null()).status().is_err() {
        return;
    }
    let place = Place::new();
    place.ok(&["query", "goals", "--output", "goals.csv"]);
    let compare = "ATTACH 'archive.db' AS a;
        CREATE TABLE t AS SELECT * FROM a.v_goals WHERE 0;\n.mode csv\n.import --skip 1 goals.csv t\n.mode list
        SELECT count(*) > 3 FROM t;
        SELECT count(*) FROM (SELECT CAST(id AS TEXT), coalesce(text, ''), coalesce(indicator, ''),
            CAST(coalesce(value_low, '') AS TEXT), coalesce(unit, ''), CAST(coalesce(year, '') AS TEXT), section FROM t
          EXCEPT SELECT CAST(id AS TEXT), coalesce(text, ''), coalesce(indicator, ''),
            CAST(coalesce(value_low, '') AS TEXT), coalesce(unit, ''), CAST(coalesce(year, '') AS TEXT), section
          FROM a.v_goals);\n";
    fs::write(place.path("compare.sql"), compare).unwrap();
    let output = Command::new("sqlite3")
        .arg(":memory:")
        .stdin(fs::File::open(place.path("compare.sql")).unwrap())
        .current_dir(place.folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>(),
        ["1", "0"],
        "{told}"
    );
}

#[test]
fn the_ending_of_a_file_says_the_format() {
    let place = Place::new();
    for (name, format) in [
        ("a.csv", "csv"),
        ("a.TSV", "tsv"),
        ("a.json", "json"),
        ("a.ndjson", "ndjson"),
        ("a.jsonl", "ndjson"),
        ("a.md", "markdown"),
    ] {
        assert_eq!(place.ok(&["query", "goals", "--output", name]), "");
        let written = fs::read_to_string(place.path(name)).unwrap();
        assert_eq!(written, place.ok(&["query", "goals", "--format", format]), "{name}");
    }
    place.fails(&["query", "goals", "--output", "a.xls"], "says no format");
    place.fails(&["query", "goals", "--output", "a.csv", "--format", "json"], "says otherwise");
    place.fails(&["query", "goals", "--bom", "--format", "json", "--output", "b.json"], "--bom is for csv");
    place.ok(&["query", "goals", "--output", "a.txt", "--format", "csv", "--bom"]);
    assert!(fs::read_to_string(place.path("a.txt")).unwrap().starts_with("\u{feff}year,"));
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let place = Place::new();
    fs::write(place.path("rows.csv"), "old").unwrap();
    fs::create_dir(place.path("folder.csv")).unwrap();
    fs::copy(place.path("archive.db"), place.path("other.csv")).unwrap();
    let before = place.names();
    let archive = fs::read(place.path("archive.db")).unwrap();
    // The rows fail after the file was begun.
    place.fails(&["query", "files", "--indicator", "x", "--output", "rows.csv"], "--indicator");
    assert_eq!(fs::read_to_string(place.path("rows.csv")).unwrap(), "old");
    place.fails(&["query", "goals", "--output", "folder.csv"], "a folder");
    place.fails(&["query", "goals", "--output", "archive.db", "--format", "csv"], "the archive itself");
    place.fails(
        &["query", "goals", "--output", "./archive.db-journal", "--format", "csv"],
        "the archive itself",
    );
    place.fails(&["query", "goals", "--output", "other.csv"], "a database");
    place.fails(&["query", "goals", "--output", "nowhere/rows.csv"], "not there");
    place.fails(&["show", "1", "--html", "--output", "archive.db"], "the archive itself");
    assert_eq!(place.names(), before);
    assert_eq!(fs::read(place.path("archive.db")).unwrap(), archive);
    place.ok(&["query", "goals", "--output", "rows.csv"]);
    assert!(fs::read_to_string(place.path("rows.csv")).unwrap().starts_with("year,"));
    assert_eq!(place.names(), before);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_a_device_is_written_to() {
    let place = Place::new();
    fs::write(place.path("rows.csv"), "old").unwrap();
    std::os::unix::fs::symlink("rows.csv", place.path("link.csv")).unwrap();
    std::os::unix::fs::symlink("archive.db", place.path("hidden.csv")).unwrap();
    place.ok(&["query", "goals", "--output", "link.csv"]);
    assert!(fs::symlink_metadata(place.path("link.csv")).unwrap().is_symlink());
    assert!(fs::read_to_string(place.path("rows.csv")).unwrap().starts_with("year,"));
    place.fails(&["query", "goals", "--output", "hidden.csv"], "the archive itself");
    place.ok(&["query", "goals", "--output", "/dev/null", "--format", "csv"]);
}

#[test]
fn headings_are_in_the_language_asked_for() {
    let place = Place::new();
    let in_locale = |locale: &str, arguments: &[&str]| {
        let output = place.command(arguments).env("LC_ALL", locale).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let columns = ["query", "goals", "--columns", "year,unit", "--format", "csv"];
    assert!(in_locale("zh_CN.UTF-8", &columns).starts_with("年份,单位\r\n"));
    assert!(in_locale("de_DE.UTF-8", &columns).starts_with("year,unit\r\n"));
    assert!(
        in_locale("zh_CN.UTF-8", &[&columns[..], &["--lang", "en"]].concat()).starts_with("year,unit\r\n")
    );
    assert!(place.ok(&["query", "goals", "--lang", "zh", "--format", "json"]).contains("\"year\":"));
    // Names of columns are those of the database in every language.
    place.fails(&["query", "goals", "--lang", "zh", "--columns", "年份"], "no column");
}

#[test]
fn every_column_of_a_search_has_a_chinese_heading() {
    for (name, _) in archive::store::search::COLUMNS {
        assert_ne!(Column::new("search", name, Language::Chinese).heading, *name);
    }
}

#[test]
fn a_ledger_is_written_as_a_form_unless_columns_are_chosen() {
    let place = Place::new();
    place.ok(&["query", "ledger", "--output", "tasks.xlsx"]);
    let form = cells(fs::read(place.path("tasks.xlsx")).unwrap());
    let tasks = records(&place.ok(&[
        "query",
        "ledger",
        "--format",
        "csv",
        "--columns",
        "number,area,task,indicator",
    ]));
    assert_eq!(form[0][0], "青石镇2023年工作计划任务分解表");
    assert_eq!(form[2][..4], ["序号", "工作领域", "工作任务", "指标"]);
    let body: Vec<Vec<String>> = form[3..].iter().map(|row| row[..4].to_vec()).collect();
    assert_eq!(body, tasks[1..]);
    place.ok(&["query", "ledger", "--columns", "number,task", "--output", "plain.xlsx"]);
    assert_eq!(cells(fs::read(place.path("plain.xlsx")).unwrap())[0], ["number", "task"]);
}

/// What stands between quotation marks after `name=`, over the whole page.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let marker = format!(" {name}=\"");
    page.split(&marker).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn a_page_is_whole_and_nothing_breaks_out_of_it() {
    let place = Place::new();
    let page = place.ok(&["show", "1", "--html"]);
    place.ok(&["show", "1", "--output", "page.html"]);
    assert_eq!(fs::read_to_string(place.path("page.html")).unwrap(), page);
    for foreign in ["<script", "<b>公厕", "http:", "https:", "\u{202e}", "\u{1b}", "src=", "@import", "url("]
    {
        assert!(!page.contains(foreign), "the page holds {foreign}");
    }
    assert!(page.contains("&lt;script&gt;alert(&#39;目标&#39;)&lt;/script&gt;"));
    let ids = attributes(&page, "id");
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(distinct.len(), ids.len(), "an id stands twice");
    let links = attributes(&page, "href");
    assert!(links.len() > 20);
    for link in links {
        assert!(distinct.contains(link.strip_prefix('#').unwrap()), "{link} leads nowhere");
    }
    // Each goal has a row that leads to its words, and words that lead to its row.
    let goals = records(&place.ok(&["query", "goals", "--format", "csv"])).len() - 1;
    for number in 1..=goals {
        assert!(page.contains(&format!("href=\"#goals-{number}-at-1\"")), "goal {number} leads nowhere");
        assert!(page.contains(&format!("href=\"#goals-{number}\">")), "nothing leads to goal {number}");
    }
    for tag in ["a", "p", "b", "sup", "li", "ol", "small", "h2", "i"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "<{tag}>");
    }
    // Without the tags and the labels of the marks, the text stands as it is stored.
    let article = page.split("<article lang=\"zh\">").nth(1).unwrap().split("</article>").next().unwrap();
    let mut words = String::new();
    for piece in article.split("<sup>").map(|piece| piece.split("</sup>").last().unwrap()) {
        piece.split('<').for_each(|tag| words.push_str(tag.split_once('>').map_or(tag, |(_, text)| text)));
    }
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let words = entities.iter().fold(words, |words, (entity, c)| words.replace(entity, c));
    assert_eq!(bare(&words), bare(&HOSTILE.replace('\u{202e}', "\u{fffd}").replace('\u{1b}', "␛")));
    let chinese = place.ok(&["show", "1", "--html", "--lang", "zh"]);
    assert!(chinese.contains("<html lang=\"zh\">") && chinese.contains(">目标</span>"));
}

#[test]
fn completions_know_the_verbs_and_manuals_are_written() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = place.ok(&["completions", shell]);
        assert!(
            ["query", "--output", "xlsx", "completions"].iter().all(|word| script.contains(word)),
            "{shell}"
        );
    }
    place.ok(&["man", "--output", "pages/man1"]);
    let page = fs::read_to_string(place.path("pages/man1/archive-query.1")).unwrap();
    assert_eq!(page, place.ok(&["man", "query"]));
    assert!(place.ok(&["man"]).contains(".SH VERBS"));
    place.fails(&["man", "fly"], "no such verb");
}

#[test]
fn quiet_says_less_and_verbose_says_more() {
    let place = Place::new();
    let told = |arguments: &[&str]| {
        let output = place.run(arguments);
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(told(&["import", "青石镇.txt", "--quiet"]), (String::new(), String::new()));
    let known = told(&["import", "青石镇.txt", "-v"]).1;
    let mut lines = known.lines();
    assert_eq!(lines.next(), Some("青石镇.txt: known"));
    let stages: Vec<&str> = lines.map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(stages.first(), Some(&"stage"));
    assert!(stages.contains(&"read") && stages.contains(&"commit"), "{known}");
    assert!(!stages.contains(&"extract"), "a known file is not read in: {known}");
    assert_eq!(told(&["query", "goals", "--year", "1999"]).1, "no rows\n");
    assert_eq!(told(&["query", "goals", "--year", "1999", "--quiet"]).1, "");
    assert!(told(&["query", "documents", "--verbose"]).1.starts_with("1 rows, "));
    assert!(told(&["query", "nothing", "--quiet"]).1.contains("no view"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_an_import_between_two_files() {
    let place = Place::new();
    fs::write(place.path("云溪镇.txt"), HOSTILE.replace("青石", "云溪")).unwrap();
    let mut command = place.command(&["import", "云溪镇.txt", "-", "青石镇.txt", "--db", "new.db"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The first file is committed once the run waits for standard input.
    let documents = || {
        let connection = rusqlite::Connection::open(place.path("new.db")).ok()?;
        connection.query_row("SELECT count(*) FROM documents", [], |row| row.get::<_, i64>(0)).ok()
    };
    while documents() != Some(1) {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    // The word of the handler: the signal was seen.
    let mut word = [0; 8];
    std::io::Read::read_exact(child.stderr.as_mut().unwrap(), &mut word).unwrap();
    assert_eq!(&word, b"stopping");
    drop(child.stdin.take());
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
    assert!(!place.names().contains("new.db-journal"));
    assert_eq!(documents(), Some(1));
    // Again, and the job is done.
    let summary = place.ok(&["import", "云溪镇.txt", "青石镇.txt", "--db", "new.db"]);
    assert!(summary.starts_with("new.db: 1 added, 0 duplicate, 1 known, "), "{summary}");
}
