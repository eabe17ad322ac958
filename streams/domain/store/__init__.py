"""What a scope remembers, packed: a million cases in a few hundred bytes each."""
