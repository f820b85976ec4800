//! Passages by how well they fit.

use super::{Asked, Hit};
use crate::error::Result;
use crate::store::Archive;
use crate::store::expression::Expression;
use crate::store::read;

const RANKED: &str = "SELECT search.rowid, bm25(search) FROM search";
const UNRANKED: &str = "SELECT search.rowid, NULL FROM search";
// Search first, whatever the planner thinks of the filters.
const WITH_PASSAGES: &str = " CROSS JOIN v_passages ON v_passages.id = search.rowid";
const MATCHED: &str = " WHERE search MATCH :match";
const COUNT_DOCUMENTS: &str = "SELECT count(*)";
/// The passages of the documents that a filter asks for as a set; the plus keeps FTS5 from looking up one after the
/// other.
const OF_ALL: &str = " AND +search.rowid IN (SELECT id FROM passages WHERE document_id IN (SELECT id";
/// The document of each hit.
const OF_EACH: &str = " AND (SELECT document_id FROM passages WHERE id = search.rowid) IN (SELECT id";

impl Archive {
    /// The best passages, as many as are wanted.
    pub(super) fn best(
        &self,
        expression: &Expression,
        asked: &Asked,
        count: Option<u64>,
    ) -> Result<Vec<Hit>> {
        let mut hits = self.hits(expression, asked, count, RANKED)?;
        hits.sort_by(|a, b| a.order().total_cmp(&b.order()));
        let mut ordered: Vec<Hit> = Vec::with_capacity(hits.len().min(asked.most()));
        for equals in hits.chunk_by(|a, b| a.order().total_cmp(&b.order()).is_eq()) {
            let wanted = asked.most() - ordered.len();
            if wanted == 0 {
                break;
            }
            let found = self.by_document(equals, wanted, asked).map_err(|error| self.failed(error))?;
            ordered.extend(found.into_iter().map(|passage_id| Hit { passage_id, score: equals[0].score }));
        }
        Ok(ordered)
    }

    /// Every passage that is found, without a score, and in no order.
    pub(super) fn unranked(
        &self,
        expression: &Expression,
        asked: &Asked,
        count: Option<u64>,
    ) -> Result<Vec<Hit>> {
        self.hits(expression, asked, count, UNRANKED)
    }

    /// What a statement finds that begins like this: of ranked hits those that are no worse than the last wanted one.
    fn hits(
        &self,
        expression: &Expression,
        asked: &Asked,
        count: Option<u64>,
        begun: &str,
    ) -> Result<Vec<Hit>> {
        let mut sql = begun.to_owned();
        sql.push_str(if asked.of_passages().is_some() { WITH_PASSAGES } else { "" });
        sql.push_str(MATCHED);
        if let Some(documents) = asked.of_documents() {
            /// The documents of so few hits are looked up in less time than others are counted in.
            const FEW: u64 = 2_000;
            /// All passages of a document cost as much as the documents of so many hits: measured, 3.6 while the
            /// file is in memory, and fewer where each look is a page from the disk.
            const PASSAGES: u64 = 3;
            let of_each = match count {
                Some(count) => count <= FEW || count / PASSAGES < self.documents(asked, &documents)?,
                None => false,
            };
            let (open, close) = if of_each { (OF_EACH, ")") } else { (OF_ALL, "))") };
            sql.extend([open, &documents, close]);
        }
        if let Some(condition) = asked.of_passages() {
            sql.extend([" AND ", condition]);
        }
        let mut statement = self.prepared(&sql, &asked.view, asked.filter)?;
        let mut best = Best { hits: Vec::new(), most: asked.most(), full: ROOM };
        let mut all = || -> rusqlite::Result<()> {
            read::bind(&mut statement, ":match", &expression.for_fts5().into())?;
            asked.bind(&mut statement)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                best.take(Hit { passage_id: row.get(0)?, score: row.get(1)? });
            }
            Ok(())
        };
        all().map_err(|error| self.failed_at_row(error, &asked.view, asked.filter))?;
        best.prune();
        Ok(best.hits)
    }

    /// How many documents a filter asks for.
    fn documents(&self, asked: &Asked, of_documents: &str) -> Result<u64> {
        let count = || -> rusqlite::Result<i64> {
            let mut statement = self.connection.prepare(&[COUNT_DOCUMENTS, of_documents].concat())?;
            asked.bind(&mut statement)?;
            let mut rows = statement.raw_query();
            rows.next()?.map_or(Ok(0), |row| row.get(0))
        };
        Ok(count().map_err(|error| self.failed(error))?.unsigned_abs())
    }
}

impl Hit {
    /// What hits are sorted by; without a score all are equal.
    fn order(&self) -> f64 {
        self.score.unwrap_or_default()
    }
}

/// The best of all hits so far, for the rest need not be kept.
struct Best {
    hits: Vec<Hit>,
    /// So many are wanted.
    most: usize,
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
        if self.most >= self.hits.len() {
            return;
        }
        let Some(last) = self.most.checked_sub(1) else { return self.hits.clear() };
        let (_, worst, _) = self.hits.select_nth_unstable_by(last, |a, b| a.order().total_cmp(&b.order()));
        let worst = worst.order();
        self.hits.retain(|hit| hit.order() <= worst);
    }
}
