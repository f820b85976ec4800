//! The form of a text that the reading works on.
//!
//! Half-width marks and digits, no white space but hard line ends and the blank between two
//! Latin words, no line ends that only wrap a paragraph. Every character knows the character
//! of the source that it stands for.

use unicode_normalization::UnicodeNormalization;

use super::landmark::Landmarks;
use super::line::{
    INDENT, LEAST_COLUMNS, WRAP_SLACK, Wrap, blanks, columns_of, is_figure, is_indented, number_alone,
    opens_heading, page_number, wrap,
};
use super::{Span, is_han, superscript};

/// Normalised characters and the place in the source of each.
#[derive(Debug, Clone, Default)]
pub struct Normal {
    chars: Vec<char>,
    landmarks: Landmarks,
    /// The line being read opens with the marker of a heading.
    line_is_heading: bool,
    /// Index of the source character for each normalised one.
    source_at: Vec<u32>,
    /// The place in the source that the next normalised character has, where nothing but marks of notes is left out.
    next: u32,
    /// Normalised characters before which the source has something else.
    apart: Vec<usize>,
    /// A straight quotation mark of this line is open.
    quoting: bool,
}

impl Normal {
    /// Normalises a text that has as many characters as the source.
    pub(super) fn of(source: &[char]) -> Normal {
        let mut normal = Normal {
            chars: Vec::with_capacity(source.len()),
            landmarks: Landmarks::default(),
            source_at: Vec::with_capacity(source.len()),
            next: 0,
            apart: Vec::new(),
            line_is_heading: opens_heading(source),
            quoting: false,
        };
        let wrap = wrap(source);
        let indented = is_indented(source);
        let mut gap = false;
        let mut columns = 0usize;
        let mut at = 0;
        while at < source.len() {
            let run = source[at..].iter().take_while(|c| is_plain_han(**c)).count();
            if run > 0 {
                columns += run * columns_of(source[at]);
                normal.begin(at as u32);
                normal.chars.extend_from_slice(&source[at..at + run]);
                normal.source_at.extend(at as u32..(at + run) as u32);
                gap = false;
                at += run;
                normal.next = at as u32;
                continue;
            }
            // Exports leave line ends as the two characters `\` and `n`.
            let (c, len) = match (source[at], source.get(at + 1)) {
                ('\\', Some('n')) => ('\n', 2),
                ('\\', Some('r' | 't')) => (' ', 2),
                (c, _) => (c, 1),
            };
            let place = at as u32;
            at += len;
            if matches!(c, '\n' | '\u{2028}' | '\u{2029}') {
                let line_end = at;
                while let Some(len) = page_number(&source[at..]) {
                    at += len;
                }
                // A page number in the middle of a sentence does not end it.
                let cut = at > line_end && normal.is_open(columns) && !opens_heading(&source[at..]);
                if !cut {
                    normal.end_line(place, columns, wrap, &source[at..]);
                }
                gap = false;
                columns = 0;
                normal.line_is_heading = opens_heading(&source[at..]);
                continue;
            }
            if c.is_whitespace() || is_invisible(c) {
                columns += columns_of(c);
                gap = true;
                // A run is looked at once: where it is an indent it is left behind whole.
                if indented
                    && let (blanks, len) = blanks(&source[place as usize..])
                    && blanks >= INDENT
                {
                    at = place as usize + len;
                    normal.end_line(place, columns, None, &source[at..]);
                    gap = false;
                    columns = 0;
                    normal.line_is_heading = opens_heading(&source[at..]);
                }
                continue;
            }
            columns += columns_of(c);
            let before = normal.chars.last().copied();
            if let Some(digit) = superscript::digit(c) {
                normal.push_raised(c, digit, place, source.get(at).copied());
                gap = false;
                continue;
            }
            let folded = fold(c);
            if gap
                && before.is_some_and(|b| b.is_ascii_alphanumeric())
                && folded.is_some_and(|f| f.is_ascii_alphanumeric())
            {
                normal.push(' ', place);
            }
            gap = false;
            match folded {
                Some('"') => normal.push_quote(place, &source[at..]),
                Some(one) => normal.push(one, place),
                None => c.nfkc().filter(|k| !k.is_whitespace()).for_each(|k| normal.push(k, place)),
            }
        }
        normal.landmarks = Landmarks::of(&normal.chars);
        normal
    }

