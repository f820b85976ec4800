//! What holds of every text, tried on mixtures of the corpora's sentences and on noise.
//!
//! The mixtures are made by a small generator of our own: a seed is all that a failing case needs to
//! come back, the pieces are sentences rather than bytes, and a case shrinks by leaving pieces out.

use std::sync::LazyLock;

use archive::extract;
use archive::fact::{Claim, Project, Reading};
use archive::lexicon::Lexicon;
use archive::text::{Script, Text};
use unicode_normalization::UnicodeNormalization;

use crate::dice::Dice;
use crate::word_files;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::builtin);

/// Sentences of the corpora and of the lexicon, each without line ends.
static SENTENCES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let corpora = [
        include_str!("corpus/quantity.toml"),
        include_str!("corpus/claim.toml"),
        include_str!("corpus/milestone.toml"),
    ];
    let mut found: Vec<String> = Vec::new();
    for corpus in corpora {
        let table: toml::Table = toml::from_str(corpus).unwrap();
        for case in table.values().flat_map(|list| list.as_array().unwrap()) {
            let one = case.get("text").and_then(|t| t.as_str()).map(str::to_owned);
            let many = ["yes", "no"]
                .iter()
                .filter_map(|key| case.get(*key))
                .flat_map(|list| list.as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_owned()));
            found.extend(one.into_iter().chain(many));
        }
    }
    let examples = word_files::examples(word_files::FILES);
    let examples = examples.into_iter().flat_map(|group| group.yes.into_iter().chain(group.no));
    found.extend(examples.map(|s| if s.ends_with('。') { s } else { format!("{s}。") }));
    // NFKC makes digits of the marks of notes, which nobody can tell from the number before.
    found.retain(|s| !s.contains(['①', '②', '¹', '²', '³', '⁴', '⁵']));
    // A report is in one script.
    found.retain(|s| !s.contains('\n') && s.chars().count() > 4 && Text::new(s).script() == Script::Hans);
    found
});

/// Whole texts of the corpora.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for corpus in [include_str!("corpus/outline.toml"), include_str!("corpus/document.toml")] {
        let table: toml::Table = toml::from_str(corpus).unwrap();
        for case in table["case"].as_array().unwrap() {
            found.push(case["text"].as_str().unwrap().to_owned());
        }
    }
    found
});

fn read(text: &str) -> (Text, Reading) {
    let text = Text::new(text);
    let reading = extract::read(&text, &LEXICON);
    (text, reading)
}

/// Runs `property` on pieces from each seed; a failing case is shrunk piece by piece.
fn for_seeds(
    name: &str,
    seeds: u64,
    make: impl Fn(&mut Dice) -> Vec<String>,
    property: impl Fn(&[String]) -> Result<(), String>,
) {
    for seed in 0..seeds {
        let mut pieces = make(&mut Dice(seed));
        let Err(mut why) = property(&pieces) else { continue };
        let mut at = 0;
        while at < pieces.len() {
            let mut fewer = pieces.clone();
            fewer.remove(at);
            match property(&fewer) {
                Err(still) => (pieces, why) = (fewer, still),
                Ok(()) => at += 1,
            }
        }
        panic!("{name}, seed {seed}: {why}\n--- text\n{}\n---", pieces.concat());
    }
}

/// Characters that texts of any sort hold, the odd ones more often than they deserve.
fn noise(dice: &mut Dice) -> String {
    const ODD: &[&str] = &[
        "\u{0}",
        "\u{feff}",
        "\u{200b}",
        "\u{3000}",
        "\r\n",
        "\r",
        "\n\n",
        "\t",
        "\\n",
        "\\r\\n",
        "“",
        "”",
        "（",
        ")",
        "《",
        "①",
        "⑳",
        "㎡",
        "％",
        "‰",
        "〇",
        "○",
        "*",
        "x",
        "XX",
        "—",
        "——",
        "……",
        "、",
        "，",
        "：",
        "一、",
        "(一)",
        "（1）",
        "1.",
        "12.",
        "第一章",
        "一是",
        "二是",
        "一要",
        "9999999999999999999999999999",
        "0.0000000000000000000000000001",
        "亿亿亿亿亿亿",
        "十百千万亿",
        "零零零",
        "两三五七",
        "点",
        "百分之",
        "分之",
        "翻",
        "由",
        "至",
        "-",
        "～",
        "万",
        "年",
        "2023年",
        "十四五",
        "倍",
        "番",
        "成",
        "个",
        "万元",
        "全县第",
        "前",
        "以上",
        "分别",
        "🌊",
        "👨‍👩‍👧",
        "é",
        "e\u{301}",
        "ﷺ",
        "𠮷",
        "㍿",
        "ｱｲ",
        "ā",
        "\u{10ffff}",
        "\u{d7ff}",
        "臺",
        "後",
        "餘",
    ];
    let count = 1 + dice.below(6);
    (0..count)
        .map(|_| match dice.below(3) {
            0 => (*dice.pick(ODD)).to_owned(),
            1 => char::from_u32(dice.below(0x3_0000) as u32).unwrap_or('口').to_string(),
            _ => char::from_u32(0x4e00 + dice.below(0x5200) as u32).unwrap_or('口').to_string(),
        })
        .collect()
}

