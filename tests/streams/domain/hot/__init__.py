"""Mirrors streams.domain.hot."""
