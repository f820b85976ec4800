-- The first schema of an archive.
--
-- People open this file with any sqlite3 from 3.40 on, so everything here is plain SQL of that version,
-- and the rules that keep the rows honest stand in the file itself (STRICT, CHECK, foreign keys), where
-- they also hold for somebody who edits it by hand. The comments stand inside the statements so that
-- `.schema` shows them. Views and the rows of `about` are not made here: they belong to the program,
-- which renews them whenever their wording changes, while a released migration never changes.
--
-- Ground tables: documents (its text), sources, imports, import_files, sqlar. Everything else is
-- derived from documents.text and can be made again.

CREATE TABLE about (
    -- What this file is and how to read it, so that it explains itself without the program.
    name  TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL CHECK (value <> '')
) STRICT;

CREATE TABLE imports (
    -- One row for each run of the import, so that every row can say when and by what it came in.
    id                INTEGER PRIMARY KEY,
    started_at        TEXT NOT NULL CHECK (started_at <> ''),  -- RFC 3339, UTC
    ended_at          TEXT CHECK (ended_at <> ''),             -- NULL: still running, or cut off
    arguments         TEXT NOT NULL,                           -- as typed, a JSON array
    program_version   TEXT NOT NULL CHECK (program_version <> ''),
    extractor_version INTEGER NOT NULL CHECK (extractor_version >= 0)
) STRICT;

