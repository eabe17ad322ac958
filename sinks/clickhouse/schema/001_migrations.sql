CREATE TABLE IF NOT EXISTS migrations
(
    number UInt32 COMMENT 'the number that the file begins with',
    name String COMMENT 'the file',
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when it was applied'
)
ENGINE = ReplacingMergeTree
ORDER BY (number)
SETTINGS fsync_after_insert = 1
COMMENT 'Which of the numbered files have been applied'
