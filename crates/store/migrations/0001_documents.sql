-- Reports as they were given, and who coded them.

CREATE TABLE coders (
  coder INTEGER PRIMARY KEY,
  version TEXT NOT NULL UNIQUE -- of the program and its knowledge, with a digest of rules and actors of the user's own
) STRICT;

CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  command TEXT NOT NULL, -- ingest or recode
  coder INTEGER NOT NULL REFERENCES coders,
  started TEXT NOT NULL, -- universal time
  finished TEXT, -- null where it still runs or broke off
  written INTEGER NOT NULL DEFAULT 0, -- documents added or coded anew
  known INTEGER NOT NULL DEFAULT 0, -- documents that were there already
  failed INTEGER NOT NULL DEFAULT 0 -- documents that could not be read or coded
) STRICT;

CREATE TABLE documents (
  document INTEGER PRIMARY KEY, -- in the order of arrival
  digest BLOB NOT NULL UNIQUE, -- SHA-256 of all that was given: the same report twice is one document
  id TEXT NOT NULL, -- as given, or path and line; the same id with another content is another document
  date TEXT, -- of publication, 2018-09-04
  coder INTEGER NOT NULL REFERENCES coders, -- who coded it last
  run INTEGER NOT NULL REFERENCES runs, -- which brought it
  place TEXT NOT NULL, -- path and line it was read from
  title TEXT,
  publisher TEXT,
  url TEXT,
  language TEXT,
  byline TEXT,
  mentions TEXT, -- actor spans that came with it: JSON, offsets in bytes
  text TEXT NOT NULL
) STRICT;

CREATE INDEX documents_id ON documents (id);
CREATE INDEX documents_date ON documents (date);
CREATE INDEX documents_coder ON documents (coder);

CREATE TABLE sentences (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  sentence INTEGER NOT NULL, -- from 0
  "start" INTEGER NOT NULL, -- code points of the document's text, half-open
  "end" INTEGER NOT NULL,
  PRIMARY KEY (document, sentence)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (
  title, text, content = 'documents', content_rowid = 'document',
  tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER documents_added AFTER INSERT ON documents BEGIN
  INSERT INTO search (rowid, title, text) VALUES (new.document, new.title, new.text);
END;

CREATE TRIGGER documents_removed AFTER DELETE ON documents BEGIN
  INSERT INTO search (search, rowid, title, text) VALUES ('delete', old.document, old.title, old.text);
END;

CREATE TRIGGER documents_changed AFTER UPDATE OF title, text ON documents BEGIN
  INSERT INTO search (search, rowid, title, text) VALUES ('delete', old.document, old.title, old.text);
  INSERT INTO search (rowid, title, text) VALUES (new.document, new.title, new.text);
END;
