ALTER TABLE transitions
    ADD COLUMN IF NOT EXISTS other_case String DEFAULT ''
        COMMENT 'a second case: merged into this one, taken out of it, kept apart from it, followed by it, or as like the report'
        AFTER policy_version,
    ADD COLUMN IF NOT EXISTS score Float64 DEFAULT 0
        COMMENT 'where a report opened or joined the case: likeness to what it matched, 0 to 1'
        AFTER other_case,
    ADD COLUMN IF NOT EXISTS matched String DEFAULT ''
        COMMENT 'the report that it was compared with; empty where none was'
        AFTER score,
    ADD COLUMN IF NOT EXISTS parts String DEFAULT ''
        COMMENT 'what the score is made of and under which rule, as JSON: JSONExtractFloat(parts, ''matter'')'
        AFTER matched
