"""One module for each command of `jiesu`: a few lines that call the room that does the work."""
