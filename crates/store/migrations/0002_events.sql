-- Events, and the terms they are found by.

CREATE TABLE events (
  event INTEGER PRIMARY KEY,
  id TEXT NOT NULL, -- of the contract
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  sentence INTEGER NOT NULL,
  day INTEGER NOT NULL, -- 20180904: first day of the event, else that of its report; 0 where neither is known
  category TEXT NOT NULL, -- PLOVER
  status TEXT NOT NULL,
  mode TEXT,
  cameo TEXT NOT NULL,
  quad INTEGER NOT NULL,
  score REAL NOT NULL,
  actor TEXT NOT NULL, -- first actor: country, else code; empty where there is none
  recipient TEXT NOT NULL,
  background INTEGER NOT NULL,
  confidence REAL NOT NULL,
  rule TEXT NOT NULL,
  record TEXT NOT NULL -- the whole record of the contract, JSON
) STRICT;

CREATE INDEX events_document ON events (document, day, category, status);
CREATE INDEX events_id ON events (id);
CREATE INDEX events_day ON events (day, event, category, status, document, actor, recipient);
CREATE INDEX events_category ON events (category, day);
CREATE INDEX events_status ON events (status, day);
CREATE INDEX events_category_status ON events (category, status, day);

-- Country, code and entity of each party, and who meets whom, are terms.
CREATE TABLE terms (
  term INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, -- actor, recipient, speaker; dyad: `USA>PRK`; pair: `PRK-USA`, in either direction or together
  key TEXT NOT NULL,
  UNIQUE (kind, key)
) STRICT;

CREATE TABLE event_terms (
  term INTEGER NOT NULL REFERENCES terms,
  day INTEGER NOT NULL, -- day, category and status of the event again, so that one index answers
  event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
  category TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (term, day, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_terms_category ON event_terms (term, category, day, event, status);
CREATE INDEX event_terms_event ON event_terms (event, term);

-- For a person: who takes part in which event.
CREATE VIEW participants AS
  SELECT e.id, e.day, e.category, e.status, t.kind, t.key, e.event
  FROM event_terms x JOIN terms t USING (term) JOIN events e USING (event);
