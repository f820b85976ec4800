//! What asking costs beside the plain tools: `cargo bench --bench ask`, or with a part of it behind `--`: a
//! number of goals, or `search`.
//!
//! Archives of 50,000, 200,000 and 5 million goals are made in SQL, and one of 200 MB of texts from the
//! sample reports, each time with other digits. Every figure is the median of pairs run one after the other,
//! so trust the ratios. The views that draw conclusions are held against themselves: what a row of them costs
//! must not grow with the archive. Needs `sqlite3`, `rg` and `bash`; what is missing is said and left out.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use archive::extract::{self, EXTRACTOR_VERSION};
use archive::fact::Reading;
use archive::lexicon::Lexicon;
use archive::read;
use archive::store::Archive;
use archive::store::write::{ImportStart, SourceFile};
use archive::text::Text;

const ARCHIVE: &str = env!("CARGO_BIN_EXE_archive");
/// Pairs of runs; the median counts.
const PAIRS: usize = 7;
/// Goals of one document, and as many outcomes.
const GOALS: usize = 50;
/// Documents of one town, a year each.
const YEARS: usize = 20;
/// Up to so many goals the views that draw conclusions are asked for all rows.
const WHOLE: usize = 200_000;
const TEXTS: usize = 200 << 20;
/// So many documents reach the disk together, as in an import.
const BATCH: usize = 64;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let parts: Vec<String> = std::env::args().skip(1).filter(|part| !part.starts_with('-')).collect();
    let sizes: Vec<usize> = match parts.iter().filter_map(|part| part.parse().ok()).collect::<Vec<usize>>() {
        sizes if sizes.is_empty() && parts.is_empty() => vec![50_000, 200_000, 5_000_000],
        sizes => sizes,
    };
    if !sizes.is_empty() && found("sqlite3") {
        for goals in sizes {
            let db = folder.path().join("goals.db");
            fill(&db, goals);
            queries(&db, goals);
            conclusions(&db, goals);
            fs::remove_file(db).unwrap();
        }
    }
    if (parts.is_empty() || parts.iter().any(|part| part == "search")) && found("rg") && found("bash") {
        searches(folder.path());
    }
}

fn found(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_err() {
        println!("{program} is not on the PATH: what needs it is left out");
    }
    found.is_ok()
}

/// Documents of short texts, with the rows that queries meet.
fn fill(db: &Path, goals: usize) {
    drop(Archive::open_or_create(db).unwrap());
    let connection = rusqlite::Connection::open(db).unwrap();
    let documents = goals / GOALS;
    let towns = (documents / YEARS).max(1);
    let claim = |table: &str, kind: (&str, &str), year: &str| {
        format!(
            "INSERT INTO {table} (document_id, section_id, {} text, indicator, canonical_indicator, measure,
                                  comparator, value_low, value_high, unit, year, masked, rule, start_char, end_char)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {GOALS})
             SELECT d.id, d.id, {} printf('指标%d增长%d.%d%%以上', i, i % 10, d.id % 10), printf('指标%d', i), NULL,
                    'growth', 'ge', i + d.id % 10 / 10.0, i + d.id % 10 / 10.0, '%', {year}, 0, 'number.subject',
                    i * 40, i * 40 + 17
             FROM documents AS d, n;",
            kind.0, kind.1
        )
    };
    let goals = claim("goals", ("kind,", "'quantified',"), "d.plan_year");
    let outcomes = claim("outcomes", ("", ""), "d.plan_year - 1");
    connection
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")
        .unwrap();
    // An index is made in a fraction of the time when its rows are there.
    let indexes: Vec<(String, String)> = connection
        .prepare(
            "SELECT name, sql FROM sqlite_schema
             WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('goals', 'outcomes')",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let drop: String = indexes.iter().map(|(name, _)| format!("DROP INDEX {name};")).collect();
    let make: String = indexes.iter().map(|(_, sql)| format!("{sql};")).collect();
    connection
        .execute_batch(&format!(
            "BEGIN; {drop}
             INSERT INTO imports VALUES (1, '2026-01-02T03:04:05Z', NULL, '[]', '0', 1);
             INSERT INTO documents (id, content_sha256, title, kind, town, declared_year, plan_year, script,
                                    char_count, extractor_version, text)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {documents})
             SELECT i, printf('%064d', i), printf('第%d号工作计划', i), 'plan', printf('第%d镇', i % {towns}),
                    2004 + i / {towns} % {YEARS}, 2004 + i / {towns} % {YEARS}, 'hans', 2, 1, '计划' FROM n;
             INSERT INTO sources (document_id, path, file_sha256, format, encoding, byte_count, first_import_id)
             SELECT id, printf('reports/%d.txt', id), content_sha256, 'txt', 'UTF-8', 6, 1 FROM documents;
             INSERT INTO sections (id, document_id, position, level, marker, heading, path, part, start_char,
                                   end_char, body_start_char)
             SELECT id, id, 1, 1, '一、', '主要目标', '一、主要目标', 'plan', 0, 2, 2 FROM documents;
             {goals} {outcomes} {make} COMMIT; PRAGMA journal_mode = DELETE;"
        ))
        .unwrap();
}

