//! What people rely on in the file: every row has its place, copies and order change nothing, and plain
//! `sqlite3` reads it all.

use crate::fixture::*;
use archive::error::Kind;
use archive::fact::*;
use archive::store::migrate::SCRIPTS;
use archive::store::read::{Filter, Value, views};
use archive::store::write::FileStatus;
use archive::store::{Archive, Options};
use archive::text::{Script, Span};

/// Every row of every fact, but for ids, told apart by the document's content.
const FACTS: &str = "
    SELECT d.content_sha256, d.title, d.kind, d.town, d.year, d.script, d.text, d.extractor_version FROM documents d ORDER BY 1;
    SELECT d.content_sha256, s.path, s.level, s.part, s.start_char, s.end_char FROM sections s JOIN documents d ON d.id = s.document_id ORDER BY 1, s.position;
    SELECT d.content_sha256, s.path, g.kind, g.text, g.canonical_indicator, g.value_low, g.deadline, g.start_char FROM goals g JOIN documents d ON d.id = g.document_id LEFT JOIN sections s ON s.id = g.section_id ORDER BY 1, g.start_char;
    SELECT d.content_sha256, o.text, o.canonical_indicator, o.value_low, o.start_char FROM outcomes o JOIN documents d ON d.id = o.document_id ORDER BY 1, o.start_char;
    SELECT name, kind, town, documents, mentions, first_year, last_year, last_phase, amount, text, document, source FROM v_projects ORDER BY name, town;
    SELECT d.content_sha256, b.kind, b.start_char FROM doubts b JOIN documents d ON d.id = b.document_id ORDER BY 1, 2, 3;
    SELECT d.content_sha256, f.path, f.file_sha256 FROM sources f JOIN documents d ON d.id = f.document_id ORDER BY 2";

fn query(archive: &Archive, view: &str, filter: &Filter) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    archive
        .query(view, filter, &mut |row| {
            rows.push(row.to_vec());
            Ok(())
        })
        .unwrap();
    rows
}

fn refused(doc: &Doc, words: &str) {
    let place = place();
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    let error = doc.write(&mut archive, import, "a.txt").unwrap_err();
    assert!(error.message().contains(words), "{error}");
    let empty = "SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM sections)
                      + (SELECT count(*) FROM sources) + (SELECT count(*) FROM import_files)";
    assert_eq!(sqlite3(&place.db, empty), "0");
    assert_eq!(report().write(&mut archive, import, "b.txt").unwrap(), FileStatus::Added);
}

#[test]
fn a_quote_that_does_not_stand_there_is_refused_with_the_whole_document() {
    let mut doc = report();
    doc.reading.goals[1].claim.text = "新建公厕4处".into();
    refused(&doc, "新建公厕4处");
}

#[test]
fn a_place_outside_the_text_is_refused() {
    let mut doc = report();
    doc.reading.goals[0].claim.span.end = 9999;
    refused(&doc, "no place in the text");
    let mut doc = report();
    doc.reading.doubts[0].span = Some(Span { start: 5, end: 5 });
    refused(&doc, "no place in the text");
    let mut doc = report();
    doc.reading.sections[0].body_start = 9999;
    refused(&doc, "body of section");
}

#[test]
fn an_index_out_of_range_is_refused() {
    let mut doc = report();
    doc.reading.goals[0].claim.section = Some(3);
    refused(&doc, "does not exist");
    let mut doc = report();
    doc.reading.sections[0].parent = Some(2);
    refused(&doc, "before its parent");
    let mut doc = report();
    doc.reading.projects[0].mentions.clear();
    refused(&doc, "mentioned nowhere");
}

#[test]
fn a_nul_character_is_refused() {
    refused(&doc("青石镇\0工作计划"), "NUL");
}

#[test]
fn every_quote_can_be_had_with_substr() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    for table in ["goals", "project_mentions"] {
        let wrong = format!(
            "SELECT count(*), sum(substr(d.text, t.start_char + 1, t.end_char - t.start_char) = t.text)
             FROM {table} t JOIN documents d ON d.id = t.document_id"
        );
        let answer = sqlite3(&place.db, &wrong);
        let (rows, right) = answer.split_once('|').unwrap();
        assert_eq!(rows, right, "{table}");
    }
}

