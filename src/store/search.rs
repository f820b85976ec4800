//! Words in, passages out: full-text search behind the filters of the views.

mod asked;
mod best;
mod latest;
mod show;

use rusqlite::{Connection, OptionalExtension};

use super::expression::Expression;
use super::filter::Filter;
use super::index;
use super::read::{self, Value};
use crate::error::Result;
use crate::store::Archive;
use asked::Asked;
use show::show;

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
    (
        "score",
        "how well it fits (bm25, without lengths): the less, the better; empty where the latest come first",
    ),
    ("start_char", "characters of the document's text before the sentence"),
    ("end_char", "where the sentence ends"),
    ("section_id", "number of the section"),
    ("passage_id", "number of the passage: the section's own words"),
];

/// In which order passages come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// What speaks of it most first; of equals the later report.
    Best,
    /// The later report first, its passages as they stand in it.
    Latest,
}

/// What stands in more passages is not ranked but comes in the order of [`Order::Latest`]: how often a word stands
/// in one tells nothing where so many hold it, and to count that in all takes a quarter of a microsecond for each.
pub const COMMON: u64 = 50_000;

const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :match LIMIT :limit)";
const PASSAGE: &str = "
    SELECT p.year, p.town, p.kind, p.part, p.section, p.document, p.document_id, p.source, p.section_id,
           p.start_char, p.text
    FROM v_passages AS p WHERE p.id = ?1";
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

/// A passage that was found.
struct Hit {
    passage_id: i64,
    /// How well it fits; `None` where nobody asked.
    score: Option<f64>,
}

impl Archive {
    /// Calls `each` with the [`COLUMNS`] of every passage that the search finds, in the order asked for; what is
    /// equal in it in an order that does not depend on that of the import. Gives the order that they came in, which
    /// is [`Order::Latest`] for words in more than [`COMMON`] passages.
    ///
    /// # Errors
    /// [`crate::error::Kind::Usage`] where the words are no search or a filter does not fit passages;
    /// where the index was made by another version of the program.
    pub fn search(
        &self,
        words: &str,
        filter: &Filter,
        order: Order,
        each: &mut dyn FnMut(&[Value]) -> Result<()>,
    ) -> Result<Order> {
        let expression = Expression::parse(words)?;
        // One moment of the file for all statements, and one lock.
        let moment = self.connection.is_autocommit().then(|| self.connection.unchecked_transaction());
        let moment = moment.transpose().map_err(|error| self.failed(error))?;
        if !index::is_current(&self.connection).map_err(|error| error.at(&self.path))? {
            return Err(index::not_current().at(&self.path));
        }
        let asked = Asked::of(filter)?;
        let count = self.count(&expression).map_err(|error| self.failed(error))?;
        let order = if count.is_some() { order } else { Order::Latest };
        let hits = match order {
            Order::Best => self.best(&expression, &asked, count)?,
            Order::Latest => self.latest(&expression, &asked, count)?,
        };
        let wanted = expression.wanted();
        for hit in hits {
            let row = look(&self.connection, &hit, &wanted).map_err(|error| self.failed(error))?;
            each(&row)?;
        }
        moment.map_or(Ok(()), |moment| moment.commit().map_err(|error| self.failed(error)))?;
        Ok(order)
    }

    /// In how many passages of the archive this stands; `None` where in more than [`COMMON`].
    fn count(&self, expression: &Expression) -> rusqlite::Result<Option<u64>> {
        let mut statement = self.connection.prepare(COUNT)?;
        let few = i64::try_from(COMMON).unwrap_or(i64::MAX);
        read::bind(&mut statement, ":match", &expression.for_fts5().into())?;
        read::bind(&mut statement, ":limit", &few.saturating_add(1).into())?;
        let mut rows = statement.raw_query();
        let count: i64 = rows.next()?.map_or(Ok(0), |row| row.get(0))?;
        Ok(u64::try_from(count).ok().filter(|count| *count <= COMMON))
    }
}

/// The row of a passage, with its words.
fn look(connection: &Connection, hit: &Hit, wanted: &[&[char]]) -> rusqlite::Result<Vec<Value>> {
    let mut statement = connection.prepare_cached(PASSAGE)?;
    let mut rows = statement.query([hit.passage_id])?;
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
        hit.score.map_or(Value::Null, Value::Real),
        Value::Integer(start + i64::from(shown.span.start)),
        Value::Integer(start + i64::from(shown.span.end)),
        section_id,
        Value::Integer(hit.passage_id),
    ])
}
