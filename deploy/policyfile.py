"""A policy as people write it: YAML documents of one folder, with holidays by country."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import holidays
from pydantic import AfterValidator, Field, ValidationError, model_validator

from deploy.compact import flattened
from deploy.errors import SetupError
from deploy.marked import Marked, read_folder
from deploy.references import dangling
from streams.domain.classifying.names import shipped_names
from topics.mistakes import refuse
from topics.model import Ref
from topics.policy import ClassByText, Policy
from topics.working_time import Calendar

NO_COUNTRY = "none"
_SHOWN = 60


def _known_country(name: str) -> str:
    if name != NO_COUNTRY:
        try:
            _holidays(name, [2025])
        except (NotImplementedError, KeyError) as error:
            raise ValueError(f"{name!r} is unknown: write a code as in CN or US-MA, or {NO_COUNTRY}") from error
    return name


class CalendarDocument(Calendar):
    """The calendar with holidays by country: `years` are the first and the last; own dates win over the country's."""

    country: Annotated[str, AfterValidator(_known_country)] = NO_COUNTRY
    years: tuple[Annotated[int, Field(ge=1990, le=2100)], Annotated[int, Field(ge=1990, le=2100)]] = (2010, 2030)

    def expanded(self) -> Calendar:
        """The calendar with every exception as a date."""
        public = _public(self.country, range(self.years[0], self.years[1] + 1))
        plain = self.model_dump(include=set(Calendar.model_fields))
        return Calendar.model_validate(
            {
                **plain,
                "days_off": (public.off - self.days_on) | self.days_off,
                "days_on": (public.on - self.days_off) | self.days_on,
            }
        )


def _known_model(name: str) -> str:
    if name not in shipped_names():
        raise ValueError(f"{name!r} is no model of this version: write one of {', '.join(shipped_names())}")
    return name


class ClassByTextDocument(ClassByText):
    """Classifying by text, by a model that is there."""

    model: Annotated[Ref, AfterValidator(_known_model)]


class PolicyDocument(Policy):
    """A policy whose calendar is not yet expanded."""

    calendar: CalendarDocument
    classify: ClassByTextDocument | None = None

    @model_validator(mode="after")
    def _referring(self) -> "PolicyDocument":
        refuse("Policy", dangling(self))
        return self


class _Public(NamedTuple):
    off: frozenset[date]
    on: frozenset[date]


def load_policy(folder: Path) -> Policy:
    """The policy of a folder. Raises SetupError that names file, line, key, and what was expected."""
    marked = flattened(read_folder(folder))
    try:
        document = PolicyDocument.model_validate(marked.values)
    except ValidationError as error:
        raise SetupError("\n".join(_sentences(marked, error))) from error
    classify = document.classify and ClassByText(**dict(document.classify))
    return Policy.model_validate({**dict(document), "calendar": document.calendar.expanded(), "classify": classify})


def _public(country: str, years: Iterable[int]) -> _Public:
    """Public holidays, and the weekend days worked in their place (调休)."""
    if country == NO_COUNTRY:
        return _Public(frozenset(), frozenset())
    wanted = set(years)
    found = _holidays(country, wanted)
    worked = frozenset(day for day in found.weekend_workdays if day.year in wanted)
    return _Public(frozenset(found) - worked, worked)


def _holidays(country: str, years: Iterable[int]) -> Any:
    code, _, part = country.partition("-")
    return holidays.country_holidays(code, subdiv=part or None, years=years)


def _sentences(marked: Marked, error: ValidationError) -> list[str]:
    return [_sentence(marked, found["loc"], found["msg"], found["input"]) for found in error.errors()]


def _sentence(marked: Marked, loc: tuple[str | int, ...], expected: str, given: object) -> str:
    mark, path = marked.find(loc)
    key = ".".join(str(step) for step in (path or loc)) or "policy"
    missing = f" ({loc[-1]})" if loc and path and isinstance(loc[-1], str) and path[-1] != loc[-1] else ""
    value = f", not {str(given)[:_SHOWN]!r}" if isinstance(given, str) else ""
    return f"{mark}: {key}{missing}: {expected.removeprefix('Value error, ')}{value}"
