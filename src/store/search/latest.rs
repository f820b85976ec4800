//! Passages by their documents, the latest first.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Row, Statement};

use super::{Asked, Hit};
use crate::error::Result;
use crate::store::Archive;
use crate::store::expression::Expression;
use crate::store::index::Cursor;
use crate::store::read;
use crate::text::fold::Folded;

/// What passages are sorted by; no text is read for it.
const ORDER: &str = "
    SELECT -coalesce(d.year, 0), d.content_sha256, p.start_char
    FROM passages AS p JOIN documents AS d ON d.id = p.document_id WHERE p.id = ?1";
/// The same order of all documents, in which one index has them.
const DOCUMENT: &str = "SELECT id";
const ALL_DOCUMENTS: &str = " FROM documents";
const LATEST_FIRST: &str = " ORDER BY year DESC, content_sha256";
const PASSAGES_OF: &str =
    "SELECT id, start_char, end_char FROM passages WHERE document_id = ?1 ORDER BY start_char";
const ADMITTED: &str = "SELECT EXISTS (SELECT 1 FROM v_passages WHERE id = :passage AND ";

impl Archive {
    /// The passages of the latest documents, as many as are wanted. Of what stands in many (`count` is `None`) it is
    /// sooner known by reading the latest texts than by asking the index for all places.
    pub(super) fn latest(
        &self,
        expression: &Expression,
        asked: &Asked,
        count: Option<u64>,
    ) -> Result<Vec<Hit>> {
        let near = if count.is_none() { self.in_texts(expression, asked)? } else { None };
        let passages = match near {
            Some(passages) => passages,
            None => {
                let hits = self.unranked(expression, asked, count)?;
                self.by_document(&hits, asked.most(), asked).map_err(|error| self.failed(error))?
            }
        };
        Ok(passages.into_iter().map(|passage_id| Hit { passage_id, score: None }).collect())
    }

    /// Reads the texts of the latest documents until the wanted passages are found; `None` where they are not among
    /// the first of them.
    fn in_texts(&self, expression: &Expression, asked: &Asked) -> Result<Option<Vec<i64>>> {
        /// Documents that are read in less time than the index takes for all places of a common word.
        const FAR: usize = 1_000;
        let failed = |error| self.failed(error);
        let mut documents = self.connection.prepare(&latest_documents(asked)).map_err(failed)?;
        asked.bind(&mut documents).map_err(failed)?;
        let mut documents = documents.raw_query();
        let mut reader = Reader::new(self, expression, asked)?;
        let mut found = Vec::new();
        for _ in 0..FAR {
            match documents.next().map_err(failed)? {
                Some(document) => reader.read(document.get(0).map_err(failed)?, &mut found)?,
                None => return Ok(Some(found)),
            }
            if found.len() >= asked.most() {
                found.truncate(asked.most());
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The first `wanted` of passages that are found, the later report first. Copies of one wording are
    /// equals by the thousand, so nothing but what decides is read of them.
    pub(super) fn by_document(
        &self,
        hits: &[Hit],
        wanted: usize,
        asked: &Asked,
    ) -> rusqlite::Result<Vec<i64>> {
        /// Of more it is sooner known which are first by going through the documents.
        const MANY: usize = 2_000;
        if hits.len() > MANY && wanted < hits.len() {
            return self.first_of(hits, wanted, asked);
        }
        let mut statement = self.connection.prepare_cached(ORDER)?;
        let mut ordered: Vec<((i64, String, i64), i64)> = Vec::with_capacity(hits.len());
        for hit in hits {
            let order = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            // Of a document that was deleted by hand the index still speaks.
            let order = statement.query_row([hit.passage_id], order).optional()?;
            ordered.extend(order.map(|order| (order, hit.passage_id)));
        }
        ordered.sort_unstable();
        Ok(ordered.into_iter().map(|(_, passage_id)| passage_id).take(wanted).collect())
    }

    /// The same for many: documents are asked for theirs, the latest first, until there are enough.
    fn first_of(&self, hits: &[Hit], wanted: usize, asked: &Asked) -> rusqlite::Result<Vec<i64>> {
        let hits: HashSet<i64> = hits.iter().map(|hit| hit.passage_id).collect();
        let mut found = Vec::with_capacity(wanted);
        let mut documents = self.connection.prepare_cached(&latest_documents(asked))?;
        asked.bind(&mut documents)?;
        let mut passages = self.connection.prepare_cached(PASSAGES_OF)?;
        let mut documents = documents.raw_query();
        while found.len() < wanted
            && let Some(document) = documents.next()?
        {
            for passage in passages.query_map([document.get::<_, i64>(0)?], |row| row.get(0))? {
                found.extend(Some(passage?).filter(|passage| hits.contains(passage)));
            }
        }
        found.truncate(wanted);
        Ok(found)
    }
}

fn latest_documents(asked: &Asked) -> String {
    [DOCUMENT, asked.of_documents().as_deref().unwrap_or(ALL_DOCUMENTS), LATEST_FIRST].concat()
}

/// Reads one document after the other.
struct Reader<'a> {
    archive: &'a Archive,
    expression: &'a Expression,
    asked: &'a Asked<'a>,
    passages: Statement<'a>,
    /// Asks whether the filter admits a passage, where it asks something of passages.
    admitted: Option<Statement<'a>>,
    text: Cursor,
}

impl<'a> Reader<'a> {
    fn new(archive: &'a Archive, expression: &'a Expression, asked: &'a Asked<'a>) -> Result<Reader<'a>> {
        let admitted = asked.of_passages().map(|condition| format!("{ADMITTED}{condition})"));
        let admitted = admitted.map(|sql| archive.prepared(&sql, &asked.view, asked.filter));
        let mut admitted = admitted.transpose()?;
        if let Some(statement) = &mut admitted {
            asked.bind(statement).map_err(|error| archive.failed(error))?;
        }
        let passages = archive.connection.prepare(PASSAGES_OF).map_err(|error| archive.failed(error))?;
        Ok(Reader { archive, expression, asked, passages, admitted, text: Cursor::default() })
    }

    /// Adds the passages of a document that hold what is looked for.
    fn read(&mut self, document_id: i64, found: &mut Vec<i64>) -> Result<()> {
        let failed = |error| self.archive.failed(error);
        let mut passages = self.passages.query([document_id]).map_err(failed)?;
        while let Some(passage) = passages.next().map_err(failed)? {
            let place = || Ok((passage.get(0)?, passage.get(1)?, passage.get(2)?));
            let (passage_id, start, end) = place().map_err(failed)?;
            let words = self.text.passage(&self.archive.connection, document_id, start, end);
            let folded = Folded::of(words.map_err(|error| error.at(&self.archive.path))?);
            if self.expression.holds(folded.chars())
                && admits(self.admitted.as_mut(), passage_id, self.asked, self.archive)?
            {
                found.push(passage_id);
            }
        }
        Ok(())
    }
}

/// Whether a filter lets a passage through.
fn admits(
    statement: Option<&mut Statement<'_>>,
    passage_id: i64,
    asked: &Asked,
    archive: &Archive,
) -> Result<bool> {
    let Some(statement) = statement else { return Ok(true) };
    let mut ask = || -> rusqlite::Result<bool> {
        read::bind(statement, ":passage", &passage_id.into())?;
        let mut rows = statement.raw_query();
        rows.next()?.map_or(Ok(false), |row| row.get(0))
    };
    ask().map_err(|error| archive.failed_at_row(error, &asked.view, asked.filter))
}
