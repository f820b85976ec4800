//! Search gives exactly the passages that hold the words, in the program and in plain `sqlite3`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::fixture::*;
use archive::error::Kind;
use archive::fact::Phase;
use archive::lexicon::Lexicon;
use archive::store::index;
use archive::store::migrate::{self, SCRIPTS};
use archive::store::read::{Filter, Value, Years};
use archive::store::search::{COLUMNS, Order, plain_sql};
use archive::store::{Archive, Options};
use archive::text::fold::fold;
use archive::{extract, read};

/// Numbers without order, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// What makes search hard: script, width, digits, Latin letters, characters with several Traditional forms.
const WORDS: &[&str] = &[
    "招商引资",
    "公厕",
    "镇",
    "GDP",
    "5G",
    "2023年",
    "5.2%",
    "1,200亩",
    "３.５公里",
    "壹",
    "“十里砚廊”",
    "着力",
    "着眼",
    "后",
    "干部",
    "里",
    "系统",
    "Ａ级",
    "xx万元",
    "台",
    "面",
    "准",
    "制",
    "于",
    "范",
    "只",
    "谷",
    "松",
    "冲",
    "复",
    "合",
    "汇",
    "几",
    "卷",
];
const MARKS: &[&str] =
    &["", "", "", "", "，", "。", "、", " ", "\n", "；", "\u{3000}", "（", "）", "\\n", "."];

/// Scraps of real prose, so that searches find some passages and not all.
fn invented(dice: &mut Dice, number: usize, prose: &[char]) -> Doc {
    let mut text = format!("第{number}号文件");
    let mut marked = 0;
    for _ in 0..20 + dice.below(60) {
        if dice.below(14) == 0 {
            marked += 1;
            text.push_str(&format!("\n({marked})标题{marked}号\n"));
        }
        if dice.below(5) == 0 {
            text.push_str(dice.one(WORDS));
        } else {
            let from = dice.below(prose.len());
            text.extend(prose[from..].iter().take(2 + dice.below(4)).filter(|c| **c != '('));
        }
        text.push_str(dice.one(MARKS));
    }
    let traditional = number.is_multiple_of(3);
    let text = if traditional { hanconv::s2t(text) } else { text };
    let mut doc = doc(&text);
    for at in 1..=marked {
        let heading = format!("标题{at}号");
        let heading = if traditional { hanconv::s2t(heading) } else { heading };
        doc = doc.section(&format!("({at})"), &heading, None);
    }
    doc
}

/// The reports of sample_db/ as an import reads them.
fn samples() -> Vec<Doc> {
    let lexicon = Lexicon::builtin();
    let mut paths: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_db/reports"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path| {
        let text = read::decode(&fs::read(path).unwrap(), None).unwrap().text;
        Doc { reading: extract::read(&text, &lexicon), text }
    };
    paths.iter().map(read).collect()
}

/// The passages cut by hand: place in its document, folded words, words as printed.
fn passages(db: &Path) -> BTreeMap<(i64, i64), (String, String)> {
    let connection = rusqlite::Connection::open(db).unwrap();
    let mut documents = connection.prepare("SELECT id, text FROM documents").unwrap();
    let mut starts = connection.prepare("SELECT start_char FROM sections WHERE document_id = ?1").unwrap();
    let mut passages = BTreeMap::new();
    let rows = documents.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).unwrap();
    for (id, text) in rows.map(rusqlite::Result::unwrap) {
        let chars: Vec<char> = text.chars().collect();
        let mut edges: BTreeSet<i64> =
            starts.query_map([id], |row| row.get(0)).unwrap().map(rusqlite::Result::unwrap).collect();
        edges.extend([0, chars.len() as i64]);
        let edges: Vec<i64> = edges.into_iter().collect();
        for pair in edges.windows(2) {
            let printed: String = chars[pair[0] as usize..pair[1] as usize].iter().collect();
            passages.insert((id, pair[0]), (fold(&printed), printed));
        }
    }
    passages
}

/// A search as a person might type it, and what it means.
enum Wish {
    /// As typed, and folded.
    Words(String, String),
    And(Box<[Wish; 2]>),
    Or(Box<[Wish; 2]>),
    Not(Box<[Wish; 2]>),
}

