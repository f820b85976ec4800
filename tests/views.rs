//! What the views that draw conclusions conclude, in plain `sqlite3`.

use crate::fixture::*;
use archive::error::Kind;
use archive::fact::*;
use archive::store::Archive;
use archive::store::read::{Filter, Sort, Value, Years};
use archive::text::Span;

/// `measure comparator low high unit`; `-` where there is none, and `xx` for a hidden number.
fn figure(words: &str) -> Figure {
    let cells: Vec<&str> = words.split(' ').collect();
    let [measure, comparator, low, high, unit] = cells[..] else { panic!("{words}") };
    let value = |word: &str| (word != "xx").then(|| word.parse().unwrap());
    Figure {
        measure: Measure::ALL.iter().copied().find(|one| one.word() == measure),
        comparator: Comparator::ALL.iter().copied().find(|one| one.word() == comparator),
        value_low: value(low),
        value_high: value(high),
        unit: (unit != "-").then(|| unit.to_owned().into()),
        masked: low == "xx",
    }
}

/// A claim of the whole text of a document.
fn claim(
    doc: &Doc,
    indicator: &str,
    canonical: Option<&'static str>,
    year: Option<i32>,
    words: &str,
) -> Claim {
    Claim {
        text: doc.text.source().to_owned(),
        span: Span { start: 0, end: doc.text.char_count() },
        section: None,
        indicator: (!indicator.is_empty()).then(|| indicator.to_owned()),
        canonical_indicator: canonical,
        figure: figure(words),
        year,
        rule: "test.rule",
    }
}

fn with_goal(
    mut doc: Doc,
    indicator: &str,
    canonical: Option<&'static str>,
    year: Option<i32>,
    words: &str,
) -> Doc {
    let claim = claim(&doc, indicator, canonical, year, words);
    doc.reading.goals.push(Goal { kind: GoalKind::Quantified, claim, deadline: None });
    doc
}

fn with_outcome(
    mut doc: Doc,
    indicator: &str,
    canonical: Option<&'static str>,
    year: i32,
    words: &str,
) -> Doc {
    let claim = claim(&doc, indicator, canonical, Some(year), words);
    doc.reading.outcomes.push(claim);
    doc
}

#[test]
fn promises_are_judged() {
    for (promised, reported, verdict) in [
        ("level eq 600 600 户", "level eq 623 623 户", "623|600|户|23|103.8|met"),
        ("level eq 500 500 户", "level eq 487 487 户", "487|500|户|-13|97.4|missed"),
        ("growth ge 6 6 %", "growth eq 6 6 %", "6|6|%|0||met"),
        ("growth about 8 8 %", "growth eq 7.6 7.6 %", "7.6|8|%|-0.4||missed"),
        ("level range 3 5 家", "level eq 3 3 家", "3|3|家|0|100.0|met"),
        ("level eq 12 12 公里", "level eq 12.6 12.6 公里", "12.6|12|公里|0.6|105.0|met"),
        // Ceilings.
        ("ratio le 5 5 %", "ratio eq 4.2 4.2 %", "4.2|5|%|-0.8||met"),
        ("ratio le 5 5 %", "ratio eq 5.1 5.1 %", "5.1|5|%|0.1||missed"),
        ("ratio le 5 5 %", "ratio range 4 6 %", "6|5|%|1||missed"),
        // Falls, whose words count as printed.
        ("growth eq -3.1 -3.1 %", "growth eq -3.4 -3.4 %", "-3.4|-3.1|%|-0.3||met"),
        ("growth ge -5 -5 %", "growth eq -4 -4 %", "-4|-5|%|1||missed"),
        ("growth le -3 -3 %", "growth eq -2 -2 %", "-2|-3|%|1||met"),
        ("growth le -3 -3 %", "growth eq -4 -4 %", "-4|-3|%|-1||missed"),
        ("growth range -5 -3 %", "growth eq -4 -4 %", "-4|-3|%|-1||met"),
        ("growth eq -3 -3 %", "growth eq 2 2 %", "2|-3|%|5||missed"),
        // Ranks.
        ("rank eq 1 1 -", "rank eq 2 2 -", "2|1||1||missed"),
        ("rank le 3 3 -", "rank eq 2 2 -", "2|3||-1||met"),
        // Nothing to compare.
        ("level eq xx xx 户", "level eq 5 5 户", "5||户|||not_comparable"),
        ("level eq 5 5 户", "level eq xx xx 户", "|5|户|||not_comparable"),
        ("level eq 5 5 户", "growth eq 5 5 %", "|5|户|||not_comparable"),
        ("level eq 5 5 户", "level eq 5 5 人", "|5|户|||not_comparable"),
    ] {
        let place = place();
        let goal = with_goal(doc("计划"), "农村户厕", None, Some(2023), promised);
        let outcome = with_outcome(doc("报告").year(2024), "农村户厕", None, 2023, reported);
        filled(&place.db, &[(&goal, "a.txt"), (&outcome, "b.txt")]);
        let judged = "SELECT reported, promised, unit, difference, percent, verdict FROM v_promises";
        assert_eq!(sqlite3(&place.db, judged), verdict, "{promised} / {reported}");
    }
}

