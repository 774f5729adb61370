-- +goose Up
-- The number of a claim, roughly: its stated value, else its floor, else its
-- ceiling. It finds claims; the decimals decide.
ALTER TABLE claims ADD COLUMN size REAL;
UPDATE claims SET size = CAST(coalesce(best, low, high) AS REAL);
DROP INDEX claims_tracker;
CREATE INDEX claims_tracker ON claims (tracker, unit, as_of);
CREATE INDEX claims_size ON claims (tracker, unit, size, as_of);

-- The words of the subject, as sentences are searched.
ALTER TABLE figures ADD COLUMN subject_words TEXT NOT NULL DEFAULT '';

-- What people say about figures, for ever. The place says which figure is
-- meant, also when another engine has read the article again.
CREATE TABLE corrections (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    figure_id  TEXT NOT NULL,
    article_id TEXT NOT NULL,
    revision   TEXT NOT NULL,
    field      TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end   INTEGER NOT NULL,
    span_text  TEXT NOT NULL,
    sentence   TEXT NOT NULL,
    tracker    TEXT NOT NULL, -- '' is every tracker
    action     TEXT NOT NULL,
    value      TEXT,
    unit       TEXT NOT NULL, -- '' leaves it as it is
    author     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    at         INTEGER NOT NULL
);
CREATE INDEX corrections_article ON corrections (article_id, seq);
-- +goose StatementBegin
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN
    SELECT RAISE(ABORT, 'corrections are never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER corrections_remain BEFORE DELETE ON corrections BEGIN
    SELECT RAISE(ABORT, 'corrections are never removed');
END;
-- +goose StatementEnd

-- What the corrections make of the figures as they are now read.
CREATE TABLE overrides (
    figure_id  TEXT NOT NULL REFERENCES figures (id) ON DELETE CASCADE,
    tracker    TEXT NOT NULL,
    standing   TEXT NOT NULL, -- matched, assigned, rejected
    unit       TEXT NOT NULL,
    per        TEXT NOT NULL,
    json       TEXT NOT NULL, -- the whole figure
    correction INTEGER NOT NULL REFERENCES corrections (seq), -- the last of them
    PRIMARY KEY (figure_id, tracker)
) WITHOUT ROWID;

-- What the rows were written with.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE settings;
DROP TABLE overrides;
DROP TABLE corrections;
ALTER TABLE figures DROP COLUMN subject_words;
DROP INDEX claims_size;
DROP INDEX claims_tracker;
CREATE INDEX claims_tracker ON claims (tracker, as_of);
ALTER TABLE claims DROP COLUMN size;
