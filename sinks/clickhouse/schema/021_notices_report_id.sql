ALTER TABLE notices
    ADD COLUMN IF NOT EXISTS report_id String DEFAULT ''
        COMMENT 'the report that it answers; empty where it answers none'
        AFTER text_en
