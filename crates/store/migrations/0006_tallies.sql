-- How many events each party, dyad and pair has in each month, so that a trend is read and not counted.

CREATE TABLE tallies (
  month INTEGER NOT NULL, -- 201809; 0 where no day is known
  term INTEGER NOT NULL REFERENCES terms,
  quad INTEGER NOT NULL,
  events INTEGER NOT NULL, -- actual, and no background
  score INTEGER NOT NULL, -- their PLOVER scores together, in tenths
  PRIMARY KEY (month, term, quad)
) STRICT, WITHOUT ROWID;

INSERT INTO tallies (month, term, quad, events, score)
  SELECT e.day / 100, x.term, e.quad, count(*), sum(CAST(round(e.score * 10) AS INTEGER))
  FROM event_terms x JOIN events e USING (event)
  WHERE e.status = 'actual' AND NOT e.background GROUP BY 1, 2, 3;

CREATE TRIGGER event_terms_tallied AFTER INSERT ON event_terms WHEN new.status = 'actual' BEGIN
  INSERT INTO tallies (month, term, quad, events, score)
    SELECT day / 100, new.term, quad, 1, CAST(round(score * 10) AS INTEGER) FROM events
    WHERE event = new.event AND NOT background
    ON CONFLICT (month, term, quad) DO UPDATE SET events = events + 1, score = score + excluded.score;
END;

CREATE TRIGGER events_tallied BEFORE DELETE ON events WHEN old.status = 'actual' AND NOT old.background BEGIN
  UPDATE tallies SET events = events - 1, score = score - CAST(round(old.score * 10) AS INTEGER)
    WHERE month = old.day / 100 AND quad = old.quad
    AND term IN (SELECT term FROM event_terms WHERE event = old.event);
END;

-- Where events take place, and how many in each month: actual ones, and no background.
CREATE TABLE spots (
  spot INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT, -- alpha-3; null where it lies in none or several
  lat REAL NOT NULL, -- degrees
  lon REAL NOT NULL,
  precision TEXT NOT NULL, -- country, region or city: how exact the point is
  UNIQUE (name, lat, lon)
) STRICT;

CREATE TABLE spot_tallies (
  month INTEGER NOT NULL, -- 201809; 0 where no day is known
  spot INTEGER NOT NULL REFERENCES spots,
  quad INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (month, spot, quad)
) STRICT, WITHOUT ROWID;

-- The place of an event as its record has it.
CREATE VIEW event_spots AS
  SELECT event, day, quad, json_extract(record, '$.place.name') AS name,
    json_extract(record, '$.place.country') AS country,
    CAST(json_extract(record, '$.place.lat') AS REAL) AS lat, CAST(json_extract(record, '$.place.lon') AS REAL) AS lon,
    ifnull(json_extract(record, '$.place.precision'), 'region') AS precision
  FROM events WHERE status = 'actual' AND NOT background AND json_extract(record, '$.place.lat') IS NOT NULL;

INSERT OR IGNORE INTO spots (name, country, lat, lon, precision)
  SELECT name, country, lat, lon, precision FROM event_spots ORDER BY event;

INSERT INTO spot_tallies (month, spot, quad, events)
  SELECT e.day / 100, s.spot, e.quad, count(*) FROM event_spots e JOIN spots s USING (name, lat, lon) GROUP BY 1, 2, 3;

CREATE TRIGGER events_spotted AFTER INSERT ON events WHEN new.status = 'actual' AND NOT new.background
  AND json_extract(new.record, '$.place.lat') IS NOT NULL BEGIN
  INSERT OR IGNORE INTO spots (name, country, lat, lon, precision)
    SELECT name, country, lat, lon, precision FROM event_spots WHERE event = new.event;
  INSERT INTO spot_tallies (month, spot, quad, events)
    SELECT e.day / 100, s.spot, e.quad, 1 FROM event_spots e JOIN spots s USING (name, lat, lon) WHERE e.event = new.event
    ON CONFLICT (month, spot, quad) DO UPDATE SET events = events + 1;
END;

CREATE TRIGGER events_unspotted BEFORE DELETE ON events WHEN old.status = 'actual' AND NOT old.background BEGIN
  UPDATE spot_tallies SET events = events - 1 WHERE month = old.day / 100 AND quad = old.quad AND spot =
    (SELECT s.spot FROM event_spots e JOIN spots s USING (name, lat, lon) WHERE e.event = old.event);
END;
