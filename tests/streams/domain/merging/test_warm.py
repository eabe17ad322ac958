"""What is compiled before the first report comes is all there is to compile."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numba.core.dispatcher import Dispatcher

import streams.domain.classifying
import streams.domain.merging
from streams.domain.classifying.classifier import classifiers
from streams.domain.classifying.model import shipped
from streams.domain.merging.warm import warm
from streams.domain.merging.weights import Weights
from tests.streams.domain.merging.stage import Stage, report
from topics.merge_rule import DistanceMerge, TextMerge

NewStage = Callable[[TextMerge | DistanceMerge], Stage]


def called() -> dict[str, list[Any]]:
    """The compiled functions that Python has called, with the types for which they were compiled."""
    rooms = (streams.domain.merging, streams.domain.classifying)
    files = [
        (room.__name__, path.stem) for room in rooms for path in Path(room.__file__ or "").parent.glob("[a-z]*.py")
    ]
    modules = [import_module(f"{room}.{name}") for room, name in files]
    kernels = {name: one for module in modules for name, one in vars(module).items() if isinstance(one, Dispatcher)}
    return {name: list(one.signatures) for name, one in kernels.items() if one.signatures}


def test_nothing_is_left_to_compile_for_real_reports(weights: Weights, stage: NewStage) -> None:
    readers = classifiers(shipped(), weights.rarity)
    warm(weights, readers)
    before = called()
    assert {"fill", "add", "remove", "discard", "find", "decide"} <= set(before)
    town = stage(TextMerge(join_at=0.4, window_days=180))
    told = ["青石小区路灯不亮", "青石小区门口路灯坏了", "Street light out at 12 Elm Street", "", "中茂城漏水"]
    town.run([report(f"r{n}", title=title, text=title * 30, day=n) for n, title in enumerate(told)])
    for reader in readers.values():
        reader.guess(report(title=told[0]), np.arange(1, len(reader.labels) + 1))
    assert called() == before
