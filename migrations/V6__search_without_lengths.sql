-- A search index without the lengths of passages, and documents in the order of search results.
--
-- FTS5 looked up the length of each passage that a search finds, which took most of a search for a common
-- word. Without lengths its ranking counts how often the words stand in a passage and how rare they are; of
-- equals the later report comes first, for which the year stands before the checksum in one index.
-- Without a version the search index is filled again after the upgrade.

DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', columnsize = 0, tokenize = "ascii tokenchars '.%'");
INSERT INTO search (search, rank) VALUES ('automerge', 16);
INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
INSERT INTO search (search, rank) VALUES ('hashsize', 2097152);
DELETE FROM about WHERE name = 'search_version';

DROP INDEX documents_by_year;
CREATE INDEX documents_by_year ON documents (year DESC, content_sha256);
