-- Feeds that are watched, and the pages that they have named.

CREATE TABLE feeds (
  feed INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE, -- as the list of feeds names it
  moved TEXT, -- where it has moved for good, as its server says
  etag TEXT, -- of what was read last, as the server gave it; asked with, so that the same is not sent again
  modified TEXT, -- likewise
  asked TEXT, -- last time, universal time
  changed TEXT, -- last time that there was something to read
  due TEXT, -- not to be asked before
  ttl INTEGER, -- minutes that it asks for between two requests, at the least
  failures INTEGER NOT NULL DEFAULT 0, -- in a row
  error TEXT, -- the last of them
  retired TEXT -- since when it is gone for good, as its server says
) STRICT;

CREATE TABLE pages (
  page INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  feed INTEGER NOT NULL REFERENCES feeds, -- which named it first
  seen TEXT NOT NULL, -- there, universal time
  due TEXT, -- not to be asked for before; null where it was read or given up
  tries INTEGER NOT NULL DEFAULT 0,
  outcome TEXT, -- of the last try: read, or why not
  date TEXT, -- what the feed says, where the page does not
  title TEXT,
  byline TEXT
) STRICT;

CREATE INDEX pages_due ON pages (feed, due, page) WHERE due IS NOT NULL;
