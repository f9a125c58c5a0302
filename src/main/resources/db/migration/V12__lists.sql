-- Lists of projects over all indexes: a page, and a search in the middle of names, out of the index alone.

DROP INDEX project_prefix;
CREATE INDEX project_prefix ON project (index_id, normalized_name text_pattern_ops, id)
    INCLUDE (pending_until, lost_at, claimant_id);
COMMENT ON INDEX project_prefix IS 'The order of lists, in which a prefix is a range; with all that says whether a project is listed';

-- The activity of a project is counted out of the log, and most of it out of this index alone: an event of
-- one project that is marked with none that waits is for whoever looks from that project. The few others,
-- of several projects at once or marked, are found by name and looked at.
CREATE INDEX event_activity ON event (index_id, projects, type, at)
    WHERE type IN ('token-minted', 'exchange-refused', 'upload-refused')
      AND cardinality(projects) = 1 AND detail -> 'pending_projects' IS NULL;
CREATE INDEX event_activity_shared ON event USING gin (projects)
    WHERE type IN ('token-minted', 'exchange-refused', 'upload-refused')
      AND (cardinality(projects) > 1 OR detail -> 'pending_projects' IS NOT NULL);
COMMENT ON INDEX event_activity IS 'Exchanges and refusals of one project, counted without looking at them';
COMMENT ON INDEX event_activity_shared IS 'Those of several projects at once, and of projects that wait';
