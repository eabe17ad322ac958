"""Processors: decode, decide, say."""
