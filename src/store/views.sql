-- The canned queries. `archive query NAME` is the view v_NAME behind filters, so that
-- `SELECT * FROM v_goals WHERE year = 2023` in plain sqlite3 shows the same rows.
--
-- The program reads the comment before each view: its title, what its rows are, the order that
-- `archive query` gives them, and one line for each column. A view has no ORDER BY of its own, which
-- would keep SQLite from using an index for a filter.

-- view: documents
-- title: Documents
-- description: One row for each report, however many copies of it were found, with what was read in it.
-- order: id
-- columns:
--   year: the year to sort by: the declared year, else the planned, else the one looked back on
--   town: the township, town, subdistrict, county or city whose report it is, in Simplified script
--   kind: report (looks back and ahead), plan, key_points, summary (looks back only) or other
--   title: the title the text itself bears
--   county: the county it belongs to, where the text says so
--   province: the province or prefecture it belongs to, where the text says so
--   declared_year: the year the title states
--   review_year: the year, or last year, looked back on
--   plan_year: the year, or first year, planned for
--   published_on: a publishing date printed in the text
--   script: hans (Simplified) or hant (Traditional)
--   char_count: length of the text in characters
--   sections: number of headings found
--   goals: number of goals found
--   outcomes: number of outcomes found
--   projects: number of different projects found
--   doubts: number of places to look at before trusting the rows
--   source: path of the file it was read from, of several the first by name
--   sources: number of places where it was seen
--   content_sha256: what makes it the same document as a copy of it
--   extractor_version: version of the rules that made its rows
--   id: number of the document, for --document
CREATE VIEW v_documents AS
SELECT d.year, d.town, d.kind, d.title, d.county, d.province, d.declared_year, d.review_year, d.plan_year,
       d.published_on, d.script, d.char_count,
       (SELECT count(*) FROM sections AS s WHERE s.document_id = d.id) AS sections,
       (SELECT count(*) FROM goals AS g WHERE g.document_id = d.id) AS goals,
       (SELECT count(*) FROM outcomes AS o WHERE o.document_id = d.id) AS outcomes,
       (SELECT count(DISTINCT m.project_id) FROM project_mentions AS m WHERE m.document_id = d.id) AS projects,
       (SELECT count(*) FROM doubts AS b WHERE b.document_id = d.id) AS doubts,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = d.id) AS source,
       (SELECT count(*) FROM sources AS f WHERE f.document_id = d.id) AS sources,
       d.content_sha256, d.extractor_version, d.id
FROM documents AS d;

-- view: sections
-- title: Sections
-- description: The outline of every document, one row for each heading, in reading order.
-- order: document_id, position
-- columns:
--   year: the document's year, as in the view documents
--   town: whose report it is
--   part: overview, review (work done), problems, plan (work to do) or closing
--   level: depth in the outline, 1 at the top
--   marker: the heading's number as printed
--   heading: the heading's words
--   section: the headings from the top down to this one
--   document: title of the document
--   document_id: number of the document
--   source: path of the file
--   position: place in the outline, counted from 1
--   start_char: characters of the document's text before the section
--   end_char: where the section ends, its sub-sections included
--   body_start_char: where the heading ends and the body begins
--   parent_id: the section that holds it
--   id: number of the section
CREATE VIEW v_sections AS
SELECT d.year, d.town, s.part, s.level, s.marker, s.heading, s.path AS section, d.title AS document,
       s.document_id, (SELECT min(f.path) FROM sources AS f WHERE f.document_id = s.document_id) AS source,
       s.position, s.start_char, s.end_char, s.body_start_char, s.parent_id, s.id
FROM sections AS s
JOIN documents AS d ON d.id = s.document_id;

-- view: goals
-- title: Goals
-- description: What the reports commit themselves to, one row for each number or event that can be checked.
-- order: document_id, start_char, id
-- columns:
--   year: the year the goal is for
--   deadline: the time limit as printed (6月底前, 年内), where there is one
--   town: whose goal it is
--   kind: quantified (a number says how much), milestone (done or not done) or qualitative
--   indicator: what is measured, in Simplified script
--   canonical_indicator: the one name of its series over towns and years (地区生产总值 for GDP), where one is known
--   measure: level (an amount), growth (a change), ratio (a share) or rank
--   comparator: how the number binds: eq, ge (at least), le (at most), about or range
--   value_low: the number, with 万 and 亿 multiplied out; the lower end of a range
--   value_high: the upper end of a range, else the same as value_low
--   unit: the unit of the number
--   masked: 1 where the text hides the number (xx, *)
--   text: the words as printed
--   part: the part of the report it stands in, as in the view sections
--   section: the headings above it
--   document: title of the document
--   document_id: number of the document
--   source: path of the file
--   rule: name of the rule that found it
--   start_char: characters of the document's text before the words
--   end_char: where the words end
--   id: number of the goal
CREATE VIEW v_goals AS
SELECT g.year, g.deadline, d.town, g.kind, g.indicator, g.canonical_indicator, g.measure, g.comparator,
       g.value_low, g.value_high, g.unit, g.masked, g.text, s.part, s.path AS section, d.title AS document, g.document_id,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = g.document_id) AS source,
       g.rule, g.start_char, g.end_char, g.id
