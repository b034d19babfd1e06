INSERT INTO judgements VALUES ('ann', x'00', 0, 'e', 'right', 'THREATEN', NULL, '{}', '2026-01-01T00:00:00Z');
INSERT INTO watchlists VALUES ('Korea', 'actor=PRK', NULL, 0, 0, '2026-01-01T00:00:00Z');
