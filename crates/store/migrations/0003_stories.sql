-- Which reports are copies of one another, and which tell of the same happening.

CREATE TABLE likenesses (
  document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
  likeness BLOB NOT NULL -- day, MinHash signature, hashed terms with their weights
) STRICT;

-- Bands of the signatures of reports that are no copies: a copy shares one with its original.
CREATE TABLE bands (
  band INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (band, document)
) STRICT, WITHOUT ROWID;

-- The heaviest terms of reports that are no copies: near reports share some.
CREATE TABLE heavy_terms (
  term INTEGER NOT NULL,
  day INTEGER NOT NULL, -- of the report, 20180904; 0 where it is unknown
  document INTEGER NOT NULL,
  weight REAL NOT NULL,
  PRIMARY KEY (term, day, document)
) STRICT, WITHOUT ROWID;

-- Each row but those of rule `first` is a merge: this report was put to that story, by this rule, for the likeness to that witness.
CREATE TABLE story_documents (
  document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
  story INTEGER NOT NULL REFERENCES documents, -- the story's first report
  rule TEXT NOT NULL, -- first, copy or near
  copy_of INTEGER REFERENCES documents, -- the original
  similarity REAL NOT NULL, -- to the story on average, 0 to 1
  witness INTEGER REFERENCES documents -- the nearest report of the story
) STRICT;

CREATE INDEX story_documents_story ON story_documents (story, copy_of);
CREATE INDEX story_documents_copy ON story_documents (copy_of) WHERE copy_of IS NOT NULL;

-- What a person says against a merge: kept apart from what the program has found, and still valid after it has looked again.
CREATE TABLE splits (
  document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, -- is a story of its own
  made TEXT NOT NULL, -- universal time
  note TEXT
) STRICT;

-- The story of each report as it stands: the program's, unless a person has split it off.
CREATE VIEW stories AS
  SELECT d.document, d.id,
    CASE WHEN p.document IS NULL THEN s.story ELSE d.document END AS story,
    CASE WHEN p.document IS NULL THEN s.copy_of END AS copy_of,
    CASE WHEN p.document IS NULL THEN s.rule ELSE 'split' END AS rule
  FROM documents d JOIN story_documents s USING (document) LEFT JOIN splits p USING (document);