#[test]
fn a_copy_is_a_source_and_the_same_again_is_known() {
    let place = place();
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    let report = report();
    assert!(archive.needs_reading(&report.text, &report.text.content_sha256()).unwrap());
    assert_eq!(report.write(&mut archive, import, "a.txt").unwrap(), FileStatus::Added);
    assert!(!archive.needs_reading(&report.text, &report.text.content_sha256()).unwrap());
    assert_eq!(report.write(&mut archive, import, "b.txt").unwrap(), FileStatus::Duplicate);
    let before = sqlite3(&place.db, FACTS);
    assert_eq!(report.write(&mut archive, import, "a.txt").unwrap(), FileStatus::Known);
    assert_eq!(sqlite3(&place.db, FACTS), before);
    assert!(archive.is_known("a.txt", &report.source("a.txt").file_sha256).unwrap());
    assert!(!archive.is_known("c.txt", &report.source("c.txt").file_sha256).unwrap());
    archive.record_file(import, "d.txt", FileStatus::Failed, Some("is empty"), 0).unwrap();
    let runs = "SELECT path, status, reason, document_id, source_id FROM import_files ORDER BY id";
    assert_eq!(
        sqlite3(&place.db, runs),
        "a.txt|added||1|1\nb.txt|duplicate||1|2\na.txt|known||1|1\nd.txt|failed|is empty||"
    );
    assert_eq!(
        sqlite3(&place.db, "SELECT files, added, duplicate, known, failed FROM v_imports"),
        "4|1|1|1|1"
    );
}

#[test]
fn the_order_of_import_changes_nothing_but_ids() {
    let first = report().project("公厕", ProjectKind::Site, None);
    let second = doc("青石镇2024年工作计划\n继续推进柳河大桥建设,新建公厕。\n")
        .year(2024)
        .project("柳河大桥", ProjectKind::Road, Some(Phase::Finished))
        .project("公厕", ProjectKind::Project, None);
    // The same report with stray spaces, as OCR leaves them, and in Traditional script.
    let spaced = doc(&REPORT.replace("公厕3处", "公 厕3 处")).goal("新建公 厕3 处", "3", "处");
    let mut traditional = doc(&hanconv::s2t(REPORT)).goal("新建公廁3處", "3", "处");
    traditional.reading.document.script = Script::Hant;
    let docs = [(&first, "a.txt"), (&second, "b.txt"), (&spaced, "c.txt"), (&traditional, "0.txt")];
    let mut answers = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1], [1, 3, 2, 0]] {
        let place = place();
        filled(&place.db, &order.map(|index| docs[index]));
        assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM documents"), "2");
        assert_eq!(sqlite3(&place.db, "PRAGMA foreign_key_check"), "");
        answers.push(sqlite3(&place.db, FACTS));
    }
    assert!(answers[0].contains("新建公厕3处"), "the clean copy is kept");
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
}

#[test]
fn a_better_copy_needs_its_reading() {
    let place = place();
    let worse = doc(&REPORT.replace("公厕", "公 厕"));
    let mut archive = filled(&place.db, &[(&worse, "a.txt")]);
    let better = report();
    let content = better.text.content_sha256();
    assert!(archive.needs_reading(&better.text, &content).unwrap());
    let source = better.source("b.txt");
    assert!(archive.write_document(1, &source, &better.text, &content, None, 0).is_err());
    assert_eq!(better.write(&mut archive, 1, "b.txt").unwrap(), FileStatus::Duplicate);
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM v_goals"), "2");
}

#[test]
fn a_project_is_one_row_over_documents_of_its_town() {
    let place = place();
    let next = doc("青石镇2024年计划\n柳河大桥建成。\n")
        .year(2024)
        .project("柳河大桥", ProjectKind::Road, Some(Phase::Finished))
        .amount("35000000.50");
    let elsewhere =
        doc("白沙乡计划\n柳河大桥。\n").town(Some("白沙乡")).project("柳河大桥", ProjectKind::Road, None);
    let nowhere = doc("某镇计划\n柳河大桥。\n").town(None).project("柳河大桥", ProjectKind::Road, None);
    let nowhere_too = doc("某乡计划\n柳河大桥。\n").town(None).project("柳河大桥", ProjectKind::Road, None);
    filled(
        &place.db,
        &[
            (&report().amount("120000000"), "1"),
            (&next, "2"),
            (&elsewhere, "3"),
            (&nowhere, "4"),
            (&nowhere_too, "5"),
        ],
    );
    let rows = "SELECT name, kind, town, documents, first_year, last_year, last_phase, amount
                FROM v_projects ORDER BY town";
    assert_eq!(
        sqlite3(&place.db, rows),
        "柳河大桥|road||2|2023|2023||\n柳河大桥|road|白沙乡|1|2023|2023||\n\
         柳河大桥|project|青石镇|2|2023|2024|finished|120000000"
    );
    assert_eq!(
        sqlite3(&place.db, "SELECT amount FROM v_mentions WHERE amount IS NOT NULL ORDER BY document_id"),
        "120000000\n35000000.5"
    );
}

