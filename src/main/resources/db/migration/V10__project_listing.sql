-- Lists of projects are read in the order of code points, page by page and by prefix, out of one
-- index. The index for LIKE could serve a prefix, but neither the order nor a plan that is made
-- before the prefix is known.

CREATE INDEX project_listing ON project (index_id, normalized_name COLLATE "C");
COMMENT ON INDEX project_listing IS 'Lists and searches of projects: a range of names in their order';

DROP INDEX project_prefix;
