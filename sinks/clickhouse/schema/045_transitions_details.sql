ALTER TABLE transitions
    ADD COLUMN IF NOT EXISTS details String DEFAULT ''
        COMMENT 'what the action said besides, as JSON: reason, amount, rating, stage, class_code and the like; empty: nothing'
        AFTER note
