CREATE TABLE IF NOT EXISTS transitions
(
    scope String COMMENT 'the scope: no merge crosses it',
    case_id String COMMENT 'the case',
    version UInt64 COMMENT '[run] inbox offset of the record that caused it',
    `index` UInt32 COMMENT 'order among those of one record',
    at DateTime64(3, 'UTC') COMMENT 'when it was done',
    action String COMMENT 'what was done (处置动作)',
    before String COMMENT 'state before',
    after String COMMENT 'state after',
    accepted Bool COMMENT 'false where it was refused',
    reason String COMMENT 'why it was accepted, refused or joined',
    unit String COMMENT 'the unit named by it (承办单位)',
    actor String COMMENT 'who did it',
    note String COMMENT 'what they wrote, masked',
    report_id String COMMENT 'the report that it came with; empty where none did',
    policy_version String COMMENT 'version of the policy in force (制度)',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree
ORDER BY (scope, case_id, version, index)
SETTINGS fsync_after_insert = 1
COMMENT 'Everything done to a case, or refused'
