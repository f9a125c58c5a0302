-- The events of a project, the newest first, without reading all that it ever had.

-- Of each type a page is walked by itself: most events are of one project and marked with none that waits.
CREATE INDEX event_of_project ON event (index_id, projects, type, id)
    WHERE cardinality(projects) = 1 AND detail -> 'pending_projects' IS NULL;
COMMENT ON INDEX event_of_project IS 'The order of the log within a type, for events of one project';

-- The few others are found by name and put in order then. It takes the place of one that had exchanges and
-- refusals alone.
DROP INDEX event_activity_shared;
CREATE INDEX event_shared ON event USING gin (projects)
    WHERE cardinality(projects) > 1 OR detail -> 'pending_projects' IS NOT NULL;
COMMENT ON INDEX event_shared IS 'Events of several projects at once, and of projects that wait';
