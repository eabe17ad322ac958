CREATE TABLE IF NOT EXISTS hot_issues
(
    scope String COMMENT 'the scope: no merge crosses it',
    hot_id String COMMENT 'the hot issue',
    class_code String COMMENT 'the class (职责清单)',
    region String COMMENT 'the area; the empty string is the whole scope',
    state String COMMENT 'open, cooled, closed',
    opened_at DateTime64(3, 'UTC') COMMENT 'when the report was received that opened it',
    cooled_at Nullable(DateTime64(3, 'UTC')) COMMENT 'since when it has been cool',
    closed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when it closed',
    last_at DateTime64(3, 'UTC') COMMENT 'when its latest report was received',
    reports UInt32 COMMENT 'reports, with those of the hour before it opened',
    people UInt32 COMMENT 'people, each once an hour; unnamed ones by estimate',
    peak UInt32 COMMENT 'the most people in any hour',
    usual Float64 COMMENT 'how many people were usual in that hour',
    line Float64 COMMENT 'how many people in an hour it took to open it',
    by_hour Array(UInt32) COMMENT 'people in each hour from the one in which it opened, up to a week',
    usual_by_hour Array(Float64) COMMENT 'how many people are usual in each of these hours',
    first_reports Array(String) COMMENT 'its first reports, from the one that opened it',
    policy_version String COMMENT 'version of the policy it opened under (制度)',
    version UInt64 COMMENT '[run] inbox offset of the record that caused the row: the highest wins',
    inserted_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT '[operational] when the row was inserted'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (scope, hot_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Hot issues (热点): far more people report a class in an area than is usual'
