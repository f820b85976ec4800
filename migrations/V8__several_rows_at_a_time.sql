-- Rows that are written several at a time.
--
-- Where a rule calls a function, SQLite takes each row for one that may fail in the midst, and copies every page that a
-- statement of several rows changes, in case it has to be taken back. That a value is a number needs no function: numbers
-- sort before all text. A CHECK cannot be changed in place, so the tables are built again; their rows stay.

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
    -- Numbers, which sort before all text. ANY, because a REAL column would print 620000000 as 620000000.0.
    value_low           ANY CHECK (value_low < ''),
    value_high          ANY CHECK (value_high < ''),
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
    value_low           ANY CHECK (value_low < ''),
    value_high          ANY CHECK (value_high < ''),
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
    -- The investment named with the mention, in yuan; as values in goals.
    amount      ANY CHECK (amount < ''),
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