impl Wish {
    fn of(dice: &mut Dice, texts: &[&String], depth: usize) -> Wish {
        if depth == 0 || dice.below(3) == 0 {
            loop {
                let chars: Vec<char> = texts[dice.below(texts.len())].chars().collect();
                let from = dice.below(chars.len());
                // One character stands in many passages, which take their time: few of those.
                let length = if dice.below(20) == 0 { 1 } else { 2 + dice.below(5) };
                let words: String = chars[from..].iter().take(length).collect();
                let words = match dice.below(3) {
                    0 => hanconv::s2t(words),
                    1 => hanconv::t2s(words),
                    _ => words,
                };
                let folded = fold(&words);
                if !folded.is_empty() {
                    return Wish::Words(words, folded);
                }
            }
        }
        let operator = dice.below(3);
        let sides = Box::new([Wish::of(dice, texts, depth - 1), Wish::of(dice, texts, depth - 1)]);
        match operator {
            0 => Wish::And(sides),
            1 => Wish::Or(sides),
            _ => Wish::Not(sides),
        }
    }

    fn typed(&self, dice: &mut Dice) -> String {
        let mut side = |wish: &Wish| match wish {
            Wish::Words(..) => wish.typed(dice),
            _ => format!("({})", wish.typed(dice)),
        };
        match self {
            Wish::Words(words, _) => format!("\"{}\"", words.replace(['"', '“', '”'], "")),
            Wish::And(sides) => {
                let (left, right) = (side(&sides[0]), side(&sides[1]));
                let between = dice.one(&[" ", " AND "]);
                format!("{left}{between}{right}")
            }
            Wish::Or(sides) => format!("{} OR {}", side(&sides[0]), side(&sides[1])),
            Wish::Not(sides) => format!("{} NOT {}", side(&sides[0]), side(&sides[1])),
        }
    }

    fn holds(&self, folded: &str) -> bool {
        match self {
            Wish::Words(_, words) => folded.contains(words),
            Wish::And(sides) => sides[0].holds(folded) && sides[1].holds(folded),
            Wish::Or(sides) => sides[0].holds(folded) || sides[1].holds(folded),
            Wish::Not(sides) => sides[0].holds(folded) && !sides[1].holds(folded),
        }
    }
}

fn column(name: &str) -> usize {
    COLUMNS.iter().position(|(column, _)| *column == name).unwrap()
}

fn number(row: &[Value], name: &str) -> i64 {
    match row[column(name)] {
        Value::Integer(number) => number,
        ref other => panic!("{name}: {other:?}"),
    }
}

fn words<'a>(row: &'a [Value], name: &str) -> &'a str {
    match &row[column(name)] {
        Value::Text(words) => words,
        other => panic!("{name}: {other:?}"),
    }
}

fn search(archive: &Archive, typed: &str, filter: &Filter) -> Vec<Vec<Value>> {
    ordered(archive, typed, filter, Order::Best).0
}

/// The rows in an order, and the order that they came in.
fn ordered(archive: &Archive, typed: &str, filter: &Filter, order: Order) -> (Vec<Vec<Value>>, Order) {
    let mut rows = Vec::new();
    let found = archive.search(typed, filter, order, &mut |row| {
        rows.push(row.to_vec());
        Ok(())
    });
    (rows, found.unwrap_or_else(|error| panic!("{typed}: {error}")))
}

fn found(archive: &Archive, typed: &str) -> Vec<i64> {
    let mut ids: Vec<i64> =
        search(archive, typed, &Filter::default()).iter().map(|row| number(row, "passage_id")).collect();
    ids.sort_unstable();
    ids
}

