-- People: who may do what with which project, and what an API token may do at most.

CREATE TABLE account (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issuer       text        NOT NULL,
    subject      text        NOT NULL,
    name         text        NOT NULL,
    email        text,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    CONSTRAINT account_subject_key UNIQUE (issuer, subject),
    CONSTRAINT account_name_key UNIQUE (name)
);
COMMENT ON TABLE account IS 'A person of the operator''s identity provider who was here before';
COMMENT ON COLUMN account.id IS 'Never reused';
COMMENT ON COLUMN account.issuer IS 'The issuer of the person''s access tokens';
COMMENT ON COLUMN account.subject IS 'The sub of the access tokens: with the issuer it is who the person is, whatever they are called';
COMMENT ON COLUMN account.name IS 'By which members, events and people name the account; belongs to whom it was given first';
COMMENT ON COLUMN account.email IS 'Where notifications go; null: nowhere';
COMMENT ON COLUMN account.created_at IS 'When the person was here first';
COMMENT ON COLUMN account.last_seen_at IS 'When the person was here last, to the hour';

CREATE TABLE member (
    project_id bigint      NOT NULL REFERENCES project ON DELETE CASCADE,
    account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
    role       text        NOT NULL CHECK (role IN ('owner', 'viewer')),
    added_at   timestamptz NOT NULL,
    added_by   text        NOT NULL,
    PRIMARY KEY (project_id, account_id)
);
CREATE INDEX member_account ON member (account_id, project_id);
COMMENT ON TABLE member IS 'The part that an account has in a project';
COMMENT ON COLUMN member.project_id IS 'The project';
COMMENT ON COLUMN member.account_id IS 'The account';
COMMENT ON COLUMN member.role IS 'owner: publishers, members, tokens of the project; viewer: looks at them';
COMMENT ON COLUMN member.added_at IS 'Since when';
COMMENT ON COLUMN member.added_by IS 'Who added them';

ALTER TABLE api_token
    ADD COLUMN account_id   bigint REFERENCES account ON DELETE CASCADE,
    ADD COLUMN scope        text NOT NULL DEFAULT 'admin'
        CHECK (scope IN ('read', 'publishers:write', 'admin')),
    ADD COLUMN projects     jsonb,
    ADD COLUMN expires_at   timestamptz,
    ADD COLUMN last_used_at timestamptz;
ALTER TABLE api_token ALTER COLUMN scope DROP DEFAULT;
ALTER TABLE api_token DROP CONSTRAINT api_token_name_key;
ALTER TABLE api_token
    ADD CONSTRAINT api_token_name_key UNIQUE NULLS NOT DISTINCT (account_id, name);
COMMENT ON COLUMN api_token.name IS 'What its holder calls it, no two of one account the same; events name it by it';
COMMENT ON COLUMN api_token.account_id IS 'For whom it acts: never more than that account may do; null: for the operator';
COMMENT ON COLUMN api_token.scope IS 'What it may do at most: read < publishers:write < admin';
COMMENT ON COLUMN api_token.projects IS 'The projects that it is good for: an array of objects with index and names (a glob); null: all';
COMMENT ON COLUMN api_token.expires_at IS 'From when on it is refused; null: it does not expire';
COMMENT ON COLUMN api_token.last_used_at IS 'When it was used last, to the minute';