    /// Looks at what was left out before a character that is to be pushed.
    fn begin(&mut self, at: u32) {
        if at > self.next && !self.chars.is_empty() {
            self.apart.push(self.chars.len());
        }
    }

    fn push(&mut self, c: char, at: u32) {
        self.begin(at);
        self.chars.push(c);
        self.source_at.push(at);
        self.next = at + 1;
    }

    /// Pushes a raised digit: behind m one of square or cubic metres, behind other letters, and where digits would
    /// run together, as it is. Anywhere else it marks a note and is no part of the words.
    fn push_raised(&mut self, c: char, digit: char, at: u32, next: Option<char>) {
        let power_of_ten = self.chars.ends_with(&['×', '1', '0']) || self.chars.ends_with(&['x', '1', '0']);
        match self.chars.last() {
            Some('m') if matches!(c, '²' | '³') => self.push(digit, at),
            Some(before) if before.is_ascii_alphabetic() || superscript::digit(*before).is_some() => {
                self.push(c, at);
            }
            Some('0'..='9') if power_of_ten || next.is_some_and(|next| next.is_numeric()) => self.push(c, at),
            _ if at == self.next => self.next += 1,
            _ => {}
        }
    }

    /// Pushes a straight quotation mark as the one that opens or closes; one without a partner stays.
    fn push_quote(&mut self, at: u32, rest: &[char]) {
        /// Characters of a quotation at the most.
        const LONGEST: usize = 60;
        let partner =
            || rest.iter().take(LONGEST).take_while(|&&c| c != '\n').any(|&c| matches!(c, '"' | '＂'));
        let mark = if self.quoting {
            '”'
        } else if partner() {
            '“'
        } else {
            '"'
        };
        self.quoting = mark == '“';
        self.push(mark, at);
    }

    /// The line of so many columns is prose and its last sentence has no end.
    fn is_open(&self, columns: usize) -> bool {
        let ends = matches!(self.chars.last(), None | Some('\n' | '。' | '!' | '?' | ':' | ';' | '》'));
        !ends && !self.line_is_heading && columns >= LEAST_COLUMNS
    }

    /// Ends a line unless the break only wraps a paragraph: after a comma, or at the width at
    /// which the whole text wraps, before a line that does not open with a marker.
    fn end_line(&mut self, at: u32, columns: usize, wrap: Option<Wrap>, next: &[char]) {
        let soft = match self.chars.last() {
            None | Some('\n') => return,
            Some('、' | ',') => true,
            // No line begins with such a mark: 做强治理 | 、做实民生.
            _ if matches!(
                next.first(),
                Some('、' | '，' | '；' | '。' | '：' | '）' | '》' | '”' | '％' | ',' | ';' | '%')
            ) =>
            {
                true
            }
            Some('。' | '!' | '?' | ':' | ';' | '》') => false,
            // 就业率达 | 95%: the number is still to come.
            Some('达' | '到' | '至' | '为' | '约' | '超' | '过')
                if next.first().is_some_and(|&c| is_figure(c)) && !opens_heading(next) =>
            {
                true
            }
            Some(last) => {
                let goes_on = next.first().is_some_and(|&c| c != '\n') && !opens_heading(next);
                // 84 392 | 万元: a number is not the end of a line of prose.
                let cut_number = last.is_ascii_digit()
                    && next
                        .first()
                        .is_some_and(|c| matches!(c, '万' | '亿' | '元' | '%' | '％' | '亩' | '吨' | '个'));
                goes_on
                    && (cut_number
                        || is_han(*last) && number_alone(next)
                        || wrap.is_some_and(|wrap| {
                            // With sharp edges what is shorter is a title, but that figures are narrow.
                            let most = if wrap.sharp { columns * 4 / 3 } else { columns * 2 };
                            let cut = !self.line_is_heading && most > wrap.width;
                            columns + WRAP_SLACK >= wrap.width || cut
                        }))
            }
        };
        if !soft {
            self.push('\n', at);
            self.quoting = false;
        }
    }

