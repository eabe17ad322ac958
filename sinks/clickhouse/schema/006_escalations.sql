CREATE TABLE IF NOT EXISTS escalations
(
    scope String COMMENT 'the scope: no merge crosses it',
    escalation_id String COMMENT 'one rung of one clock, round and policy version',
    case_id String COMMENT 'the case',
    clock String COMMENT 'which deadline (时限)',
    rung String COMMENT 'which step of the ladder (提醒 / 催办 / 督办 / 问责)',
    round UInt32 COMMENT 'round of the clock',
    fire_at DateTime64(3, 'UTC') COMMENT 'when the rung was due to fire',
    due_at DateTime64(3, 'UTC') COMMENT 'when the clock ends',
    audience String COMMENT 'who is told',
    unit String COMMENT 'who holds the case (承办单位)',
    policy_version String COMMENT 'version of the policy in force (制度)',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, escalation_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Every rung that fired'