#[test]
fn a_promise_meets_the_outcome_of_its_town_year_and_series() {
    let place = place();
    let eq = "level eq 5 5 元";
    let goals = [
        with_goal(doc("甲"), "GDP", Some("地区生产总值"), Some(2023), "level eq 100 100 元"),
        with_goal(doc("乙"), "水渠", None, Some(2023), eq),
        with_goal(doc("丙").town(None), "水渠", None, Some(2023), eq),
        with_goal(doc("丁"), "", None, Some(2023), eq),
        with_goal(doc("戊"), "水渠", None, None, eq),
        with_goal(doc("己").town(Some("白沙乡")), "水渠", None, Some(2022), eq),
    ];
    let early =
        with_outcome(doc("早").year(2023), "生产总值", Some("地区生产总值"), 2023, "level eq 80 80 元");
    let late =
        with_outcome(doc("晚").year(2024), "生产总值", Some("地区生产总值"), 2023, "level eq 99 99 元");
    let late = with_outcome(late, "地区生产总值", Some("地区生产总值"), 2023, "level eq 120 120 元");
    let hidden =
        with_outcome(doc("隐").year(2025), "生产总值", Some("地区生产总值"), 2023, "level eq xx xx 元");
    let elsewhere = with_outcome(doc("别").town(Some("白沙乡")), "水渠", None, 2023, eq);
    let docs: Vec<&Doc> = goals.iter().chain([&early, &late, &hidden, &elsewhere]).collect();
    let paths: Vec<String> = (0..docs.len()).map(|at| format!("{at}.txt")).collect();
    filled(
        &place.db,
        &docs.into_iter().zip(&paths).map(|(doc, path)| (doc, path.as_str())).collect::<Vec<_>>(),
    );
    let rows = "SELECT text, verdict, reported, outcome, outcome_document, outcome_source FROM v_promises ORDER BY id";
    assert_eq!(
        sqlite3(&place.db, rows),
        "甲|missed|99|晚|晚|7.txt\n乙|not_reported||||\n丙|not_comparable||||\n丁|not_comparable||||\n\
         戊|not_comparable||||\n己|not_reported||||"
    );
}

#[test]
fn a_series_has_level_growth_and_share_side_by_side() {
    let place = place();
    let canonical = Some("地区生产总值");
    let old = with_outcome(doc("旧").year(2023), "GDP", canonical, 2022, "level eq 100 100 元");
    let new = with_outcome(doc("新").year(2024), "生产总值", canonical, 2022, "level eq 110 110 元");
    let new = with_outcome(new, "GDP", canonical, 2022, "growth eq 5.5 5.5 %");
    let new = with_outcome(new, "GDP", canonical, 2023, "growth eq -1 -1 %");
    let new = with_outcome(new, "入学率", None, 2023, "ratio eq 99 99 %");
    let new = with_outcome(new, "位次", None, 2023, "rank eq 1 1 -");
    filled(&place.db, &[(&old, "a.txt"), (&new, "b.txt")]);
    let rows =
        "SELECT indicator, town, year, level, unit, levels, growth, growth_unit, ratio, ratio_unit, source
                FROM v_series ORDER BY indicator, year";
    assert_eq!(
        sqlite3(&place.db, rows),
        "入学率|青石镇|2023|||0|||99|%|b.txt\n地区生产总值|青石镇|2022|110|元|2|5.5|%|||b.txt\n\
         地区生产总值|青石镇|2023|||0|-1|%|||b.txt"
    );
}

