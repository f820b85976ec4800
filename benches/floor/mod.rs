//! The floor under an import: the same files read and hashed, as many rows put into the same tables with
//! the same indexes, and nothing else. What stands in the rows is cut from the texts, as long as what an
//! import writes there.

use std::fs;
use std::path::{Path, PathBuf};

use archive::store::Archive;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// Documents of one transaction.
const BATCH: usize = 192;

/// What an import wrote, which the floor is to equal.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub documents: usize,
    pub sections: Kind,
    pub goals: Kind,
    pub outcomes: Kind,
    pub projects: Kind,
    pub mentions: Kind,
    pub doubts: Kind,
    pub passages: Kind,
}

/// The rows of one table: how many, and how many characters their words have.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kind {
    pub rows: usize,
    pub chars: usize,
    /// Different names in the column that is indexed.
    pub names: usize,
}

impl Rows {
    /// Counts the rows of an archive.
    pub fn of(db: &Path) -> Rows {
        let connection = Connection::open(db).unwrap();
        let kind = |table: &str, words: &str, name: &str| {
            let sql = format!(
                "SELECT count(*), coalesce(avg(length({words})), 0), count(DISTINCT {name}) FROM {table}"
            );
            connection
                .query_row(&sql, [], |row| {
                    let (rows, chars, names): (i64, f64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                    Ok(Kind { rows: rows as usize, chars: chars as usize, names: names as usize })
                })
                .unwrap()
        };
        Rows {
            documents: kind("documents", "town", "town").rows,
            sections: kind("sections", "heading", "NULL"),
            goals: kind("goals", "text", "indicator"),
            outcomes: kind("outcomes", "text", "indicator"),
            projects: kind("projects", "name", "NULL"),
            mentions: kind("project_mentions", "text", "NULL"),
            doubts: kind("doubts", "message", "NULL"),
            passages: kind("passages", "''", "NULL"),
        }
    }

    /// As arguments of a process.
    pub fn words(&self) -> Vec<String> {
        let kinds = [
            self.sections,
            self.goals,
            self.outcomes,
            self.projects,
            self.mentions,
            self.doubts,
            self.passages,
        ];
        let numbers = kinds.iter().flat_map(|kind| [kind.rows, kind.chars, kind.names]);
        std::iter::once(self.documents).chain(numbers).map(|number| number.to_string()).collect()
    }

    /// Back from the arguments.
    pub fn from_words(words: &[String]) -> Rows {
        let numbers: Vec<usize> = words.iter().map(|word| word.parse().unwrap()).collect();
        let kind = |at: usize| {
            let at = 1 + at * 3;
            Kind { rows: numbers[at], chars: numbers[at + 1], names: numbers[at + 2] }
        };
        Rows {
            documents: numbers[0],
            sections: kind(0),
            goals: kind(1),
            outcomes: kind(2),
            projects: kind(3),
            mentions: kind(4),
            doubts: kind(5),
            passages: kind(6),
        }
    }
}

impl Kind {
    /// The rows of the document of this number, by number over all documents; the first has one at the
    /// least, which rows of other kinds refer to.
    fn of(self, document: usize, documents: usize) -> std::ops::Range<usize> {
        (self.rows * document).div_ceil(documents)..(self.rows * (document + 1)).div_ceil(documents)
    }
}

/// Fills an archive with as many rows as an import of the folder would.
pub fn run(folder: &Path, db: &Path, rows: &Rows, search: bool) {
    drop(Archive::open_or_create(db).unwrap());
    let connection = Connection::open(db).unwrap();
    connection
        .execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -12288;
             INSERT INTO imports VALUES (1, '2026-01-02T03:04:05Z', NULL, '[]', '0', 1);",
        )
        .unwrap();
    connection.set_prepared_statement_cache_capacity(64);
    let mut files = Vec::new();
    list(folder, &mut files);
    for (batch, paths) in files.chunks(BATCH).enumerate() {
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut texts = Vec::new();
        for (at, path) in paths.iter().enumerate() {
            let bytes = fs::read(path).unwrap();
            let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let text = String::from_utf8(bytes).unwrap();
            let document = batch * BATCH + at;
            insert(&connection, rows, document, path, &sha256, &text);
            texts.push((document, text));
        }
        if search {
            for (document, text) in &texts {
                index(&connection, rows, *document, text);
            }
        }
        connection.execute_batch("COMMIT").unwrap();
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            list(&entry, files);
        } else {
            files.push(entry);
        }
    }
}

/// Words of a text, from any place on.
struct Words<'a> {
    chars: Vec<(usize, char)>,
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// The next so many characters.
    fn next(&mut self, length: usize) -> &'a str {
        let length = length.clamp(1, self.chars.len() - 1);
        if self.at + length >= self.chars.len() {
            self.at = 0;
        }
        let (from, to) = (self.chars[self.at].0, self.chars[self.at + length].0);
        self.at += length;
        &self.text[from..to]
    }
}

