//! A disk that fails at one call of all those that change a file: the process is killed there, in the midst
//! of a write, or told that it failed, that there is no room, or the power goes (see fault.c).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{
    Dice, Ran, import_all, is_whole_or_nothing, put, remove, rows, run, sqlite_is_content, times, verb,
    with_reports,
};
use crate::fixture::{Place, sqlite3};
use crate::versions::older;

/// Faults of each sort for each verb, in the short form.
const FAULTS: usize = 2;
const REPORTS: usize = 8;

/// What happens at the call.
const DEEDS: &[&str] = &["kill", "torn", "cut", "eio", "enospc"];

/// The library that is loaded before libc; made by the compiler that SQLite was made by.
fn shim(place: &Place) -> PathBuf {
    let library = place.folder.path().join("fault.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/torture/fault.c");
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let made = Command::new(compiler)
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&library)
        .args([source, "-ldl", "-pthread"])
        .status()
        .unwrap();
    assert!(made.success());
    library
}

struct Disk {
    library: PathBuf,
    log: PathBuf,
}

/// A command that has come to its end, whether it met the fault, and how many calls it had made by then.
struct Tried {
    ran: Ran,
    met: bool,
    calls: usize,
}

impl Disk {
    fn new(place: &Place) -> Disk {
        Disk { library: shim(place), log: place.folder.path().join("fault.log") }
    }

    fn run(&self, mut command: Command, db: &Path, deed: &str, at: usize, seed: u64) -> Tried {
        let _ = fs::remove_file(&self.log);
        command.env("LD_PRELOAD", &self.library).env("FAULT_LOG", &self.log).env("FAULT_UNDER", db);
        command.env("FAULT_DO", deed).env("FAULT_AT", at.to_string()).env("FAULT_SEED", seed.to_string());
        let ran = run(&mut command);
        let log = fs::read_to_string(&self.log).unwrap();
        let (met, calls) = log.trim().split_once(' ').unwrap();
        Tried { ran, met: met == "1", calls: calls.parse().unwrap() }
    }
}

/// Tries a verb with each sort of fault at many of its calls. `prepare` puts the archive into its state before; `sound`
/// is what it must hold when the verb has been run again.
fn try_all(
    what: &str,
    db: &Path,
    disk: &Disk,
    prepare: &dyn Fn(),
    command: &dyn Fn() -> Command,
    sound: &[String],
    is_consistent: &dyn Fn(),
) {
    let mut dice = Dice(what.len() as u64);
    prepare();
    let undisturbed = disk.run(command(), db, "count", 0, 0);
    undisturbed.ran.ok();
    assert!(rows(db) == sound, "{what} without any fault");
    assert!(undisturbed.calls > 20, "{what}: the calls are not seen");
    let mut met = 0;
    for deed in DEEDS {
        // In the long form each call is the last one in its turn, and the other faults are spread over all of them.
        let is_short = times(1) == 1;
        let turns = if !is_short && *deed == "kill" { undisturbed.calls } else { times(FAULTS) };
        for turn in 0..turns {
            let at =
                1 + if is_short { dice.below(undisturbed.calls) } else { turn * undisturbed.calls / turns };
            prepare();
            let tried = disk.run(command(), db, deed, at, dice.roll());
            met += usize::from(tried.met);
            let shown = format!("{what}, {deed} at {at} of {}: {:?}", undisturbed.calls, tried.ran);
            match tried.ran.status.code() {
                None => assert!(tried.met && matches!(*deed, "kill" | "torn" | "cut"), "{shown}"),
                Some(code) => {
                    tried.ran.decent();
                    // What a command says that it has done, it has done.
                    assert!(code != 0 || rows(db) == sound, "it is said to be done: {shown}");
                }
            }
            is_consistent();
            run(&mut command()).ok();
            assert!(rows(db) == sound, "running it again gives other rows: {shown}");
            sqlite_is_content(db);
        }
    }
    // The power goes when the command has ended: nothing that it did may be lost.
    for _ in 0..times(FAULTS) {
        prepare();
        let tried = disk.run(command(), db, "cut", 0, dice.roll());
        assert!(tried.met);
        tried.ran.ok();
        assert!(rows(db) == sound, "{what}: the power went after the end, and something was lost");
        met += 1;
    }
    println!("{what}: {met} faults met, among {} calls of an undisturbed run", undisturbed.calls);
    assert!(met > DEEDS.len());
}

