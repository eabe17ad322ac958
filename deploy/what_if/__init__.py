"""What another policy would have done: the same messages under two policies, and where the tables differ."""
