//! The article → text: a line for each paragraph, heading, item and row.

use super::article::Article;
use super::tree::{Tag, Tree, What};
use crate::read::raised::Runs;

/// What stands between two stretches of text; the stronger one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// White space of the source.
    Blank,
    /// The next cell of a row.
    Cell,
    Line,
}

/// Buttons and hints that sites put below an article, by how the line begins.
const BELOW: &[&str] = &[
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "打印",
    "【打印",
    "[打印",
    "【关闭",
    "[关闭",
    "关闭窗口",
    "关闭本页",
    "分享到",
    "分享",
    "扫一扫",
    "责任编辑",
    "【字体",
    "字体",
    "相关链接",
    "相关阅读",
    "相关附件",
    "相关信息",
    "返回顶部",
    "收藏",
    "【纠错",
    "我要纠错",
];
/// Such a line is no longer than this.
const LONGEST_BELOW: usize = 60;

/// The text of an article.
pub fn text(tree: &Tree, article: &Article) -> String {
    let mut flow = Flow { text: Runs::default(), gap: Gap::None, cell_open: false, row_begun: false };
    let end = tree.nodes[article.node].end;
    // The elements that are open, with what they do at their end.
    let mut open: Vec<(usize, Tag)> = Vec::new();
    let mut numbers: Vec<Option<u32>> = Vec::new();
    let (mut verbatim, mut raised) = (0usize, 0usize);
    let mut index = article.node;
    while index < end {
        while let Some(&(last, tag)) = open.last() {
            if tree.nodes[last].end > index {
                break;
            }
            open.pop();
            match tag {
                Tag::List { .. } => drop(numbers.pop()),
                Tag::Pre => verbatim -= 1,
                Tag::Raised => raised -= 1,
                _ => {}
            }
            flow.close(tag);
        }
        if article.left_out[index] && index != article.node {
            index = tree.nodes[index].end.max(index + 1);
            continue;
        }
        match &tree.nodes[index].what {
            What::Text(text) => flow.words(text, verbatim > 0, raised > 0),
            What::Element(tag, _) => {
                flow.open(*tag);
                match tag {
                    Tag::Pre => verbatim += 1,
                    Tag::Raised => raised += 1,
                    Tag::List { numbered } => numbers.push(numbered.then_some(0)),
                    Tag::Item => {
                        if let Some(Some(number)) = numbers.last_mut() {
                            *number += 1;
                            flow.words(&format!("{number}."), false, false);
                            flow.gap = Gap::None;
                            flow.cell_open = true;
                        }
                    }
                    _ => {}
                }
                open.push((index, *tag));
            }
        }
        index += 1;
    }
    without_buttons(flow.text.finish())
}

struct Flow {
    text: Runs,
    gap: Gap,
    /// A cell has begun, or the number of an item stands there, and no words of it have come.
    cell_open: bool,
    /// Words have come since the row began.
    row_begun: bool,
}

impl Flow {
    fn open(&mut self, tag: Tag) {
        match tag {
            // Whatever ended inside the last cell, this one stands beside it.
            Tag::Cell => {
                self.gap = if self.row_begun { Gap::Cell } else { Gap::Line };
                self.cell_open = true;
            }
            Tag::Row | Tag::Table => self.row(),
            Tag::Link | Tag::Raised | Tag::Silent | Tag::Title | Tag::Page => {}
            _ if self.cell_open => {}
            _ => self.gap = Gap::Line,
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Row | Tag::Table => self.row(),
            Tag::Link | Tag::Raised | Tag::Silent | Tag::Title | Tag::Page | Tag::Break => {}
            _ if self.cell_open => {}
            _ => self.gap = Gap::Line,
        }
    }

    fn row(&mut self) {
        self.gap = Gap::Line;
        self.cell_open = false;
        self.row_begun = false;
    }

    fn words(&mut self, text: &str, verbatim: bool, raised: bool) {
        let mut pending_newline = false;
        for c in text.chars() {
            match c {
                '\n' | '\r' if verbatim => self.gap = Gap::Line,
                '\u{200b}' | '\u{feff}' | '\u{ad}' => {}
                c if c.is_whitespace() => {
                    pending_newline |= matches!(c, '\n' | '\r');
                    self.gap = self.gap.max(Gap::Blank);
                }
                c => {
                    self.fill(c, pending_newline);
                    pending_newline = false;
                    self.text.push(c.encode_utf8(&mut [0; 4]), raised);
                }
            }
        }
        // The blank may go on in the next text.
        if pending_newline
            && self.gap == Gap::Blank
            && self.text.as_str().chars().next_back().is_some_and(is_wide)
        {
            self.gap = Gap::None;
        }
    }

    /// Writes the gap before a character.
    fn fill(&mut self, next: char, wrapped: bool) {
        let before = self.text.as_str().chars().next_back();
        match (self.gap, before) {
            (_, None) => {}
            (Gap::Line, _) => self.text.push("\n", false),
            (Gap::Cell, _) => self.text.push("\t", false),
            // A source that wraps its Hanzi has no blank there.
            (Gap::Blank, Some(before)) if wrapped && (is_wide(before) || is_wide(next)) => {}
            (Gap::Blank, _) => self.text.push(" ", false),
            (Gap::None, _) => {}
        }
        self.gap = Gap::None;
        self.cell_open = false;
        self.row_begun = true;
    }
}

fn is_wide(c: char) -> bool {
    c as u32 >= 0x2e80
}

/// Takes the site's buttons off the end.
fn without_buttons(mut text: String) -> String {
    loop {
        let start = text.rfind('\n').map_or(0, |at| at + 1);
        let last = text[start..].trim();
        let button =
            BELOW.iter().any(|opening| last.starts_with(opening)) && last.chars().count() <= LONGEST_BELOW;
        if start == 0 || !(button || last.is_empty()) {
            return text;
        }
        text.truncate(start - 1);
    }
}
