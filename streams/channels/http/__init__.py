"""The HTTP door: documents in, one answer for each, nothing said that Kafka has not acknowledged."""
