-- What is told to people and to webhooks: an outbox that is filled in the transaction of the event,
-- and one row for each message that goes out.

CREATE TABLE event_to_tell (
    event_id bigint PRIMARY KEY
);
COMMENT ON TABLE event_to_tell IS 'Events that nobody was told of yet; a row comes in the statement of its event and goes in the transaction that writes the deliveries';
COMMENT ON COLUMN event_to_tell.event_id IS 'The event; no foreign key, so that the audit log can be cut without regard to this';

CREATE TABLE delivery (
    id         uuid        PRIMARY KEY DEFAULT uuidv7(),
    event_id   bigint      NOT NULL,
    target     text        NOT NULL,
    address    text        NOT NULL DEFAULT '',
    projects   text[]      NOT NULL,
    state      text        NOT NULL DEFAULT 'waiting',
    attempts   integer     NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,
    ended_at   timestamptz,
    failure    text,
    CONSTRAINT delivery_event_key UNIQUE (event_id, target, address),
    CONSTRAINT delivery_state_check CHECK (state IN ('waiting', 'delivered', 'dead'))
);
CREATE INDEX delivery_due ON delivery (target, due_at) WHERE state = 'waiting';
CREATE INDEX delivery_ended ON delivery (ended_at) WHERE ended_at IS NOT NULL;
COMMENT ON TABLE delivery IS 'One message to one receiver about one event, sent until it is taken or given up';
COMMENT ON COLUMN delivery.id IS 'The same for every attempt: by it a receiver knows a message that comes again';
COMMENT ON COLUMN delivery.event_id IS 'What is told';
COMMENT ON COLUMN delivery.target IS 'The way out: mail, or webhook: and the configured id';
COMMENT ON COLUMN delivery.address IS 'The mail address; empty for a webhook';
COMMENT ON COLUMN delivery.projects IS 'The projects of the event that this receiver may know of';
COMMENT ON COLUMN delivery.state IS 'waiting, delivered, or dead: given up';
COMMENT ON COLUMN delivery.attempts IS 'How often it was sent, or was about to be';
COMMENT ON COLUMN delivery.created_at IS 'From here on the day counts after which it is given up';
COMMENT ON COLUMN delivery.due_at IS 'From when on it is sent; while somebody sends it, when he will be taken for dead';
COMMENT ON COLUMN delivery.ended_at IS 'When it was delivered or given up';
COMMENT ON COLUMN delivery.failure IS 'What was wrong with the last attempt; null: nothing yet';

CREATE TABLE last_told (
    type     text        NOT NULL,
    index_id text        NOT NULL,
    project  text        NOT NULL,
    event_id bigint      NOT NULL,
    told_at  timestamptz NOT NULL,
    PRIMARY KEY (type, index_id, project)
);
COMMENT ON TABLE last_told IS 'The last event of a kind that a project was told of, for kinds that come with every run of a broken job: only the first of them is told';
COMMENT ON COLUMN last_told.type IS 'The type of the event';
COMMENT ON COLUMN last_told.index_id IS 'The package index of the project';
COMMENT ON COLUMN last_told.project IS 'The normalised name of the project';
COMMENT ON COLUMN last_told.event_id IS 'The event that was told';
COMMENT ON COLUMN last_told.told_at IS 'When it happened';
