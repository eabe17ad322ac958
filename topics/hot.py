"""Hot issues (热点): what casework remembers of them, and the row that is said of one."""

from typing import ClassVar, Literal

from topics.model import Instant, Moment
from topics.rows import Kind, Row
from topics.stamp import Book


class HotSince(Book, frozen=True, kw_only=True, tag_field="kind", tag="hot_since"):
    """Since which day (its proleptic number) each class and each region of the policy in force has been watched."""

    policy_version: str
    classes: dict[str, int]
    regions: dict[str, int]

    @property
    def key(self) -> str:
        """One per scope."""
        return f"{self.scope}/hot_since/"


class HotPeople(Book, frozen=True, kw_only=True, tag_field="kind", tag="hot_people"):
    """Who has lately reported a class: named people by when, in order; unnamed ones by channel.

    `named` has the beginning of a reporter's hash and a ten-minute slot since 1970; `unnamed` a channel, when it was
    last heard, and when last a person was counted there, in milliseconds since 1970.
    """

    class_code: str
    named: tuple[tuple[str, int], ...]
    unnamed: tuple[tuple[str, int, int], ...]

    @property
    def key(self) -> str:
        """The class."""
        return f"{self.scope}/hot_people/{self.class_code}"


class HotBaseline(Book, frozen=True, kw_only=True, tag_field="kind", tag="hot_baseline"):
    """How many people are usual for a class in an area ('' is the whole scope); they are counted in thousandths.

    `named` and `unnamed` are the people of the six ten-minute slots that end with `slot`; `today` those of the day
    `day`, by hour. `usual` are sums over days, by kind of day and hour, and `spread` over `hours` how far hours strayed
    from them; these are halved as the `age` goes on.
    """

    class_code: str
    region: str
    slot: int
    named: tuple[int, ...]
    unnamed: tuple[int, ...]
    day: int
    today: tuple[tuple[int, int], ...]
    age: int
    usual: tuple[tuple[int, int], ...]
    spread: int
    hours: int

    @property
    def key(self) -> str:
        """The class and the area."""
        return f"{self.scope}/hot_baseline/{self.class_code}/{self.region}"


class HotIssue(Book, frozen=True, kw_only=True, tag_field="kind", tag="hot_issue"):
    """A hot issue (热点) until it closes; `usual` and `line` are thousandths of people per hour.

    It stays as it is `until` then: an open one cools, a cooled one closes.
    `by_hour` and `usual_by_hour` begin with the hour in which it opened. `units` have had their letter.
    """

    hot_id: str
    class_code: str
    region: str
    state: Literal["open", "cooled"]
    opened_at: Instant
    cooled_at: Instant | None
    until: Instant
    last_at: Instant
    reports: int
    people: int
    peak: int
    usual: int
    line: int
    by_hour: tuple[int, ...]
    usual_by_hour: tuple[int, ...]
    first_reports: tuple[str, ...]
    units: tuple[str, ...]
    policy_version: str

    @property
    def key(self) -> str:
        """The issue."""
        return f"{self.scope}/hot_issue/{self.hot_id}"


HotRecord = HotSince | HotPeople | HotBaseline | HotIssue


class HotIssueRow(Row):
    """The current view of one hot issue (热点), and its evidence.

    `peak` is the most people of any hour, `usual` how many were usual then, `line` how many it took to open. `by_hour`
    and `usual_by_hour` are people and usual people of each hour from the one in which it opened, up to a week.
    """

    KIND: ClassVar[Kind] = "hot_issue"
    TOPIC: ClassVar[str] = "hot_issues"

    scope: str
    hot_id: str
    class_code: str
    region: str
    state: Literal["open", "cooled", "closed"]
    opened_at: Moment
    cooled_at: Moment | None
    closed_at: Moment | None
    last_at: Moment
    reports: int
    people: int
    peak: int
    usual: float
    line: float
    by_hour: tuple[int, ...]
    usual_by_hour: tuple[float, ...]
    first_reports: tuple[str, ...]
    policy_version: str
    version: int
