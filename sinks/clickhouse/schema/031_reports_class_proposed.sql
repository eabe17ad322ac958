ALTER TABLE reports
    ADD COLUMN IF NOT EXISTS class_proposed String DEFAULT ''
        COMMENT 'the class that the text did not say clearly enough, for a person to decide; empty where there is none'
        AFTER class_confidence