fn queries(db: &Path, goals: usize) {
    println!("\n{goals} goals, {} MB: wall time, archive / sqlite3", fs::metadata(db).unwrap().len() >> 20);
    let order = "ORDER BY document_id, start_char, id";
    for (name, options, sql) in [
        ("--year 2023 --limit 50", &["--limit", "50"][..], format!("WHERE year = 2023 {order} LIMIT 50")),
        ("--year 2023", &[], format!("WHERE year = 2023 {order}")),
    ] {
        let ours = || {
            let mut command = Command::new(ARCHIVE);
            command
                .args(["query", "goals", "--year", "2023", "--format", "csv", "--db"])
                .arg(db)
                .args(options);
            command
        };
        let theirs = || {
            let mut command = Command::new("sqlite3");
            command
                .args(["-readonly", "-csv", "-header"])
                .arg(db)
                .arg(format!("SELECT * FROM v_goals {sql}"));
            command
        };
        assert_eq!(lines(ours()), lines(theirs()), "both print the same rows");
        let pairs: Vec<(f64, f64)> = (0..PAIRS).map(|_| (wall(ours()), wall(theirs()))).collect();
        report(name, &pairs);
    }
}

/// What a row of the views that look through the whole archive costs.
fn conclusions(db: &Path, goals: usize) {
    let all = if goals <= WHOLE { &[][..] } else { &["--year", "2023"] };
    for view in ["promises", "series"] {
        let ask = || {
            let mut command = Command::new(ARCHIVE);
            command.args(["query", view, "--format", "csv", "--db"]).arg(db).args(all);
            command
        };
        let rows = lines(ask()) - 1;
        let took = wall(ask());
        println!(
            "  {view:9} {:23} {took:9.1} ms for {rows} rows   {:.1} µs each",
            all.join(" "),
            took * 1000.0 / rows as f64
        );
    }
}

fn lines(mut command: Command) -> usize {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout.iter().filter(|byte| **byte == b'\n').count()
}

/// Milliseconds from start to end of a process.
fn wall(mut command: Command) -> f64 {
    let start = Instant::now();
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    start.elapsed().as_secs_f64() * 1000.0
}

fn report(name: &str, pairs: &[(f64, f64)]) {
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let ours = median(pairs.iter().map(|pair| pair.0).collect());
    let theirs = median(pairs.iter().map(|pair| pair.1).collect());
    let ratio = median(pairs.iter().map(|pair| pair.0 / pair.1).collect());
    println!("  {name:32} {ours:9.1} / {theirs:9.1} ms   ratio {ratio:.2}");
}

