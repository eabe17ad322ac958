"""What intake is told: where each channel's records go, and the secret that hashes people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from streams.domain.cleaning import clean
from streams.domain.masking import mask
from topics import ids
from topics.errors import BadMessage
from topics.policy import Scope
from topics.raw import ActionFields
from topics.reasons import Reason

SHORTEST_KEY = 16
LONGEST_KEY = 64
MAX_BYTES = 900_000
"""The most that a message may have and still be used."""
_QUOTED = 60


class Door(NamedTuple):
    """Where a channel's records go: a scope, and the inbox partition that the scope stands on."""

    scope: str
    partition: int


@dataclass(frozen=True, slots=True)
class Doors:
    """The way of each channel, the secret that hashes people, and what is too large.

    `key` has 16 to 64 bytes. `max_bytes` bounds a whole message, `max_chars` each of its texts.
    """

    channels: Mapping[str, Door]
    key: bytes = field(repr=False)
    max_bytes: int = MAX_BYTES
    max_chars: int = 20_000
    scopes: Mapping[str, Door] = field(init=False)

    def __post_init__(self) -> None:
        if not SHORTEST_KEY <= len(self.key) <= LONGEST_KEY:
            raise ValueError(f"the reporter key has {len(self.key)} bytes: give one of {SHORTEST_KEY} to {LONGEST_KEY}")
        object.__setattr__(self, "scopes", {door.scope: door for door in self.channels.values()})

    @classmethod
    def of(cls, scopes: Iterable[Scope], key: bytes) -> "Doors":
        """The doors that a policy's scopes open."""
        return cls({channel: Door(s.scope, s.partition) for s in scopes for channel in s.channels}, key)

    def of_channel(self, channel: str) -> Door:
        """The way of a channel. Raises BadMessage."""
        if channel not in self.channels:
            sentence = (
                f"Channel {quoted(channel)} is in no scope: add it to a scope of the policy, or correct its name."
            )
            raise BadMessage(Reason.UNKNOWN_CHANNEL, sentence)
        return self.channels[channel]

    def of_target(self, action: ActionFields) -> Door:
        """The way to what an action is done to: its case's scope, or its channel's. Raises BadMessage."""
        if action.case_id:
            scope = ids.scope_of_case(action.case_id)
            if scope not in self.scopes:
                case = quoted(action.case_id)
                sentence = f"case_id {case} begins with no scope of the policy: send the id as it was given."
                raise BadMessage(Reason.WRONG_SCOPE, sentence)
            return self.scopes[scope]
        if not (action.channel and action.channel_ref):
            raise BadMessage(Reason.NO_TARGET, "The action names no case: send case_id, or channel and channel_ref.")
        return self.of_channel(action.channel)

    def pseudonym(self, person: str) -> str:
        """A keyed hash, equal for equal people: 32 hexadecimal digits; the empty string stays empty."""
        name = clean(person)
        return blake2b(name.encode(), key=self.key, digest_size=16).hexdigest() if name else ""


def quoted(text: str) -> str:
    """A value for a sentence: its beginning, masked."""
    return repr(mask(clean(text))[:_QUOTED])