fn insert(connection: &Connection, rows: &Rows, document: usize, path: &Path, sha256: &str, text: &str) {
    let mut words = Words { chars: text.char_indices().collect(), text, at: 0 };
    let id = document as i64 + 1;
    let chars = words.chars.len();
    let town = format!("第{}镇", document / 20);
    let year = 2006 + document as i64 % 20;
    let prepare = |sql: &str| connection.prepare_cached(sql).unwrap();
    prepare(
        "INSERT INTO documents (id, content_sha256, title, kind, town, declared_year, review_year, plan_year,
                                script, char_count, extractor_version, text)
         VALUES (?1, ?2, ?3, 'report', ?4, ?5, ?5 - 1, ?5, 'hans', ?6, 1, ?7)",
    )
    .execute(params![id, sha256, format!("{town}{year}年政府工作报告"), town, year, chars as i64, text])
    .unwrap();
    prepare(
        "INSERT INTO sources (document_id, path, file_sha256, format, encoding, byte_count, modified_at, first_import_id)
         VALUES (?1, ?2, ?3, 'txt', 'UTF-8', ?4, '2026-01-02T03:04:05Z', 1)",
    )
    .execute(params![id, path.to_str().unwrap(), sha256, text.len() as i64])
    .unwrap();
    prepare(
        "INSERT INTO import_files (import_id, path, status, milliseconds, source_id, document_id)
         VALUES (1, ?1, 'added', 3, ?2, ?2)",
    )
    .execute(params![path.to_str().unwrap(), id])
    .unwrap();
    let sections = rows.sections.of(document, rows.documents);
    let mut section = prepare(
        "INSERT INTO sections (id, document_id, parent_id, position, level, marker, heading, path, part,
                               start_char, end_char, body_start_char)
         VALUES (?1, ?2, NULL, ?3, 1, '一、', ?4, ?5, 'plan', ?6, ?6 + 1, ?6)",
    );
    for (position, number) in sections.clone().enumerate() {
        let heading = words.next(rows.sections.chars);
        section
            .execute(params![number as i64 + 1, id, position as i64 + 1, heading, heading, position as i64])
            .unwrap();
    }
    let section_id =
        |row: usize| (!sections.is_empty()).then(|| (sections.start + row % sections.len()) as i64 + 1);
    let mut goal = prepare(
        "INSERT INTO goals (document_id, section_id, kind, text, indicator, canonical_indicator, measure, comparator,
                            value_low, value_high, unit, year, masked, rule, start_char, end_char)
         VALUES (?1, ?2, 'quantified', ?3, ?4, NULL, 'level', 'eq', ?5, ?5, '元', ?6, 0, 'number.subject', ?7, ?7 + 9)",
    );
    for row in rows.goals.of(document, rows.documents) {
        let name = format!("第{}种指标", row * 7 % rows.goals.names.max(1));
        let place = (row % 997) as i64;
        goal.execute(params![
            id,
            section_id(row),
            words.next(rows.goals.chars),
            name,
            row as i64,
            year,
            place
        ])
        .unwrap();
    }
    let mut outcome = prepare(
        "INSERT INTO outcomes (document_id, section_id, text, indicator, canonical_indicator, measure, comparator,
                               value_low, value_high, unit, year, masked, rule, start_char, end_char)
         VALUES (?1, ?2, ?3, ?4, NULL, 'level', 'eq', ?5, ?5, '元', ?6, 0, 'number.subject', ?7, ?7 + 9)",
    );
    for row in rows.outcomes.of(document, rows.documents) {
        let name = format!("第{}种指标", row * 7 % rows.outcomes.names.max(1));
        let place = (row % 997) as i64;
        outcome
            .execute(params![
                id,
                section_id(row),
                words.next(rows.outcomes.chars),
                name,
                row as i64,
                year - 1,
                place
            ])
            .unwrap();
    }
    let projects = rows.projects.of(document, rows.documents);
    let mut project = prepare("INSERT INTO projects (id, name, kind, town) VALUES (?1, ?2, 'project', ?3)");
    for row in projects.clone() {
        let name = format!("{}{row}", words.next(rows.projects.chars.saturating_sub(4)));
        project.execute(params![row as i64 + 1, name, town]).unwrap();
    }
    let mut mention = prepare(
        "INSERT INTO project_mentions (project_id, document_id, section_id, text, kind, year, phase, rule,
                                       start_char, end_char)
         VALUES (?1, ?2, ?3, ?4, 'project', ?5, 'started', 'name.head', ?6, ?6 + 9)",
    );
    for row in rows.mentions.of(document, rows.documents) {
        // One of those that came last.
        let project_id = projects.end.saturating_sub(row % 12).max(1) as i64;
        let words = words.next(rows.mentions.chars);
        mention.execute(params![project_id, id, section_id(row), words, year, (row % 997) as i64]).unwrap();
    }
    let mut doubt = prepare(
        "INSERT INTO doubts (document_id, kind, message, start_char, end_char) VALUES (?1, 'masked', ?2, 1, 2)",
    );
    for _ in rows.doubts.of(document, rows.documents) {
        doubt.execute(params![id, words.next(rows.doubts.chars)]).unwrap();
    }
    let mut passage = prepare(
        "INSERT INTO passages (id, document_id, section_id, start_char, end_char) VALUES (?1, ?2, ?3, ?4, ?4 + 1)",
    );
    for row in rows.passages.of(document, rows.documents) {
        passage.execute(params![row as i64 + 1, id, section_id(row), (row % 997) as i64]).unwrap();
    }
}

/// Pairs of the letters, without the folding that an import does.
fn index(connection: &Connection, rows: &Rows, document: usize, text: &str) {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let passages = rows.passages.of(document, rows.documents);
    let mut add = connection.prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)").unwrap();
    let count = passages.len();
    let mut words = String::new();
    for (at, row) in passages.enumerate() {
        words.clear();
        let part = &letters[letters.len() * at / count..letters.len() * (at + 1) / count];
        for pair in part.windows(2) {
            words.extend([pair[0], pair[1], ' ']);
        }
        words.extend(part.last());
        add.execute(params![row as i64 + 1, words]).unwrap();
    }
}
