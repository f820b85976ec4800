//! The words of the page, in the language of its reader.

use super::marks::Sort;
use crate::output::headings::Language;

/// The page's words for a word of the database, or for a heading of the page.
pub(super) fn say(word: &str, language: Language) -> &str {
    let known = WORDS.iter().find(|(name, ..)| *name == word);
    match (known, language) {
        (Some((_, chinese, _)), Language::Chinese) => chinese,
        (Some((_, _, english)), Language::English) => english,
        (None, _) => word,
    }
}

/// What begins the label of a row.
pub(super) fn initial(sort: Sort, language: Language) -> &'static str {
    use Sort::{Doubt, Goal, Heading, Mention, Outcome};
    match (language, sort) {
        (_, Heading) => "",
        (Language::Chinese, Goal) => "目",
        (Language::Chinese, Outcome) => "成",
        (Language::Chinese, Mention) => "项",
        (Language::Chinese, Doubt) => "疑",
        (Language::English, Goal) => "G",
        (Language::English, Outcome) => "O",
        (Language::English, Mention) => "P",
        (Language::English, Doubt) => "D",
    }
}

const WORDS: &[(&str, &str, &str)] = &[
    ("outline", "目录", "Outline"),
    ("goals", "目标", "Goals"),
    ("outcomes", "完成情况", "Outcomes"),
    ("projects", "项目", "Projects"),
    ("doubts", "存疑", "Doubts"),
    ("found", "提取结果", "What was found"),
    ("untitled", "无标题文件", "Untitled document"),
    ("quantified", "定量", "quantified"),
    ("milestone", "事项", "milestone"),
    ("qualitative", "定性", "qualitative"),
    ("growth", "增长", "growth"),
    ("ratio", "占比", "ratio"),
    ("rank", "位次", "rank"),
    ("deadline", "时限", "by"),
    ("rule", "规则", "rule"),
    ("report", "政府工作报告", "report"),
    ("plan", "工作计划", "plan"),
    ("key_points", "工作要点", "key points"),
    ("summary", "工作总结", "summary"),
    ("other", "其他", "other"),
    ("project", "项目", "project"),
    ("site", "场所", "site"),
    ("road", "道路", "road"),
    ("programme", "行动", "programme"),
    ("proposed", "拟建", "proposed"),
    ("started", "开工", "started"),
    ("under_way", "在建", "under way"),
    ("finished", "竣工", "finished"),
    ("in_use", "投用", "in use"),
    ("year_conflict", "年份矛盾", "conflicting years"),
    ("masked", "数值隐去", "masked number"),
    ("count_mismatch", "数目不符", "count does not agree"),
    ("uneven_list", "列举不齐", "uneven list"),
    ("no_structure", "无章节", "no sections"),
    ("decoding", "解码", "decoding"),
    ("several_reports", "多份文件", "several reports"),
    ("numbering_gap", "编号缺漏", "gap in the numbering"),
];
