//! Open word classes as data, compiled in.
//!
//! Each file under `lexicon/` holds one kind of words with sentences that must and must not match;
//! a test runs them, and the build compiles in the words alone. Closed classes (numerals, heading marks) are tables in the code that reads them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Kind, Result};
use crate::fact::{Comparator, ProjectKind};

mod series;
mod words;

use series::Series;
pub use words::Words;

/// What a unit measures; decides how a number with it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    pub name: String,
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

/// A word class.
#[derive(Debug)]
pub struct Class(Words<()>);

impl Class {
    /// Whether `words` are one word of the class, and nothing else.
    pub fn whole(&self, words: &[char]) -> bool {
        self.0.at_start(words).is_some_and(|(len, ())| len == words.len())
    }
}

impl std::ops::Deref for Class {
    type Target = Words<()>;
    fn deref(&self) -> &Words<()> {
        &self.0
    }
}

/// Declares a file of word classes: one field for each table of the file.
macro_rules! classes {
    ($(#[$doc:meta])* $name:ident, $entries:ident { $($(#[$fdoc:meta])* $field:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name { $($(#[$fdoc])* pub $field: Class,)+ }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $entries { $($field: ClassEntry,)+ }
        impl $name {
            fn load(file: &str, text: &str) -> Result<$name> {
                let entries: $entries = parse(file, text)?;
                Ok($name { $($field: entries.$field.class(),)+ })
            }
        }
    };
}

classes! {
    /// What stands between a subject and its number.
    Predicates, PredicateEntries {
        /// The number is a rise: 增长, 提高.
        rises,
        /// The number is a fall: 下降, 减少.
        falls,
        /// The number is the amount reached: 完成, 达到, 为.
        reaches,
        /// Words between subject and predicate that say nothing of either: 同比, 预计.
        adverbs,
        /// Words before a subject that are no part of it: 全县, 其中, 力争.
        openings,
        /// Words that begin like an opening or a mark and are one word with it: 全社会, 和美.
        kept,
        /// The number is a share of a target, in fixed words: 超任务.
        shares,
        /// Verbs of a share: **完成**年初任务的, **占**计划的.
        share_verbs,
        /// What a share is of: 任务, 计划.
        targets,
        /// Verbs that set a number against others: 高于全市平均水平.
        against,
        /// What they are set against: 平均水平.
        averages,
        /// Fields in which a place is taken: 全县, 全市.
        fields,
        /// Words between what is ranked and its field: 位居, 名列.
        placed,
        /// Attributes that need an owner to mean something: 总投资, 产值.
        attributes,
        /// Words with which something is told of a thing just counted: 列入, 全部.
        happens,
        /// Words that only say how many of a kind there are: 各类, 全部.
        quantifiers,
        /// Places that are counted for what is done in them: 3个村的道路硬化.
        places,
        /// Things so general that a topic must be named with them: 企业, 项目.
        things,
        /// States that a thing has come to: 项目**签约**.
        states,
        /// Ends of what a household or a person is counted as: 搬迁**户**.
        persons,
        /// Ranks of offices: **省级**示范村.
        grades,
        /// Words that a thing is done, which are no mark of it: 建成.
        done,
        /// What a thing is for, told after it: 3处市场**消除**占道经营.
        purposes,
        /// Ends of names of bodies, so that a verb before them is a part of the name: 签约服务**团队**.
        bodies,
        /// Names of a rise: 增速.
        growth_names,
        /// Names of a fall: 降幅.
        fall_names,
        /// Verbs of a fall that stand before what falls: 压缩经费三成.
        cuts,
        /// Comparisons before the thing that rises: 比上年增加企业5家.
        compared,
        /// Comparisons with the year before, which report nothing: 较上年.
        past_compared,
        /// Words that open a second, higher target: 增长9%,力争10%.
        second_tiers,
    }
}

classes! {
    /// Verbs and the words around them.
    Verbs, VerbEntries {
        /// Doing something to a thing: 新建, 推进, 打造.
        actions,
        /// Manner before a verb: 大力, 全面.
        manners,
        /// The event has happened: 已, 目前.
        past,
        /// Words that make a statement of the aim: 力争, 确保.
        aims,
        /// Announcements of what is to come: 预期目标.
        announcements,
        /// The year to come, in a review: 明年.
        next_year,
        /// The year past, in a plan: 去年.
        last_year,
        /// Verbs that say nothing of their own: 完成新建公厕 is 公厕.
        light,
        /// Verbs that are nouns too, so that no noun need follow: 绿化, 培训.
        nouns_too,
        /// Deeds that are counted by themselves: 植树5万株.
        deeds,
        /// Nouns that begin like a verb: 招商引资, 生产路.
        compounds,
        /// Verbs of building, fitting or finding that also stand inside a clause: 某路安装路灯.
        acting,
        /// Verbs by which others come to do something: 带动群众增收.
        pivots,
        /// Those who act, and are no part of what is done: 专班, 党委政府.
        agents,
    }
}

classes! {
    /// Words that decide what a number is.
    Numbers, NumberEntries {
        /// They begin like a unit: 家庭, 个别.
        not_units,
        /// They begin like those, yet with a unit: 个 and 体育场.
        still_units,
        /// They end like a comparing word: 签约, 通过.
        not_comparators,
        /// Among whom a place in an order is held: 全县, 位居.
        ranked,
        /// Those among whom it is held: 全区**街道**.
        rivals,
        /// Verbs before a count of one: 新建一座.
        builds,
        /// Verbs of a clause that ends in a count of one: 购置洒水车一台.
        gains,
        /// People after a number without a unit: 4万多群众.
        people,
        /// Meetings after their number: 五次全会.
        meetings,
        /// 多 and 余 belong to what follows: 多次, 多元.
        many,
        /// What can follow 八成 and leave it a share.
        after_tenths,
        /// Before 半 they make a word: 上半年.
        not_half,
        /// The time of a rate: 吨/年.
        times_of_rates,
        /// What a unit price is for: 元/亩.
        denominators,
    }
}

classes! {
    /// Words of events that can be checked.
    Milestones, MilestoneEntries {
        /// Events that are enough by themselves: 投产, 竣工.
        events,
        /// Verbs that open a checkable event: 启动, 通过.
        openers,
        /// What 遏制 and 防止 must bear on to be checkable: 事故, 火灾.
        mishaps,
        /// None of this may happen: 杜绝, 零事故.
        nevers,
        /// Not events, though they look like it.
        vetoes,
        /// What one can pass: 验收, 评审.
        passes,
        /// Openers that a subject may lead: 某项目启动….
        led,
        /// Events that are one only where an aim or a time bears on them: 签约, 落地.
        weak,
        /// Times and aims before an event that make it a commitment: 年底, 早日.
        times,
        /// Words with which a clause begins that leaves its subject to the one before: 年内, 早日.
        leads,
        /// Words that may follow an event and change nothing: 使用, 见效.
        afters,
        /// What a thing can reach: 标准, 要求.
        standards,
        /// What a project has to get before it can begin: 施工许可证.
        papers,
    }
}

classes! {
    /// Words of names.
    Names, NameEntries {
        /// Heads of projects: 项目, 工程.
        projects,
        /// Heads of sites: 产业园, 景区.
        sites,
        /// Heads of roads: 大道, 公路.
        roads,
        /// Heads of programmes: 行动, 活动.
        programmes,
        /// Works on a road after which it is still a road: 拓宽, 改线.
        rebuilding,
        /// Words after which a name begins, also in the middle of a clause.
        hard_borders,
        /// Words after which a name begins where what is left is a name.
        soft_borders,
        /// Words that directly follow a name.
        tails,
        /// Names that are no particular thing's.
        vetoes,
        /// Common words that name one thing in any place: 经济开发区.
        definite,
        /// Where a thing lies: **滨河**湿地公园.
        locators,
        /// Programmes that the whole country calls so: 厕所革命.
        known_campaigns,
        /// Events of works: 恒润纸业**投产**.
        launches,
        /// Words that name no particular thing, yet say what it is about: 森林, 康养.
        generic,
        /// Words that say nothing of what a thing is: 重点, 示范, 民生.
        hollow,
        /// Heads that are verbs or institutions as well: a name ends with them only before a tail.
        wary,
        /// Words that make another thing of the head before them: 区 after 项目, 企业 after 园区.
        joints,
        /// Words that end in a road's head and name none: 思路, 步行街.
        common_roads,
        /// What stands before 路 or 街 and makes no name of it: 产业, 环村.
        plain_roads,
        /// Institutions whose new building is a project: 卫生院, 小学.
        institutions,
        /// Ends of names that are an institution's new building: 迁建, 校区.
        buildings,
        /// Ends of programmes that need little else to be particular: 行动, 攻坚战.
        campaigns,
        /// Words before the noun that closes a list: 重点, 续建.
        list_adjectives,
        /// Verbs that a name may begin with: 养殖, 综合.
        name_verbs,
        /// Schemes that a quotation names: 模式, 财政奖补.
        schemes,
        /// Praise inside a description, not a name: 重要, 一流.
        praise,
        /// Stages of a work that are no work of their own: 主体工程.
        stages,
        /// What may follow 和 inside one name: 保护, 配套.
        joined,
        /// Verbs after which words describe what a place shall be: 打造, 成为.
        ideals,
        /// Words that end before a name begins: 的, 在, 对.
        borders,
    }
}

classes! {
    /// How far a project has come.
    Phases, PhaseEntries {
        /// It is thought of: 谋划, 争取.
        proposed,
        /// It is begun: 启动, 开工.
        started,
        /// It goes on: 推进, 续建.
        under_way,
        /// It is done: 建成, 竣工.
        finished,
        /// It serves: 投产, 通车.
        in_use,
    }
}

classes! {
    /// Words around numbers that measure nothing.
    Dismissals, DismissalEntries {
        /// What an amount of money limits: 亿元以上**项目**.
        limited,
        /// Lines of business that are called by an amount: 百亿**产业**.
        lines,
        /// What money is set aside in: 10亿元产业**基金**.
        funds,
        /// Things whose size an amount is: 2亿元**项目**.
        sized,
        /// What may follow 的 after an amount that is a target: 的目标.
        aims_after,
        /// What may follow 的 after a place in an order that is reached: 前三名的**成绩**.
        rank_nouns,
        /// Honours and punishments for those who are ranked: **奖**前三名.
        awards,
        /// Leading people: **带领**全乡两万名干部群众.
        rallied,
        /// Those who are led: 干部群众.
        followers,
        /// What a number of items makes up together: 九项民生支出**占比**.
        portions,
        /// Words that speak of money, so that a number without a unit is yuan.
        money,
        /// Time is cut: 压缩, 提速.
        time_cut,
        /// What is promised within a time: 办结, 响应.
        answered,
        /// Bounds that stand before the verb: 至少.
        bounds,
        /// Good deeds, announced by their number: 十件实事.
        good_deeds,
        /// Settlements of a size: 25户以上**自然村**.
        settlements,
        /// Roles in which existing things serve: 以4家企业**为龙头**.
        served,
        /// Fixed words that begin with a number: 二次创业, 两项补贴.
        fixed,
        /// 措施, 举措: announced by their number where they are pushed on.
        measures,
        /// Pushing on: 抓好, 推动.
        pushed,
        /// Getting done: 落地.
        landed,
        /// What a number in digits announces as well: 3个方面.
        always_listed,
        /// What a Han number announces: 三大战略, 四个意识.
        listed,
        /// Rules called by their number: 十五条硬措施.
        rules,
        /// Keeping rules: 落实, 执行.
        obeyed,
        /// Existing things that work bears on: 围绕14个项目.
        borne_on,
        /// Works that are named by their size: 万亩**基地**.
        named_works,
        /// Verbs before a size that is a measure: 完成万亩….
        works_done,
    }
}

classes! {
    /// Words around the name of the place whose report it is.
    Places, PlaceEntries {
        /// Words that end in 镇 or 乡 and name no township: 城镇, 返乡.
        common_towns,
        /// Ends of the names of a town's own offices: 农业服务**中心**.
        offices,
        /// Ends of the names of those who sign: **人民政府**.
        signers,
        /// Words directly before the name: 把, 富强.
        words_before,
        /// Words directly behind it: 人民, 经济.
        words_after,
    }
}

classes! {
    /// Words that make a value doubtful.
    Signs, SignEntries {
        /// What a text counts before it lists it: 方面, 工作, 实事.
        announced,
        /// Ends of indicators that no more than all can have: 覆盖率, 合格率.
        bounded,
    }
}

classes! {
    /// Times.
    Periods, PeriodEntries {
        /// Years to come, in a heading: 今后五年.
        to_come,
        /// Limits of time: 年底前.
        limits,
    }
}

/// How much the words of a name say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Characters that no common word covers.
    pub stray: usize,
    /// Characters of common words that say what the thing is about.
    pub telling: usize,
    /// The number of those words.
    pub words: usize,
}

