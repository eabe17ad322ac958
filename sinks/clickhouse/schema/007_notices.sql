CREATE TABLE IF NOT EXISTS notices
(
    scope String COMMENT 'the scope: no merge crosses it',
    notice_id String COMMENT 'the notice',
    case_id String COMMENT 'the case',
    notice String COMMENT 'which kind (告知 / 催办单 / 提醒函)',
    audience String COMMENT 'who is told',
    unit String COMMENT 'the unit concerned (承办单位)',
    at DateTime64(3, 'UTC') COMMENT 'when it was due to go out',
    text_zh String COMMENT 'its words in Chinese',
    text_en String COMMENT 'its words in English',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, notice_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Every outbound message'
