"""A channel as one YAML document: which columns or JSON paths make a report, and which make actions of the same row."""

import codecs
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from topics.action import ActionName
from topics.model import Ref
from topics.working_time import LimitUnit

PLAIN_FORMATS = ("iso", "unix", "unix_ms")


class MappingError(ValueError):
    """A mapping that cannot be used; its words name the file, the key and what to write there."""


def _as_tuple(value: object) -> object:
    if isinstance(value, bool | int | float):
        raise ValueError(f"YAML reads this column name as {value!r}: put it in quotes")
    return (value,) if isinstance(value, str) else value


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a time zone: write a name such as Asia/Shanghai or America/New_York")
    return name


def _known_encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise ValueError(f"{name!r} is not an encoding: write utf-8, gb18030 or another that Python knows") from None


def _time_format(text: str) -> str:
    if text not in PLAIN_FORMATS and "%" not in text:
        raise ValueError(f"{text!r} is not a time format: write iso, unix, unix_ms or a pattern such as %d/%m/%Y %H:%M")
    return text


Columns = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
"""One column (or dotted JSON path), or several of which the first that is not empty counts."""
Needed = Annotated[Columns, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReportColumns(_Part):
    """Where each field of a RawReport stands. What no field takes word for word stays in the payload."""

    channel_ref: Needed
    occurred_at: Needed
    received_at: Needed
    title: Columns = ()
    text: Columns = ()
    address: Columns = ()
    region: Columns = ()
    latitude: Columns = ()
    longitude: Columns = ()
    category: Columns = ()
    reporter: Columns = ()
    attachments: Columns = ()


class AmountColumns(_Part):
    """Where it stands how many of a unit of time, such as working_days, there are."""

    amount: Needed
    unit: LimitUnit


class ActionColumns(_Part):
    """A later action of the same row on the row's own report; there is none where `when`, its time, is empty."""

    action: ActionName
    when: Needed
    unit: Columns = ()
    actor: Columns = ()
    note: Columns = ()
    reason: Columns = ()
    extend_by: AmountColumns | None = None
    rating: Columns = ()
    stage: Columns = ()
    class_code: Columns = ()
    region: Columns = ()
    urgency: Columns = ()


class ChannelMapping(_Part):
    """A whole mapping. `timezone` holds for times that carry none; of a repeated hour the first is meant.

    `encoding` and `delimiter` are for text files, `sheet` is for Excel's: the name of one, by default the first.
    `nowhere` lists the points (latitude, longitude) that stand for an address that was not found: those are no place.
    """

    channel: Ref
    description: str = ""
    format: Literal["csv", "jsonl", "xlsx"] = "csv"
    sheet: str = ""
    encoding: Annotated[str, AfterValidator(_known_encoding)] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    timezone: Annotated[str, AfterValidator(_known_zone)] | None = None
    times: Annotated[tuple[Annotated[str, AfterValidator(_time_format)], ...], Field(min_length=1)] = ("iso",)
    nowhere: frozenset[tuple[float, float]] = frozenset()
    report: ReportColumns
    actions: tuple[ActionColumns, ...] = ()

    @model_validator(mode="after")
    def _one_time_per_action(self) -> Self:
        if len({(a.action, a.when) for a in self.actions}) < len(self.actions):
            raise ValueError("two actions share their name and their time column: keep one of them")
        return self

    def moment(self, text: str) -> datetime | None:
        """A time as the file writes it, its zone added; None where no format of the mapping reads it."""
        # a cell of Excel that is a date comes as ISO, however the others are written
        for form in (*self.times, "iso") if self.format == "xlsx" else self.times:
            try:
                time = _parse(text, form)
            except (ValueError, OverflowError, OSError):
                continue
            if time.tzinfo is None and self.timezone is not None:
                time = time.replace(tzinfo=ZoneInfo(self.timezone)).astimezone(UTC)
            return time
        return None


def _parse(text: str, form: str) -> datetime:
    if form == "iso":
        return datetime.fromisoformat(text)
    if form in {"unix", "unix_ms"}:
        seconds = float(text) / (1000 if form == "unix_ms" else 1)
        return datetime.fromtimestamp(seconds, tz=UTC)
    return datetime.strptime(text, form)  # noqa: DTZ007 - `moment` adds the zone of the mapping


def _shipped_files() -> list[Traversable]:
    folder = files("streams.channels") / "mappings"
    return sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)


def shipped() -> list[str]:
    """The names of the mappings that come with the program."""
    return [f.name.removesuffix(".yaml") for f in _shipped_files()]


def load_mapping(name_or_path: str | Path) -> ChannelMapping:
    """A shipped mapping by its name, or your own by its path. Raises MappingError."""
    found = [f for f in _shipped_files() if f.name == f"{name_or_path}.yaml"]
    source: Traversable = found[0] if found else Path(name_or_path)
    if not source.is_file():
        names = ", ".join(shipped())
        raise MappingError(f"no mapping {str(name_or_path)!r}: name one of {names}, or give the path of a YAML file")
    try:
        document = yaml.safe_load(source.read_text(encoding="utf-8"))
        return ChannelMapping.model_validate(document)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MappingError(f"{source.name} is not readable as YAML: {error}") from error
    except ValidationError as error:
        raise MappingError("\n".join(_lines(source.name, error))) from error


def _lines(name: str, error: ValidationError) -> list[str]:
    keys = [(".".join(str(part) for part in e["loc"]) or "the document", e["msg"]) for e in error.errors()]
    return [f"{name}: {key}: {message.removeprefix('Value error, ')}" for key, message in keys]
