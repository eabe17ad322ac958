"""What decides the class of a report: its hint, its text, or a person."""

import pytest

from streams.domain.casebook import CaseBook
from streams.domain.classify import MILLION, Catalogue, Classified
from tests.fakes.matcher import TwinMatcher
from tests.streams.domain.classifying.small import LABELS, classifier
from tests.streams.domain.stories import HOUR, START, TOWN, Town, change, policy, report, restored
from topics.policy import Class, ClassByText, Policy

MODELS = {"small": classifier(), "foreign": classifier(("x", "y", "z"))}


def under(model: str = "small", accept_at: float = 0.8) -> Policy:
    return policy().model_copy(update={"classify": ClassByText(model=model, accept_at=accept_at)})


def decided(title: str, wanted: Policy, category: str = "?") -> Classified:
    return Catalogue(wanted, MODELS).classify(report("a", "", title=title, category=category))


@pytest.mark.feature("reports.classify-place", "reports.confidence")
def test_a_hint_that_means_a_class_wins_over_the_text() -> None:
    assert decided("pothole", under(), category="其他") == Classified("other", "hint", 1.0)


def test_a_retired_code_means_the_class_that_replaced_it() -> None:
    classes = (Class(code="other", name="r1"), Class(code="road", name="道路", words=("R2",), retired=("r1", "r2")))
    wanted = under().model_copy(update={"classes": (*classes, Class(code="r2", name="桥"))})
    assert [decided("", wanted, category=code).code for code in ("R1 ", "r2")] == ["road", "r2"]


@pytest.mark.feature("reports.confidence")
def test_without_one_the_text_decides_where_it_is_sure_enough() -> None:
    found = decided("pothole", under())
    assert found[:2] == ("road", "text")
    assert 0.9 < found.confidence < 0.96
    exactly, above = (decided("pothole", under(accept_at=found.confidence + more)) for more in (0, 1 / MILLION))
    assert exactly == found
    assert above == Classified("other", "fallback", found.confidence, "road")


@pytest.mark.parametrize(("model", "title"), [("small", "lamp"), ("foreign", "pothole"), ("small", "?"), ("small", "")])
def test_a_label_or_word_that_nobody_knows_decides_nothing(model: str, title: str) -> None:
    assert "lamp" in LABELS
    assert decided(title, under(model)) == Classified("other", "fallback", 0.0)


def test_a_policy_without_a_model_leaves_the_text_alone() -> None:
    assert decided("pothole", policy()) == Classified("other", "fallback", 0.0)


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match=r"wants the model absent: .* that has it"):
        Catalogue(under("absent"), MODELS)


def town() -> Town:
    told = Town(change())
    told.book = CaseBook(TOWN, TwinMatcher(), MODELS)
    told.tell(change(under()))
    return told


@pytest.mark.feature("reports.confidence")
def test_the_decision_is_recorded_and_the_case_has_the_class() -> None:
    told = town()
    told.tell(report("a", title="pothole", category=""), report("b", "lamp pothole", category="?"))
    sure, unsure = told.report("a"), told.report("b")
    assert (sure.class_code, sure.class_by, sure.class_proposed, told.case("a").class_code) == (
        "road",
        "text",
        "",
        "road",
    )
    assert (unsure.class_code, unsure.class_by, unsure.class_proposed) == ("other", "fallback", "road")
    assert 0 < unsure.class_confidence < 0.8 <= sure.class_confidence < 1
    assert told.case("a").due_at == START + 24 * HOUR


def test_what_comes_again_is_decided_the_same_way_and_a_new_text_anew() -> None:
    told = town()
    first = report("a", title="pothole", category="")
    told.tell(first)
    before = told.report("a")
    told.tell(first)
    assert told.report("a") == before.model_copy(update={"redeliveries": 1, "version": before.version + 1})
    told.tell(report("a", title="no idea", category=""))
    assert (told.report("a").class_by, told.case("a").class_code) == ("fallback", "road")


@pytest.mark.parametrize("cut", [1, 3])
def test_a_restart_in_the_middle_changes_no_decision(cut: int) -> None:
    told = town()
    reports = [report(f"r{n}", title=title, category="") for n, title in enumerate(("pothole", "?", "lamp pothole"))]
    told.tell(*reports[:cut])
    told.book = restored(CaseBook(TOWN, TwinMatcher(), MODELS), told.tables.memory.values())
    told.tell(*reports[cut:], *reports)
    assert [told.report(f"r{n}").class_by for n in range(3)] == ["text", "fallback", "fallback"]
    assert [told.report(f"r{n}").class_proposed for n in range(3)] == ["", "", "road"]
