//! What control words name: groups that hold no text, code pages.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS};

/// Groups whose inside is no text of the document. Those marked with `\*` that are not known are passed
/// over as well, as the format wants it.
pub(super) const NOTHING: &[&str] = &[
    "colortbl",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "object",
    "objdata",
    "nonshppict",
    "sp",
    "annotation",
    "atnid",
    "atnauthor",
    "atntime",
    "atndate",
    "atnref",
    "bkmkstart",
    "bkmkend",
    "xe",
    "tc",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "filetbl",
    "ftnsep",
    "ftnsepc",
    "aftnsep",
    "aftnsepc",
    "ftncn",
    "aftncn",
    "pgdsctbl",
    "txe",
    "rxe",
    "do",
    "upr",
    "template",
    "mmathPr",
    "listname",
    "formfield",
    "shprslt",
];
/// Groups marked with `\*` that hold text.
pub(super) const STARRED_TEXT: &[&str] =
    &["ud", "shptxt", "shpinst", "dptxbxtext", "footnote", "pntext", "listtext", "shppict"];

/// The code page of a font's character set; `None` for those that say nothing about it.
pub(super) fn charset(number: i32) -> Option<&'static Encoding> {
    match number {
        128 => Some(SHIFT_JIS),
        129 => Some(EUC_KR),
        134 => Some(GB18030),
        136 => Some(BIG5),
        _ => None,
    }
}

/// The code page of a number.
pub(super) fn code_page(number: i32) -> Option<&'static Encoding> {
    match number {
        932 => Some(SHIFT_JIS),
        936 | 54936 => Some(GB18030),
        949 => Some(EUC_KR),
        950 => Some(BIG5),
        65001 => Some(encoding_rs::UTF_8),
        number => Encoding::for_label(format!("windows-{number}").as_bytes()),
    }
}
