//! The search index: pairs of characters into FTS5, and the passages that they stand in.
//!
//! FTS5 writes what it holds back at every savepoint, a small tree for each. So a document's passages are
//! cut when it is written, and given to FTS5 together when the batch is committed, in the same transaction.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, params};

use super::several::{Insert, insert_all, inserts};
use crate::error::{Error, Kind, Result};
use crate::fact::Reading;
use crate::store::Archive;
use crate::text::fold::{self, FOLD_VERSION, Piece};
use crate::text::{Span, Text};

const INSERT_PASSAGE: Insert = inserts!(
    "INSERT OR FAIL INTO passages (document_id, section_id, start_char, end_char) VALUES",
    "(?, ?, ?, ?)"
);

/// Cuts a document of so many characters into passages: at each of its sections, by id and the character at which
/// it begins, whatever their order; of several that begin together the last holds the words. Gives the numbers of
/// the passages.
pub(super) fn cut(
    connection: &Connection,
    document_id: i64,
    char_count: u32,
    sections: impl Iterator<Item = (i64, u32)>,
) -> Result<Range<i64>> {
    let mut edges: Vec<(u32, Option<i64>)> = vec![(0, None)];
    edges.extend(sections.map(|(id, start)| (start, Some(id))));
    edges.sort_unstable();
    let ends = edges.iter().skip(1).map(|&(start, _)| start).chain([char_count]);
    let pieces = edges.iter().zip(ends).map(|(&(start, section_id), end)| (section_id, start, end));
    let passages: Vec<(Option<i64>, u32, u32)> = pieces.filter(|(_, start, end)| start < end).collect();
    insert_all(connection, &INSERT_PASSAGE, &passages, |(section_id, start, end), row| {
        row.put(params![document_id, section_id, start, end])
    })?;
    let end = connection.last_insert_rowid() + 1;
    Ok(end - passages.len() as i64..end)
}

/// What FTS5 is fed with for the passages into which a document with this reading is cut, in their order.
/// Made where there is time for it, it spares the writer that work: [`Archive::give_words`].
pub fn words(text: &Text, reading: &Reading) -> Vec<Pairs> {
    let mut edges: Vec<u32> = reading.sections.iter().map(|section| section.span.start).collect();
    edges.extend([0, text.char_count()]);
    edges.sort_unstable();
    edges.dedup();
    let passages = edges.windows(2).map(|edge| Span { start: edge[0], end: edge[1] });
    passages.map(|passage| Pairs::of(text.quote(passage).unwrap_or_default())).collect()
}

/// The words for FTS5: each two neighbours of the folded text, and the last character.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs {
    /// UTF-8: made of whole characters.
    words: Vec<u8>,
}

impl Pairs {
    /// The words of a text.
    pub fn of(text: &str) -> Pairs {
        // Of a text of Hanzi each character but the last is written twice, with a blank.
        let mut words = Vec::with_capacity(text.len() * 7 / 3);
        let (mut before, mut before_len) = ([0; 4], 0);
        fold::each(text, |piece| {
            let mut one = [0; 4];
            let (piece, hanzi): (&[u8], &[[u8; 3]]) = match piece {
                Piece::Hanzi(run) => (run.as_bytes(), run.as_bytes().as_chunks().0),
                Piece::One(c) => (c.encode_utf8(&mut one).as_bytes(), &[]),
            };
            let (first, rest) = hanzi.split_first().map_or((piece, hanzi), |(first, rest)| (first, rest));
            if before_len > 0 {
                words.extend_from_slice(&before[..before_len]);
                words.extend_from_slice(first);
                words.push(b' ');
            }
            for ([a, b, c], [d, e, f]) in hanzi.iter().zip(rest) {
                words.extend_from_slice(&[*a, *b, *c, *d, *e, *f, b' ']);
            }
            let last = hanzi.last().map_or(piece, |last| last);
            before_len = last.len();
            before[..before_len].copy_from_slice(last);
        });
        words.extend_from_slice(&before[..before_len]);
        Pairs { words }
    }

