-- What people chose to hear of, and how administrators find an account.

CREATE TABLE silenced_notice (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    type       text   NOT NULL,
    PRIMARY KEY (account_id, type)
);
COMMENT ON TABLE silenced_notice IS 'What an account wants no mail about; whoever has no row gets mail about everything that concerns them';
COMMENT ON COLUMN silenced_notice.account_id IS 'The account';
COMMENT ON COLUMN silenced_notice.type IS 'A type of events, or *: no mail at all; what is about security goes out in any case';

-- A list by name, from any beginning of a name or of a mail address on.
CREATE INDEX account_name_order ON account (name text_pattern_ops);
CREATE INDEX account_email_order ON account (lower(email) text_pattern_ops) WHERE email IS NOT NULL;
