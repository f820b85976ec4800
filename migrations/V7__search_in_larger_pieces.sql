-- What waits in memory for the search index is four megabytes at the most: a whole batch of an import, which
-- becomes one piece of the index. With two it was cut in the midst of a batch, and more pieces had to be joined.
-- A setting of the index; nothing in it is made anew.

INSERT INTO search (search, rank) VALUES ('hashsize', 4194304);
