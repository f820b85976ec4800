//! A document as one page for a browser: its text with what was found in it marked, each mark tied to
//! its row beside it and back. The page needs no script and no other file, and escapes all that it shows.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::output::headings::{Column, Language};
use crate::output::screen;
use crate::store::document::{DocumentRow, DocumentRows};
use marks::{Mark, Piece, Sort, pieces};
use rows::{Group, groups};
use terms::say;

mod marks;
mod rows;
mod terms;

const STYLE: &str = include_str!("html/page.css");

/// Writes the page; `text` is the document's.
pub(super) fn write(
    out: &mut impl Write,
    rows: &DocumentRows,
    text: &str,
    language: Language,
) -> io::Result<()> {
    let groups = groups(rows, language);
    let title = rows.document.title.as_deref().unwrap_or(say("untitled", language));
    let lang = if language == Language::Chinese { "zh" } else { "en" };
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(title)
    )?;
    outline(out, rows, language)?;
    writeln!(out, "<main>\n<header>\n<h1>{}</h1>", escaped(title))?;
    facts(out, rows, language)?;
    writeln!(out, "<p class=\"legend\">")?;
    for group in &groups {
        let (name, class) = (say(group.name, language), class(group.sort));
        writeln!(out, "<a class=\"{class}\" href=\"#{}\">{name} {}</a>", group.name, group.rows.len())?;
    }
    writeln!(out, "</p>\n</header>\n<article lang=\"zh\">")?;
    article(out, rows, text, &groups)?;
    writeln!(out, "</article>\n</main>")?;
    aside(out, &groups, language)?;
    writeln!(out, "</body>\n</html>")
}

fn outline(out: &mut impl Write, rows: &DocumentRows, language: Language) -> io::Result<()> {
    let name = say("outline", language);
    writeln!(out, "<nav aria-label=\"{name}\">\n<h2>{name}</h2>\n<ol>")?;
    for section in &rows.sections {
        let level = section.level.clamp(1, DEEPEST);
        let (id, marker, heading) = (section.id, escaped(&section.marker), escaped(&section.heading));
        writeln!(out, "<li class=\"l{level}\"><a href=\"#s{id}\">{marker} {heading}</a></li>")?;
    }
    writeln!(out, "</ol>\n</nav>")
}

/// Deeper sections look like this level.
const DEEPEST: i64 = 4;

fn facts(out: &mut impl Write, rows: &DocumentRows, language: Language) -> io::Result<()> {
    let DocumentRow { id, kind, town, county, province, .. } = &rows.document;
    let document = &rows.document;
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let mut facts: Vec<(&str, Option<String>)> = vec![
        ("id", Some(id.to_string())),
        ("kind", Some(say(kind, language).to_owned())),
        ("town", town.clone()),
        ("county", county.clone()),
        ("province", province.clone()),
        ("declared_year", number(document.declared_year)),
        ("review_year", number(document.review_year)),
        ("plan_year", number(document.plan_year)),
        ("published_on", document.published_on.clone()),
        ("char_count", Some(document.char_count.to_string())),
    ];
    facts.extend(rows.sources.iter().map(|source| ("source", Some(source.path.clone()))));
    writeln!(out, "<dl class=\"facts\">")?;
    for (name, value) in facts {
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        let heading = Column::new("documents", name, language).heading;
        writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(&heading), escaped(&value))?;
    }
    writeln!(out, "</dl>")
}

/// The text, block by block: a line of it, or from one heading to the next.
fn article(out: &mut impl Write, rows: &DocumentRows, text: &str, groups: &[Group]) -> io::Result<()> {
    let chars: Vec<char> = text.chars().collect();
    let mut marks: Vec<Mark> = rows.sections.iter().map(heading_mark).collect();
    marks.extend(groups.iter().flat_map(|group| group.marks.iter().cloned()));
    marks.retain_mut(|mark| {
        mark.end = mark.end.min(chars.len());
        mark.start < mark.end
    });
    let line_ends = chars.iter().enumerate().filter(|(_, c)| **c == '\n').flat_map(|(at, _)| [at, at + 1]);
    let beginnings: BTreeSet<usize> =
        marks.iter().filter(|mark| mark.sort == Sort::Heading).map(|mark| mark.start).collect();
    let cuts: BTreeSet<usize> = line_ends.chain(beginnings.iter().copied()).collect();
    let all = pieces(chars.len(), &marks, &cuts);
    let mut block: Vec<&Piece> = Vec::new();
    for piece in &all {
        let ends_line = chars[piece.start] == '\n';
        if ends_line || beginnings.contains(&piece.start) {
            write_block(out, &block, &chars, &marks, rows)?;
            block.clear();
        }
        if !ends_line {
            block.push(piece);
        }
    }
    write_block(out, &block, &chars, &marks, rows)
}

fn heading_mark(section: &crate::store::document::SectionRow) -> Mark {
    Mark {
        sort: Sort::Heading,
        start: place(section.start_char),
        end: place(section.body_start_char),
        id: format!("s{}", section.id),
        row: String::new(),
        label: String::new(),
        tip: String::new(),
    }
}

