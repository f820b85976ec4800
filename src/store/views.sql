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
       g.value_low, g.value_high, g.unit, g.masked, g.text, s.path AS section, d.title AS document, g.document_id,
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
       o.value_high, o.unit, o.masked, o.text, s.path AS section, d.title AS document, o.document_id,
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
--   document: title of the document of that mention
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
       e.text, d.title AS document,
       (SELECT min(f.path) FROM sources AS f WHERE f.document_id = e.document_id) AS source,
       p.id
FROM projects AS p
LEFT JOIN project_mentions AS e ON e.id = (
    -- Ties are broken by content, not by id, so that the order of import does not show.
    SELECT m.id FROM project_mentions AS m JOIN documents AS d ON d.id = m.document_id
    WHERE m.project_id = p.id
    ORDER BY m.year DESC, d.content_sha256, m.start_char LIMIT 1)
LEFT JOIN documents AS d ON d.id = e.document_id;

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
SELECT m.year, d.town, m.kind, p.name, m.phase, m.amount, m.text, s.path AS section,
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
--   document: title of the document
--   document_id: number of the document
--   source: path of the file
--   start_char: characters of the document's text before the words
--   end_char: where the words end
--   id: number of the doubt
CREATE VIEW v_doubts AS
SELECT d.year, d.town, b.kind, b.message, substr(d.text, b.start_char + 1, b.end_char - b.start_char) AS text,
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
