"""The books must balance: every message sent is in the tables once, and the tables agree with each other."""

from collections import Counter
from collections.abc import Iterator

from deploy.demo.audit.found import Found
from deploy.demo.audit.known import Known
from deploy.demo.audit.lines import Line, same
from topics.deadline import Rung
from topics.policy import Policy
from topics.reasons import ActionReason

_ACTION = frozenset(ActionReason)
_JOINED = frozenset({"open", "join", "urge"})
_DONE = frozenset({"dispatch", "sign", "contact", "resolve", "reopen"})
_BEGINS = frozenset({"open", "reopen"})


def messages(known: Known, found: Found) -> Iterator[Line]:
    """Sent = reports + redeliveries + revisions + dead letters; actions = accepted + refused + dead letters."""
    names = {one.report: f"{one.channel}/{one.ref}" for one in known.sent}
    ours = [row for row in found.reports if row["channel"] in known.channels]
    again = Counter({row["report_id"]: row["redeliveries"] for row in ours})
    changed = Counter({row["report_id"]: row["revision"] - 1 for row in ours})
    dead = _dead(known, found)
    sent = len(known.of("report", "redelivery", "revision", "broken"))
    kept = len(ours) + again.total() + changed.total() + dead["reports.raw"]
    yield Line("已发送 messages of reports sent", f"{sent:,}", f"{kept:,}", sent == kept)
    yield same("诉求 reports", known.received(), (row["report_id"] for row in ours), lambda one: names.get(one, one))
    yield same("重复投递 redeliveries", known.tally("redelivery").elements(), again.elements(), names.__getitem__)
    yield same("补充 revisions", known.tally("revision").elements(), changed.elements(), names.__getitem__)
    yield _number("诉求死信 dead letters of reports", len(known.of("broken")), dead["reports.raw"])
    yield from _actions(known, found, dead["actions.raw"])


def _actions(known: Known, found: Found, dead: int) -> Iterator[Line]:
    done = [row for row in found.outcomes() if row["action"] in _DONE and row["first_reason"] in _ACTION]
    ours = [row for row in done if row["report_id"] in known.problems]
    accepted = sum(row["accepted"] for row in ours)
    sent = len(known.of("action", "garbled"))
    kept = f"{accepted:,} + {len(ours) - accepted:,} + {dead:,}"
    yield Line("动作 actions = 受理 accepted + 拒绝 refused + 死信 dead", f"{sent:,}", kept, sent == len(ours) + dead)
    told = ((one.report, one.action, one.at) for one in known.of("action"))
    yield same("动作逐条 each action", told, ((row["report_id"], row["action"], row["at"]) for row in ours))
    yield _number("动作死信 dead letters of actions", len(known.of("garbled")), dead)


def tables(found: Found, policy: Policy) -> Iterator[Line]:
    """Reports = members, each in exactly one case; every other table agrees with those."""
    reports = [row["report_id"] for row in found.reports]
    members = (row["report_id"] for row in found.members)
    yield same("成员 members: 每诉求恰在一案 each in one case", reports, members)
    sizes = Counter({row["case_id"]: row["reports"] for row in found.cases})
    yield same("事件的诉求数 reports of the cases", (row["case_id"] for row in found.members), sizes.elements())
    came = (row["report_id"] for row in found.transitions if row["action"] in _JOINED)
    yield same("入案流转 transitions of joining", reports, came)
    begun = (row["case_id"] for row in found.outcomes() if row["action"] in _BEGINS and row["accepted"])
    rounds = Counter({row["case_id"]: row["round"] for row in found.cases})
    yield same("轮次 rounds of the cases", rounds.elements(), begun)
    letters = {rung.rung: _letter(rung) for rung in policy.ladder}
    fired = ((row["case_id"], letters[row["rung"]]) for row in found.escalations)
    of_rungs = ((row["case_id"], row["notice"]) for row in found.notices if row["notice"] in set(letters.values()))
    yield same("告知 notices", fired, of_rungs)
    withdrawn = Counter(row["case_id"] for row in found.escalations if row["retracted_at"])
    corrected = Counter(row["case_id"] for row in found.notices if row["notice"] == "retracted")
    yield same("更正 corrections", withdrawn.elements(), (withdrawn & corrected).elements())  # one may fire again


def _letter(rung: Rung) -> str:
    """A reminder before due, then urging, then supervision."""
    return "remind" if rung.before else "supervise" if rung.after else "urge"


def revisions(found: Found) -> Line:
    """Every revision has its transition; true as long as no case has left the stream's memory."""
    changed = Counter({row["report_id"]: row["revision"] - 1 for row in found.reports})
    told = (row["report_id"] for row in found.transitions if row["action"] == "revise")
    return same("补充流转 transitions of revision", changed.elements(), told)


def _dead(known: Known, found: Found) -> Counter[str]:
    """Dead letters of the simulator's own messages, by topic: their excerpts name its channels."""
    marks = [f'"channel":"{channel}"' for channel in known.channels]
    ours = (row for row in found.dead_letters if any(mark in row["excerpt"] for mark in marks))
    return Counter(row["source_topic"] for row in ours)


def _number(name: str, expected: int, found: int) -> Line:
    return Line(name, f"{expected:,}", f"{found:,}", expected == found)