    /// The normalised characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// What each of them may be.
    pub fn landmarks(&self) -> &Landmarks {
        &self.landmarks
    }

    /// Normalised characters before which the source has something that is none, other than the mark of a note.
    pub fn apart(&self) -> &[usize] {
        &self.apart
    }

    /// The place in the source of a range of normalised characters.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let first = self.source_at.get(start).copied().unwrap_or(0);
        let last = end.checked_sub(1).and_then(|last| self.source_at.get(last)).copied();
        Span { start: first, end: last.map_or(first, |last| last + 1) }
    }
}

/// What NFKC makes of a character that can neither compose with its neighbours nor give several
/// letters; `None` for all that might. A mark stands for itself, whatever NFKC makes of it.
pub(super) fn fold_alone(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c),
        _ if is_plain_han(c) => Some(c),
        '\u{b7}' | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201d}' | '\u{2026}' => Some(c),
        // The marks of the CJK block, before its tone marks.
        '\u{3000}'..='\u{3029}' => Some(c),
        // Full-width ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        _ => None,
    }
}

/// Whether a character that [`fold_alone`] gave is a letter or a digit.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        _ if is_plain_han(c) => true,
        // The marks that a text is full of, without a look into the tables.
        '\u{2010}'..='\u{201d}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        _ => c.is_alphanumeric(),
    }
}

pub(super) fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}') || c.is_control()
}

/// The single character that stands for `c`; `None` where NFKC gives several.
fn fold(c: char) -> Option<char> {
    match c {
        '\u{21}'..='\u{7e}' => Some(c),
        // Full-width ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '﹣' => Some('-'),
        '\u{2015}' | '─' | '━' | '﹘' => Some('—'),
        '∶' | '︰' => Some(':'),
        '…' | '⋯' => Some('…'),
        // List markers: NFKC would leave a bare digit.
        '①'..='⑳' => Some(c),
        // NFKC would leave a digit behind the unit: 1200㎡、 is no item 2.
        '㎡' | '㎥' => Some(c),
        '„' | '‟' | '〝' => Some('“'),
        '〞' | '〟' => Some('”'),
        '「' | '『' => Some('“'),
        '」' | '』' => Some('”'),
        '﹑' => Some('、'),
        '﹒' => Some('.'),
        '﹪' => Some('%'),
        '〜' | '∼' => Some('~'),
        // Marks that NFKC leaves alone.
        '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{3001}'..='\u{3029}' => Some(c),
        _ => {
            let mut folded = c.nfkc();
            match (folded.next(), folded.next()) {
                (Some(only), None) => Some(only),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{UnicodeNormalization, fold, fold_alone, is_letter};

    #[test]
    fn what_is_folded_alone_has_the_letters_that_nfkc_gives_it() {
        let letters = |folded: &mut dyn Iterator<Item = char>| -> String {
            folded.filter(|c| c.is_alphanumeric()).collect()
        };
        let alone = ('\0'..=char::MAX).filter_map(|c| Some((c, fold_alone(c)?)));
        let mut folded = 0;
        for (c, one) in alone {
            folded += 1;
            assert_eq!(letters(&mut std::iter::once(one)), letters(&mut c.nfkc()), "{c}");
            assert_eq!(is_letter(one), one.is_alphanumeric(), "{c}");
        }
        assert!(folded > 20_000, "only {folded} characters are folded alone");
    }

    #[test]
    fn marks_that_fold_to_themselves_are_those_that_nfkc_leaves_alone() {
        let itself = |c: &char| !c.is_ascii() && fold(*c) == Some(*c);
        for c in ('\0'..=char::MAX).filter(itself) {
            assert!(c.nfkc().eq([c]) || "…①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㎡㎥".contains(c), "{c}");
        }
    }
}
