//! Plain data: what a reader finds in one document.
//!
//! Offsets everywhere are Unicode characters (scalar values) of [`crate::text::Text::source`],
//! never bytes. The words that each enum can hold are those of the database columns.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::text::{Script, Span};

/// Defines an enum whose variants have one fixed word each, as stored and printed.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }
        impl $name {
            /// Every variant, in declaration order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The word that the database and every output use.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }
    };
}

words! {
    /// What sort of document a text is.
    DocumentKind {
        /// 政府工作报告, or any text that looks back and ahead.
        Report = "report",
        /// 工作计划, 打算, 安排, 思路.
        Plan = "plan",
        /// 工作要点.
        KeyPoints = "key_points",
        /// Looks back only.
        Summary = "summary",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// Which part of a report a section belongs to.
    Part {
        /// Preamble, 指导思想, 总体要求.
        Overview = "overview",
        /// Work done.
        Review = "review",
        /// 存在问题.
        Problems = "problems",
        /// Work to do.
        Plan = "plan",
        /// Closing appeal.
        Closing = "closing",
    }
}

words! {
    /// How far a commitment can be checked.
    GoalKind {
        /// It has a number that says how much.
        Quantified = "quantified",
        /// An event can show it as done or not done.
        Milestone = "milestone",
        /// Every other commitment.
        Qualitative = "qualitative",
    }
}

words! {
    /// What a number measures.
    Measure {
        /// An amount.
        Level = "level",
        /// A change against an earlier time; falls are negative.
        Growth = "growth",
        /// A share or a rate.
        Ratio = "ratio",
        /// A place in an order (全县第一 = 1).
        Rank = "rank",
    }
}

words! {
    /// How a number binds.
    Comparator {
        /// The number itself (also 达到, 实现).
        Eq = "eq",
        /// At least (以上, 不低于, 突破, 超过); includes the number.
        Ge = "ge",
        /// At most (以内, 以下, 不超过, 前三名); includes the number.
        Le = "le",
        /// Near it (约, 左右, 近, 余, 多).
        About = "about",
        /// From `value_low` to `value_high`.
        Range = "range",
    }
}

words! {
    /// What sort of thing with a name of its own a project is.
    ProjectKind {
        /// An investment, construction, renovation or treatment project.
        Project = "project",
        /// A park, base, zone, scenic area, town or district under development.
        Site = "site",
        /// A road, canal or river section being built or widened.
        Road = "road",
        /// A campaign, initiative or scheme.
        Programme = "programme",
    }
}

words! {
    /// How far a project has come where it is mentioned.
    Phase {
        /// 谋划, 拟建, 争取.
        Proposed = "proposed",
        /// 启动, 开工.
        Started = "started",
        /// 推进, 加快建设, 续建.
        UnderWay = "under_way",
        /// 建成, 完成, 竣工.
        Finished = "finished",
        /// 投产, 投用, 运营.
        InUse = "in_use",
    }
}

words! {
    /// Why a reader of the rows should look at a place.
    DoubtKind {
        /// The title's year and the text's year differ.
        YearConflict = "year_conflict",
        /// Numbers of the text are redacted.
        Masked = "masked",
        /// A list says one count and names another.
        CountMismatch = "count_mismatch",
        /// A chained list has more values than subjects, or fewer.
        UnevenList = "uneven_list",
        /// The text has no structure that is known.
        NoStructure = "no_structure",
        /// The text holds characters that its encoding could not give.
        Decoding = "decoding",
        /// The text seems to hold more than one report.
        SeveralReports = "several_reports",
        /// A section number is missing or comes twice.
        NumberingGap = "numbering_gap",
        /// A value is far outside what such a place or such a rate can have.
        OutOfScale = "out_of_scale",
    }
}

/// What is known of the document as a whole. Names are in Simplified script.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentFacts {
    /// The title the text itself bears, without file endings, copy numbers and repeats.
    pub title: Option<String>,
    /// What sort of document it is.
    pub kind: DocumentKind,
    /// Whose report it is: the township, or the county or city, as printed.
    pub town: Option<String>,
    /// The county that the text names as its own or the town's.
    pub county: Option<String>,
    /// The province or prefecture-level area, where printed.
    pub province: Option<String>,
    /// The year the title states, else the year of the meeting under the title.
    pub declared_year: Option<i32>,
    /// The (last) year looked back on.
    pub review_year: Option<i32>,
    /// The (first) year planned for.
    pub plan_year: Option<i32>,
    /// A publishing date printed in the text, as `YYYY-MM-DD`.
    pub published_on: Option<String>,
    /// The script the text is written in.
    pub script: Script,
}