/// What `sqlite3` answers to many statements; `None` where there is none.
fn plain(db: &Path, statements: &str) -> Option<Vec<String>> {
    let mut child =
        Command::new("sqlite3").arg(db).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut stdin = child.stdin.take().unwrap();
    let statements = statements.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(statements.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn a_thousand_searches_find_what_instr_finds() {
    const INVENTED: usize = 2000;
    const SEARCHES: usize = 1000;
    let place = place();
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    let mut dice = Dice(20_231_105);
    let samples = samples();
    let prose: Vec<char> = samples.iter().flat_map(|doc| doc.text.source().chars()).collect();
    let invented = (0..INVENTED).map(|number| invented(&mut dice, number, &prose));
    let invented: Vec<Doc> = invented.collect();
    let all: Vec<Doc> = samples.into_iter().chain(invented).collect();
    for (batch, docs) in all.chunks(64).enumerate() {
        archive.begin().unwrap();
        for (number, doc) in docs.iter().enumerate() {
            doc.write(&mut archive, import, &format!("{batch}-{number}.txt")).unwrap();
        }
        archive.commit().unwrap();
    }
    assert_eq!(archive.check_search().unwrap(), []);
    let passages = passages(&place.db);
    let connection = rusqlite::Connection::open(&place.db).unwrap();
    let mut ids = BTreeMap::new();
    let mut cut = connection.prepare("SELECT document_id, start_char, id FROM passages").unwrap();
    let rows = cut.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?))).unwrap();
    ids.extend(rows.map(rusqlite::Result::unwrap));
    let by_hand: Vec<(i64, i64)> = passages.keys().copied().collect();
    let (cut, _): (Vec<(i64, i64)>, Vec<i64>) = ids.iter().map(|(place, id)| (*place, *id)).unzip();
    assert_eq!(cut, by_hand, "the passages are not the texts, each character once");

    let texts: Vec<&String> = passages.values().map(|(_, printed)| printed).collect();
    let (mut statements, mut expected) = (String::new(), Vec::new());
    let (mut hits, mut empty) = (0, 0);
    for _ in 0..SEARCHES {
        let depth = dice.below(3);
        let wish = Wish::of(&mut dice, &texts, depth);
        let typed = wish.typed(&mut dice);
        let mut right: Vec<i64> = passages
            .iter()
            .filter(|(_, (folded, _))| wish.holds(folded))
            .map(|(place, _)| ids[place])
            .collect();
        right.sort_unstable();
        assert_eq!(found(&archive, &typed), right, "{typed}");
        hits += right.len();
        empty += usize::from(right.is_empty());
        let sql = plain_sql(&typed).unwrap();
        statements.push_str(&format!("SELECT group_concat(id) FROM (SELECT id FROM ({sql}) ORDER BY id);\n"));
        expected.push(right.iter().map(i64::to_string).collect::<Vec<String>>().join(","));
    }
    assert!(
        hits > 10 * SEARCHES && empty < SEARCHES / 4,
        "the searches ask for next to nothing: {hits} {empty}"
    );
    if let Some(answers) = plain(&place.db, &statements) {
        assert!(answers == expected, "plain sqlite3 finds something else");
    }
}

