//! Processes killed at random moments, by a signal that nothing can catch.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{
    Dice, import_all, is_whole_or_nothing, put, remove, rows, run, sqlite_is_content, times, verb,
    with_reports,
};
use crate::fixture::sqlite3;
use crate::versions::older;
use archive::store::migrate::SCRIPTS;

/// Reports in the archive: more than a batch of the import.
const REPORTS: usize = 80;
/// Kills for each verb, in the short form.
const KILLS: usize = 6;

/// Kills commands at random moments of the time that they take.
struct Killer {
    dice: Dice,
    /// How long they take, as far as it is known: a machine that was busy at first may be so no longer.
    whole: Duration,
}

impl Killer {
    /// Kills a command on its way; whether it was still at work.
    fn kill(&mut self, command: &mut Command) -> bool {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let after = self.whole.mul_f64(self.dice.share() * 1.1);
        thread::sleep(after);
        let running = child.try_wait().unwrap().is_none();
        if running {
            child.kill().unwrap();
        } else {
            self.whole = self.whole.min(after);
        }
        child.wait().unwrap();
        running
    }
}

/// How long an undisturbed run takes.
fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    run(command).ok();
    start.elapsed()
}

#[test]
fn an_import_that_is_killed_is_finished_by_the_next() {
    let (place, folder) = with_reports(REPORTS);
    let import = |db| {
        let mut command = verb(db, &["import", "--jobs", "2"]);
        command.arg(&folder);
        command
    };
    let undisturbed = place.folder.path().join("undisturbed.db");
    let whole = timed(&mut import(&undisturbed));
    let sound = rows(&undisturbed);
    let mut killer = Killer { dice: Dice(1), whole };
    let (mut kills, mut empty) = (0, 0);
    for _ in 0..times(KILLS) {
        remove(&place.db);
        // Killed again and again on the way, as by somebody without patience.
        loop {
            if !killer.kill(&mut import(&place.db)) {
                break;
            }
            kills += 1;
            empty += usize::from(!place.db.exists() || !is_whole_or_nothing(&place.db));
            if killer.dice.below(3) > 0 {
                break;
            }
        }
        run(&mut import(&place.db)).ok();
        assert!(rows(&place.db) == sound, "other rows after {kills} kills");
        sqlite_is_content(&place.db);
    }
    println!("imports killed: {kills}, before their first commit: {empty}");
    assert!(kills > 0);
}

#[test]
fn a_reading_that_is_killed_is_finished_by_the_next() {
    let (place, folder) = with_reports(REPORTS);
    import_all(&place.db, &folder);
    let sound = rows(&place.db);
    // As rules of another time might have read them.
    let outdated = "UPDATE goals SET rule = 'of old'; UPDATE documents SET extractor_version = 0, town = 'X';
                    UPDATE projects SET town = id";
    let torn = "SELECT count(*) FROM (SELECT document_id FROM goals AS g JOIN documents AS d ON d.id = g.document_id
                GROUP BY document_id HAVING count(DISTINCT rule = 'of old') <> 1 OR min(rule = 'of old') <> (town = 'X'))";
    sqlite3(&place.db, outdated);
    let whole = timed(&mut verb(&place.db, &["reextract"]));
    assert!(rows(&place.db) == sound, "reading again gives the rows of an import");
    let mut killer = Killer { dice: Dice(2), whole };
    let mut kills = 0;
    for _ in 0..times(KILLS) {
        sqlite3(&place.db, outdated);
        kills += usize::from(killer.kill(&mut verb(&place.db, &["reextract"])));
        // The program itself opens it first.
        run(&mut verb(&place.db, &["query", "goals", "--limit", "1"])).ok();
        sqlite_is_content(&place.db);
        assert_eq!(sqlite3(&place.db, torn), "0", "documents half read");
        run(&mut verb(&place.db, &["reextract"])).ok();
        assert!(rows(&place.db) == sound);
    }
    println!("readings killed: {kills}");
    assert!(kills > 0);
}

#[test]
fn an_upgrade_that_is_killed_is_made_by_the_next() {
    let (place, folder) = with_reports(REPORTS);
    let full = place.folder.path().join("full.db");
    import_all(&full, &folder);
    older(&place.db, 1, &full);
    let old = std::fs::read(&place.db).unwrap();
    let whole = timed(&mut verb(&place.db, &["migrate", "run"]));
    let sound = rows(&place.db);
    let version = "SELECT max(version) FROM refinery_schema_history";
    let mut killer = Killer { dice: Dice(3), whole };
    let (mut kills, mut undone) = (0, 0);
    for _ in 0..times(KILLS) {
        put(&place.db, &old);
        kills += usize::from(killer.kill(&mut verb(&place.db, &["migrate", "run"])));
        run(&mut verb(&place.db, &["migrate", "status"])).ok();
        sqlite_is_content(&place.db);
        let reached: usize = sqlite3(&place.db, version).parse().unwrap();
        assert!(reached == 1 || reached == SCRIPTS.len(), "an upgrade stopped at version {reached}");
        undone += usize::from(reached == 1);
        run(&mut verb(&place.db, &["migrate", "run"])).ok();
        assert!(rows(&place.db) == sound);
        run(&mut verb(&place.db, &["check"])).ok();
    }
    println!("upgrades killed: {kills}, left as before: {undone}");
    assert!(kills > 0);
}
