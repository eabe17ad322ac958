"""Contracts for others: what is said on every topic, as JSON Schema and AsyncAPI, made from the code."""