    /// The words, one after the other.
    fn each(&self) -> impl Iterator<Item = &[u8]> {
        self.words.split(|&byte| byte == b' ').filter(|word| !word.is_empty())
    }
}

impl ToSql for Pairs {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(&self.words)))
    }
}

/// Passages whose words are at hand, until the search index takes them in.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Those of the document that was written last.
    last: Range<i64>,
    words: VecDeque<(i64, Pairs)>,
}

impl Pending {
    /// Nothing of what was held is in the archive.
    pub(super) fn forget(&mut self) {
        *self = Pending::default();
    }

    fn take(&mut self, id: i64) -> Option<Pairs> {
        while self.words.front().is_some_and(|(first, _)| *first < id) {
            self.words.pop_front();
        }
        match self.words.front() {
            Some((first, _)) if *first == id => self.words.pop_front().map(|(_, words)| words),
            _ => None,
        }
    }

    /// Passages of a document were written. Numbers that a replaced document gave back are used again:
    /// what is held under them are the words of that one.
    pub(super) fn written(&mut self, passages: Range<i64>) {
        while !passages.is_empty() && self.words.back().is_some_and(|(last, _)| *last >= passages.start) {
            self.words.pop_back();
        }
        self.last = passages;
    }
}

// Ids only grow, so what FTS5 has not seen lies beyond the last that it has.
const LAST_SEEN: &str = "SELECT CAST(value AS INTEGER) FROM about WHERE name = 'search_last_passage'";
const SET_LAST_SEEN: &str = "INSERT OR REPLACE INTO about (name, value) VALUES ('search_last_passage', ?1)";
const UNSEEN: &str = "SELECT id, document_id, start_char, end_char FROM passages WHERE id > ?1 ORDER BY id";
const TEXT: &str = "SELECT text FROM documents WHERE id = ?1";
const ADD: &str = "INSERT INTO search (rowid, words) VALUES (?1, ?2)";

/// Gives FTS5 every passage that it has not seen; the last step of each transaction that writes.
pub(super) fn add_unseen(connection: &Connection, pending: &mut Pending) -> Result<()> {
    let seen = last_seen(connection)?;
    let mut last = seen;
    let mut unseen = connection.prepare_cached(UNSEEN)?;
    let mut add = connection.prepare_cached(ADD)?;
    let mut text = Cursor::default();
    let mut rows = unseen.query([seen])?;
    while let Some(row) = rows.next()? {
        let (id, document_id): (i64, i64) = (row.get(0)?, row.get(1)?);
        let words = match pending.take(id) {
            Some(ready) => ready,
            None => Pairs::of(text.passage(connection, document_id, row.get(2)?, row.get(3)?)?),
        };
        add.execute((id, &words))?;
        last = id;
    }
    pending.forget();
    if last > seen {
        connection.prepare_cached(SET_LAST_SEEN)?.execute([last.to_string()])?;
    }
    Ok(())
}

fn last_seen(connection: &Connection) -> Result<i64> {
    let last: Option<i64> =
        connection.prepare_cached(LAST_SEEN)?.query_row([], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or(0))
}

const SEEN: &str = "
    SELECT id, start_char, end_char FROM passages WHERE document_id = ?1 AND id <= ?2 ORDER BY start_char";
// A table without a copy of the text has to be told what it is to forget.
const FORGET: &str = "INSERT INTO search (search, rowid, words) VALUES ('delete', ?1, ?2)";
const DELETE: &str = "DELETE FROM passages WHERE document_id = ?1";

/// Takes a document out of the index, as long as its text and its passages still are what was indexed.
pub(super) fn remove(connection: &Connection, document_id: i64) -> Result<()> {
    let mut seen = connection.prepare_cached(SEEN)?;
    let mut forget = connection.prepare_cached(FORGET)?;
    let mut text = Cursor::default();
    let mut rows = seen.query([document_id, last_seen(connection)?])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let words = Pairs::of(text.passage(connection, document_id, row.get(1)?, row.get(2)?)?);
        forget.execute((id, &words))?;
    }
    connection.prepare_cached(DELETE)?.execute([document_id])?;
    Ok(())
}

