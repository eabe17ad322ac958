"""xxh3 of short names, in kernels: the numbers that the xxhash library gives (the frozen weights depend on them)."""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import kernel, part, unsigned

LONGEST = 128  # bytes; of a longer name the first 128 count
_SECRET_BYTES = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221"
    "b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8"
    "fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
)
SECRET = np.frombuffer(_SECRET_BYTES, np.uint64)
PRIME_1, PRIME_2, PRIME_3 = unsigned(0x9E3779B185EBCA87), unsigned(0xC2B2AE3D27D4EB4F), unsigned(0x165667B19E3779F9)
AVALANCHE, SHUFFLE = unsigned(0x165667919E3779F9), unsigned(0x9FB21C651E98DF25)
LOW = unsigned(0xFFFF_FFFF)
Bytes = NDArray[np.uint8]


@kernel
def xxh3(name: Bytes, size: int) -> int:
    """64 bits of the first `size` bytes: 1 to LONGEST."""
    if size <= 3:  # noqa: PLR2004 - the lengths at which xxh3 changes its ways
        bits = (
            unsigned(name[0]) << unsigned(16)
            | unsigned(name[size >> 1]) << unsigned(24)
            | unsigned(name[size - 1])
            | unsigned(size) << unsigned(8)
        )
        return _avalanche_short(bits ^ ((SECRET[0] & LOW) ^ (SECRET[0] >> unsigned(32))))
    if size <= 8:  # noqa: PLR2004
        both = (_read(name, size - 4, 4) + (_read(name, 0, 4) << unsigned(32))) ^ SECRET[1] ^ SECRET[2]
        return _shuffle(both, unsigned(size))
    if size <= 16:  # noqa: PLR2004
        low = _read(name, 0, 8) ^ SECRET[3] ^ SECRET[4]
        high = _read(name, size - 8, 8) ^ SECRET[5] ^ SECRET[6]
        return _avalanche(unsigned(size) + _swap(low) + high + _fold(low, high))
    total = unsigned(size) * PRIME_1
    for step in range((size - 1) // 32, -1, -1):
        total += _mix(name, 16 * step, 4 * step)
        total += _mix(name, size - 16 * step - 16, 4 * step + 2)
    return _avalanche(total)


@part
def _read(name: Bytes, at: int, size: int) -> int:
    bits = unsigned(0)
    for i in range(size):
        bits |= unsigned(name[at + i]) << unsigned(8 * i)
    return bits


@part
def _mix(name: Bytes, at: int, secret: int) -> int:
    return _fold(_read(name, at, 8) ^ SECRET[secret], _read(name, at + 8, 8) ^ SECRET[secret + 1])


@part
def _fold(one: int, other: int) -> int:
    """Both halves of the 128 bits of a product, one over the other."""
    a, b, c, d = one & LOW, one >> unsigned(32), other & LOW, other >> unsigned(32)
    middle = (a * c >> unsigned(32)) + (b * c & LOW) + a * d
    return one * other ^ (b * d + (b * c >> unsigned(32)) + (middle >> unsigned(32)))


@part
def _swap(bits: int) -> int:
    swapped = unsigned(0)
    for i in range(8):
        swapped |= (bits >> unsigned(8 * i) & unsigned(255)) << unsigned(56 - 8 * i)
    return swapped


@part
def _avalanche(bits: int) -> int:
    bits = (bits ^ bits >> unsigned(37)) * AVALANCHE
    return bits ^ bits >> unsigned(32)


@part
def _avalanche_short(bits: int) -> int:
    bits = (bits ^ bits >> unsigned(33)) * PRIME_2
    bits = (bits ^ bits >> unsigned(29)) * PRIME_3
    return bits ^ bits >> unsigned(32)


@part
def _shuffle(bits: int, size: int) -> int:
    bits ^= (bits << unsigned(49) | bits >> unsigned(15)) ^ (bits << unsigned(24) | bits >> unsigned(40))
    bits *= SHUFFLE
    bits = (bits ^ (bits >> unsigned(35)) + size) * SHUFFLE
    return bits ^ bits >> unsigned(28)
