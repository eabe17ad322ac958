"""The runtime, on a real Kafka."""
