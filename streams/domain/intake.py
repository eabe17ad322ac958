"""Intake: a raw record becomes a valid, masked record of an inbox, or a dead letter. No state, no opinion."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from pydantic import ValidationError

from streams.domain.changes import Addressed, Admission
from streams.domain.cleaning import clean, has_control_characters
from streams.domain.doors import Door, Doors, quoted
from streams.domain.masking import mask
from streams.domain.parsing import parse
from streams.domain.parties import parties
from streams.domain.reading import Fields, read
from streams.domain.refusals import excerpt, refusal
from topics import ids
from topics.action import ActionName
from topics.catalog import DOCUMENT_BYTES
from topics.errors import BadMessage
from topics.facts import DeadLetter
from topics.inbox import Action, Report
from topics.model import Source
from topics.raw import ActionFields, DeadBytes, Place, ReportFields
from topics.reasons import Reason

__all__ = ["Door", "Doors", "RawRecord", "admit"]

_ACTIONS = {str(name): name for name in ActionName}
SEEN_LATER = timedelta(days=1)
"""How much later than it was received a matter may say that it was seen: clocks and zones err."""
AHEAD = timedelta(days=366)
"""How far ahead of Kafka's clock a message may be: the clocks of demos and tests run fast."""


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
            admission.admitted.append(_ADMIT[raw.source.topic](raw, doors))
        except BadMessage as bad:
            admission.dead.append(_dead_letter(raw, bad))
            # compressed, far more gets in than can be written out again: the raw topic has the whole, for as long
            admission.dead_bytes.append(DeadBytes(source=raw.source, raw=(raw.value or b"")[:DOCUMENT_BYTES]))
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


def _read(contract: type[Fields], record: RawRecord, doors: Doors) -> Fields:
    value = record.value
    if value is None:
        raise BadMessage(Reason.NO_VALUE, "The record has no value: send one JSON object; raw topics know no deletion.")
    if len(value) > doors.max_bytes:
        raise BadMessage(
            Reason.TOO_LARGE,
            f"The message has {len(value):,} bytes, more than {doors.max_bytes:,}: send references, not files.",
        )
    try:
        return read(contract, parse(value))
    except ValidationError as error:
        raise refusal(error) from error


def _report(record: RawRecord, doors: Doors) -> Addressed:
    raw = _read(ReportFields, record, doors)
    _check_names(channel=raw.channel, channel_ref=raw.channel_ref)
    _check_time("received_at", raw.received_at, record.at + AHEAD)
    _check_time("occurred_at", raw.occurred_at, raw.received_at + SEEN_LATER)
    door = doors.of_channel(raw.channel)
    title, text = _text(raw.title, "title", doors), _text(raw.text, "text", doors)
    category = clean(raw.category)
    _check_content(raw, title or text or category)
    latitude, longitude = _point(raw.place)
    report = Report(
        source=record.source,
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
        raise BadMessage(Reason.SAYS_NOTHING, "The report says nothing: send a title, a text or a category.")


def _point(place: Place) -> tuple[float | None, float | None]:
    """Both coordinates or none: half of a point is no place."""
    whole = place.latitude is not None and place.longitude is not None
    return (place.latitude, place.longitude) if whole else (None, None)


def _action(record: RawRecord, doors: Doors) -> Addressed:
    raw = _read(ActionFields, record, doors)
    _check_names(channel=raw.channel, channel_ref=raw.channel_ref, case_id=raw.case_id, other=raw.other_case_id)
    _check_time("occurred_at", raw.occurred_at, record.at + AHEAD)
    if raw.action not in _ACTIONS:
        known = ", ".join(_ACTIONS)
        raise BadMessage(Reason.UNKNOWN_ACTION, f"Action {quoted(raw.action)} is not known: send one of {known}.")
    door = doors.of_target(raw)
    action = Action(
        source=record.source,
        scope=door.scope,
        action=_ACTIONS[raw.action],
        case_id=raw.case_id,
        report_id="" if raw.case_id else ids.report_id(raw.channel, raw.channel_ref),
        occurred_at=raw.occurred_at,
        unit=clean(raw.unit),
        actor=doors.pseudonym(raw.actor),
        note=_text(raw.note, "note", doors),
        **parties(raw, door.scope)._asdict(),
    )
    return Addressed(door.partition, action)


def _text(text: str, field_name: str, doors: Doors) -> str:
    if len(text) > doors.max_chars:
        sentence = f"{field_name} has {len(text):,} characters, more than {doors.max_chars:,}: shorten it."
        raise BadMessage(Reason.TOO_LONG, sentence)
    return mask(clean(text))


def _check_names(**names: str) -> None:
    """Text is cleaned, a name is kept as it is: what nobody can see or type has no place in one."""
    if not has_control_characters("".join(names.values())):
        return
    for field_name, name in names.items():
        if has_control_characters(name):
            sentence = f"{field_name} {quoted(name)} has control characters: send it without them."
            raise BadMessage(Reason.CONTROL_CHARACTER, sentence)


def _check_time(field_name: str, time: datetime, latest: datetime) -> None:
    if time > latest:
        sentence = (
            f"{field_name} says {time:%F %T} UTC, later than can be: correct the clock or the zone of the sender."
        )
        raise BadMessage(Reason.TIME_IN_FUTURE, sentence)


_ADMIT: Mapping[str, Callable[[RawRecord, Doors], Addressed]] = {
    ReportFields.TOPIC: _report,
    ActionFields.TOPIC: _action,
}
