-- The original files beside the texts, and what files state about themselves.
--
-- The bytes of each distinct file stand once in sqlar. A source refers to them by their name there, which
-- is NULL where no original was kept.

ALTER TABLE sources ADD COLUMN original TEXT REFERENCES sqlar (name) ON UPDATE CASCADE ON DELETE SET NULL;

-- The encoding was named by the user, not found: reading the file again must take it again.
ALTER TABLE sources ADD COLUMN encoding_given INTEGER NOT NULL DEFAULT 0 CHECK (encoding_given IN (0, 1));

-- Title and day that the file states beside its words, as web pages do.
ALTER TABLE sources ADD COLUMN title TEXT CHECK (title <> '');
ALTER TABLE sources ADD COLUMN published_on TEXT
    CHECK (published_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]');

CREATE INDEX sources_by_file ON sources (file_sha256);
CREATE INDEX sources_by_original ON sources (original);
