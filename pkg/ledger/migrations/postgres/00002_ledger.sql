-- Times are milliseconds since 1970, UTC; NULL if unknown. Numbers are
-- exact decimals as text, NULL where none is stated.

-- +goose Up
CREATE TABLE arqam_ledger ();
COMMENT ON TABLE arqam_ledger IS 'marks the schema as a ledger of Arqam';

CREATE TABLE articles (
    id       TEXT COLLATE "C" PRIMARY KEY,
    revision TEXT COLLATE "C" NOT NULL -- the one fetched last
);

CREATE TABLE revisions (
    article_id TEXT COLLATE "C" NOT NULL,
    revision   TEXT COLLATE "C" NOT NULL,
    source     TEXT COLLATE "C" NOT NULL,
    url        TEXT COLLATE "C" NOT NULL,
    lang       TEXT COLLATE "C" NOT NULL,
    country    TEXT COLLATE "C" NOT NULL,
    title      TEXT COLLATE "C" NOT NULL,
    text       TEXT COLLATE "C" NOT NULL,
    published  BIGINT,
    fetched    BIGINT, -- first
    engine     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (article_id, revision)
);

CREATE TABLE figures (
    id         TEXT COLLATE "C" PRIMARY KEY,
    article_id TEXT COLLATE "C" NOT NULL,
    revision   TEXT COLLATE "C" NOT NULL,
    engine     TEXT COLLATE "C" NOT NULL,
    source     TEXT COLLATE "C" NOT NULL,
    at         BIGINT, -- as-of time of the article; NULL if it has no date
    field      TEXT COLLATE "C" NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    sentence_start BIGINT NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL,
    relation   TEXT COLLATE "C" NOT NULL,
    value      TEXT COLLATE "C",
    lower      TEXT COLLATE "C",
    upper      TEXT COLLATE "C",
    unit       TEXT COLLATE "C" NOT NULL,
    per        TEXT COLLATE "C" NOT NULL,
    quantity   TEXT COLLATE "C" NOT NULL,
    subject    TEXT COLLATE "C" NOT NULL,
    concept    TEXT COLLATE "C" NOT NULL,
    subject_words TEXT COLLATE "C" NOT NULL, -- as sentences are searched
    claimant   TEXT COLLATE "C" NOT NULL,
    json       TEXT COLLATE "C" NOT NULL, -- the whole figure
    FOREIGN KEY (article_id, revision) REFERENCES revisions (article_id, revision)
);
CREATE INDEX figures_article ON figures (article_id, revision);
CREATE INDEX figures_at ON figures (at);
CREATE INDEX figures_source ON figures (source, at);
CREATE INDEX figures_concept ON figures (concept, at) WHERE concept <> '';

CREATE TABLE sentences (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id TEXT COLLATE "C" NOT NULL,
    revision   TEXT COLLATE "C" NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    start      BIGINT NOT NULL,
    folded     TEXT COLLATE "C" NOT NULL,
    words      TSVECTOR NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED,
    UNIQUE (article_id, revision, field, start)
);
CREATE INDEX sentences_words ON sentences USING gin (words);

CREATE TABLE claims (
    id         TEXT COLLATE "C" PRIMARY KEY,
    tracker    TEXT COLLATE "C" NOT NULL,
    unit       TEXT COLLATE "C" NOT NULL,
    claimant   TEXT COLLATE "C" NOT NULL,
    source     TEXT COLLATE "C" NOT NULL,
    as_of      BIGINT,
    relation   TEXT COLLATE "C" NOT NULL,
    best       TEXT COLLATE "C",
    low        TEXT COLLATE "C",
    high       TEXT COLLATE "C",
    size       DOUBLE PRECISION, -- the number, roughly: it finds claims, the decimals decide
    figure_id  TEXT COLLATE "C" NOT NULL REFERENCES figures (id) ON DELETE CASCADE,
    article_id TEXT COLLATE "C" NOT NULL,
    revision   TEXT COLLATE "C" NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    start      BIGINT NOT NULL
);
CREATE INDEX claims_tracker ON claims (tracker, unit, as_of);
CREATE INDEX claims_size ON claims (tracker, unit, size, as_of);
CREATE INDEX claims_article ON claims (article_id, revision);
CREATE INDEX claims_figure ON claims (figure_id);

-- What a series holds: one point for each tracker, source and time. Rows are
-- never changed, since a metrics store keeps the first value it was given.
CREATE TABLE reports (
    seq      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tracker  TEXT COLLATE "C" NOT NULL,
    unit     TEXT COLLATE "C" NOT NULL,
    source   TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    value    TEXT COLLATE "C",
    lower    TEXT COLLATE "C",
    upper    TEXT COLLATE "C",
    claim_id TEXT COLLATE "C" NOT NULL,
    UNIQUE (tracker, unit, source, at)
);

CREATE TABLE events (
    seq       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    tracker   TEXT COLLATE "C" NOT NULL,
    type      TEXT COLLATE "C" NOT NULL,
    claim_id  TEXT COLLATE "C" NOT NULL,
    body      BYTEA NOT NULL, -- a CloudEvent
    published BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX events_unpublished ON events (seq) WHERE published = 0;
CREATE INDEX events_tracker ON events (tracker, seq);

-- How far along the reports somebody has come.
CREATE TABLE positions (
    name TEXT COLLATE "C" PRIMARY KEY,
    seq  BIGINT NOT NULL
);

-- What people say about figures, for ever. The place says which figure is
-- meant, also when another engine has read the article again.
CREATE TABLE corrections (
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    figure_id  TEXT COLLATE "C" NOT NULL,
    article_id TEXT COLLATE "C" NOT NULL,
    revision   TEXT COLLATE "C" NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    span_text  TEXT COLLATE "C" NOT NULL,
    sentence   TEXT COLLATE "C" NOT NULL,
    tracker    TEXT COLLATE "C" NOT NULL, -- '' is every tracker
    action     TEXT COLLATE "C" NOT NULL,
    value      TEXT COLLATE "C",
    unit       TEXT COLLATE "C" NOT NULL, -- '' leaves it as it is
    author     TEXT COLLATE "C" NOT NULL,
    reason     TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX corrections_article ON corrections (article_id, seq);

-- What the corrections make of the figures as they are now read.
CREATE TABLE overrides (
    figure_id  TEXT COLLATE "C" NOT NULL REFERENCES figures (id) ON DELETE CASCADE,
    tracker    TEXT COLLATE "C" NOT NULL,
    standing   TEXT COLLATE "C" NOT NULL, -- matched, assigned, rejected
    unit       TEXT COLLATE "C" NOT NULL,
    per        TEXT COLLATE "C" NOT NULL,
    json       TEXT COLLATE "C" NOT NULL, -- the whole figure
    correction BIGINT NOT NULL REFERENCES corrections (seq), -- the last of them
    PRIMARY KEY (figure_id, tracker)
);

-- What the rows were written with.
CREATE TABLE settings (
    name  TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION corrections_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'corrections are never changed or removed';
END $$;
-- +goose StatementEnd
CREATE TRIGGER corrections_stay BEFORE UPDATE OR DELETE ON corrections
    FOR EACH ROW EXECUTE FUNCTION corrections_stay();

-- +goose Down
DROP TABLE settings;
DROP TABLE overrides;
DROP TABLE corrections;
DROP FUNCTION corrections_stay;
DROP TABLE positions;
DROP TABLE events;
DROP TABLE reports;
DROP TABLE claims;
DROP TABLE sentences;
DROP TABLE figures;
DROP TABLE revisions;
DROP TABLE articles;
DROP TABLE arqam_ledger;
