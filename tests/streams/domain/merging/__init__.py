"""Mirrors streams.domain.merging."""
