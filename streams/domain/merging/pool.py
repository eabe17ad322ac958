"""Blocks of words in one array: a freed block is given again to the next that needs one of its size; kernels.

Sizes grow in steps of four words, from 128 words in eighths of a power of two. `books` has, first, how many words have
ever been in use, then by size the first free block; each free block begins with the next one. 0 is no block.
"""

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Words, kernel

EXACT, STEP, FINE = 4, 4, 128
FINE_SIZES = EXACT + (FINE - EXACT) // STEP
OCTAVE = 8
BOOKS = 1 + FINE_SIZES + 24 * OCTAVE
Books = NDArray[np.int64]


@kernel
def class_of(size: int) -> int:
    """Which size of block so many words take."""
    if size <= EXACT:
        return size - 1
    if size <= FINE:
        return EXACT - 1 + (size - 1) // STEP
    power, octave = FINE, 0
    while size > 2 * power:
        power, octave = 2 * power, octave + 1
    return FINE_SIZES + octave * OCTAVE + (size - power - 1) * OCTAVE // power


@kernel
def room_of(size: int) -> int:
    """How many words the block for so many has."""
    if size <= EXACT:
        return size
    if size <= FINE:
        return (size + STEP - 1) // STEP * STEP
    power = FINE
    while size > 2 * power:
        power *= 2
    return power + ((size - power - 1) * OCTAVE // power + 1) * power // OCTAVE


@kernel
def take(words: Words, books: Books, size: int) -> int:
    """Where a block for so many words begins; there must be room behind those in use."""
    which = 1 + class_of(size)
    block = books[which]
    if block:
        books[which] = words[block]
        return block
    block = books[0]
    books[0] += room_of(size)
    return block


@kernel
def give(words: Words, books: Books, block: int, size: int) -> None:
    """Free the block that was taken for so many words."""
    which = 1 + class_of(size)
    words[block] = books[which]
    books[which] = block
