//! Things broken on purpose: processes killed, disks that fail, bytes turned over, everybody at once.
//!
//! Each has a short form, which is part of every run of the tests, and a long one: `TORTURE=25` (`just
//! torture`) makes everything that many times over. What it came to is printed, and seen with `--nocapture`.
//! `TORTURE_REPORTS=FOLDER` takes real reports in the place of the invented ones.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::dice::Dice;
use crate::fixture::{Place, place};

mod damage;
#[cfg(target_os = "linux")]
mod fault;
mod hostile;
mod kill;
mod many;
mod parser;

/// So many times in this run.
fn times(short: usize) -> usize {
    let factor = std::env::var("TORTURE").ok().and_then(|factor| factor.parse::<usize>().ok());
    short * factor.unwrap_or(1)
}

/// A place for an archive, with a folder of so many reports in it.
pub fn with_reports(count: usize) -> (Place, PathBuf) {
    let place = place();
    let folder = place.folder.path().join("reports");
    reports(&folder, count);
    (place, folder)
}

/// Imports a folder as a whole, undisturbed.
pub fn import_all(db: &Path, folder: &Path) {
    run(verb(db, &["import"]).arg(folder)).ok();
}

/// Puts an archive in the place of the one that is there.
pub fn put(db: &Path, archive: &[u8]) {
    remove(db);
    fs::write(db, archive).unwrap();
}

/// Writes so many reports of invented towns; some in an old encoding, some as worse copies of others.
pub fn reports(folder: &Path, count: usize) {
    fs::create_dir_all(folder.join("copies")).unwrap();
    if let Some(real) = std::env::var_os("TORTURE_REPORTS") {
        let mut real: Vec<PathBuf> = fs::read_dir(real).unwrap().map(|entry| entry.unwrap().path()).collect();
        real.retain(|path| path.is_file());
        real.sort();
        for (number, path) in real.iter().take(count).enumerate() {
            fs::copy(path, folder.join(format!("{number:03}-{}", path.file_name().unwrap().display())))
                .unwrap();
        }
        return;
    }
    for number in 0..count {
        let text = report(number);
        match number % 5 {
            0 => fs::write(folder.join(format!("{number:03}.txt")), encoding_rs::GB18030.encode(&text).0),
            1 => {
                fs::write(folder.join(format!("copies/{number:03}.txt")), text.replace("公厕", "公 厕"))
                    .unwrap();
                fs::write(folder.join(format!("{number:03}.txt")), &text)
            }
            _ => fs::write(folder.join(format!("{number:03}.txt")), &text),
        }
        .unwrap();
    }
}

fn report(number: usize) -> String {
    let town = ["青石", "云溪", "白沙", "麻柳", "桐岭", "双河"][number % 6];
    let (year, n) = (2019 + number / 6, number + 3);
    format!(
        "{town}镇{year}年政府工作报告\n\n各位代表：\n现在，我代表镇人民政府，向大会报告工作，请予审议。\n\
         一、{last}年工作回顾\n全年完成一般公共预算收入{n}.2亿元，同比增长3.{d}%。新建公厕{n}处，改造农村危房{m}户。\n\
         {town}水库除险加固工程主体完工，滨河路改造项目全面启动。\n\
         二、{year}年工作安排\n（一）抓项目。力争全年引进项目{n}个以上，完成{town}水库除险加固工程。\n\
         （二）抓民生。硬化道路1{n}.5公里，新增就业XX人，农村居民人均可支配收入增长7%以上。\n",
        last = year - 1,
        d = number % 10,
        m = 20 + number * 3,
    )
}

/// What came of a command.
#[derive(Debug)]
pub struct Ran {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// It ended by itself, with words for a person and not with those of a defect.
    #[track_caller]
    pub fn decent(self) -> Ran {
        let code = self.status.code().unwrap_or_else(|| panic!("it was ended by {}", self.status));
        assert!((0..=2).contains(&code), "{code}: {self:?}");
        for word in ["panicked", "the program broke", "the database failed"] {
            assert!(!self.stderr.contains(word) && !self.stdout.contains(word), "{self:?}");
        }
        assert!(code == 0 || !self.stderr.is_empty() || !self.stdout.is_empty(), "{self:?}");
        self
    }

    #[track_caller]
    pub fn ok(self) -> Ran {
        let ran = self.decent();
        assert!(ran.status.success(), "{ran:?}");
        ran
    }

    /// It could not do it, and says why.
    #[track_caller]
    pub fn fails(self, words: &str) -> Ran {
        let ran = self.decent();
        assert!(ran.status.code() == Some(2) && ran.stderr.contains(words), "no “{words}”: {ran:?}");
        ran
    }
}

