"""The same messages under two policies, each into tables of its own."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from deploy.errors import SetupError
from deploy.replay import Advance, replay_messages
from deploy.what_if.differing import Differences, differences
from deploy.what_if.outcome import Outcome, read_outcome
from sinks.clickhouse.embedded import open_embedded
from streams.channels.order import Message, messages
from streams.channels.verbatim import Form
from topics.policy import Policy

Counting = Callable[[str], AbstractContextManager[Advance]]
"""For the length of a run, which it hears the name of: it hears of records done."""
RUNS = ("old", "new")


def what_if(
    paths: Iterable[Path],
    form: Form,
    policies: tuple[Policy, Policy],
    key: bytes,
    data: Path | None,
    counting: Counting,
) -> Differences:
    """Replay files under an old and a new policy, and hold the outcomes against each other.

    The tables go into the folders `old` and `new` of `data` (None: into some that go again). Raises SetupError where
    there are such folders already, or the files have no rows.
    """
    told = messages(paths, form)
    with _folder(data) as folder:
        old, new = (
            _run(told, policy, key, folder / name, counting) for name, policy in zip(RUNS, policies, strict=True)
        )
    return differences(old, new)


def _run(told: Sequence[Message], policy: Policy, key: bytes, folder: Path, counting: Counting) -> Outcome:
    with open_embedded(folder) as warehouse:  # one process holds one folder at a time
        with counting(folder.name) as advance:
            replay_messages(told, policy, key, warehouse, advance)
        return read_outcome(warehouse.query)


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    for there in (data / name for name in RUNS if (data / name).exists()):
        raise SetupError(f"{there} is there already: name a folder with --data that holds no replay yet")
    yield data
