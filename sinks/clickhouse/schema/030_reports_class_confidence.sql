ALTER TABLE reports
    ADD COLUMN IF NOT EXISTS class_confidence Float64 DEFAULT 1
        COMMENT 'how sure class_code is, 0 to 1: 1 for a hint; where the fallback decided, how sure class_proposed is'
        AFTER class_by,
    COMMENT COLUMN class_by 'what decided the class: hint, text, fallback'
