CREATE TABLE IF NOT EXISTS members
(
    scope String COMMENT 'the scope: no merge crosses it',
    report_id String COMMENT 'the report: it is in exactly one case',
    case_id String COMMENT 'the case it is in',
    reason String COMMENT 'why it joined, or opened the case',
    score Float64 COMMENT 'likeness to what it matched, 0 to 1',
    matched String COMMENT 'the report it matched; empty where it opened the case',
    leader Bool COMMENT 'whether it opened the case',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, report_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Which case a report is in, and why (并案)'