/// The name in `about` under which a file keeps how its texts were folded.
const VERSION: &str = "search_version";
const ABOUT_VALUE: &str = "SELECT value FROM about WHERE name = ?1";
const SET_ABOUT: &str = "INSERT OR REPLACE INTO about (name, value) VALUES (?1, ?2)";
const INDEX_EXISTS: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'search'";
const FORGET_ALL: &str = "
    INSERT INTO search (search) VALUES ('delete-all');
    DELETE FROM passages;
    DELETE FROM sqlite_sequence WHERE name = 'passages';
    DELETE FROM about WHERE name = 'search_last_passage'";
const DOCUMENTS: &str = "SELECT id, char_count FROM documents ORDER BY id";
const SECTIONS: &str = "SELECT id, start_char FROM sections WHERE document_id = ?1";

/// Makes the index anew where the file has none, or one of texts that were folded in another way.
pub(super) fn bring_up(connection: &Connection) -> Result<()> {
    let exists: i64 = connection.query_row(INDEX_EXISTS, [], |row| row.get(0))?;
    if exists == 0 || is_current(connection)? {
        return Ok(());
    }
    connection.execute_batch(FORGET_ALL)?;
    let mut documents = connection.prepare(DOCUMENTS)?;
    let mut sections = connection.prepare(SECTIONS)?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        let (document_id, char_count) = (row.get(0)?, row.get(1)?);
        let edges = sections.query_map([document_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let edges: Vec<(i64, u32)> = edges.collect::<rusqlite::Result<_>>()?;
        cut(connection, document_id, char_count, edges.into_iter())?;
    }
    add_unseen(connection, &mut Pending::default())?;
    connection.execute(SET_ABOUT, [VERSION, &FOLD_VERSION.to_string()])?;
    Ok(())
}

/// Words folded by this program find what they should.
pub(super) fn is_current(connection: &Connection) -> Result<bool> {
    let stored: Option<String> = connection.query_row(ABOUT_VALUE, [VERSION], |row| row.get(0)).optional()?;
    Ok(stored.is_some_and(|stored| stored == FOLD_VERSION.to_string()))
}

/// The text that passages are taken from, one after the other.
#[derive(Default)]
pub(super) struct Cursor {
    document_id: Option<i64>,
    text: String,
    /// Characters before the byte offset.
    chars: u32,
    byte: usize,
}

impl Cursor {
    /// The characters from one to another of a document's text.
    pub(super) fn passage(
        &mut self,
        connection: &Connection,
        document_id: i64,
        start: u32,
        end: u32,
    ) -> Result<&str> {
        if self.document_id != Some(document_id) {
            self.text.clear();
            let mut statement = connection.prepare_cached(TEXT)?;
            let mut rows = statement.query([document_id])?;
            if let Some(row) = rows.next()? {
                self.text.push_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
            }
            (self.document_id, self.chars, self.byte) = (Some(document_id), 0, 0);
        } else if start < self.chars {
            (self.chars, self.byte) = (0, 0);
        }
        let from = self.walk(start);
        let to = self.walk(end);
        Ok(&self.text[from..to])
    }

    /// Goes on to a character; returns its byte offset.
    fn walk(&mut self, to: u32) -> usize {
        let rest = &self.text[self.byte..];
        let step =
            rest.char_indices().nth(to.saturating_sub(self.chars) as usize).map_or(rest.len(), |(at, _)| at);
        self.byte += step;
        self.chars = to;
        self.byte
    }
}

/// What is wrong with the index of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unindexed {
    /// The document; `None` where the index speaks of passages that no document has.
    pub document_id: Option<i64>,
    /// What is wrong, a plain sentence without a final stop.
    pub message: String,
}

const VOCABULARY: &str =
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_instances USING fts5vocab (main, search, instance)";
const INSTANCES: &str = "SELECT doc, term, offset FROM temp.search_instances";
const PASSAGES: &str = "SELECT id, document_id, start_char, end_char FROM passages ORDER BY id";
const UNCUT: &str = "
    SELECT d.id FROM documents AS d
    WHERE d.char_count <> (SELECT coalesce(sum(end_char - start_char), 0) FROM passages AS p WHERE p.document_id = d.id)
    ORDER BY d.id";

