-- Whoever looks after one project ends an upload token for that project, not for those of others.

ALTER TABLE upload_token ADD COLUMN taken_from bigint[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN upload_token.taken_from IS 'The ids of the projects, real or waiting, that it was good for and is not any more; a pending one that becomes real keeps its id';
