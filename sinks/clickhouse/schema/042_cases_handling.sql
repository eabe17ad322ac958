ALTER TABLE cases
    ADD COLUMN IF NOT EXISTS urgency String DEFAULT 'normal'
        COMMENT 'normal, urgent, critical (普通 / 紧急 / 特急)'
        AFTER class_code,
    ADD COLUMN IF NOT EXISTS closed_at Nullable(DateTime64(3, 'UTC')) DEFAULT NULL
        COMMENT 'when it was closed (结案); null while it is not'
        AFTER resolved_at,
    ADD COLUMN IF NOT EXISTS rating UInt8 DEFAULT 0
        COMMENT 'the citizen''s latest rating (满意度), 1 to 5; 0 for none'
        AFTER urges,
    ADD COLUMN IF NOT EXISTS credit String DEFAULT ''
        COMMENT 'the fallback unit that took it when nobody had it (兜底单位); empty where none did'
        AFTER rating,
    COMMENT COLUMN state 'open, accepted, dispatched, in_progress, suspended, returned, disputed, resolved, closed (待受理 / 已受理 / 已派单 / 办理中 / 挂起 / 已退单 / 争议中 / 已办结 / 已结案); merged where another case has its reports'
