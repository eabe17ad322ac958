ALTER TABLE suggestions
    ADD COLUMN IF NOT EXISTS decision String DEFAULT ''
        COMMENT 'accepted (the cases were merged) or refused (they are kept apart); empty until a person decides'
        AFTER policy_version,
    ADD COLUMN IF NOT EXISTS decided_at Nullable(DateTime64(3, 'UTC')) DEFAULT NULL
        COMMENT 'when it was decided; null until then'
        AFTER decision