fn searches(folder: &Path) {
    let (texts, db) = (folder.join("texts"), folder.join("texts.db"));
    let start = Instant::now();
    let count = write_texts(&texts, &db);
    let sizes = |path: &Path| fs::metadata(path).unwrap().len() as f64 / f64::from(1 << 20);
    println!(
        "\n{count} texts, {} MB, archive {:.2} times as much, made in {:.0} s: CPU time, archive search / rg -j1 -l",
        TEXTS >> 20,
        sizes(&db) / (TEXTS >> 20) as f64,
        start.elapsed().as_secs_f64()
    );
    for words in ["公厕", "水库", "园区", "招商引资", "乡村振兴", "重点项目"] {
        let ours = format!("'{ARCHIVE}' search {words} --limit 20 --db '{}'", db.display());
        let theirs = format!("rg -j1 -lF {words} '{}'", texts.display());
        let pairs: Vec<(f64, f64)> = (0..PAIRS).map(|_| (cpu(&ours), cpu(&theirs))).collect();
        report(words, &pairs);
    }
}

/// Milliseconds of CPU time that a command takes, as bash tells them.
fn cpu(command: &str) -> f64 {
    let timed = format!("TIMEFORMAT='%3U %3S'; time {command} > /dev/null");
    let output = Command::new("bash").args(["-c", &timed]).output().unwrap();
    assert!(output.status.success(), "{command}");
    let said = String::from_utf8(output.stderr).unwrap();
    // Behind what the command itself says.
    let seconds = said.lines().last().unwrap();
    seconds.split_whitespace().map(|second| second.parse::<f64>().unwrap() * 1000.0).sum()
}

/// The sample reports over and over with other digits, as files and, with their sections, in an archive.
fn write_texts(folder: &Path, db: &Path) -> usize {
    fs::create_dir(folder).unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_db/reports");
    let mut paths: Vec<_> = fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let reports: Vec<String> = paths
        .iter()
        .map(|path| read::decode(&fs::read(path).unwrap(), None).unwrap().text.source().to_owned())
        .collect();
    let mut archive = Archive::open_or_create(db).unwrap();
    let import = archive
        .begin_import(&ImportStart {
            started_at: "2026-01-02T03:04:05Z".into(),
            arguments: "[]".into(),
            program_version: "0".into(),
            extractor_version: EXTRACTOR_VERSION,
        })
        .unwrap();
    let lexicon = Lexicon::builtin();
    let (mut count, mut total) = (0, 0);
    let mut state = 1u64;
    archive.begin().unwrap();
    for report in reports.iter().cycle() {
        if total >= TEXTS {
            break;
        }
        let mut vary = |c: char| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if c.is_ascii_digit() { char::from_digit((state >> 33) as u32 % 10, 10).unwrap() } else { c }
        };
        let text: String = report.chars().map(&mut vary).chain(format!("\n第{count}份\n").chars()).collect();
        fs::write(folder.join(format!("{count}.txt")), &text).unwrap();
        let text = Text::new(&text);
        let source = SourceFile {
            path: format!("texts/{count}.txt"),
            file_sha256: format!("{count:064x}"),
            format: "txt".into(),
            encoding: "UTF-8".into(),
            byte_count: text.source().len() as u64,
            modified_at: None,
            encoding_given: false,
            title: None,
            published_on: None,
            original: None,
        };
        let content = text.content_sha256();
        archive.write_document(import, &source, &text, &content, Some(&reading(&text, &lexicon)), 0).unwrap();
        count += 1;
        total += text.source().len();
        if count % BATCH == 0 {
            archive.commit().unwrap();
            archive.begin().unwrap();
        }
    }
    archive.commit().unwrap();
    count
}

/// The document and its sections alone: what search needs.
fn reading(text: &Text, lexicon: &Lexicon) -> Reading {
    let read = extract::read(text, lexicon);
    Reading {
        document: read.document,
        sections: read.sections,
        quantities: Vec::new(),
        goals: Vec::new(),
        outcomes: Vec::new(),
        projects: Vec::new(),
        doubts: Vec::new(),
    }
}