#[test]
fn numbers_stand_exactly_in_the_file() {
    let place = place();
    let text = "计划\n甲6.2亿元,乙3.2%,丙-3.10%,丁25.0处,戊xx元。\n";
    let doc = doc(text)
        .goal("甲6.2亿元", "620000000.00", "元")
        .goal("乙3.2%", "3.2", "%")
        .goal("丙-3.10%", "-3.10", "%")
        .goal("丁25.0处", "25.0", "处")
        .goal("戊xx元", "", "元");
    filled(&place.db, &[(&doc, "a.txt")]);
    let values = "SELECT value_low, typeof(value_low) FROM goals ORDER BY start_char";
    assert_eq!(sqlite3(&place.db, values), "620000000|integer\n3.2|real\n-3.1|real\n25|integer\n|null");
}

#[test]
fn the_file_holds_every_word_that_a_fact_can_hold() {
    let place = place();
    let mut doc = report();
    let goal = doc.reading.goals[0].clone();
    for (measure, comparator) in
        Measure::ALL.iter().cycle().zip(Comparator::ALL.iter()).map(|(m, c)| (Some(*m), Some(*c)))
    {
        let mut goal = goal.clone();
        goal.claim.figure.measure = measure;
        goal.claim.figure.comparator = comparator;
        doc.reading.outcomes.push(goal.claim.clone());
        doc.reading.goals.push(goal);
    }
    for kind in GoalKind::ALL {
        doc.reading.goals.push(Goal { kind: *kind, ..goal.clone() });
    }
    for part in Part::ALL {
        doc.reading.sections.push(Section { part: *part, ..doc.reading.sections[0].clone() });
    }
    for kind in DoubtKind::ALL {
        doc = doc.doubt(*kind, None);
    }
    let mention = doc.reading.projects[0].mentions[0].clone();
    for kind in ProjectKind::ALL {
        let mentions = Phase::ALL.iter().map(|phase| Mention { phase: Some(*phase), ..mention.clone() });
        let mentions = mentions.collect();
        doc.reading.projects.push(Project { name: kind.word().into(), kind: *kind, mentions });
    }
    let archive = filled(&place.db, &[(&doc, "a.txt")]);
    drop(archive);
    for (index, kind) in DocumentKind::ALL.iter().enumerate() {
        let mut doc = crate::fixture::doc(&format!("文本{index}\n"));
        doc.reading.document.kind = *kind;
        filled(&place.db, &[(&doc, "b.txt")]);
    }
    let kinds =
        "SELECT group_concat(kind, ' ') FROM (SELECT kind FROM projects WHERE name = kind ORDER BY id)";
    assert_eq!(sqlite3(&place.db, kinds), "project site road programme");
}

#[test]
fn a_batch_holds_what_was_good() {
    let place = place();
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    archive.begin().unwrap();
    report().write(&mut archive, import, "a.txt").unwrap();
    let mut bad = doc("坏\n");
    bad.reading.document.title = Some(String::new());
    let error = bad.write(&mut archive, import, "b.txt").unwrap_err();
    assert!(error.message().contains("breaks a rule"), "{error}");
    doc("好\n").write(&mut archive, import, "c.txt").unwrap();
    archive.commit().unwrap();
    assert_eq!(sqlite3(&place.db, "SELECT group_concat(path) FROM sources"), "a.txt,c.txt");
    assert!(archive.commit().is_err(), "no batch is open");
}

#[test]
fn of_rows_written_together_a_refused_one_leaves_none() {
    let place = place();
    let mut bad = doc("新建公厕3处。\n").goal("新建公厕3处", "3", "处");
    let goal = bad.reading.goals[0].clone();
    bad.reading.goals.extend(vec![goal; 20]);
    bad.reading.goals[12].deadline = Some(String::new());
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    bad.write(&mut archive, import, "alone.txt").unwrap_err();
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM goals"), "0");
    archive.begin().unwrap();
    report().write(&mut archive, import, "a.txt").unwrap();
    bad.write(&mut archive, import, "b.txt").unwrap_err();
    archive.commit().unwrap();
    let goals = report().reading.goals.len().to_string();
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM goals"), goals);
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM documents"), "1");
}