/// Folded characters are words for FTS5 as they are: it neither drops nor changes one.
#[test]
fn fts5_takes_every_folded_character_for_itself() {
    let place = place();
    drop(Archive::open_or_create(&place.db).unwrap());
    let connection = rusqlite::Connection::open(&place.db).unwrap();
    let folded: BTreeSet<char> = ('\u{1}'..=char::MAX)
        .flat_map(|c| fold(c.encode_utf8(&mut [0; 4])).chars().collect::<Vec<char>>())
        .collect();
    assert!(folded.len() > 100_000);
    let folded: BTreeSet<char> = folded.into_iter().chain(['.', '%', '‰']).collect();
    let mut add = connection.prepare("INSERT INTO search (rowid, words) VALUES (?1, ?2)").unwrap();
    connection.execute_batch("BEGIN").unwrap();
    for c in &folded {
        add.execute((u32::from(*c), c.to_string())).unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
    let vocabulary = "CREATE VIRTUAL TABLE temp.v USING fts5vocab (main, search, instance);
                      SELECT group_concat(doc || ' ' || term, ',') FROM (SELECT doc, term FROM temp.v ORDER BY doc, term)";
    let (create, select) = vocabulary.split_once(';').unwrap();
    connection.execute_batch(create).unwrap();
    let ours: String = connection.query_row(select, [], |row| row.get(0)).unwrap();
    let kept: BTreeSet<&str> = ours.split(',').collect();
    let all: Vec<String> = folded.iter().map(|c| format!("{} {c}", u32::from(*c))).collect();
    let lost: Vec<&String> = all.iter().filter(|one| !kept.contains(one.as_str())).collect();
    assert!(lost.is_empty() && kept.len() == all.len(), "in the program: {lost:?}");
    assert!(sqlite3(&place.db, vocabulary) == ours, "in sqlite3");
}

fn plan(heading: &str, body: &str) -> Doc {
    doc(&format!("前言{heading}说\n一、{heading}\n{body}")).section("一、", heading, None)
}

#[test]
fn a_hit_comes_with_its_sentence_and_its_place() {
    let place = place();
    let text = "砚山镇招商\n一、招商引资\n坚持招\n商为先。今年招商引資8亿元;其余照旧。\n(一)抓项目\n无。\n(二)引进来\n\n再招商。";
    let doc = doc(text).section("一、", "招商引资", None).section("(一)", "抓项目", Some(0)).section(
        "(二)",
        "引进来",
        Some(0),
    );
    let archive = filled(&place.db, &[(&doc, "a.txt")]);
    let rows = search(&archive, "招商引资", &Filter::default());
    let hits: Vec<&str> = rows.iter().map(|row| words(row, "hit")).collect();
    assert_eq!(hits, ["一、【招商引资】"], "one row for each passage");
    let rows = search(&archive, "招商 今年", &Filter::default());
    assert_eq!(words(&rows[0], "hit"), "【今年】【招商】引資8亿元;");
    assert_eq!(words(&rows[0], "sentence"), "今年招商引資8亿元;");
    assert_eq!(words(&rows[0], "section"), "一、招商引资");
    assert_eq!((words(&rows[0], "part"), words(&rows[0], "source")), ("plan", "a.txt"));
    let quote = format!(
        "SELECT substr(text, {} + 1, {} - {}) FROM documents WHERE id = {}",
        number(&rows[0], "start_char"),
        number(&rows[0], "end_char"),
        number(&rows[0], "start_char"),
        number(&rows[0], "document_id")
    );
    assert_eq!(sqlite3(&place.db, &quote), "今年招商引資8亿元;");
    let rows = search(&archive, "坚持招商", &Filter::default());
    assert_eq!(words(&rows[0], "hit"), "【坚持招 商】为先。", "a line end breaks no word");
    let rows = search(&archive, "砚山", &Filter::default());
    assert_eq!((&rows[0][column("section")], &rows[0][column("part")]), (&Value::Null, &Value::Null));
    assert_eq!(
        search(&archive, "招商一", &Filter::default()).len(),
        0,
        "no words run over a heading's beginning"
    );
    assert_eq!(
        search(&archive, "引进来再招商", &Filter::default()).len(),
        1,
        "but from a heading into its text"
    );
    for wrong in ["", "、", "招商 AND", "NOT 招商", "(招商"] {
        let error = archive.search(wrong, &Filter::default(), Order::Best, &mut |_| Ok(())).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage, "{wrong}");
        assert!(error.next_step().is_some());
    }
}

#[test]
fn the_best_come_first_and_filters_and_limits_hold() {
    let docs = [
        plan("公厕", "公厕公厕。").year(2021),
        plan("道路", "修路时也建公厕，还有许多许多别的事情要做，都写在这里。")
            .year(2022)
            .town(Some("白沙乡")),
        plan("道路", "修路时也建公厕，还有许多许多别的事情要做，都写在那里。")
            .year(2023)
            .town(Some("白沙乡")),
        plan("道路", "修路时也建公厕，还有许多许多别的事情要做，都写在哪里。")
            .year(2024)
            .town(Some("石门乡")),
        plan("水利", "修渠。").year(2024),
    ];
    let mut answers = Vec::new();
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]] {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("archive.db");
        let paths: Vec<String> = (0..docs.len()).map(|number| format!("{number}.txt")).collect();
        let archive = filled(&db, &order.map(|index| (&docs[index], paths[index].as_str())));
        let years = |filter: Filter| -> Vec<i64> {
            search(&archive, "公厕", &filter).iter().map(|row| number(row, "year")).collect()
        };
        let none = Filter::default;
        answers.push([
            years(none()),
            years(Filter { limit: Some(2), ..none() }),
            years(Filter { limit: Some(0), ..none() }),
            years(Filter { town: Some("白沙鄉".into()), ..none() }),
            years(Filter { year: Some(2023.into()), ..none() }),
            years(Filter { condition: Some("year % 2 = 0 AND part = 'plan'".into()), ..none() }),
            years(Filter { part: Some("review".into()), ..none() }),
            years(Filter { document: Some("2.txt".into()), ..none() }),
            years(Filter { kind: Some("plan".into()), limit: Some(1), ..none() }),
        ]);
        let scores: Vec<f64> = search(&archive, "公厕", &none())
            .iter()
            .map(|row| if let Value::Real(score) = row[column("score")] { score } else { panic!("no score") })
            .collect();
        assert!(scores.is_sorted(), "{scores:?}");
    }
    let expected: [&[i64]; 9] = [
        &[2021, 2024, 2023, 2022, 2021],
        &[2021, 2024],
        &[],
        &[2023, 2022],
        &[2023],
        &[2024, 2022],
        &[],
        &[2023],
        &[2021],
    ];
    assert!(answers.iter().all(|answer| answer.iter().map(Vec::as_slice).eq(expected)), "{answers:?}");
}

