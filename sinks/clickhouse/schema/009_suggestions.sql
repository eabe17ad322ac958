CREATE TABLE IF NOT EXISTS suggestions
(
    scope String COMMENT 'the scope: no merge crosses it',
    report_id String COMMENT 'the report that may belong elsewhere',
    case_id String COMMENT 'the case it opened',
    suggested_case String COMMENT 'the earlier case it may belong to',
    matched String COMMENT 'the report of that case that it is most like',
    score Float64 COMMENT 'likeness to that report, 0 to 1: too little to join by itself',
    at DateTime64(3, 'UTC') COMMENT 'when the report was received',
    policy_version String COMMENT 'version of the policy in force (制度)',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, report_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Reports that opened a case and may belong to an earlier one (疑似并案), for a person to decide'