/// A report whose plan is for its year and whose review is of the year before.
fn both(year: i32, review: &str, plan: &str) -> Doc {
    let mut doc = doc(&format!("报告\n一、回顾\n{review}\n二、打算\n{plan}\n")).year(year);
    doc.reading.document.review_year = Some(year - 1);
    doc = doc.section("一、", "回顾", None).section("二、", "打算", None);
    doc.reading.sections[0].part = Part::Review;
    doc
}

fn mentioned(mut doc: Doc, name: &str, words: &str, section: usize, phase: Option<Phase>) -> Doc {
    let year = doc.reading.document.declared_year.map(|year| if section == 0 { year - 1 } else { year });
    let span = doc.span(words);
    let mention = Mention {
        text: words.into(),
        span,
        section: Some(section),
        year,
        phase,
        amount: None,
        rule: "test.project",
    };
    let kind = ProjectKind::Project;
    doc.reading.projects.push(Project { name: name.into(), kind, mentions: vec![mention] });
    doc
}

#[test]
fn what_is_promised_again_and_never_finished_is_carried() {
    let place = place();
    let (plan, review) = (1, 0);
    let first = both(2022, "无。", "建成甲路，修乙渠，建丙桥，办丁校。");
    let first = mentioned(first, "甲路", "建成甲路", plan, Some(Phase::Finished));
    let first = mentioned(first, "乙渠", "修乙渠", plan, Some(Phase::Started));
    let first = mentioned(first, "丙桥", "建丙桥", plan, None);
    let first = mentioned(first, "丁校", "办丁校", plan, None);
    let second = both(2023, "乙渠修成。丙桥动工。", "甲路建成，乙渠，丙桥再建。");
    let second = mentioned(second, "乙渠", "乙渠修成", review, Some(Phase::Finished));
    let second = mentioned(second, "丙桥", "丙桥动工", review, Some(Phase::Started));
    let second = mentioned(second, "甲路", "甲路建成", plan, Some(Phase::Finished));
    let second = mentioned(second, "乙渠", "，乙渠", plan, None);
    let second = mentioned(second, "丙桥", "丙桥再建", plan, None);
    filled(&place.db, &[(&first, "a.txt"), (&second, "b.txt")]);
    let carried =
        "SELECT name, years, first_year, year, last_phase, text, source FROM v_carried ORDER BY name";
    assert_eq!(
        sqlite3(&place.db, carried),
        "丙桥|2|2022|2023|started|丙桥再建|b.txt\n甲路|2|2022|2023|finished|甲路建成|b.txt"
    );
    let timeline =
        "SELECT year, phase, part, text FROM v_timeline WHERE name = '丙桥' ORDER BY year, document_year";
    assert_eq!(
        sqlite3(&place.db, timeline),
        "2022||plan|建丙桥\n2022|started|review|丙桥动工\n2023||plan|丙桥再建"
    );
}

