//! Automatic numbering as Word has it: lists of levels, instances of lists, and their counters. The
//! same model stands in Office Open XML and in Word's binary files.

use std::collections::{HashMap, HashSet};

use crate::read::number::{BULLET, DECIMAL, Style};

/// Levels of a list.
pub const LEVELS: usize = 9;
/// No real label is longer; a made one must not be repeated for each paragraph.
const LONGEST_LABEL: usize = 64;
/// Signs of Chinese begin here.
const LEAST_HAN: u32 = 0x2e80;

/// A level of a list.
#[derive(Debug, Clone)]
pub struct Level {
    /// The first number.
    pub start: u32,
    /// How the number is written.
    pub style: Style,
    /// The label; `%1` to `%9` stand for the numbers of the levels.
    pub label: String,
    /// All numbers in the label are decimal ones.
    pub legal: bool,
    /// After which level (from 1) the count begins anew; 0 is never, `None` after any above.
    pub restart: Option<u8>,
}

impl Default for Level {
    fn default() -> Level {
        Level { start: 1, style: DECIMAL, label: String::new(), legal: false, restart: None }
    }
}

/// An instance of a list: what differs from it.
#[derive(Debug, Clone, Default)]
pub struct Instance {
    /// Key of the list in [`Numbering::lists`].
    pub list: i64,
    /// First numbers of levels, at the first use of the instance.
    pub starts: HashMap<usize, u32>,
    /// Levels that take the place of the list's.
    pub levels: HashMap<usize, Level>,
}

/// The lists of a document, and how far each is counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// The lists by their key.
    pub lists: HashMap<i64, Vec<Level>>,
    /// The instances by the number that paragraphs refer to.
    pub instances: HashMap<i64, Instance>,
    counts: HashMap<i64, [Option<u32>; LEVELS]>,
    begun: HashSet<(i64, usize)>,
}

impl Numbering {
    /// The counts of a list begin anew at all levels.
    pub fn begin_anew(&mut self, list: i64) {
        self.counts.remove(&list);
    }

    /// The next paragraph of a list at this level (from 0) has this number.
    pub fn set_next(&mut self, list: i64, level: usize, number: u32) {
        if let Some(count) = self.counts.entry(list).or_default().get_mut(level) {
            *count = number.checked_sub(1);
        }
    }

    /// Counts one paragraph of the instance at the level (from 0) and gives its label, as far as one
    /// is to be printed before the paragraph's words.
    pub fn count(&mut self, instance: i64, level: usize) -> Option<String> {
        let about = self.instances.get(&instance)?;
        let list = self.lists.get(&about.list)?;
        let at = level.min(LEVELS - 1);
        let of = |at: usize| about.levels.get(&at).or_else(|| list.get(at));
        let own = of(at)?;
        let counts = self.counts.entry(about.list).or_default();
        let anew = self.begun.insert((instance, at)).then(|| about.starts.get(&at)).flatten();
        let number = match (anew, counts[at]) {
            (Some(start), _) => *start,
            (None, Some(before)) => before.saturating_add(1),
            (None, None) => own.start,
        };
        counts[at] = Some(number);
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restarts = of(below).and_then(|level| level.restart);
            if restarts.is_none_or(|after| usize::from(after) > at) {
                *count = None;
            }
        }
        let mut label = String::new();
        let mut characters = own.label.chars().take(LONGEST_LABEL);
        while let Some(c) = characters.next() {
            if c != '%' {
                label.push(c);
                continue;
            }
            let Some(shown) = characters.next().and_then(|c| c.to_digit(10)).filter(|n| *n > 0) else {
                continue;
            };
            let shown = shown as usize - 1;
            let Some(level) = of(shown) else { continue };
            let style = if own.legal { DECIMAL } else { level.style };
            label.push_str(&style.write(counts.get(shown).copied().flatten().unwrap_or(level.start)));
        }
        let says =
            if own.style == BULLET { !is_sign(&label) } else { label.chars().any(char::is_alphanumeric) };
        says.then(|| label.trim().to_owned())
    }
}

/// A bullet is a sign of the font that it is set in, and says nothing: there a letter is a circle (o), a square (n) or
/// an arrow (Ø).
pub fn is_sign(label: &str) -> bool {
    let mut said = label.chars().filter(|c| c.is_alphanumeric());
    match (said.next(), said.next()) {
        (None, _) => true,
        (Some(c), None) => {
            label.trim().chars().count() == 1
                && c.is_alphabetic()
                && !c.is_ascii_uppercase()
                && (c as u32) < LEAST_HAN
        }
        _ => false,
    }
}

/// A label and the words behind it; a space where they would run together (1. 5亿元).
pub fn labelled(label: &str, words: &str) -> String {
    let words = words.trim_start();
    let runs_on =
        label.ends_with(|c: char| c.is_ascii()) && words.starts_with(|c: char| c.is_ascii_alphanumeric());
    format!("{label}{}{words}", if runs_on { " " } else { "" })
}

#[cfg(test)]
mod tests {
    use super::{Instance, Level, Numbering, is_sign, labelled};
    use crate::read::number::Style;

    fn level(style: &str, label: &str) -> Level {
        Level { style: Style::named(style), label: label.to_owned(), ..Level::default() }
    }

    fn report() -> Numbering {
        let levels = vec![
            level("chineseCounting", "%1、"),
            level("chineseCounting", "（%2）"),
            level("decimal", "%3."),
            Level { legal: true, ..level("decimal", "%1.%4") },
            level("bullet", "Ø"),
        ];
        let mut numbering = Numbering::default();
        numbering.lists.insert(0, levels);
        numbering.instances.insert(1, Instance::default());
        let again = Instance { starts: [(0, 1)].into(), ..Instance::default() };
        numbering.instances.insert(2, again);
        numbering
    }

    #[test]
    fn labels_count_and_begin_anew() {
        let mut numbering = report();
        let walk = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 3), (1, 4), (2, 0), (2, 0), (1, 0)];
        let labels: Vec<String> = walk
            .iter()
            .map(|(instance, level)| numbering.count(*instance, *level).unwrap_or_default())
            .collect();
        assert_eq!(
            labels,
            ["一、", "（一）", "（二）", "1.", "二、", "（一）", "2.1", "", "一、", "二、", "三、"]
        );
        assert_eq!(numbering.count(9, 0), None);
    }

    #[test]
    fn a_letter_of_a_font_of_signs_is_no_number() {
        for (label, sign) in [
            ("\u{f0b7}", true),
            ("●", true),
            ("o", true),
            ("n", true),
            ("Ø", true),
            ("a.", false),
            ("A", false),
            ("附", false),
            ("3", false),
            ("一、", false),
        ] {
            assert_eq!(is_sign(label), sign, "{label}");
        }
    }

    #[test]
    fn a_label_and_a_number_do_not_run_together() {
        assert_eq!(labelled("1.", "5亿元"), "1. 5亿元");
        assert_eq!(labelled("1.", "项目"), "1.项目");
        assert_eq!(labelled("一、", "2022年回顾"), "一、2022年回顾");
    }
}
