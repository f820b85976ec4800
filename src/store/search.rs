//! Words in, passages out: full-text search behind the filters of the views.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use super::expression::Expression;
use super::filter::{Condition, Filter, condition};
use super::index;
use super::read::{self, Value};
use crate::error::Result;
use crate::store::Archive;
use crate::text::Span;
use crate::text::fold::Folded;

/// Columns of [`Archive::search`] in their order, each with its meaning.
pub const COLUMNS: &[(&str, &str)] = &[
    ("year", "the document's year, as in the view documents"),
    ("town", "whose report it is"),
    ("kind", "what sort of document it is"),
    ("part", "overview, review, problems, plan or closing; empty before the first heading"),
    ("hit", "the words found, between 【 and 】, and what stands around them in their sentence"),
    ("sentence", "the sentence as printed"),
    ("section", "the headings above it"),
    ("document", "title of the document"),
    ("document_id", "number of the document"),
    ("source", "path of the file"),
    ("score", "how well it fits (bm25, without lengths): the less, the better"),
    ("start_char", "characters of the document's text before the sentence"),
    ("end_char", "where the sentence ends"),
    ("section_id", "number of the section"),
    ("passage_id", "number of the passage: the section's own words"),
];

const HITS: &str = "SELECT search.rowid, bm25(search) FROM search";
// Search first, whatever the planner thinks of the filters.
const WITH_PASSAGES: &str = " CROSS JOIN v_passages ON v_passages.id = search.rowid";
const MATCHED: &str = " WHERE search MATCH :match";
// What is asked of documents is asked once, and not for each hit; the plus keeps FTS5 from looking up one
// passage after the other.
const OF_DOCUMENTS: &str = "
    AND +search.rowid IN (SELECT id FROM passages WHERE document_id IN (SELECT id FROM v_documents WHERE ";
const PASSAGE: &str = "
    SELECT p.year, p.town, p.kind, p.part, p.section, p.document, p.document_id, p.source, p.section_id,
           p.start_char, p.text
    FROM v_passages AS p WHERE p.id = ?1";
/// What equals are sorted by; no text is read for it.
const ORDER: &str = "
    SELECT -coalesce(d.year, 0), d.content_sha256, p.start_char
    FROM passages AS p JOIN documents AS d ON d.id = p.document_id WHERE p.id = ?1";
/// The same order of all passages; the plus keeps it to the one index that has it.
const LATEST: &str = "SELECT id FROM documents";
const LATEST_AMONG: &str = " WHERE +id IN (SELECT id FROM v_documents WHERE ";
const LATEST_FIRST: &str = " ORDER BY year DESC, content_sha256";
const PASSAGES_OF: &str = "SELECT id FROM passages WHERE document_id = ?1 ORDER BY start_char";
// A section goes on behind its last sub-section, whose passage holds those words.
const INNERMOST: &str = "
    SELECT id, path, part FROM sections
    WHERE document_id = ?1 AND start_char <= ?2 AND end_char > ?2 ORDER BY start_char DESC, id DESC LIMIT 1";
/// The same passages for plain `sqlite3`.
const PLAIN: &str = "
SELECT p.id, p.year, p.town, p.section, p.source, p.text
FROM search JOIN v_passages AS p ON p.id = search.rowid
WHERE search MATCH '";

/// The statement that finds the same passages in plain `sqlite3`, best first, without filters.
///
/// # Errors
/// [`crate::error::Kind::Usage`] where the words are no search.
pub fn plain_sql(words: &str) -> Result<String> {
    let asked = Expression::parse(words)?.for_fts5();
    Ok(format!("{}{}' ORDER BY search.rank", PLAIN.trim_start(), asked.replace('\'', "''")))
}

impl Archive {
    /// Calls `each` with the [`COLUMNS`] of every passage that the search finds, the best first; of
    /// equals the later report, and then an order that does not depend on the order of import.
    ///
    /// # Errors
    /// [`crate::error::Kind::Usage`] where the words are no search or a filter does not fit passages;
    /// where the index was made by another version of the program.
    pub fn search(
        &self,
        words: &str,
        filter: &Filter,
        each: &mut dyn FnMut(&[Value]) -> Result<()>,
    ) -> Result<()> {
        let expression = Expression::parse(words)?;
        // One moment of the file for all statements, and one lock.
        let moment = self.connection.is_autocommit().then(|| self.connection.unchecked_transaction());
        let moment = moment.transpose().map_err(|error| self.failed(error))?;
        if !index::is_current(&self.connection).map_err(|error| error.at(&self.path))? {
            return Err(index::not_current().at(&self.path));
        }
        let (of_documents, of_passages) = taken_apart(filter)?;
        let hits = self.hits(&expression, filter, of_documents.as_ref(), of_passages.as_ref())?;
        let wanted = expression.wanted();
        let most = filter.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let mut given = 0;
        for equals in hits.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
            if given >= most {
                break;
            }
            let ordered = in_order(&self.connection, equals, most - given, of_documents.as_ref());
            for passage_id in ordered.map_err(|error| self.failed(error))? {
                let score = equals[0].score;
                let row =
                    look(&self.connection, passage_id, score, &wanted).map_err(|error| self.failed(error))?;
                given += 1;
                each(&row)?;
            }
        }
        moment.map_or(Ok(()), |moment| moment.commit().map_err(|error| self.failed(error)))
    }

    /// The best hits, as many as are asked for and those that are no worse than the last of them.
    fn hits(
        &self,
        expression: &Expression,
        filter: &Filter,
        of_documents: Option<&Condition>,
        of_passages: Option<&Condition>,
    ) -> Result<Vec<Hit>> {
        let mut sql = HITS.to_owned();
        sql.push_str(if of_passages.is_some() { WITH_PASSAGES } else { "" });
        sql.push_str(MATCHED);
        if let Some(condition) = of_documents {
            sql.push_str(&format!("{OF_DOCUMENTS}{}))", condition.sql));
        }
        if let Some(condition) = of_passages {
            sql.push_str(&format!(" AND {}", condition.sql));
        }
        let passages = read::view("passages")?;
        let mut statement = self.prepared(&sql, &passages, filter)?;
        let most = filter.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let mut best = Best { hits: Vec::new(), most, full: ROOM };
        let mut all = || -> rusqlite::Result<()> {
            read::bind(&mut statement, ":match", &expression.for_fts5().into())?;
            for condition in of_documents.iter().chain(&of_passages) {
                condition.bind(&mut statement)?;
            }
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                best.take(Hit { passage_id: row.get(0)?, score: row.get(1)? });
            }
            Ok(())
        };
        all().map_err(|error| self.failed_at_row(error, &passages, filter))?;
        best.prune();
        let mut hits = best.hits;
        hits.sort_by(|a, b| a.score.total_cmp(&b.score));
        Ok(hits)
    }
}

