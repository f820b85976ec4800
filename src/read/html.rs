//! Pages of the web: the article, without what stands around it on every page of the site.
//!
//! html5gum cuts the page into tags and text as the HTML standard says. The tree is built here, without
//! recursion and in linear time whatever the nesting: the standard's own way to build it looks through
//! all open elements for each tag, and a million nested ones would take hours.

mod article;
mod facts;
mod flow;
mod tree;

use super::encoding::{self, Encoding, Found};
use super::{Limits, Words};
use crate::error::Result;
use tree::Tree;

/// A declaration of the encoding stands within the first so many bytes; the standard says 1,024, but
/// sites put scripts before it.
const DECLARATION: usize = 8 * 1024;
/// With more broken characters than one in so many, the declared encoding is not the real one.
const BROKEN_AT_MOST_ONE_IN: usize = 200;

/// Reads the words of a page, and finds its encoding unless it is given.
///
/// # Errors
/// [`crate::error::Kind::Input`] where the page takes more steps than the limit.
pub fn words(bytes: &[u8], encoding: Option<Encoding>, limits: &Limits) -> Result<(Words, Found)> {
    let found = encoding.map_or_else(|| charset(bytes), Found::given);
    let page = encoding::decode(bytes, found);
    let tree = Tree::new(&page, &mut limits.steps())?;
    let article = article::of(&tree);
    let title = facts::title(&tree, &article);
    let published_on = facts::published_on(&tree, &article);
    let mut text = flow::text(&tree, &article);
    // The page shows its title above the article, mostly outside of the element that holds it.
    if let Some(shown) = title.as_ref().filter(|title| title.shown && !facts::opens_with(&text, &title.words))
    {
        text.insert(0, '\n');
        text.insert_str(0, &shown.words);
    }
    Ok((Words { text, title: title.map(|title| title.words), published_on }, found))
}

/// The encoding: by its mark, by the bytes where they are UTF-8 beyond doubt, by the declaration
/// where the bytes bear it out, else by the contest.
fn charset(bytes: &[u8]) -> Found {
    let seen = encoding::detect(bytes);
    if seen.sure && seen.encoding.name().starts_with("UTF-") {
        return seen;
    }
    let Some(declared) = declared(bytes) else { return seen };
    let text = encoding::decode(bytes, Found::given(declared));
    let broken = text.matches(char::REPLACEMENT_CHARACTER).count();
    if broken * BROKEN_AT_MOST_ONE_IN <= text.chars().filter(|c| !c.is_ascii()).count() {
        Found::given(declared)
    } else {
        seen
    }
}

/// `<meta charset="gb2312">`, `<meta http-equiv="Content-Type" content="text/html; charset=gbk">`.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]).to_ascii_lowercase();
    start.match_indices("charset").find_map(|(at, word)| {
        let value = start[at + word.len()..].trim_start().strip_prefix('=')?;
        let value = value.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let end =
            value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(value.len());
        encoding::by_label(&value[..end]).ok().filter(|encoding| !encoding.name().starts_with("UTF-16"))
    })
}

#[cfg(test)]
mod tests {
    use super::charset;

    #[test]
    fn the_bytes_are_believed_before_the_declaration() {
        let page =
            |label: &str| format!("<html><head><meta charset={label}></head><p>全镇工作报告，增长百分之六。");
        let utf8 = |label: &str| charset(page(label).as_bytes()).encoding.name();
        assert_eq!(utf8("gb2312"), "UTF-8");
        assert_eq!(utf8("utf-8"), "UTF-8");
        let gbk = |label: &str| charset(&encoding_rs::GBK.encode(&page(label)).0).encoding.name();
        assert_eq!(gbk("\"gb2312\""), "GB18030");
        assert_eq!(gbk("utf-8"), "GB18030");
        assert_eq!(gbk("nonsense"), "GB18030");
    }
}
