-- Several people may wait for one name: who was told of a refusal is kept for each of them.

ALTER TABLE last_told ADD COLUMN pending_project bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN last_told.pending_project IS 'The id of the pending project of this name that was told; 0: the name is no pending project''s';
ALTER TABLE last_told DROP CONSTRAINT last_told_pkey;
ALTER TABLE last_told ADD PRIMARY KEY (type, index_id, project, pending_project);
