//! Work reports of invented towns from a grammar, any number of them, each with what it says: the same
//! number gives the same report on every machine. A town reports twenty years, one after the other, and
//! its projects come back in them.

mod words;

use rust_decimal::Decimal;
use words::{
    CEILINGS, COUNTED, DEEDS, ENDS, HEADING_ENDS, HEADINGS, INCOMES, MONEY, NAME, PROJECTS, QUALITIES,
    SHARES, SIDES, THINGS, VILLAGE,
};

/// Reports of one town.
const YEARS: u64 = 20;
const FIRST_YEAR: i32 = 2005;
/// Reports of one folder.
const FOLDER: u64 = 500;

/// A made report.
#[derive(Debug, Clone)]
pub struct Report {
    /// Path below the corpus, its folder included.
    pub path: String,
    /// What stands in it.
    pub text: String,
    /// The town whose report it is.
    pub town: String,
    /// The year planned for.
    pub year: i32,
    /// Every number that is a goal or an outcome.
    pub claims: Vec<Claim>,
    /// The projects that it names.
    pub projects: Vec<String>,
}

/// A number that the report commits itself to, or reports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// To be done, rather than done.
    pub is_goal: bool,
    /// The year it is for.
    pub year: i32,
    /// Lower end, 万 and 亿 multiplied out; falls are negative.
    pub low: Decimal,
    /// Upper end.
    pub high: Decimal,
    /// The unit.
    pub unit: String,
    /// `eq`, `ge`, `le`, `about` or `range`.
    pub comparator: &'static str,
}

/// The report of this number.
pub fn report(number: u64) -> Report {
    let (town_number, age) = (number / YEARS, number % YEARS);
    let town = town(town_number);
    let year = FIRST_YEAR + age as i32 + 1;
    let mut writer = Writer {
        dice: Dice::new(number, 1),
        text: String::new(),
        year: year - 1,
        is_goal: false,
        claims: Vec::new(),
        projects: Vec::new(),
        town: town_number,
    };
    writer.whole(&town, year);
    let Writer { text, claims, projects, .. } = writer;
    let path = format!("{:05}/{:07}_{town}{year}.txt", number / FOLDER, number);
    Report { path, text, town, year, claims, projects }
}

fn town(number: u64) -> String {
    let mut dice = Dice::new(number, 2);
    let ending = if dice.below(3) == 0 { "乡" } else { "镇" };
    format!("{}{ending}", dice.name(3))
}

/// Numbers that look random and are the same everywhere (splitmix64).
struct Dice(u64);