/// What a filter asks of documents, and what of passages.
fn taken_apart(filter: &Filter) -> Result<(Option<Condition>, Option<Condition>)> {
    let mut of_passages = filter.clone();
    let of_documents = Filter {
        year: of_passages.year.take(),
        town: of_passages.town.take(),
        kind: of_passages.kind.take(),
        document: of_passages.document.take(),
        ..Filter::default()
    };
    let [documents, passages] = [read::view("documents")?, read::view("passages")?];
    Ok((condition(&documents, &of_documents)?, condition(&passages, &of_passages)?))
}

struct Hit {
    passage_id: i64,
    score: f64,
}

/// The best of all hits so far: a word that most reports hold is found a million times.
struct Best {
    hits: Vec<Hit>,
    /// So many are wanted.
    most: Option<usize>,
    /// With so many it is time to let the worse ones go.
    full: usize,
}

/// Hits that are kept before the first look at which of them are good enough.
const ROOM: usize = 1 << 14;

impl Best {
    fn take(&mut self, hit: Hit) {
        self.hits.push(hit);
        if self.hits.len() >= self.full {
            self.prune();
            // Where nearly all are as good as the last wanted one they stay, and the next look is far off.
            self.full = ROOM.max(self.hits.len() * 2);
        }
    }

    /// Lets go of hits that are worse than the last wanted one.
    fn prune(&mut self) {
        let Some(most) = self.most.filter(|most| *most < self.hits.len()) else { return };
        let Some(last) = most.checked_sub(1) else { return self.hits.clear() };
        let (_, worst, _) = self.hits.select_nth_unstable_by(last, |a, b| a.score.total_cmp(&b.score));
        let worst = worst.score;
        self.hits.retain(|hit| hit.score <= worst);
    }
}

