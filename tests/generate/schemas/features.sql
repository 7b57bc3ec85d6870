-- What no mapping has words for, in a database as it is found.
CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(80) NOT NULL UNIQUE COLLATE NOCASE, founded DATE DEFAULT CURRENT_DATE);
CREATE TABLE hero (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    alias TEXT DEFAULT 'it''s "quoted"',
    age INTEGER NOT NULL DEFAULT 0 CONSTRAINT grown_up CHECK (age >= 0),
    ratio NUMERIC(10,2) NOT NULL DEFAULT 0.5,
    joined TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    team_id INTEGER REFERENCES team ON DELETE SET NULL ON UPDATE CASCADE,
    rival_id INTEGER CONSTRAINT fk_rival REFERENCES hero (id) DEFERRABLE INITIALLY DEFERRED,
    mentor_id INTEGER REFERENCES hero (id),
    initials TEXT GENERATED ALWAYS AS (substr(name, 1, 1)) STORED,
    shout TEXT AS (upper(name)),
    anything,
    CONSTRAINT uq_hero_alias_age UNIQUE (alias, age),
    UNIQUE (name, team_id)
);
CREATE INDEX ix_hero_age ON hero (age);
CREATE INDEX by_lower_name ON hero (lower(name) DESC, age);
CREATE INDEX adults ON hero (name COLLATE NOCASE) WHERE age >= 18;
CREATE UNIQUE INDEX one_alias ON hero (alias);
CREATE TABLE hero_team (hero_id INTEGER, team_id INTEGER, role TEXT NOT NULL DEFAULT 'member',
    PRIMARY KEY (team_id, hero_id),
    FOREIGN KEY (hero_id) REFERENCES hero (id) ON DELETE CASCADE, FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT) WITHOUT ROWID;
CREATE TABLE battle (hero_id INTEGER, team_id INTEGER, day DATE,
    PRIMARY KEY (hero_id, team_id, day), FOREIGN KEY (team_id, hero_id) REFERENCES hero_team (team_id, hero_id));
CREATE TABLE passport (hero_id INTEGER PRIMARY KEY REFERENCES hero (id), number TEXT NOT NULL) STRICT;
CREATE TABLE log (at TIMESTAMP, text TEXT);
CREATE TABLE ring_a (id INTEGER PRIMARY KEY, b_id INTEGER REFERENCES ring_b (id));
CREATE TABLE ring_b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES ring_a (id));
CREATE VIEW grown AS SELECT id, name FROM hero WHERE age >= 18;
CREATE TRIGGER tr_hero_log AFTER INSERT ON hero BEGIN
    INSERT INTO log VALUES (CURRENT_TIMESTAMP, 'new: "' || NEW.name || '"');
END;
CREATE TRIGGER tr_grown INSTEAD OF INSERT ON grown BEGIN INSERT INTO hero (name, age) VALUES (NEW.name, 18); END;
