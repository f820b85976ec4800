//! Units, and what they measure.

use std::borrow::Cow;

/// What a unit measures; decides how a number with it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// 元, 美元.
    Money,
    /// %, ‰.
    Share,
    /// 个百分点.
    Points,
    /// 倍, 番.
    Fold,
    /// 亩, 平方米.
    Area,
    /// 公里, 米.
    Length,
    /// Mass, volume, energy, capacity.
    Amount,
    /// Things: 个, 家, 处.
    Count,
    /// Events: 次, 场, 轮.
    Times,
    /// People.
    Person,
    /// 天, 个月, 小时.
    Duration,
    /// 岁.
    Age,
    /// Not a unit: the number is part of a name, a date or an order.
    Name,
}

/// A unit in its standard spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Standard spelling, as stored.
    pub name: Cow<'static, str>,
    /// What it measures.
    pub kind: UnitKind,
    /// Han numerals may stand before it.
    pub han: bool,
    /// Han numerals only where no word goes on after it (二里, but 三里湾 is a name).
    pub closing: bool,
    /// A single one is worth counting where something is built or bought (新建一座).
    pub one: bool,
    /// The number is a part of a date.
    pub date: bool,
    /// A mask before it hides the name of a place, not a number (XX村).
    pub place: bool,
}