/// A word that stands once in each of thousands of passages: the first of them are those of the latest reports,
/// and the same as when all are asked for.
#[test]
fn of_many_equals_the_latest_come_first() {
    const SECTIONS: usize = 1_100;
    let report = |year: i32| {
        let headings: Vec<String> = (1..=SECTIONS).map(|number| format!("公厕{number}号")).collect();
        let text: String = headings.iter().map(|heading| format!("({year}){heading}\n")).collect();
        let marker = format!("({year})");
        headings.iter().fold(doc(&text).year(year), |doc, heading| doc.section(&marker, heading, None))
    };
    let reports = [2022, 2024, 2023].map(report);
    let place = place();
    let named: Vec<(&Doc, &str)> = reports.iter().zip(["a.txt", "b.txt", "c.txt"]).collect();
    let archive = filled(&place.db, &named);
    let ids = |filter: &Filter| -> Vec<i64> {
        search(&archive, "公厕", filter).iter().map(|row| number(row, "passage_id")).collect()
    };
    let earlier = Years { from: None, to: Some(2023) };
    for (filter, found) in [(Filter::default(), 3), (Filter { year: Some(earlier), ..Filter::default() }, 2)]
    {
        let all = ids(&filter);
        assert_eq!(all.len(), found * SECTIONS);
        for limit in [1, 20, 1_000, 2_000] {
            let first = ids(&Filter { limit: Some(limit), ..filter.clone() });
            assert!(first == all[..limit as usize], "{limit}");
        }
    }
    let years: Vec<i64> =
        search(&archive, "公厕", &Filter::default()).iter().map(|row| number(row, "year")).collect();
    assert!(years.iter().rev().is_sorted(), "the later first");
}

/// Words in more passages than are ranked: the same passages in the same order, whether the latest texts are read
/// for them, or they are not among those, or all are asked for.
#[test]
fn what_stands_everywhere_is_not_ranked() {
    const REPORTS: i32 = 1_050;
    const SECTIONS: usize = 50;
    let report = |number: i32| {
        let headings: Vec<String> = (1..=SECTIONS).map(|at| format!("公厕{at}号")).collect();
        let text: String = headings.iter().map(|heading| format!("({number}){heading}\n")).collect();
        let town = if number == 7 { "白沙乡" } else { "石门乡" };
        let doc = doc(&text).year(1900 + number).town(Some(town));
        headings.iter().fold(doc, |doc, heading| doc.section(&format!("({number})"), heading, None))
    };
    // Neither the order of the import nor that of the checksums is that of the years.
    let reports: Vec<Doc> = (0..REPORTS).map(|at| report(at * 397 % REPORTS)).collect();
    let place = place();
    let mut archive = filled(&place.db, &[]);
    archive.begin().unwrap();
    for (number, doc) in reports.iter().enumerate() {
        doc.write(&mut archive, 1, &format!("{number}.txt")).unwrap();
    }
    archive.commit().unwrap();
    let none = Filter::default;
    for (words, condition, filter) in [
        ("公厕", "1", none()),
        ("公厕 NOT 公厕9号", "s.heading <> '公厕9号'", none()),
        ("公厕", "d.year = 2023", Filter { year: Some(2023.into()), ..none() }),
        ("公厕", "d.town = '白沙乡'", Filter { town: Some("白沙乡".into()), ..none() }),
        ("公厕", "d.year < 1906", Filter { condition: Some("year < 1906".into()), ..none() }),
        ("公厕", "s.heading = '公厕9号'", Filter { text: Some("公厕9号".into()), ..none() }),
    ] {
        let sql = format!(
            "SELECT p.id FROM passages AS p JOIN documents AS d ON d.id = p.document_id
             JOIN sections AS s ON s.id = p.section_id
             WHERE {condition} ORDER BY d.year DESC, p.start_char"
        );
        let expected: Vec<String> = sqlite3(&place.db, &sql).lines().map(str::to_owned).collect();
        assert!(expected.len() >= SECTIONS, "{sql}");
        for (limit, order) in [(1, Order::Best), (SECTIONS + 1, Order::Best), (60_000, Order::Latest)] {
            let filter = Filter { limit: Some(limit as u64), ..filter.clone() };
            let (rows, came) = ordered(&archive, words, &filter, order);
            let ids: Vec<String> = rows.iter().map(|row| number(row, "passage_id").to_string()).collect();
            assert!(ids == expected[..limit.min(expected.len())], "{words} {filter:?}");
            assert_eq!(came, Order::Latest);
            assert!(rows.iter().all(|row| row[column("score")] == Value::Null));
        }
    }
    // What is rare among it is ranked all the same, unless the latest is asked for.
    let rare = |order| ordered(&archive, "公厕 AND 公厕49号", &none(), order);
    assert_eq!(rare(Order::Best).1, Order::Best);
    let (latest, _) = rare(Order::Latest);
    let years: Vec<i64> = latest.iter().map(|row| number(row, "year")).collect();
    assert!(years.len() == REPORTS as usize && years.iter().rev().is_sorted());
}

