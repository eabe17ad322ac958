"""The policy (制度): what a site decides, as one versioned document."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from topics.deadline import LimitRule, Rung, Urgency
from topics.duty import Duty, Fallback, Handling, Unit
from topics.hot_rule import HotRule
from topics.merge_rule import MergeRule
from topics.mistakes import Mistake, doubled, refuse, unknown
from topics.model import Moment, Ref, Said
from topics.working_time import Calendar, Limit

_NAMED = (
    ("scopes", "scope"),
    ("scopes", "partition"),
    ("classes", "code"),
    ("regions", "code"),
    ("units", "code"),
    ("ladder", "rung"),
)
"""What must not be given twice in a list."""
_MERGE = "expected a merge rule that is defined under merges"


class Scope(Said):
    """What bounds a merge: its channels, and the inbox partition that never changes."""

    scope: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    partition: Annotated[int, Field(ge=0, lt=10_000)]
    channels: Annotated[tuple[Ref, ...], Field(min_length=1)]


class Class(Said):
    """One entry of the catalogue (职责清单), under a parent. `words` are what a category hint may say to mean it,
    `retired` codes that once stood for it. What is below one that goes `together` merges, and runs hot, as one with it.
    """

    code: Ref
    name: str
    parent: str = ""
    words: tuple[str, ...] = ()
    resolve: Limit | None = None
    merge: str = ""
    urgency: Annotated[Urgency, Field(json_schema_extra={"since": 6})] = Urgency.NORMAL
    retired: Annotated[tuple[Ref, ...], Field(json_schema_extra={"since": 6})] = ()
    together: Annotated[bool, Field(json_schema_extra={"since": 6})] = False


class Region(Said):
    """One node of the place tree (区 / 街道 / 社区 / 网格). `words` are other names for it, `retired` codes that once
    stood for it.
    """

    code: Ref
    name: str
    parent: str = ""
    level: Annotated[int, Field(ge=1, le=4)]
    words: tuple[str, ...] = ()
    retired: Annotated[tuple[Ref, ...], Field(json_schema_extra={"since": 6})] = ()


class ClassByText(Said):
    """Who classifies a report whose category hint means nothing: a learnt model, where it is sure enough, 0 to 1.

    Its labels are understood as hints are; what is less sure gets the fallback class, and is a person's to decide.
    """

    model: Ref
    accept_at: Annotated[float, Field(gt=0, le=1)] = 0.8


class Retention(Said):
    """How long the rules remember what is over: in which time a match reopens a resolved case, for how long after that
    it opens one that follows it, how long reports are known again, and how long an action waits for its target.
    """

    reopen_days: Annotated[float, Field(gt=0)] = 7.0
    successor_days: Annotated[float, Field(ge=0, json_schema_extra={"since": 3})] = 30.0
    identity_days: Annotated[float, Field(gt=0)] = 90.0
    parked_action_days: Annotated[float, Field(gt=0)] = 7.0


class Policy(Said):
    """All that a site decides. Cases keep the version that they were accepted under."""

    version: Ref
    effective_from: Moment
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    calendar: Calendar
    classes: Annotated[tuple[Class, ...], Field(min_length=1)]
    fallback_class: str
    regions: tuple[Region, ...] = ()
    resolve: Limit
    ladder: tuple[Rung, ...]
    merges: dict[str, MergeRule]
    merge: str
    retention: Retention = Retention()
    classify: Annotated[ClassByText | None, Field(json_schema_extra={"since": 4})] = None
    hot: Annotated[HotRule, Field(json_schema_extra={"since": 5})] = HotRule()
    limits: Annotated[tuple[LimitRule, ...], Field(json_schema_extra={"since": 6})] = ()
    units: Annotated[tuple[Unit, ...], Field(json_schema_extra={"since": 6})] = ()
    duties: Annotated[tuple[Duty, ...], Field(json_schema_extra={"since": 6})] = ()
    fallback: Annotated[Fallback | None, Field(json_schema_extra={"since": 6})] = None
    handling: Annotated[Handling, Field(json_schema_extra={"since": 6})] = Handling()

    @model_validator(mode="after")
    def _consistent(self) -> "Policy":
        refuse("Policy", self._mistakes())
        return self

    def _mistakes(self) -> Iterator[Mistake]:
        for listed, key in _NAMED:
            yield from doubled(((listed, n, key), getattr(e, key)) for n, e in enumerate(getattr(self, listed)))
        channels = [
            (("scopes", n, "channels", at), c) for n, s in enumerate(self.scopes) for at, c in enumerate(s.channels)
        ]
        yield from doubled(channels)
        codes = {c.code for c in self.classes}
        if self.fallback_class not in codes:
            yield Mistake(("fallback_class",), "expected the code of a class", self.fallback_class)
        if self.merge not in self.merges:
            yield Mistake(("merge",), _MERGE, self.merge)
        own = ((("classes", n, "merge"), c.merge) for n, c in enumerate(self.classes))
        yield from unknown(own, self.merges, _MERGE)
