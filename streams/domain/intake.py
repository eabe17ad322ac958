"""Intake: a raw record becomes a valid, masked record of an inbox, or a dead letter. No state, no opinion."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from streams.domain.changes import Addressed, Admission
from streams.domain.cleaning import clean
from streams.domain.doors import Door, Doors, quoted
from streams.domain.masking import mask
from streams.domain.refusals import excerpt, refusal
from topics import ids
from topics.errors import BadMessage
from topics.facts import DeadLetter
from topics.inbox import Action, ActionName, Report
from topics.model import Source
from topics.raw import ActionFields, DeadBytes, Place, ReportFields
from topics.reasons import Reason

__all__ = ["Door", "Doors", "RawRecord", "admit"]

_Fields = TypeVar("_Fields", ReportFields, ActionFields)
_ACTIONS = {str(name): name for name in ActionName}


class RawRecord(NamedTuple):
    """One record of a raw topic; `source.topic` is its name in the list of topics, `at` its time in Kafka."""

    source: Source
    value: bytes | None
    at: datetime


def admit(raws: Iterable[RawRecord], doors: Doors) -> Admission:
    """Every raw record, in order, is in exactly one list: admitted, or dead (with its bytes beside it)."""
    admission = Admission()
    for raw in raws:
        try:
            admission.admitted.append(_ADMIT[raw.source.topic](raw.source, _checked_size(raw.value, doors), doors))
        except BadMessage as bad:
            admission.dead.append(_dead_letter(raw, bad))
            admission.dead_bytes.append(DeadBytes(source=raw.source, raw=raw.value or b""))
    return admission


def _dead_letter(raw: RawRecord, bad: BadMessage) -> DeadLetter:
    return DeadLetter(
        stage="intake",
        source=raw.source,
        reason=bad.reason,
        sentence=bad.sentence,
        excerpt=excerpt(raw.value),
        at=raw.at,
    )


def _checked_size(value: bytes | None, doors: Doors) -> bytes:
    if value is None:
        raise BadMessage(Reason.NO_VALUE, "The record has no value: send one JSON object; raw topics know no deletion.")
    if len(value) > doors.max_bytes:
        raise BadMessage(
            Reason.TOO_LARGE,
            f"The message has {len(value):,} bytes, more than {doors.max_bytes:,}: send references, not files.",
        )
    return value


def _read(model: type[_Fields], value: bytes) -> _Fields:
    try:
        return model.from_bytes(value)
    except ValidationError as error:
        _check_encoding(value)
        raise refusal(error) from error


def _check_encoding(value: bytes) -> None:
    try:
        value.decode()
    except UnicodeDecodeError as error:
        sentence = f"Byte {error.start} is not UTF-8: send UTF-8, or name the file's true encoding in the mapping."
        raise BadMessage(Reason.WRONG_ENCODING, sentence) from error


def _report(source: Source, value: bytes, doors: Doors) -> Addressed:
    raw = _read(ReportFields, value)
    door = doors.of_channel(raw.channel)
    title, text = _text(raw.title, "title", doors), _text(raw.text, "text", doors)
    category = clean(raw.category)
    _check_content(raw, title or text or category)
    latitude, longitude = _point(raw.place)
    report = Report(
        source=source,
        scope=door.scope,
        report_id=ids.report_id(raw.channel, raw.channel_ref),
        channel=raw.channel,
        channel_ref=raw.channel_ref,
        occurred_at=raw.occurred_at,
        received_at=raw.received_at,
        title=title,
        text=text,
        address=mask(clean(raw.place.address)),
        region=clean(raw.place.region),
        category=category,
        latitude=latitude,
        longitude=longitude,
        reporter=doors.pseudonym(raw.reporter),
        attachments=raw.attachments,
    )
    return Addressed(door.partition, report)


def _check_content(raw: ReportFields, content: str) -> None:
    if not raw.channel_ref.strip():
        raise BadMessage(Reason.EMPTY_FIELD, "channel_ref is blank: send the number that the channel gave the report.")
    if not content:
        raise BadMessage(Reason.EMPTY_FIELD, "The report says nothing: send a title, a text or a category.")


def _point(place: Place) -> tuple[float | None, float | None]:
    """Both coordinates or none: half of a point is no place."""
    whole = place.latitude is not None and place.longitude is not None
    return (place.latitude, place.longitude) if whole else (None, None)


def _action(source: Source, value: bytes, doors: Doors) -> Addressed:
    raw = _read(ActionFields, value)
    if raw.action not in _ACTIONS:
        known = ", ".join(_ACTIONS)
        raise BadMessage(Reason.UNKNOWN_ACTION, f"Action {quoted(raw.action)} is not known: send one of {known}.")
    door = doors.of_target(raw)
    action = Action(
        source=source,
        scope=door.scope,
        action=_ACTIONS[raw.action],
        case_id=raw.case_id,
        report_id="" if raw.case_id else ids.report_id(raw.channel, raw.channel_ref),
        occurred_at=raw.occurred_at,
        unit=clean(raw.unit),
        actor=doors.pseudonym(raw.actor),
        note=_text(raw.note, "note", doors),
    )
    return Addressed(door.partition, action)


def _text(text: str, field_name: str, doors: Doors) -> str:
    if len(text) > doors.max_chars:
        sentence = f"{field_name} has {len(text):,} characters, more than {doors.max_chars:,}: shorten it."
        raise BadMessage(Reason.TOO_LARGE, sentence)
    return mask(clean(text))


_ADMIT: Mapping[str, Callable[[Source, bytes, Doors], Addressed]] = {
    ReportFields.TOPIC: _report,
    ActionFields.TOPIC: _action,
}
