"""Compiled functions: plain loops over numpy arrays, compiled once and kept on disk.

What a kernel computes is sums of integers, or floats in one fixed order: no fast-math, no parallel sums, so the same
members give the same scores everywhere. Numba looks for changes in the file of a kernel alone: whatever a kernel uses
(constants, other kernels) stands in its own file or comes as an argument. Python calls a kernel with bare tuples and
with arrays to fill: a named tuple, or an array that a kernel makes and returns, costs more than most kernels do.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])
Record = Any
"""One record of `packed.MEMBER`."""
Records = NDArray[Any]
"""An array of `packed.MEMBER`."""


def kernel(function: Function) -> Function:
    """Compile at the first call.

    The machine code is kept beside the module, or in the user's cache folder where the package is read-only
    (NUMBA_CACHE_DIR names another one); where neither can be written, each process compiles for itself.
    """
    try:
        compiled: Function = njit(cache=True)(function)
    except RuntimeError:  # numba's word for no folder to write to
        compiled = njit(function)
    return compiled