impl Dice {
    fn new(seed: u64, use_: u64) -> Dice {
        let mut dice =
            Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ use_.wrapping_mul(0x9E6C_63D0_676A_9A99));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn between(&mut self, least: u64, greatest: u64) -> u64 {
        least + self.below(greatest - least + 1)
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    fn word(&mut self, list: &'static str) -> &'static str {
        let words = list.split_whitespace().count() as u64;
        let at = self.below(words) as usize;
        list.split_whitespace().nth(at).unwrap_or(list)
    }

    /// So many characters, no two the same.
    fn name(&mut self, length: usize) -> String {
        let all: Vec<char> = NAME.chars().collect();
        let mut name = String::new();
        while name.chars().count() < length {
            let c = *self.pick(&all);
            if !name.contains(c) {
                name.push(c);
            }
        }
        name
    }
}

struct Writer {
    dice: Dice,
    text: String,
    /// The year of what is said.
    year: i32,
    is_goal: bool,
    claims: Vec<Claim>,
    projects: Vec<String>,
    town: u64,
}

impl Writer {
    fn whole(&mut self, town: &str, year: i32) {
        let past = year - 1;
        self.say(&format!("{town}{year}年政府工作报告\n\n各位代表：\n"));
        self.say("现在，我代表镇人民政府向大会报告工作，请予审议，并请列席会议的同志提出意见。\n\n");
        self.say(&format!("一、{past}年工作回顾\n"));
        self.filler();
        self.filler();
        self.say("全年");
        self.figures();
        self.parts();
        self.say("二、存在的主要问题\n");
        for _ in 0..3 {
            self.filler();
        }
        self.say(&format!("\n三、{year}年工作安排\n"));
        (self.year, self.is_goal) = (year, true);
        self.filler();
        self.filler();
        self.say("主要预期目标是：");
        self.figures();
        self.parts();
        self.say("各位代表！");
        self.filler();
        self.say("\n");
    }

    fn say(&mut self, words: &str) {
        self.text.push_str(words);
    }

    fn claim(&mut self, low: Decimal, high: Decimal, unit: &str, comparator: &'static str) {
        let (is_goal, year) = (self.is_goal, self.year);
        self.claims.push(Claim { is_goal, year, low, high, unit: unit.to_owned(), comparator });
    }

    /// A sentence of many words and no number.
    fn filler(&mut self) {
        let clauses = self.dice.between(2, 4);
        for clause in 0..clauses {
            let (quality, deed) = (self.dice.word(QUALITIES), self.dice.word(DEEDS));
            let (thing, other, side) =
                (self.dice.word(THINGS), self.dice.word(THINGS), self.dice.word(SIDES));
            let words = match self.dice.below(4) {
                0 => format!("{quality}{deed}{thing}{side}"),
                1 => format!("{deed}{thing}和{other}{side}"),
                2 => format!("{quality}{deed}{thing}、{other}等{side}"),
                _ => format!("在{}{}{quality}{deed}{thing}", self.dice.name(2), self.dice.pick(VILLAGE)),
            };
            self.say(if clause == 0 { "" } else { "，" });
            self.say(&words);
        }
        let end = *self.dice.pick(ENDS);
        self.say(&format!("，{end}。"));
    }

    /// The paragraph of the great numbers.
    fn figures(&mut self) {
        let first = self.dice.below(MONEY.len() as u64) as usize;
        for at in 0..4 {
            let (name, least, greatest) = MONEY[(first + at) % MONEY.len()];
            self.money(name, least, greatest);
            self.say("；");
        }
        let income = *self.dice.pick(INCOMES);
        let yuan = self.dice.between(3_000, 42_000);
        self.say(&format!("{income}达到{yuan}元"));
        self.claim(yuan.into(), yuan.into(), "元", "eq");
        self.growth();
        self.say("。\n");
    }

    fn money(&mut self, name: &str, least: u64, greatest: u64) {
        // 万元, or 亿元 with two digits behind the point.
        let amount = self.dice.between(least, greatest);
        let (printed, yuan) = if amount >= 10_000 {
            let hundredths = amount / 100;
            (format!("{}亿元", Decimal::new(hundredths as i64, 2).normalize()), hundredths * 1_000_000)
        } else {
            (format!("{amount}万元"), amount * 10_000)
        };
        let verb = if self.is_goal { "达到" } else { "完成" };
        let (ending, comparator) =
            if self.is_goal && self.dice.below(3) == 0 { ("以上", "ge") } else { ("", "eq") };
        self.say(&format!("{name}{verb}{printed}{ending}"));
        self.claim(yuan.into(), yuan.into(), "元", comparator);
        self.growth();
    }

    fn growth(&mut self) {
        let tenths = self.dice.between(11, 159);
        let percent = Decimal::new(tenths as i64, 1).normalize();
        let about = self.is_goal && self.dice.below(2) == 0;
        let (before, behind) =
            if self.is_goal { ("增长", if about { "左右" } else { "" }) } else { ("同比增长", "") };
        self.say(&format!("，{before}{percent}%{behind}"));
        self.claim(percent, percent, "%", if about { "about" } else { "eq" });
    }

    /// Five or six parts, each with a heading, and some of them with a list. Reports have more numbers of
    /// what was done than of what is to be done.
    fn parts(&mut self) {
        let first = self.dice.below(HEADINGS.len() as u64) as usize;
        let parts = self.dice.between(5, 6) as usize;
        for at in 0..parts {
            let (verb, what) = HEADINGS[(first + at) % HEADINGS.len()];
            let end = *self.dice.pick(HEADING_ENDS);
            let number = ["一", "二", "三", "四", "五", "六"][at];
            self.say(&format!("（{number}）{verb}{what}，{end}。"));
            self.filler();
            if !self.is_goal || self.dice.below(2) == 0 {
                self.counted();
                self.filler();
            }
            if self.dice.below(4) == 0 {
                self.share();
            }
            self.project();
            self.filler();
            self.project();
            if self.dice.below(2) == 0 {
                for item in ["一是", "二是", "三是"] {
                    self.say(item);
                    self.filler();
                }
            }
            self.filler();
            self.say("\n");
        }
    }

    /// Two or three counted things in one sentence.
    fn counted(&mut self) {
        let first = self.dice.below(COUNTED.len() as u64) as usize;
        for at in 0..self.dice.between(2, 3) as usize {
            let (words, unit, least, greatest) = COUNTED[(first + at * 7) % COUNTED.len()];
            let count = self.dice.between(least, greatest);
            let whole = Decimal::from(count);
            self.say(if at == 0 { "" } else { "，" });
            match self.dice.below(8) {
                0 if count >= 100 => {
                    let tens = count / 10 * 10;
                    self.say(&format!("{words}{tens}余{unit}"));
                    self.claim(tens.into(), tens.into(), unit, "about");
                }
                1 if count >= 10_000 => {
                    let thousands = count / 1_000;
                    self.say(&format!("{words}{}万{unit}", Decimal::new(thousands as i64, 1).normalize()));
                    let value = Decimal::from(thousands * 1_000);
                    self.claim(value, value, unit, "eq");
                }
                2 if self.is_goal && count < 1_000 => {
                    let high = count + self.dice.between(1, 5);
                    self.say(&format!("{words}{count}—{high}{unit}"));
                    self.claim(whole, high.into(), unit, "range");
                }
                3 if self.is_goal => {
                    self.say(&format!("{words}{count}{unit}以上"));
                    self.claim(whole, whole, unit, "ge");
                }
                4 if unit == "公里" => {
                    let tenths = Decimal::new((count * 10 + 3) as i64, 1);
                    self.say(&format!("{words}{tenths}{unit}"));
                    self.claim(tenths, tenths, unit, "eq");
                }
                5 if (3..10).contains(&count) => {
                    let han = ["", "", "", "三", "四", "五", "六", "七", "八", "九"][count as usize];
                    self.say(&format!("{words}{han}{unit}"));
                    self.claim(whole, whole, unit, "eq");
                }
                _ => {
                    self.say(&format!("{words}{count}{unit}"));
                    self.claim(whole, whole, unit, "eq");
                }
            }
        }
        self.say("。");
    }

    fn share(&mut self) {
        let tenths = self.dice.between(601, 989);
        let percent = Decimal::new(tenths as i64, 1).normalize();
        let name = *self.dice.pick(SHARES);
        match (self.is_goal, self.dice.below(3)) {
            (true, 0) => {
                let ceiling = Decimal::new(self.dice.between(11, 48) as i64, 1).normalize();
                let name = *self.dice.pick(CEILINGS);
                self.say(&format!("{name}控制在{ceiling}%以内。"));
                self.claim(ceiling, ceiling, "%", "le");
            }
            (true, 1) => {
                self.say(&format!("{name}不低于{percent}%。"));
                self.claim(percent, percent, "%", "ge");
            }
            _ => {
                self.say(&format!("{name}达到{percent}%。"));
                self.claim(percent, percent, "%", "eq");
            }
        }
    }

    /// A project of the town; there are a dozen of them, so that they come back.
    fn project(&mut self) {
        let which = self.dice.below(12);
        let mut dice = Dice::new(self.town * 12 + which, 3);
        let name = format!("{}{}", dice.name(2), PROJECTS[which as usize]);
        if self.projects.contains(&name) {
            return;
        }
        let words = match (self.is_goal, self.dice.below(3)) {
            (false, 0) => format!("{name}建成投用。"),
            (false, 1) => format!("{name}完成主体施工。"),
            (false, _) => format!("加快推进{name}建设。"),
            (true, 0) => format!("确保{name}年内竣工。"),
            (true, 1) => format!("启动{name}建设。"),
            (true, _) => format!("加快{name}建设进度。"),
        };
        self.say(&words);
        self.projects.push(name);
    }
}
