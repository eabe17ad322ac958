CREATE TABLE IF NOT EXISTS clocks
(
    scope String COMMENT 'the scope: no merge crosses it',
    clock_id String COMMENT 'one clock of a case, unit, stage and round',
    case_id String COMMENT 'the case',
    clock String COMMENT 'which deadline: sign, contact, return, resolve (签收 / 首次联系 / 退单 / 办结)',
    unit String COMMENT 'the unit whose clock it is (主办 / 协办); empty for the case''s own',
    stage String COMMENT 'the step of a staged limit (分段时限); empty for the whole',
    round UInt32 COMMENT 'round of the case: one more for each reopening',
    start_at DateTime64(3, 'UTC') COMMENT 'from when it counts',
    due_at DateTime64(3, 'UTC') COMMENT 'when it ends by the limit that the city keeps to (压缩时限), with pauses and extensions',
    statutory_at DateTime64(3, 'UTC') COMMENT 'when it ends by the law''s limit (法定时限), with pauses and extensions',
    done_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when what it waits for was done; null until then',
    paused_s Float64 COMMENT 'how long it has been paused altogether (挂起), in seconds',
    suspended Bool COMMENT 'whether it is paused now (挂起)',
    extended Bool COMMENT 'whether it was extended (延期)',
    late Bool COMMENT 'whether it is, or was done, past due_at (超期)',
    why String COMMENT 'how due_at was reckoned',
    policy_version String COMMENT 'version of the policy in force (制度)',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, clock_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Every deadline (时限) of every case, round by round'
