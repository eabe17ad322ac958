"""The demo and its self-check."""
