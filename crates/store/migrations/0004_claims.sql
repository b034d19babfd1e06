-- What each report says of meetings, pledges, demands, threats, sanctions and agreements.

CREATE TABLE claims (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  claim INTEGER NOT NULL, -- from 0, in the order of the report
  day INTEGER NOT NULL, -- of publication, 20180904
  kind TEXT NOT NULL, -- meeting, pledge, demand, threat, sanction, agreement
  record TEXT NOT NULL, -- all that the sentence says, and the rule that read it: JSON
  PRIMARY KEY (document, claim)
) STRICT, WITHOUT ROWID;

CREATE INDEX claims_day ON claims (day, document, claim);
