//! The outline's word classes do what their own examples say, and every word in them can match.

use archive::fact::Part;
use archive::outline::{self, Genre, Node, Outline};
use archive::text::Text;

use crate::word_files::{Examples, OUTLINE, examples};

/// A paragraph, so that the short line before it may be a heading.
const PROSE: &str = "全镇上下团结一心,抓产业、促增收、惠民生。各项事业都有新的起色,群众得到了更多的实惠。";

/// A text and where its headings are.
struct Read {
    text: Text,
    outline: Outline,
}

impl Read {
    fn new(text: &str) -> Read {
        let text = Text::new(text);
        let outline = outline::outline(&text);
        Read { text, outline }
    }

    /// Under a title, paragraphs between which a line stands.
    fn between(title: &str, line: &str) -> Read {
        Read::new(&format!("{title}\n一、产业\n{PROSE}\n{line}\n{PROSE}\n{PROSE}\n"))
    }

    fn words(&self, range: &std::ops::Range<usize>) -> String {
        self.text.normal().chars()[range.clone()].iter().collect()
    }

    fn title(&self) -> Option<String> {
        self.outline.title.as_ref().map(|title| self.words(title))
    }

    /// The heading whose marker and words are a line.
    fn heading(&self, line: &str) -> Option<&Node> {
        let stands = |node: &&Node| self.words(&(node.marker.start..node.heading.end)) == line;
        self.outline.nodes.iter().find(stands)
    }
}

/// The part of a heading at the top, in a text that is `titled`, after the headings in `before`.
fn part(titled: &str, before: &[&str], heading: &str) -> Option<Part> {
    let headings = before.iter().chain([&heading]).zip(["一", "二"]);
    let sections: String =
        headings.map(|(heading, number)| format!("{number}、{heading}\n{PROSE}\n")).collect();
    let read = Read::new(&format!("青枫镇2023年{titled}\n{sections}"));
    read.outline.nodes.last().map(|node| node.part)
}

/// Whether a class does its work in a line.
fn works(class: &str, line: &str) -> bool {
    if let Some(genre) = class.strip_prefix("genre ") {
        let named = Read::new(&format!("{line}\n一、产业\n{PROSE}\n")).outline.genre;
        return named != Genre::Unknown && format!("{named:?}") == genre;
    }
    let ahead = |wanted: Part| part("工作计划", &[], line) == Some(wanted);
    let title = |line: &str| Read::new(&format!("{line}\n{PROSE}\n一、产业\n{PROSE}\n")).title();
    // A line that is a heading for its look is none.
    let dismissed = || Read::between("青枫镇2023年工作计划", line).heading(line).is_none();
    let marks = |line: &str| {
        let read = Read::between("青枫镇2023年工作计划", &format!("05{line}"));
        read.outline.nodes.iter().any(|node| read.words(&node.marker) == "05")
    };
    match class {
        "problems" => ahead(Part::Problems),
        "solved" => !ahead(Part::Problems),
        "review" | "progress" => ahead(Part::Review),
        "overview" | "situation" | "situation_opens" => ahead(Part::Overview),
        "closing" => ahead(Part::Closing),
        "plan" | "to_come" => part("工作总结", &[], line) == Some(Part::Plan),
        "not_plan" => part("工作报告", &["过去一年回顾"], line) == Some(Part::Review),
        "main_work" | "year_work" => part("工作报告", &["过去一年回顾"], line) == Some(Part::Plan),
        "leads_plan" => {
            let items = "一是做强产业,二是守住底线,三是办好实事。";
            let read =
                Read::new(&format!("青枫镇2023年工作总结\n一、产业\n{PROSE}\n{PROSE}{line}:{items}\n"));
            read.outline.nodes.last().is_some_and(|item| item.is_run_in() && item.part == Part::Plan)
        }
        "aims" => {
            let read = Read::new(&format!(
                "青枫镇2023年政府工作报告\n一、产业\n{PROSE}\n2024年{line}\n{PROSE}\n二、民生\n{PROSE}\n"
            ));
            // Where the text does not turn, all of it plans.
            read.outline.nodes.first().is_some_and(|node| node.part == Part::Review)
        }
        "title_ends" | "title_tails" | "title_goes_on" => title(line).as_deref() == Some(line),
        // Of a notice the paper it brings is the title.
        "hands_on" => title(line).as_deref() == Some("青枫镇2023年工作计划"),
        "title_owners" => {
            title(&format!("{line}\n2023年工作计划")).is_some_and(|title| title.starts_with(line))
        }
        // The words before the first heading of a text without a title.
        "achieved" => {
            let read = Read::new(&format!("{line}\n一、产业\n{PROSE}\n二、民生\n{PROSE}\n"));
            read.outline.genre == Genre::Summary
        }
        "reports" => Read::new(&format!("{line}\n一、产业\n{PROSE}\n")).outline.genre == Genre::Report,
        "page_says" => title(&format!("{line}\n青枫镇2023年工作计划")).is_some(),
        "review_opens" => Read::new(&format!("青枫镇政府工作报告\n{line}\n一、产业\n{PROSE}\n"))
            .outline
            .nodes
            .first()
            .is_some_and(|node| node.part == Part::Review),
        "results" | "raises" => part("工作计划", &[], line) == Some(Part::Plan),
        "ahead" => Read::new(&format!("{line}\n【产业】{PROSE}\n")).outline.genre == Genre::Unknown,
        "addresses" => title(line).is_none(),
        "covering" => {
            let brought = "2023年工作计划";
            Read::new(&format!("{line}\n{brought}\n{PROSE}\n一、产业\n{PROSE}\n")).heading(brought).is_none()
        }
        // Of two titles that are as telling, one that ends its line counts more.
        "editions" => {
            title(&format!("青枫镇政府工作报告\n{line}")).is_some_and(|title| line.starts_with(&title))
        }
        "occasions" => {
            let words: Vec<char> = line.chars().collect();
            outline::is_occasion(&words)
        }
        "subtitles" => title(&format!("真抓实干开新局\n{line}"))
            .is_some_and(|title| line.trim_start_matches('—') == title),
        "notes" => {
            let read =
                Read::new(&format!("青枫镇2023年工作计划\n一、产业\n{PROSE}\n{line}\n1.一村一品:{PROSE}\n"));
            read.outline.end < read.text.normal().chars().len()
        }
        "furniture" | "offices" => dismissed(),
        "fused_problems" => {
            let read =
                Read::new(&format!("青枫镇2023年工作总结\n一、产业\n{PROSE}\n二、干部队伍\n{PROSE}{line}\n"));
            read.outline.nodes.last().is_some_and(Node::is_run_in)
        }
        "fused_ends" | "fused_openings" => {
            let read = Read::new(&format!("青枫镇\n一、{line}。\n{PROSE}\n"));
            read.outline.nodes.first().is_some_and(|node| node.heading.end == node.body)
        }
        "seams" => {
            let sections = format!("一、产业{PROSE}二、{line}。三、治理{PROSE}");
            let read = Read::new(&format!("青枫镇2023年工作计划{sections}"));
            let node = read.outline.nodes.get(1);
            node.is_some_and(|node| {
                node.text < node.heading.end && read.words(&(node.text - 1..node.text)) != ","
            })
        }
        "counted" => !marks(line),
        "not_counted" => marks(line),
        _ => panic!("{class}: nothing runs its examples"),
    }
}

