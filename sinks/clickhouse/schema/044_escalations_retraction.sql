ALTER TABLE escalations
    ADD COLUMN IF NOT EXISTS holder String DEFAULT ''
        COMMENT 'the unit whose clock it is (主办 / 协办); empty for the case''s own'
        AFTER clock,
    ADD COLUMN IF NOT EXISTS firing UInt32 DEFAULT 1
        COMMENT '1 for the first time that the rung fired in its round, one more for each repeat'
        AFTER round,
    ADD COLUMN IF NOT EXISTS retracted_at Nullable(DateTime64(3, 'UTC')) DEFAULT NULL
        COMMENT 'when an action that came late showed it to be wrong (撤回); null where it stands'
        AFTER fire_at,
    COMMENT COLUMN escalation_id 'one firing of one rung of one clock, round and policy version'
