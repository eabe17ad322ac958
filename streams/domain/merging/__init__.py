"""Merging (并案): which case a report belongs to. Pure: no I/O but the frozen weights, no clock."""
