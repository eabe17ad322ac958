CREATE TABLE IF NOT EXISTS reports
(
    scope String COMMENT 'the scope: no merge crosses it',
    report_id String COMMENT 'the report: a digest of channel and channel_ref',
    channel String COMMENT 'where it came from (渠道)',
    channel_ref String COMMENT 'its number in that channel',
    revision UInt32 COMMENT '1 for the first body, one more for each change',
    redeliveries UInt32 COMMENT 'how often an equal body came again',
    occurred_at DateTime64(3, 'UTC') COMMENT 'when the matter was seen',
    received_at DateTime64(3, 'UTC') COMMENT 'when the channel took it in: clocks start here',
    title String COMMENT 'masked',
    text String COMMENT 'masked',
    address String COMMENT 'place as given, masked',
    latitude Nullable(Float64) COMMENT 'degrees, WGS 84',
    longitude Nullable(Float64) COMMENT 'degrees, WGS 84',
    class_code String COMMENT 'class of the catalogue (职责清单)',
    class_by String COMMENT 'what decided the class: hint, fallback',
    region String COMMENT 'deepest region known (区 / 街道 / 社区 / 网格)',
    region_level UInt8 COMMENT 'depth of that region; 0 where none is known',
    reporter String COMMENT 'keyed hash of the person; empty where the channel names none',
    attachments Array(String) COMMENT 'references',
    policy_version String COMMENT 'version of the policy in force (制度)',
    source_topic String COMMENT '[run] topic of the original message',
    source_partition UInt32 COMMENT '[run] its partition',
    source_offset UInt64 COMMENT '[run] its offset',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, report_id)
SETTINGS fsync_after_insert = 1
COMMENT 'One row per report (诉求), in its latest revision'