/// A line in which a word of a class does the work by itself.
fn alone(class: &str, word: &str) -> String {
    match class {
        "problems" | "situation" => format!("面临的{word}"),
        "solved" => format!("{word}用水难问题"),
        "fused_problems" => format!("工作中的{word}一是产业不强,二是水源不足。"),
        "situation_opens" => format!("{word}机遇"),
        "aims" => format!("{word}已经明确,方向已经指明,青枫镇的父老都盼着日子越过越红火,我们不能等。"),
        "title_tails" => format!("青枫镇2023年工作安排{word}"),
        "title_goes_on" => format!("青枫镇2023年发展计划{word}"),
        "hands_on" => format!("关于{word}青枫镇2023年工作计划的通知"),
        "title_owners" => format!("青枫镇{word}"),
        "achieved" => format!("2023年,青枫镇各项工作{word}。"),
        "covering" => format!("青枫镇2023年关于做好防汛准备{word}"),
        "addresses" => format!("{word}青枫镇2023年工作报告"),
        "editions" => format!("2023年青枫镇政府工作报告{word}"),
        "reports" => format!("现在,我代表镇政府{word}工作,请予审议。"),
        "results" => format!("全力提升产业扶贫{word}"),
        "raises" => format!("全力{word}产业扶贫成效"),
        "occasions" => format!("——在全镇干部{word}"),
        "subtitles" => format!("——青枫镇2023年政府{word}"),
        "furniture" => format!("青枫{word}青枫"),
        "offices" => format!("中共青枫镇{word}"),
        "fused_ends" => format!("{word}2023年全镇上下要抓产业促增收惠民生,各项事业都要有新的起色"),
        "fused_openings" => {
            format!("上年工作总结{word}上下抓产业促增收惠民生,各项事业都有新的起色,群众得实惠")
        }
        "seams" => format!("群众生活改善{word}农村公路,硬化村道,群众出行更加方便"),
        "counted" => format!("{word}道路硬化工程"),
        "not_counted" => format!("{word}村镇建设"),
        "genre Report" if word == "报告" => format!("在青枫镇2023年会议上的{word}"),
        "genre Report" if word != "工作报告" => format!("青枫镇2023年{word}2024年工作计划"),
        genre if genre.starts_with("genre ") => format!("青枫镇2023年{word}"),
        "title_ends" => format!("青枫镇2023年{word}"),
        _ => word.to_owned(),
    }
}

#[test]
fn examples_do_what_their_class_is_for_and_near_misses_do_not() {
    let mut wrong = String::new();
    for Examples { about, yes, no, .. } in examples(OUTLINE) {
        let class = about.strip_prefix("words ").unwrap_or(&about);
        assert!(!yes.is_empty() && !no.is_empty(), "{class}: no example, or no near miss");
        for (lines, wanted) in [(&yes, true), (&no, false)] {
            for line in lines.iter().filter(|line| works(class, line) != wanted) {
                let word = if wanted { "must match" } else { "must not match" };
                wrong += &format!("\n  {class}: {word}: {line}");
            }
        }
    }
    assert!(wrong.is_empty(), "examples that do otherwise:{wrong}");
}

#[test]
fn every_word_can_match() {
    let mut wrong = String::new();
    for Examples { about, words, .. } in examples(OUTLINE) {
        let class = about.strip_prefix("words ").unwrap_or(&about);
        // With 汇报材料 a line ends like a title; the title in it ends with 汇报.
        let words = words.iter().filter(|word| *word != "汇报材料");
        for word in words.filter(|word| !works(class, &alone(class, word))) {
            wrong += &format!("\n  {class}: {word} in {}", alone(class, word));
        }
    }
    assert!(wrong.is_empty(), "words that do not match:{wrong}");
}