FROM goals AS g
JOIN documents AS d ON d.id = g.document_id
LEFT JOIN sections AS s ON s.id = g.section_id;

-- view: outcomes
-- title: Outcomes
-- description: What the reports say was done or measured, one row for each number.
-- order: document_id, start_char, id
-- columns:
--   year: the year the number is for
--   town: whose result it is
--   indicator: what is measured, in Simplified script
--   canonical_indicator: the one name of its series over towns and years (地区生产总值 for GDP), where one is known
--   measure: level (an amount), growth (a change), ratio (a share) or rank
--   comparator: how the number binds: eq, ge (at least), le (at most), about or range
--   value_low: the number, with 万 and 亿 multiplied out; the lower end of a range
--   value_high: the upper end of a range, else the same as value_low
--   unit: the unit of the number
--   masked: 1 where the text hides the number (xx, *)
--   text: the words as printed
--   part: the part of the report it stands in, as in the view sections
--   section: the headings above it
--   document: title of the document
--   document_id: number of the document
--   source: path of the file
--   rule: name of the rule that found it
--   start_char: characters of the document's text before the words
--   end_char: where the words end
--   id: number of the outcome
CREATE VIEW v_outcomes AS
SELECT o.year, d.town, o.indicator, o.canonical_indicator, o.measure, o.comparator, o.value_low,
       o.value_high, o.unit, o.masked, o.text, s.part, s.path AS section, d.title AS document, o.document_id,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = o.document_id) AS source,
       o.rule, o.start_char, o.end_char, o.id
FROM outcomes AS o
JOIN documents AS d ON d.id = o.document_id
LEFT JOIN sections AS s ON s.id = o.section_id;

-- view: projects
-- title: Projects
-- description: Things with a name of their own, one row for each name and town over all documents.
-- order: name, town, id
-- columns:
--   name: the name, in Simplified script
--   kind: project, site, road or programme
--   town: whose reports speak of it
--   documents: number of documents that speak of it
--   mentions: number of places that speak of it
--   first_year: the first year spoken of
--   last_year: the last year spoken of
--   last_phase: how far it had come at the last place that says so
--   amount: the largest investment named with it, in yuan
--   text: the words of its latest mention
--   section: the headings above that mention
--   document: title of its document
--   source: path of that file
--   id: number of the project
CREATE VIEW v_projects AS
SELECT p.name, p.kind, p.town,
       (SELECT count(DISTINCT m.document_id) FROM project_mentions AS m WHERE m.project_id = p.id) AS documents,
       (SELECT count(*) FROM project_mentions AS m WHERE m.project_id = p.id) AS mentions,
       (SELECT min(m.year) FROM project_mentions AS m WHERE m.project_id = p.id) AS first_year,
       (SELECT max(m.year) FROM project_mentions AS m WHERE m.project_id = p.id) AS last_year,
       (SELECT m.phase FROM project_mentions AS m JOIN documents AS d ON d.id = m.document_id
        WHERE m.project_id = p.id AND m.phase IS NOT NULL
        ORDER BY m.year DESC, d.content_sha256, m.start_char DESC LIMIT 1) AS last_phase,
       (SELECT max(m.amount) FROM project_mentions AS m WHERE m.project_id = p.id) AS amount,
       e.text, s.path AS section, d.title AS document,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = e.document_id) AS source,
       p.id
FROM projects AS p
LEFT JOIN project_mentions AS e ON e.id = (
    -- Ties are broken by content, not by id, so that the order of import does not show.
    SELECT m.id FROM project_mentions AS m JOIN documents AS d ON d.id = m.document_id
    WHERE m.project_id = p.id
    ORDER BY m.year DESC, d.content_sha256, m.start_char LIMIT 1)
LEFT JOIN documents AS d ON d.id = e.document_id
LEFT JOIN sections AS s ON s.id = e.section_id;

