//! What the elements of a part mean.

use crate::read::xml::Tag;

/// Elements whose inside is no text of the document: what was deleted or moved away, properties before a
/// change, readings beside characters.
pub(super) const PASSED_OVER: &[&str] = &[
    "del",
    "moveFrom",
    "delText",
    "delInstrText",
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblPrExChange",
    "trPrChange",
    "tcPrChange",
    "numberingChange",
    "sectPr",
    "rt",
    "tblPr",
    "tcPr",
    "tblGrid",
];

/// What an open element means for the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Paragraph,
    ParagraphProperties,
    Run { raised: bool },
    Text,
    Code,
    Table,
    Row,
    Cell,
    TextBox,
    Alternatives { taken: bool },
    Control { placeholder: bool },
    Other,
}

/// A switch of the format: on where it has no value.
pub(super) fn is_on(tag: &Tag<'_>) -> bool {
    tag.attribute("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"))
}

/// A character of a symbol font; of Wingdings those that office papers use.
pub(super) fn symbol(tag: &Tag<'_>) -> char {
    let code = tag.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).unwrap_or_default();
    let wingdings = tag.attribute("font").is_some_and(|font| font.starts_with("Wingdings"));
    match code {
        0xf0a8 | 0xf06f | 0xf0a3 if wingdings => '□',
        0xf0fe | 0xf052 if wingdings => '☑',
        0xf0fc | 0xf050 if wingdings => '✓',
        0xf06c if wingdings => '●',
        0xf06e if wingdings => '■',
        0xf000..=0xf0ff => char::REPLACEMENT_CHARACTER,
        code => char::from_u32(code).filter(|c| !c.is_control()).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
