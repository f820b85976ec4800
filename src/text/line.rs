//! How the lines of a source lie: their width, their indents, the numbers of pages, the markers of headings.

use super::normal::is_invisible;

/// A line that opens with a heading's marker: 一、 (一) 1. 第一章 第一, —— 一是.
pub fn opens_heading(line: &[char]) -> bool {
    /// Characters that tell.
    const START: usize = 6;
    let blank = line.iter().take_while(|c| matches!(c, ' ' | '\u{3000}')).count();
    let line = &line[blank..line.len().min(blank + START)];
    let han = |c: char| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    let numeral = |c: char| is_figure(c) || han(c);
    let bracket = matches!(line.first(), Some('(' | '（'));
    let from = usize::from(bracket || line.first() == Some(&'第'));
    let digits = line[from..].iter().take_while(|c| numeral(**c)).count();
    let after = line.get(from + digits).copied();
    match line.first() {
        Some('—' | '―') => line.get(1) == line.first(),
        Some('第') => digits > 0 && matches!(after, Some('章' | '部' | '篇' | ',' | '，')),
        Some(_) if bracket => digits > 0 && matches!(after, Some(')' | '）')),
        Some(_) => {
            let next = line.get(digits + 1).copied();
            let decimal = is_figure(line[0]) && next.is_some_and(is_figure);
            let point = matches!(after, Some('、' | '.' | '．')) && !decimal;
            let run_in = !line[0].is_ascii_digit() && matches!(after, Some('是' | '要'));
            digits > 0 && (point || run_in)
        }
        None => false,
    }
}

/// Length of a line that is the number of a page, its end included: `- 3 -`, `第 3 页 共 12 页`.
pub(super) fn page_number(rest: &[char]) -> Option<usize> {
    const LONGEST: usize = 24;
    let end = rest.iter().take(LONGEST).position(|&c| c == '\n')?;
    let mut words = rest[..end].iter().copied().filter(|c| !c.is_whitespace()).peekable();
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '－' | '─' | '·');
    let digits = |words: &mut std::iter::Peekable<_>| -> bool {
        let mut count = 0;
        while words.next_if(|c: &char| is_figure(*c)).is_some() {
            count += 1;
        }
        (1..=3).contains(&count)
    };
    let number = match words.next()? {
        c if dash(c) => {
            while words.next_if(|&c| dash(c)).is_some() {}
            let number = digits(&mut words);
            let closed = words.next().is_some_and(dash);
            number && closed && words.all(dash)
        }
        '第' => {
            let first = digits(&mut words) && words.next() == Some('页');
            while words.next_if(|c| matches!(c, ',' | '，' | '/' | '(' | '（')).is_some() {}
            let whole = match words.next() {
                None => true,
                Some('共') => digits(&mut words) && words.next() == Some('页'),
                Some(_) => false,
            };
            first && whole && words.all(|c| matches!(c, ')' | '）'))
        }
        _ => false,
    };
    number.then_some(end + 1)
}

/// A line that is a number, whose unit opens the line after it: what it measures stands before it, 产值达 / 7.2 / 亿元.
pub(super) fn number_alone(rest: &[char]) -> bool {
    /// Characters of such a line.
    const LONGEST: usize = 10;
    let number = |c: char| is_figure(c) || matches!(c, '.' | '．');
    let digits = rest.iter().take(LONGEST).take_while(|&&c| number(c)).count();
    let unit = match rest[digits..] {
        ['\n', unit, ..] => unit,
        _ => return false,
    };
    rest.first().is_some_and(|&c| is_figure(c))
        && (matches!(unit, '万' | '亿' | '元' | '%' | '％' | '亩' | '吨') || unit == '年' && digits == 4)
}

