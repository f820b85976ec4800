//! The word classes that are lists of words: a field for each, a struct for each file.

use super::words::Words;

/// A word class.
#[derive(Debug)]
pub struct Class(pub(super) Words<()>);

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

/// What stands between a subject and its number.
#[derive(Debug)]
pub struct Predicates {
    /// The number is a rise: 增长, 提高.
    pub rises: Class,
    /// The number is a fall: 下降, 减少.
    pub falls: Class,
    /// The number is the amount reached: 完成, 达到, 为.
    pub reaches: Class,
    /// Words between subject and predicate that say nothing of either: 同比, 预计.
    pub adverbs: Class,
    /// Words before a subject that are no part of it: 全县, 其中, 力争.
    pub openings: Class,
    /// Words that begin like an opening or a mark and are one word with it: 全社会, 和美.
    pub kept: Class,
    /// The number is a share of a target, in fixed words: 超任务.
    pub shares: Class,
    /// Verbs of a share: **完成**年初任务的, **占**计划的.
    pub share_verbs: Class,
    /// They bind a share: 农民负担**不超过**上年人均纯收入的5%.
    pub bound_shares: Class,
    /// What a share is of: 任务, 计划.
    pub targets: Class,
    /// Verbs that set a number against others: 高于全市平均水平.
    pub against: Class,
    /// What they are set against: 平均水平.
    pub averages: Class,
    /// Fields in which a place is taken: 全县, 全市.
    pub fields: Class,
    /// Words between what is ranked and its field: 位居, 名列.
    pub placed: Class,
    /// Attributes that need an owner to mean something: 总投资, 产值.
    pub attributes: Class,
    /// Words with which something is told of a thing just counted: 列入, 全部.
    pub happens: Class,
    /// Words that only say how many of a kind there are: 各类, 全部.
    pub quantifiers: Class,
    /// Places that are counted for what is done in them: 3个村的道路硬化.
    pub places: Class,
    /// Of how many a number is: 达到每**百人**6.8部.
    pub per: Class,
    /// Where something is done, before what is counted there: 改造**城区**12条小巷.
    pub spots: Class,
    /// Verbs of a thing that has come to so many places: 自来水**覆盖**15个村.
    pub spreads: Class,
    /// Things so general that a topic must be named with them: 企业, 项目.
    pub things: Class,
    /// States that a thing has come to: 项目**签约**.
    pub states: Class,
    /// Ends of what a household or a person is counted as: 搬迁**户**.
    pub persons: Class,
    /// Ranks of offices: **省级**示范村.
    pub grades: Class,
    /// Words that a thing is done, which are no mark of it: 建成.
    pub done: Class,
    /// What a thing is for, told after it: 3处市场**消除**占道经营.
    pub purposes: Class,
    /// Ends of names of bodies, so that a verb before them is a part of the name: 签约服务**团队**.
    pub bodies: Class,
    /// Names of a rise: 增速.
    pub growth_names: Class,
    /// Names of a fall: 降幅.
    pub fall_names: Class,
    /// How the change of an indicator is measured, behind its name: GDP**增速**.
    pub changes: Class,
    /// Words before an indicator that say nothing of it: **完成**财政收入.
    pub attained: Class,
    /// Verbs of a fall that stand before what falls: 压缩经费三成.
    pub cuts: Class,
    /// Comparisons before the thing that rises: 比上年增加企业5家.
    pub compared: Class,
    /// Comparisons with the year before, which report nothing: 较上年.
    pub past_compared: Class,
    /// Words that open a second, higher target: 增长9%,力争10%.
    pub second_tiers: Class,
    /// What two numbers tell of the same thing: 总量, 增速.
    pub aspects: Class,
    /// What the last of a list names for all of it: 排放量.
    pub shared: Class,
    /// Ends of names of a rate: 率, 比重.
    pub rates: Class,
    /// Ends of names of a part in a whole: 比重, 份额.
    pub weights: Class,
    /// What each has, behind what all have: 扶持资金486万元,**户均**5200元.
    pub averaged: Class,
    /// What is so general that no number is of it: 领域, 方面.
    pub vague: Class,
}

