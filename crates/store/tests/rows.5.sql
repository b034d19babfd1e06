INSERT INTO event_splits VALUES (1, 'f00', '2018-09-04T00:00:00Z', 'another missile');