/// A digit, narrow or wide.
pub(super) fn is_figure(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// Columns that a character takes on a page.
pub(super) fn columns_of(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// A line of fewer columns may be a heading or a word that stands alone.
pub(super) const LEAST_COLUMNS: usize = 24;
/// Columns by which a wrapped line may fall short of the width.
pub(super) const WRAP_SLACK: usize = 10;

/// Columns of the blanks that indent a paragraph.
pub(super) const INDENT: usize = 4;

/// Columns and characters of the blanks that `rest` begins with, up to the end of the line.
pub(super) fn blanks(rest: &[char]) -> (usize, usize) {
    let blanks = rest.iter().take_while(|&&c| c != '\n' && (c.is_whitespace() || is_invisible(c)));
    blanks.fold((0, 0), |(columns, len), &c| (columns + columns_of(c), len + 1))
}

/// Whether a text has lost the ends of its lines and kept the blanks that indent its paragraphs: …。　　一、….
pub(super) fn is_indented(source: &[char]) -> bool {
    /// Characters of a line on the average, where most ends are lost.
    const LONG: usize = 300;
    /// Paragraphs.
    const LEAST: usize = 5;
    let ends = source.iter().filter(|&&c| c == '\n').count();
    if source.len() < (ends + 1) * LONG {
        return false;
    }
    let (mut all, mut between, mut at) = (0, 0, 0);
    while let Some(step) = source[at..].iter().position(|c| c.is_whitespace() || is_invisible(*c)) {
        let start = at + step;
        let (columns, len) = blanks(&source[start..]);
        at = start + len.max(1);
        if columns < INDENT || start == 0 {
            continue;
        }
        all += 1;
        let stop =
            matches!(source[start - 1], '。' | '！' | '？' | '：' | '；' | '”' | '!' | '?' | ':' | ';');
        between += usize::from(stop || opens_heading(&source[at..]));
    }
    all >= LEAST && between * 2 >= all
}

/// How a text wraps its paragraphs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrap {
    /// Width of its lines in columns.
    pub width: usize,
    /// Nearly all are as wide as that, to a character or two.
    pub sharp: bool,
}

/// How a text wraps its paragraphs; `None` where it does not.
///
/// A wrapped text has many lines of nearly the same width that end in the middle of a sentence.
pub(super) fn wrap(source: &[char]) -> Option<Wrap> {
    const LEAST_LINES: usize = 8;
    /// So few are enough where no line is wider.
    const LEAST_WIDEST: usize = 4;
    const LEAST_WIDTH: usize = 40;
    const MOST_COLUMNS: usize = 140;
    /// Two Hanzi.
    const SHARP: usize = 4;
    let mut open: Vec<usize> = Vec::new();
    let mut all: Vec<usize> = Vec::new();
    for line in source.split(|c| *c == '\n') {
        let Some(last) = line.iter().rev().find(|c| !c.is_whitespace()) else { continue };
        let columns = line.iter().map(|c| columns_of(*c)).sum::<usize>();
        all.push(columns);
        if columns >= LEAST_COLUMNS && !matches!(last, '。' | '！' | '!' | '？' | '?' | '：' | ':') {
            open.push(columns);
        }
    }
    open.sort_unstable();
    let width = *open.get(open.len().saturating_sub(1) * 9 / 10)?;
    let count = |fits: &dyn Fn(usize) -> bool| open.iter().filter(|&&columns| fits(columns)).count();
    let near = count(&|columns| columns + WRAP_SLACK >= width && columns <= width + WRAP_SLACK);
    // Paragraphs that run on past the width were not wrapped at it.
    let wider = all.iter().filter(|&&columns| columns > width + WRAP_SLACK).count();
    let wraps = wider * 4 <= near
        && open.len() >= LEAST_LINES
        && near * 2 >= open.len()
        && near * 3 >= all.len()
        && width <= MOST_COLUMNS;
    let widest = *all.iter().max()?;
    let ends = count(&|columns| columns + SHARP >= widest);
    let short =
        ends >= LEAST_WIDEST && ends * 2 >= open.len() && (LEAST_WIDTH..=MOST_COLUMNS).contains(&widest);
    match (wraps, short) {
        (true, _) => Some(Wrap { width, sharp: ends * 5 >= near * 4 }),
        (false, true) => Some(Wrap { width: widest, sharp: true }),
        (false, false) => None,
    }
}
