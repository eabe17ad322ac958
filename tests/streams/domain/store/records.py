"""Records of memory, usual and unusual."""

from datetime import timedelta

from hypothesis import strategies as st

from topics.case import Case, Clock
from topics.ids import case_id, digest
from topics.memory import Identity, Member, Stamp
from topics.model import EARLIEST, LATEST
from topics.reasons import MergeReason

SCOPE = "town"

_IDS = st.builds(digest, st.sampled_from("abcdefgh"))
_TEXTS = st.text(max_size=40)
_NAMES = st.one_of(
    _IDS, _IDS, _IDS, _TEXTS, st.sampled_from(["", "0" * 32, digest("a").upper(), digest("a")[:30] + " 1"])
)
_WORDS = st.one_of(st.sampled_from(["road", "water", "east", ""]), _TEXTS)
_SCOPES = st.sampled_from([SCOPE, SCOPE, SCOPE, "village"])
_USUAL_CASES = st.builds(case_id, st.just(SCOPE), _IDS, st.integers(0, 2))
_CASE_IDS = st.one_of(_USUAL_CASES, st.builds(case_id, _SCOPES, _NAMES, st.integers()), _TEXTS)
_COUNTS = st.one_of(st.integers(0, 9), st.integers())
_MOMENTS = st.integers(0, (LATEST - EARLIEST) // timedelta(milliseconds=1) - 1).map(
    lambda ms: EARLIEST + timedelta(milliseconds=ms)
)
_STAMPS = st.builds(Stamp, offset=_COUNTS, index=_COUNTS)
_CLOCKS = st.builds(
    Clock,
    clock=_WORDS,
    round=_COUNTS,
    start_at=_MOMENTS,
    due_at=_MOMENTS,
    done_at=st.none() | _MOMENTS,
    policy_version=_WORDS,
    why=st.builds("{} natural hours from {:%Y-%m-%d %H:%M}".format, st.integers(1, 99), _MOMENTS) | _TEXTS,
    fired=st.lists(_WORDS, max_size=3).map(tuple),
)

CASES = st.builds(
    Case,
    scope=_SCOPES,
    case_id=_CASE_IDS,
    stamp=_STAMPS,
    state=st.sampled_from(["open", "dispatched", "resolved"]),
    class_code=_WORDS,
    region=_WORDS,
    unit=_WORDS,
    opened_at=_MOMENTS,
    first_at=_MOMENTS,
    last_at=_MOMENTS,
    resolved_at=st.none() | _MOMENTS,
    policy_version=_WORDS,
    clock=_CLOCKS,
    reports=_COUNTS,
    people=_COUNTS,
    urges=_COUNTS,
)
MEMBERS = st.builds(
    Member,
    scope=_SCOPES,
    report_id=_NAMES,
    case_id=_CASE_IDS,
    stamp=_STAMPS,
    joined=_STAMPS,
    occurred_at=_MOMENTS,
    received_at=_MOMENTS,
    reporter=_NAMES,
    content=_NAMES,
    revision=_COUNTS,
    redeliveries=_COUNTS,
    reason=st.sampled_from(MergeReason),
    score=st.floats(allow_nan=False),
    matched=_NAMES,
    leader=st.booleans(),
    sketch=st.none(),
)
IDENTITIES = st.builds(
    Identity,
    scope=_SCOPES,
    stamp=_STAMPS,
    report_id=_NAMES,
    case_id=_CASE_IDS,
    content=_NAMES,
    revision=_COUNTS,
    redeliveries=_COUNTS,
    until=_MOMENTS,
)
