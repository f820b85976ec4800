//! Plain text in any of the encodings that Chinese offices have used.

use crate::error::{Error, Kind, Result};
use crate::read::encoding::{self, Encoding};
use crate::read::{Decoded, Format};
use crate::text::{Span, Text};

/// One damaged character in so many is a damaged text; more are a wrong encoding or no text at all.
const DAMAGE_AT_MOST_ONE_IN: usize = 20;
/// A short text may lose so many characters before the share counts: a cut end costs one or two.
const DAMAGE_FORGIVEN: usize = 3;

/// Reads plain text.
///
/// A NUL byte is in no text of any encoding read here, and text with NULs in it cannot be searched
/// in SQLite past the first one, so they are never passed on and never dropped silently.
///
/// # Errors
/// [`Kind::Input`]: empty, binary, with NUL bytes, or damaged beyond reading.
pub fn decode(bytes: &[u8], forced: Option<Encoding>) -> Result<Decoded> {
    if bytes.is_empty() {
        return Err(Error::new(Kind::Input, "the file is empty"));
    }
    let found = forced.map_or_else(|| encoding::detect(bytes), encoding::Found::given);
    let decoded = encoding::decode(bytes, found);
    refuse_binary(bytes, &decoded)?;
    let text = Text::new(decoded);
    if text.source().chars().all(is_blank) {
        return Err(Error::new(Kind::Input, "the file is empty: it holds only white space"));
    }
    let damage = damage(&text);
    refuse_damage(&text, &damage, found, forced.is_some())?;
    Ok(Decoded {
        text,
        title: None,
        published_on: None,
        format: Format::Txt,
        encoding: found.encoding.name(),
        encoding_unsure: !found.sure,
        damage,
    })
}

/// A character that says nothing.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{1a}')
}

/// NULs and other control characters that no text has.
fn refuse_binary(bytes: &[u8], decoded: &str) -> Result<()> {
    // Bytes that are controls or begin one (C1), told without decoding: most texts hold none.
    let control = |byte: u8| byte < b'\t' || (0x0e..0x20).contains(&byte) || matches!(byte, 0x7f | 0xc2);
    if !decoded.bytes().fold(false, |found, byte| found | control(byte)) {
        return Ok(());
    }
    let mut characters = 0usize;
    let mut controls = 0usize;
    let mut nuls = 0usize;
    for c in decoded.chars() {
        characters += 1;
        match c {
            '\0' => nuls += 1,
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{1b}' | '\u{85}' => {}
            c if c.is_control() => controls += 1,
            _ => {}
        }
    }
    if (nuls + controls) * DAMAGE_AT_MOST_ONE_IN > characters {
        return Err(Error::new(Kind::Input, "this is a binary file, not text")
            .hint("leave this file out, or save its words as .txt"));
    }
    if nuls > 0 {
        let first = bytes.iter().position(|&b| b == 0).unwrap_or(0);
        let (count, noun) = (nuls, if nuls == 1 { "NUL byte" } else { "NUL bytes" });
        return Err(Error::new(Kind::Input, format!("it holds {count} {noun}, the first at byte {first}"))
            .hint("the file was damaged, or is no text; `tr -d '\\0' < FILE > COPY` takes them out"));
    }
    Ok(())
}

/// Runs of U+FFFD. One that stood in the file as such came from an earlier, worse conversion and
/// has lost its words just the same.
pub(super) fn damage(text: &Text) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    if !text.source().contains(char::REPLACEMENT_CHARACTER) {
        return runs;
    }
    let replaced = text.source().chars().zip(0u32..).filter(|&(c, _)| c == char::REPLACEMENT_CHARACTER);
    for (_, at) in replaced {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(Span { start: at, end: at + 1 }),
        }
    }
    runs
}

fn refuse_damage(text: &Text, damage: &[Span], found: encoding::Found, forced: bool) -> Result<()> {
    let lost: usize = damage.iter().map(|span| (span.end - span.start) as usize).sum();
    let of = text.char_count() as usize;
    if lost <= DAMAGE_FORGIVEN || lost * DAMAGE_AT_MOST_ONE_IN <= of {
        return Ok(());
    }
    let name = found.encoding.name();
    Err(if forced {
        Error::new(Kind::Input, format!("{lost} of {of} characters cannot be read as {name}"))
            .hint("leave --encoding out to have it found")
    } else {
        Error::new(
            Kind::Input,
            format!("its encoding is unknown or broken: read as {name}, {lost} of {of} characters are lost"),
        )
        .hint("name the encoding with --encoding if you know it")
    })
}
