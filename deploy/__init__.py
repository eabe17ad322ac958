"""How it runs: command line, embedded Kafka, sample policies. No rules."""