-- view: mentions
-- title: Project mentions
-- description: Every place where a document speaks of a project.
-- order: document_id, start_char, id
-- columns:
--   year: the year the passage is about
--   town: whose report it is
--   kind: project, site, road or programme, as this document takes it
--   name: the project's name, in Simplified script
--   phase: proposed, started, under_way, finished or in_use, where the passage says so
--   amount: the investment named with it, in yuan
--   text: the words as printed
--   part: the part of the report it stands in, as in the view sections
--   section: the headings above it
--   document: title of the document
--   document_id: number of the document
--   source: path of the file
--   rule: name of the rule that found it
--   start_char: characters of the document's text before the words
--   end_char: where the words end
--   project_id: number of the project
--   id: number of the mention
CREATE VIEW v_mentions AS
SELECT m.year, d.town, m.kind, p.name, m.phase, m.amount, m.text, s.part, s.path AS section,
       d.title AS document, m.document_id, (SELECT min(f.path) FROM sources AS f WHERE f.document_id = m.document_id) AS source,
       m.rule, m.start_char, m.end_char, m.project_id, m.id
FROM project_mentions AS m
JOIN projects AS p ON p.id = m.project_id
JOIN documents AS d ON d.id = m.document_id
LEFT JOIN sections AS s ON s.id = m.section_id;

-- view: imports
-- title: Imports
-- description: One row for each run of the import, with what became of its files.
-- order: id
-- columns:
--   started_at: when the run began, UTC
--   ended_at: when it ended; empty where it was cut off
--   files: number of files looked at
--   added: files that became a new document
--   duplicate: further copies of a document
--   known: files that were in the archive already
--   failed: files that could not be read
--   skipped: files left out on purpose
--   arguments: the arguments as typed
--   program_version: version of the program
--   extractor_version: version of the rules
--   id: number of the run
CREATE VIEW v_imports AS
SELECT i.started_at, i.ended_at,
       (SELECT count(*) FROM import_files AS f WHERE f.import_id = i.id) AS files,
       (SELECT count(*) FROM import_files AS f WHERE f.import_id = i.id AND f.status = 'added') AS added,
       (SELECT count(*) FROM import_files AS f WHERE f.import_id = i.id AND f.status = 'duplicate') AS duplicate,
       (SELECT count(*) FROM import_files AS f WHERE f.import_id = i.id AND f.status = 'known') AS known,
       (SELECT count(*) FROM import_files AS f WHERE f.import_id = i.id AND f.status = 'failed') AS failed,
       (SELECT count(*) FROM import_files AS f WHERE f.import_id = i.id AND f.status = 'skipped') AS skipped,
       i.arguments, i.program_version, i.extractor_version, i.id
FROM imports AS i;

-- view: files
-- title: Imported files
-- description: What became of each file of each run of the import, the bad ones with their reason.
-- order: import_id, id
-- columns:
--   import_id: number of the run
--   status: added, duplicate, known, failed or skipped
--   path: the file
--   reason: why it failed or was skipped
--   milliseconds: time it took
--   document: title of its document
--   document_id: number of its document
--   started_at: when the run began, UTC
--   id: number of the row
CREATE VIEW v_files AS
SELECT f.import_id, f.status, f.path, f.reason, f.milliseconds, d.title AS document, f.document_id,
       i.started_at, f.id
FROM import_files AS f
JOIN imports AS i ON i.id = f.import_id
LEFT JOIN documents AS d ON d.id = f.document_id;

-- view: doubts
-- title: Doubts
-- description: What a reader should look at before trusting the rows of a document.
-- order: document_id, start_char, id
-- columns:
--   year: the document's year, as in the view documents
--   town: whose report it is
--   kind: year_conflict, masked, count_mismatch, uneven_list, no_structure, decoding, several_reports or numbering_gap
--   message: what is doubtful
--   text: the words it is about, where it has a place
--   section: the headings above them
--   document: title of the document
--   document_id: number of the document
--   source: path of the file
--   start_char: characters of the document's text before the words
--   end_char: where the words end
--   id: number of the doubt
CREATE VIEW v_doubts AS
SELECT d.year, d.town, b.kind, b.message, substr(d.text, b.start_char + 1, b.end_char - b.start_char) AS text,
       (SELECT s.path FROM sections AS s
        WHERE s.document_id = b.document_id AND b.start_char >= s.start_char AND b.start_char < s.end_char
        ORDER BY s.start_char DESC, s.id DESC LIMIT 1) AS section,
       d.title AS document, b.document_id,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = b.document_id) AS source,
       b.start_char, b.end_char, b.id
FROM doubts AS b
JOIN documents AS d ON d.id = b.document_id;

-- view: sources
-- title: Sources
-- description: Every place where a document was seen.
-- order: path, id
-- columns:
--   path: the file
--   document: title of the document
--   document_id: number of the document
--   year: the document's year, as in the view documents
--   town: whose report it is
--   format: how the file was read
--   encoding: the encoding found or given
--   byte_count: size of the file
--   modified_at: when the file was last changed, UTC
--   imported_at: when the run that found it began, UTC
--   file_sha256: SHA-256 of the file
--   id: number of the source
CREATE VIEW v_sources AS
SELECT f.path, d.title AS document, f.document_id, d.year, d.town, f.format, f.encoding, f.byte_count,
       f.modified_at, i.started_at AS imported_at, f.file_sha256, f.id
