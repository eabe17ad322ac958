"""What is installed from nothing is what stands in requirements.lock: whole, and all of it."""

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPO = Path(__file__).parents[2]
LINES = (REPO / "requirements.lock").read_text(encoding="utf-8").splitlines()
BENCH_LINES = (REPO / "requirements-bench.lock").read_text(encoding="utf-8").splitlines()


def pinned(lines: list[str]) -> dict[str, str]:
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


PINS, BENCH_PINS = pinned(LINES), pinned(BENCH_LINES)


def wanted() -> list[Requirement]:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    said = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    built = [project["build-system"]["requires"]]
    return [Requirement(one) for some in (*said, *built) for one in some]


def lacking(some: list[Requirement], pins: dict[str, str]) -> list[str]:
    return [str(one) for one in some if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))]


def test_every_line_is_a_pin_of_its_own() -> None:
    lines = [*LINES, *BENCH_LINES]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []
    assert len(PINS | BENCH_PINS) == len(lines)


def test_what_the_project_needs_is_pinned_and_fits() -> None:
    assert lacking(wanted(), PINS | BENCH_PINS) == []


def test_what_the_pins_need_is_pinned_and_fits() -> None:
    needs = [(Requirement(one), name) for name in PINS for one in requires(name) or ()]
    here = [one for one, _ in needs if one.marker is None or one.marker.evaluate({"extra": ""})]
    assert len(here) > 50
    assert lacking(here, PINS) == []
