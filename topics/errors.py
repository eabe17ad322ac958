"""The two error words that are not bugs. Anything else that is raised stops the program."""

from topics.reasons import Reason


class BadMessage(Exception):  # noqa: N818 - the word that the whole project uses for it
    """Input that can never be processed as it is: it becomes a dead letter.

    `reason` is the code that feeds the message, the metric label and the column; `sentence` says to a
    person what is wrong and what to do about it.
    """

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(f"{reason}: {sentence}")
        self.reason = reason
        self.sentence = sentence


class Unavailable(Exception):  # noqa: N818 - the word that the whole project uses for it
    """Something that we need is away for now: wait and try again; waiting is the backpressure."""
