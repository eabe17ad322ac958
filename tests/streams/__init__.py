"""Proofs of what happens."""
