//! Markdown (CommonMark, with tables, footnotes and a block of metadata): its words without its marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::error::Result;
use crate::read::flow::Flow;
use crate::read::limits::Limits;
use crate::read::raised::Runs;
use crate::read::{Decoded, Encoding, Format, Words, txt};
use crate::text::Text;

/// Reads a file: its encoding is found as for plain text.
///
/// # Errors
/// As [`txt::decode`], and [`crate::error::Kind::Input`] beyond the limits.
pub fn decode(bytes: &[u8], forced: Option<Encoding>, limits: &Limits) -> Result<Decoded> {
    let plain = txt::decode(bytes, forced)?;
    let Words { text, title, published_on } = words(plain.text.source(), limits)?;
    let text = Text::new(&text);
    let damage = txt::damage(&text);
    Ok(Decoded { text, title, published_on, format: Format::Md, damage, ..plain })
}

/// The words of a text in Markdown.
///
/// # Errors
/// [`crate::error::Kind::Input`] beyond the limits.
pub fn words(text: &str, limits: &Limits) -> Result<Words> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut steps = limits.steps();
    let mut page = Page::default();
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        steps.spend(1)?;
        page.take(event, text.get(place).unwrap_or_default());
    }
    page.end();
    Ok(Words { text: page.flow.finish(), title: page.title, published_on: page.published_on })
}

#[derive(Default)]
struct Page {
    flow: Flow,
    line: Runs,
    /// Inside of `<sup>`.
    raised: bool,
    /// Inside of pictures, whose words are not those of the page, and of metadata.
    pictures: usize,
    metadata: bool,
    title: Option<String>,
    published_on: Option<String>,
}

impl Page {
    fn take(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.metadata = false,
            Event::Text(text) if self.metadata => self.facts(&text),
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures = self.pictures.saturating_sub(1),
            _ if self.pictures > 0 => {}
            Event::Text(text) | Event::Code(text) => self.line.push(&text, self.raised),
            Event::SoftBreak | Event::HardBreak => self.line.push("\n", false),
            Event::InlineHtml(tag) => match tag.to_ascii_lowercase().trim_start_matches('<') {
                "sup>" => self.raised = true,
                "/sup>" => self.raised = false,
                tag if tag.starts_with("br") => self.line.push("\n", false),
                _ => {}
            },
            Event::Start(Tag::Item) => {
                self.end();
                // The number as it is typed; a bullet says nothing.
                let marker: String =
                    source.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ')')).collect();
                if !marker.is_empty() {
                    self.line.push(&format!("{marker} "), false);
                }
            }
            Event::Start(Tag::Table(_)) => {
                self.end();
                self.flow.open_table();
            }
            Event::End(TagEnd::TableCell) => {
                self.end();
                self.flow.end_cell();
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => self.flow.end_row(),
            Event::End(TagEnd::Table) => self.flow.close_table(),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::FootnoteDefinition,
            ) => self.end(),
            // A list inside an item begins a line of its own.
            Event::Start(Tag::List(_)) => self.end(),
            _ => {}
        }
    }

    fn facts(&mut self, text: &str) {
        for (name, value) in text.lines().filter_map(|line| line.split_once(':')) {
            let value = value.trim().trim_matches(['"', '\'']);
            match name.trim() {
                "title" if !value.is_empty() => self.title = Some(value.to_owned()),
                "date" => self.published_on = value.get(..10).filter(|day| is_day(day)).map(str::to_owned),
                _ => {}
            }
        }
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line).finish();
        self.raised = false;
        self.flow.paragraph(&line);
    }
}

/// `YYYY-MM-DD`
fn is_day(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::read::Words;
    use crate::read::limits::Limits;

    fn check(page: &str, text: &str) {
        let words = words(page, &Limits::default()).map(|words| words.text);
        assert!(words.as_ref().is_ok_and(|words| words == text), "{page}: {words:?}");
    }

    #[test]
    fn marks_go_and_words_stay() {
        check(
            "# 一、工作回顾\n\n全年**新建**公厕3处，[见附表](a.html)。",
            "一、工作回顾\n全年新建公厕3处，见附表。",
        );
        check("工作回顾\n====\n第一行\n第二行", "工作回顾\n第一行\n第二行");
        check(
            "1. 抓项目\n2. 抓民生\n   - 修路\n   - 建厕\n3) 抓安全",
            "1. 抓项目\n2. 抓民生\n修路\n建厕\n3) 抓安全",
        );
        check("| 指标 | 目标 |\n|---|---|\n| 收入 | 6% |", "指标\t目标\n收入\t6%");
        check("> 引文<br>下一行\n\n![图](a.png)\n\n---\n\n结尾", "引文\n下一行\n结尾");
        check("增长12.5%<sup>1</sup>，厂房90m<sup>2</sup>，CO<sub>2</sub>", "增长12.5%¹，厂房90m²，CO2");
        check("一、不是标记的*号*和5 * 3\n\n（一）新增\\*个", "一、不是标记的号和5 * 3\n（一）新增*个");
    }

    #[test]
    fn metadata_are_facts_not_words() {
        let page = "---\ntitle: \"青石镇报告\"\ndate: 2023-01-12 09:00\ntags: [a]\n---\n\n正文";
        let expected = Words {
            text: "正文".into(),
            title: Some("青石镇报告".into()),
            published_on: Some("2023-01-12".into()),
        };
        assert!(words(page, &Limits::default()).is_ok_and(|words| words == expected));
    }
}