/// A node of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Index of the parent in the same list; `None` at the top.
    pub parent: Option<usize>,
    /// Depth in the tree, 1 at the top.
    pub level: u32,
    /// The marker as printed without spaces (`(一)`, `1.`, `一是`, `——`); empty where there is none.
    pub marker: String,
    /// The heading's words as printed, without marker and closing punctuation.
    pub heading: String,
    /// The part of the report it belongs to.
    pub part: Part,
    /// From the marker to the end of the section, its children included.
    pub span: Span,
    /// Where the heading ends and the body begins.
    pub body_start: u32,
}

/// The fate of a Han digit without a unit: 一 in 统一, 三 in 三农.
pub const PART_OF_WORD: &str = "no number: part of a word";

/// The fate of a number that only marks an item of a list: 3. and (3) where an item begins.
pub const LIST_MARKER: &str = "list marker";

/// One number of the text, whatever became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its place, with its unit and its comparing words.
    pub span: Span,
    /// Lower end, in the canonical unit; `None` where masked.
    pub value_low: Option<Decimal>,
    /// Upper end; equal to the lower one unless a range.
    pub value_high: Option<Decimal>,
    /// Unit in its standard spelling, 万 and 亿 multiplied out; `None` for a bare number.
    pub unit: Option<Cow<'static, str>>,
    /// How the number binds.
    pub comparator: Comparator,
    /// The number is redacted (xx, *, ○).
    pub masked: bool,
    /// What became of it: `goal`, `outcome`, or the reason it became neither.
    pub fate: &'static str,
}

/// The measured side of a goal or an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// How it is measured; `None` for milestones and qualitative goals, as all below.
    pub measure: Option<Measure>,
    /// How the number binds.
    pub comparator: Option<Comparator>,
    /// Lower end, in the canonical unit.
    pub value_low: Option<Decimal>,
    /// Upper end.
    pub value_high: Option<Decimal>,
    /// Unit in its standard spelling.
    pub unit: Option<Cow<'static, str>>,
    /// The number is redacted.
    pub masked: bool,
}

impl Figure {
    /// The figure of a commitment without a number.
    pub const NONE: Figure = Figure {
        measure: None,
        comparator: None,
        value_low: None,
        value_high: None,
        unit: None,
        masked: false,
    };
}

/// Something the text commits itself to, or reports as done.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The words as printed.
    pub text: String,
    /// Their place.
    pub span: Span,
    /// Index of the innermost section that holds it.
    pub section: Option<usize>,
    /// What is measured, in Simplified script.
    pub indicator: Option<String>,
    /// The one name of the series that the indicator belongs to, over towns and years
    /// (地区生产总值 for GDP and 生产总值); `None` where the lexicon knows none.
    pub canonical_indicator: Option<&'static str>,
    /// The number, where there is one.
    pub figure: Figure,
    /// The year the claim is for.
    pub year: Option<i32>,
    /// Stable name of the rule that found it.
    pub rule: &'static str,
}

/// A commitment.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// How far it can be checked.
    pub kind: GoalKind,
    /// What is claimed, and where.
    pub claim: Claim,
    /// The time limit as printed (6月底前, 年内, 2025年12月), where there is one.
    pub deadline: Option<String>,
}

/// A thing with a name of its own, once for each document.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The name in Simplified script, without the verb before it.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ProjectKind,
    /// Every place where the document speaks of it, in reading order; never empty.
    pub mentions: Vec<Mention>,
}

/// One place where a document speaks of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The words as printed.
    pub text: String,
    /// Their place.
    pub span: Span,
    /// Index of the innermost section that holds it.
    pub section: Option<usize>,
    /// The year the passage is about.
    pub year: Option<i32>,
    /// How far the project has come, where the passage says so.
    pub phase: Option<Phase>,
    /// The investment named with the mention, in yuan (总投资3亿元的…).
    pub amount: Option<Decimal>,
    /// Stable name of the rule that found it.
    pub rule: &'static str,
}

/// Something a reader of the rows should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// Why.
    pub kind: DoubtKind,
    /// The same in words, for a person.
    pub message: String,
    /// Where, if it has a place.
    pub span: Option<Span>,
}

/// Everything found in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The document as a whole.
    pub document: DocumentFacts,
    /// The outline in reading order; parents stand before their children.
    pub sections: Vec<Section>,
    /// Every number seen, in reading order.
    pub quantities: Vec<Quantity>,
    /// Commitments, in reading order.
    pub goals: Vec<Goal>,
    /// Reported results, in reading order.
    pub outcomes: Vec<Claim>,
    /// Named things, in order of first mention.
    pub projects: Vec<Project>,
    /// What should be looked at.
    pub doubts: Vec<Doubt>,
}
