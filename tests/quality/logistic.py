"""A logistic regression by Newton's method: few columns, thousands of rows, a weight for each."""

import numpy as np
from numpy.typing import NDArray

PENALTY = 3.3  # on the square of each standardised weight
_STEPS = 30
Column = NDArray[np.float64]


def fitted(columns: NDArray[np.float64], true: NDArray[np.bool_], weights: Column) -> list[float]:
    """The intercept, then the weight of each column; rows count by their weights, whose mean is made 1."""
    centre, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(columns), 1)), (columns - centre) / spread])
    counts = weights / weights.mean()
    penalty = np.diag([0.0, *[PENALTY] * columns.shape[1]])
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (counts * (true - chance)) - penalty @ found
        curve = (design * (counts * chance * (1 - chance))[:, None]).T @ design + penalty
        found = found + np.linalg.solve(curve, slope)
    by_column = found[1:] / spread
    return [float(found[0] - by_column @ centre), *map(float, by_column)]
