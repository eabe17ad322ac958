"""A small invented district whose truth is known: what people write, when, through which channel, and what units do."""
