"""The local fold into the embedded ClickHouse: files by event time, or the inbox of a run."""