#[test]
fn a_better_copy_takes_its_words_along() {
    let place = place();
    let worse = report().text.source().replace("公厕", "公 厕");
    let mut archive = filled(&place.db, &[(&doc(&worse), "a.txt")]);
    let before = found(&archive, "公厕");
    assert_eq!(before.len(), 1);
    report().write(&mut archive, 1, "b.txt").unwrap();
    assert_eq!(archive.check_search().unwrap(), []);
    let rows = search(&archive, "公厕", &Filter::default());
    assert_eq!(rows.len(), 1);
    assert_eq!(words(&rows[0], "section"), "一、主要目标");
    // Also where both copies, and a document that is refused, come in one batch.
    archive.begin().unwrap();
    let other = "白沙乡2024年工作计划\n新建公 厕5处。\n";
    doc(other).write(&mut archive, 1, "c.txt").unwrap();
    let mut bad = doc("坏公厕\n");
    bad.reading.document.title = Some(String::new());
    assert!(bad.write(&mut archive, 1, "d.txt").is_err());
    doc(&other.replace("公 厕", "公厕")).write(&mut archive, 1, "e.txt").unwrap();
    archive.commit().unwrap();
    assert_eq!(archive.check_search().unwrap(), []);
    assert_eq!(found(&archive, "公厕").len(), 2);
    assert_eq!(found(&archive, "坏").len(), 0);
}

#[test]
fn the_check_finds_what_somebody_did_to_the_index() {
    for (harm, words) in [
        ("INSERT INTO search (search) VALUES ('delete-all')", "is not what the search index has"),
        ("INSERT INTO search (rowid, words) VALUES (-5, '公厕')", "passages that are not there"),
        ("INSERT INTO search (rowid, words) VALUES (2, '公厕')", "is not what the search index has"),
        ("UPDATE documents SET text = replace(text, '公厕', '厕公')", "is not what the search index has"),
        ("DELETE FROM passages WHERE id = 1", "do not make up its text"),
        ("PRAGMA foreign_keys = ON; DELETE FROM documents", "passages that are not there"),
    ] {
        let place = place();
        let archive = filled(&place.db, &[(&report(), "a.txt")]);
        assert_eq!(archive.check_search().unwrap(), [], "{harm}");
        sqlite3(&place.db, harm);
        let wrong = archive.check_search().unwrap();
        assert!(wrong.iter().any(|wrong| wrong.message.contains(words)), "{harm}: {wrong:?}");
        // What is gone is not shown, and what comes later is not taken for it.
        let mut archive = archive;
        doc("白沙乡2025年工作计划\n新建公厕5处。\n").write(&mut archive, 1, "b.txt").unwrap();
        let rows = search(&archive, "白沙", &Filter::default());
        assert_eq!(rows.len(), 1, "{harm}");
    }
}

