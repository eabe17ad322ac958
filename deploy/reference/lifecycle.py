"""The page of the life cycle: a drawing and a table, both made from the table that the rules go by."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import get_args

from sinks.console.handling import HANDLING
from streams.domain.handling.lifecycle import TABLE, Step
from topics.action import ActionName
from topics.rows import UNRESOLVED, CaseState

_HEAD = """# Life cycle 事件的生命周期

Made by `jiesu docs` from the one table that the rules go by, `streams/domain/handling/lifecycle.py`. What it does not
allow is refused: a row of `transitions` with `accepted` false and the reason.
由 `jiesu docs` 按规则所用的那张表生成;表中没有的处置会被拒绝,并连同原因记入 `transitions`。

```mermaid
stateDiagram-v2
"""
_TABLE = """```

Actions that leave the state as it is stand in the table alone. 不改变状态的处置只列在表中。

| action 处置 | from 可在何状态 | to 之后 |
|---|---|---|
"""
_SAME = "(the same 不变)"


def lifecycle_page(table: Mapping[ActionName, Step] = TABLE) -> str:
    """Markdown."""
    lines = [_HEAD.rstrip("\n"), *_drawing(table), _TABLE.rstrip("\n")]
    return "\n".join([*lines, *(_row(action, step) for action, step in table.items())]) + "\n"


def _drawing(table: Mapping[ActionName, Step]) -> Iterator[str]:
    """Mermaid: every state with its name, and one arrow from state to state with all actions that lead there."""
    yield '    state "未办结 unresolved" as unresolved {'
    yield from (f"    {_stated(state)}" for state in UNRESOLVED)
    yield "        [*] --> open"
    yield "    }"
    yield from map(_stated, ("resolved", "closed", "merged"))
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for step in (step for step in table.values() if step.to_state):
        for state in _sources(step):
            arrows[state, str(step.to_state)].append(f"{step.zh} {step.en}")
    yield from (f"    {state} --> {after}: {'<br>'.join(names)}" for (state, after), names in arrows.items())


def _stated(state: str) -> str:
    return f'    state "{"<br>".join(HANDLING[f"state_{state}"])}" as {state}'


def _sources(step: Step) -> list[str]:
    """Where its arrows begin: of all unresolved states one does."""
    states = _ordered(step)
    whole = step.from_states >= set(UNRESOLVED)
    return ["unresolved", *(state for state in states if state not in UNRESOLVED)] if whole else states


def _ordered(step: Step) -> list[str]:
    """The states in which an action is allowed, in the order in which a case goes through them."""
    return [state for state in get_args(CaseState) if state in step.from_states]


def _row(action: ActionName, step: Step) -> str:
    states = _ordered(step)
    allowed = "any 任何状态" if len(states) == len(get_args(CaseState)) else ", ".join(map(_name, states))
    return f"| `{action}` {step.zh}, {step.en} | {allowed} | {_name(step.to_state) if step.to_state else _SAME} |"


def _name(state: str) -> str:
    return f"`{state}` {HANDLING[f'state_{state}'][0]}"
