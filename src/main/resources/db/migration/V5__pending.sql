-- Projects that wait for their first upload, and publishers for a pattern of names.

ALTER TABLE project
    ADD COLUMN pending_until timestamptz,
    ADD COLUMN claimant_id   bigint REFERENCES account ON DELETE CASCADE,
    ADD COLUMN claimed_by    text,
    ADD COLUMN reminded_at   timestamptz,
    ADD COLUMN lost_at       timestamptz,
    ADD CONSTRAINT project_pending_check CHECK (
        CASE WHEN pending_until IS NULL
             THEN claimant_id IS NULL AND claimed_by IS NULL
                  AND reminded_at IS NULL AND lost_at IS NULL
             ELSE claimed_by IS NOT NULL
        END),
    DROP CONSTRAINT project_name_key;
CREATE UNIQUE INDEX project_name ON project (index_id, normalized_name)
    WHERE pending_until IS NULL;
CREATE UNIQUE INDEX project_claim ON project (index_id, normalized_name, claimant_id)
    NULLS NOT DISTINCT
    WHERE pending_until IS NOT NULL AND lost_at IS NULL;
CREATE INDEX project_order ON project (index_id, normalized_name, id);
CREATE INDEX project_pending ON project (pending_until) WHERE pending_until IS NOT NULL;
CREATE INDEX project_claimant ON project (claimant_id) WHERE claimant_id IS NOT NULL;
COMMENT ON COLUMN project.pending_until IS 'Until when the project waits for its first upload, which makes it a real one; null: it is a real one';
COMMENT ON COLUMN project.claimant_id IS 'The account that waits for the name, and will own it; null: it is a real project, or the operator waits';
COMMENT ON COLUMN project.claimed_by IS 'Who waits for the name, as events name them; null: it is a real project';
COMMENT ON COLUMN project.reminded_at IS 'When the claimant was reminded that the time is nearly over';
COMMENT ON COLUMN project.lost_at IS 'When the name went to another project. To people this one is gone from then on; until pending_until the row tells jobs why they are refused';
COMMENT ON INDEX project_name IS 'A name belongs to one real project';
COMMENT ON INDEX project_claim IS 'Nobody waits for a name twice; all credentials of the operator are one';

ALTER TABLE publisher
    ALTER COLUMN project_id DROP NOT NULL,
    ADD COLUMN name_pattern text,
    ADD COLUMN owner_id     bigint REFERENCES account ON DELETE SET NULL,
    ADD CONSTRAINT publisher_reach_check CHECK (
        (project_id IS NULL) <> (name_pattern IS NULL)
        AND (owner_id IS NULL OR name_pattern IS NOT NULL));
CREATE UNIQUE INDEX publisher_pattern ON publisher (index_id, name_pattern, provider, fields_hash)
    WHERE name_pattern IS NOT NULL;
CREATE INDEX publisher_of_patterns ON publisher (id) WHERE name_pattern IS NOT NULL;
CREATE INDEX publisher_owner ON publisher (owner_id) WHERE owner_id IS NOT NULL;
COMMENT ON TABLE publisher IS 'A statement that a workload may publish a project, or every project whose name fits a pattern';
COMMENT ON COLUMN publisher.project_id IS 'The project that may be published; null: name_pattern says which ones';
COMMENT ON COLUMN publisher.index_id IS 'The index of the project or the pattern; for a project repeated here so that one index serves the look-up of an exchange';
COMMENT ON COLUMN publisher.name_pattern IS 'A glob over normalised names: the projects of the index that may be published, those to come included; null: one project';
COMMENT ON COLUMN publisher.owner_id IS 'With a pattern: who will own the projects that its first uploads make; null: nobody';

CREATE INDEX project_blocked ON project (index_id) WHERE blocked_reason IS NOT NULL;

CREATE TABLE prefix_owner (
    index_id   text        NOT NULL,
    prefix     text        NOT NULL,
    account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
    added_at   timestamptz NOT NULL,
    added_by   text        NOT NULL,
    PRIMARY KEY (index_id, prefix, account_id)
);
CREATE INDEX prefix_owner_account ON prefix_owner (account_id, index_id);
COMMENT ON TABLE prefix_owner IS 'Who may register publishers for patterns of names that begin in a certain way';
COMMENT ON COLUMN prefix_owner.index_id IS 'The package index of the names';
COMMENT ON COLUMN prefix_owner.prefix IS 'What the normalised names begin with';
COMMENT ON COLUMN prefix_owner.account_id IS 'The account';
COMMENT ON COLUMN prefix_owner.added_at IS 'Since when';
COMMENT ON COLUMN prefix_owner.added_by IS 'Who added them';

ALTER TABLE upload_token ADD COLUMN only_projects text[];
COMMENT ON COLUMN upload_token.only_projects IS 'The normalised names that the token was narrowed to when it was asked for; null: whatever its publishers allow';
