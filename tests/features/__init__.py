"""Which test proves which row of what jiesu promises: `make features` prints it."""
