"""Ids are derived, never random: the same log gives the same ids."""

import xxhash

_GAP = "\x1f"


def digest(*parts: str) -> str:
    """128 bits over the parts, as 32 hexadecimal digits."""
    return xxhash.xxh3_128_hexdigest(_GAP.join(parts).encode())


def report_id(channel: str, channel_ref: str) -> str:
    """One report is one (channel, channel_ref)."""
    return digest(channel, channel_ref)


def case_id(scope: str, first_report: str, detachment: int) -> str:
    """A case is named by its scope, its first report and how often that report was detached."""
    return f"{scope}:{first_report}:{detachment}"


def scope_of_case(case: str) -> str:
    """The scope that a case id begins with; the empty string where it has none."""
    return case.partition(":")[0] if ":" in case else ""


def first_report_of(case: str) -> str:
    """The report that a case id names; the empty string where it names none."""
    return case.partition(":")[2].rpartition(":")[0]


def rung_id(case: str, clock: str, rung: str, round_: int, policy: str, firing: int) -> str:
    """One rung fires once per case, clock, round, policy version and firing number."""
    return digest(case, clock, rung, str(round_), policy, str(firing))
