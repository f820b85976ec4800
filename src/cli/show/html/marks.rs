//! A text cut where marks begin and end, so that marks may overlap in any way.

use std::collections::BTreeSet;

/// What a mark says of the words under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Heading,
    Goal,
    Outcome,
    Mention,
    Doubt,
}

/// Words of the text and the row that they belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) sort: Sort,
    /// In characters, from 0; the end is exclusive.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What distinguishes it on the page.
    pub(super) id: String,
    /// The id of its row.
    pub(super) row: String,
    /// What its row is called on the page: G12.
    pub(super) label: String,
    /// What the row says, in short.
    pub(super) tip: String,
}

/// Words under the same marks, by their places among the marks.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The marks over it, the longest first.
    pub(super) under: Vec<usize>,
    /// The marks that begin with it.
    pub(super) opens: Vec<usize>,
    /// The marks that end with it.
    pub(super) closes: Vec<usize>,
}

/// Cuts a text of `length` characters at the bounds of all marks and at `cuts`. No piece is empty, and
/// together they are the whole text. Marks must lie within the text and not be empty.
pub(super) fn pieces(length: usize, marks: &[Mark], cuts: &BTreeSet<usize>) -> Vec<Piece> {
    let mut bounds: BTreeSet<usize> = cuts.iter().copied().filter(|at| *at < length).collect();
    bounds.extend(marks.iter().flat_map(|mark| [mark.start, mark.end]));
    bounds.extend([0, length]);
    let bounds: Vec<usize> = bounds.into_iter().collect();
    let mut coming: Vec<usize> = (0..marks.len()).collect();
    coming.sort_by_key(|&at| (marks[at].start, std::cmp::Reverse(marks[at].end), marks[at].sort, at));
    let mut coming = coming.into_iter().peekable();
    let mut under: Vec<usize> = Vec::new();
    let mut pieces = Vec::new();
    for pair in bounds.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        under.retain(|&at| marks[at].end > start);
        let mut opens = Vec::new();
        while let Some(at) = coming.next_if(|&at| marks[at].start <= start) {
            under.push(at);
            opens.push(at);
        }
        under.sort_by_key(|&at| (std::cmp::Reverse(marks[at].end - marks[at].start), marks[at].sort, at));
        let closes = under.iter().rev().copied().filter(|&at| marks[at].end == end).collect();
        pieces.push(Piece { start, end, under: under.clone(), opens, closes });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Mark, Piece, Sort, pieces};

    fn mark(start: usize, end: usize) -> Mark {
        let empty = String::new();
        Mark {
            sort: Sort::Goal,
            start,
            end,
            id: empty.clone(),
            row: empty.clone(),
            label: empty.clone(),
            tip: empty,
        }
    }

    fn cut(length: usize, marks: &[(usize, usize)], cuts: &[usize]) -> Vec<Piece> {
        let marks: Vec<Mark> = marks.iter().map(|&(start, end)| mark(start, end)).collect();
        pieces(length, &marks, &cuts.iter().copied().collect::<BTreeSet<usize>>())
    }

    fn piece(start: usize, end: usize, under: &[usize], opens: &[usize], closes: &[usize]) -> Piece {
        Piece { start, end, under: under.to_vec(), opens: opens.to_vec(), closes: closes.to_vec() }
    }

    #[test]
    fn nested_overlapping_equal_and_touching_marks() {
        assert_eq!(
            cut(10, &[(1, 9), (2, 5)], &[]),
            [
                piece(0, 1, &[], &[], &[]),
                piece(1, 2, &[0], &[0], &[]),
                piece(2, 5, &[0, 1], &[1], &[1]),
                piece(5, 9, &[0], &[], &[0]),
                piece(9, 10, &[], &[], &[]),
            ]
        );
        assert_eq!(
            cut(6, &[(0, 4), (2, 6)], &[]),
            [piece(0, 2, &[0], &[0], &[]), piece(2, 4, &[0, 1], &[1], &[0]), piece(4, 6, &[1], &[], &[1])]
        );
        assert_eq!(cut(3, &[(0, 3), (0, 3)], &[]), [piece(0, 3, &[0, 1], &[0, 1], &[1, 0])]);
        assert_eq!(
            cut(4, &[(0, 2), (2, 4)], &[]),
            [piece(0, 2, &[0], &[0], &[0]), piece(2, 4, &[1], &[1], &[1])]
        );
    }

    #[test]
    fn a_cut_parts_a_mark_but_neither_opens_nor_closes_it() {
        assert_eq!(
            cut(6, &[(1, 6)], &[3, 99]),
            [piece(0, 1, &[], &[], &[]), piece(1, 3, &[0], &[0], &[]), piece(3, 6, &[0], &[], &[0])]
        );
        assert_eq!(cut(0, &[], &[0]), []);
    }
}