#[test]
fn references_hold_but_in_a_whole_batch() {
    let place = place();
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    archive.begin_whole().unwrap();
    report().write(&mut archive, import, "a.txt").unwrap();
    archive.commit().unwrap();
    assert_eq!(sqlite3(&place.db, "PRAGMA foreign_key_check"), "");
    let no_such_import = import + 7;
    archive.record_file(no_such_import, "b.txt", FileStatus::Skipped, None, 1).unwrap_err();
    archive.begin().unwrap();
    archive.record_file(no_such_import, "b.txt", FileStatus::Skipped, None, 1).unwrap_err();
    archive.commit().unwrap();
    assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM import_files"), "1");
}

#[test]
fn a_batch_that_is_a_whole_is_given_up_with_what_is_refused() {
    let place = place();
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    let mut bad = doc("坏\n");
    bad.reading.document.title = Some(String::new());
    for commit in [true, false] {
        archive.begin_whole().unwrap();
        report().write(&mut archive, import, "a.txt").unwrap();
        assert!(archive.is_whole() && !archive.is_spoiled());
        bad.write(&mut archive, import, "b.txt").unwrap_err();
        assert!(archive.is_spoiled() && !archive.is_whole());
        let error = doc("好\n").write(&mut archive, import, "c.txt").unwrap_err();
        assert!(error.message().contains("of this batch was refused"), "{error}");
        if commit {
            archive.commit().unwrap_err();
        } else {
            archive.give_up().unwrap();
        }
        assert!(!archive.is_in_batch() && !archive.is_spoiled());
        assert_eq!(sqlite3(&place.db, "SELECT count(*) FROM documents"), "0");
    }
    archive.begin_whole().unwrap();
    report().write(&mut archive, import, "a.txt").unwrap();
    archive.commit().unwrap();
    assert_eq!(sqlite3(&place.db, "SELECT group_concat(path) FROM sources"), "a.txt");
}

#[test]
fn every_view_opens_in_plain_sqlite_and_has_the_columns_it_describes() {
    let place = place();
    let mut report = report().outcome("新建公厕3处", "3", "处");
    report.reading.goals[0].claim.canonical_indicator = Some("固定资产投资");
    report.reading.goals[0].deadline = Some("年内".into());
    let next = doc("青石镇2024年工作计划\n推进柳河大桥建设。\n").year(2024).project(
        "柳河大桥",
        ProjectKind::Road,
        None,
    );
    filled(&place.db, &[(&report, "a.txt"), (&next, "b.txt")]);
    let in_file = sqlite3(
        &place.db,
        "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY rowid)",
    );
    let described: Vec<String> = views().iter().map(|view| format!("v_{}", view.name)).collect();
    assert_eq!(in_file, described.join(","));
    for view in views() {
        assert!(!view.title.is_empty() && !view.description.is_empty(), "{view:?}");
        assert!(view.columns.iter().all(|(_, meaning)| !meaning.is_empty()), "{view:?}");
        let real = sqlite3(
            &place.db,
            &format!("SELECT group_concat(name) FROM pragma_table_info('v_{}')", view.name),
        );
        let columns: Vec<&str> = view.columns.iter().map(|(column, _)| column.as_str()).collect();
        assert_eq!(real, columns.join(","), "{}", view.name);
        assert_ne!(
            sqlite3(&place.db, &format!("SELECT count(*) FROM v_{}", view.name)),
            "0",
            "{}",
            view.name
        );
    }
    assert_eq!(
        sqlite3(
            &place.db,
            "SELECT year, deadline, indicator, canonical_indicator, value_low, unit, section, source FROM v_goals WHERE year = 2023 ORDER BY id LIMIT 1"
        ),
        "2023|年内|投资|固定资产投资|620000000|元|一、主要目标|a.txt"
    );
    assert_eq!(
        sqlite3(&place.db, "SELECT section FROM v_mentions WHERE year = 2023"),
        "二、重点工作 › (一)抓项目"
    );
    assert_eq!(sqlite3(&place.db, "PRAGMA integrity_check"), "ok");
    assert_eq!(
        sqlite3(&place.db, "SELECT value FROM about WHERE name = 'schema_version'"),
        SCRIPTS.len().to_string()
    );
}

