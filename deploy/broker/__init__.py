"""The embedded Apache Kafka: one real broker as a child process."""
