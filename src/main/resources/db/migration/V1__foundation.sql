-- Projects, publishers, upload tokens, uploads, events: all the state there is.
-- Package indexes and providers are configuration; rows name them by their configured id.

CREATE TABLE project (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    index_id        text        NOT NULL,
    name            text        NOT NULL,
    normalized_name text        NOT NULL,
    blocked_reason  text,
    created_at      timestamptz NOT NULL,
    CONSTRAINT project_name_key UNIQUE (index_id, normalized_name)
);
CREATE INDEX project_prefix ON project (index_id, normalized_name text_pattern_ops);
COMMENT ON TABLE project IS 'A name in a package index';
COMMENT ON COLUMN project.id IS 'Never reused';
COMMENT ON COLUMN project.index_id IS 'The configured id of the package index';
COMMENT ON COLUMN project.name IS 'The name as its maintainers write it';
COMMENT ON COLUMN project.normalized_name IS 'The name in the form that the ecosystem compares by';
COMMENT ON COLUMN project.blocked_reason IS 'Why no upload may go ahead at the moment; null: uploads go ahead';
COMMENT ON COLUMN project.created_at IS 'When the project was registered';

CREATE TABLE publisher (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id   bigint      NOT NULL REFERENCES project ON DELETE CASCADE,
    index_id     text        NOT NULL,
    provider     text        NOT NULL,
    lookup_key   text        NOT NULL,
    fields       jsonb       NOT NULL,
    fields_hash  bytea       NOT NULL,
    pins         jsonb,
    pin_deadline timestamptz,
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    CONSTRAINT publisher_fields_key UNIQUE (project_id, provider, fields_hash)
);
CREATE INDEX publisher_lookup ON publisher (lookup_key, provider, index_id);
CREATE INDEX publisher_pins ON publisher (pins, provider, index_id) WHERE pins IS NOT NULL;
COMMENT ON TABLE publisher IS 'A statement that a workload may publish a project';
COMMENT ON COLUMN publisher.id IS 'Never reused: upload tokens name the publishers under which they were minted';
COMMENT ON COLUMN publisher.project_id IS 'The project that may be published';
COMMENT ON COLUMN publisher.index_id IS 'The index of the project, repeated here so that one index serves the look-up of an exchange';
COMMENT ON COLUMN publisher.provider IS 'The configured id of the identity provider';
COMMENT ON COLUMN publisher.lookup_key IS 'The values of the fields by which the provider definition looks publishers up';
COMMENT ON COLUMN publisher.fields IS 'What the maintainer filled in: field name to value';
COMMENT ON COLUMN publisher.fields_hash IS 'SHA-256 of the fields in the form in which they are compared: a duplicate is refused';
COMMENT ON COLUMN publisher.pins IS 'The immutable ids that this publisher is bound to: claim to value; null: not bound yet';
COMMENT ON COLUMN publisher.pin_deadline IS 'Until when the first use may bind the pins; null where the provider has no pins';
COMMENT ON COLUMN publisher.created_at IS 'When the publisher was registered';
COMMENT ON COLUMN publisher.created_by IS 'Who registered it';

CREATE TABLE upload_token (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash          bytea       NOT NULL,
    index_id      text        NOT NULL,
    provider      text        NOT NULL,
    publisher_ids bigint[]    NOT NULL,
    single_use    boolean     NOT NULL,
    issuer        text        NOT NULL,
    jti           text,
    claims        jsonb       NOT NULL,
    issued_at     timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    consumed_at   timestamptz,
    revoked_at    timestamptz,
    CONSTRAINT upload_token_hash_key UNIQUE (hash)
) WITH (fillfactor = 90);
CREATE INDEX upload_token_expiry ON upload_token (expires_at);
COMMENT ON TABLE upload_token IS 'A minted upload token; its text is never stored';
COMMENT ON COLUMN upload_token.id IS 'How the token is named in events and answers';
COMMENT ON COLUMN upload_token.hash IS 'SHA-256 of the text of the token';
COMMENT ON COLUMN upload_token.index_id IS 'The package index that it is good for';
COMMENT ON COLUMN upload_token.provider IS 'The configured id of the provider whose identity token was exchanged';
COMMENT ON COLUMN upload_token.publisher_ids IS 'The publishers under which it was minted; one that is gone gives nothing any more';
COMMENT ON COLUMN upload_token.single_use IS 'Whether it authorises one upload only';
COMMENT ON COLUMN upload_token.issuer IS 'The issuer of the identity token';
COMMENT ON COLUMN upload_token.jti IS 'The id of the identity token, where its provider gives one';
COMMENT ON COLUMN upload_token.claims IS 'The recorded claims of the identity token: provenance';
COMMENT ON COLUMN upload_token.issued_at IS 'When it was minted';
COMMENT ON COLUMN upload_token.expires_at IS 'From when on it is refused';
COMMENT ON COLUMN upload_token.consumed_at IS 'When a single-use token authorised its upload';
COMMENT ON COLUMN upload_token.revoked_at IS 'When it was revoked';

