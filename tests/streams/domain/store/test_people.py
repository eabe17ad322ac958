"""Everybody who is known to have reported a case, and nobody else."""

import pytest

from streams.domain.store.cases import Cases
from streams.domain.store.members import Members
from streams.domain.store.people import People
from tests.streams.domain.store.records import SCOPE
from tests.streams.domain.store.test_store import MEMBER, no_sketch
from tests.streams.domain.stories import cid, rid
from topics.ids import digest


@pytest.mark.parametrize("reports", [1, 5, 63, 64, 65, 200])
def test_everybody_known_and_nobody_twice(reports: int) -> None:
    cases = Cases(SCOPE)
    members = Members(SCOPE, cases, no_sketch)
    people = People(members)
    for case in ("a", "b"):
        for number in range(reports):
            name = rid(f"{case}{number}")
            reporter = digest(case, str(number // 2)) if number % 3 else ""
            slot = members.put(MEMBER.altered(report_id=name, case_id=cid(case), reporter=reporter))
            members.link(slot)
            people.joined(members.case(slot), reporter)
            known = {digest(case, str(earlier // 2)) for earlier in range(number + 1) if earlier % 3}
            assert people.of(cases.number(cid(case))) == known


def test_a_case_in_the_row_of_another_begins_with_nobody() -> None:
    cases = Cases(SCOPE)
    members = Members(SCOPE, cases, no_sketch)
    people = People(members)
    for number in range(100):
        members.link(members.put(MEMBER.altered(report_id=rid(str(number)))))
    case = cases.number(MEMBER.case_id)
    assert people.of(case) == {MEMBER.reporter}
    for slot in list(members.of(case)):
        members.drop(slot)
    people.forget(case)
    cases.drop(case)
    assert cases.allot(cid("b")) == case
    assert people.of(case) == set()
