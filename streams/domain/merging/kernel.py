"""Compiled functions: plain loops over numpy arrays, compiled once and kept on disk.

What a kernel computes is sums of integers, or floats in one fixed order: no fast-math, no parallel sums, so the same
members give the same scores everywhere. Python calls few kernels, each with few arrays: to pass one costs a quarter of
a microsecond, and an array that a kernel makes and returns costs more than most kernels do.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])
Codes = NDArray[np.uint32]
"""A text as its code points."""
Words = NDArray[np.uint32]
"""Sketches: see `packed`."""
Table = NDArray[Any]
"""An array of some records."""
signed: Any = np.int64
unsigned: Any = np.uint64
"""Numba keeps whole numbers with and without a sign apart (and makes a float of both together); mypy does not."""


def kernel(function: Function) -> Function:
    """Compile at the first call from Python.

    The machine code is kept beside the module, or in the user's cache folder where the package is read-only
    (NUMBA_CACHE_DIR names another one); where neither can be written, each process compiles for itself.
    """
    try:
        compiled = njit(cache=True)(function)
    except RuntimeError:  # numba's word for no folder to write to
        compiled = njit(function)
    else:
        compiled._cache._cache_file._source_stamp = _stamp(function.__code__.co_filename)
    kernel: Function = compiled
    return kernel


def part(function: Function) -> Function:
    """Part of kernels, which alone can call it: that much less to compile."""
    compiled: Function = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return compiled


@part
def among(one: int, several: NDArray[Any]) -> bool:
    """Whether an array has a number in it."""
    found = False
    for other in several:
        found = found or other == one
    return found


@cache
def _stamp(source: str) -> tuple[tuple[str, float, int], ...]:
    """What numba compares before it takes machine code from disk: kernels use those of all these files."""
    files = sorted({*Path(__file__).parent.glob("*.py"), Path(source)})
    return tuple((file.name, file.stat().st_mtime, file.stat().st_size) for file in files)