/// The program with a verb, on this archive.
pub fn verb(db: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_archive"));
    command.args(arguments).arg("--db").arg(db).env("LC_ALL", "C.UTF-8");
    for variable in ["ARCHIVE_DB", "ARCHIVE_LANG", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Longer than anything here takes on the slowest machine; what is not done by then hangs.
const HANGS: Duration = Duration::from_secs(300);

/// Runs a command to its end.
#[track_caller]
pub fn run(command: &mut Command) -> Ran {
    finish(command.spawn().unwrap(), &format!("{command:?}"))
}

/// Waits for the end of a process.
#[track_caller]
fn finish(mut child: Child, shown: &str) -> Ran {
    let mut stdout = child.stdout.take().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let read = |from: &mut dyn Read| {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let out = thread::spawn(move || read(&mut stdout));
    let err = thread::spawn(move || read(&mut stderr));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > HANGS {
            child.kill().unwrap();
            panic!("it hangs: {shown}");
        }
        thread::sleep(Duration::from_millis(2));
    };
    Ran { status, stdout: out.join().unwrap(), stderr: err.join().unwrap() }
}

/// What an archive holds, row by row and without numbers of rows, so that two can be compared.
const HELD: &[(&str, &str)] = &[
    (
        "document",
        "SELECT content_sha256, title, kind, town, county, declared_year, review_year, plan_year, published_on,
                script, extractor_version, text FROM documents",
    ),
    (
        "source",
        "SELECT d.content_sha256, s.path, s.file_sha256, s.format, s.encoding, s.byte_count
         FROM sources AS s JOIN documents AS d ON d.id = s.document_id",
    ),
    (
        "section",
        "SELECT d.content_sha256, s.position, s.level, s.path, s.part, s.start_char, s.end_char, s.body_start_char
         FROM sections AS s JOIN documents AS d ON d.id = s.document_id",
    ),
    (
        "goal",
        "SELECT d.content_sha256, g.kind, g.text, g.indicator, g.canonical_indicator, g.measure, g.comparator,
                g.value_low, g.value_high, g.unit, g.year, g.deadline, g.masked, g.rule, g.start_char, s.path
         FROM goals AS g JOIN documents AS d ON d.id = g.document_id LEFT JOIN sections AS s ON s.id = g.section_id",
    ),
    (
        "outcome",
        "SELECT d.content_sha256, g.text, g.indicator, g.canonical_indicator, g.measure, g.comparator, g.value_low,
                g.value_high, g.unit, g.year, g.masked, g.rule, g.start_char, s.path
         FROM outcomes AS g JOIN documents AS d ON d.id = g.document_id LEFT JOIN sections AS s ON s.id = g.section_id",
    ),
    (
        "mention",
        "SELECT d.content_sha256, p.name, p.kind, p.town, m.text, m.kind, m.year, m.phase, m.amount, m.start_char
         FROM project_mentions AS m JOIN projects AS p ON p.id = m.project_id
         JOIN documents AS d ON d.id = m.document_id",
    ),
    ("doubt", "SELECT d.content_sha256, b.kind, b.message, b.start_char FROM doubts AS b JOIN documents AS d ON d.id = b.document_id"),
    ("passage", "SELECT d.content_sha256, p.start_char, p.end_char FROM passages AS p JOIN documents AS d ON d.id = p.document_id"),
    ("sqlar", "SELECT name, mode, sz, hex(data) FROM sqlar"),
];

/// All that an archive holds; opened as any other program would.
pub fn rows(db: &Path) -> Vec<String> {
    let connection = Connection::open(db).unwrap();
    let mut all = Vec::new();
    for (what, sql) in HELD {
        let mut statement = connection.prepare(sql).unwrap();
        let width = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<Value> = (0..width).map(|at| row.get(at).unwrap()).collect();
            all.push(format!("{what} {cells:?}"));
        }
    }
    all.sort();
    all
}

/// SQLite finds nothing wrong with the file; opening it takes back what was cut off.
#[track_caller]
fn sqlite_is_content(db: &Path) {
    let connection = Connection::open_with_flags(db, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok", "{}", db.display());
    let mut dangling = connection.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(!dangling.exists([]).unwrap(), "{}: rows refer to nothing", db.display());
}

/// The archive is sound to the last row, or there is none yet. What was cut off is left to the program to take back.
#[track_caller]
fn is_whole_or_nothing(db: &Path) -> bool {
    let ran = run(&mut verb(db, &["check", "--deep"])).decent();
    if ran.status.code() == Some(2) {
        // Killed before the first commit: it is empty, also for SQLite, or not even that.
        let connection = Connection::open(db).unwrap();
        let objects: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(objects, 0, "{ran:?}");
        return false;
    }
    assert!(ran.status.success(), "{ran:?}");
    sqlite_is_content(db);
    true
}

/// Takes an archive away, with what lies beside it.
fn remove(db: &Path) {
    let name = db.file_name().unwrap().to_str().unwrap();
    for entry in fs::read_dir(db.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && path.file_name().unwrap().to_str().is_some_and(|other| other.starts_with(name)) {
            fs::remove_file(path).unwrap();
        }
    }
}
