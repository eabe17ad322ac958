"""A policy as tables: the classes with their clocks and units, the ladder, the calendar."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.table import Table

from deploy.errors import SetupError
from deploy.policy_words import CLOCKS, LEVELS, NOTHING, limit_words, when_words
from streams.domain.duties import Duties
from streams.domain.limits import Limits, kept
from streams.domain.lineage import lineage
from topics.deadline import ClockName, LimitRule
from topics.policy import Class, Policy

_HEADS = ("类别 class", "时限 clock", "法定 statutory", "压缩 kept to", "分段 stages", "主办 in charge", "协办 beside")
_CAPTION = "未列的类别与上级相同 / a class that is not listed has all that its parent has"


def tables(policy: Policy, class_code: str = "", region: str = "") -> list[Table]:
    """The tables of a policy: of one class or all, and with who is in charge in a region.

    Raises SetupError where there is no such class or region.
    """
    _check("class", class_code, [entry.code for entry in policy.classes])
    _check("region", region, [entry.code for entry in policy.regions])
    return [_classes(policy, class_code, region), _ladder(policy), _calendar(policy)]


def _check(what: str, code: str, known: list[str]) -> None:
    if code and code not in known:
        raise SetupError(f"the policy has no {what} {code!r}: give the code of one, such as {', '.join(known[:3])}")


class _Row(NamedTuple):
    """What is said of a class: its clocks, who is in charge, and who works beside."""

    times: tuple[tuple[str, ...], ...]
    lead: str
    beside: str


def _classes(policy: Policy, class_code: str, region: str) -> Table:
    table = Table(*_HEADS, title=f"{policy.version}: 类别 classes", caption=_CAPTION)
    for entry, row in _told(policy, class_code, region):
        said = [f"{entry.code} {entry.name}", row.lead, row.beside]
        for times in row.times:
            table.add_row(said[0], *times, *said[1:])
            said = ["", "", ""]
        table.add_section()
    return table


def _told(policy: Policy, class_code: str, region: str) -> Iterator[tuple[Class, _Row]]:
    """The class that is asked for, or those at the top; and all below of which something else is said than above."""
    limits, duties = Limits(policy), Duties(policy)
    parents = {entry.code: entry.parent for entry in policy.classes}
    rows = {entry.code: _row(limits, duties, entry, region) for entry in policy.classes}
    for entry in policy.classes:
        within = not class_code or class_code in lineage(parents, entry.code)
        first = entry.code == class_code or not entry.parent
        if within and (first or rows[entry.code] != rows.get(entry.parent)):
            yield entry, rows[entry.code]


def _row(limits: Limits, duties: Duties, entry: Class, region: str) -> _Row:
    rules = [rule for clock in ClockName if (rule := limits.rule(clock, entry.code, entry.urgency))]
    return _Row(tuple(map(_times, rules)), *_in_charge(duties, entry.code, region))


def _times(rule: LimitRule) -> tuple[str, ...]:
    stages = "; ".join(f"{stage.stage} {limit_words(stage.limit)}" for stage in rule.stages)
    compressed = limit_words(kept(rule)) if rule.compress < 1 else NOTHING
    return CLOCKS[rule.clock], limit_words(rule.limit), compressed, stages or NOTHING


def _in_charge(duties: Duties, class_code: str, region: str) -> tuple[str, str]:
    """The lead and its assistants; the lead's level where that depends on the place."""
    owner, duty = duties.owner(class_code, region), duties.duty(class_code, region)
    lead = duties.name(owner.unit) if owner else f"所在 its {LEVELS[duty.level]}" if duty and duty.level else NOTHING
    beside = owner.assistants if owner else duty.assistants if duty else ()
    return lead, ", ".join(map(duties.name, beside)) or NOTHING


def _ladder(policy: Policy) -> Table:
    table = Table(
        "时限 clock", "级 rung", "何时 when", "对象 audience", "停于 stops on", "夜间 at night", title="阶梯 ladder"
    )
    for clock in ClockName:
        for rung in sorted((r for r in policy.ladder if r.clock is clock), key=lambda r: r.after - r.before):
            night = "照发 goes out" if rung.loud or not policy.calendar.quiet else "暂缓 held"
            row = rung.rung, when_words(rung), rung.audience, ", ".join(rung.stops_on) or NOTHING, night
            table.add_row(CLOCKS[clock], *row)
    return table


def _calendar(policy: Policy) -> Table:
    rule = policy.calendar
    table = Table("日历 calendar", rule.timezone)
    table.add_row("工作日 weekdays", ", ".join(map(str, rule.weekdays)))
    table.add_row("时段 intervals", ", ".join(f"{i.opens:%H:%M}-{i.closes:%H:%M}" for i in rule.intervals))
    table.add_row("节假日 days off", _span(sorted(map(str, rule.days_off))))
    table.add_row("调休上班 make-up days", _span(sorted(map(str, rule.days_on))))
    quiet = f"{rule.quiet.begins:%H:%M}-{rule.quiet.ends:%H:%M}" if rule.quiet else NOTHING
    table.add_row("免打扰 quiet", quiet)
    return table


def _span(days: list[str]) -> str:
    return f"{len(days)}: {days[0]} … {days[-1]}" if days else NOTHING
