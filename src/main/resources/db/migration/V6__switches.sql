-- What stops publishing in a hurry, and the projects that take nothing but upload tokens.

CREATE TABLE kill_switch (
    kind      text        NOT NULL CHECK (kind IN ('exchange', 'index', 'provider')),
    target    text        NOT NULL,
    reason    text        NOT NULL,
    thrown_by text        NOT NULL,
    thrown_at timestamptz NOT NULL,
    PRIMARY KEY (kind, target)
);
COMMENT ON TABLE kill_switch IS 'What is switched off by hand; a row goes when it is switched on again';
COMMENT ON COLUMN kill_switch.kind IS 'exchange: everything; index: one package index; provider: one identity provider';
COMMENT ON COLUMN kill_switch.target IS 'The configured id of the index or provider; empty for everything';
COMMENT ON COLUMN kill_switch.reason IS 'Why; shown to whoever is refused';
COMMENT ON COLUMN kill_switch.thrown_by IS 'Who switched it off';
COMMENT ON COLUMN kill_switch.thrown_at IS 'When';

ALTER TABLE project
    ADD COLUMN trusted_only      boolean NOT NULL DEFAULT false,
    ADD COLUMN trusted_only_ends timestamptz;
COMMENT ON COLUMN project.trusted_only IS 'Whether the index is told to take uploads with an upload token alone';
COMMENT ON COLUMN project.trusted_only_ends IS 'When switching that off takes effect; null: nobody switched it off';
