"""What is said: the contracts of every topic, and the one list of topics."""
