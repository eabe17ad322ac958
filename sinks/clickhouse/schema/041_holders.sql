CREATE TABLE IF NOT EXISTS holders
(
    scope String COMMENT 'the scope: no merge crosses it',
    holder_id String COMMENT 'one stretch of a case with one holder',
    case_id String COMMENT 'the case',
    number UInt32 COMMENT 'its place among those of the centre and the leads, or of one assistant',
    role String COMMENT 'centre while no unit has it, lead, assistant (中心 / 主办 / 协办)',
    unit String COMMENT 'who held it (承办单位); empty for the centre',
    state String COMMENT 'state of the case meanwhile',
    from_at DateTime64(3, 'UTC') COMMENT 'from when; those of the centre and the leads leave no gap',
    until_at Nullable(DateTime64(3, 'UTC')) COMMENT 'until when; null: still. As from_at where a late action took it away',
    round UInt32 COMMENT 'round of the case: one more for each reopening',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, holder_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Who held a case, from when until when, in which state (办理台账)'
