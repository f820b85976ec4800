//! Tags → a tree in reading order, built without recursion.

use std::collections::HashMap;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::error::Result;
use crate::read::limits::Steps;

/// What an element is for the reading of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// The page itself; the root.
    Page,
    /// Begins and ends a line: `p`, `div`, `li`, `h1`, …
    Block,
    /// `h1` to `h6`.
    Heading(u8),
    /// `li`.
    Item,
    /// `ol` or `ul`; the first is numbered.
    List {
        /// `ol`.
        numbered: bool,
    },
    /// `table`.
    Table,
    /// `tr`.
    Row,
    /// `td` or `th`.
    Cell,
    /// `br`; holds nothing.
    Break,
    /// `pre`: its line ends count.
    Pre,
    /// `a`.
    Link,
    /// `sup`, or words that are moved up.
    Raised,
    /// Is never read as text: `script`, `nav`, `select`, `footer`, what is hidden, …
    Silent,
    /// `title` in the head.
    Title,
}

/// A node: an element, or a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The element that holds it; the root holds itself.
    pub parent: usize,
    /// One past its last descendant: what it holds is `index + 1..end`.
    pub end: usize,
    /// What it is.
    pub what: What,
}

/// Element or text.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// An element, and its `id` and `class` in lower case, with a blank between.
    Element(Tag, Option<Box<str>>),
    /// A text, references resolved.
    Text(String),
}

/// A page as a tree: parents stand before their children, in the order of the page.
#[derive(Debug)]
pub struct Tree {
    /// The nodes; the first is the root.
    pub nodes: Vec<Node>,
    /// Name in lower case and content of each `meta`, and `time` for the `datetime` of each `time`.
    pub metas: Vec<(String, String)>,
}

impl Tree {
    /// Reads a page.
    ///
    /// # Errors
    /// [`crate::error::Kind::Input`] where the steps are used up.
    pub fn new(page: &str, steps: &mut Steps) -> Result<Tree> {
        let mut emitter = DefaultEmitter::default();
        // Without it, the words of a script would be tags and text.
        emitter.naively_switch_states(true);
        let mut builder = Builder::new();
        // In XHTML `<a id="x"/>` is whole; in HTML the slash says nothing.
        let xhtml = {
            let start = &page[..page.floor_char_boundary(512)];
            start.starts_with("<?xml") || start.contains("XHTML")
        };
        for token in Tokenizer::new_with_emitter(page, emitter) {
            steps.spend(1)?;
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    if xhtml && tag.self_closing && !is_empty_by_nature(&tag.name) {
                        continue;
                    }
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let attribute = |name: &str| {
                        let value = tag.attributes.get(name.as_bytes())?;
                        Some(String::from_utf8_lossy(value).into_owned())
                    };
                    builder.start(&name, &attribute);
                }
                Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        Ok(builder.finish())
    }

    /// The tag of an element; nothing for a text.
    pub fn tag(&self, index: usize) -> Option<Tag> {
        match &self.nodes[index].what {
            What::Element(tag, _) => Some(*tag),
            What::Text(_) => None,
        }
    }

    /// `id` and `class` of an element.
    pub fn names(&self, index: usize) -> &str {
        match &self.nodes[index].what {
            What::Element(_, Some(names)) => names,
            _ => "",
        }
    }

