//! Which part of a page is the article, and what inside of it is not.

use super::tree::{Node, Tag, Tree, What};

/// The element that holds at least this share of the prose of the one around it holds the article.
const SHARE: f64 = 0.75;
/// But not where others of its kind hold this share: chapters of one text, each with its heading.
const CHAPTER: f64 = 0.05;
/// A text of at least so many characters, or with a mark of a sentence in it, is prose.
const PROSE: usize = 24;
/// Parts whose words are links by at least this share are lists of links.
const LINKED: f64 = 0.6;
/// But no list of links holds one character in so many of all prose.
const LISTED_PROSE: usize = 4;
/// A part with so many times the prose of all that stands outside of such parts holds the article,
/// whatever its name.
const MISNAMED: usize = 10;

/// Names of elements around an article or in its midst, parts of `id` and `class` between blanks,
/// hyphens and underscores.
const FURNITURE: &[&str] = &[
    "nav",
    "navi",
    "navbar",
    "menu",
    "footer",
    "foot",
    "bottom",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "sidebar",
    "share",
    "bdsharebuttonbox",
    "related",
    "relate",
    "comment",
    "comments",
    "pager",
    "pagination",
    "copyright",
    "toolbar",
    "qrcode",
    "ewm",
    "position",
    "location",
    "print",
    "prevnext",
    "social",
    "dqwz",
    "xgxx",
    "xglj",
    "fenxiang",
    "daohang",
];

/// A name only by itself: `hidden-xs` hides on small screens, `label-hidden` hides a label.
const HIDDEN: &str = "hidden";

/// The article of a page.
#[derive(Debug)]
pub struct Article {
    /// The element that holds it.
    pub node: usize,
    /// For each node of the page: it is left out, with all that it holds.
    pub left_out: Vec<bool>,
}

/// Finds the article.
pub fn of(tree: &Tree) -> Article {
    let count = tree.nodes.len();
    let named: Vec<bool> = (0..count).map(|index| is_furniture(tree, index)).collect();
    let read = readable(tree);
    let named = believed(tree, named, &read);
    let mut weight = vec![Weight::default(); count];
    let mut left_out = vec![false; count];
    for index in 0..count {
        left_out[index] = (index > 0 && left_out[tree.nodes[index].parent])
            || matches!(tree.tag(index), Some(Tag::Silent | Tag::Title))
            || named[index];
        if !left_out[index] {
            weight[index] = read[index];
            weight[index].headings = usize::from(matches!(tree.tag(index), Some(Tag::Heading(_))));
        }
    }
    // Children stand behind their parents.
    for index in (1..count).rev() {
        let below = weight[index];
        weight[tree.nodes[index].parent].add(below);
    }
    let node = descend(tree, &weight);
    // Lists of links inside: related pages, next and last page.
    let mut index = node + 1;
    while index < tree.nodes[node].end {
        let linked = weight[index].linked as f64;
        let all = weight[index].all as f64;
        let part = matches!(tree.tag(index), Some(Tag::Block | Tag::List { .. } | Tag::Table | Tag::Item));
        // With a heading over prose it is a chapter, whatever it refers to; what it holds is looked at by itself.
        let chapter = weight[index].headings > 0 && weight[index].prose > 0;
        let few = weight[index].prose * LISTED_PROSE < weight[node].prose || weight[index].prose == 0;
        let listed = few && !chapter;
        if part && weight[index].links > 1 && linked >= LINKED * all && listed && !left_out[index] {
            for below in &mut left_out[index..tree.nodes[index].end] {
                *below = true;
            }
            index = tree.nodes[index].end;
        } else {
            index += 1;
        }
    }
    Article { node, left_out }
}

/// The weight of each text, where it is read at all.
fn readable(tree: &Tree) -> Vec<Weight> {
    let count = tree.nodes.len();
    let mut weight = vec![Weight::default(); count];
    let mut in_link = vec![false; count];
    let mut silent = vec![false; count];
    for index in 0..count {
        let Node { parent, what, .. } = &tree.nodes[index];
        let above = |of: &[bool]| index > 0 && of[*parent];
        in_link[index] = tree.tag(index) == Some(Tag::Link) || above(&in_link);
        silent[index] = matches!(tree.tag(index), Some(Tag::Silent | Tag::Title)) || above(&silent);
        if let (What::Text(text), false) = (what, silent[index]) {
            weight[index] = Weight::of(text, in_link[index]);
        }
    }
    weight
}

