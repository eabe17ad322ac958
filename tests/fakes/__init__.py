"""Parts for tests that pass the same contract suite as the real ones."""
