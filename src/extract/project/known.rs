//! Which names of a document are of one project.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The names that a document has had so far.
#[derive(Debug, Default)]
pub struct Known {
    by_core: BTreeMap<String, usize>,
    /// Names of five characters and more by their last five.
    by_end: BTreeMap<[char; SHORTEST_END], Vec<(String, usize)>>,
}

/// Shortest name of a road: 人民路.
const SHORTEST_ROAD: usize = 3;

/// Shortest name that stands for every longer one which ends with it.
const SHORTEST_END: usize = 5;

impl Known {
    /// The first project that has this name, or else the `next` one, which has it from now on: a name equal but
    /// for 项目, 工程 or 建设 at the end, or one the end of the other (中小企业园, 城区中小企业园).
    pub fn project(&mut self, name: &str, next: usize) -> usize {
        let core = core(name);
        let mut alike = last_characters(name).map(|end| self.by_end.entry(end).or_default());
        let ends = alike.iter().flat_map(|alike| alike.iter());
        let ends = ends.filter(|(other, _)| other.ends_with(name) || name.ends_with(other.as_str()));
        let first = ends.map(|&(_, project)| project).min();
        let project = match self.by_core.entry(core.to_owned()) {
            Entry::Occupied(equal) => first.map_or(*equal.get(), |first| first.min(*equal.get())),
            Entry::Vacant(place) => *place.insert(first.unwrap_or(next)),
        };
        if let Some(alike) = &mut alike
            && !alike.iter().any(|(other, _)| other == name)
        {
            alike.push((name.to_owned(), project));
        }
        project
    }
}

/// A name without the words at its end that may be left off; a road that is rebuilt is the same road.
fn core(name: &str) -> &str {
    let mut name = name;
    loop {
        let road = |rest: &&str| rest.ends_with(['路', '段', '线', '道', '街']);
        let rebuilt = || ["改建", "改造", "改扩建", "拓宽", "大修"].iter().find_map(|w| name.strip_suffix(w));
        let left = ["项目", "工程", "建设"].iter().find_map(|tail| name.strip_suffix(tail));
        let whole = |shortest: usize| move |rest: &&str| rest.chars().nth(shortest - 1).is_some();
        let rest = left.filter(whole(SHORTEST_END - 1));
        match rest.or_else(|| rebuilt().filter(road).filter(whole(SHORTEST_ROAD))) {
            Some(rest) => name = rest,
            None => return name,
        }
    }
}

/// The last five characters of a name that has them.
fn last_characters(name: &str) -> Option<[char; SHORTEST_END]> {
    let mut end = [' '; SHORTEST_END];
    let mut from_the_end = name.chars().rev();
    for place in end.iter_mut().rev() {
        *place = from_the_end.next()?;
    }
    Some(end)
}