/// Which names are believed: sites also call a whole page by what it has around its article
/// (`with-nav`), and then next to no prose is left outside. The heaviest part is asked first, and what
/// it holds counts as outside for those that are lighter.
fn believed(tree: &Tree, mut named: Vec<bool>, read: &[Weight]) -> Vec<bool> {
    // Prose below a node: all of it, and that in no named part below.
    let mut all: Vec<usize> = read.iter().map(|weight| weight.prose).collect();
    let mut outside = all.clone();
    for index in (1..tree.nodes.len()).rev() {
        let parent = tree.nodes[index].parent;
        all[parent] += all[index];
        outside[parent] += if named[index] { 0 } else { outside[index] };
    }
    let mut parts: Vec<usize> = (1..named.len()).filter(|index| named[*index] && all[*index] > 0).collect();
    // Of two with the same prose the outer one comes first: the sort is stable.
    parts.sort_by_key(|index| std::cmp::Reverse(all[*index]));
    let mut left = outside[0];
    for part in parts {
        if left * MISNAMED >= all[part] {
            break;
        }
        named[part] = false;
        left += outside[part];
    }
    named
}

/// Goes down for as long as one element holds most of the prose.
fn descend(tree: &Tree, weight: &[Weight]) -> usize {
    let mut node = 0;
    loop {
        let mut child = node + 1;
        let mut next = None;
        while child < tree.nodes[node].end {
            if weight[child].prose as f64 >= SHARE * weight[node].prose as f64 && weight[child].prose > 0 {
                next = Some(child);
                break;
            }
            child = tree.nodes[child].end.max(child + 1);
        }
        match next {
            // A paragraph is no article: its neighbours belong to it.
            Some(next)
                if matches!(
                    tree.tag(next),
                    Some(Tag::Block | Tag::Table | Tag::Row | Tag::Cell | Tag::List { .. } | Tag::Pre)
                ) && (next + 1..tree.nodes[next].end).any(|below| parts_lines(tree, below))
                    && !is_chapter(tree, weight, node, next) =>
            {
                node = next;
            }
            _ => return node,
        }
    }
}

/// The child of this node is one chapter of several.
fn is_chapter(tree: &Tree, weight: &[Weight], node: usize, child: usize) -> bool {
    let kind = |index: usize| (tree.tag(index), tree.names(index).rsplit(' ').next().unwrap_or_default());
    let (of_child, least) = (kind(child), CHAPTER * weight[node].prose as f64);
    if of_child.1.is_empty() || weight[child].headings == 0 {
        return false;
    }
    let mut others = 0;
    let mut other = node + 1;
    while other < tree.nodes[node].end {
        if other != child && weight[other].headings > 0 && kind(other) == of_child {
            others += weight[other].prose;
        }
        other = tree.nodes[other].end.max(other + 1);
    }
    others > 0 && others as f64 >= least
}

/// An element at which a line ends.
fn parts_lines(tree: &Tree, index: usize) -> bool {
    !matches!(tree.tag(index), None | Some(Tag::Link | Tag::Raised | Tag::Silent | Tag::Title | Tag::Page))
}

#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// Characters that are no white space.
    all: usize,
    /// Those in links.
    linked: usize,
    /// Those of prose outside of links.
    prose: usize,
    /// Texts in links.
    links: usize,
    /// `h1` to `h6`.
    headings: usize,
}

impl Weight {
    fn of(text: &str, in_link: bool) -> Weight {
        let all = text.chars().filter(|c| !c.is_whitespace()).count();
        let prose = !in_link && (all >= PROSE || text.contains(['。', '，', '；', '！']));
        Weight {
            all,
            linked: if in_link { all } else { 0 },
            prose: if prose { all } else { 0 },
            links: usize::from(in_link && all > 0),
            headings: 0,
        }
    }

    fn add(&mut self, below: Weight) {
        self.all += below.all;
        self.linked += below.linked;
        self.prose += below.prose;
        self.links += below.links;
        self.headings += below.headings;
    }
}

fn is_furniture(tree: &Tree, index: usize) -> bool {
    let names = tree.names(index);
    !names.is_empty()
        && !matches!(tree.tag(index), Some(Tag::Heading(_)))
        && names
            .split(' ')
            .any(|name| name == HIDDEN || name.split(['-', '_']).any(|part| FURNITURE.contains(&part)))
}