/// Verbs and the words around them.
#[derive(Debug)]
pub struct Verbs {
    /// Doing something to a thing: 新建, 推进, 打造.
    pub actions: Class,
    /// Manner before a verb: 大力, 全面.
    pub manners: Class,
    /// The event has happened: 已, 目前.
    pub past: Class,
    /// Words that make a statement of the aim: 力争, 确保.
    pub aims: Class,
    /// Announcements of what is to come: 预期目标.
    pub announcements: Class,
    /// The year to come, in a review: 明年.
    pub next_year: Class,
    /// The year past, in a plan: 去年.
    pub last_year: Class,
    /// What a plan is called: 工作**打算**.
    pub plans: Class,
    /// Verbs that say nothing of their own: 完成新建公厕 is 公厕.
    pub light: Class,
    /// Verbs that are nouns too, so that no noun need follow: 绿化, 培训.
    pub nouns_too: Class,
    /// Deeds that are counted by themselves: 植树5万株.
    pub deeds: Class,
    /// Nouns that begin like a verb: 招商引资, 生产路.
    pub compounds: Class,
    /// Verbs of building, fitting or finding that also stand inside a clause: 某路安装路灯.
    pub acting: Class,
    /// Verbs by which others come to do something: 带动群众增收.
    pub pivots: Class,
    /// Those who act, and are no part of what is done: 专班, 党委政府.
    pub agents: Class,
}

/// Words that decide what a number is.
#[derive(Debug)]
pub struct Numbers {
    /// They begin like a unit: 家庭, 个别.
    pub not_units: Class,
    /// They begin like those, yet with a unit: 个 and 体育场.
    pub still_units: Class,
    /// They end like a comparing word: 签约, 通过.
    pub not_comparators: Class,
    /// Among whom a place in an order is held: 全县, 位居.
    pub ranked: Class,
    /// Those among whom it is held: 全区**街道**.
    pub rivals: Class,
    /// What a place without a field is taken in, or the verb of it: 综合**考核**前三, **跻身**前五.
    pub vied: Class,
    /// Verbs before a count of one: 新建一座.
    pub builds: Class,
    /// Verbs of a clause that ends in a count of one: 购置洒水车一台.
    pub gains: Class,
    /// People after a number without a unit: 4万多群众.
    pub people: Class,
    /// Meetings after their number: 五次全会.
    pub meetings: Class,
    /// What is named as done again: 二次**供水**.
    pub repeated: Class,
    /// 多 and 余 belong to what follows: 多次, 多元.
    pub many: Class,
    /// What can follow 八成 and leave it a share.
    pub after_tenths: Class,
    /// Before 半 they make a word: 上半年.
    pub not_half: Class,
    /// The time of a rate: 吨/年.
    pub times_of_rates: Class,
    /// What a unit price is for: 元/亩.
    pub denominators: Class,
    /// What a page counts of itself: 阅读次数.
    pub visits: Class,
}

/// Words of events that can be checked.
#[derive(Debug)]
pub struct Milestones {
    /// Events that are enough by themselves: 投产, 竣工.
    pub events: Class,
    /// Works that a day makes events: 汛前**修复**.
    pub due: Class,
    /// Verbs that open a checkable event: 启动, 通过.
    pub openers: Class,
    /// First words of events that rules of their own tell: **达到**…标准, **无**…事故.
    pub others: Class,
    /// What all come to have: 全部**接通**宽带.
    pub provided: Class,
    /// Words that say all of them: **全部**接通宽带.
    pub all: Class,
    /// What 遏制 and 防止 must bear on to be checkable: 事故, 火灾.
    pub mishaps: Class,
    /// None of this may happen: 杜绝, 零事故.
    pub nevers: Class,
    /// Not events, though they look like it.
    pub vetoes: Class,
    /// What one can pass: 验收, 评审.
    pub passes: Class,
    /// Openers that a subject may lead: 某项目启动….
    pub led: Class,
    /// Events that are one only where an aim or a time bears on them: 签约, 落地.
    pub weak: Class,
    /// Times and aims before an event that make it a commitment: 年底, 早日.
    pub times: Class,
    /// Words with which a clause begins that leaves its subject to the one before: 年内, 早日.
    pub leads: Class,
    /// Words that may follow an event and change nothing: 使用, 见效.
    pub afters: Class,
    /// What a thing can reach: 标准, 要求.
    pub standards: Class,
    /// What a project has to get before it can begin: 施工许可证.
    pub papers: Class,
    /// Events that name the part of the work which comes to them: **路基贯通**.
    pub parts: Class,
    /// How a clause opens that only tells whom a thing is for: **涉及**居民4800户.
    pub extents: Class,
}

