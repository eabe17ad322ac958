"""The form in which each channel writes its rows: none of them is ours, so each needs its mapping to be read."""

import csv
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from deploy.simulator.happenings import Delivery

_LOCAL = timezone(timedelta(hours=8))
_SECOND = 1_000  # ms
_JITTER = 0.0001  # degrees, some 10 m: nobody puts a pin where the last one did


class Form(NamedTuple):
    """How a channel writes: its language, how its file ends, and its row (nested where the file is JSON Lines).

    `grain` is the shortest time that it tells apart, in ms.
    """

    language: str
    suffix: str
    row: Callable[[Delivery], dict[str, Any]]
    grain: int


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write the rows as CSV or JSON Lines, as the file's name ends. UTF-8."""
    if path.suffix == ".csv":
        _write_csv(path, list(rows))
    else:
        with path.open("wb") as file:
            file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([*rows[:1], *(row.values() for row in rows)])


def _hotline(told: Delivery) -> dict[str, Any]:
    done = told.handling
    return {
        "工单号": told.ref,
        "登记时间": "昨天下午" if told.flaw == "time" else _local(told.received),
        "发生时间": _local(told.occurred),
        "来电号码": told.phone,
        "标题": told.tale.title,
        "内容": told.tale.text,
        "街道": told.place.region,
        "地址": told.place.name,
        "类别": told.matter.category,
        "承办单位": done.unit,
        "派单时间": "即日" if done.garbled else _local(done.dispatched),
        "改派单位": f"{done.unit}二组" if done.transferred else "",
        "改派时间": _local(done.transferred),
        "签收时间": _local(done.signed),
        "联系时间": _local(done.contacted),
        "办结时间": _local(done.resolved),
        "不满意时间": _local(done.reopened),
    }


def _wechat(told: Delivery) -> dict[str, Any]:
    done = told.handling
    return {
        "msgId": told.ref,
        "sent": "刚才" if told.flaw == "time" else _local(told.received),
        "seen": _local(told.occurred),
        "user": {"phone": told.phone},
        "content": {"title": told.tale.title, "body": told.tale.text},
        "location": {"name": told.place.name},
        "handling": {
            "unit": done.unit,
            "dispatched": "即日" if done.garbled else _local(done.dispatched),
            "transferred": _local(done.transferred),
            "signed": _local(done.signed),
            "called": _local(done.contacted),
            "resolved": _local(done.resolved),
            "unhappy": _local(done.reopened),
        },
    }


def _app311(told: Delivery) -> dict[str, Any]:
    done = told.handling
    return {
        "service_request_id": told.ref,
        "requested_ms": "yesterday" if told.flaw == "time" else told.received,
        "noticed_ms": told.occurred,
        "service_name": told.matter.category,
        "summary": told.tale.title,
        "description": told.tale.text,
        "address": told.place.name,
        **_pin(told),
        "account": told.phone,
        "agency": done.unit,
        "dispatched_ms": "at once" if done.garbled else done.dispatched or None,
        "transferred_ms": done.transferred or None,
        "acknowledged_ms": done.signed or None,
        "called_ms": done.contacted or None,
        "closed_ms": done.resolved or None,
        "reopened_ms": done.reopened or None,
    }


def _webform(told: Delivery) -> dict[str, Any]:
    done = told.handling
    return {
        "Ticket": told.ref,
        "Submitted": "last week" if told.flaw == "time" else _utc(told.received),
        "Noticed": _utc(told.occurred),
        "Subject": told.tale.title,
        "Message": told.tale.text,
        "Ward": told.place.region,
        "Where": told.place.name,
        "Pin": _pin(told),
        "Topic": told.matter.category,
        "Phone": told.phone,
        "Log": {
            "Dispatched": "at once" if done.garbled else _utc(done.dispatched),
            "Transferred": _utc(done.transferred),
            "Acknowledged": _utc(done.signed),
            "Called": _utc(done.contacted),
            "Done": _utc(done.resolved),
            "Complaint": _utc(done.reopened),
        },
        "Team": done.unit,
    }


CHANNELS = {
    "sim-hotline": Form("zh", ".csv", _hotline, _SECOND),
    "sim-wechat": Form("zh", ".jsonl", _wechat, _SECOND),
    "sim-app311": Form("en", ".jsonl", _app311, 1),
    "sim-webform": Form("en", ".jsonl", _webform, 1),
}
"""The channels of the simulated city: Chinese ones in its east, English ones in its west."""


def _local(ms: int) -> str:
    """Wall-clock time without a zone, as the mapping must know it; '' for none."""
    return f"{datetime.fromtimestamp(ms / 1000, _LOCAL):%Y-%m-%d %H:%M:%S}" if ms else ""


def _utc(ms: int) -> str | None:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds") if ms else None


def _pin(told: Delivery) -> dict[str, float]:
    off = (int(told.phone[-2:]) / 50 - 1) * _JITTER
    return {"lat": round(told.place.latitude + off, 6), "lon": round(told.place.longitude + off, 6)}
