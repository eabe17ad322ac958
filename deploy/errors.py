"""The error of setting up."""


class SetupError(Exception):
    """This machine or this cluster is not as it must be; the sentence says what to do about it."""
