"""The figures of the demo, as ClickHouse has them, and how they are shown."""

from typing import NamedTuple

import orjson
from rich.table import Table

from deploy.demo.audit.found import Query
from sinks.clickhouse.tables import UNRESOLVED_SQL

_SQL = f"""
SELECT * FROM
(SELECT count() AS reports, sum(redeliveries) AS redeliveries, sum(revision - 1) AS revisions FROM reports) AS r,
(SELECT countIf(state != 'merged') AS cases, countIf({UNRESOLVED_SQL}) AS open, countIf(late) AS late
    FROM cases) AS c,
(SELECT countIf(NOT leader) AS joined FROM members) AS m,
(SELECT countIf(fire_at < due_at) AS reminded, countIf(fire_at >= due_at) AS urged
    FROM escalations WHERE retracted_at IS NULL) AS e,
(SELECT countIf(source_topic = 'reports.raw') AS refused FROM dead_letters) AS d
"""  # noqa: S608 - our own names


class Figures(NamedTuple):
    """What stands in the tables at one moment: current reports and cases, and what has happened to them."""

    reports: int = 0
    redeliveries: int = 0
    revisions: int = 0
    cases: int = 0
    open: int = 0
    late: int = 0
    joined: int = 0
    reminded: int = 0
    urged: int = 0
    refused: int = 0

    @property
    def arrived(self) -> int:
        """How many messages of raw reports these rows account for."""
        return self.reports + self.redeliveries + self.revisions + self.refused


def read_figures(query: Query) -> Figures:
    """Ask the tables. Raises what `query` raises."""
    row = orjson.loads(query(_SQL, "JSONEachRow"))
    return Figures(**{name: int(value) for name, value in row.items()})


def named(found: Figures, sent: int) -> dict[str, int]:
    """Every figure by its name in both languages. `sent` counts the messages of raw reports on Kafka."""
    return {
        "已发送 sent": sent,
        "在途 lag": sent - found.arrived,
        "诉求 reports": found.reports,
        "事件 cases": found.cases,
        "并案 joined": found.joined,
        "未办结 open": found.open,
        "超期 late": found.late,
        "提醒 reminded": found.reminded,
        "催办 urged": found.urged,
        "重复投递 redeliveries": found.redeliveries,
        "补充 revisions": found.revisions,
        "死信 dead letters": found.refused,
    }


def as_table(found: Figures, sent: int, title: str) -> Table:
    """The figures for a terminal, two beside each other."""
    table = Table(title=title, title_justify="left", show_header=False)
    cells = [(name, f"{value:,}") for name, value in named(found, sent).items()]
    for _ in range(2):
        table.add_column()
        table.add_column(justify="right")
    for left, right in zip(cells[::2], cells[1::2], strict=True):
        table.add_row(*left, *right)
    return table


def as_line(found: Figures, sent: int, title: str) -> str:
    """The figures for a file, on one line."""
    return f"{title}: " + ", ".join(f"{name} {value:,}" for name, value in named(found, sent).items())
