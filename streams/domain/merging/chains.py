"""Members that one citizen sent, in the same words or in any, or in one cell of the ground: chains by hash; kernels.

Those of other keys may stand in the same chain: whoever follows one compares.
"""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Table, part, signed, unsigned

SAYINGS, GROUND, CITIZENS = 0, 1, 2
EVERY = (SAYINGS, GROUND, CITIZENS)
CHAINS = 1 << 20
_SPREAD, _SHIFT = unsigned(0x9E3779B97F4A7C15), unsigned(44)
Heads = NDArray[np.int32]


@part
def chain_of(key: int) -> int:
    """The chain that has a key."""
    return signed(key * _SPREAD >> _SHIFT)


@part
def chain(members: Table, heads: Heads, which: int, key: int, slot: int) -> None:
    """Put a member first into the chain of its key; nothing happens for the key 0."""
    if key:
        head = chain_of(key)
        first = heads[head, which]
        members[slot].chained[which], members[slot].back[which] = first, 0
        if first:
            members[first - 1].back[which] = slot + 1
        heads[head, which] = slot + 1


@part
def unchain(members: Table, heads: Heads, which: int, key: int, slot: int) -> None:
    """Take a member out of the chain of its key, however long that is."""
    if not key:
        return
    after, before = members[slot].chained[which], members[slot].back[which]
    if after:
        members[after - 1].back[which] = before
    if before:
        members[before - 1].chained[which] = after
    else:
        heads[chain_of(key), which] = after
