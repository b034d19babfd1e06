-- What people say of the coding: kept apart from it, and still valid after it has been done again.

CREATE TABLE judgements (
  judge TEXT NOT NULL, -- who says so
  digest BLOB NOT NULL, -- of the report
  sentence INTEGER NOT NULL,
  event TEXT NOT NULL, -- id of the event; empty for a sentence that was coded as nothing
  verdict TEXT NOT NULL, -- right, category, actor, recipient, date, status, no-event; of a sentence: right or missed
  stratum TEXT NOT NULL, -- category of the event, or `none`
  correction TEXT, -- what it should be, in the judge's words
  record TEXT NOT NULL, -- the event or the sentence as the judge saw it
  made TEXT NOT NULL, -- universal time
  PRIMARY KEY (judge, digest, sentence, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX judgements_event ON judgements (event);

-- What somebody wants to be told of: a question that is asked again whenever events arrive.
CREATE TABLE watchlists (
  name TEXT PRIMARY KEY,
  query TEXT NOT NULL, -- as in the address of a list of events
  hook TEXT, -- address that is told
  told INTEGER NOT NULL, -- the last event that it was told of, or that was there when it was made
  failures INTEGER NOT NULL DEFAULT 0, -- times in a row that the address could not be told
  made TEXT NOT NULL -- universal time
) STRICT, WITHOUT ROWID;
