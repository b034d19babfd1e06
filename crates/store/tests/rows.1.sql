INSERT INTO coders VALUES (1, 'demarche-0.0.1');
INSERT INTO runs (run, command, coder, started) VALUES (1, 'ingest', 1, '2018-09-04T00:00:00Z');
INSERT INTO documents (document, digest, id, date, coder, run, place, title, text)
  VALUES (1, x'00', 'a', '2018-09-04', 1, 1, 'a.txt', 'Missiles', 'North Korea fired a missile.');
INSERT INTO sentences VALUES (1, 0, 0, 28);
