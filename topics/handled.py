"""How a case is handled, row by row: its clocks, and who held it. The latest version of each row stands."""

from typing import ClassVar, Literal

from topics.deadline import ClockName
from topics.model import Moment
from topics.rows import Kind, Row

Role = Literal["centre", "lead", "assistant"]
"""Who holds a case: nobody yet, so the centre (中心), the unit in charge (主办), one that assists (协办)."""


class ClockRow(Row):
    """One deadline of a case: its own (`unit` ''), or a unit's; of a staged limit one `stage`; `round` counts from 1.

    `due_at` is by the limit that the city keeps to, `statutory_at` by the law's; both with all pauses and extensions.
    """

    KIND: ClassVar[Kind] = "clock"

    scope: str
    clock_id: str
    case_id: str
    clock: ClockName
    unit: str
    stage: str
    round: int
    start_at: Moment
    due_at: Moment
    statutory_at: Moment
    done_at: Moment | None
    paused_s: float
    suspended: bool
    extended: bool
    late: bool
    why: str
    policy_version: str
    version: int


class HolderRow(Row):
    """Who held a case, from when until when (None: still), in which state. Rows of the centre and the leads follow
    each other without a gap from the opening on; one that a late action took away has no length.
    """

    KIND: ClassVar[Kind] = "holder"

    scope: str
    holder_id: str
    case_id: str
    number: int
    role: Role
    unit: str
    state: str
    from_at: Moment
    until_at: Moment | None
    round: int
    version: int
