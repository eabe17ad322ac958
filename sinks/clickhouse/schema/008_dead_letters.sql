CREATE TABLE IF NOT EXISTS dead_letters
(
    stage String COMMENT 'who refused it: intake, casework',
    source_topic String COMMENT '[run] topic of the original message',
    source_partition UInt32 COMMENT '[run] its partition',
    source_offset UInt64 COMMENT '[run] its offset',
    reason String COMMENT 'code of the reason',
    sentence String COMMENT 'what is wrong, and what a person can do',
    excerpt String COMMENT 'its beginning, masked',
    at DateTime64(3, 'UTC') COMMENT '[run] when it was appended',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree
ORDER BY (source_topic, source_partition, source_offset, stage)
SETTINGS fsync_after_insert = 1
COMMENT 'Input that could not be processed'