#[test]
fn a_ledger_says_its_targets_as_one_would() {
    let mut plan = doc("计划");
    let targets = [
        ("growth ge 7 7 %", "增长7%以上"),
        ("growth range 6 8 %", "增长6—8%"),
        ("growth eq -3.1 -3.1 %", "下降3.1%"),
        ("growth ge -5 -5 %", "下降5%以上"),
        ("growth range -5 -3 %", "下降3—5%"),
        ("growth eq 1 1 番", "翻1番"),
        ("growth eq -600000 -600000 元", "下降60万元"),
        ("ratio le 5 5 %", "5%以内"),
        ("level eq 56000000 56000000 元", "5600万元"),
        ("level eq 620000000 620000000 元", "6.2亿元"),
        ("level about 2700 2700 亩", "约2700亩"),
        ("level range 3 5 家", "3—5家"),
        ("level eq 123456789 123456789 元", "123456789元"),
        ("level eq 1.2 1.2 公里", "1.2公里"),
        ("rank le 3 3 -", "前3名"),
        ("rank eq 1 1 -", "第1名"),
        ("level eq xx xx 户", "xx户"),
    ];
    for (words, _) in targets {
        plan = with_goal(plan, "指标", None, Some(2023), words);
    }
    let mut bare = plan.reading.goals[0].clone();
    bare.kind = GoalKind::Milestone;
    bare.claim.figure = Figure::NONE;
    bare.deadline = Some("年底前".into());
    plan.reading.goals.push(bare);
    let place = place();
    filled(&place.db, &[(&doc("先"), "0.txt"), (&plan, "a.txt")]);
    let said: Vec<&str> = targets.iter().map(|(_, said)| *said).chain([""]).collect();
    assert_eq!(sqlite3(&place.db, "SELECT target FROM v_ledger ORDER BY number"), said.join("\n").trim_end());
    let last = "SELECT number, task, kind, deadline, lead_unit IS NULL, progress IS NULL FROM v_ledger ORDER BY id DESC LIMIT 1";
    assert_eq!(sqlite3(&place.db, last), "18|计划|milestone|年底前|1|1");
    // What a task is about is no indicator where no number measures it.
    assert_eq!(
        sqlite3(&place.db, "SELECT DISTINCT kind, indicator FROM v_ledger"),
        "quantified|指标\nmilestone|"
    );
}

#[test]
fn coverage_counts_what_stands_under_a_doubt() {
    let place = place();
    let mut report = report().outcome("新建公厕3处", "3", "处").doubt(DoubtKind::YearConflict, None);
    report.reading.sections[0].span.end = report.reading.sections[1].span.start;
    report = report.doubt(DoubtKind::Masked, Some("6.2亿元"));
    report.reading.goals[1].claim.indicator = None;
    report.reading.goals[1].claim.year = None;
    let empty = doc("空");
    filled(&place.db, &[(&report, "a.txt"), (&empty, "b.txt")]);
    let all = "SELECT doubts, whole_document, sections, sections_in_doubt, goals, goals_in_doubt, outcomes,
                      outcomes_in_doubt, numbers, numbers_in_doubt, masked, without_indicator, without_year,
                      outside_sections FROM v_coverage ORDER BY id";
    let outside = 100.0 * 13.0 / f64::from(report.text.char_count());
    assert_eq!(
        sqlite3(&place.db, all),
        format!("3|1|3|66.7|2|50.0|1|0.0|3|33.3|0|1|1|{outside:.1}\n0|0|0||0||0||0||0|0|0|100.0")
    );
}

