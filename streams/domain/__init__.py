"""The rules: pure functions over the log. No Kafka, no I/O, no clock."""
