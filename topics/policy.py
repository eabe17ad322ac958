"""The policy (制度): what a site decides, as one versioned document."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from topics.deadline import LimitRule, Rung, Urgency
from topics.duty import Duty, Fallback, Handling, Unit
from topics.hot_rule import HotRule
from topics.merge_rule import MergeRule
from topics.model import Moment, Ref, Said
from topics.working_time import Calendar, Limit


class Scope(Said):
    """What bounds a merge: its channels, and the inbox partition that never changes."""

    scope: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    partition: Annotated[int, Field(ge=0, lt=10_000)]
    channels: Annotated[tuple[Ref, ...], Field(min_length=1)]


class Class(Said):
    """One entry of the catalogue (职责清单), under a parent. `words` are what a category hint may say to mean it,
    `retired` codes that once stood for it.
    """

    code: Ref
    name: str
    parent: str = ""
    words: tuple[str, ...] = ()
    resolve: Limit | None = None
    merge: str = ""
    urgency: Annotated[Urgency, Field(json_schema_extra={"since": 6})] = Urgency.NORMAL
    retired: Annotated[tuple[Ref, ...], Field(json_schema_extra={"since": 6})] = ()


class Region(Said):
    """One node of the place tree (区 / 街道 / 社区 / 网格). `words` are other names for it."""

    code: Ref
    name: str
    parent: str = ""
    level: Annotated[int, Field(ge=1, le=4)]
    words: tuple[str, ...] = ()


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
        partitions = [s.partition for s in self.scopes]
        channels = [c for s in self.scopes for c in s.channels]
        for what, names in self._names():
            if twice := sorted(name for name, n in Counter(names).items() if n > 1):
                raise ValueError(f"{what} {twice[0]!r} is defined twice: give each its own name")
        if len(set(partitions)) < len(partitions):
            raise ValueError("two scopes share one inbox partition: give each scope its own")
        if len(set(channels)) < len(channels):
            raise ValueError("a channel belongs to two scopes: name it under one only")
        codes = {c.code for c in self.classes}
        if self.fallback_class not in codes:
            raise ValueError(f"fallback_class {self.fallback_class!r} is not a class code")
        named = {self.merge} | {c.merge for c in self.classes if c.merge}
        if missing := sorted(named - set(self.merges)):
            raise ValueError(f"merge rule {missing[0]!r} is used but not defined under merges")
        return self

    def _names(self) -> Iterator[tuple[str, list[str]]]:
        yield "scope", [s.scope for s in self.scopes]
        yield "class code", [c.code for c in self.classes]
        yield "region code", [r.code for r in self.regions]
        yield "rung", [r.rung for r in self.ladder]
