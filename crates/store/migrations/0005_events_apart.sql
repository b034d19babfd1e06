-- What a person says against a merge of events: this event is no report of what the others of its story tell.

CREATE TABLE event_splits (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  id TEXT NOT NULL, -- of the event, under the contract: the same after it has been coded again
  made TEXT NOT NULL, -- universal time
  note TEXT,
  PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
