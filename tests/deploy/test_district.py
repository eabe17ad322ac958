"""The sample policy of a Chinese district: that it has all that such a district needs."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from deploy.policyfile import load_policy
from streams.domain.classify import Catalogue
from streams.domain.duties import Assigned, Duties
from streams.domain.limits import Limits, kept
from streams.domain.lineage import lineage
from topics.deadline import ClockName, Urgency
from topics.policy import Class, Policy
from topics.working_time import Limit, LimitUnit, Start

FOLDER = Path(__file__).parents[2] / "deploy" / "policies" / "district"
NORMAL, URGENT, CRITICAL = Urgency
SUPPLIERS = {"供水调度系统", "供电抢修系统", "燃气抢险系统", "公安110"}


@cache
def district() -> Policy:
    return load_policy(FOLDER)


def leaves() -> list[Class]:
    above = {entry.parent for entry in district().classes}
    return [entry for entry in district().classes if entry.code not in above]


def called(name: str) -> str:
    return next(entry.code for entry in district().classes if entry.name == name)


@pytest.mark.feature("pingshan.catalogue")
def test_a_four_level_catalogue_of_more_than_a_thousand_leaves() -> None:
    parents = {entry.code: entry.parent for entry in district().classes}
    depths = Counter(len(lineage(parents, leaf.code)) for leaf in leaves())
    assert depths == {4: 1269, 1: 1}
    names = [entry.name for entry in leaves()]
    assert len(set(names)) == len(names)
    assert {"机动车道坑洼", "路灯不亮", "停水未告知", "工程工人工资被拖欠"} <= {*names}


def test_what_a_child_has_of_its_parents() -> None:
    critical = [leaf for leaf in leaves() if leaf.urgency is CRITICAL]
    assert {leaf.code[:2] for leaf in critical} == {called("突发险情")}
    assert called("泥头车超速")[:-2] == called("泥头车")


def test_one_district_six_streets_their_communities_and_grids() -> None:
    assert Counter(region.level for region in district().regions) == {1: 1, 2: 6, 3: 28, 4: 112}


@pytest.mark.feature("pingshan.dispatch")
def test_one_centre_six_streets_23_departments_and_the_others() -> None:
    units = district().units
    assert Counter(unit.level for unit in units) == {1: 1 + 23 + 4, 2: 6, 3: 28, 4: 112}
    assert len([unit for unit in units if unit.level == 1 and unit.parent == "zhihui"]) == 23
    assert {unit.system for unit in units} > SUPPLIERS


@pytest.mark.feature("pingshan.dispatch")
def test_every_leaf_has_an_owner_in_every_community() -> None:
    duties, communities = Duties(district()), [region.code for region in district().regions if region.level == 3]
    owners = {owner for leaf in leaves() for place in communities if (owner := duties.owner(leaf.code, place))}
    assert all(duties.owner(leaf.code, place) for leaf in leaves() for place in communities)
    assert all(duties.known(unit) for owner in owners for unit in (owner.unit, *owner.assistants))


@pytest.mark.parametrize(
    ("leaf", "region", "owner"),
    [
        ("暴露垃圾成堆未清", "ch030204", Assigned("sq0302", ("chengguan",))),
        ("工业废气粉尘", "ch010101", Assigned("huanbao", ())),
        ("工业废气粉尘", "ch060101", Assigned("jd06", ("huanbao",))),
        ("突然停水", "unknown", Assigned("gongshui", ("shuiwu",))),
    ],
)
def test_owners(leaf: str, region: str, owner: Assigned) -> None:
    assert Duties(district()).owner(called(leaf), region) == owner


@pytest.mark.feature("chancheng.duty-list")
def test_who_may_close_what() -> None:
    duties, rubbish, smoke = Duties(district()), called("暴露垃圾成堆未清"), called("工业废气粉尘")
    assert [duties.may_close("sq0302", code, "ch0302") for code in (rubbish, smoke)] == [True, False]


@pytest.mark.parametrize(
    ("clock", "leaf", "urgency", "limit"),
    [
        ("sign", "路灯不亮", NORMAL, "30 working_minutes"),
        ("sign", "燃气管道被挖断", CRITICAL, "10 natural_minutes"),
        ("contact", "路灯不亮", NORMAL, "24 natural_hours"),
        ("contact", "购房政策咨询", NORMAL, "1 working_days"),
        ("return", "路灯不亮", NORMAL, "1 working_days"),
        ("resolve", "暴露垃圾成堆未清", NORMAL, "4 working_hours"),
        ("resolve", "燃气管道被挖断", CRITICAL, "2 natural_hours"),
        ("resolve", "突然停水", URGENT, "24 natural_hours"),
        ("resolve", "公交线路绕行", NORMAL, "5 weekdays"),
        ("resolve", "施工噪声夜间扰民", NORMAL, "1 working_days"),
        ("resolve", "旅行社强制购物", NORMAL, "5 natural_days"),
    ],
)
def test_limits_of_each_kind(clock: str, leaf: str, urgency: Urgency, limit: str) -> None:
    rule = Limits(district()).rule(ClockName(clock), called(leaf), urgency)
    assert rule
    assert f"{kept(rule).amount:g} {kept(rule).unit}" == limit


@pytest.mark.feature("pingshan.compressed")
def test_staged_compressed_and_next_day_limits() -> None:
    limits, days, hours = Limits(district()), LimitUnit.WORKING_DAYS, LimitUnit.WORKING_HOURS
    built = limits.rule(ClockName.RESOLVE, called("楼顶加建在建"), NORMAL)
    assert built
    assert [stage.limit for stage in built.stages] == [
        Limit(amount=4, unit=hours),
        Limit(amount=7, unit=days),
        Limit(amount=20, unit=days),
    ]
    compressed = {rule.compress for rule in district().limits}
    assert (min(compressed), 1 / 3 in compressed) == (1 / 20, True)
    assert {rule.limit.starts for rule in district().limits} == {*Start}
    assert {rule.limit.unit for rule in district().limits} == {*LimitUnit}


def test_a_ladder_for_each_clock_before_at_and_after_due() -> None:
    ladder = district().ladder
    assert {rung.clock for rung in ladder} == {*ClockName}
    assert {rung.audience for rung in ladder} == {"unit", "leader", "supervisor"}
    resolve = [rung for rung in ladder if rung.clock is ClockName.RESOLVE]
    assert [(bool(r.before), bool(r.after), r.repeats) for r in resolve[1:4]] == [
        (True, False, 0),
        (False, False, 3),
        (False, True, 2),
    ]
    assert any(rung.loud for rung in ladder)


def test_labels_of_the_classifier_mean_trades() -> None:
    catalogue = Catalogue(district().model_copy(update={"classify": None}), {})
    labels = "城乡建设", "劳动和社会保障", "教育文体", "商贸旅游", "环境保护", "交通运输", "卫生计生"
    assert [catalogue.known(label) for label in labels] == ["09", "17", "15", "13", "08", "05", "16"]
    assert catalogue.known("c10") == "09"


def test_it_is_far_below_the_size_of_a_message() -> None:
    assert len(district().model_dump_json().encode()) < 1_000_000