/// The word classes that the reading works with; a value, loaded once and passed in.
#[derive(Debug)]
pub struct Lexicon {
    /// Units by every spelling.
    pub units: Words<Unit>,
    /// Currencies that stand before their number: ￥, 人民币.
    pub units_before: Words<Unit>,
    /// Words before a number that say how it binds.
    pub comparators_before: Words<Comparator>,
    /// Words after a unit that say how the number binds.
    pub comparators_after: Words<Comparator>,
    /// Predicates of numbers.
    pub predicates: Predicates,
    /// Words that decide what a number is.
    pub numbers: Numbers,
    /// Verbs.
    pub verbs: Verbs,
    /// Words around numbers that measure nothing.
    pub dismissals: Dismissals,
    /// Times.
    pub periods: Periods,
    /// Checkable events.
    pub milestones: Milestones,
    /// Parts of names.
    pub names: Names,
    /// How far a project has come.
    pub phases: Phases,
    /// Words around the name of a place.
    pub places: Places,
    /// Words that make a value doubtful.
    pub signs: Signs,
    /// Heads of names, all kinds together: every character of every text is asked for them.
    pub heads: Words<ProjectKind>,
    /// Words that name nothing by themselves, verbs and borders included; `true` where they at
    /// least say what a thing is about.
    common: Words<bool>,
    /// Indicators of a series by every name that is printed for them.
    series: Series,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorsFile {
    indicator: Vec<IndicatorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorEntry {
    name: String,
    variants: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    group: Vec<UnitGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitGroup {
    kind: UnitKind,
    units: Vec<UnitEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    name: String,
    #[serde(default)]
    variants: Vec<String>,
    /// Spellings before the number.
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    han: bool,
    #[serde(default)]
    closing: bool,
    #[serde(default)]
    one: bool,
    #[serde(default)]
    date: bool,
    #[serde(default)]
    place: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparatorsFile {
    comparator: Vec<ComparatorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparatorEntry {
    word: String,
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassEntry {
    words: Vec<String>,
}

impl ClassEntry {
    fn class(self) -> Class {
        Class(Words::new(self.words.into_iter().map(|word| (word, ()))))
    }
}

const UNITS: &str = include_str!(concat!(env!("OUT_DIR"), "/units.json"));
const COMPARATORS: &str = include_str!(concat!(env!("OUT_DIR"), "/comparators.json"));
const INDICATORS: &str = include_str!(concat!(env!("OUT_DIR"), "/indicators.json"));
const NUMBERS: &str = include_str!(concat!(env!("OUT_DIR"), "/numbers.json"));
const PREDICATES: &str = include_str!(concat!(env!("OUT_DIR"), "/predicates.json"));
const DISMISSALS: &str = include_str!(concat!(env!("OUT_DIR"), "/dismissals.json"));
const PERIODS: &str = include_str!(concat!(env!("OUT_DIR"), "/periods.json"));
const VERBS: &str = include_str!(concat!(env!("OUT_DIR"), "/verbs.json"));
const MILESTONES: &str = include_str!(concat!(env!("OUT_DIR"), "/milestones.json"));
const NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/names.json"));
const PHASES: &str = include_str!(concat!(env!("OUT_DIR"), "/phases.json"));
const PLACES: &str = include_str!(concat!(env!("OUT_DIR"), "/places.json"));
const SIGNS: &str = include_str!(concat!(env!("OUT_DIR"), "/signs.json"));

impl Lexicon {
    /// Whether words are made of common words of the genre only, so that they name nothing by
    /// themselves; one stray character is allowed.
    pub fn is_common(&self, words: &[char]) -> bool {
        self.uncommon(words) < 2
    }

    /// Characters that no common word covers, reading from the left and taking the longest word.
    pub fn uncommon(&self, words: &[char]) -> usize {
        self.weigh(words).stray
    }

    /// What common words leave of a name, and how much they say themselves; reads from the left and
    /// takes the longest word.
    pub fn weigh(&self, words: &[char]) -> Weight {
        let mut rest = words;
        let mut weight = Weight::default();
        while let Some(&first) = rest.first() {
            match self.common.at_start(rest) {
                Some((len, &telling)) => {
                    weight.telling += if telling { len } else { 0 };
                    weight.words += usize::from(telling);
                    rest = &rest[len..];
                }
                None => {
                    // Digits and masks make no name.
                    let blank = first.is_ascii_digit()
                        || matches!(first, 'x' | 'X' | '*' | '.' | '“' | '”' | '(' | ')' | '-' | '/' | ' ');
                    weight.stray += usize::from(!blank);
                    rest = &rest[1..];
                }
            }
        }
        weight
    }

    /// Loads the built-in lexicon.
    ///
    /// # Errors
    /// Only where a built-in file is broken, which a test rules out.
    pub fn builtin() -> Result<Lexicon> {
        let units: UnitsFile = parse("units.toml", UNITS)?;
        let comparators: ComparatorsFile = parse("comparators.toml", COMPARATORS)?;
        let (mut spelled, mut currencies) = (Vec::new(), Vec::new());
        for group in units.group {
            for entry in group.units {
                let unit = Unit {
                    name: entry.name.clone(),
                    kind: group.kind,
                    han: entry.han || entry.closing,
                    closing: entry.closing,
                    one: entry.one,
                    date: entry.date,
                    place: entry.place,
                };
                currencies.extend(entry.before.into_iter().map(|word| (word, unit.clone())));
                spelled.extend(entry.variants.into_iter().map(|variant| (variant, unit.clone())));
                spelled.push((entry.name, unit));
            }
        }
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for entry in comparators.comparator {
            let comparator = Comparator::ALL
                .iter()
                .copied()
                .find(|c| c.word() == entry.word)
                .ok_or_else(|| broken("comparators.toml", &entry.word))?;
            before.extend(entry.before.into_iter().map(|word| (word, comparator)));
            after.extend(entry.after.into_iter().map(|word| (word, comparator)));
        }
        let series: IndicatorsFile = parse("indicators.toml", INDICATORS)?;
        let series = Series::new(series.indicator.into_iter().map(|entry| (entry.name, entry.variants)));
        let verbs = Verbs::load("verbs.toml", VERBS)?;
        let names = Names::load("names.toml", NAMES)?;
        let kinds = [
            (&names.projects, ProjectKind::Project),
            (&names.sites, ProjectKind::Site),
            (&names.roads, ProjectKind::Road),
            (&names.programmes, ProjectKind::Programme),
        ];
        let heads =
            Words::new(kinds.iter().flat_map(|(class, kind)| class.spelled().map(|word| (word, *kind))));
        let silent = [&names.hollow, &verbs.actions, &verbs.manners, &names.borders, &names.hard_borders];
        let mut common: BTreeMap<String, bool> = names.generic.spelled().map(|word| (word, true)).collect();
        common.extend(silent.iter().flat_map(|class| class.spelled()).map(|word| (word, false)));
        let common = Words::new(common);
        Ok(Lexicon {
            series,
            units: Words::new(spelled),
            units_before: Words::new(currencies),
            comparators_before: Words::new(before),
            comparators_after: Words::new(after),
            numbers: Numbers::load("numbers.toml", NUMBERS)?,
            predicates: Predicates::load("predicates.toml", PREDICATES)?,
            verbs,
            dismissals: Dismissals::load("dismissals.toml", DISMISSALS)?,
            periods: Periods::load("periods.toml", PERIODS)?,
            milestones: Milestones::load("milestones.toml", MILESTONES)?,
            phases: Phases::load("phases.toml", PHASES)?,
            places: Places::load("places.toml", PLACES)?,
            signs: Signs::load("signs.toml", SIGNS)?,
            heads,
            common,
            names,
        })
    }
}

fn parse<T: for<'a> Deserialize<'a>>(file: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| broken(file, &e.to_string()))
}

fn broken(file: &str, what: &str) -> Error {
    Error::new(Kind::Archive, format!("built-in lexicon {file} is broken: {what}"))
}
