"""What a policy's author is told besides what every reader demands: names that lead nowhere, or to two things."""

from collections.abc import Iterator, Sequence

from streams.domain.classify import plain
from streams.domain.lineage import lineage
from topics.action import ActionName
from topics.duty import Unit
from topics.mistakes import Loc, Mistake, doubled, unknown
from topics.policy import Class, Policy, Region

_Named = Iterator[tuple[Loc, str]]


def dangling(policy: Policy) -> Iterator[Mistake]:
    """Every mistake in what a policy's parts say of each other.

    Where no units are listed, they are somebody else's to know: then duties may name any.
    """
    for key, entries in (("classes", policy.classes), ("regions", policy.regions), ("units", policy.units)):
        yield from _trees(key, entries)
    yield from _levels(policy)
    yield from _hints("classes", policy.classes, "retired", "words")
    yield from _hints("regions", policy.regions, "retired")
    yield from unknown(_classes(policy), (c.code for c in policy.classes), "expected the code of a class")
    yield from unknown(_regions(policy), (r.code for r in policy.regions), "expected the code of a region")
    yield from doubled((("units", number, "name"), unit.name) for number, unit in enumerate(policy.units))
    if policy.units:
        yield from unknown(_units(policy), (u.code for u in policy.units), "expected the code of a unit")
        yield from _offices(policy)
    yield from unknown(_stopping(policy), ActionName, f"expected one of {', '.join(ActionName)}")
    for number, rule in enumerate(policy.limits):
        stages = enumerate(rule.stages)
        yield from doubled((("limits", number, "stages", at, "stage"), stage.stage) for at, stage in stages)
    reasons = enumerate(policy.handling.pause_reasons)
    yield from doubled((("handling", "pause_reasons", at), reason) for at, reason in reasons)


def _trees(key: str, entries: Sequence[Class | Region | Unit]) -> Iterator[Mistake]:
    parents = {entry.code: entry.parent for entry in entries}
    places = [(key, number, "parent") for number in range(len(entries))]
    above = [entry.parent for entry in entries]
    yield from unknown(zip(places, above, strict=True), parents, f"expected the code of one of the {key}")
    for place, entry in zip(places, entries, strict=True):
        if parents[lineage(parents, entry.code)[-1]] == entry.code:
            yield Mistake(place, f"{entry.code} stands under itself: name a parent above it")


def _levels(policy: Policy) -> Iterator[Mistake]:
    levels = {region.code: region.level for region in policy.regions}
    for number, region in enumerate(policy.regions):
        if region.level <= levels.get(region.parent, 0):
            lower = f"expected a level below that of {region.parent}, {levels[region.parent]}"
            yield Mistake(("regions", number, "level"), lower, str(region.level))


def _hints(key: str, entries: Sequence[Class | Region], *lists: str) -> Iterator[Mistake]:
    """Words and retired codes that mean another entry already. Places may share a word: the deepest is meant."""
    taken = {plain(entry.name): entry.code for entry in entries}
    taken |= {plain(entry.code): entry.code for entry in entries}
    for number, entry in enumerate(entries):
        for listed in lists:
            for at, hint in enumerate(getattr(entry, listed)):
                other = taken.setdefault(plain(hint), entry.code)
                if other != entry.code:
                    yield Mistake((key, number, listed, at), f"means {other} already: keep one", hint)


def _classes(policy: Policy) -> _Named:
    lists = [(("duties", number), duty.classes) for number, duty in enumerate(policy.duties)]
    lists += [(("limits", number), rule.classes) for number, rule in enumerate(policy.limits)]
    return (((*loc, "classes", at), code) for loc, codes in lists for at, code in enumerate(codes))


def _regions(policy: Policy) -> _Named:
    for number, duty in enumerate(policy.duties):
        yield from ((("duties", number, "regions", at), code) for at, code in enumerate(duty.regions))
    yield from ((("units", number, "region"), unit.region) for number, unit in enumerate(policy.units))


def _units(policy: Policy) -> _Named:
    for number, duty in enumerate(policy.duties):
        yield ("duties", number, "unit"), duty.unit
        yield from ((("duties", number, "assistants", at), unit) for at, unit in enumerate(duty.assistants))
    if policy.fallback:
        yield ("fallback", "unit"), policy.fallback.unit


def _offices(policy: Policy) -> Iterator[Mistake]:
    levels = {unit.level for unit in policy.units}
    for number, duty in enumerate(policy.duties):
        if duty.level and duty.level not in levels:
            yield Mistake(("duties", number, "level"), "expected a level that has units", str(duty.level))


def _stopping(policy: Policy) -> _Named:
    for number, rung in enumerate(policy.ladder):
        yield from ((("ladder", number, "stops_on", at), action) for at, action in enumerate(rung.stops_on))
