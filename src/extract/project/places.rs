//! Where words that matter to names begin and end in a text: looked for once, for all rules.

use crate::lexicon::{Lexicon, Marks};
use crate::text::charset::CharSet;
use crate::text::landmark::NUMERALS;
use crate::text::marked::Marked;

/// What is told by a character alone.
const CHARACTERS: &Marks = &Marks::NONE
    .with(Marks::HEAD, CharSet::of(&['段', '线']).bits())
    .with(Marks::BORDER, CharSet::of(&['的', '—', '等', '和', '与', '及']).bits())
    .with(Marks::NUMBER, NUMERALS.with(&['等', '.', '伍', '参', '兆']).bits())
    .with(
        Marks::JOINT,
        CharSet::of(&['、', '和', '与', '及', '以', '“', '”', '(', ')', '《', '》', '‘', '’']).bits(),
    )
    .with(Marks::QUOTE, CharSet::of(&['“']).bits());

/// The marks of each character of a text; of heads and of things that are built what is there, else what may be.
pub(super) fn of(chars: &[char], lexicon: &Lexicon) -> Marked {
    const ENDS: u8 = Marks::HEAD | Marks::BUILT;
    let certain = |at: usize, may: u8| {
        let road = matches!(chars[at], '段' | '线');
        let head = road || may & Marks::HEAD != 0 && lexicon.heads.ends_at(chars, at);
        let built = may & Marks::BUILT != 0 && lexicon.names.built.ends_at(chars, at);
        may & !ENDS | if head { Marks::HEAD } else { 0 } | if built { Marks::BUILT } else { 0 }
    };
    let may = lexicon.name_marks.and(CHARACTERS);
    let at = |(at, &c)| {
        let may = may.at(c);
        if may & ENDS == 0 { may } else { certain(at, may) }
    };
    Marked::new(chars.iter().enumerate().map(at))
}

#[cfg(test)]
mod tests {
    use crate::lexicon::{Lexicon, Marks};

    #[test]
    fn places_are_those_that_have_the_mark() {
        let text = "建成青石水库除险加固工程、整治青枫沟,云溪大道和“归雁”行动等3个项目已开工建设。";
        let chars: Vec<char> = text.chars().collect();
        let places = super::of(&chars, &Lexicon::builtin());
        let all = |marks: u8| -> String { places.with(marks, 0..chars.len()).map(|at| chars[at]).collect() };
        assert_eq!(all(Marks::BUILT), "库沟溪");
        assert_eq!(all(Marks::QUOTE), "“");
        assert_eq!(all(Marks::NUMBER), "等3");
    }
}
