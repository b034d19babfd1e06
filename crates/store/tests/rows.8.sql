INSERT INTO feeds (feed, url, etag, failures) VALUES (1, 'https://example.org/feed', '"a"', 2);
INSERT INTO pages (url, feed, seen, due) VALUES ('https://example.org/1', 1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
