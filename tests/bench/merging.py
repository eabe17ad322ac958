"""What merging costs as it grows: time on the processor for each report, memory for each member.

    python -m tests.bench.merging [SIZE...]

Members tell matters of the simulated district at places of their own (lengths as in real complaints), five in three
cases; every size is measured in a process of its own. Prints a table, and one JSON object last.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from time import process_time
from typing import TypeVar

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from deploy.simulator.tales import Teller
from deploy.simulator.words import load_words
from streams.domain.matching import Joining, in_ms
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.warm import warm
from streams.domain.merging.weights import load_weights
from topics.inbox import Report
from topics.merge_rule import TextMerge
from topics.model import Source

Item = TypeVar("Item")
Made = TypeVar("Made")
SIZES = ("10000", "100000", "1000000")
ASKED = 4_000
RULE = TextMerge(join_at=0.43, window_days=90)
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
_NAMES = "东西南北中金玉银福禄寿喜春夏秋冬阳明星月江河海天文武德仁义礼智信和平安康泰丰盛华美龙凤麒麟松柏梅兰竹菊桃李杏"
_KINDS = ("小区", "花园", "路", "新城", "大厦", "广场", "村", "大道")
"""Two or three characters of the first and one of the second: a million places."""


def reports(seed: int) -> Iterator[Report]:
    """Endless reports, an hour of ninety days each."""
    draw = Random(seed)
    teller, words = Teller(load_words("zh"), draw), load_words("zh")
    while True:
        place = "".join(draw.choices(_NAMES, k=draw.choice((2, 3)))) + draw.choice(_KINDS)
        tale = teller.tell(draw.choice(words.matters), place, "")
        at = BEGIN + timedelta(hours=draw.randrange(90 * 24))
        yield Report(
            source=Source("reports.raw", 0, 0),
            scope="a",
            report_id="1",
            channel="board",
            channel_ref="1",
            occurred_at=at,
            received_at=at,
            title=tale.title,
            text=tale.text,
            address="",
            region="",
            category="",
            latitude=None,
            longitude=None,
            reporter=f"{draw.getrandbits(64):016x}",
            attachments=(),
        )


def main(sizes: Iterable[str]) -> None:
    """Measure each size in its own process."""
    command = (sys.executable, "-m", "tests.bench.merging", "--alone")
    answers = [subprocess.run([*command, size], capture_output=True, text=True, check=True) for size in sizes]
    figures = [json.loads(answer.stdout.splitlines()[-1]) for answer in answers]
    table = Table("figure", *(f"{one['members']:,}" for one in figures))
    for name in figures[0]:
        table.add_row(name, *(f"{one[name]:,.4g}" for one in figures))
    Console().print(table)
    print(json.dumps({str(one["members"]): one for one in figures}))  # noqa: T201 - the figures are the result


def alone(size: int) -> dict[str, float]:
    """The figures with so many members."""
    weights = load_weights()
    warm(weights)
    matcher, some = Matcher(weights), list(islice(reports(0), ASKED))
    for report in some[:100]:
        matcher.match(report, matcher.sketch(report, RULE), "", RULE)
    empty = _memory()
    restore_s = _fill(matcher, size, reports(1))
    memory = _memory() - empty
    sketch_us, sketches = _each(lambda report: matcher.sketch(report, RULE), some)
    pairs = list(zip(some, sketches, strict=True))
    match_us, _ = _each(lambda pair: matcher.match(*pair, "", RULE), pairs)
    for slot in range(size, size + ASKED):
        matcher.settle(slot, "", in_ms(BEGIN), None)
    add_us, _ = _each(lambda one: matcher.add(size + one[0], size + one[0], one[1], True), list(enumerate(sketches)))
    remove_us, _ = _each(matcher.remove, range(0, size, max(1, size // ASKED)))
    return {
        "members": size,
        "sketch_us": sketch_us,
        "match_us": match_us,
        "add_us": add_us,
        "remove_us": remove_us,
        "restore_s": restore_s,
        "bytes_per_member": memory / size,
    }


def _fill(matcher: Matcher, size: int, told: Iterator[Report]) -> float:
    """Restore so many members; the seconds that took. Their sketches are of 5,000 reports at a time."""
    spent, at = 0.0, 0
    while at < size:
        some = [matcher.sketch(report, RULE) for report in islice(told, min(5_000, size - at))]
        for case in range(at * 3 // 5, (at + len(some)) * 3 // 5 + 1):
            matcher.settle(case, "", in_ms(BEGIN), None)
        begun = process_time()
        matcher.hold(dict(enumerate(some, at)))
        slots = np.arange(at, at + len(some))
        matcher.restore(Joining(slots, slots * 3 // 5, slots % 5 % 2 == 0))
        spent += process_time() - begun
        at += len(some)
    return spent


def _each(do: Callable[[Item], Made], items: Iterable[Item]) -> tuple[float, list[Made]]:
    """Microseconds on the processor for each, and what came of it."""
    begun = process_time()
    made = [do(item) for item in items]
    return 1e6 * (process_time() - begun) / len(made), made


def _memory() -> int:
    """The proportional set size of this process, in bytes."""
    return int(psutil.Process().memory_full_info().pss)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        print(json.dumps(alone(int(sys.argv[2]))))  # noqa: T201
    else:
        main(sys.argv[1:] or SIZES)
