"""What happened, for everybody: facts are read by sinks only and never taken back.

`version` is the inbox offset of the record that caused the fact; of rows with one key the highest version wins.
Dead letters are said one by one, everything else by columns (`topics.sheets`).
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple

from topics.model import Moment, Said, Source
from topics.reasons import Reason
from topics.sheets import Sheet


class DeadLetter(Said):
    """Input that could not be processed: where it is, why, and what a person can do. The excerpt is masked."""

    TOPIC: ClassVar[str] = "dead_letters"

    stage: Literal["intake", "casework"]
    source: Source
    reason: Reason
    sentence: str
    excerpt: str
    at: Moment

    @property
    def key(self) -> str:
        """The coordinates of the message."""
        return str(self.source)


Fact = Sheet | DeadLetter


class Told(NamedTuple):
    """A fact, or a part of one, as a record: its topic without the site, key, value."""

    topic: str
    key: bytes
    value: bytes


def told(fact: Fact) -> Iterator[Told]:
    """The records of a fact: of a long sheet there are several."""
    if isinstance(fact, Sheet):
        for value in fact.values():
            yield Told(fact.topic, fact.kind.encode(), value)
    else:
        yield Told(fact.TOPIC, fact.key.encode(), fact.to_bytes())
