"""What a policy change does: it comes into force, or waits for its day."""

from streams.domain.state import State
from topics.inbox import PolicyChange
from topics.memory import PolicyHeld


def publish(state: State, published: PolicyChange) -> None:
    """Fold one policy change. The first is in force at once; a later one from the tick that reaches its day."""
    change = state.shelf.news(published)
    if change is None:
        return
    held = PolicyHeld(scope=state.scope, stamp=state.draft.stamp(), change=change)
    if state.shelf.started and change.policy.effective_from > state.now:
        state.keep(held.altered(pending=True))
    else:
        _supersede(state, held)


def take_force(state: State, held: PolicyHeld) -> None:
    """The day of a pending policy has come."""
    _supersede(state, state.altered(held, pending=False))


def _supersede(state: State, held: PolicyHeld) -> None:
    before = state.shelf.in_force.version if state.shelf.started else None
    state.keep(held)
    if before is not None:
        state.forget_policy(before)
