//! Which of two texts with the same content the archive keeps.
//!
//! A clean copy, an OCR copy with stray spaces and a copy in Traditional script are one document. Were
//! the first one kept, the rows would depend on the order of import; so the better one is, by a rule that
//! looks at nothing but the texts.

use std::cmp::{Ordering, Reverse};

use crate::text::opens_heading;

/// The candidate is to replace what is kept.
pub(super) fn is_better(candidate: &str, kept: &str) -> bool {
    candidate != kept && compare(candidate, kept) == Ordering::Less
}

/// The better text is the lesser one; equal only where the texts are.
fn compare(a: &str, b: &str) -> Ordering {
    defects(a).cmp(&defects(b)).then_with(|| a.len().cmp(&b.len())).then_with(|| a.cmp(b))
}

/// What is wrong with a text, the worst first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Defects {
    traditional: bool,
    /// Stray spaces inside lines. A tab divides the cells of a table.
    spaces: usize,
    without_lines: bool,
    /// Lines that end in the middle of a sentence.
    wrapped: usize,
    /// The more lines, the fewer paragraphs and rows run into each other.
    lines: Reverse<usize>,
    /// Numbers of items that do not run into the number behind them.
    apart: Reverse<usize>,
}

fn defects(text: &str) -> Defects {
    let text = text.trim();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let (mut spaces, mut apart) = (0, 0);
    for line in &lines {
        let separator = usize::from(keeps_apart(line));
        spaces += line.chars().filter(|c| c.is_whitespace() && *c != '\t').count() - separator;
        apart += separator;
    }
    Defects {
        traditional: is_traditional(text),
        spaces,
        without_lines: !text.contains('\n'),
        wrapped: lines.windows(2).filter(|pair| wraps(pair[0], pair[1])).count(),
        lines: Reverse(lines.len()),
        apart: Reverse(apart),
    }
}

/// A line of prose is cut off where it is long and neither it nor the next one is a heading or a row.
fn wraps(line: &str, next: &str) -> bool {
    const LONG: usize = 20;
    let start = |line: &str| line.chars().take(LONG).collect::<Vec<char>>();
    let (this, next) = (start(line), start(next));
    this.len() == LONG
        && line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '，' | '、'))
        && !line.contains('\t')
        && !opens_heading(&this)
        && !opens_heading(&next)
}

/// The line begins with an item's number, one space (no tab) and another number (`2. 5亿元以上的项目`): without the space
/// they would be one number, and on a page none is printed.
fn keeps_apart(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = rest.strip_prefix(['.', '．']).filter(|_| rest.len() < line.len());
    let mut behind = behind.unwrap_or_default().chars();
    behind.next().is_some_and(|c| c.is_whitespace() && c != '\t')
        && behind.next().is_some_and(|c| c.is_ascii_digit())
}

/// More of its characters change on the way to Simplified script than on the way back.
fn is_traditional(text: &str) -> bool {
    let changed = |other: String| text.chars().zip(other.chars()).filter(|(a, b)| a != b).count();
    changed(hanconv::t2s(text)) > changed(hanconv::s2t(text))
}

#[cfg(test)]
mod tests {
    use super::is_better;

    #[test]
    fn the_better_text() {
        for (better, worse) in [
            ("全镇新建公厕3处", "全镇新建公厕 3 处"),
            ("总结\n新建公厕", "总结 新建公厕"),
            ("改厕，建桥", "改廁，建橋"),
            // An item's number and the number it begins with are two.
            ("一、工业\n2. 5亿元以上的项目落地1个", "一、工业\n2.5亿元以上的项目落地1个"),
            // Rows of a table, and paragraphs, stand on lines of their own.
            ("指标\t目标\n产值\t8亿元", "指标 目标\n产值 8亿元"),
            ("抓改厕\n新建200户。\n各位代表！", "抓改厕\n新建200户。各位代表！"),
            // But no line ends in the middle of a sentence.
            (
                "一、民生\n去年全年硬化通组道路12.5公里，惠及群众2700多人。",
                "一、民生\n去年全年硬化通组道路12.5公里，惠及群众\n2700多人。",
            ),
            // Elsewhere, and with more spaces, they are one number with a stray space.
            ("一、工业\n投资2.5亿元", "一、工业\n投资2. 5亿元"),
            ("一、工业\n2.5亿元投资", "一、工业\n2.  5亿元投资"),
            ("一、工业\n2.抓投资", "一、工业\n2. 抓投资"),
        ] {
            assert!(is_better(better, worse), "{better} / {worse}");
            assert!(!is_better(worse, better), "{better} / {worse}");
            assert!(!is_better(worse, worse), "{worse}");
        }
    }
}
