ALTER TABLE members
    ADD COLUMN IF NOT EXISTS own_case String DEFAULT ''
        COMMENT 'the case it joined by itself or was split into: not case_id where that was merged'
        AFTER leader
