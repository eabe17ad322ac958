"""The tables of facts: which contract each keeps, and the key of a row."""

from types import NoneType
from typing import NamedTuple, get_args

from topics.acts import Escalation, Notice, Transition
from topics.facts import DeadLetter
from topics.handled import ClockRow, HolderRow
from topics.hot import HotIssueRow
from topics.model import Said
from topics.rows import UNRESOLVED, CaseRow, MemberRow, ReportRow, Row, Suggestion

SOURCE = ("topic", "partition", "offset")
"""The parts of `source`; as columns they are source_topic, source_partition, source_offset."""


class Table(NamedTuple):
    """One table. Its columns are the fields of `model`, `source` in three parts."""

    name: str
    model: type[Row] | type[Said]
    key: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a fact fills."""
        return tuple(column for field in self.model.model_fields for column in _columns_of(field))

    @property
    def nullable(self) -> frozenset[str]:
        """The columns that may be null."""
        fields = self.model.model_fields.items()
        return frozenset(name for name, field in fields if NoneType in get_args(field.annotation))


def _columns_of(field: str) -> tuple[str, ...]:
    return tuple(f"source_{part}" for part in SOURCE) if field == "source" else (field,)


TABLES = (
    Table("reports", ReportRow, ("scope", "report_id")),
    Table("members", MemberRow, ("scope", "report_id")),
    Table("cases", CaseRow, ("scope", "case_id")),
    Table("transitions", Transition, ("scope", "case_id", "version", "index")),
    Table("escalations", Escalation, ("scope", "escalation_id")),
    Table("notices", Notice, ("scope", "notice_id")),
    Table("suggestions", Suggestion, ("scope", "report_id")),
    Table("hot_issues", HotIssueRow, ("scope", "hot_id")),
    Table("clocks", ClockRow, ("scope", "clock_id")),
    Table("holders", HolderRow, ("scope", "holder_id")),
    Table("dead_letters", DeadLetter, ("source_topic", "source_partition", "source_offset", "stage")),
)
UNRESOLVED_SQL = f"state IN ({', '.join(map(repr, UNRESOLVED))})"
"""Which rows of `cases` still need work."""
