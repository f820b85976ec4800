//! The README is tried out: every command that it shows is run, and must print what it says.
//!
//! A block marked `console` holds commands after `$ ` with their output; `sqlite> ` and `   ...> ` in it are
//! statements for the `sqlite3` opened above them. A block marked `sh` holds commands only. Commands run in
//! a copy of sample_db/, one after the other from the top of the page to its end. Seconds are not compared.
//!
//! `README=write cargo test --release readme::` puts the real output into the page.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The two commands that are all the set-up.
const MAIN_JOB: &str = "cargo run --release -- import sample_db/reports";
const TESTS: &str = "cargo test --release";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn page() -> String {
    fs::read_to_string(root("README.md")).unwrap()
}

/// What the page shows: a command, its output, and where that stands (in lines).
#[derive(Debug)]
struct Shown {
    command: String,
    output: Vec<String>,
    /// The first line of the output, counted from 0.
    line: usize,
}

/// The commands of all blocks of a kind.
fn shown(page: &str, mark: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let mut inside = None;
    let mut database = String::new();
    for (number, line) in page.lines().enumerate() {
        if let Some(fence) = line.strip_prefix("```") {
            inside = if inside.is_none() { Some(fence.trim().to_owned()) } else { None };
            continue;
        }
        if inside.as_deref() != Some(mark) {
            continue;
        }
        let mut add = |command: String| all.push(Shown { command, output: Vec::new(), line: number + 1 });
        if mark == "sh" {
            let command = line.split(" #").next().unwrap_or_default().trim();
            if !command.is_empty() {
                add(command.to_owned());
            }
        } else if let Some(command) = line.strip_prefix("$ ") {
            match command.strip_prefix("sqlite3 ").filter(|file| !file.contains(' ')) {
                // What follows are statements for this file.
                Some(file) => file.clone_into(&mut database),
                None => add(command.to_owned()),
            }
        } else if let Some(statement) = line.strip_prefix("sqlite> ") {
            add(format!("sqlite3 {database} {}", quoted(statement)));
        } else if let Some(more) = line.strip_prefix("   ...> ") {
            let statement = all.last_mut().expect("a statement goes on before it begins");
            statement.command.pop();
            statement.command.push_str(&format!("\n{}", &quoted(more)[1..]));
            statement.line = number + 1;
        } else if let Some(last) = all.last_mut() {
            last.output.push(line.to_owned());
        } else {
            panic!("README.md:{}: output before any command", number + 1);
        }
    }
    assert!(inside.is_none(), "a block of README.md does not end");
    all
}

fn quoted(words: &str) -> String {
    format!("'{}'", words.replace('\'', "'\\''"))
}

/// A folder like a fresh checkout, as far as the commands need it.
fn checkout() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("sample_db/reports");
    fs::create_dir_all(&reports).unwrap();
    for entry in fs::read_dir(root("sample_db/reports")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, reports.join(path.file_name().unwrap())).unwrap();
    }
    folder
}

