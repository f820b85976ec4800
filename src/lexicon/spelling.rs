//! One spelling for the names of an indicator; build.rs compiles this file as well.

use std::borrow::Cow;

/// One spelling for all: GDP in capitals and not beside its Chinese name, 规上 for 规模以上.
pub fn spelled(words: &[char]) -> Cow<'_, [char]> {
    // Where none of these stands, there is one spelling.
    if !words.iter().any(|c| matches!(c, 'a'..='z' | '规' | '限' | '(')) {
        return Cow::Borrowed(words);
    }
    let mut spelled = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some(&first) = rest.first() {
        let (short, len): (&[char], usize) = abbreviated(rest).unwrap_or((&[], 0));
        spelled.extend_from_slice(short);
        if len == 0 {
            spelled.push(first.to_ascii_uppercase());
        }
        rest = &rest[len.max(1)..];
    }
    Cow::Owned(spelled)
}

/// What stands for the words at the start of `rest`, and the length of those.
fn abbreviated(rest: &[char]) -> Option<(&'static [char], usize)> {
    match rest {
        ['规', '模', '以', '上', ..] => Some((&['规', '上'], 4)),
        ['限', '额', '以', '上', ..] => Some((&['限', '上'], 4)),
        ['(', 'G' | 'g', 'D' | 'd', 'P' | 'p', ')', ..] => Some((&[], 5)),
        _ => None,
    }
}
