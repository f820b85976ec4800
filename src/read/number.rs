//! The numbers of lists as word processors print them: 一, 1, ①, iv.

/// How a number is written; the codes are those of [MS-OSHARED] 2.2.1.3 (MSONFC), which Word's binary
/// files, RTF and (by name) Office Open XML have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style(pub u8);

/// A sign, the same for every item.
pub const BULLET: Style = Style(23);
/// No number at all.
pub const NONE: Style = Style(255);
/// 1, 2, 3
pub const DECIMAL: Style = Style(0);

/// The names of Office Open XML (ST_NumberFormat, ECMA-376 17.18.59) for the codes.
const NAMES: &[(&str, u8)] = &[
    ("none", 255),
    ("bullet", 23),
    ("upperRoman", 1),
    ("lowerRoman", 2),
    ("upperLetter", 3),
    ("lowerLetter", 4),
    ("ideographDigital", 10),
    ("japaneseCounting", 11),
    ("decimalFullWidth", 14),
    ("japaneseDigitalTenThousand", 17),
    ("decimalEnclosedCircle", 18),
    ("decimalFullWidth2", 19),
    ("decimalZero", 22),
    ("decimalEnclosedFullstop", 26),
    ("decimalEnclosedParen", 27),
    ("decimalEnclosedCircleChinese", 28),
    ("ideographEnclosedCircle", 29),
    ("ideographTraditional", 30),
    ("ideographZodiac", 31),
    ("taiwaneseCounting", 33),
    ("ideographLegalTraditional", 34),
    ("taiwaneseCountingThousand", 35),
    ("taiwaneseDigital", 36),
    ("chineseCounting", 37),
    ("chineseLegalSimplified", 38),
    ("chineseCountingThousand", 39),
    ("koreanDigital2", 44),
];

impl Style {
    /// By its name in Office Open XML; what is not known counts 1, 2, 3.
    pub fn named(name: &str) -> Style {
        NAMES.iter().find(|(known, _)| *known == name).map_or(DECIMAL, |(_, code)| Style(*code))
    }

    /// By a sample of it: `一, 二, 三, ...`, `001`, `a`.
    pub fn sampled(sample: &str) -> Style {
        Style::named(match sample.chars().next() {
            Some('一') => "chineseCounting",
            Some('壹') => "chineseLegalSimplified",
            Some('甲') => "ideographTraditional",
            Some('子') => "ideographZodiac",
            Some('①') => "decimalEnclosedCircle",
            Some('１') => "decimalFullWidth",
            Some('0') => "decimalZero",
            Some('I') => "upperRoman",
            Some('i') => "lowerRoman",
            Some('A') => "upperLetter",
            Some('a') => "lowerLetter",
            _ => "decimal",
        })
    }

    /// The number in this style; in decimals where the style ends before it (①…⑳).
    pub fn write(self, number: u32) -> String {
        let written = match self.0 {
            255 | 23 => Some(String::new()),
            1 => roman(number),
            2 => roman(number).map(|roman| roman.to_ascii_lowercase()),
            3 => letters(number, b'A'),
            4 => letters(number, b'a'),
            10 | 17 | 36 => Some(digits(number)),
            44 => Some(digits(number).replace('〇', "零")),
            11 | 33 | 35 | 37 | 39 => counted(number, SIMPLE),
            34 => counted(number, LEGAL_TRADITIONAL),
            38 => counted(number, LEGAL),
            14 | 19 => Some(number.to_string().chars().map(full_width).collect()),
            18 | 28 => enclosed(number, '①', 20),
            26 => enclosed(number, '⒈', 20),
            27 => enclosed(number, '⑴', 20),
            29 => enclosed(number, '㊀', 10),
            30 => nth(number, "甲乙丙丁戊己庚辛壬癸"),
            31 => nth(number, "子丑寅卯辰巳午未申酉戌亥"),
            22 => Some(format!("{number:02}")),
            _ => None,
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

/// From four thousand on there are no letters.
fn roman(mut number: u32) -> Option<String> {
    const PARTS: &[(u32, &str)] = &[
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut roman = String::new();
    for (value, letters) in PARTS {
        while number >= *value {
            roman.push_str(letters);
            number -= value;
        }
    }
    Some(roman)
}

/// a … z, aa, bb, …: the same letter again, as Word counts.
fn letters(number: u32, first: u8) -> Option<String> {
    let index = number.checked_sub(1).filter(|index| *index < 26 * 10)?;
    let letter = char::from(first + u8::try_from(index % 26).ok()?);
    Some(std::iter::repeat_n(letter, index as usize / 26 + 1).collect())
}

fn digits(number: u32) -> String {
    let digit = |c: char| {
        nth(c.to_digit(10)? + 1, "〇一二三四五六七八九").map(|digit| digit.chars().next().unwrap_or(c))
    };
    number.to_string().chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// Digits, then ten, hundred, thousand.
type Counting = (&'static str, [&'static str; 3]);
const SIMPLE: Counting = ("零一二三四五六七八九", ["十", "百", "千"]);
const LEGAL: Counting = ("零壹贰叁肆伍陆柒捌玖", ["拾", "佰", "仟"]);
const LEGAL_TRADITIONAL: Counting = ("零壹貳參肆伍陸柒捌玖", ["拾", "佰", "仟"]);

/// 一, 十, 十一, 二十, 一百零一; no list has ten thousand items.
fn counted(number: u32, (digits, powers): Counting) -> Option<String> {
    if !(1..10_000).contains(&number) {
        return None;
    }
    let mut words = String::new();
    let mut gap = false;
    for power in (0..4usize).rev() {
        let digit = number / 10u32.pow(power as u32) % 10;
        if digit == 0 {
            gap = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            words.extend(digits.chars().next());
        }
        let is_teen = power == 1 && digit == 1 && words.is_empty();
        if !is_teen {
            words.extend(digits.chars().nth(digit as usize));
        }
        words.push_str(power.checked_sub(1).map_or("", |power| powers[power]));
    }
    Some(words)
}

fn enclosed(number: u32, first: char, last: u32) -> Option<String> {
    let index = number.checked_sub(1).filter(|index| *index < last)?;
    char::from_u32(u32::from(first) + index).map(String::from)
}

fn nth(number: u32, of: &str) -> Option<String> {
    of.chars().nth(number.checked_sub(1)? as usize).map(String::from)
}

fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::Style;

    #[test]
    fn numbers_as_lists_print_them() {
        let rows: &[(&str, u32, &str)] = &[
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("chineseCounting", 1, "一"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 12, "十二"),
            ("chineseCountingThousand", 20, "二十"),
            ("chineseCountingThousand", 101, "一百零一"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1005, "一千零五"),
            ("chineseCountingThousand", 12345, "12345"),
            ("japaneseCounting", 21, "二十一"),
            ("chineseLegalSimplified", 23, "贰拾叁"),
            ("ideographLegalTraditional", 6, "陸"),
            ("ideographDigital", 10, "一〇"),
            ("japaneseDigitalTenThousand", 20, "二〇"),
            ("koreanDigital2", 10, "一零"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("decimalEnclosedCircleChinese", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "21"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("decimalFullWidth", 30, "３０"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerRoman", 4, "iv"),
            ("lowerRoman", 4000, "4000"),
            ("lowerLetter", 27, "aa"),
            ("upperLetter", 26, "Z"),
            ("upperLetter", 0, "0"),
            ("bullet", 3, ""),
            ("none", 3, ""),
            ("somethingNew", 3, "3"),
        ];
        for (name, number, words) in rows {
            assert_eq!(Style::named(name).write(*number), *words, "{name} {number}");
        }
    }
}
