-- Times are milliseconds since 1970, UTC; NULL if unknown. Numbers are
-- exact decimals as text, NULL where none is stated.

-- +goose Up
CREATE TABLE articles (
    id       TEXT PRIMARY KEY,
    revision TEXT NOT NULL -- the one fetched last
) WITHOUT ROWID;

CREATE TABLE revisions (
    article_id TEXT NOT NULL,
    revision   TEXT NOT NULL,
    source     TEXT NOT NULL,
    url        TEXT NOT NULL,
    lang       TEXT NOT NULL,
    country    TEXT NOT NULL,
    title      TEXT NOT NULL,
    text       TEXT NOT NULL,
    published  INTEGER,
    fetched    INTEGER, -- first
    engine     TEXT NOT NULL,
    PRIMARY KEY (article_id, revision)
);

CREATE TABLE figures (
    id         TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    revision   TEXT NOT NULL,
    engine     TEXT NOT NULL,
    source     TEXT NOT NULL,
    at         INTEGER, -- as-of time of the article; NULL if it has no date
    field      TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end   INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    relation   TEXT NOT NULL,
    value      TEXT,
    lower      TEXT,
    upper      TEXT,
    unit       TEXT NOT NULL,
    per        TEXT NOT NULL,
    quantity   TEXT NOT NULL,
    subject    TEXT NOT NULL,
    concept    TEXT NOT NULL,
    claimant   TEXT NOT NULL,
    json       TEXT NOT NULL, -- the whole figure
    FOREIGN KEY (article_id, revision) REFERENCES revisions (article_id, revision)
);
CREATE INDEX figures_article ON figures (article_id, revision);
CREATE INDEX figures_at ON figures (at);
CREATE INDEX figures_source ON figures (source, at);
CREATE INDEX figures_concept ON figures (concept, at) WHERE concept <> '';

CREATE TABLE sentences (
    id         INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    revision   TEXT NOT NULL,
    field      TEXT NOT NULL,
    start      INTEGER NOT NULL,
    folded     TEXT NOT NULL,
    UNIQUE (article_id, revision, field, start)
);
CREATE VIRTUAL TABLE sentence_words USING fts5 (
    folded, content = 'sentences', content_rowid = 'id', tokenize = 'unicode61'
);
-- +goose StatementBegin
CREATE TRIGGER sentences_insert AFTER INSERT ON sentences BEGIN
    INSERT INTO sentence_words (rowid, folded) VALUES (new.id, new.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentences_update AFTER UPDATE ON sentences BEGIN
    INSERT INTO sentence_words (sentence_words, rowid, folded) VALUES ('delete', old.id, old.folded);
    INSERT INTO sentence_words (rowid, folded) VALUES (new.id, new.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentences_delete AFTER DELETE ON sentences BEGIN
    INSERT INTO sentence_words (sentence_words, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
-- +goose StatementEnd

CREATE TABLE claims (
    id         TEXT PRIMARY KEY,
    tracker    TEXT NOT NULL,
    unit       TEXT NOT NULL,
    claimant   TEXT NOT NULL,
    source     TEXT NOT NULL,
    as_of      INTEGER,
    relation   TEXT NOT NULL,
    best       TEXT,
    low        TEXT,
    high       TEXT,
    figure_id  TEXT NOT NULL REFERENCES figures (id) ON DELETE CASCADE,
    article_id TEXT NOT NULL,
    revision   TEXT NOT NULL,
    field      TEXT NOT NULL,
    start      INTEGER NOT NULL
);
CREATE INDEX claims_tracker ON claims (tracker, as_of);
CREATE INDEX claims_article ON claims (article_id, revision);
CREATE INDEX claims_figure ON claims (figure_id);

-- What a series holds: one point for each tracker, source and time. Rows are
-- never changed, since a metrics store keeps the first value it was given.
CREATE TABLE reports (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    tracker  TEXT NOT NULL,
    unit     TEXT NOT NULL,
    source   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    value    TEXT,
    lower    TEXT,
    upper    TEXT,
    claim_id TEXT NOT NULL,
    UNIQUE (tracker, unit, source, at)
);

CREATE TABLE events (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT NOT NULL UNIQUE,
    tracker   TEXT NOT NULL,
    type      TEXT NOT NULL,
    claim_id  TEXT NOT NULL,
    body      BLOB NOT NULL, -- a CloudEvent
    published INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX events_unpublished ON events (seq) WHERE published = 0;
CREATE INDEX events_tracker ON events (tracker, seq);

-- How far along the reports somebody has come.
CREATE TABLE positions (
    name TEXT PRIMARY KEY,
    seq  INTEGER NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE positions;
DROP TABLE events;
DROP TABLE reports;
DROP TABLE claims;
DROP TABLE sentence_words;
DROP TABLE sentences;
DROP TABLE figures;
DROP TABLE revisions;
DROP TABLE articles;