/// What a command prints, on both channels, as the terminal would show it.
fn run(command: &str, folder: &Path) -> Vec<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_archive"));
    let old = std::env::var_os("PATH").unwrap_or_default();
    let paths = [program.parent().unwrap().to_path_buf()].into_iter().chain(std::env::split_paths(&old));
    let command = command.replace("cargo run --release --", "archive");
    let mut child = Command::new("sh")
        .current_dir(folder)
        .env("PATH", std::env::join_paths(paths).unwrap())
        .env_remove("ARCHIVE_DB")
        .env_remove("ARCHIVE_LANG")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    write!(child.stdin.take().unwrap(), "{{ {command}\n}} 2>&1\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// `0.07 seconds` → `# seconds`
fn normal(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let timed = |at: usize| words.get(at + 1) == Some(&"seconds") && words[at].parse::<f64>().is_ok();
    let words: Vec<&str> = (0..words.len()).map(|at| if timed(at) { "#" } else { words[at] }).collect();
    words.join(" ")
}

fn sqlite3_is_here() -> bool {
    Command::new("sqlite3").arg("-version").stdout(Stdio::null()).status().is_ok()
}

#[test]
fn every_command_prints_what_the_page_says() {
    let page = page();
    let folder = checkout();
    let examples = shown(&page, "console");
    assert!(examples.len() > 8, "the examples were not found");
    let mut written: Vec<String> = page.lines().map(str::to_owned).collect();
    let mut differences = Vec::new();
    // From the end, so that the lines before keep their place when the page is written.
    let mut outputs: Vec<(&Shown, Vec<String>)> = Vec::new();
    for example in &examples {
        if example.command.starts_with("sqlite3 ") && !sqlite3_is_here() {
            continue;
        }
        let mut output = run(&example.command, folder.path());
        // An empty line before the next command is for the eye.
        if example.output.last().is_some_and(String::is_empty) {
            output.push(String::new());
        }
        outputs.push((example, output));
    }
    for (example, output) in outputs.into_iter().rev() {
        let lines =
            |lines: &[String]| lines.iter().map(|line| normal(line)).collect::<Vec<String>>().join("\n");
        let (said, real) = (lines(&example.output), lines(&output));
        if said != real {
            differences
                .push(format!("$ {}\n--- README.md says\n{said}\n--- it prints\n{real}", example.command));
            written.splice(example.line..example.line + example.output.len(), output);
        }
    }
    if std::env::var_os("README").is_some_and(|wish| wish == "write") {
        fs::write(root("README.md"), written.join("\n") + "\n").unwrap();
    } else {
        assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    }
}

#[test]
fn two_commands_are_all_the_set_up() {
    let commands: Vec<String> = shown(&page(), "sh").into_iter().map(|shown| shown.command).collect();
    assert_eq!(commands[..2], [MAIN_JOB, TESTS]);
    let folder = checkout();
    let before = run("ls", folder.path());
    let summary = run(MAIN_JOB, folder.path()).join("\n");
    assert!(summary.contains(" 0 failed, 0 skipped"), "{summary}");
    let left: Vec<String> =
        run("ls", folder.path()).into_iter().filter(|name| !before.contains(name)).collect();
    assert_eq!(left, ["archive.db"]);
    let ci = fs::read_to_string(root(".ci/run")).unwrap();
    assert!(ci.lines().any(|line| line.trim() == TESTS), "the test command is not what .ci/run runs");
}

#[test]
fn every_verb_and_view_is_on_the_page() {
    let page = page();
    let help = run("archive --help", checkout().path());
    let verbs =
        help.iter().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for verb in verbs.filter_map(|line| line.split_whitespace().next()).filter(|verb| *verb != "help") {
        assert!(page.contains(&format!("| `{verb}")), "README.md does not tell of the verb {verb}");
    }
    for view in archive::store::read::views() {
        assert!(
            page.contains(&format!("`{}`", view.name)),
            "README.md does not tell of the view {}",
            view.name
        );
    }
}

#[test]
fn every_link_leads_somewhere() {
    for name in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "sample_db/README.md"] {
        let page = fs::read_to_string(root(name)).unwrap();
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let local = !link.starts_with("http") && !link.starts_with('#');
            let target = root(name).parent().unwrap().join(link.split('#').next().unwrap());
            assert!(!local || target.exists(), "{name} links to {link}, which is not there");
        }
    }
}

/// The check is worth as much as the reading of the page is.
#[test]
fn commands_and_outputs_are_told_apart() {
    let page = "```sh\nmake it  # now\n```\n\n```console\n$ a b\nc\n\n$ sqlite3 x.db\nsqlite> SELECT 'd'\ne\n```\n```\n$ no\n```\n";
    let found: Vec<(String, String)> =
        shown(page, "console").into_iter().map(|one| (one.command, one.output.join("\n"))).collect();
    assert_eq!(found[0], ("a b".into(), "c\n".into()));
    assert_eq!(found[1], ("sqlite3 x.db 'SELECT '\\''d'\\'''".into(), "e".into()));
    assert_eq!(found.len(), 2);
    assert_eq!(shown(page, "sh")[0].command, "make it");
    assert_eq!(normal("a: 1 added, 0.07 seconds"), "a: 1 added, # seconds");
}