/// The first `wanted` passages of hits with the same score, the later report first. Copies of one wording are
/// equals by the thousand, so nothing but what decides is read of them.
fn in_order(
    connection: &Connection,
    equals: &[Hit],
    wanted: usize,
    of_documents: Option<&Condition>,
) -> rusqlite::Result<Vec<i64>> {
    /// Of more it is sooner known which are first by going through the documents.
    const MANY: usize = 2_000;
    if equals.len() > MANY && wanted < equals.len() {
        return latest(connection, equals, wanted, of_documents);
    }
    let mut statement = connection.prepare_cached(ORDER)?;
    let mut ordered: Vec<((i64, String, i64), i64)> = Vec::with_capacity(equals.len());
    for hit in equals {
        let order = statement.query_row([hit.passage_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        // Of a document that was deleted by hand the index still speaks.
        ordered.extend(order.optional()?.map(|order| (order, hit.passage_id)));
    }
    ordered.sort_unstable();
    Ok(ordered.into_iter().map(|(_, passage_id)| passage_id).take(wanted).collect())
}

/// The same for many: documents are asked for theirs, the latest first, until there are enough.
fn latest(
    connection: &Connection,
    equals: &[Hit],
    wanted: usize,
    of_documents: Option<&Condition>,
) -> rusqlite::Result<Vec<i64>> {
    let equals: HashSet<i64> = equals.iter().map(|hit| hit.passage_id).collect();
    let mut found = Vec::with_capacity(wanted);
    let among = of_documents.map(|condition| format!("{LATEST_AMONG}{})", condition.sql));
    let sql = [LATEST, among.as_deref().unwrap_or_default(), LATEST_FIRST].concat();
    let mut documents = connection.prepare_cached(&sql)?;
    if let Some(condition) = of_documents {
        condition.bind(&mut documents)?;
    }
    let mut passages = connection.prepare_cached(PASSAGES_OF)?;
    let mut documents = documents.raw_query();
    while found.len() < wanted
        && let Some(document) = documents.next()?
    {
        for passage in passages.query_map([document.get::<_, i64>(0)?], |row| row.get(0))? {
            found.extend(Some(passage?).filter(|passage| equals.contains(passage)));
        }
    }
    found.truncate(wanted);
    Ok(found)
}

/// The row of a passage, with its words.
fn look(
    connection: &Connection,
    passage_id: i64,
    score: f64,
    wanted: &[&[char]],
) -> rusqlite::Result<Vec<Value>> {
    let mut statement = connection.prepare_cached(PASSAGE)?;
    let mut rows = statement.query([passage_id])?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let column = |index| read::cell(row, index);
    let text: String = row.get(10)?;
    let (document_id, start): (i64, i64) = (row.get(6)?, row.get(9)?);
    let shown = show(&text, wanted);
    let place = start + i64::from(shown.first.start);
    let innermost = connection
        .prepare_cached(INNERMOST)?
        .query_row((document_id, place), |row| {
            Ok([read::cell(row, 0)?, read::cell(row, 1)?, read::cell(row, 2)?])
        })
        .optional()?;
    let [section_id, section, part] = match innermost {
        Some(innermost) => innermost,
        None => [Value::Null, Value::Null, Value::Null],
    };
    Ok(vec![
        column(0)?,
        column(1)?,
        column(2)?,
        part,
        Value::Text(shown.hit),
        Value::Text(shown.sentence),
        section,
        column(5)?,
        column(6)?,
        column(7)?,
        Value::Real(score),
        Value::Integer(start + i64::from(shown.span.start)),
        Value::Integer(start + i64::from(shown.span.end)),
        section_id,
        Value::Integer(passage_id),
    ])
}

/// The sentence that shows a hit best.
struct Shown {
    hit: String,
    sentence: String,
    /// The sentence's place in the passage.
    span: Span,
    /// The first of its hits, there as well.
    first: Span,
}

/// So many characters stand before the first hit and behind the last one, at the most.
const AROUND: usize = 24;
/// And so many between them.
const BETWEEN: usize = 80;

fn show(text: &str, wanted: &[&[char]]) -> Shown {
    let chars: Vec<char> = text.chars().collect();
    let folded = Folded::of(text);
    let mut places: Vec<(Span, usize)> = Vec::new();
    for (term, words) in wanted.iter().enumerate() {
        places.extend(folded.places(words).into_iter().map(|place| (place, term)));
    }
    places.sort_unstable();
    // The sentence with the most of what was asked for; of equals the first.
    let mut best: (usize, Span, Span) = (0, Span { start: 0, end: 0 }, Span { start: 0, end: 0 });
    let mut seen = None;
    for (place, _) in &places {
        let sentence = sentence(&chars, *place);
        if seen.replace(sentence) == Some(sentence) {
            continue;
        }
        let mut terms: Vec<usize> = inside(&places, sentence).map(|(_, term)| *term).collect();
        terms.sort_unstable();
        terms.dedup();
        if terms.len() > best.0 {
            best = (terms.len(), sentence, *place);
        }
    }
    let (_, span, first) = best;
    let hits: Vec<Span> = inside(&places, span).map(|(place, _)| *place).collect();
    Shown {
        hit: marked(&chars, span, &hits),
        sentence: chars[span.start as usize..span.end as usize].iter().collect(),
        span,
        first,
    }
}

fn inside(places: &[(Span, usize)], sentence: Span) -> impl Iterator<Item = &(Span, usize)> {
    places.iter().filter(move |(place, _)| place.start >= sentence.start && place.end <= sentence.end)
}

/// The sentence around a place; one that runs over a stop or a line end is that of its beginning and its end.
fn sentence(chars: &[char], place: Span) -> Span {
    let stop = |c: &char| matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '\n');
    let (start, end) = (place.start as usize, place.end as usize);
    let mut from = chars[..start].iter().rposition(stop).map_or(0, |at| at + 1);
    while from < start && chars[from].is_whitespace() {
        from += 1;
    }
    let to = chars[end..].iter().position(stop).map_or(chars.len(), |at| end + at);
    let with_stop = to < chars.len() && chars[to] != '\n';
    Span { start: from as u32, end: (to + usize::from(with_stop)) as u32 }
}

/// The hits between 【 and 】, with some words around them, on one line.
fn marked(chars: &[char], sentence: Span, hits: &[Span]) -> String {
    let (start, end) = (sentence.start as usize, sentence.end as usize);
    let Some(first) = hits.first() else {
        return chars[start..end].iter().take(AROUND * 2).collect();
    };
    let from = (first.start as usize).saturating_sub(AROUND).max(start);
    let until = first.start as usize + BETWEEN;
    let last = hits.iter().map(|hit| hit.end as usize).filter(|end| *end <= until).max();
    let to = (last.unwrap_or(first.end as usize) + AROUND).min(end);
    let mut line = String::new();
    line.push_str(if from > start { "…" } else { "" });
    let mut open_until = None;
    for (at, c) in chars.iter().enumerate().take(to).skip(from) {
        if open_until == Some(at) {
            line.push('】');
            open_until = None;
        }
        if open_until.is_none()
            && let Some(hit) = hits.iter().filter(|hit| hit.start as usize == at).max_by_key(|hit| hit.end)
        {
            line.push('【');
            open_until = Some(hit.end as usize);
        }
        if !c.is_whitespace() {
            line.push(*c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.push_str(if open_until.is_some() { "】" } else { "" });
    line.push_str(if to < end { "…" } else { "" });
    line
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn the_sentence_with_the_most_hits_is_shown() {
        let text = "二、重点工作\n抓招商。今年招 商引资8亿元，优化营商環境，招商不停；其余照旧。";
        let words = |words: &str| words.chars().collect::<Vec<char>>();
        let (one, two) = (words("招商"), words("营商环境"));
        let shown = show(text, &[&one, &two]);
        assert_eq!(shown.hit, "今年【招 商】引资8亿元，优化【营商環境】，【招商】不停；");
        assert_eq!(shown.sentence, "今年招 商引资8亿元，优化营商環境，招商不停；");
        assert_eq!(shown.span.start, 11);
        let shown = show(text, &[&one]);
        assert_eq!((shown.hit.as_str(), shown.first.start), ("抓【招商】。", 8));
        assert_eq!(show(text, &[&words("工作抓")]).hit, "二、重点【工作 抓】招商。");
        let long = format!("{}招商{}", "前".repeat(40), "后".repeat(40));
        let shown = show(&long, &[&one]);
        assert_eq!(shown.hit, format!("…{}【招商】{}…", "前".repeat(24), "后".repeat(24)));
        assert_eq!(shown.sentence, long);
    }
}
