//! XML as the readers of packages need it: tags by local name, text with its references resolved, a
//! bounded depth and a bounded number of steps.
//!
//! No entity is ever expanded but the five of XML itself and characters by number, and nothing is
//! fetched, so neither an entity bomb nor an external entity does anything.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::{Error, Kind, Result};
use crate::read::limits::{Limits, Steps};

/// A declaration of the encoding stands within the first so many bytes.
const DECLARATION: usize = 200;

/// The characters of an XML file: by its mark, its declaration, or UTF-8.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => declared(bytes).unwrap_or(UTF_8),
    };
    encoding.decode(bytes).0
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]);
    let (declaration, _) = start.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let label = value.split(['"', '\'']).nth(1)?;
    // What can be read as far as here is not UTF-16, whatever it says.
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

/// What comes next in an XML file.
#[derive(Debug)]
pub enum Piece<'t> {
    /// A tag opens; each is followed by its [`Piece::Close`], `<a/>` as well.
    Open(Tag<'t>),
    /// The tag that was opened last and not closed yet closes.
    Close,
    /// Characters, references resolved. Neighbouring pieces may be parts of one text.
    Text(Cow<'t, str>),
}

/// An opening tag.
#[derive(Debug)]
pub struct Tag<'t>(BytesStart<'t>);

impl Tag<'_> {
    /// The name without its namespace prefix.
    pub fn name(&self) -> &str {
        local(self.0.name().0)
    }

    /// The name with its prefix, as it stands.
    pub fn full_name(&self) -> &str {
        self.0.name().0
    }

    /// The value of an attribute by its name without prefix; `None` where there is none or it is
    /// malformed.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        // The check for names that stand twice costs more than all else for a tag of many attributes.
        all.with_checks(false);
        let found = all.filter_map(|one| one.ok()).find(|one| local(one.key.0) == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A walk through the tags and texts of an XML file.
pub struct Xml<'t> {
    reader: Reader<&'t [u8]>,
    depth: usize,
    limits: Limits,
    steps: Steps,
}

impl<'t> Xml<'t> {
    /// A walk from the start, with a budget of steps of its own.
    pub fn new(text: &'t str, limits: &Limits) -> Xml<'t> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, depth: 0, limits: *limits, steps: limits.steps() }
    }

    /// How many tags are open; right after [`Piece::Open`] that tag counts.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The next piece, `None` at the end.
    ///
    /// # Errors
    /// [`Kind::Input`] where the file is malformed, cut off, nested too deep or too long.
    pub fn piece(&mut self) -> Result<Option<Piece<'t>>> {
        loop {
            self.steps.spend(1)?;
            match self.reader.read_event().map_err(|error| malformed(&error.to_string()))? {
                Event::Start(tag) | Event::Empty(tag) => {
                    self.depth += 1;
                    self.limits.check_depth(self.depth)?;
                    return Ok(Some(Piece::Open(Tag(tag))));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Piece::Close));
                }
                Event::Text(text) => return Ok(Some(Piece::Text(text.xml10_content()))),
                Event::CData(text) => return Ok(Some(Piece::Text(text.xml10_content()))),
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => Some(character),
                        Ok(None) => predefined(&reference.xml10_content()),
                        Err(_) => None,
                    };
                    let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
                    return Ok(Some(Piece::Text(Cow::Owned(character.to_string()))));
                }
                Event::Eof if self.depth > 0 => return Err(malformed("it ends inside an element")),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Passes over all that stands inside the tag just opened, its end included.
    ///
    /// # Errors
    /// As [`Xml::piece`].
    pub fn skip(&mut self) -> Result<()> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.piece()?.is_some() {}
        Ok(())
    }
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

fn malformed(what: &str) -> Error {
    Error::new(Kind::Input, format!("its XML is damaged: {what}"))
        .hint("open it in the program that made it and save it anew")
}

#[cfg(test)]
mod tests {
    use super::{Piece, Xml, decode};
    use crate::read::limits::Limits;

    fn words(bytes: &[u8]) -> Result<String, String> {
        let text = decode(bytes);
        let mut xml = Xml::new(&text, &Limits { max_depth: 100, ..Limits::default() });
        let mut words = String::new();
        loop {
            match xml.piece().map_err(|error| error.message().to_owned())? {
                Some(Piece::Text(text)) => words.push_str(&text),
                Some(_) => {}
                None => return Ok(words),
            }
        }
    }

    #[test]
    fn references_are_resolved_and_entities_are_not() {
        assert_eq!(
            words(b"<a>1 &lt; 2 &amp; &#x4e2d;&#25991;<![CDATA[<x>]]></a>"),
            Ok("1 < 2 & 中文<x>".into())
        );
        let bomb =
            b"<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&b;&c;</a>";
        assert_eq!(words(bomb), Ok("\u{fffd}\u{fffd}".into()));
    }

    #[test]
    fn the_declared_encoding_counts() {
        let (gbk, _, _) = encoding_rs::GBK.encode("<?xml version=\"1.0\" encoding=\"GBK\"?><a>中文</a>");
        assert_eq!(words(&gbk), Ok("中文".into()));
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(words(&wide("<a>中文</a>")), Ok("中文".into()));
        assert_eq!(words(&wide("\u{feff}<a>中文</a>")), Ok("中文".into()));
        assert_eq!(words("<?xml version='1.0' encoding='utf-16'?><a>中文</a>".as_bytes()), Ok("中文".into()));
    }

    #[test]
    fn what_is_cut_off_crossed_or_deep_is_an_error() {
        for (bad, why) in [("<a><b>", "ends inside"), ("<a></b>", "damaged"), ("<a b='>", "damaged")] {
            assert!(words(bad.as_bytes()).is_err_and(|error| error.contains(why)), "{bad}");
        }
        let deep = "<a>".repeat(101);
        assert!(words(deep.as_bytes()).is_err_and(|error| error.contains("nested more than 100 deep")));
    }

    #[test]
    fn skipping_ends_where_the_tag_ends() {
        let mut xml = Xml::new("<a><b><c>x</c>y</b>z</a>", &Limits::default());
        let mut seen = String::new();
        while let Ok(Some(piece)) = xml.piece() {
            match piece {
                Piece::Open(tag) if tag.name() == "b" => assert!(xml.skip().is_ok()),
                Piece::Text(text) => seen.push_str(&text),
                _ => {}
            }
        }
        assert_eq!(seen, "z");
    }
}
