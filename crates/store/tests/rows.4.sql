INSERT INTO claims VALUES (1, 0, 20180904, 'threat', '{}');