CREATE TABLE replay_record (
    key        bytea       PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX replay_record_expiry ON replay_record (expires_at);
COMMENT ON TABLE replay_record IS 'Identity tokens that were exchanged: each can be exchanged once';
COMMENT ON COLUMN replay_record.key IS 'SHA-256 over the issuer and the jti, or over the issuer and the signed input';
COMMENT ON COLUMN replay_record.expires_at IS 'From when on the verifier refuses the token by its times alone, so that the row may go';

CREATE TABLE upload (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    index_id        text        NOT NULL,
    project         text        NOT NULL,
    normalized_name text        NOT NULL,
    version         text,
    filename        text,
    sha256          bytea,
    upload_token_id bigint      NOT NULL,
    provider        text        NOT NULL,
    publisher_id    bigint      NOT NULL,
    publisher       jsonb       NOT NULL,
    claims          jsonb       NOT NULL,
    issuer          text        NOT NULL,
    jti             text,
    authorized_at   timestamptz NOT NULL
);
CREATE INDEX upload_by_project ON upload (index_id, normalized_name, id);
CREATE INDEX upload_by_index ON upload (index_id, id);
COMMENT ON TABLE upload IS 'The provenance ledger: one file that an index was told it may accept. Refers to nothing, so that it outlives tokens, publishers and projects';
COMMENT ON COLUMN upload.id IS 'How the upload is named in answers';
COMMENT ON COLUMN upload.index_id IS 'The package index that asked';
COMMENT ON COLUMN upload.project IS 'The name of the project, as its maintainers write it';
COMMENT ON COLUMN upload.normalized_name IS 'The name in the form that the ecosystem compares by';
COMMENT ON COLUMN upload.version IS 'The version, where the index said it';
COMMENT ON COLUMN upload.filename IS 'The file name, where the index said it';
COMMENT ON COLUMN upload.sha256 IS 'The digest of the file, where the index said it';
COMMENT ON COLUMN upload.upload_token_id IS 'The upload token that came with the file';
COMMENT ON COLUMN upload.provider IS 'The provider whose identity token was exchanged';
COMMENT ON COLUMN upload.publisher_id IS 'The publisher that gave the right';
COMMENT ON COLUMN upload.publisher IS 'Its fields at that moment';
COMMENT ON COLUMN upload.claims IS 'The recorded claims of the identity token';
COMMENT ON COLUMN upload.issuer IS 'The issuer of the identity token';
COMMENT ON COLUMN upload.jti IS 'The id of the identity token, where its provider gives one';
COMMENT ON COLUMN upload.authorized_at IS 'When the index was told yes';

CREATE TABLE event (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    type     text        NOT NULL,
    actor    text        NOT NULL,
    index_id text,
    projects text[]      NOT NULL,
    detail   jsonb       NOT NULL
);
CREATE INDEX event_projects ON event USING gin (projects);
CREATE INDEX event_by_index ON event (index_id, id);
CREATE INDEX event_by_type ON event (type, id);
COMMENT ON TABLE event IS 'The audit log; rows are only ever added';
COMMENT ON COLUMN event.id IS 'The order in which events are read';
COMMENT ON COLUMN event.at IS 'When it happened';
COMMENT ON COLUMN event.type IS 'What happened';
COMMENT ON COLUMN event.actor IS 'Who did it: an account, an index, or a workload';
COMMENT ON COLUMN event.index_id IS 'The package index that it concerns';
COMMENT ON COLUMN event.projects IS 'The normalised names of the projects that it concerns';
COMMENT ON COLUMN event.detail IS 'The facts, by the type; never a secret';

CREATE TABLE told_once (
    key        bytea       PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX told_once_expiry ON told_once (expires_at);
COMMENT ON TABLE told_once IS 'Refusals that have their event already: one identity token, sent again and again, fills no log';
COMMENT ON COLUMN told_once.key IS 'SHA-256 over what is refused and why';
COMMENT ON COLUMN told_once.expires_at IS 'From when on the row may go';

CREATE TABLE issuer_keys (
    issuer     text        PRIMARY KEY,
    jwks       text        NOT NULL,
    fetched_at timestamptz NOT NULL
);
COMMENT ON TABLE issuer_keys IS 'The last good key set of each issuer, so that a restart during the outage of an issuer works';
COMMENT ON COLUMN issuer_keys.issuer IS 'The issuer, as configured';
COMMENT ON COLUMN issuer_keys.jwks IS 'The key set as it was fetched (public keys)';
COMMENT ON COLUMN issuer_keys.fetched_at IS 'When it was fetched: keys past the maximum age are not trusted';

CREATE TABLE api_token (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash         bytea       NOT NULL,
    name         text        NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT api_token_hash_key UNIQUE (hash),
    CONSTRAINT api_token_name_key UNIQUE (name)
);
COMMENT ON TABLE api_token IS 'Tokens for the management API; their text is never stored';
COMMENT ON COLUMN api_token.id IS 'How the token is named in events and answers';
COMMENT ON COLUMN api_token.hash IS 'SHA-256 of the text of the token';
COMMENT ON COLUMN api_token.name IS 'What its holder calls it; events name the holder by it';
COMMENT ON COLUMN api_token.created_at IS 'When it was created';
