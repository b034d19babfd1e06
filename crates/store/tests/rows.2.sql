INSERT INTO events VALUES
  (1, 'f00', 1, 0, 20180904, 'MOBILIZE', 'actual', NULL, '150', 4, -7.0, 'PRK', '', 0, 0.5, 'mobilize/fire', '{}');
INSERT INTO terms VALUES (1, 'actor', 'PRK');
INSERT INTO event_terms VALUES (1, 20180904, 1, 'MOBILIZE', 'actual');
