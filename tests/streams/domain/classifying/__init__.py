"""Mirrors streams.domain.classifying."""