FROM sources AS f
JOIN documents AS d ON d.id = f.document_id
JOIN imports AS i ON i.id = f.first_import_id;

-- view: passages
-- title: Passages
-- description: What search finds: each section's own words, and what stands before the first heading; together they are the text of the document, each character once. SELECT p.town, p.section FROM search JOIN v_passages AS p ON p.id = search.rowid WHERE search MATCH '"招商 商引 引资"' ORDER BY search.rank finds 招商引资.
-- order: document_id, start_char, id
-- columns:
--   year: the document's year, as in the view documents
--   town: whose report it is
--   kind: what sort of document it is, as in the view documents
--   part: the part of the report, as in the view sections
--   text: the words as printed
--   section: the headings from the top down to this one
--   document: title of the document
--   document_id: number of the document
--   source: path of the file
--   section_id: number of the section; empty before the first heading
--   start_char: characters of the document's text before the passage
--   end_char: where the passage ends
--   id: number of the passage, the rowid in search
CREATE VIEW v_passages AS
SELECT d.year, d.town, d.kind, s.part, substr(d.text, p.start_char + 1, p.end_char - p.start_char) AS text,
       s.path AS section, d.title AS document, p.document_id,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = p.document_id) AS source,
       p.section_id, p.start_char, p.end_char, p.id
FROM passages AS p
JOIN documents AS d ON d.id = p.document_id
LEFT JOIN sections AS s ON s.id = p.section_id;

-- view: promises
-- title: Promises and what became of them
-- description: Each quantified goal beside the outcome reported for the same town, indicator (its canonical name, where known), measure, unit and year. Of several outcomes the one with a number, of the latest report, that comes first in it. A goal is met by its number or more; where it is a ceiling (控制在5%以内) or a rank, by its number or less; a fall (下降3%) by a fall as large. Partial years are not told from whole ones.
-- order: document_id, start_char, id
-- columns:
--   year: the year the goal is for
--   town: whose goal it is
--   indicator: what is measured, in the words of the goal, in Simplified script
--   canonical_indicator: the one name of its series over towns and years, where one is known
--   measure: level (an amount), growth (a change), ratio (a share) or rank
--   comparator: how the number of the goal binds: eq, ge (at least), le (at most), about or range
--   promised: the number of the goal that decides: of a range its lower end, where less is wanted the upper one
--   reported: the number of the outcome
--   unit: the unit of both
--   difference: reported less promised
--   percent: reported in percent of promised, for amounts
--   verdict: met, missed, not_reported, or not_comparable: a number is hidden, the goal names no town, indicator or year, or the outcome is told in another measure or unit only
--   masked: 1 where the text hides the number of the goal (xx, *)
--   text: the words of the goal
--   outcome: the words of the outcome
--   section: the headings above the goal
--   document: title of the goal's document
--   document_id: number of that document
--   source: path of its file
--   outcome_section: the headings above the outcome
--   outcome_document: title of the outcome's document
--   outcome_source: path of its file
--   start_char: characters of the document's text before the goal
--   end_char: where the goal ends
--   outcome_id: number of the outcome
--   id: number of the goal
CREATE VIEW v_promises AS
SELECT year, town, indicator, canonical_indicator, measure, comparator, promised, reported, unit,
       CASE WHEN typeof(reported) = 'integer' AND typeof(promised) = 'integer' THEN reported - promised
            ELSE round(reported - promised, 6) END AS difference,
       CASE WHEN measure = 'level' AND promised > 0 THEN round(100.0 * reported / promised, 1) END AS percent,
       CASE WHEN reported IS NOT NULL AND promised IS NOT NULL
            THEN CASE WHEN less_is_wanted THEN iif(reported <= promised, 'met', 'missed')
                      ELSE iif(reported >= promised, 'met', 'missed') END
            WHEN promised IS NULL OR town IS NULL OR year IS NULL OR indicator IS NULL OR outcome_id IS NOT NULL
                 OR in_other_terms THEN 'not_comparable'
            ELSE 'not_reported' END AS verdict,
       masked, text, outcome, section, document, document_id, source,
       outcome_section, outcome_document, outcome_source, start_char, end_char, outcome_id, id
