-- +goose Up
-- Where the text behind a claim comes from; print is the bits of a simhash.
ALTER TABLE claims ADD COLUMN wire TEXT NOT NULL DEFAULT '';
ALTER TABLE claims ADD COLUMN family TEXT NOT NULL DEFAULT '';
ALTER TABLE claims ADD COLUMN print INTEGER NOT NULL DEFAULT 0;
-- Why a claim waits for a person's word; '' for a claim that counts.
ALTER TABLE claims ADD COLUMN review TEXT NOT NULL DEFAULT '';
-- Who speaks through a feed, and whose paper it is, as its settings say.
ALTER TABLE revisions ADD COLUMN claimant TEXT NOT NULL DEFAULT '';
ALTER TABLE revisions ADD COLUMN family TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE revisions DROP COLUMN family;
ALTER TABLE revisions DROP COLUMN claimant;
ALTER TABLE claims DROP COLUMN review;
ALTER TABLE claims DROP COLUMN print;
ALTER TABLE claims DROP COLUMN family;
ALTER TABLE claims DROP COLUMN wire;
