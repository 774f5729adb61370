-- +goose Up
-- Counts the changes of an article's text; 0 if not counted. It orders the
-- revisions: clocks, which say when they were fetched, can be wrong.
ALTER TABLE revisions ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE revisions DROP COLUMN edition;
