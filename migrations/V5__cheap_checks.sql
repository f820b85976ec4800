-- The same rules for the rows, written so that they cost little.
--
-- For `x IN (…)` with three words or more SQLite makes a table of them each time that a row is checked,
-- which took a third of the time of an import; comparisons in a chain need none. The indexes on indicator
-- alone served no query of the program and were the dearest to fill; that on the canonical name leaves out
-- the rows without one. A CHECK cannot be changed in place, so the tables are built again; foreign
-- keys are off meanwhile, and views are put in again after every upgrade.

CREATE TABLE new_sections (
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
    part            TEXT NOT NULL CHECK (part = 'overview' OR part = 'review' OR part = 'problems'
                                         OR part = 'plan' OR part = 'closing'),
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

INSERT INTO new_sections (id, document_id, parent_id, position, level, marker, heading, path, part, start_char,
                          end_char, body_start_char)
    SELECT id, document_id, parent_id, position, level, marker, heading, path, part, start_char, end_char,
           body_start_char
    FROM sections;
DROP TABLE sections;
ALTER TABLE new_sections RENAME TO sections;

CREATE TABLE new_goals (
    -- What the text commits itself to.
    id                  INTEGER PRIMARY KEY,
    document_id         INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    section_id          INTEGER,
    kind                TEXT NOT NULL CHECK (kind = 'quantified' OR kind = 'milestone' OR kind = 'qualitative'),
    text                TEXT NOT NULL CHECK (text <> ''),
    indicator           TEXT CHECK (indicator <> ''),
    -- The one name under which a query finds the same series over towns and years, where one is known.
    canonical_indicator TEXT CHECK (canonical_indicator <> ''),
    measure             TEXT CHECK (measure = 'level' OR measure = 'growth' OR measure = 'ratio' OR measure = 'rank'),
    comparator          TEXT CHECK (comparator = 'eq' OR comparator = 'ge' OR comparator = 'le'
                                    OR comparator = 'about' OR comparator = 'range'),
    -- ANY, because a REAL column would print 620000000 as 620000000.0.
    value_low           ANY CHECK (typeof(value_low) NOT IN ('text', 'blob')),
    value_high          ANY CHECK (typeof(value_high) NOT IN ('text', 'blob')),
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

INSERT INTO new_goals (id, document_id, section_id, kind, text, indicator, canonical_indicator, measure, comparator,
                       value_low, value_high, unit, year, deadline, masked, rule, start_char, end_char)
    SELECT id, document_id, section_id, kind, text, indicator, canonical_indicator, measure, comparator,
           value_low, value_high, unit, year, deadline, masked, rule, start_char, end_char
    FROM goals;
DROP TABLE goals;
ALTER TABLE new_goals RENAME TO goals;
CREATE INDEX goals_by_document ON goals (document_id, start_char);
CREATE INDEX goals_by_year ON goals (year, document_id, start_char);
CREATE INDEX goals_by_canonical_indicator ON goals (canonical_indicator, year)
    WHERE canonical_indicator IS NOT NULL;

CREATE TABLE new_outcomes (
    -- What the text reports as done or measured.
    id                  INTEGER PRIMARY KEY,
    document_id         INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    section_id          INTEGER,
    text                TEXT NOT NULL CHECK (text <> ''),
    indicator           TEXT CHECK (indicator <> ''),
    -- As in goals, like the values below.
    canonical_indicator TEXT CHECK (canonical_indicator <> ''),
    measure             TEXT CHECK (measure = 'level' OR measure = 'growth' OR measure = 'ratio' OR measure = 'rank'),
    comparator          TEXT CHECK (comparator = 'eq' OR comparator = 'ge' OR comparator = 'le'
                                    OR comparator = 'about' OR comparator = 'range'),
    value_low           ANY CHECK (typeof(value_low) NOT IN ('text', 'blob')),
    value_high          ANY CHECK (typeof(value_high) NOT IN ('text', 'blob')),
    unit                TEXT CHECK (unit <> ''),
    year                INTEGER,
    masked              INTEGER NOT NULL CHECK (masked IN (0, 1)),
    rule                TEXT NOT NULL CHECK (rule <> ''),
    start_char          INTEGER NOT NULL,
    end_char            INTEGER NOT NULL,
    FOREIGN KEY (document_id, section_id) REFERENCES sections (document_id, id) ON DELETE CASCADE,
    CHECK (start_char >= 0 AND end_char > start_char)
) STRICT;

INSERT INTO new_outcomes (id, document_id, section_id, text, indicator, canonical_indicator, measure, comparator,
                          value_low, value_high, unit, year, masked, rule, start_char, end_char)
    SELECT id, document_id, section_id, text, indicator, canonical_indicator, measure, comparator,
           value_low, value_high, unit, year, masked, rule, start_char, end_char
    FROM outcomes;
DROP TABLE outcomes;
ALTER TABLE new_outcomes RENAME TO outcomes;
CREATE INDEX outcomes_by_document ON outcomes (document_id, start_char);
CREATE INDEX outcomes_by_year ON outcomes (year, document_id, start_char);
CREATE INDEX outcomes_by_canonical_indicator ON outcomes (canonical_indicator, year)
    WHERE canonical_indicator IS NOT NULL;

CREATE TABLE new_projects (
    -- One row for each thing with a name of its own, over all documents, so that it can be followed
    -- through the years.
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind = 'project' OR kind = 'site' OR kind = 'road' OR kind = 'programme'),
    town TEXT CHECK (town <> '')
) STRICT;

INSERT INTO new_projects (id, name, kind, town) SELECT id, name, kind, town FROM projects;
DROP TABLE projects;
ALTER TABLE new_projects RENAME TO projects;
-- The same name in the same town is the same thing; documents that name no town share one as well.
CREATE UNIQUE INDEX projects_by_name ON projects (name, coalesce(town, ''));

CREATE TABLE new_project_mentions (
    -- Every place where a document speaks of a project.
    id          INTEGER PRIMARY KEY,
    project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    section_id  INTEGER,
    text        TEXT NOT NULL CHECK (text <> ''),
    -- What this document takes it for; projects.kind is the first of these in the order of its CHECK.
    kind        TEXT NOT NULL CHECK (kind = 'project' OR kind = 'site' OR kind = 'road' OR kind = 'programme'),
    year        INTEGER,
    phase       TEXT CHECK (phase = 'proposed' OR phase = 'started' OR phase = 'under_way' OR phase = 'finished'
                            OR phase = 'in_use'),
    -- The investment named with the mention, in yuan; ANY as in goals.
    amount      ANY CHECK (typeof(amount) NOT IN ('text', 'blob')),
    rule        TEXT NOT NULL CHECK (rule <> ''),
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    FOREIGN KEY (document_id, section_id) REFERENCES sections (document_id, id) ON DELETE CASCADE,
    CHECK (start_char >= 0 AND end_char > start_char)
) STRICT;

INSERT INTO new_project_mentions (id, project_id, document_id, section_id, text, kind, year, phase, amount, rule,
                                  start_char, end_char)
    SELECT id, project_id, document_id, section_id, text, kind, year, phase, amount, rule, start_char, end_char
    FROM project_mentions;
DROP TABLE project_mentions;
ALTER TABLE new_project_mentions RENAME TO project_mentions;
CREATE INDEX project_mentions_by_project ON project_mentions (project_id, document_id);
CREATE INDEX project_mentions_by_document ON project_mentions (document_id, start_char);
CREATE INDEX project_mentions_by_year ON project_mentions (year, project_id);

-- The search index anew, for a cheaper tokenizer: what the program feeds is folded already, in words between
-- blanks, so nothing is left to be known of Unicode. Without a version it is filled again after the upgrade.
-- Its pieces are larger and joined less often: four at a time, all is written once more for each power of
-- four, sixteen at a time for each of sixteen; and a little with each commit, not all of a sudden. What waits
-- in memory for that is at most two megabytes.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', tokenize = "ascii tokenchars '.%'");
INSERT INTO search (search, rank) VALUES ('automerge', 16);
INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
INSERT INTO search (search, rank) VALUES ('hashsize', 2097152);
DELETE FROM about WHERE name = 'search_version';