    /// The words below a node, white space collapsed.
    pub fn words(&self, index: usize) -> String {
        let mut words = String::new();
        for node in &self.nodes[index..self.nodes[index].end] {
            if let What::Text(text) = &node.what {
                words.push_str(text);
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Elements that are never read as text.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "applet", "select",
    "button", "textarea", "rt", "rp", "nav", "footer", "aside", "audio", "video", "canvas", "map",
    "noframes", "datalist",
];
/// Elements that hold nothing, so that no end is waited for.
const VOID: &[&str] = &[
    "area", "base", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];
/// Elements that change the look of words inside a line and are no nodes.
const INLINE: &[&str] = &[
    "b",
    "i",
    "u",
    "s",
    "em",
    "strong",
    "font",
    "span",
    "small",
    "big",
    "sub",
    "tt",
    "code",
    "mark",
    "abbr",
    "cite",
    "del",
    "ins",
    "strike",
    "label",
    "o:p",
    "st1:chsdate",
    "bdo",
    "q",
    "ruby",
    "time",
    "data",
    "html",
    "head",
    "kbd",
    "samp",
    "var",
    "dfn",
    "wbr",
    "nobr",
    "blink",
    "v:shape",
    "rb",
    "picture",
];

fn is_empty_by_nature(name: &[u8]) -> bool {
    name == b"br" || VOID.iter().any(|void| void.as_bytes() == name)
}

fn tag_of(name: &str) -> Tag {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Tag::Heading(name.as_bytes()[1] - b'0'),
        "li" => Tag::Item,
        "ol" => Tag::List { numbered: true },
        "ul" => Tag::List { numbered: false },
        "table" => Tag::Table,
        "tr" => Tag::Row,
        "td" | "th" => Tag::Cell,
        "br" => Tag::Break,
        "pre" | "listing" | "xmp" | "plaintext" => Tag::Pre,
        "a" => Tag::Link,
        "sup" => Tag::Raised,
        "title" => Tag::Title,
        name if SILENT.contains(&name) => Tag::Silent,
        _ => Tag::Block,
    }
}

struct Open {
    index: usize,
    name: String,
    tag: Tag,
}

struct Builder {
    tree: Tree,
    /// The elements that are open, the root first.
    open: Vec<Open>,
    /// Where in `open` the elements of a name stand, so that none is searched for.
    by_name: HashMap<String, Vec<usize>>,
    /// Where in `open` the cells stand: an end tag reaches no further than its cell.
    cells: Vec<usize>,
}

impl Builder {
    fn new() -> Builder {
        let root = Node { parent: 0, end: 0, what: What::Element(Tag::Page, None) };
        Builder {
            tree: Tree { nodes: vec![root], metas: Vec::new() },
            open: vec![Open { index: 0, name: String::new(), tag: Tag::Page }],
            by_name: HashMap::new(),
            cells: Vec::new(),
        }
    }

    fn start(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        if name == "meta" {
            let named = ["name", "property", "itemprop"].iter().find_map(|key| attribute(key));
            if let (Some(named), Some(content)) = (named, attribute("content")) {
                self.tree.metas.push((named.trim().to_lowercase(), content.trim().to_owned()));
            }
        }
        if name == "time"
            && let Some(when) = attribute("datetime")
        {
            self.tree.metas.push(("time".to_owned(), when));
        }
        if VOID.contains(&name) {
            if name == "hr" {
                self.leaf(Tag::Break);
            }
            return;
        }
        // So LibreOffice marks the head and the foot of its pages.
        let of_page = name == "div" && attribute("title").is_some_and(|t| matches!(&*t, "header" | "footer"));
        let style = attribute("style").unwrap_or_default();
        let style: String = style.to_lowercase().split_whitespace().collect();
        let hidden = of_page
            || attribute("hidden").is_some()
            || style.contains("display:none")
            || style.contains("visibility:hidden");
        let inline = INLINE.contains(&name);
        let raised = inline && style.contains("vertical-align:super");
        // A link that leads nowhere is a place to link to.
        let place = name == "a" && attribute("href").is_none();
        if (inline || place) && !hidden && !raised {
            return;
        }
        let tag = match name {
            _ if hidden => Tag::Silent,
            _ if raised => Tag::Raised,
            name => tag_of(name),
        };
        match name {
            "br" => return self.leaf(Tag::Break),
            "a" => self.close_within("a", None),
            "li" => self.close_within("li", Some(&["ul", "ol", "menu"])),
            "dt" | "dd" => {
                self.close_within("dt", Some(&["dl"]));
                self.close_within("dd", Some(&["dl"]));
            }
            "td" | "th" => {
                self.close_within("td", Some(&["table", "tr"]));
                self.close_within("th", Some(&["table", "tr"]));
            }
            "tr" | "tbody" | "thead" | "tfoot" => self.close_within("tr", Some(&["table"])),
            "option" => self.close_within("option", Some(&["select"])),
            _ => {}
        }
        if !matches!(tag, Tag::Link | Tag::Raised | Tag::Silent) {
            self.close_within("p", None);
        }
        let names = [attribute("id"), attribute("class")].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let names = (!names.is_empty()).then(|| names.to_lowercase().into_boxed_str());
        let index = self.push(What::Element(tag, names));
        if tag == Tag::Cell {
            self.cells.push(self.open.len());
        }
        self.by_name.entry(name.to_owned()).or_default().push(self.open.len());
        self.open.push(Open { index, name: name.to_owned(), tag });
    }

    fn end(&mut self, name: &str) {
        if name == "br" {
            return self.leaf(Tag::Break);
        }
        if matches!(name, "body" | "html" | "form") {
            return;
        }
        let Some(at) = self.by_name.get(name).and_then(|places| places.last().copied()) else { return };
        let of_table = matches!(name, "table" | "tr" | "tbody" | "thead" | "tfoot" | "td" | "th");
        let cell = self.cells.last().copied().unwrap_or(0);
        if at >= cell || of_table {
            self.close_to(at);
        }
    }

    /// Closes the innermost open element of a name, unless a cell or one of the `fences` was opened
    /// after it.
    fn close_within(&mut self, name: &str, fences: Option<&[&str]>) {
        let last = |name: &str| self.by_name.get(name).and_then(|places| places.last().copied());
        let Some(at) = last(name) else { return };
        let fence = fences.into_iter().flatten().filter_map(|fence| last(fence)).max().unwrap_or(0);
        let cell = self.cells.last().copied().unwrap_or(0);
        if at > fence && at >= cell {
            self.close_to(at);
        }
    }

    /// Closes what was opened from a place of `open` on.
    fn close_to(&mut self, at: usize) {
        while self.open.len() > at.max(1) {
            let Some(open) = self.open.pop() else { return };
            self.tree.nodes[open.index].end = self.tree.nodes.len();
            if let Some(places) = self.by_name.get_mut(&open.name) {
                places.pop();
            }
            if open.tag == Tag::Cell {
                self.cells.pop();
            }
        }
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            let index = self.push(What::Text(text.to_owned()));
            self.tree.nodes[index].end = index + 1;
        }
    }

    fn leaf(&mut self, tag: Tag) {
        let index = self.push(What::Element(tag, None));
        self.tree.nodes[index].end = index + 1;
    }

    fn push(&mut self, what: What) -> usize {
        let parent = self.open.last().map_or(0, |open| open.index);
        self.tree.nodes.push(Node { parent, end: 0, what });
        self.tree.nodes.len() - 1
    }

    fn finish(mut self) -> Tree {
        self.close_to(1);
        self.tree.nodes[0].end = self.tree.nodes.len();
        self.tree
    }
}
