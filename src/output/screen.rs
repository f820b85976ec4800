//! What a terminal shows: how wide words are, and what must not reach it.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that the words take; a Hanzi takes two.
pub fn width(words: &str) -> usize {
    words.width()
}

/// The words on one line, without anything that a terminal obeys instead of showing: control
/// characters become their pictures (␊ for a line end), marks that turn the direction of writing
/// become U+FFFD. A file name or a text of others could otherwise rewrite what a person reads.
pub fn safe(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
            '\u{7f}' => '␡',
            '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' => {
                char::REPLACEMENT_CHARACTER
            }
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// The words, cut with `…` where they take more than `columns`.
pub fn fit(words: &str, columns: usize) -> String {
    if width(words) <= columns {
        return words.to_owned();
    }
    let mut cut = String::new();
    let mut used = 1;
    for c in words.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::{fit, safe, width};

    #[test]
    fn hanzi_take_two_columns() {
        assert_eq!(width("新建3处"), 7);
        assert_eq!(fit("新建公厕3处", 11), "新建公厕3处");
        assert_eq!(fit("新建公厕3处", 10), "新建公厕3…");
        assert_eq!(fit("新建公厕3处", 4), "新…");
        assert_eq!(fit("abc", 1), "…");
    }

    #[test]
    fn terminals_are_not_commanded() {
        assert_eq!(safe("a\u{1b}[2Jb\n\u{9b}c\u{202e}"), "a␛[2Jb␊\u{fffd}c\u{fffd}");
        assert_eq!(safe("全镇\\r\\n"), "全镇\\r\\n");
    }
}
