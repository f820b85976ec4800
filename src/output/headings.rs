//! What columns and views are called at the head of a table: by their names in the database, or in Chinese.

/// The language of the headings. Messages and help are in English in either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Headings in Chinese.
    Chinese,
    /// The names of the columns, which are English words.
    English,
}

/// A column as it stands at the head of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the database, which JSON keeps in every language.
    pub name: String,
    /// What a reader is shown.
    pub heading: String,
}

impl Column {
    /// The column `name` of a view; a name that nobody has translated stands for itself.
    pub fn new(view: &str, name: &str, language: Language) -> Column {
        let heading = match language {
            Language::Chinese => chinese(view, name).unwrap_or(name),
            Language::English => name,
        };
        Column { name: name.to_owned(), heading: heading.to_owned() }
    }
}

/// The Chinese heading of a column: the one of its view alone, else the one that it has everywhere.
fn chinese(view: &str, name: &str) -> Option<&'static str> {
    let own = IN_ONE_VIEW.iter().find(|(of, column, _)| *of == view && *column == name);
    let common = || EVERYWHERE.iter().find(|(column, _)| *column == name).map(|(_, heading)| *heading);
    own.map(|(_, _, heading)| *heading).or_else(common)
}

/// The Chinese name of a view.
pub fn title(view: &str) -> Option<&'static str> {
    TITLES.iter().find(|(name, _)| *name == view).map(|(_, title)| *title)
}

const TITLES: &[(&str, &str)] = &[
    ("documents", "文件"),
    ("sections", "章节"),
    ("goals", "目标"),
    ("outcomes", "完成情况"),
    ("projects", "项目"),
    ("mentions", "项目提及"),
    ("imports", "导入批次"),
    ("files", "导入文件"),
    ("doubts", "存疑"),
    ("sources", "来源"),
    ("passages", "段落"),
    ("promises", "承诺与兑现"),
    ("series", "指标序列"),
    ("timeline", "项目进程"),
    ("carried", "结转项目"),
    ("ledger", "任务分解表"),
    ("coverage", "可信程度"),
    ("migrations", "结构升级"),
    ("views", "视图"),
    ("search", "检索结果"),
];

const IN_ONE_VIEW: &[(&str, &str, &str)] = &[
    ("documents", "sources", "来源数"),
    ("documents", "kind", "文种"),
    ("passages", "kind", "文种"),
    ("search", "kind", "文种"),
    ("coverage", "kind", "文种"),
    ("projects", "documents", "文件数"),
    ("projects", "mentions", "提及次数"),
    ("series", "level", "数额"),
    ("doubts", "kind", "存疑种类"),
    ("ledger", "status", "完成状态"),
    ("ledger", "number", "序号"),
    ("promises", "text", "承诺原文"),
    ("imports", "id", "批次编号"),
    ("documents", "id", "文件编号"),
    ("coverage", "id", "文件编号"),
    ("coverage", "masked", "隐去数值数"),
];

