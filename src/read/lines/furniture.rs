//! Heads, feet and numbers of pages: what is left out.

use std::collections::HashMap;

use super::{Line, Page};

/// Share of a page's height, at the top and at the foot, in which its furniture stands.
const MARGIN: f64 = 0.13;
/// Pages on which a line has to stand at the same height to be furniture; of few pages, all.
const REPEATS: usize = 3;
/// Heights that differ by less than this share of the page are the same.
const SAME_HEIGHT: f64 = 0.015;

/// The pages without what repeats at the same height, and without page numbers.
pub fn without(pages: Vec<Page>) -> Vec<Page> {
    let least = REPEATS.min(pages.len()).max(2);
    let mut seen: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
    for (at, page) in pages.iter().enumerate() {
        for line in page.lines.iter().filter(|line| in_margin(line, page)) {
            seen.entry(shape(&line.text)).or_default().push((at, line.y / page.height));
        }
    }
    let repeats = |line: &Line, page: &Page| {
        let Some(places) = seen.get(&shape(&line.text)) else { return false };
        let height = line.y / page.height;
        let mut on: Vec<usize> = places
            .iter()
            .filter(|(_, other)| (other - height).abs() < SAME_HEIGHT)
            .map(|(at, _)| *at)
            .collect();
        on.dedup();
        on.len() >= least
    };
    // The places of a text that stands on every page would be compared each with each.
    let mut known: HashMap<(String, i64), bool> = HashMap::new();
    let kept: Vec<Vec<Line>> = pages
        .iter()
        .map(|page| {
            let stays = |line: &&Line| {
                if !in_margin(line, page) {
                    return true;
                }
                let height = (line.y / page.height / SAME_HEIGHT * 8.0).round() as i64;
                let key = (shape(&line.text), height);
                let repeated = *known.entry(key).or_insert_with(|| repeats(line, page));
                !repeated && (line.in_table || !is_page_number(&line.text))
            };
            page.lines.iter().filter(stays).cloned().collect()
        })
        .collect();
    pages.into_iter().zip(kept).map(|(page, lines)| Page { lines, ..page }).collect()
}

fn in_margin(line: &Line, page: &Page) -> bool {
    let top = line.y - line.size;
    page.height > 0.0 && (top < page.height * MARGIN || line.y > page.height * (1.0 - MARGIN))
}

/// A line without its blanks, its digits all alike: pages count.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let digit = c.is_numeric();
        if !(digit && shape.ends_with('#')) {
            shape.push(if digit { '#' } else { c });
        }
    }
    shape
}

/// No report has pages whose numbers have more digits; the numbers of a letter or a form do.
const DIGITS: usize = 4;

/// `3`, `iv`, `- 3 -`, `— 3 —`, `3/12`, `第3页`, `第 3 页 共 12 页`, `Page 3 of 12`.
fn is_page_number(text: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || "-—–−―－·.•~～|/／,，、:：第页頁共总總".contains(c);
    let text = text.to_lowercase().replace("page", "").replace("of", "");
    if text.trim().chars().all(|c| "ivxl".contains(c)) && !text.trim().is_empty() {
        return true;
    }
    let mut numbers = 0;
    let mut inside = false;
    let mut digits = 0;
    for c in text.chars() {
        let digit = c.is_numeric() || "〇零一二三四五六七八九十百".contains(c);
        digits = if c.is_numeric() { digits + 1 } else { 0 };
        if (!digit && !marks(c)) || digits > DIGITS {
            return false;
        }
        numbers += usize::from(digit && !inside);
        inside = digit;
    }
    // 3.2 and 1,204 in the cell of a table that ends in the margin are values, and 一、 opens a list.
    let value = text.trim().contains(['.', ',', '，', '、']);
    (1..=2).contains(&numbers) && !value
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers_and_their_neighbours() {
        for text in [
            "3",
            "- 3 -",
            "— 12 —",
            "3/12",
            "第3页",
            "第 3 页 共 12 页",
            "Page 3 of 12",
            "·7·",
            "第三页",
            "xiv",
        ] {
            assert!(is_page_number(text), "{text}");
        }
        for text in [
            "3.2",
            "1,204",
            "000012",
            "一、",
            "第3章",
            "3月",
            "2023年",
            "共产党",
            "12 公里",
            "",
            "（一）",
            "——",
        ] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