FROM (
    SELECT g.year, g.town, g.indicator, g.canonical_indicator, g.measure, g.comparator, g.unit, g.less_is_wanted,
           iif(g.less_is_wanted, g.value_high, g.value_low) AS promised,
           iif(g.less_is_wanted, o.value_high, o.value_low) AS reported,
           g.masked, g.text, o.text AS outcome, s.path AS section, g.title AS document, g.document_id,
           (SELECT min(f.path) FROM sources AS f WHERE f.document_id = g.document_id) AS source,
           t.path AS outcome_section, e.title AS outcome_document,
           (SELECT min(f.path) FROM sources AS f WHERE f.document_id = o.document_id) AS outcome_source,
           -- An outcome on the same thing, whatever its measure and unit.
           o.id IS NULL AND EXISTS (
               SELECT 1 FROM documents AS e CROSS JOIN outcomes AS o
               WHERE e.town = g.town AND o.document_id = e.id AND o.year = g.year
                 AND coalesce(o.canonical_indicator, o.indicator) = coalesce(g.canonical_indicator, g.indicator)
           ) AS in_other_terms,
           g.start_char, g.end_char, o.id AS outcome_id, g.id
    FROM (
        SELECT g.*, d.town, d.title,
               -- The words of a fall count as printed: -3 with ge is 下降3%以上, a fall of 3 or more.
               g.measure = 'rank'
               OR (g.comparator = 'le') <> (g.measure = 'growth' AND g.value_low < 0) AS less_is_wanted
        FROM goals AS g JOIN documents AS d ON d.id = g.document_id
        WHERE g.kind = 'quantified'
    ) AS g
    LEFT JOIN sections AS s ON s.id = g.section_id
    LEFT JOIN outcomes AS o ON o.id = (
        SELECT o.id FROM documents AS e CROSS JOIN outcomes AS o
        WHERE e.town = g.town AND o.document_id = e.id AND o.year = g.year
          AND coalesce(o.canonical_indicator, o.indicator) = coalesce(g.canonical_indicator, g.indicator)
          AND o.measure IS g.measure AND o.unit IS g.unit
        ORDER BY o.masked, e.year DESC, e.content_sha256, o.start_char LIMIT 1)
    LEFT JOIN documents AS e ON e.id = o.document_id
    LEFT JOIN sections AS t ON t.id = o.section_id
);

-- view: series
-- title: Series
-- description: What the reports say of one indicator over towns and years: a row for each indicator, town and year, with level, growth and share side by side. Of several outcomes the one with a number, of the latest report, that comes first in it; levels tells how many different ones there are.
-- order: indicator, town, year
-- columns:
--   indicator: the canonical name of the series; where none is known, the words of the text
--   town: whose numbers they are
--   year: the year the numbers are for
--   level: the amount
--   unit: its unit
--   levels: number of different amounts reported for this year, also in other units
--   growth: the change, falls negative
--   growth_unit: its unit
--   ratio: the share or rate
--   ratio_unit: its unit
--   text: the words of the level, else of the growth, else of the share
--   section: the headings above those words
--   document: title of the document with those words
--   document_id: number of that document
--   source: path of its file
CREATE VIEW v_series AS
SELECT v.indicator, v.town, v.year, level.value_low AS level, level.unit, v.levels, growth.value_low AS growth,
       growth.unit AS growth_unit, ratio.value_low AS ratio, ratio.unit AS ratio_unit,
       o.text, s.path AS section, d.title AS document, o.document_id,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = o.document_id) AS source
FROM (
    -- The best row of each measure: its number stands behind the 83 characters that decide. One level of
    -- groups, for a condition on their columns (year, town) comes through it to the tables.
    SELECT indicator, town, year,
           CAST(substr(min(iif(measure = 'level', rank, NULL)), 84) AS INTEGER) AS level,
           CAST(substr(min(iif(measure = 'growth', rank, NULL)), 84) AS INTEGER) AS growth,
           CAST(substr(min(iif(measure = 'ratio', rank, NULL)), 84) AS INTEGER) AS ratio,
           count(DISTINCT iif(measure = 'level', value_low || ' ' || coalesce(unit, ''), NULL)) AS levels
    FROM (
        SELECT coalesce(o.canonical_indicator, o.indicator) AS indicator, d.town, o.year, o.measure, o.value_low, o.unit,
               printf('%d %05d %s %09d %d', o.masked, 99999 - coalesce(d.year, 0), d.content_sha256, o.start_char, o.id)
                   AS rank
        FROM outcomes AS o JOIN documents AS d ON d.id = o.document_id
        WHERE coalesce(o.canonical_indicator, o.indicator) IS NOT NULL AND o.measure IN ('level', 'growth', 'ratio')
    )
    GROUP BY indicator, town, year
) AS v
LEFT JOIN outcomes AS level ON level.id = v.level
LEFT JOIN outcomes AS growth ON growth.id = v.growth
LEFT JOIN outcomes AS ratio ON ratio.id = v.ratio
JOIN outcomes AS o ON o.id = coalesce(v.level, v.growth, v.ratio)
JOIN documents AS d ON d.id = o.document_id
LEFT JOIN sections AS s ON s.id = o.section_id;

