"""What merging remembers of a report: its heaviest terms, its places, who said what."""

from math import nan

import numpy as np
from numpy.typing import NDArray

from streams.domain.matching import in_ms
from streams.domain.merging.alphabet import kinds, spelling
from streams.domain.merging.normalise import normalise
from streams.domain.merging.packed import MOST
from streams.domain.merging.sketching import fill
from streams.domain.merging.weights import Weights
from topics.inbox import Report
from topics.memory import Sketch

_Texts = tuple[str, str, str]


class Sketcher:
    """Makes the sketches of reports. Pure but for the paper that it writes them on."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._learnt = weights.rarity, weights.topics
        self._kinds, self._spelling = kinds(), spelling()
        self._paper: NDArray[np.uint32] = np.zeros(MOST, np.uint32)

    def sketch(self, report: Report, bare: bool) -> Sketch:
        """The sketch of a report; a bare one, for classes that merge by distance, is without words and names.

        A region hint wins over a district that the text names.
        """
        texts = (report.title, report.text, report.address)
        size = self._fill(texts, report, bare, spelt=False)
        if size < 0:
            title, text, address = map(normalise, texts)
            size = self._fill((title, text, address), report, bare, spelt=True)
        return Sketch(version=self._weights.version, packed=self._paper[:size].tobytes())

    def _fill(self, texts: _Texts, report: Report, bare: bool, spelt: bool) -> int:
        title, text, address = texts
        said = f"{title}{text}{address}{report.region}{report.reporter}"
        raw = np.frombuffer(said.encode("utf-32-le"), np.uint32)
        ends = (len(title), len(text), len(address), len(report.region))
        latitude, longitude = report.latitude, report.longitude
        spot = (nan, nan) if latitude is None or longitude is None else (float(latitude), float(longitude))
        facts = (in_ms(report.occurred_at), *spot, bare, spelt)
        size: int = fill(raw, ends, facts, self._spelling, self._kinds, self._learnt, self._paper)
        return size
