-- Browsers that are signed in. The columns are Spring Session's; only text is kept in them.

CREATE TABLE browser_session (
    primary_id            char(36) PRIMARY KEY,
    session_id            char(36) NOT NULL,
    creation_time         bigint   NOT NULL,
    last_access_time      bigint   NOT NULL,
    max_inactive_interval integer  NOT NULL,
    expiry_time           bigint   NOT NULL,
    principal_name        varchar(100)
);
CREATE UNIQUE INDEX browser_session_id ON browser_session (session_id);
CREATE INDEX browser_session_expiry ON browser_session (expiry_time);
CREATE INDEX browser_session_principal ON browser_session (principal_name);

COMMENT ON TABLE browser_session IS 'A browser that is signed in; whoever may read this table may act as those who are, until their sessions end';
COMMENT ON COLUMN browser_session.primary_id IS 'Never leaves the database';
COMMENT ON COLUMN browser_session.session_id IS 'What the cookie of the browser holds; another one after each sign-in';
COMMENT ON COLUMN browser_session.creation_time IS 'When it began, in milliseconds since 1970';
COMMENT ON COLUMN browser_session.last_access_time IS 'When the browser was here last, in milliseconds since 1970';
COMMENT ON COLUMN browser_session.max_inactive_interval IS 'How long it may stay away, in seconds';
COMMENT ON COLUMN browser_session.expiry_time IS 'When it is over if the browser does not come again, in milliseconds since 1970';
COMMENT ON COLUMN browser_session.principal_name IS 'The account that is signed in, or the API token of the operator''s, by its id';

CREATE TABLE browser_session_attributes (
    session_primary_id char(36)     NOT NULL REFERENCES browser_session ON DELETE CASCADE,
    attribute_name     varchar(200) NOT NULL,
    attribute_bytes    bytea        NOT NULL,
    PRIMARY KEY (session_primary_id, attribute_name)
);

COMMENT ON TABLE browser_session_attributes IS 'What is remembered of a browser that is signed in';
COMMENT ON COLUMN browser_session_attributes.session_primary_id IS 'The session';
COMMENT ON COLUMN browser_session_attributes.attribute_name IS 'What it is';
COMMENT ON COLUMN browser_session_attributes.attribute_bytes IS 'A text in UTF-8; nothing else is ever read from here';