-- view: timeline
-- title: Timeline of projects
-- description: Every project through the years: each mention with what the document says of it, the earliest first.
-- order: name, town, year, document_year, document_id, start_char, id
-- columns:
--   name: the project's name, in Simplified script
--   kind: project, site, road or programme
--   town: whose reports speak of it
--   year: the year the passage is about
--   phase: proposed, started, under_way, finished or in_use, where the passage says so
--   amount: the investment named with it, in yuan
--   part: the part of the report: in plan it is promised, in review it is reported
--   text: the words as printed
--   section: the headings above it
--   document: title of the document
--   document_year: the document's year
--   document_id: number of the document
--   source: path of the file
--   start_char: characters of the document's text before the words
--   end_char: where the words end
--   project_id: number of the project
--   id: number of the mention
CREATE VIEW v_timeline AS
SELECT p.name, p.kind, p.town, m.year, m.phase, m.amount, s.part, m.text, s.path AS section, d.title AS document,
       d.year AS document_year, m.document_id,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = m.document_id) AS source,
       m.start_char, m.end_char, m.project_id, m.id
FROM project_mentions AS m
JOIN projects AS p ON p.id = m.project_id
JOIN documents AS d ON d.id = m.document_id
LEFT JOIN sections AS s ON s.id = m.section_id;

-- view: carried
-- title: Projects carried over
-- description: Projects that were promised for more than one year, and that no report says are finished or in use. A mention is a promise where it stands in the plan part of a report, or in no part and for the year that the document plans.
-- order: name, town, id
-- columns:
--   name: the name, in Simplified script
--   kind: project, site, road or programme
--   town: whose reports speak of it
--   years: number of years it was promised for
--   first_year: the first of them
--   year: the last of them
--   first_amount: the investment named with it first, in yuan
--   last_amount: the investment named with it last
--   last_phase: how far it had come at the last place that says so
--   text: the words of the last promise
--   section: the headings above them
--   document: title of the document
--   source: path of the file
--   id: number of the project
CREATE VIEW v_carried AS
SELECT p.name, p.kind, p.town, c.years, c.first_year, c.year,
       (SELECT m.amount FROM project_mentions AS m JOIN documents AS d ON d.id = m.document_id
        WHERE m.project_id = p.id AND m.amount IS NOT NULL
        ORDER BY m.year, d.content_sha256, m.start_char LIMIT 1) AS first_amount,
       (SELECT m.amount FROM project_mentions AS m JOIN documents AS d ON d.id = m.document_id
        WHERE m.project_id = p.id AND m.amount IS NOT NULL
        ORDER BY m.year DESC, d.content_sha256, m.start_char LIMIT 1) AS last_amount,
       (SELECT m.phase FROM project_mentions AS m JOIN documents AS d ON d.id = m.document_id
        WHERE m.project_id = p.id AND m.phase IS NOT NULL
        ORDER BY m.year DESC, d.content_sha256, m.start_char DESC LIMIT 1) AS last_phase,
       e.text, s.path AS section, d.title AS document,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = e.document_id) AS source, p.id
FROM (
    SELECT project_id, count(DISTINCT iif(promised, year, NULL)) AS years, min(iif(promised, year, NULL)) AS first_year,
           max(iif(promised, year, NULL)) AS year
    FROM (
        SELECT m.project_id, m.year, m.phase,
               coalesce(s.part = 'plan', m.year = d.plan_year AND m.year IS NOT d.review_year, 0) AS promised
        FROM project_mentions AS m
        JOIN documents AS d ON d.id = m.document_id
        LEFT JOIN sections AS s ON s.id = m.section_id
    )
    GROUP BY project_id
    HAVING years > 1 AND sum(NOT promised AND coalesce(phase IN ('finished', 'in_use'), 0)) = 0
) AS c
JOIN projects AS p ON p.id = c.project_id
JOIN project_mentions AS e ON e.id = (
    SELECT m.id FROM project_mentions AS m
    JOIN documents AS d ON d.id = m.document_id
    LEFT JOIN sections AS s ON s.id = m.section_id
    WHERE m.project_id = p.id AND m.year = c.year
      AND coalesce(s.part = 'plan', m.year = d.plan_year AND m.year IS NOT d.review_year, 0)
    ORDER BY d.content_sha256, m.start_char LIMIT 1)
JOIN documents AS d ON d.id = e.document_id
LEFT JOIN sections AS s ON s.id = e.section_id;

