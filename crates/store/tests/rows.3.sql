INSERT INTO likenesses VALUES (1, x'00');
INSERT INTO story_documents VALUES (1, 1, 'first', NULL, 0, NULL);
INSERT INTO splits VALUES (1, '2018-09-04T00:00:00Z', 'not that one');
