//! Radicals that stand for characters.
//!
//! A font often has one glyph for the radical ⺠ and the character 民, and a producer that goes back from
//! glyphs to characters takes the first that it finds. No text is written in radicals: what stands on
//! a page is the character.

use unicode_normalization::UnicodeNormalization;

/// Radicals of CJK Radicals Supplement and the characters with the same glyph, one behind the other.
const SUPPLEMENT: &str = "\
    ⺁厂⺊卜⺌小⺍小⺒巳⺓幺⺗心⺜日⺝月⺟母⺠民⺧牛⺩王⺫目⺬示⺮竹⺶羊⺷羊⺸羊⺻聿⺼月⺽臼⻁虎⻄西⻅见⻆角⻇角⻉贝⻊足⻋车⻑長⻓长⻔门⻕阜⻗雨⻘青⻙韦⻚页⻛风⻜飞\
    ⻝食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻱龜⻳龟";
/// Kangxi radicals whose glyph in fonts of today is another character than Unicode names.
const KANGXI: &str = "⼾户⾭青⿈黄";

/// The character that a radical stands for; any other character as it is.
pub fn character(c: char) -> char {
    match c {
        '\u{2e80}'..='\u{2ef3}' => paired(SUPPLEMENT, c).unwrap_or(c),
        '\u{2f00}'..='\u{2fd5}' => paired(KANGXI, c).or_else(|| c.nfkc().next()).unwrap_or(c),
        c => c,
    }
}

fn paired(pairs: &str, c: char) -> Option<char> {
    let mut rest = pairs.chars();
    while let (Some(radical), Some(character)) = (rest.next(), rest.next()) {
        if radical == c {
            return Some(character);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn radicals_become_what_they_stand_for() {
        let read: String = "⺠⽣⼯程，⻓⼾⻝⼀⼆，⺁民长".chars().map(character).collect();
        assert_eq!(read, "民生工程，长户食一二，厂民长");
    }
}
