-- One kind of doubt more: values out of scale. A CHECK cannot be changed in place, so the table is
-- built again; no table refers to it, and views are put in again after every upgrade.

CREATE TABLE new_doubts (
    -- What a reader of the rows should look at before trusting them.
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL CHECK (kind IN ('year_conflict', 'masked', 'count_mismatch', 'uneven_list',
                                              'no_structure', 'decoding', 'several_reports',
                                              'numbering_gap', 'out_of_scale')),
    message     TEXT NOT NULL CHECK (message <> ''),
    start_char  INTEGER,  -- both NULL where the doubt is about the document as a whole
    end_char    INTEGER,
    CHECK ((start_char IS NULL AND end_char IS NULL)
           OR (start_char IS NOT NULL AND end_char IS NOT NULL AND start_char >= 0 AND end_char > start_char))
) STRICT;

INSERT INTO new_doubts (id, document_id, kind, message, start_char, end_char)
    SELECT id, document_id, kind, message, start_char, end_char FROM doubts;
DROP TABLE doubts;
ALTER TABLE new_doubts RENAME TO doubts;
CREATE INDEX doubts_by_document ON doubts (document_id, start_char);
