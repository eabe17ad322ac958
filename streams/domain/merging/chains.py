"""Members of one citizen, or of one cell of the ground: chains by hash; kernels.

Those of other keys may stand in the same chain: whoever follows one compares.
"""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Table, part, signed, unsigned

CITIZENS, GROUND = 0, 1
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
        members[slot].chained[which] = heads[head, which]
        heads[head, which] = slot + 1


@part
def unchain(members: Table, heads: Heads, which: int, key: int, slot: int) -> None:
    """Take a member out of the chain of its key."""
    if not key:
        return
    head, after = chain_of(key), members[slot].chained[which]
    before = heads[head, which]
    if before == slot + 1:
        heads[head, which] = after
        return
    while members[before - 1].chained[which] != slot + 1:
        before = members[before - 1].chained[which]
    members[before - 1].chained[which] = after
