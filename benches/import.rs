//! What an import costs beside its floor: `cargo bench --bench import [-- COUNT [ROUNDS]]`.
//!
//! So many made reports (2,000 where none are given) are imported by the program, and by a floor that
//! reads and hashes the same files and writes as many rows with the same indexes, once without and once with
//! the search index; one after the other, several times. Figures are medians, ratios those of each round.
//! CPU times are those of the kernel for the whole process. `-- corpus COUNT FOLDER` only writes the reports, and
//! beside the folder `FOLDER.answers.ndjson`, what stands in each.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

mod corpus;
mod floor;

const ARCHIVE: &str = env!("CARGO_BIN_EXE_archive");
const ROUNDS: usize = 5;
/// Runs of a query; the median counts.
const QUERIES: usize = 11;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.first().map(String::as_str) {
        Some("corpus") => {
            let (count, folder) = (words[1].parse().unwrap(), Path::new(&words[2]));
            write(count, folder);
            answers(count, &folder.with_extension("answers.ndjson"));
        }
        Some("floor") => {
            let rows = floor::Rows::from_words(&words[4..]);
            floor::run(Path::new(&words[1]), Path::new(&words[2]), &rows, words[3] == "search");
        }
        count => {
            let count = count.map_or(2_000, |count| count.parse().unwrap());
            let rounds = words.get(1).map_or(ROUNDS, |rounds| rounds.parse().unwrap());
            measure(count, rounds);
        }
    }
}

/// Writes reports; returns their bytes.
fn write(count: u64, folder: &Path) -> u64 {
    let mut bytes = 0;
    for number in 0..count {
        let report = corpus::report(number);
        let path = folder.join(&report.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        bytes += report.text.len() as u64;
        fs::write(path, report.text).unwrap();
    }
    bytes
}

/// A line for each report: what is known to stand in it.
fn answers(count: u64, file: &Path) {
    let mut file = BufWriter::new(fs::File::create(file).unwrap());
    for report in (0..count).map(corpus::report) {
        let claims = report.claims.iter().map(|claim| {
            serde_json::json!({
                "kind": if claim.is_goal { "goal" } else { "outcome" },
                "year": claim.year,
                "value_low": claim.low.to_string(),
                "value_high": claim.high.to_string(),
                "unit": claim.unit,
                "comparator": claim.comparator,
            })
        });
        let line = serde_json::json!({
            "path": report.path,
            "town": report.town,
            "plan_year": report.year,
            "claims": claims.collect::<Vec<_>>(),
            "projects": report.projects,
        });
        writeln!(file, "{line}").unwrap();
    }
}

/// What a process took.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// Seconds of all cores.
    cpu: f64,
    /// Seconds from start to end.
    wall: f64,
    /// Megabytes resident at the most.
    memory: f64,
}

/// Ticks of the kernel's clock in a second, for what it tells of processes.
const TICKS: f64 = 100.0;

/// CPU time of all children that have ended.
fn of_children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // Behind the name, which may hold anything, the third field is the state.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[13].parse::<f64>().unwrap() + fields[14].parse::<f64>().unwrap()) / TICKS
}

fn run(command: &mut Command) -> Cost {
    let before = of_children();
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let memory = watch(&mut child);
    let wall = start.elapsed().as_secs_f64();
    assert!(child.wait().unwrap().success(), "{command:?}");
    Cost { cpu: of_children() - before, wall, memory }
}

/// The most memory that a process has; looks now and then until it has ended.
fn watch(child: &mut Child) -> f64 {
    let mut most: f64 = 0.0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        most = most.max(kilobytes.unwrap_or(0.0) / 1024.0);
        thread::sleep(Duration::from_millis(2));
    }
    most
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

struct Bench {
    folder: tempfile::TempDir,
    texts: PathBuf,
    bytes: u64,
}

impl Bench {
    fn db(&self, name: &str) -> PathBuf {
        let db = self.folder.path().join(name);
        let _ = fs::remove_file(&db);
        db
    }

    fn import(&self, db: &Path, options: &[&str]) -> Command {
        let mut command = Command::new(ARCHIVE);
        command.arg("import").arg(&self.texts).arg("--db").arg(db).args(options);
        command
    }

    fn floor(&self, db: &Path, rows: &floor::Rows, with: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("floor").arg(&self.texts).arg(db).arg(with).args(rows.words());
        command
    }

    fn of_text(&self, path: &Path) -> f64 {
        fs::metadata(path).unwrap().len() as f64 / self.bytes as f64
    }
}

