//! Many at once, files and folders that must not be written, disks without room.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rusqlite::Connection;

use super::{finish, import_all, is_whole_or_nothing, reports, rows, run, times, verb, with_reports};
use crate::fixture::{Place, files, place};

fn spawned(mut command: Command) -> Child {
    command.spawn().unwrap()
}

#[test]
fn eight_make_a_new_archive_together() {
    let (place, folder) = with_reports(8);
    let whole = place.folder.path().join("whole.db");
    import_all(&whole, &folder);
    for _ in 0..times(2) {
        super::remove(&place.db);
        let each = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let running: Vec<Child> = each
            .map(|path| {
                let mut command = verb(&place.db, &["import", "--jobs", "1", "--wait", "120"]);
                command.arg(path);
                spawned(command)
            })
            .collect();
        running.into_iter().for_each(|child| drop(finish(child, "one of eight").ok()));
        assert!(rows(&place.db) == rows(&whole));
        assert!(is_whole_or_nothing(&place.db));
    }
}

#[test]
fn four_import_while_others_read_and_a_shell_looks_on() {
    let count = 60;
    let (place, folder) = with_reports(count);
    let whole = place.folder.path().join("whole.db");
    import_all(&whole, &folder);
    let mut all: Vec<_> = files_below(&folder);
    all.sort();
    for _ in 0..times(1) {
        super::remove(&place.db);
        run(verb(&place.db, &["import"]).arg(&all[0])).ok();
        let (done, read) = (AtomicBool::new(false), AtomicUsize::new(0));
        thread::scope(|scope| {
            for question in [vec!["query", "goals"], vec!["search", "公厕"], vec!["check"]] {
                let (done, read, db) = (&done, &read, &place.db);
                scope.spawn(move || {
                    while !done.load(Ordering::Relaxed) {
                        let mut command = verb(db, &question);
                        command.args(["--wait", "120"]);
                        run(&mut command).ok();
                        read.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            // As a shell in which somebody looks at something for a while, again and again.
            let (looks_on, db) = (&done, &place.db);
            scope.spawn(move || {
                let shell = Connection::open(db).unwrap();
                shell.busy_timeout(std::time::Duration::from_secs(120)).unwrap();
                while !looks_on.load(Ordering::Relaxed) {
                    shell.execute_batch("BEGIN; SELECT count(*) FROM goals").unwrap();
                    thread::sleep(std::time::Duration::from_millis(150));
                    shell.execute_batch("COMMIT").unwrap();
                    thread::sleep(std::time::Duration::from_millis(50));
                }
            });
            let running: Vec<Child> = all
                .chunks(all.len().div_ceil(4))
                .map(|part| {
                    let mut command = verb(&place.db, &["import", "--jobs", "2", "--wait", "120"]);
                    command.args(part);
                    spawned(command)
                })
                .collect();
            running.into_iter().for_each(|child| drop(finish(child, "one of four").ok()));
            done.store(true, Ordering::Relaxed);
        });
        assert!(rows(&place.db) == rows(&whole), "something was lost");
        assert!(is_whole_or_nothing(&place.db));
        println!("4 imports of {} files, 3 readers ({} runs), 1 shell", all.len(), read.into_inner());
    }
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

/// An archive of a few reports, the folder of some more.
fn filled() -> Place {
    let place = place();
    reports(&place.folder.path().join("reports"), 4);
    run(verb(&place.db, &["import"]).arg(place.folder.path().join("reports"))).ok();
    reports(&place.folder.path().join("reports"), 8);
    place
}

#[test]
fn who_has_to_wait_says_so_and_nothing_is_lost() {
    let place = filled();
    let before = rows(&place.db);
    let import = || {
        let mut command = verb(&place.db, &["import", "--wait", "1"]);
        command.arg(place.folder.path().join("reports"));
        command
    };
    let shell = Connection::open(&place.db).unwrap();
    for (lock, readers_wait) in
        [("BEGIN; SELECT count(*) FROM goals", false), ("BEGIN IMMEDIATE", false), ("BEGIN EXCLUSIVE", true)]
    {
        shell.execute_batch(lock).unwrap();
        for mut command in [
            import(),
            verb(&place.db, &["check", "--repair", "--wait", "1"]),
            verb(&place.db, &["reextract", "--wait", "1"]),
        ] {
            // Nothing is hurt, so a repair looks only, and a reading of what is up to date writes nothing.
            let writes = command.get_args().any(|argument| argument == "import");
            let ran = run(&mut command);
            if writes || readers_wait {
                let ran = ran.fails("another program holds the archive");
                assert!(
                    ran.stderr.contains("waited 1 seconds; --wait SECONDS waits longer"),
                    "{}",
                    ran.stderr
                );
            } else {
                ran.decent();
            }
        }
        let reader = run(&mut verb(&place.db, &["query", "goals", "--wait", "1"]));
        if readers_wait {
            reader.fails("another program holds the archive")
        } else {
            reader.ok()
        };
        shell.execute_batch("ROLLBACK").unwrap();
        assert!(rows(&place.db) == before, "{lock}");
    }
    run(&mut import()).ok();
    assert!(is_whole_or_nothing(&place.db));
    assert!(rows(&place.db).len() > before.len());
}

/// Rights do not bind the superuser, as whom some machines run their tests; then somebody else is asked to run it.
fn as_somebody(mut command: Command, place: &Place) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if root {
        let program = place.folder.path().join("program");
        if !program.exists() {
            fs::copy(command.get_program(), &program).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let mut other = Command::new(program);
        other.args(command.get_args()).uid(65534).gid(65534).env("LC_ALL", "C.UTF-8");
        other.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
        other.stderr(std::process::Stdio::piped());
        command = other;
    }
    command
}

#[test]
fn what_must_not_be_written_is_read_and_said_to_be_so() {
    let place = filled();
    let folder = place.folder.path().join("kept");
    fs::create_dir(&folder).unwrap();
    let db = folder.join("archive.db");
    fs::copy(&place.db, &db).unwrap();
    fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let before = fs::read(&db).unwrap();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for (of_folder, of_file) in [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)] {
        mode(&db, of_file);
        mode(&folder, of_folder);
        for question in
            [&["query", "goals"][..], &["search", "公厕"], &["check", "--deep"], &["migrate", "status"]]
        {
            run(&mut as_somebody(verb(&db, question), &place)).ok();
        }
        let mut import = verb(&db, &["import"]);
        import.arg(place.folder.path().join("reports"));
        let ran = run(&mut as_somebody(import, &place)).fails("cannot be ");
        assert!(ran.stderr.contains("rights of the file and of its folder"), "{}", ran.stderr);
        mode(&folder, 0o755);
        mode(&db, 0o644);
        assert!(fs::read(&db).unwrap() == before);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }
    mode(&db, 0o000);
    run(&mut as_somebody(verb(&db, &["query", "goals"]), &place)).fails("cannot be opened");
    let mut new = verb(&place.folder.path().join("new.db"), &["import"]);
    new.arg(place.folder.path().join("reports"));
    run(&mut as_somebody(new, &place)).fails("cannot be opened");
}

#[test]
fn without_room_for_passing_files_everything_works_or_says_so() {
    let place = filled();
    for question in [
        &["query", "series", "--sort", "indicator"][..],
        &["search", "公厕"],
        &["check", "--deep"],
        &["reextract"],
        &["query", "goals", "--output", "goals.csv"],
    ] {
        let mut command = verb(&place.db, question);
        command.current_dir(place.folder.path()).env("TMPDIR", "/nowhere").env("SQLITE_TMPDIR", "/nowhere");
        run(&mut command).ok();
    }
    let mut sheet = verb(&place.db, &["query", "goals", "--output", "goals.xlsx"]);
    sheet.current_dir(place.folder.path()).env("TMPDIR", "/nowhere");
    let ran = run(&mut sheet).decent();
    assert!(ran.status.success() || ran.stderr.contains("cannot be written"), "{}", ran.stderr);
    assert_eq!(ran.status.success(), files(&place).contains(&"goals.xlsx".to_owned()));
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_may_grow_no_further_is_told() {
    let place = filled();
    let before = rows(&place.db);
    // A limit of the shell's, in blocks of 512 bytes: a little more than the file has.
    let blocks = fs::metadata(&place.db).unwrap().len() / 512 + 8;
    let program = env!("CARGO_BIN_EXE_archive");
    let mut shell = Command::new("sh");
    shell.args([
        "-c",
        &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" import reports --db archive.db"),
        program,
    ]);
    shell.current_dir(place.folder.path()).stdin(std::process::Stdio::null());
    shell.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let ran = run(&mut shell).decent();
    assert_eq!(ran.status.code(), Some(2), "{ran:?}");
    assert!(
        ran.stderr.contains("the disk is full") || ran.stderr.contains("could not be read or written"),
        "{ran:?}"
    );
    assert!(is_whole_or_nothing(&place.db));
    assert!(before.iter().all(|row| rows(&place.db).contains(row)), "something was lost");
    run(verb(&place.db, &["import"]).arg(place.folder.path().join("reports"))).ok();
    assert!(is_whole_or_nothing(&place.db));
}