impl Archive {
    /// The words of the document that was written last, as [`words`] makes them; without them they are
    /// made when the search index takes them in. Nothing where no document was written.
    pub fn give_words(&mut self, words: Vec<Pairs>) {
        let passages = std::mem::take(&mut self.pending.last);
        if passages.clone().count() == words.len() {
            self.pending.words.extend(passages.zip(words));
        }
    }

    /// Gives the search index what the batch holds for it; [`Archive::commit`] does it as well.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn index(&mut self) -> Result<()> {
        add_unseen(&self.connection, &mut self.pending).map_err(|error| error.at(&self.path))
    }

    /// Compares the search index with the texts, word by word; empty where all is well. Takes about as
    /// long as making the index, and sixteen bytes of memory for each passage.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn check_search(&self) -> Result<Vec<Unindexed>> {
        check(&self.connection).map_err(|error| error.at(&self.path))
    }
}

fn check(connection: &Connection) -> Result<Vec<Unindexed>> {
    if !is_current(connection)? {
        return Err(not_current());
    }
    let mut wrong = Vec::new();
    let mut uncut = connection.prepare(UNCUT)?;
    for document_id in uncut.query_map([], |row| row.get(0))? {
        let message = "its passages do not make up its text".to_owned();
        wrong.push(Unindexed { document_id: Some(document_id?), message });
    }
    // A sum over the words of a passage is the same in whatever order they come.
    let mut sums: BTreeMap<i64, u64> = BTreeMap::new();
    connection.execute_batch(VOCABULARY)?;
    let mut instances = connection.prepare(INSTANCES)?;
    let mut rows = instances.query([])?;
    while let Some(row) = rows.next()? {
        let term = row.get_ref(1)?.as_bytes().map_err(rusqlite::Error::from)?;
        let sum = sums.entry(row.get(0)?).or_default();
        *sum = sum.wrapping_add(mark(term, row.get(2)?));
    }
    let mut passages = connection.prepare(PASSAGES)?;
    let mut rows = passages.query([])?;
    let mut text = Cursor::default();
    while let Some(row) = rows.next()? {
        let (id, document_id): (i64, i64) = (row.get(0)?, row.get(1)?);
        let words = Pairs::of(text.passage(connection, document_id, row.get(2)?, row.get(3)?)?);
        let expected = words.each().zip(0..).fold(0u64, |sum, (word, at)| sum.wrapping_add(mark(word, at)));
        if sums.remove(&id).unwrap_or(0) != expected {
            let message = format!("passage {id} is not what the search index has of it");
            wrong.push(Unindexed { document_id: Some(document_id), message });
        }
    }
    if !sums.is_empty() {
        let message = format!("the search index speaks of {} passages that are not there", sums.len());
        wrong.push(Unindexed { document_id: None, message });
    }
    Ok(wrong)
}

fn mark(word: &[u8], at: i64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (word, at).hash(&mut hasher);
    hasher.finish()
}

pub(super) fn not_current() -> Error {
    Error::new(Kind::Archive, "its search index was made by another version of this program")
        .hint("`archive migrate run` makes it anew")
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    #[test]
    fn words_are_pairs_and_the_last_character() {
        for (text, expected) in [
            ("招商引资", "招商 商引 引资 资"),
            ("GDP 增 5.2%", "gd dp p增 增5 5. .2 2% %"),
            ("镇", "镇"),
            ("、\n", ""),
            ("𠀀村，𠀀", "𠀀村 村𠀀 𠀀"),
            ("é1著é", "é1 1着 着é é"),
        ] {
            let pairs = Pairs::of(text);
            assert_eq!(str::from_utf8(&pairs.words), Ok(expected), "{text}");
            assert!(pairs.each().eq(expected.split_whitespace().map(str::as_bytes)), "{text}");
        }
    }
}
