ALTER TABLE transitions
    ADD COLUMN IF NOT EXISTS revises Nullable(UInt64) DEFAULT NULL
        COMMENT '[run] inbox offset of the action of which this was said otherwise before an earlier one came late; null: none'
        AFTER parts
