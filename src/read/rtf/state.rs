//! What holds of the text that is being read, and the paragraph that it goes to.

use crate::read::raised::Runs;

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Text of the document.
    Text,
    /// The number of a paragraph.
    Label,
    /// The code of a field.
    Code,
    /// No text: pictures, properties.
    Nothing,
    /// Fonts, and which code page each has.
    Fonts,
    /// Names of styles.
    Styles,
}

/// What holds until the group ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) place: Place,
    /// Number of the font.
    pub(super) font: i32,
    /// Characters (bytes) that stand for each `\u` in readers that do not know it.
    pub(super) instead: u32,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    /// Raised above the line.
    pub(super) raised: bool,
    /// A note or a text box began with this group.
    pub(super) apart: Option<Apart>,
}

/// A text that does not stand where its group does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    Note,
    Box,
}

/// A paragraph that is being read, and what of its format counts.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) words: Runs,
    pub(super) label: String,
    pub(super) boxes: Vec<String>,
    pub(super) in_table: bool,
    pub(super) depth: usize,
    pub(super) style: i32,
    /// The lines of a note or text box that is being read.
    pub(super) done: Vec<String>,
}
