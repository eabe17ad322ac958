"""The programs of the stream: what each is made of, and where it answers."""
