-- Events that people find, export and follow.

ALTER TABLE told_once ADD COLUMN attempt text NOT NULL DEFAULT '';
COMMENT ON COLUMN told_once.attempt IS 'The id under which the owner finds the event; empty: of before there were any';

CREATE INDEX event_attempt ON event ((detail ->> 'attempt')) WHERE detail ->> 'attempt' IS NOT NULL;
CREATE INDEX event_by_actor ON event (actor, id);
CREATE INDEX event_at ON event (at);

-- Whoever follows the log must not miss an event whose transaction takes longer than that of a later one.
-- A transaction gets its number before it gets the id of an event. So when all transactions have ended that
-- were under way while an id was the newest, no event with that id or a lower one can still appear.
ALTER TABLE event ALTER COLUMN id DROP IDENTITY;
CREATE SEQUENCE event_id_seq AS bigint OWNED BY event.id;
SELECT setval('event_id_seq', coalesce(max(id), 0) + 1, false) FROM event;
CREATE FUNCTION next_event_id() RETURNS bigint LANGUAGE plpgsql VOLATILE AS
$$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN nextval('event_id_seq');
END
$$;
ALTER TABLE event ALTER COLUMN id SET DEFAULT next_event_id();
COMMENT ON FUNCTION next_event_id() IS 'Numbers the transaction first and then the event, so that whoever follows the log can tell which ids are final';
