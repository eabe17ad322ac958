"""Mirrors streams."""
