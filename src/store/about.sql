-- The rows of `about`. They are renewed together with the views, so that they can tell of every table
-- that the program of the day knows.
INSERT OR REPLACE INTO about (name, value) VALUES
('what', 'An archive of Chinese local-government work reports, kept by the program `archive`: the texts, and every section, goal, outcome and named project found in them.'),
('reading', 'Open it with any sqlite3 from 3.40 on. Begin with the views: .tables v_% lists them; SELECT * FROM v_goals WHERE year = 2023 shows what `archive query goals --year 2023` shows. Views whose names begin with v_ are made by the program and made again by newer versions; give your own views other names.'),
('offsets', 'start_char and end_char count Unicode characters of documents.text from 0; end_char is the first character that no longer belongs to the row.'),
('quote', 'The words of a row: SELECT substr(documents.text, start_char + 1, end_char - start_char) FROM goals JOIN documents ON documents.id = goals.document_id'),
('originals', 'The table sqlar is in the format of SQLite archives, for one copy of each original file: `sqlite3 FILE -At` lists them, `sqlite3 FILE -Ax` unpacks them. It is empty where no originals were kept.'),
('values', 'value_low and value_high are exact, with 万 and 亿 multiplied out (6.2亿 is 620000000); both are the same unless the text gives a range, and NULL where the number is masked or absent. The amount of a project''s mention, the investment named with it, is in yuan and as exact.'),
('indicators', 'indicator is what a row measures, in the words of its text; canonical_indicator is the one name of the series it belongs to (地区生产总值 for GDP and 生产总值), the same over towns and years, and NULL where none is known: SELECT town, year, value_low, unit FROM v_outcomes WHERE canonical_indicator = ''地区生产总值'' AND measure = ''growth'' ORDER BY town, year'),
('deadlines', 'goals.deadline is the time limit as the text prints it (6月底前, 年内), NULL where it names none; goals.year is the year the goal is for in any case.'),
('ground', 'documents.text, sources, imports, import_files and sqlar are what was found; all other rows are derived from the texts and can be made again.'),
('table documents', 'One row for each report, however many copies of it were found. content_sha256 is the SHA-256 of its text without white space and punctuation, NFKC, in Simplified script.'),
('table sources', 'Every place where a document was seen. file_sha256 is the SHA-256 of the bytes.'),
('table imports', 'One row for each run of the import.'),
('table import_files', 'What became of each file of each run.'),
('table sections', 'The outline of each document in reading order; path holds the headings from the top down.'),
('table goals', 'What the texts commit themselves to.'),
('table outcomes', 'What the texts report as done or measured.'),
('table projects', 'Things with a name of their own; the same name in the same town is one row over all documents.'),
('table project_mentions', 'Every place where a document speaks of a project.'),
('table doubts', 'What a reader should look at before trusting the rows of a document.'),
('table refinery_schema_history', 'Which schema versions the file has been through. Do not edit it.');
