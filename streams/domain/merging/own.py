"""What the same citizen has sent before: looked at however little the words have in common; kernels."""

from streams.domain.merging.candidates import Bounds, Slots, eligible
from streams.domain.merging.chains import CITIZENS, Heads, chain_of
from streams.domain.merging.kernel import Table, Words, among, part
from streams.domain.merging.packed import moment, pair

OWN = 4  # so many members are looked at
FOLLOWED = 64  # so many links of the chain, whoever they belong to: some citizens send thousands


@part
def add_own(
    members: Table, cases: Table, words: Words, heads: Heads, asked: Words, bounds: Bounds, best: Slots, found: int
) -> int:
    """Put the citizen's own members that joined last behind those in `best`; how many there are then."""
    citizen, most, looked = pair(asked, 6), found + OWN, 0
    link = heads[chain_of(citizen), CITIZENS] if citizen else 0
    while link and found < most and looked < FOLLOWED:
        one = members[link - 1]
        own = pair(words, one.block + 6) == citizen and eligible(one, cases, moment(asked, 0), bounds)
        if own and not among(link - 1, best[:found]):
            best[found] = link - 1
            found += 1
        link, looked = one.chained[CITIZENS], looked + 1
    return found
