"""How the rules meet Kafka: batches, transactions, ownership of partitions, ticks."""