/// The database holds no negative place.
fn place(at: i64) -> usize {
    usize::try_from(at).unwrap_or(0)
}

fn write_block(
    out: &mut impl Write,
    block: &[&Piece],
    chars: &[char],
    marks: &[Mark],
    rows: &DocumentRows,
) -> io::Result<()> {
    let Some(first) = block.first() else { return Ok(()) };
    let headed = |piece: &Piece| piece.under.iter().any(|&at| marks[at].sort == Sort::Heading);
    let is_blank = |piece: &Piece| chars[piece.start..piece.end].iter().all(|c| c.is_whitespace());
    if block.iter().all(|piece| is_blank(piece)) {
        return Ok(());
    }
    let section = first.opens.iter().find(|&&at| marks[at].sort == Sort::Heading);
    let level = section
        .and_then(|&at| rows.sections.iter().find(|section| marks[at].id == format!("s{}", section.id)))
        .map(|section| section.level.clamp(1, DEEPEST));
    let whole = block.iter().all(|piece| headed(piece) || is_blank(piece));
    let (tag, class) = match level {
        Some(level) if whole => (format!("h{}", level + 1), String::new()),
        Some(level) => ("p".to_owned(), format!(" class=\"l{level}\"")),
        None => ("p".to_owned(), String::new()),
    };
    write!(out, "<{tag}{class}>")?;
    for piece in block {
        write_piece(out, piece, chars, marks, headed(piece) && !whole)?;
    }
    writeln!(out, "</{tag}>")
}

fn write_piece(
    out: &mut impl Write,
    piece: &Piece,
    chars: &[char],
    marks: &[Mark],
    bold: bool,
) -> io::Result<()> {
    for &at in &piece.opens {
        write!(out, "<i id=\"{}\"></i>", marks[at].id)?;
    }
    let words = escaped(&chars[piece.start..piece.end].iter().collect::<String>());
    let words = if bold { format!("<b>{words}</b>") } else { words };
    let found: Vec<&Mark> =
        piece.under.iter().map(|&at| &marks[at]).filter(|mark| mark.sort != Sort::Heading).collect();
    match found.last() {
        Some(innermost) => {
            let sorts: BTreeSet<Sort> = found.iter().map(|mark| mark.sort).collect();
            let classes: Vec<&str> = sorts.into_iter().map(class).collect();
            let tips: Vec<String> =
                found.iter().map(|mark| escaped(&format!("{} {}", mark.label, mark.tip))).collect();
            write!(
                out,
                "<a class=\"{}\" href=\"#{}\" title=\"{}\">{words}</a>",
                classes.join(" "),
                innermost.row,
                tips.join("&#10;")
            )?;
        }
        None => write!(out, "{words}")?,
    }
    for mark in piece.closes.iter().map(|&at| &marks[at]).filter(|mark| mark.sort != Sort::Heading) {
        let class = class(mark.sort);
        write!(out, "<sup><a class=\"{class}\" href=\"#{}\">{}</a></sup>", mark.row, escaped(&mark.label))?;
    }
    Ok(())
}

fn aside(out: &mut impl Write, groups: &[Group], language: Language) -> io::Result<()> {
    writeln!(out, "<aside aria-label=\"{}\">", say("found", language))?;
    for group in groups {
        let (name, id, class) = (say(group.name, language), group.name, class(group.sort));
        writeln!(
            out,
            "<h2 id=\"{id}\"><span class=\"{class}\">{name}</span> {}</h2>\n<ol>",
            group.rows.len()
        )?;
        for row in &group.rows {
            let label = match row.places.first() {
                Some(place) => format!("<a class=\"{class}\" href=\"#{place}\">{}</a>", escaped(&row.label)),
                None => format!("<span class=\"{class}\">{}</span>", escaped(&row.label)),
            };
            write!(out, "<li id=\"{}\">{label} <b>{}</b>", row.id, escaped(&row.name))?;
            if !row.figure.is_empty() {
                write!(out, " <span class=\"figure\">{}</span>", escaped(&row.figure))?;
            }
            if !row.note.is_empty() {
                write!(out, "<small>{}</small>", escaped(&row.note))?;
            }
            for (quote, place) in row.quotes.iter().zip(&row.places) {
                write!(out, "<a class=\"quote\" href=\"#{place}\" lang=\"zh\">{}</a>", escaped(quote))?;
            }
            writeln!(out, "</li>")?;
        }
        writeln!(out, "</ol>")?;
    }
    writeln!(out, "</aside>")
}

/// The class of a sort of marks in the style sheet.
fn class(sort: Sort) -> &'static str {
    match sort {
        Sort::Heading => "heading",
        Sort::Goal => "goal",
        Sort::Outcome => "outcome",
        Sort::Mention => "mention",
        Sort::Doubt => "doubt",
    }
}

/// Words that are nothing but words in a page, within quotation marks as well; what would command a
/// terminal would also turn the writing of a page, and becomes a picture of itself.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in screen::safe(words).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn words_stay_words() {
        assert_eq!(
            escaped("<script>alert('x')</script>&\"\u{202e}\u{1b}"),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;\u{fffd}␛"
        );
    }
}
