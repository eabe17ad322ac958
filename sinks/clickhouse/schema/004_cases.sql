CREATE TABLE IF NOT EXISTS cases
(
    scope String COMMENT 'the scope: no merge crosses it',
    case_id String COMMENT 'the case',
    state String COMMENT 'open, dispatched, resolved',
    class_code String COMMENT 'class of the catalogue (职责清单)',
    region String COMMENT 'deepest region known (区 / 街道 / 社区 / 网格)',
    unit String COMMENT 'who holds it (承办单位)',
    opened_at DateTime64(3, 'UTC') COMMENT 'when its first report was received',
    first_at DateTime64(3, 'UTC') COMMENT 'earliest occurrence among its reports',
    last_at DateTime64(3, 'UTC') COMMENT 'latest occurrence among its reports',
    resolved_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when it was resolved; null while it is not',
    due_at DateTime64(3, 'UTC') COMMENT 'when its resolve clock ends (时限)',
    round UInt32 COMMENT 'round of its clock: one more for each reopening',
    late Bool COMMENT 'whether it is, or was resolved, past due_at',
    reports UInt32 COMMENT 'reports in it',
    people UInt32 COMMENT 'distinct reporters',
    urges UInt32 COMMENT 'how often the same person reported again',
    policy_version String COMMENT 'version of the policy in force (制度)',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, case_id)
SETTINGS fsync_after_insert = 1
COMMENT 'One row per case (事件 / 工单), as it is now'