const EVERYWHERE: &[(&str, &str)] = &[
    ("added", "新增"),
    ("applied_on", "升级时间"),
    ("checksum", "校验码"),
    ("amount", "投资额（元）"),
    ("area", "工作领域"),
    ("arguments", "命令参数"),
    ("body_start_char", "正文起点"),
    ("byte_count", "字节数"),
    ("canonical_indicator", "规范指标"),
    ("char_count", "字数"),
    ("columns", "列"),
    ("comparator", "约束"),
    ("content_sha256", "内容校验码"),
    ("county", "县区"),
    ("deadline", "完成时限"),
    ("declared_year", "标题年份"),
    ("description", "说明"),
    ("difference", "差额"),
    ("document", "文件标题"),
    ("document_id", "文件编号"),
    ("document_year", "文件年份"),
    ("documents", "文件"),
    ("doubts", "存疑数"),
    ("duplicate", "重复"),
    ("encoding", "编码"),
    ("end_char", "终点"),
    ("ended_at", "结束时间"),
    ("extractor_version", "规则版本"),
    ("failed", "失败"),
    ("file_sha256", "文件校验码"),
    ("files", "文件数"),
    ("first_amount", "最早投资额（元）"),
    ("first_year", "最早年份"),
    ("format", "格式"),
    ("goals", "目标数"),
    ("goals_in_doubt", "存疑目标占比（%）"),
    ("growth", "增幅"),
    ("growth_unit", "增幅单位"),
    ("heading", "标题"),
    ("hit", "命中"),
    ("id", "编号"),
    ("import_id", "批次编号"),
    ("imported_at", "导入时间"),
    ("indicator", "指标"),
    ("kind", "类别"),
    ("known", "已有"),
    ("last_amount", "最近投资额（元）"),
    ("last_phase", "最近阶段"),
    ("last_year", "最近年份"),
    ("lead_unit", "牵头单位"),
    ("level", "层级"),
    ("levels", "数额个数"),
    ("marker", "序号"),
    ("masked", "数值隐去"),
    ("measure", "计量方式"),
    ("mentions", "提及"),
    ("message", "存疑说明"),
    ("milliseconds", "用时（毫秒）"),
    ("modified_at", "修改时间"),
    ("name", "名称"),
    ("number", "序号"),
    ("numbers", "数值数"),
    ("numbers_in_doubt", "存疑数值占比（%）"),
    ("outcome", "完成情况原文"),
    ("outcome_document", "完成情况出处"),
    ("outcome_id", "完成情况编号"),
    ("outcome_section", "完成情况章节"),
    ("outcome_source", "完成情况来源文件"),
    ("outcomes", "完成情况数"),
    ("outcomes_in_doubt", "存疑完成情况占比（%）"),
    ("outside_sections", "章节外占比（%）"),
    ("parent_id", "上级章节编号"),
    ("part", "部分"),
    ("passage_id", "段落编号"),
    ("path", "文件路径"),
    ("percent", "完成比例（%）"),
    ("phase", "阶段"),
    ("plan_year", "计划年份"),
    ("position", "次序"),
    ("program_version", "程序版本"),
    ("progress", "进展情况"),
    ("project_id", "项目编号"),
    ("projects", "项目数"),
    ("promised", "承诺值"),
    ("province", "省市"),
    ("published_on", "发布日期"),
    ("ratio", "比率"),
    ("ratio_unit", "比率单位"),
    ("reason", "原因"),
    ("reported", "完成值"),
    ("review_year", "回顾年份"),
    ("rule", "提取规则"),
    ("score", "相关度"),
    ("script", "字体"),
    ("section", "所在章节"),
    ("section_id", "章节编号"),
    ("sections", "章节数"),
    ("sections_in_doubt", "存疑章节占比（%）"),
    ("sentence", "原句"),
    ("skipped", "略过"),
    ("source", "来源文件"),
    ("sources", "来源"),
    ("start_char", "起点"),
    ("state", "状态"),
    ("version", "版本"),
    ("started_at", "开始时间"),
    ("status", "状态"),
    ("supporting_units", "配合单位"),
    ("target", "目标值"),
    ("task", "工作任务"),
    ("text", "原文"),
    ("title", "标题"),
    ("town", "乡镇"),
    ("unit", "单位"),
    ("value_high", "上限"),
    ("value_low", "数值"),
    ("verdict", "结论"),
    ("view", "视图"),
    ("whole_document", "整体存疑数"),
    ("without_indicator", "无指标数"),
    ("without_year", "无年份数"),
    ("year", "年份"),
    ("years", "承诺年数"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Column, EVERYWHERE, Language, TITLES, chinese, title};
    use crate::store::read::views;

    #[test]
    fn every_column_of_every_view_has_a_chinese_heading() {
        for view in views() {
            assert!(title(&view.name).is_some(), "{} has no Chinese title", view.name);
            let mut seen = BTreeSet::new();
            for (name, _) in &view.columns {
                let heading = chinese(&view.name, name);
                assert!(heading.is_some(), "{}.{name} has no Chinese heading", view.name);
                assert!(seen.insert(heading), "{} has two columns {heading:?}", view.name);
            }
        }
    }

    #[test]
    fn nothing_is_translated_twice() {
        let names: BTreeSet<&str> = EVERYWHERE.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), EVERYWHERE.len());
        let titles: BTreeSet<&str> = TITLES.iter().map(|(_, title)| *title).collect();
        assert_eq!(titles.len(), TITLES.len());
    }

    #[test]
    fn a_view_may_have_a_heading_of_its_own() {
        let heading = |view, name| Column::new(view, name, Language::Chinese).heading;
        assert_eq!(heading("sections", "level"), "层级");
        assert_eq!(heading("series", "level"), "数额");
        assert_eq!(heading("goals", "no_such_column"), "no_such_column");
        assert_eq!(Column::new("series", "level", Language::English).heading, "level");
    }
}
