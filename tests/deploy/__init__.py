"""Setting up: the real broker, the real topics."""