#[test]
fn the_filters_mean_what_they_say() {
    let place = place();
    let other = doc("白沙乡2024年工作計劃\n新建公廁5處。\n")
        .town(Some("白沙乡"))
        .year(2024)
        .goal("新建公廁5處", "5", "处")
        .project("公廁", ProjectKind::Site, None);
    let mut report = report();
    report.reading.goals[0].claim.canonical_indicator = Some("地区生产总值");
    filled(&place.db, &[(&report, "reports/a.txt"), (&other, "reports/b.txt")]);
    let archive = Archive::open_read_only(&place.db).unwrap();
    let count = |view: &str, filter: Filter| query(&archive, view, &filter).len();
    let none = Filter::default();
    assert_eq!(count("goals", none.clone()), 3);
    assert_eq!(count("goals", Filter { year: Some(2023.into()), ..none.clone() }), 3);
    assert_eq!(count("documents", Filter { year: Some(2024.into()), ..none.clone() }), 1);
    assert_eq!(count("goals", Filter { limit: Some(1), ..none.clone() }), 1);
    let town = |town: &str| Filter { town: Some(town.into()), ..none.clone() };
    assert_eq!(count("goals", town("白沙")), 1);
    assert_eq!(count("goals", town("白沙鄉")), 1, "a Traditional filter finds a Simplified name");
    let text = |text: &str| Filter { text: Some(text.into()), ..none.clone() };
    assert_eq!(count("goals", text("公厕")), 2, "a Simplified filter finds a Traditional quote");
    assert_eq!(count("goals", text("公廁")), 2);
    assert_eq!(count("documents", text("柳河大桥")), 1);
    assert_eq!(count("projects", text("大桥")), 1);
    assert_eq!(count("sections", text("重点")), 2, "a heading and what stands below it");
    let document = |key: &str| Filter { document: Some(key.into()), ..none.clone() };
    assert_eq!(count("goals", document("1")), 2);
    assert_eq!(count("goals", document("b.txt")), 1);
    assert_eq!(count("goals", document("工作计划")), 3);
    assert_eq!(count("goals", document("2024")), 0, "a number is the number of a document");
    assert_eq!(count("projects", document("2")), 1);
    assert_eq!(count("files", Filter { kind: Some("added".into()), ..none.clone() }), 2);
    let indicator = |words: &str| Filter { indicator: Some(words.into()), ..none.clone() };
    assert_eq!(count("goals", indicator("投资")), 3);
    assert_eq!(count("goals", indicator("地区生产")), 1, "a series is found by its canonical name");
    assert_eq!(count("goals", indicator("地區生產總值")), 1);
    assert_eq!(count("goals", Filter { year: Some(2024.into()), ..indicator("地区生产总值") }), 0);
    let hostile = Filter { town: Some("' OR 1=1 --".into()), ..none.clone() };
    assert_eq!(count("goals", hostile), 0);
}

#[test]
fn a_wrong_view_or_filter_says_what_would_be_right() {
    let place = place();
    let archive = filled(&place.db, &[(&report(), "a.txt")]);
    let error = archive.query("gaols", &Filter::default(), &mut |_| Ok(())).unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert_eq!(error.message(), "there is no view “gaols”; did you mean goals?");
    assert!(error.next_step().unwrap().contains("documents, sections, goals"));
    let filter = Filter { indicator: Some("公厕".into()), ..Filter::default() };
    let error = archive.query("sections", &filter, &mut |_| Ok(())).unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert_eq!(error.message(), "the view sections cannot be filtered by --indicator");
    assert_eq!(
        error.next_step().unwrap(),
        "views with --indicator: goals, outcomes, promises, series, ledger"
    );
}

#[test]
fn an_error_of_the_reader_ends_the_walk() {
    let place = place();
    let archive = filled(&place.db, &[(&report(), "a.txt")]);
    let mut seen = 0;
    let ended = archive.query("goals", &Filter::default(), &mut |_| {
        seen += 1;
        Err(archive::error::Error::new(Kind::Input, "enough"))
    });
    assert_eq!((ended.unwrap_err().message(), seen), ("enough", 1));
}