-- view: ledger
-- title: Task ledger (任务分解表)
-- description: The commitments of each document as the table of tasks that an office hands out: one row for each, numbered in the order of the text, with empty columns for who does it and how far it has come. Choose one document or year.
-- order: document_id, start_char, id
-- columns:
--   number: the task's number in its document
--   year: the year it is for
--   town: whose task it is
--   area: the headings above it
--   task: the words as printed
--   kind: quantified (a number says how much), milestone (done or not done) or qualitative
--   indicator: what the number measures, in Simplified script; empty for a task without a number
--   target: the number as one would say it: 增长7%以上, 5600万元, 3—5家
--   comparator: how the number binds: eq, ge (at least), le (at most), about or range
--   value_low: the number, with 万 and 亿 multiplied out; the lower end of a range
--   value_high: the upper end of a range, else the same as value_low
--   unit: the unit of the number
--   masked: 1 where the text hides the number (xx, *)
--   deadline: the time limit as printed
--   lead_unit: for whoever fills the table in
--   supporting_units: for whoever fills the table in
--   progress: for whoever fills the table in
--   status: for whoever fills the table in
--   part: the part of the report it stands in
--   document: title of the document
--   document_id: number of the document
--   source: path of the file
--   start_char: characters of the document's text before the words
--   end_char: where the words end
--   id: number of the goal
CREATE VIEW v_ledger AS
SELECT (SELECT count(*) FROM goals AS h
        WHERE h.document_id = g.document_id AND (h.start_char, h.id) <= (g.start_char, g.id)) AS number,
       g.year, d.town, s.path AS area, g.text AS task, g.kind,
       iif(g.kind = 'quantified', g.indicator, NULL) AS indicator,
       CASE WHEN g.masked THEN 'xx' || coalesce(g.unit, '')
            WHEN g.value_low IS NULL THEN NULL
            WHEN g.measure = 'rank' THEN iif(g.comparator = 'le', '前' || g.value_high || '名', '第' || g.value_low || '名')
            ELSE CASE WHEN g.measure IS NOT 'growth' THEN ''
                      WHEN g.unit = '番' THEN '翻' WHEN g.value_low < 0 THEN '下降' ELSE '增长' END
                 || iif(g.comparator = 'about', '约', '')
                 || CASE WHEN g.comparator = 'range' AND g.measure = 'growth' AND g.value_low < 0
                         THEN g.said_high || '—' || g.said_low
                         WHEN g.comparator = 'range' THEN g.said_low || '—' || g.said_high
                         ELSE g.said_low END
                 || coalesce(g.unit, '')
                 || CASE g.comparator WHEN 'ge' THEN '以上' WHEN 'le' THEN '以内' ELSE '' END
       END AS target,
       g.comparator, g.value_low, g.value_high, g.unit, g.masked, g.deadline,
       NULL AS lead_unit, NULL AS supporting_units, NULL AS progress, NULL AS status,
       s.part, d.title AS document, g.document_id,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = g.document_id) AS source,
       g.start_char, g.end_char, g.id
FROM (
    -- Growth bears its sign in a word; round numbers are said with 亿 and 万.
    SELECT g.*,
           CASE WHEN typeof(g.value_low) = 'integer' AND abs(g.value_low) >= 100000000 AND g.value_low % 1000000 = 0
                THEN printf('%.10g亿', iif(g.measure = 'growth', abs(g.value_low), g.value_low) / 100000000.0)
                WHEN typeof(g.value_low) = 'integer' AND abs(g.value_low) >= 10000 AND g.value_low % 100 = 0
                THEN printf('%.10g万', iif(g.measure = 'growth', abs(g.value_low), g.value_low) / 10000.0)
                ELSE iif(g.measure = 'growth', abs(g.value_low), g.value_low) END AS said_low,
           CASE WHEN typeof(g.value_high) = 'integer' AND abs(g.value_high) >= 100000000 AND g.value_high % 1000000 = 0
                THEN printf('%.10g亿', iif(g.measure = 'growth', abs(g.value_high), g.value_high) / 100000000.0)
                WHEN typeof(g.value_high) = 'integer' AND abs(g.value_high) >= 10000 AND g.value_high % 100 = 0
                THEN printf('%.10g万', iif(g.measure = 'growth', abs(g.value_high), g.value_high) / 10000.0)
                ELSE iif(g.measure = 'growth', abs(g.value_high), g.value_high) END AS said_high
    FROM goals AS g
) AS g
JOIN documents AS d ON d.id = g.document_id
LEFT JOIN sections AS s ON s.id = g.section_id;