CREATE TABLE documents (
    -- One row for each report, however many copies of it there are. Nothing here depends on where a
    -- copy lay or on which came first.
    id                INTEGER PRIMARY KEY,
    -- SHA-256 of the text without white space and punctuation, NFKC, in Simplified script.
    content_sha256    TEXT NOT NULL UNIQUE
                      CHECK (length(content_sha256) = 64 AND content_sha256 NOT GLOB '*[^0-9a-f]*'),
    title             TEXT CHECK (title <> ''),
    kind              TEXT NOT NULL CHECK (kind IN ('report', 'plan', 'key_points', 'summary', 'other')),
    town              TEXT CHECK (town <> ''),
    county            TEXT CHECK (county <> ''),
    province          TEXT CHECK (province <> ''),
    declared_year     INTEGER,
    review_year       INTEGER,
    plan_year         INTEGER,
    -- The one year to sort by.
    year              INTEGER GENERATED ALWAYS AS (coalesce(declared_year, plan_year, review_year)) VIRTUAL,
    published_on      TEXT CHECK (published_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    script            TEXT NOT NULL CHECK (script IN ('hans', 'hant')),
    char_count        INTEGER NOT NULL,
    extractor_version INTEGER NOT NULL CHECK (extractor_version >= 0),
    -- Last, so that a walk over the other columns need not read it.
    text              TEXT NOT NULL,
    -- Also refuses a NUL character, behind which SQL would count nothing.
    CHECK (char_count = length(text))
) STRICT;

CREATE INDEX documents_by_year ON documents (year);
CREATE INDEX documents_by_town ON documents (town);

CREATE TABLE sources (
    -- Every place where a document was seen; a further copy adds a row here and none to documents.
    id              INTEGER PRIMARY KEY,
    document_id     INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    path            TEXT NOT NULL CHECK (path <> ''),
    -- SHA-256 of the bytes.
    file_sha256     TEXT NOT NULL
                    CHECK (length(file_sha256) = 64 AND file_sha256 NOT GLOB '*[^0-9a-f]*'),
    format          TEXT NOT NULL CHECK (format <> ''),
    encoding        TEXT NOT NULL CHECK (encoding <> ''),
    byte_count      INTEGER NOT NULL CHECK (byte_count >= 0),
    modified_at     TEXT CHECK (modified_at <> ''),  -- RFC 3339, UTC
    first_import_id INTEGER NOT NULL REFERENCES imports (id),
    -- The same bytes at the same place are the same source, in whatever run.
    UNIQUE (path, file_sha256)
) STRICT;

CREATE INDEX sources_by_document ON sources (document_id, path);

CREATE TABLE import_files (
    -- What became of each file of each run, the bad ones with their reason.
    id           INTEGER PRIMARY KEY,
    import_id    INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    path         TEXT NOT NULL CHECK (path <> ''),
    status       TEXT NOT NULL CHECK (status IN ('added', 'duplicate', 'known', 'failed', 'skipped')),
    reason       TEXT CHECK (reason <> ''),
    milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
    source_id    INTEGER REFERENCES sources (id) ON DELETE SET NULL,
    document_id  INTEGER REFERENCES documents (id) ON DELETE SET NULL
) STRICT;

CREATE INDEX import_files_by_import ON import_files (import_id, status);

CREATE TABLE sqlar (
    -- For the original files, in SQLite's own archive format (hence not STRICT): `sqlite3 FILE -At` lists them.
    name  TEXT PRIMARY KEY,
    mode  INT,
    mtime INT,
    sz    INT,
    data  BLOB
);

CREATE TABLE sections (
    -- The outline in reading order, one row for each heading.
    id              INTEGER PRIMARY KEY,
    document_id     INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    parent_id       INTEGER,
    position        INTEGER NOT NULL CHECK (position >= 1),  -- counts through the document
    level           INTEGER NOT NULL CHECK (level >= 1),
    marker          TEXT NOT NULL,                           -- '' where the heading has none
    heading         TEXT NOT NULL,
    -- The headings from the top down to this one, so that a row tells where it stands without a walk.
    path            TEXT NOT NULL CHECK (path <> ''),
    part            TEXT NOT NULL CHECK (part IN ('overview', 'review', 'problems', 'plan', 'closing')),
    start_char      INTEGER NOT NULL,
    end_char        INTEGER NOT NULL,
    body_start_char INTEGER NOT NULL,
    -- The key that the rows below refer to: a row and its section are of one document.
    UNIQUE (document_id, id),
    FOREIGN KEY (document_id, parent_id) REFERENCES sections (document_id, id) ON DELETE CASCADE,
    CHECK (marker <> '' OR heading <> ''),
    CHECK (start_char >= 0 AND end_char > start_char),
    CHECK (body_start_char BETWEEN start_char AND end_char)
) STRICT;

CREATE TABLE goals (
    -- What the text commits itself to.
    id                  INTEGER PRIMARY KEY,
    document_id         INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    section_id          INTEGER,
    kind                TEXT NOT NULL CHECK (kind IN ('quantified', 'milestone', 'qualitative')),
    text                TEXT NOT NULL CHECK (text <> ''),
    indicator           TEXT CHECK (indicator <> ''),
    -- The one name under which a query finds the same series over towns and years, where one is known.
    canonical_indicator TEXT CHECK (canonical_indicator <> ''),
    measure             TEXT CHECK (measure IN ('level', 'growth', 'ratio', 'rank')),
    comparator          TEXT CHECK (comparator IN ('eq', 'ge', 'le', 'about', 'range')),
    -- ANY, because a REAL column would print 620000000 as 620000000.0.
    value_low           ANY CHECK (typeof(value_low) IN ('integer', 'real', 'null')),
    value_high          ANY CHECK (typeof(value_high) IN ('integer', 'real', 'null')),
    unit                TEXT CHECK (unit <> ''),
    year                INTEGER,
    deadline            TEXT CHECK (deadline <> ''),  -- as printed: 年底前, 2025年12月
    masked              INTEGER NOT NULL CHECK (masked IN (0, 1)),
    rule                TEXT NOT NULL CHECK (rule <> ''),
    start_char          INTEGER NOT NULL,
    end_char            INTEGER NOT NULL,
    FOREIGN KEY (document_id, section_id) REFERENCES sections (document_id, id) ON DELETE CASCADE,
    CHECK (start_char >= 0 AND end_char > start_char)
) STRICT;

CREATE INDEX goals_by_document ON goals (document_id, start_char);
CREATE INDEX goals_by_year ON goals (year, document_id, start_char);
CREATE INDEX goals_by_indicator ON goals (indicator, year);
CREATE INDEX goals_by_canonical_indicator ON goals (canonical_indicator, year);

CREATE TABLE outcomes (
    -- What the text reports as done or measured.
    id                  INTEGER PRIMARY KEY,
    document_id         INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    section_id          INTEGER,
    text                TEXT NOT NULL CHECK (text <> ''),
    indicator           TEXT CHECK (indicator <> ''),
    -- As in goals, like the values below.
    canonical_indicator TEXT CHECK (canonical_indicator <> ''),
    measure             TEXT CHECK (measure IN ('level', 'growth', 'ratio', 'rank')),
    comparator          TEXT CHECK (comparator IN ('eq', 'ge', 'le', 'about', 'range')),
    value_low           ANY CHECK (typeof(value_low) IN ('integer', 'real', 'null')),
    value_high          ANY CHECK (typeof(value_high) IN ('integer', 'real', 'null')),
    unit                TEXT CHECK (unit <> ''),
    year                INTEGER,
    masked              INTEGER NOT NULL CHECK (masked IN (0, 1)),
    rule                TEXT NOT NULL CHECK (rule <> ''),
    start_char          INTEGER NOT NULL,
    end_char            INTEGER NOT NULL,
    FOREIGN KEY (document_id, section_id) REFERENCES sections (document_id, id) ON DELETE CASCADE,
    CHECK (start_char >= 0 AND end_char > start_char)
) STRICT;

CREATE INDEX outcomes_by_document ON outcomes (document_id, start_char);
CREATE INDEX outcomes_by_year ON outcomes (year, document_id, start_char);
CREATE INDEX outcomes_by_indicator ON outcomes (indicator, year);
CREATE INDEX outcomes_by_canonical_indicator ON outcomes (canonical_indicator, year);

CREATE TABLE projects (
    -- One row for each thing with a name of its own, over all documents, so that it can be followed
    -- through the years.
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('project', 'site', 'road', 'programme')),
    town TEXT CHECK (town <> '')
) STRICT;