/// Sentences, headings, whole texts and noise in any order.
fn mixture(dice: &mut Dice) -> Vec<String> {
    const HEADINGS: &[&str] = &[
        "\n一、工作回顾\n",
        "\n二、工作安排\n",
        "\n（一）",
        "\n（二）",
        "\n1.",
        "\n2、",
        "一是",
        "二是",
        "——",
        "(1)",
        "①",
        "\n第一部分 ",
    ];
    let count = 1 + dice.below(24);
    (0..count)
        .map(|_| match dice.below(10) {
            0..=3 => dice.pick(&SENTENCES).clone(),
            4..=5 => (*dice.pick(HEADINGS)).to_owned(),
            6 => dice.pick(&TEXTS).clone(),
            7 => {
                // A piece of a sentence, cut anywhere.
                let sentence: Vec<char> = dice.pick(&SENTENCES).chars().collect();
                let start = dice.below(sentence.len());
                let len = dice.below(sentence.len() - start + 1);
                sentence[start..start + len].iter().collect()
            }
            _ => noise(dice),
        })
        .collect()
}

/// Every fact stands where it says, and sections nest in reading order.
fn sound(pieces: &[String]) -> Result<(), String> {
    let whole = pieces.concat();
    let read = std::panic::catch_unwind(|| read(&whole));
    let Ok((text, reading)) = read else { return Err("reading panicked".to_owned()) };
    let quoted = |what: &str, span, words: &str| {
        let quote = text.quote(span);
        if quote == Some(words) && !words.is_empty() {
            Ok(())
        } else {
            Err(format!("{what} {words:?} is not what stands at {span:?}: {quote:?}"))
        }
    };
    let sections = &reading.sections;
    for q in &reading.quantities {
        let Some(words) = text.quote(q.span).filter(|words| !words.is_empty()) else {
            return Err(format!("nothing stands where a quantity is said to be: {:?}", q.span));
        };
        if q.masked != q.value_low.is_none() {
            return Err(format!("{words:?}: masked or valued, not both and not neither"));
        }
        if q.value_low > q.value_high {
            return Err(format!("{words:?}: its ends are the wrong way round"));
        }
    }
    let goals = reading.goals.iter().map(|goal| &goal.claim);
    for claim in goals.chain(&reading.outcomes) {
        quoted("claim", claim.span, &claim.text)?;
        if claim.figure.value_low > claim.figure.value_high {
            return Err(format!("{:?}: its ends are the wrong way round", claim.text));
        }
        if let Some(index) = claim.section {
            let span = sections.get(index).ok_or("a section that is not there")?.span;
            if claim.span.start < span.start || span.end <= claim.span.start {
                return Err(format!(
                    "{:?} does not begin in its section {:?}",
                    claim.text, sections[index].heading
                ));
            }
        }
    }
    for project in &reading.projects {
        if project.mentions.is_empty() {
            return Err(format!("{}: no mention", project.name));
        }
        for mention in &project.mentions {
            quoted("mention", mention.span, &mention.text)?;
        }
    }
    for doubt in &reading.doubts {
        if let Some(span) = doubt.span
            && text.quote(span).is_none()
        {
            return Err(format!("{:?} has no place", doubt.message));
        }
    }
    for (index, section) in sections.iter().enumerate() {
        let name = &section.heading;
        let span = section.span;
        if text.quote(span).is_none() || section.body_start < span.start || section.body_start > span.end {
            return Err(format!("section {name:?} has no place: {span:?}, body {}", section.body_start));
        }
        if section.heading.is_empty() {
            return Err(format!("section {index} has no heading"));
        }
        if index > 0 && sections[index - 1].span.start >= span.start {
            return Err(format!("section {name:?} is out of order"));
        }
        match section.parent {
            None if section.level != 1 => return Err(format!("section {name:?} is level {}", section.level)),
            None => {}
            Some(parent) if parent >= index => {
                return Err(format!("section {name:?} stands before its parent"));
            }
            Some(parent) => {
                let above = &sections[parent];
                if above.level + 1 != section.level {
                    return Err(format!("section {name:?} is level {} below {}", section.level, above.level));
                }
                if span.start < above.span.start || above.span.end < span.end {
                    return Err(format!("section {name:?} does not lie in {:?}", above.heading));
                }
            }
        }
        // Sections that follow each other under one parent do not overlap.
        let next = sections[index + 1..].iter().find(|later| later.parent == section.parent);
        if next.is_some_and(|next| next.span.start < span.end) {
            return Err(format!("section {name:?} overlaps the next"));
        }
    }
    Ok(())
}

