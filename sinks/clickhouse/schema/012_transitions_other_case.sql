ALTER TABLE transitions
    ADD COLUMN IF NOT EXISTS other_case String DEFAULT ''
        COMMENT 'the second case: merged into this one, taken out of it, or kept apart from it'
        AFTER policy_version