fn measure(count: u64, rounds: usize) {
    let folder = tempfile::tempdir().unwrap();
    let texts = folder.path().join("texts");
    let bytes = write(count, &texts);
    let bench = Bench { folder, texts, bytes };
    println!("{count} reports, {:.1} MB of text, {rounds} rounds", bytes as f64 / 1e6);

    let db = bench.db("archive.db");
    let bare = ["--no-originals", "--quiet"];
    run(&mut bench.import(&db, &bare));
    let rows = floor::Rows::of(&db);
    println!("{rows:?}\n");

    let mut costs: Vec<[Cost; 6]> = Vec::new();
    for _ in 0..rounds {
        let one = bench.db("one.db");
        let import = run(&mut on_one_core(&bench.import(&one, &bare)));
        let again = run(&mut bench.import(&one, &["--no-originals", "--quiet", "--jobs", "1"]));
        costs.push([
            run(&mut bench.floor(&bench.db("floor.db"), &rows, "none")),
            run(&mut bench.floor(&bench.db("search.db"), &rows, "search")),
            import,
            run(&mut bench.import(&bench.db("two.db"), &bare)),
            again,
            run(&mut sums(&bench.texts)),
        ]);
    }
    let names = [
        "floor",
        "floor with search index",
        "import on one core",
        "import on all cores",
        "import of known files",
        "sha256sum",
    ];
    println!("{:26}{:>9}{:>9}{:>11}{:>12}{:>8}", "", "CPU s", "wall s", "MB/CPU s", "docs/CPU s", "MB RSS");
    for (at, name) in names.iter().enumerate() {
        let of = |value: fn(&Cost) -> f64| median(costs.iter().map(|round| value(&round[at])));
        let (cpu, wall, memory) = (of(|cost| cost.cpu), of(|cost| cost.wall), of(|cost| cost.memory));
        let (speed, documents) = (bytes as f64 / 1e6 / cpu, count as f64 / cpu);
        println!("{name:26}{cpu:9.2}{wall:9.2}{speed:11.1}{documents:12.0}{memory:8.0}");
    }
    let ratio = |name: &str, of: &dyn Fn(&[Cost; 6]) -> f64, most: f64| {
        println!("{name:48} {:.2}   (at most {most})", median(costs.iter().map(of)));
    };
    println!();
    ratio("import / floor with search index, CPU", &|round| round[2].cpu / round[1].cpu, 1.5);
    ratio("all cores (two wanted) / one core, wall", &|round| round[3].wall / round[2].wall, 0.65);
    ratio("known files / sha256sum, CPU", &|round| round[4].cpu / round[5].cpu, 2.0);

    let whole = bench.db("whole.db");
    run(&mut bench.import(&whole, &["--quiet"]));
    let (without, with) = (bench.of_text(&db), bench.of_text(&whole));
    println!("{:48} {without:.2}   (at most 3)", "file / text, without originals");
    println!("{:48} {:.2}   (at most 0.6)", "originals / their size", with - without);

    println!("\nfrom start to end of the process, median of {QUERIES}: ms, MB resident");
    let queries: &[(&str, &[&str])] = &[
        ("query goals --year 2023 --limit 50", &["query", "goals", "--year", "2023", "--limit", "50"]),
        ("search 道路 --limit 20", &["search", "道路", "--limit", "20"]),
        ("search 道路 NOT 厕所 --limit 20", &["search", "道路 NOT 厕所", "--limit", "20"]),
    ];
    for (name, words) in queries {
        let ask = || {
            let mut command = Command::new(ARCHIVE);
            command.args(*words).arg("--db").arg(&db);
            command
        };
        let wall = median((0..QUERIES).map(|_| {
            let start = Instant::now();
            assert!(ask().stdout(Stdio::null()).status().unwrap().success());
            start.elapsed().as_secs_f64()
        }));
        println!("{name:48} {:6.1}  {:5.0}", wall * 1000.0, run(&mut ask()).memory);
    }

    println!("\nwhere the time goes, one job:");
    let staged = bench
        .import(&bench.db("staged.db"), &["--no-originals", "--jobs", "1", "--verbose"])
        .output()
        .unwrap();
    let told = String::from_utf8(staged.stderr).unwrap();
    println!("{}", &told[told.find("stage ").unwrap()..]);
}

/// The same command, bound to the first core.
fn on_one_core(command: &Command) -> Command {
    let mut bound = Command::new("taskset");
    bound.args(["-c", "0"]).arg(command.get_program()).args(command.get_args());
    bound
}

/// The checksums of all files, by the plain tool.
fn sums(texts: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "find \"$0\" -type f -print0 | xargs -0 sha256sum"]).arg(texts);
    command
}