fn count(archive: &Archive, view: &str, filter: &Filter) -> usize {
    let mut rows = 0;
    archive
        .query(view, filter, &mut |_| {
            rows += 1;
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{view} {filter:?}: {error}"));
    rows
}

#[test]
fn filters_combine() {
    let place = place();
    let eq = "level eq 5 5 户";
    let docs = [
        with_goal(doc("甲"), "户厕", None, Some(2021), eq),
        with_goal(doc("乙"), "户厕", None, Some(2022), "level eq xx xx 户"),
        with_goal(doc("丙"), "公厕", Some("厕所"), Some(2023), "level eq 9 9 座"),
        with_goal(doc("丁").town(Some("白沙乡")), "户厕", None, None, "level eq 7 7 户"),
    ];
    let paths = ["1.txt", "2.txt", "3.txt", "4.txt"];
    filled(&place.db, &docs.iter().zip(paths).collect::<Vec<_>>());
    let archive = Archive::open_read_only(&place.db).unwrap();
    let none = Filter::default;
    let years = |typed: &str| Filter { year: Some(Years::parse(typed).unwrap()), ..none() };
    let condition = |sql: &str| Filter { condition: Some(sql.into()), ..none() };
    for (filter, rows) in [
        (none(), 4),
        (years("2021..2022"), 2),
        (years("2022.."), 2),
        (years("..2021"), 1),
        (Filter { masked: true, ..none() }, 1),
        (Filter { masked: true, ..years("2021") }, 0),
        (Filter { indicator: Some("厕".into()), town: Some("青石".into()), ..years("2022..") }, 2),
        (Filter { indicator: Some("厕所".into()), ..none() }, 1),
        (condition("value_low > 5 AND unit = '户'"), 1),
        (condition("value_low > 5 OR masked"), 3),
        (Filter { masked: true, ..condition("value_low > 5 OR masked") }, 1),
        (condition("town IN (SELECT town FROM v_documents WHERE title = '丁')"), 1),
    ] {
        assert_eq!(count(&archive, "goals", &filter), rows, "{filter:?}");
    }
    let sorted = |typed: &str| {
        let mut values = Vec::new();
        let filter = Filter {
            sort: vec![Sort::parse(typed)],
            columns: vec!["document".into(), "unit".into()],
            ..none()
        };
        archive
            .query("goals", &filter, &mut |row| {
                assert_eq!(row.len(), 2);
                let Value::Text(title) = &row[0] else { panic!("{row:?}") };
                values.push(title.clone());
                Ok(())
            })
            .unwrap();
        values.concat()
    };
    assert_eq!(sorted("value_low"), "甲丁丙乙");
    assert_eq!(sorted("-value_low"), "丙丁甲乙", "without a value comes last either way");
    assert_eq!(sorted("-year"), "丙乙甲丁");
}

#[test]
fn every_view_takes_the_filters_that_fit_it() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    let archive = Archive::open_read_only(&place.db).unwrap();
    let given: [(&str, Filter); 9] = [
        ("year", Filter { year: Some(2023.into()), ..Filter::default() }),
        ("year", Filter { year: Some(Years { from: Some(1), to: None }), ..Filter::default() }),
        ("town", Filter { town: Some("青".into()), ..Filter::default() }),
        ("part", Filter { part: Some("plan".into()), ..Filter::default() }),
        ("masked", Filter { masked: true, ..Filter::default() }),
        ("indicator", Filter { indicator: Some("投".into()), ..Filter::default() }),
        ("document", Filter { document: Some("1".into()), ..Filter::default() }),
        ("document", Filter { document: Some("a.txt".into()), ..Filter::default() }),
        ("text", Filter { text: Some("桥".into()), ..Filter::default() }),
    ];
    for view in archive::store::read::views() {
        for (option, filter) in &given {
            if let Err(error) = archive.query(&view.name, filter, &mut |_| Ok(())) {
                assert_eq!(error.kind(), Kind::Usage, "{}: {error}", view.name);
                assert!(error.message().contains(&format!("by --{option}")), "{}: {error}", view.name);
                assert!(error.next_step().unwrap().contains("goals") || *option != "year", "{error:?}");
            }
        }
    }
}

#[test]
fn wrong_names_get_the_nearest_right_one() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    let archive = Archive::open_read_only(&place.db).unwrap();
    let none = Filter::default;
    let kind = |kind: &str| Filter { kind: Some(kind.into()), ..none() };
    for (view, filter, words) in [
        ("promise", none(), "there is no view “promise”; did you mean promises?"),
        ("spreadsheet", none(), "there is no view “spreadsheet”"),
        ("goals", kind("quantifed"), "has no kind “quantifed”; did you mean quantified?"),
        ("promises", kind("mised"), "has no kind “mised”; did you mean missed?"),
        ("goals", Filter { part: Some("plans".into()), ..none() }, "did you mean plan?"),
        ("goals", Filter { columns: vec!["valuelow".into()], ..none() }, "did you mean value_low?"),
        ("goals", Filter { sort: vec![Sort::parse("-yaer")], ..none() }, "did you mean year?"),
        ("goals", Filter { condition: Some("yaer = 2023".into()), ..none() }, "no such column: yaer"),
        ("goals", Filter { condition: Some("year = ".into()), ..none() }, "--where is refused"),
        ("goals", Filter { condition: Some("1; DELETE FROM goals".into()), ..none() }, "without `;`"),
        ("series", Filter { masked: true, ..none() }, "cannot be filtered by --masked"),
    ] {
        let error = archive.query(view, &filter, &mut |_| Ok(())).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage, "{error}");
        assert!(error.message().contains(words), "{error} / {words}");
        assert!(error.next_step().is_some(), "{error}");
    }
    let near = Filter { condition: Some("yaer = 2023".into()), ..none() };
    let error = archive.query("goals", &near, &mut |_| Ok(())).unwrap_err();
    assert!(error.next_step().unwrap().contains("did you mean year?"), "{error:?}");
}
