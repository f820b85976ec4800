//! Styles of OpenDocument, as far as they decide what is text: lists, how far each is counted, and
//! styles of hidden and of raised words.

use std::collections::{HashMap, HashSet};

use crate::error::Result;
use crate::read::limits::Limits;
use crate::read::number::{NONE, Style};
use crate::read::numbering::{Instance, LEVELS, Level, Numbering};
use crate::read::xml::{Piece, Tag, Xml};

/// The name under which the numbers of headings are kept; no list can have it.
const OUTLINE: &str = "";

/// A style may go on from another, and so on; further than this it is a circle.
const LONGEST_CHAIN: usize = 32;
/// Per cent of its height by which a mark is raised at least.
const LEAST_RISE: f64 = 15.0;

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Lists {
    numbering: Numbering,
    /// Key of each list style by its name.
    keys: HashMap<String, i64>,
    /// The lists that are open: the key of each, where it has a style.
    open: Vec<Option<i64>>,
    /// The paragraph to come is the first of its item.
    first: bool,
    /// The number that the item to come begins with.
    start: Option<u32>,
    /// Styles whose words are hidden.
    hidden: HashSet<String>,
    /// Styles of words: the style that each goes on from, and whether its words are raised, where it says so.
    words: HashMap<String, (Option<String>, Option<bool>)>,
}

impl Lists {
    /// Takes in the list styles of a part.
    pub(super) fn read(&mut self, text: &str, limits: &Limits) -> Result<()> {
        let mut xml = Xml::new(text, limits);
        let mut key = None;
        let mut style = String::new();
        while let Some(piece) = xml.piece()? {
            let Piece::Open(tag) = piece else { continue };
            match tag.name() {
                "style" => {
                    style = tag.attribute("name").unwrap_or_default();
                    if tag.attribute("family").is_some_and(|family| family == "text") {
                        self.words.insert(style.clone(), (tag.attribute("parent-style-name"), None));
                    }
                }
                "text-properties" => {
                    if tag.attribute("display").is_some_and(|display| display == "none") {
                        self.hidden.insert(style.clone());
                    }
                    if let (Some(position), Some((_, raised))) =
                        (tag.attribute("text-position"), self.words.get_mut(&style))
                    {
                        *raised = Some(is_raised(&position));
                    }
                }
                "list-style" => key = Some(self.style(tag.attribute("name").unwrap_or_default())),
                "outline-style" => {
                    let outline = self.style(OUTLINE.to_owned());
                    // Headings may stand in a list of that name as well; they are counted with the others.
                    if let Some(name) = tag.attribute("name") {
                        self.keys.insert(name, outline);
                    }
                    key = Some(outline);
                }
                "list-level-style-number" | "outline-level-style" | "list-level-style-bullet" => {
                    let at = tag.attribute("level").and_then(|level| level.parse::<usize>().ok());
                    let levels = key.and_then(|key| self.numbering.lists.get_mut(&key));
                    if let (Some(at), Some(levels)) = (at, levels)
                        && let Some(place) = at.checked_sub(1).and_then(|at| levels.get_mut(at))
                    {
                        *place = level(&tag, at);
                    }
                }
                // Nothing of the text itself is of use here.
                "body" => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }

    /// The words of this element are hidden by its style.
    pub(super) fn hides(&self, tag: &Tag<'_>) -> bool {
        !self.hidden.is_empty() && tag.attribute("style-name").is_some_and(|name| self.hidden.contains(&name))
    }

    /// The style of this element raises its words, or does not; `None` where it says neither.
    pub(super) fn raises(&self, tag: &Tag<'_>) -> Option<bool> {
        let mut name = tag.attribute("style-name");
        for _ in 0..LONGEST_CHAIN {
            match self.words.get(name.as_deref()?)? {
                (_, Some(raised)) => return Some(*raised),
                (parent, None) => name = parent.clone(),
            }
        }
        None
    }

    fn style(&mut self, name: String) -> i64 {
        let next = self.keys.len() as i64;
        let key = *self.keys.entry(name).or_insert(next);
        self.numbering.lists.insert(key, vec![Level { style: NONE, ..Level::default() }; LEVELS]);
        self.numbering.instances.insert(key, Instance { list: key, ..Instance::default() });
        key
    }

    /// A list begins; an inner one goes on with the style of the outer.
    pub(super) fn open(&mut self, tag: &Tag<'_>) {
        let named = tag.attribute("style-name").and_then(|name| self.keys.get(&name)).copied();
        let key = named.or_else(|| self.open.last().copied().flatten());
        let goes_on = tag.attribute("continue-numbering").is_some_and(|value| value == "true")
            || tag.attribute("continue-list").is_some();
        if let Some(key) = key
            && self.open.is_empty()
            && !goes_on
            && self.keys.get(OUTLINE) != Some(&key)
        {
            self.numbering.begin_anew(key);
        }
        self.open.push(key);
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// An item begins.
    pub(super) fn item(&mut self, tag: &Tag<'_>) {
        self.first = true;
        self.start = tag.attribute("start-value").and_then(|value| value.parse().ok());
    }

    /// The number of the paragraph that begins, where it is the first of its item.
    pub(super) fn label(&mut self) -> Option<String> {
        if !std::mem::take(&mut self.first) {
            return None;
        }
        let key = self.open.last().copied().flatten()?;
        let level = self.open.len() - 1;
        if let Some(start) = self.start.take() {
            self.numbering.set_next(key, level, start);
        }
        self.numbering.count(key, level)
    }

    /// The number of a heading of this level (from 1) that stands in no list.
    pub(super) fn heading(&mut self, level: usize) -> Option<String> {
        let key = *self.keys.get(OUTLINE)?;
        self.numbering.count(key, level.checked_sub(1)?)
    }
}

/// A position of words: `super 58%`, or how far they are raised, in parts of their height, and how large they are.
fn is_raised(position: &str) -> bool {
    let rise = position.split_whitespace().next().unwrap_or_default();
    rise == "super" || rise.trim_end_matches('%').parse::<f64>().is_ok_and(|rise| rise >= LEAST_RISE)
}

/// A level of a list style; `at` counts from 1.
fn level(tag: &Tag<'_>, at: usize) -> Level {
    let value = |name: &str| tag.attribute(name).unwrap_or_default();
    let number = |name: &str| tag.attribute(name).and_then(|value| value.parse().ok());
    let format = value("num-format");
    let style = if format.is_empty() { NONE } else { Style::sampled(&format) };
    // LibreOffice writes the label whole, with a second sign after each number: %1%.%2%
    let whole = tag.attribute("num-list-format").map(|label| {
        let mut plain = label;
        for level in 1..=LEVELS {
            plain = plain.replace(&format!("%{level}%"), &format!("%{level}"));
        }
        plain
    });
    let label = whole.unwrap_or_else(|| {
        let shown = number("display-levels").unwrap_or(1).clamp(1, at);
        let numbers: Vec<String> = (at + 1 - shown..=at).map(|level| format!("%{level}")).collect();
        format!("{}{}{}", value("num-prefix"), numbers.join("."), value("num-suffix"))
    });
    let start = number("start-value").and_then(|start| u32::try_from(start).ok()).unwrap_or(1);
    let label = if style == NONE { String::new() } else { label };
    Level { start, style, label, ..Level::default() }
}
