"""Whole runs, from files to tables."""