#[test]
fn any_text_is_read_and_every_fact_stands_where_it_says() {
    for_seeds("sound", 6_000, mixture, sound);
}

/// The line of a place is the number of a page, which no sentence runs over.
fn is_page_number(text: &Text, source: &[char], place: usize) -> bool {
    let start = source[..place].iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
    let end = source[place..].iter().position(|c| *c == '\n').map_or(source.len(), |len| place + len);
    let normal = text.normal();
    let read = (0..normal.chars().len()).map(|at| normal.span(at, at + 1).start as usize);
    !read.into_iter().any(|at| (start..end).contains(&at))
}

/// Every run of digits lies in a number that is told of; only the number of a page and a serial number
/// beyond all values do not.
fn no_number_is_lost(pieces: &[String]) -> Result<(), String> {
    /// Runs of digits, places and masks from this length on are serial numbers.
    const SERIAL: usize = 28;
    let (text, reading) = read(&pieces.concat());
    let source: Vec<char> = text.source().chars().collect();
    let numeric = |c: &char| "零〇一二两三四五六七八九十百千万亿兆xX×*○_., ".contains(*c) || c.is_numeric();
    let mut at = 0;
    while at < source.len() {
        let run = source[at..].iter().take_while(|c| numeric(c)).count();
        for (place, c) in source[at..at + run].iter().enumerate().filter(|_| run < SERIAL) {
            let place = (at + place) as u32;
            let told = reading.quantities.iter().any(|q| q.span.start <= place && place < q.span.end);
            if c.is_ascii_digit() && !told && !is_page_number(&text, &source, place as usize) {
                return Err(format!("{c} at {place} is in no number"));
            }
        }
        at += run.max(1);
    }
    Ok(())
}

#[test]
fn no_number_is_lost_silently() {
    for_seeds("lost numbers", 800, report, no_number_is_lost);
    for_seeds("lost numbers in mixtures", 3_000, mixture, no_number_is_lost);
}

#[test]
fn noise_alone_is_read() {
    for_seeds("noise", 6_000, |dice| (0..1 + dice.below(30)).map(|_| noise(dice)).collect(), sound);
}

/// A report in pieces: its title, then for each section a heading and its sentences, each a
/// paragraph of its own. Pieces end with a line end.
fn report(dice: &mut Dice) -> Vec<String> {
    const REVIEW: &[&str] =
        &["（一）经济运行稳中有进\n", "（二）乡村面貌持续改善\n", "（三）民生保障更加有力\n"];
    const PLAN: &[&str] = &["（一）做强特色产业\n", "（二）建设和美乡村\n", "（三）办好民生实事\n"];
    let year = 2015 + dice.below(12);
    let mut pieces = vec![format!(
        "青枫镇{year}年政府工作报告\n各位代表：\n现在，我代表镇人民政府向大会报告工作，请予审议。\n"
    )];
    for (top, headings) in
        [(format!("一、{}年工作回顾\n", year - 1), REVIEW), (format!("二、{year}年工作安排\n"), PLAN)]
    {
        pieces.push(top);
        for heading in headings {
            pieces.push((*heading).to_owned());
            for _ in 0..1 + dice.below(3) {
                let sentences: String =
                    (0..2 + dice.below(3)).map(|_| dice.pick(&SENTENCES).as_str()).collect();
                pieces.push(format!("全镇干部群众团结一心。{sentences}\n"));
            }
        }
    }
    pieces
}