-- view: coverage
-- title: Coverage
-- description: For each document, how much of it stands under a doubt or was read only in part: what not to trust blindly. Percentages are of the column before them; a row is in doubt where a doubt is about words of it.
-- order: id
-- columns:
--   year: the year to sort by, as in the view documents
--   town: whose report it is
--   kind: what sort of document it is
--   title: its title
--   doubts: number of doubts
--   whole_document: doubts that are about the document as a whole
--   sections: number of headings
--   sections_in_doubt: percent of the sections whose own words are in doubt
--   goals: number of goals
--   goals_in_doubt: percent of the goals
--   outcomes: number of outcomes
--   outcomes_in_doubt: percent of the outcomes
--   numbers: goals and outcomes with a number, hidden ones included
--   numbers_in_doubt: percent of the numbers
--   masked: numbers that the text hides (xx, *)
--   without_indicator: numbers that nobody knows what they measure
--   without_year: goals and outcomes without a year
--   outside_sections: characters that stand under no heading, in percent of the text
--   char_count: length of the text in characters
--   source: path of the file
--   id: number of the document
CREATE VIEW v_coverage AS
SELECT year, town, kind, title, doubts, whole_document,
       sections, round(100.0 * doubtful_sections / nullif(sections, 0), 1) AS sections_in_doubt,
       goals, round(100.0 * doubtful_goals / nullif(goals, 0), 1) AS goals_in_doubt,
       outcomes, round(100.0 * doubtful_outcomes / nullif(outcomes, 0), 1) AS outcomes_in_doubt,
       goal_numbers + outcomes AS numbers,
       round(100.0 * (doubtful_goal_numbers + doubtful_outcomes) / nullif(goal_numbers + outcomes, 0), 1)
           AS numbers_in_doubt,
       masked, without_indicator, without_year,
       round(100.0 * max(char_count - in_sections, 0) / nullif(char_count, 0), 1) AS outside_sections,
       char_count, source, id
FROM (
    SELECT d.year, d.town, d.kind, d.title, d.char_count, d.id,
           (SELECT count(*) FROM doubts AS b WHERE b.document_id = d.id) AS doubts,
           (SELECT count(*) FROM doubts AS b WHERE b.document_id = d.id AND b.start_char IS NULL) AS whole_document,
           (SELECT count(*) FROM sections AS s WHERE s.document_id = d.id) AS sections,
           (SELECT count(*) FROM passages AS p WHERE p.document_id = d.id AND p.section_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM doubts AS b WHERE b.document_id = d.id
                AND b.start_char < p.end_char AND b.end_char > p.start_char)) AS doubtful_sections,
           (SELECT count(*) FROM goals AS g WHERE g.document_id = d.id) AS goals,
           (SELECT count(*) FROM goals AS g WHERE g.document_id = d.id AND EXISTS (
                SELECT 1 FROM doubts AS b WHERE b.document_id = d.id
                AND b.start_char < g.end_char AND b.end_char > g.start_char)) AS doubtful_goals,
           (SELECT count(*) FROM goals AS g WHERE g.document_id = d.id AND g.kind = 'quantified') AS goal_numbers,
           (SELECT count(*) FROM goals AS g WHERE g.document_id = d.id AND g.kind = 'quantified' AND EXISTS (
                SELECT 1 FROM doubts AS b WHERE b.document_id = d.id
                AND b.start_char < g.end_char AND b.end_char > g.start_char)) AS doubtful_goal_numbers,
           (SELECT count(*) FROM outcomes AS o WHERE o.document_id = d.id) AS outcomes,
           (SELECT count(*) FROM outcomes AS o WHERE o.document_id = d.id AND EXISTS (
                SELECT 1 FROM doubts AS b WHERE b.document_id = d.id
                AND b.start_char < o.end_char AND b.end_char > o.start_char)) AS doubtful_outcomes,
           (SELECT count(*) FROM goals AS g WHERE g.document_id = d.id AND g.masked)
           + (SELECT count(*) FROM outcomes AS o WHERE o.document_id = d.id AND o.masked) AS masked,
           (SELECT count(*) FROM goals AS g
            WHERE g.document_id = d.id AND g.kind = 'quantified' AND g.indicator IS NULL)
           + (SELECT count(*) FROM outcomes AS o WHERE o.document_id = d.id AND o.indicator IS NULL) AS without_indicator,
           (SELECT count(*) FROM goals AS g WHERE g.document_id = d.id AND g.year IS NULL)
           + (SELECT count(*) FROM outcomes AS o WHERE o.document_id = d.id AND o.year IS NULL) AS without_year,
           (SELECT coalesce(sum(s.end_char - s.start_char), 0) FROM sections AS s
            WHERE s.document_id = d.id AND s.parent_id IS NULL) AS in_sections,
           (SELECT min(f.path) FROM sources AS f WHERE f.document_id = d.id) AS source
    FROM documents AS d
);
