"""How a case is handled: its course, which follows from its opening, the actions on it and the policy alone."""
