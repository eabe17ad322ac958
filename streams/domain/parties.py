"""What an action names besides its target: a second case, or some reports of the case."""

from typing import NamedTuple

from streams.domain.cleaning import clean
from streams.domain.doors import quoted
from topics import ids
from topics.action import NO_DETAILS, ActionName, Details
from topics.errors import BadMessage
from topics.raw import ActionFields
from topics.reasons import Reason

_MOST_REPORTS = 1_000
_TWO_CASES = frozenset({ActionName.MERGE, ActionName.KEEP_APART, ActionName.DUPLICATE_OF})


class Parties(NamedTuple):
    """The id of the second case ('' for none), those of the reports, and what else is said."""

    other_case: str
    reports: tuple[str, ...]
    details: Details


def parties(raw: ActionFields, scope: str) -> Parties:
    """What an action that is known, on a case of this scope, names. Raises BadMessage where it names too little."""
    if raw.action in _TWO_CASES and not raw.other_case_id:
        raise BadMessage(Reason.MISSING_FIELD, f"{raw.action} concerns two cases: name the second in other_case_id.")
    if raw.action == ActionName.SPLIT and not raw.reports:
        sentence = "split takes reports out of a case: name them in reports, each as CHANNEL/REFERENCE."
        raise BadMessage(Reason.MISSING_FIELD, sentence)
    if raw.action == ActionName.REROOT and raw.case_id:
        sentence = "reroot makes a report the one that its case goes by: name it by channel and channel_ref."
        raise BadMessage(Reason.NO_TARGET, sentence)
    if raw.other_case_id and ids.scope_of_case(raw.other_case_id) != scope:
        sentence = f"other_case_id {quoted(raw.other_case_id)} is not of the scope {scope}: no merge crosses scopes."
        raise BadMessage(Reason.WRONG_SCOPE, sentence)
    if len(raw.reports) > _MOST_REPORTS:
        sentence = f"reports names {len(raw.reports):,} of them, more than {_MOST_REPORTS:,}: split in several steps."
        raise BadMessage(Reason.TOO_LONG, sentence)
    return Parties(raw.other_case_id, tuple(map(_report, raw.reports)), _details(raw))


def _details(raw: ActionFields) -> Details:
    by = raw.extend_by
    said = Details(
        reason=clean(raw.reason),
        amount=by.amount if by else 0.0,
        amount_unit=by.unit.value if by else "",
        rating=raw.rating or 0,
        stage=clean(raw.stage),
        class_code=clean(raw.class_code),
        region=clean(raw.region),
        urgency=raw.urgency.value if raw.urgency else "",
    )
    return NO_DETAILS if said == NO_DETAILS else said


def _report(name: str) -> str:
    channel, _, channel_ref = name.partition("/")
    if not channel or not channel_ref:
        sentence = f"reports names {quoted(name)}: write each as CHANNEL/REFERENCE."
        raise BadMessage(Reason.INVALID, sentence)
    return ids.report_id(channel, channel_ref)
