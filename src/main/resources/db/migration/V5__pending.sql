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