-- The same name in the same town is the same thing; documents that name no town share one as well.
CREATE UNIQUE INDEX projects_by_name ON projects (name, coalesce(town, ''));

CREATE TABLE project_mentions (
    -- Every place where a document speaks of a project.
    id          INTEGER PRIMARY KEY,
    project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    section_id  INTEGER,
    text        TEXT NOT NULL CHECK (text <> ''),
    -- What this document takes it for; projects.kind is the first of these in the order of its CHECK.
    kind        TEXT NOT NULL CHECK (kind IN ('project', 'site', 'road', 'programme')),
    year        INTEGER,
    phase       TEXT CHECK (phase IN ('proposed', 'started', 'under_way', 'finished', 'in_use')),
    -- The investment named with the mention, in yuan; ANY as in goals.
    amount      ANY CHECK (typeof(amount) IN ('integer', 'real', 'null')),
    rule        TEXT NOT NULL CHECK (rule <> ''),
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    FOREIGN KEY (document_id, section_id) REFERENCES sections (document_id, id) ON DELETE CASCADE,
    CHECK (start_char >= 0 AND end_char > start_char)
) STRICT;

CREATE INDEX project_mentions_by_project ON project_mentions (project_id, document_id);
CREATE INDEX project_mentions_by_document ON project_mentions (document_id, start_char);
CREATE INDEX project_mentions_by_year ON project_mentions (year, project_id);

CREATE TABLE doubts (
    -- What a reader of the rows should look at before trusting them.
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL CHECK (kind IN ('year_conflict', 'masked', 'count_mismatch', 'uneven_list',
                                              'no_structure', 'decoding', 'several_reports',
                                              'numbering_gap')),
    message     TEXT NOT NULL CHECK (message <> ''),
    start_char  INTEGER,  -- both NULL where the doubt is about the document as a whole
    end_char    INTEGER,
    CHECK ((start_char IS NULL AND end_char IS NULL)
           OR (start_char IS NOT NULL AND end_char IS NOT NULL AND start_char >= 0 AND end_char > start_char))
) STRICT;

CREATE INDEX doubts_by_document ON doubts (document_id, start_char);
