-- joinery: 1
-- revision: 3f2a9c1b7d10
-- down_revision: null
-- message: by hand
-- upgrade
CREATE TABLE a (b);
-- downgrade
DROP TABLE a;