/// A file of the first version, filled with what it had, gets a filled index on its way up.
#[test]
fn an_upgrade_fills_the_index() {
    let place = place();
    let first = Options { scripts: &SCRIPTS[..1], ..Options::default() };
    drop(Archive::open_or_create_with(&place.db, &first).unwrap());
    let connection = rusqlite::Connection::open(&place.db).unwrap();
    connection
        .execute_batch(
            "INSERT INTO imports VALUES (1, '2026-01-02T03:04:05Z', NULL, '[]', '0.1.0', 1);
             INSERT INTO documents (id, content_sha256, kind, script, char_count, extractor_version, text)
             VALUES (3, printf('%064d', 3), 'plan', 'hans', 14, 1, '前言公厕。一、招 商引資。完'),
                    (7, printf('%064d', 7), 'other', 'hans', 2, 1, '公厕');
             INSERT INTO sections (document_id, position, level, marker, heading, path, part, start_char, end_char,
                                   body_start_char)
             VALUES (3, 1, 1, '一、', '招 商引資', '一、招 商引資', 'plan', 5, 13, 12);",
        )
        .unwrap();
    drop(connection);
    assert!(Archive::open_read_only(&place.db).is_err());
    let upgrade = migrate::run(&place.db).unwrap();
    assert_eq!(upgrade.applied.len(), SCRIPTS.len() - 1);
    let archive = Archive::open_read_only(&place.db).unwrap();
    assert_eq!(archive.check_search().unwrap(), []);
    assert_eq!(found(&archive, "公厕").len(), 2);
    assert_eq!(found(&archive, "招商引资完").len(), 1);
    let pieces = "SELECT document_id, section_id, start_char, end_char FROM passages ORDER BY id";
    assert_eq!(sqlite3(&place.db, pieces), "3||0|5\n3|1|5|14\n7||0|2");
}

#[test]
fn an_index_of_another_folding_is_made_anew_by_a_writer_and_refused_by_a_reader() {
    let place = place();
    filled(&place.db, &[(&report(), "a.txt")]);
    sqlite3(
        &place.db,
        "UPDATE about SET value = '0' WHERE name = 'search_version';
         UPDATE about SET value = 'old' WHERE name = 'views_sha256';
         INSERT INTO search (rowid, words) VALUES (1, '旧词')",
    );
    let reader = Archive::open_read_only(&place.db).unwrap();
    let error = reader.search("公厕", &Filter::default(), Order::Best, &mut |_| Ok(())).unwrap_err();
    assert_eq!(error.kind(), Kind::Archive);
    assert!(error.next_step().unwrap().contains("archive migrate run"), "{error}");
    assert_eq!(reader.check_search().unwrap_err().kind(), Kind::Archive);
    drop(reader);
    let writer = Archive::open_or_create(&place.db).unwrap();
    assert_eq!(writer.check_search().unwrap(), []);
    assert_eq!(found(&writer, "公厕").len(), 1);
    assert_eq!(found(&writer, "旧词").len(), 0);
}

/// What is read anew from the same text leaves the index in step.
#[test]
fn a_document_alone_is_indexed_at_once() {
    let place = place();
    let mut archive = filled(&place.db, &[]);
    let mut doc = report();
    doc.reading.projects[0].mentions[0].phase = Some(Phase::Finished);
    doc.write(&mut archive, 1, "a.txt").unwrap();
    assert_eq!(found(&archive, "柳河").len(), 1);
    assert_eq!(
        sqlite3(&place.db, "SELECT count(*) FROM search WHERE search MATCH '\"柳河 河大 大桥\"'"),
        "1"
    );
}

/// Numbers of passages are used again within a batch; the words that were held under them are not.
#[test]
fn a_better_copy_in_the_same_batch_is_found_by_its_own_words() {
    let place = place();
    let worse = doc(&REPORT.replace("公厕", "公 厕"));
    let mut archive = Archive::open_or_create(&place.db).unwrap();
    let import = archive.begin_import(&start()).unwrap();
    archive.begin().unwrap();
    for (doc, path) in [(&worse, "a.txt"), (&report(), "b.txt")] {
        doc.write(&mut archive, import, path).unwrap();
        archive.give_words(index::words(&doc.text, &doc.reading));
    }
    archive.commit().unwrap();
    assert_eq!(archive.check_search().unwrap(), []);
}
