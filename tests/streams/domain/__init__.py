"""Mirrors streams.domain."""
