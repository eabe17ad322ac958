"""What parts of a policy are called, in Chinese and English."""

from datetime import timedelta

from topics.deadline import ClockName, Rung, Urgency
from topics.working_time import Limit, LimitUnit, Start

CLOCKS = {
    ClockName.SIGN: "签收 sign",
    ClockName.CONTACT: "首次联系 contact",
    ClockName.RETURN: "退单 return",
    ClockName.RESOLVE: "办结 resolve",
}
LEVELS = {1: "区 district", 2: "街道 street", 3: "社区 community", 4: "网格 grid"}
URGENCIES = {Urgency.NORMAL: "普通 normal", Urgency.URGENT: "紧急 urgent", Urgency.CRITICAL: "特急 critical"}
_UNITS = {
    LimitUnit.WORKING_MINUTES: "工作分钟 working minutes",
    LimitUnit.WORKING_HOURS: "工作时 working hours",
    LimitUnit.WORKING_DAYS: "工作日 working days",
    LimitUnit.NATURAL_MINUTES: "分钟 minutes",
    LimitUnit.NATURAL_HOURS: "小时 hours",
    LimitUnit.NATURAL_DAYS: "天 days",
    LimitUnit.WEEKDAYS: "平日 weekdays",
}
NOTHING = "-"


def limit_words(limit: Limit) -> str:
    """How long, from when."""
    later = ", 次日起 from the next working day" if limit.starts is Start.NEXT_WORKING_DAY else ""
    return f"{limit.amount:.4g} {_UNITS[limit.unit]}{later}"


def when_words(rung: Rung) -> str:
    """When a rung goes out, and how often."""
    due = f"前 before {_span(rung.before)}" if rung.before else "到期 at due"
    due = f"后 after {_span(rung.after)}" if rung.after else due
    return f"{due}, 每 every {_span(rung.every)} x {rung.repeats}" if rung.every else due


def _span(span: timedelta) -> str:
    hours, minutes = divmod(span.seconds // 60, 60)
    parts = (span.days, "天 d"), (hours, "时 h"), (minutes, "分 min")
    return " ".join(f"{many} {unit}" for many, unit in parts if many) or str(span)
