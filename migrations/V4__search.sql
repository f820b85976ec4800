-- Full-text search.
--
-- FTS5 takes a run of Hanzi for one word, so it is fed with pairs of characters: 招商引资 becomes
-- "招商 商引 引资 资", and those words as a phrase find exactly the places where the four characters stand
-- together. The single one at the end lets a prefix query find one character wherever it stands. The
-- program fills both tables, for folding a text (Traditional to Simplified script, no blanks, no
-- punctuation) is beyond SQL.

CREATE TABLE passages (
    -- What search finds: a section's own words, from its heading to the next one, or the words before
    -- the first heading. Together the passages of a document are its text, each character once.
    id          INTEGER PRIMARY KEY AUTOINCREMENT,  -- the rowid in search, so it is never used twice
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    section_id  INTEGER,                            -- NULL before the first heading
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    FOREIGN KEY (document_id, section_id) REFERENCES sections (document_id, id) ON DELETE CASCADE,
    CHECK (start_char >= 0 AND end_char > start_char)
) STRICT;

CREATE INDEX passages_by_document ON passages (document_id);

-- Without a copy of the text: content = ''. The point, % and ‰ stay for the sake of numbers.
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '.%‰'"
);