/// Words of names.
#[derive(Debug)]
pub struct Names {
    /// Heads of projects: 项目, 工程.
    pub projects: Class,
    /// Heads of sites: 产业园, 景区.
    pub sites: Class,
    /// Heads of roads: 大道, 公路.
    pub roads: Class,
    /// Heads of programmes: 行动, 活动.
    pub programmes: Class,
    /// Works on a road after which it is still a road: 拓宽, 改线.
    pub rebuilding: Class,
    /// Words after which a name begins, also in the middle of a clause.
    pub hard_borders: Class,
    /// Words after which a name begins where what is left is a name.
    pub soft_borders: Class,
    /// Verbs of building and of works: **整治**青枫沟.
    pub builders: Class,
    /// Names that 建 begins: 建华, 建德.
    pub with_build: Class,
    /// Things that such a verb makes a name of: 沟, 寺.
    pub built: Class,
    /// Words that end in one of them and name none: 水沟.
    pub common_built: Class,
    /// Words that directly follow a name.
    pub tails: Class,
    /// Names that are no particular thing's.
    pub vetoes: Class,
    /// Common words that name one thing in any place: 经济开发区.
    pub definite: Class,
    /// Where a thing lies: **滨河**湿地公园.
    pub locators: Class,
    /// Programmes that the whole country calls so: 厕所革命.
    pub known_campaigns: Class,
    /// Events of works: 恒润纸业**投产**.
    pub launches: Class,
    /// Words that name no particular thing, yet say what it is about: 森林, 康养.
    pub generic: Class,
    /// Words that say nothing of what a thing is: 重点, 示范, 民生.
    pub hollow: Class,
    /// Heads that are verbs or institutions as well: a name ends with them only before a tail.
    pub wary: Class,
    /// Words that make another thing of the head before them: 区 after 项目, 企业 after 园区.
    pub joints: Class,
    /// Words that end in a road's head and name none: 思路, 步行街.
    pub common_roads: Class,
    /// Roads that only a list of places tells apart: **通组路**.
    pub listed_roads: Class,
    /// Words that end in the head of a thing and name none: 开馆.
    pub common_things: Class,
    /// What stands before 路 or 街 and makes no name of it: 产业, 环村.
    pub plain_roads: Class,
    /// Institutions whose new building is a project: 卫生院, 小学.
    pub institutions: Class,
    /// Heads that need as little before them: 水库.
    pub waterworks: Class,
    /// Those who have one such thing each: 县, 街道, 高新区.
    pub owners: Class,
    /// Ends of names that are an institution's new building: 迁建, 校区.
    pub buildings: Class,
    /// Ends of programmes that need little else to be particular: 行动, 攻坚战.
    pub campaigns: Class,
    /// Common words of good omen, as firms are called: **富民**饲料.
    pub omens: Class,
    /// Words before the noun that closes a list: 重点, 续建.
    pub list_adjectives: Class,
    /// Verbs that a name may begin with: 养殖, 综合.
    pub name_verbs: Class,
    /// Schemes that a quotation names: 模式, 财政奖补.
    pub schemes: Class,
    /// Verbs of holding what a quotation names: **举办**“云溪夜话”.
    pub runs: Class,
    /// Verbs before a quotation and 建设: **深化**“清廉云溪”建设.
    pub deepens: Class,
    /// Praise inside a description, not a name: 重要, 一流.
    pub praise: Class,
    /// Stages of a work that are no work of their own: 主体工程.
    pub stages: Class,
    /// What may follow 和 inside one name: 保护, 配套.
    pub joined: Class,
    /// Verbs after which words describe what a place shall be: 打造, 成为.
    pub ideals: Class,
    /// Ranks that a place may win: 国家级.
    pub grades: Class,
    /// Verbs of trying to win one: 争创.
    pub contests: Class,
    /// Works that the last of a list names for all of it: 改造.
    pub works: Class,
    /// Ends of things that share the rest of a name with others of a list: 村, 水库.
    pub sharing: Class,
    /// Words that end before a name begins: 的, 在, 对.
    pub borders: Class,
}

/// How far a project has come.
#[derive(Debug)]
pub struct Phases {
    /// It is thought of: 谋划, 争取.
    pub proposed: Class,
    /// It is begun: 启动, 开工.
    pub started: Class,
    /// It goes on: 推进, 续建.
    pub under_way: Class,
    /// It is done: 建成, 竣工.
    pub finished: Class,
    /// It serves: 投产, 通车.
    pub in_use: Class,
}

