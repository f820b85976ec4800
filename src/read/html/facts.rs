//! What a page says of its article beside the article: title and day of publishing.

use chrono::NaiveDate;

use super::article::Article;
use super::tree::{Tag, Tree, What};

/// Names of `meta` elements that hold the title of the article, the surest first.
const TITLES: &[&str] = &["articletitle", "og:title", "dc.title", "title"];
/// Names of `meta` elements that hold the day of publishing, the surest first.
const DATES: &[&str] = &[
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "article:published_time",
    "datepublished",
    "dc.date",
    "dcterms.issued",
    "firstpublishedtime",
    "og:published_time",
    "createdate",
    "date",
    "time",
];
/// Words before the day of publishing on a page.
const LABELS: &[&str] =
    &["发布时间", "发布日期", "发文日期", "公开日期", "生成日期", "成文日期", "发稿时间", "时间：", "日期："];
/// Characters of the longest title.
const LONGEST: usize = 200;
/// A title holds no more nodes: whatever is named so and holds half a page is something around it.
const MOST_NODES: usize = 200;
/// Characters after a label among which its date stands.
const AFTER_LABEL: usize = 24;

/// The title of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its words.
    pub words: String,
    /// The page shows it; else it stands in the head alone.
    pub shown: bool,
}

/// The title of the article: the heading that the page shows and its head repeats, else what the head
/// says, else the only main heading.
pub fn title(tree: &Tree, article: &Article) -> Option<Title> {
    let short = |words: &String| (1..=LONGEST).contains(&words.chars().take(LONGEST + 1).count());
    let head = TITLES.iter().find_map(|name| meta(tree, name)).filter(short);
    let tab = (0..tree.nodes.len()).find(|&index| tree.tag(index) == Some(Tag::Title));
    let tab = tab.map(|index| tree.words(index)).filter(short);
    let headings = (0..tree.nodes.len()).filter(|&index| {
        let named = tree.names(index).split([' ', '-', '_']).any(|part| part == "title" || part == "bt");
        (matches!(tree.tag(index), Some(Tag::Heading(1..=3))) || named)
            && !article.left_out[index]
            && tree.nodes[index].end - index <= MOST_NODES
    });
    let shown: Vec<(usize, String)> = headings
        .map(|index| (index, tree.words(index)))
        .filter(|(_, words)| (4..=120).contains(&words.chars().count()))
        .collect();
    let stated: Vec<String> = [&head, &tab].into_iter().flatten().map(|words| folded(words)).collect();
    let repeated = shown.iter().find(|(_, words)| {
        let words = folded(words);
        stated.iter().any(|stated| stated.contains(&words))
    });
    let mains: Vec<&(usize, String)> =
        shown.iter().filter(|(index, _)| tree.tag(*index) == Some(Tag::Heading(1))).collect();
    let only = if let [only] = mains[..] { Some(only) } else { None };
    if let Some((_, words)) = repeated.or(only) {
        return Some(Title { words: words.clone(), shown: true });
    }
    let words = head.or_else(|| tab.map(|tab| without_site(&tab)))?;
    let title = folded(&words);
    // Old pages show it in a plain cell above the article.
    let above = tree.nodes[..article.node].iter().zip(&article.left_out);
    let shown = above.into_iter().any(|(node, left_out)| match &node.what {
        What::Text(text) => !left_out && folded(text) == title,
        What::Element(..) => false,
    });
    Some(Title { words, shown })
}

fn meta(tree: &Tree, name: &str) -> Option<String> {
    let (_, content) = tree.metas.iter().find(|(named, content)| named == name && !content.is_empty())?;
    Some(content.clone())
}

/// The title of a browser's tab without the name of the site behind it.
fn without_site(tab: &str) -> String {
    let cut = ["_", "|", " - ", "－", "--", "——", "-"];
    let end = cut.iter().filter_map(|mark| tab.find(mark)).filter(|at| *at > 0).min().unwrap_or(tab.len());
    tab[..end].trim().to_owned()
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a text begins with a title, whatever the blanks and marks.
pub fn opens_with(text: &str, title: &str) -> bool {
    const FRONT: usize = 400;
    let front: String = text.chars().take(FRONT).collect();
    folded(&front).contains(&folded(title))
}

/// The day of publishing, `YYYY-MM-DD`: of the head, else behind a label before the end of the article.
pub fn published_on(tree: &Tree, article: &Article) -> Option<String> {
    DATES.iter().find_map(|name| meta(tree, name).and_then(|content| date_in(&content))).or_else(|| {
        let end = tree.nodes[article.node].end;
        let mut words = String::new();
        for node in &tree.nodes[..end] {
            if let What::Text(text) = &node.what {
                words.push_str(text.trim());
            }
            if words.len() > 1 << 20 {
                break;
            }
        }
        LABELS.iter().find_map(|label| {
            words.match_indices(label).find_map(|(at, label)| {
                let after: String = words[at + label.len()..].chars().take(AFTER_LABEL).collect();
                let digit = after.find(|c: char| c.is_ascii_digit())?;
                // 时间：上午9时 and the like: the date stands next to its label.
                (after[..digit].chars().count() <= 3).then(|| date_in(&after[digit..])).flatten()
            })
        })
    })
}

/// The date at the start of a text, in figures: 2023-01-12, 2023年1月12日, 2023/1/12, 20230112.
fn date_in(text: &str) -> Option<String> {
    let text = text.trim();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let first = numbers.next()?;
    let (year, month, day) = if first.len() == 8 {
        (first[..4].parse().ok()?, first[4..6].parse().ok()?, first[6..].parse().ok()?)
    } else {
        (first.parse().ok()?, numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?)
    };
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    (1990..=2100).contains(&year).then(|| date.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::{date_in, without_site};

    #[test]
    fn dates_as_sites_write_them() {
        for text in
            ["2023-01-12 08:30:11", "2023年1月12日", "2023/1/12", "20230112", "2023-01-12T08:30:00+08:00"]
        {
            assert_eq!(date_in(text).as_deref(), Some("2023-01-12"), "{text}");
        }
        for text in ["2023年", "01-12", "2023-13-01", "1212-01-12", "电话0335-1234567"] {
            assert_eq!(date_in(text), None, "{text}");
        }
    }

    #[test]
    fn the_site_is_no_part_of_a_title() {
        assert_eq!(without_site("青石镇2023年工作报告_青石镇人民政府"), "青石镇2023年工作报告");
        assert_eq!(without_site("工作报告 - 青石"), "工作报告");
    }
}