/// What a fact says, without its place.
fn says(claim: &Claim) -> String {
    let f = &claim.figure;
    let measured = (f.measure, f.comparator, f.value_low, f.value_high, &f.unit, f.masked);
    format!("{:?} {:?} {measured:?} {:?}", claim.text, claim.indicator, claim.year)
}

/// All that a reading says of the places that `keep` leaves standing, in order.
fn facts(reading: &Reading, keep: impl Fn(&Claim) -> bool) -> Vec<String> {
    let d = &reading.document;
    let mut found = vec![format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        d.title, d.kind, d.town, d.declared_year, d.review_year, d.plan_year, d.published_on
    )];
    found.extend(
        reading.sections.iter().map(|s| format!("{} {} {} {:?}", s.level, s.marker, s.heading, s.part)),
    );
    let goals = reading.goals.iter().filter(|goal| keep(&goal.claim));
    found.extend(goals.map(|goal| format!("{:?} {}", goal.kind, says(&goal.claim))));
    found.extend(reading.outcomes.iter().filter(|claim| keep(claim)).map(says));
    for project in &reading.projects {
        found.push(format!("{} {:?}", project.name, project.kind));
        let mentions = project.mentions.iter();
        found.extend(mentions.map(|m| format!("{:?} {:?} {:?} {:?}", m.text, m.year, m.phase, m.amount)));
    }
    found.extend(reading.doubts.iter().map(|doubt| format!("{:?} {}", doubt.kind, doubt.message)));
    found
}

fn differs(before: &[String], after: &[String]) -> Result<(), String> {
    for (b, a) in before.iter().zip(after) {
        if b != a {
            return Err(format!("was {b}\n    now {a}"));
        }
    }
    match before.len().cmp(&after.len()) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(format!("new: {}", after[before.len()])),
        std::cmp::Ordering::Greater => Err(format!("lost: {}", before[after.len()])),
    }
}

#[test]
fn an_unrelated_paragraph_changes_no_other_fact() {
    const PARAGRAPHS: &[&str] = &[
        "春风拂过茶山，孩子们在村口放起风筝。老人坐在檐下喝茶，说起从前赶集的故事，笑声传得很远。\n",
        "夜里下了一场小雨，路灯照着湿漉漉的石板。早起的人推开门，闻到泥土和青草的味道，心里很踏实。\n",
        "据老人们讲，这座桥修于清代。桥头的石狮子缺了一只耳朵，孩子们上学放学都要摸一摸它的脑袋。\n",
    ];
    let place = |dice: &mut Dice| -> Vec<String> {
        let mut pieces = report(dice);
        // Anywhere behind the title and its greeting: under a heading, between paragraphs, at the end.
        let at = 1 + dice.below(pieces.len());
        pieces.insert(at, format!("\u{1}{}", dice.pick(PARAGRAPHS)));
        pieces
    };
    for_seeds("unrelated paragraph", 800, place, |pieces| {
        let without: String = pieces.iter().filter(|p| !p.starts_with('\u{1}')).map(String::as_str).collect();
        let with: String = pieces.iter().map(|p| p.trim_start_matches('\u{1}')).collect();
        let Some(added) = pieces.iter().find(|p| p.starts_with('\u{1}')) else { return Ok(()) };
        let added = added.trim_start_matches('\u{1}').trim_end();
        let (_, before) = read(&without);
        let (_, after) = read(&with);
        differs(&facts(&before, |_| true), &facts(&after, |claim| !added.contains(claim.text.as_str())))
    });
}