/// Words around numbers that measure nothing.
#[derive(Debug)]
pub struct Dismissals {
    /// What an amount of money limits: 亿元以上**项目**.
    pub limited: Class,
    /// Lines of business that are called by an amount: 百亿**产业**.
    pub lines: Class,
    /// What money is set aside in: 10亿元产业**基金**.
    pub funds: Class,
    /// Things whose size an amount is: 2亿元**项目**.
    pub sized: Class,
    /// What an amount has climbed: 两个百亿**台阶**.
    pub steps: Class,
    /// Verbs of such a climb: **连跨**.
    pub climbs: Class,
    /// Ends of things that hold or make as much as a number before them says of each: 300吨冷**库**2座.
    pub holders: Class,
    /// What may follow 的 after an amount that is a target: 的目标.
    pub aims_after: Class,
    /// What may follow 的 after a place in an order that is reached: 前三名的**成绩**.
    pub rank_nouns: Class,
    /// Honours and punishments for those who are ranked: **奖**前三名.
    pub awards: Class,
    /// Leading people: **带领**全乡两万名干部群众.
    pub rallied: Class,
    /// Those who are led: 干部群众.
    pub followers: Class,
    /// What a number of items makes up together: 九项民生支出**占比**.
    pub portions: Class,
    /// Words that speak of money, so that a number without a unit is yuan.
    pub money: Class,
    /// Time is cut: 压缩, 提速.
    pub time_cut: Class,
    /// What is promised within a time: 办结, 响应.
    pub answered: Class,
    /// Bounds that stand before the verb: 至少.
    pub bounds: Class,
    /// Good deeds, announced by their number: 十件实事.
    pub good_deeds: Class,
    /// Settlements of a size: 25户以上**自然村**.
    pub settlements: Class,
    /// Roles in which existing things serve: 以4家企业**为龙头**.
    pub served: Class,
    /// Fixed words that begin with a number: 二次创业, 两项补贴.
    pub fixed: Class,
    /// 措施, 举措: announced by their number where they are pushed on.
    pub measures: Class,
    /// Pushing on: 抓好, 推动.
    pub pushed: Class,
    /// Getting done: 落地.
    pub landed: Class,
    /// What a number in digits announces as well: 3个方面.
    pub always_listed: Class,
    /// What a Han number announces: 三大战略, 四个意识.
    pub listed: Class,
    /// Rules called by their number: 十五条硬措施.
    pub rules: Class,
    /// Keeping rules: 落实, 执行.
    pub obeyed: Class,
    /// Existing things that work bears on: 围绕14个项目.
    pub borne_on: Class,
    /// Works that are named by their size: 万亩**基地**.
    pub named_works: Class,
    /// Verbs before a size that is a measure: 完成万亩….
    pub works_done: Class,
}

/// Words around the name of the place whose report it is.
#[derive(Debug)]
pub struct Places {
    /// Words that end in 镇 or 乡 and name no township: 城镇, 返乡.
    pub common_towns: Class,
    /// Ends of the names of a town's own offices: 农业服务**中心**.
    pub offices: Class,
    /// Ends of the names of a county's own offices: 交通运输**局**.
    pub bureaux: Class,
    /// Ends of the names of those who sign: **人民政府**.
    pub signers: Class,
    /// The party's committee behind the name of its place: 委员会.
    pub committees: Class,
    /// Ends of zones that have a government of their own: 开发区.
    pub zones: Class,
    /// What stands behind the place of whoever reports: 人民政府.
    pub reporters: Class,
    /// What stands behind the place in a title: 人民政府, 工作.
    pub behind_in_title: Class,
    /// Words directly before the name: 把, 富强.
    pub words_before: Class,
    /// Words directly behind it: 人民, 经济.
    pub words_after: Class,
}

/// Words of the lines before the first heading.
#[derive(Debug)]
pub struct Documents {
    /// They name the occasion of a report, and so its year: 代表大会.
    pub occasions: Class,
    /// How a line opens that bears the page's own date: 来源.
    pub page_dates: Class,
    /// They look back on a year: 一年来.
    pub looks_back: Class,
}

/// Words that make a value doubtful.
#[derive(Debug)]
pub struct Signs {
    /// What a text counts before it lists it: 方面, 工作, 实事.
    pub announced: Class,
    /// Ends of indicators that no more than all can have: 覆盖率, 合格率.
    pub bounded: Class,
}

/// Times.
#[derive(Debug)]
pub struct Periods {
    /// Years to come, in a heading: 今后五年.
    pub to_come: Class,
    /// Verbs behind the last year of a period: 达到, 实现.
    pub reached: Class,
    /// Limits of time: 年底前.
    pub limits: Class,
}
