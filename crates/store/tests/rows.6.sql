INSERT INTO tallies (month, term, quad, events, score) VALUES (201712, 1, 3, 2, -80);