#[test]
fn an_import_survives_every_fault() {
    let (place, folder) = with_reports(REPORTS);
    let disk = Disk::new(&place);
    let whole = place.folder.path().join("whole.db");
    import_all(&whole, &folder);
    let db = &place.db;
    let import = || {
        let mut command = verb(db, &["import"]);
        command.arg(&folder);
        command
    };
    let consistent = || {
        if db.exists() {
            is_whole_or_nothing(db);
        }
    };
    try_all("import", db, &disk, &|| remove(db), &import, &rows(&whole), &consistent);
    // Into an archive that holds some of them already.
    let some = place.folder.path().join("some.db");
    let few = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).take(REPORTS / 2);
    run(verb(&some, &["import"]).args(few)).ok();
    let some = fs::read(some).unwrap();
    let prepare = || put(db, &some);
    try_all("import of more", db, &disk, &prepare, &import, &rows(&whole), &|| {
        assert!(is_whole_or_nothing(db), "what was there is gone");
    });
}

#[test]
fn a_reading_survives_every_fault() {
    let (place, folder) = with_reports(REPORTS);
    let disk = Disk::new(&place);
    let db = &place.db;
    import_all(db, &folder);
    let sound = rows(db);
    sqlite3(db, "UPDATE goals SET rule = 'of old'; UPDATE documents SET extractor_version = 0");
    let old = fs::read(db).unwrap();
    let prepare = || put(db, &old);
    let consistent = || {
        run(&mut verb(db, &["query", "goals", "--limit", "1"])).ok();
        sqlite_is_content(db);
        let torn = "SELECT count(*) FROM (SELECT 1 FROM goals AS g JOIN documents AS d ON d.id = g.document_id
                    GROUP BY d.id HAVING count(DISTINCT rule = 'of old') <> 1 OR min(rule = 'of old') <> (extractor_version = 0))";
        assert_eq!(sqlite3(db, torn), "0");
    };
    try_all("reextract", db, &disk, &prepare, &|| verb(db, &["reextract"]), &sound, &consistent);
}

#[test]
fn an_upgrade_survives_every_fault() {
    let (place, folder) = with_reports(REPORTS);
    let disk = Disk::new(&place);
    let full = place.folder.path().join("full.db");
    import_all(&full, &folder);
    let db = &place.db;
    older(db, 1, &full);
    let old = fs::read(db).unwrap();
    run(&mut verb(db, &["migrate", "run"])).ok();
    let sound = rows(db);
    let prepare = || put(db, &old);
    let consistent = || {
        run(&mut verb(db, &["migrate", "status"])).ok();
        sqlite_is_content(db);
    };
    try_all("migrate run", db, &disk, &prepare, &|| verb(db, &["migrate", "run"]), &sound, &consistent);
}

#[test]
fn a_repair_survives_every_fault() {
    let (place, folder) = with_reports(REPORTS);
    let disk = Disk::new(&place);
    let db = &place.db;
    import_all(db, &folder);
    let sound = rows(db);
    sqlite3(db, "DELETE FROM goals; UPDATE projects SET kind = 'road'; DROP INDEX outcomes_by_year");
    let hurt = fs::read(db).unwrap();
    let prepare = || put(db, &hurt);
    let consistent = || {
        run(&mut verb(db, &["query", "documents"])).ok();
        sqlite_is_content(db);
        let goals = sqlite3(db, "SELECT count(*) FROM goals");
        let index = sqlite3(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'outcomes_by_year'");
        assert_eq!(goals == "0", index == "0", "half repaired");
    };
    try_all("check --repair", db, &disk, &prepare, &|| verb(db, &["check", "--repair"]), &sound, &consistent);
}
