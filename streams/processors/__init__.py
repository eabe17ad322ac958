"""One file per arrow: decode, decide, publish."""
