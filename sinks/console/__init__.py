"""The live page: what the tables say, for people who watch. It only reads."""
