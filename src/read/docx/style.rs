//! What styles say about the numbers of their paragraphs, and whether they raise their words.

use std::collections::HashMap;

use crate::error::Result;
use crate::read::limits::Limits;
use crate::read::xml::{self, Piece, Xml};

/// A style may be based on another, and so on; further than this it is a circle.
const LONGEST_CHAIN: usize = 32;

/// The list that a paragraph or a style belongs to, as far as it says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct NumberOf {
    /// The instance of a list; 0 is none.
    pub instance: Option<i64>,
    /// The level from 0.
    pub level: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    number: NumberOf,
    /// Its words are raised, or they are not; `None` where the style below it decides.
    raised: Option<bool>,
}

/// The name of the alignment that raises words above their line.
pub(super) const RAISED: &str = "superscript";

/// The styles of paragraphs and runs by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
}

impl Styles {
    /// The list and level of a paragraph of this style, with what the paragraph itself says.
    pub(super) fn number(&self, style: Option<&str>, own: NumberOf) -> Option<(i64, usize)> {
        let NumberOf { mut instance, mut level } = own;
        for style in self.chain(style) {
            instance = instance.or(style.number.instance);
            level = level.or(style.number.level);
        }
        instance.filter(|instance| *instance != 0).map(|instance| (instance, level.unwrap_or(0)))
    }

    /// Runs of this style are raised above their line.
    pub(super) fn is_raised(&self, style: Option<&str>) -> bool {
        style.is_some() && self.chain(style).find_map(|style| style.raised).unwrap_or(false)
    }

    /// A line of a table of contents: the headings over again.
    pub(super) fn is_contents(&self, style: Option<&str>) -> bool {
        style.and_then(|id| self.by_id.get(id)).is_some_and(|style| {
            let name = style.name.to_ascii_lowercase();
            let rest = name.strip_prefix("toc ").unwrap_or_default();
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
        })
    }

    fn chain(&self, style: Option<&str>) -> impl Iterator<Item = &Style> {
        let first = style.or(self.default.as_deref()).and_then(|id| self.by_id.get(id));
        let next = |style: &&Style| style.based_on.as_deref().and_then(|id| self.by_id.get(id));
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }
}

/// Reads the styles part.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Styles> {
    let text = xml::decode(bytes);
    let mut xml = Xml::new(&text, limits);
    let mut styles = Styles::default();
    let mut id = String::new();
    while let Some(piece) = xml.piece()? {
        let Piece::Open(tag) = piece else { continue };
        let value = || tag.attribute("val");
        match tag.name() {
            "style" => {
                id = tag.attribute("styleId").unwrap_or_default();
                let is_default =
                    tag.attribute("default").is_some_and(|value| value == "1" || value == "true");
                if is_default && tag.attribute("type").is_some_and(|kind| kind == "paragraph") {
                    styles.default = Some(id.clone());
                }
                styles.by_id.insert(id.clone(), Style::default());
            }
            // Formats of a part of a table are no style of a paragraph.
            "tblStylePr" | "pPrChange" => xml.skip()?,
            name => {
                let Some(style) = styles.by_id.get_mut(&id) else { continue };
                match name {
                    "name" => style.name = value().unwrap_or_default(),
                    "basedOn" => style.based_on = value(),
                    "vertAlign" => style.raised = value().map(|value| value == RAISED),
                    "numId" => style.number.instance = value().and_then(|value| value.parse().ok()),
                    "ilvl" => style.number.level = value().and_then(|value| value.parse().ok()),
                    _ => {}
                }
            }
        }
    }
    Ok(styles)
}
