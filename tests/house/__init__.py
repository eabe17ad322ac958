"""The rules of the house, held over the whole tree."""