/// Values, units and years of all claims, and how each binds; quotes and names may be written otherwise.
fn values(reading: &Reading) -> Vec<String> {
    let d = &reading.document;
    let mut found = vec![format!("{:?} {:?} {:?} {:?}", d.kind, d.declared_year, d.review_year, d.plan_year)];
    found.extend(reading.sections.iter().map(|s| format!("{} {:?}", s.level, s.part)));
    let figure = |claim: &Claim| {
        let f = &claim.figure;
        let measured = (f.measure, f.comparator, f.value_low, f.value_high, &f.unit, f.masked);
        format!("{measured:?} {:?} {:?}", claim.year, claim.indicator)
    };
    found.extend(reading.goals.iter().map(|goal| format!("{:?} {}", goal.kind, figure(&goal.claim))));
    found.extend(reading.outcomes.iter().map(figure));
    found.extend(
        reading.quantities.iter().map(|q| {
            format!("{:?} {:?} {:?} {:?} {}", q.value_low, q.value_high, q.unit, q.comparator, q.fate)
        }),
    );
    let kinds = |project: &Project| {
        project.mentions.iter().map(|m| format!("{:?} {:?}", m.year, m.phase)).collect::<Vec<_>>()
    };
    found.extend(reading.projects.iter().map(|p| format!("{} {:?} {:?}", p.name, p.kind, kinds(p))));
    found
}

/// ASCII digits, letters and marks in their full width; `\r\n` left by an export stays what it is.
fn widened(text: &str) -> String {
    if text.contains('\\') {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// Full-width marks and digits in half width; what NFKC would turn into other words stays.
fn narrowed(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// Ways to write a text otherwise that say the same.
fn rewritings(text: &str) -> Vec<(&'static str, String)> {
    vec![
        ("full width", widened(text)),
        ("half width", narrowed(text)),
        ("NFKC", text.nfkc().collect()),
        ("line ends of Windows", text.replace('\n', "\r\n")),
        ("Traditional script", hanconv::s2t(text)),
    ]
}

#[test]
fn width_line_ends_and_script_change_no_value() {
    for_seeds("rewriting", 600, report, |pieces| {
        let text = pieces.concat();
        let (_, before) = read(&text);
        for (way, written) in rewritings(&text) {
            let (_, after) = read(&written);
            differs(&values(&before), &values(&after)).map_err(|why| format!("{way}: {why}"))?;
        }
        Ok(())
    });
}

#[test]
fn texts_of_the_corpora_read_alike_in_every_writing() {
    for text in TEXTS.iter() {
        let (_, before) = read(text);
        for (way, written) in rewritings(text) {
            // NFKC makes 1 of ①: a marker turns into a number.
            if way == "NFKC" && text.contains(|c| ('①'..='⑳').contains(&c)) {
                continue;
            }
            let (_, after) = read(&written);
            if let Err(why) = differs(&values(&before), &values(&after)) {
                panic!("{way}: {why}\n--- text\n{text}\n---");
            }
        }
    }
}

#[test]
fn a_traditional_copy_is_told_by_its_script() {
    for_seeds("script", 50, report, |pieces| {
        let text = pieces.concat();
        if Text::new(&text).script() != Script::Hans {
            return Err("Simplified taken for Traditional".to_owned());
        }
        if Text::new(hanconv::s2t(&text)).script() != Script::Hant {
            return Err("Traditional taken for Simplified".to_owned());
        }
        Ok(())
    });
}

#[test]
fn the_hash_of_a_report_outlives_its_writing() {
    for_seeds("content hash", 200, report, |pieces| {
        let text = pieces.concat();
        let hash = Text::new(&text).content_sha256();
        let mut dice = Dice(text.len() as u64);
        let mut spaced = String::new();
        for c in text.chars() {
            spaced.push(c);
            match dice.below(12) {
                0 => spaced.push(' '),
                1 => spaced.push('\u{3000}'),
                2 => spaced.push('。'),
                3 => spaced.push_str("\r\n"),
                4 => spaced.push('\u{200b}'),
                _ => {}
            }
        }
        let mut ways = rewritings(&text);
        ways.push(("gaps and marks", spaced));
        for (way, written) in ways {
            if Text::new(&written).content_sha256() != hash {
                return Err(format!("{way}: another hash"));
            }
        }
        // Another number is another report.
        let other = text.replacen("团结一心", "团结两心", 1);
        if other != text && Text::new(&other).content_sha256() == hash {
            return Err("another text has the same hash".to_owned());
        }
        Ok(())
    });
}

#[test]
fn reading_twice_gives_the_same() {
    for_seeds("twice", 200, mixture, |pieces| {
        let text = pieces.concat();
        if read(&text).1 == read(&text).1 { Ok(()) } else { Err("two readings differ".to_owned()) }
    });
}
