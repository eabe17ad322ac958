"""The demo's self-check: what the simulator sent and knows, against the tables. It uses no rule of the stream."""
