"""What is in a policy, counted; and what is allowed, but seldom meant."""

from collections import Counter
from collections.abc import Iterator

from streams.domain.duties import Duties
from streams.domain.lineage import lineage
from topics.deadline import ClockName
from topics.policy import Class, Policy

_SHOWN = 5


def leaves(policy: Policy) -> list[Class]:
    """The classes that nothing stands under."""
    above = {entry.parent for entry in policy.classes}
    return [entry for entry in policy.classes if entry.code not in above]


def counts(policy: Policy) -> Iterator[tuple[str, str]]:
    """What is counted, in Chinese and English, and how many there are."""
    yield "类别 classes", f"{len(policy.classes):,}, {len(leaves(policy)):,} 末级 leaves"
    yield "区域 regions, 1-4", _by_level([region.level for region in policy.regions])
    yield "单位 units, 1-4", _by_level([unit.level for unit in policy.units])
    yield "职责 duties", str(len(policy.duties))
    yield "时限 limits", str(len(policy.limits))
    yield "提醒催办 rungs", str(len(policy.ladder))
    yield "范围 scopes", ", ".join(f"{scope.scope} ({', '.join(scope.channels)})" for scope in policy.scopes)


def warnings(policy: Policy) -> Iterator[str]:
    """Sentences on what is likely an oversight."""
    if policy.duties and (nobodys := _ownerless(policy)):
        shown = ", ".join(f"{code} ({region})" if region else code for code, region in nobodys[:_SHOWN])
        yield f"nobody is in charge of {len(nobodys):,} leaves everywhere, such as {shown}: add a duty"
    limited = {ClockName.RESOLVE, *(rule.clock for rule in policy.limits)}
    climbed = {rung.clock for rung in policy.ladder}
    for clock in ClockName:
        if clock in limited - climbed:
            yield f"nobody hears of a late {clock}: add a rung of that clock to the ladder"
        if clock in climbed - limited:
            yield f"no case has a {clock} clock, so its rungs never go out: add a limit, or take them away"


def _by_level(levels: list[int]) -> str:
    there = Counter(levels)
    return "+".join(str(there[level]) for level in range(1, 5)) if there else "0"


def _ownerless(policy: Policy) -> list[tuple[str, str]]:
    """Leaves with the first region where nobody is in charge. Leaves that no duty tells apart are asked about once."""
    duties = Duties(policy)
    parents = {entry.code: entry.parent for entry in policy.classes}
    named = {code for duty in policy.duties for code in duty.classes}
    above = {region.parent for region in policy.regions}
    places = [region.code for region in policy.regions if region.code not in above] or [""]
    gaps: dict[str, str | None] = {}
    found = []
    for leaf in leaves(policy):
        nearest = next((code for code in lineage(parents, leaf.code) if code in named), "")
        if nearest not in gaps:
            gaps[nearest] = next((place for place in places if not duties.owner(nearest, place)), None)
        if (gap := gaps[nearest]) is not None:
            found.append((leaf.code, gap))
    return found
