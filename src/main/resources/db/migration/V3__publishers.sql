-- Publishers that are edited in place, switched off and on, and counted.

ALTER TABLE project ADD COLUMN version bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN project.version IS 'Counts the edits: its ETag';

ALTER TABLE publisher
    ADD COLUMN version         bigint      NOT NULL DEFAULT 0,
    ADD COLUMN enabled         boolean     NOT NULL DEFAULT true,
    ADD COLUMN changed_at      timestamptz,
    ADD COLUMN changed_by      text,
    ADD COLUMN last_matched_at timestamptz,
    ADD COLUMN exchanges       bigint      NOT NULL DEFAULT 0,
    ADD COLUMN grant_id        bigint;

-- What a publisher says at one time is a grant, and has a number. Upload tokens name the grants under
-- which they were minted, and are joined with those that publishers have now: a change draws another
-- number, and every token of the one before is worth nothing in that instant. So is a token whose
-- exchange read the publisher before a change and wrote the token after it: it names the old number.
-- No clocks are compared, and no tokens are looked for. Drawn from the sequence of the ids, so that
-- tokens from before this migration, which name ids, never meet a number that means something else.
UPDATE publisher SET grant_id = id;
ALTER TABLE publisher
    ALTER COLUMN grant_id SET NOT NULL,
    ALTER COLUMN grant_id SET DEFAULT nextval('publisher_id_seq'),
    ADD CONSTRAINT publisher_grant_key UNIQUE (grant_id);
-- Counting an exchange touches no index, so it can stay on the page.
ALTER TABLE publisher SET (fillfactor = 90);
COMMENT ON COLUMN publisher.version IS 'Counts the edits: its ETag';
COMMENT ON COLUMN publisher.enabled IS 'Whether it matches anything at the moment';
COMMENT ON COLUMN publisher.changed_at IS 'When it was edited last; null: never';
COMMENT ON COLUMN publisher.changed_by IS 'Who edited it last; null: nobody';
COMMENT ON COLUMN publisher.last_matched_at IS 'When an identity token was exchanged under it last, a few seconds late; null: never';
COMMENT ON COLUMN publisher.exchanges IS 'How many identity tokens were exchanged under it; a crash loses those of the last seconds';
COMMENT ON COLUMN publisher.grant_id IS 'The number of what it says now, never reused: every edit draws another one';

ALTER TABLE upload_token ADD COLUMN grant_ids bigint[] NOT NULL DEFAULT '{}';
UPDATE upload_token SET grant_ids = publisher_ids;
COMMENT ON COLUMN upload_token.publisher_ids IS 'The publishers under which it was minted';
COMMENT ON COLUMN upload_token.grant_ids IS 'What they said then; a grant that no publisher has any more gives nothing';