#[test]
fn a_filter_by_year_or_document_uses_an_index() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    for (sql, index) in [
        ("SELECT * FROM v_goals WHERE year = 2023 ORDER BY document_id, start_char, id", "goals_by_year"),
        ("SELECT * FROM v_goals ORDER BY document_id, start_char, id LIMIT 9", "goals_by_document"),
        ("SELECT * FROM v_goals WHERE canonical_indicator = '公厕'", "goals_by_canonical_indicator"),
        (
            "SELECT * FROM v_outcomes WHERE canonical_indicator = '公厕' AND year = 2023",
            "outcomes_by_canonical_indicator",
        ),
        ("SELECT * FROM v_documents WHERE year = 2023", "documents_by_year"),
        ("SELECT * FROM v_mentions WHERE document_id = 1", "project_mentions_by_document"),
    ] {
        let plan = sqlite3(&place.db, &format!("EXPLAIN QUERY PLAN {sql}"));
        assert!(plan.contains(index), "{sql}\n{plan}");
        assert!(!plan.contains("FOR ORDER BY"), "{sql}\n{plan}");
    }
}

#[test]
fn one_document_can_be_seen_whole() {
    let place = place();
    let other = doc("青石镇2024年工作计划\n").year(2024);
    let mut report = report().outcome("新建公厕3处", "3", "处").amount("300000000");
    report.reading.goals[0].deadline = Some("年底前".into());
    report.reading.outcomes[0].canonical_indicator = Some("公厕");
    let archive = filled(&place.db, &[(&report, "reports/a.txt"), (&other, "reports/b.txt")]);
    let rows = archive.document("a.txt").unwrap();
    assert_eq!(rows.document.id, 1);
    assert_eq!(rows.document.title.as_deref(), Some("青石镇2023年工作计划"));
    let outline: Vec<(i64, &str)> = rows.sections.iter().map(|s| (s.level, s.heading.as_str())).collect();
    assert_eq!(outline, [(1, "主要目标"), (1, "重点工作"), (2, "抓项目")]);
    assert_eq!(rows.goals[0].value_low, Value::Integer(620_000_000));
    assert_eq!(rows.goals[0].section_id, Some(rows.sections[0].id));
    assert_eq!(rows.projects[0].mentions[0].phase.as_deref(), Some("under_way"));
    assert_eq!(rows.projects[0].mentions[0].amount, Value::Integer(300_000_000));
    assert_eq!(rows.goals[0].deadline.as_deref(), Some("年底前"));
    assert_eq!((&rows.goals[1].deadline, &rows.goals[1].canonical_indicator), (&None, &None));
    assert_eq!(rows.outcomes[0].canonical_indicator.as_deref(), Some("公厕"));
    assert_eq!(rows.outcomes[0].start_char, rows.goals[1].start_char);
    assert_eq!((rows.sources.len(), rows.doubts.len(), rows.outcomes.len()), (1, 1, 1));
    assert_eq!(archive.document("2").unwrap().document.id, 2);
    assert_eq!(archive.document_text(1).unwrap(), REPORT);
    let several = archive.document("青石镇").unwrap_err();
    assert_eq!(several.kind(), Kind::Usage);
    assert!(several.message().contains("1: 青石镇2023年工作计划, reports/a.txt"), "{several}");
    assert!(archive.document("3").unwrap_err().next_step().unwrap().contains("archive query documents"));
}

#[test]
fn another_writer_is_waited_for_and_then_named() {
    let place = place();
    let mut first = filled(&place.db, &[]);
    first.begin().unwrap();
    let options = Options { busy_timeout: std::time::Duration::from_millis(20), ..Options::default() };
    let mut second = Archive::open_or_create_with(&place.db, &options).unwrap();
    let error = second.begin_import(&start()).unwrap_err();
    assert_eq!(error.kind(), Kind::Busy);
    assert!(error.to_string().contains("another program holds the archive"), "{error}");
    // Reading goes on beside a writer.
    let reader = Archive::open_read_only(&place.db).unwrap();
    assert_eq!(query(&reader, "imports", &Filter::default()).len(), 1);
    drop(reader);
    first.commit().unwrap();
    assert!(second.begin_import(&start()).is_ok());
}

#[test]
fn documents_take_their_rows_with_them() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    sqlite3(&place.db, "PRAGMA foreign_keys = ON; DELETE FROM documents");
    for table in ["sources", "sections", "goals", "project_mentions", "doubts"] {
        assert_eq!(sqlite3(&place.db, &format!("SELECT count(*) FROM {table}")), "0", "{table}");
    }
    assert_eq!(sqlite3(&place.db, "SELECT status, document_id IS NULL FROM import_files"), "added|1");
}
